"""A watched folder: whole files once, half ones never, nothing outside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.wires import g2
from wireroom.formats import Hint
from wireroom.transports import Folder, beside
from wireroom.transports.whole import looks_whole

STORY = g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry back in service")


class Wall:
    """A clock that stands where the test puts it, counted from the files' own time."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        import time

        return time.time() + self.ahead


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def folder(tmp_path: Path, wall: Wall) -> Folder:
    return Folder(tmp_path / "inbox", Hint(provider="MPA"), settle=2.0, wall=wall)


def names(folder: Folder) -> list[str]:
    return [delivery.key for delivery in folder.deliveries()]


def test_a_whole_document_is_taken_at_once_and_moves_away(folder: Folder) -> None:
    assert folder.deliveries() == []
    (folder.path / "a.xml").write_bytes(STORY)
    (delivery,) = folder.deliveries()
    assert delivery.data == STORY
    assert delivery.hint.provider == "MPA"
    folder.done(delivery)
    assert names(folder) == []
    (kept,) = (folder.path / "taken").rglob("a.xml")
    assert kept.read_bytes() == STORY


def test_a_file_cut_at_any_byte_is_not_taken_while_it_is_written(folder: Folder) -> None:
    folder.deliveries()
    for cut in range(0, len(STORY) - 1, 7):
        (folder.path / "a.xml").write_bytes(STORY[:cut])
        assert names(folder) == [], cut


def test_a_file_that_will_never_be_whole_is_taken_when_it_rests(folder: Folder, wall: Wall) -> None:
    folder.deliveries()
    (folder.path / "a.xml").write_bytes(STORY[:200])
    assert names(folder) == []
    wall.ahead = 3
    assert names(folder) == ["a.xml"]


@pytest.mark.parametrize("name", ["a.xml.part", "a.filepart", ".hidden.xml", "b.tmp", "a.xml~", "photo.jpg"])
def test_unfinished_names_hidden_files_and_pictures_are_left(folder: Folder, wall: Wall, name: str) -> None:
    folder.deliveries()
    (folder.path / name).write_bytes(STORY)
    wall.ahead = 60
    assert names(folder) == []


def test_a_finished_upload_is_taken_under_its_last_name(folder: Folder) -> None:
    folder.deliveries()
    (folder.path / "a.xml.part").write_bytes(STORY)
    (folder.path / "a.xml.part").rename(folder.path / "a.xml")
    assert names(folder) == ["a.xml"]


def test_a_name_used_twice_loses_neither_file(folder: Folder) -> None:
    for text in (STORY, STORY + b"\n"):
        folder.path.mkdir(exist_ok=True)
        (folder.path / "a.xml").write_bytes(text)
        (delivery,) = folder.deliveries()
        folder.done(delivery)
    assert {path.read_bytes() for path in (folder.path / "taken").rglob("a.xml*")} == {STORY, STORY + b"\n"}


def test_the_oldest_comes_first(folder: Folder) -> None:
    folder.deliveries()
    for number, name in enumerate(["c.xml", "a.xml", "b.xml"]):
        (folder.path / name).write_bytes(STORY)
        os.utime(folder.path / name, (1_700_000_000 + number, 1_700_000_000 + number))
    assert names(folder) == ["c.xml", "a.xml", "b.xml"]


def test_a_link_out_of_the_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    folder.deliveries()
    secret = tmp_path / "secret.xml"
    secret.write_bytes(STORY)
    (folder.path / "a.xml").symlink_to(secret)
    assert names(folder) == []


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/x.jpg", "sub/../../secret.jpg", "..\\secret.jpg"])
def test_a_picture_is_only_found_in_the_folder(tmp_path: Path, name: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"not yours")
    assert beside(inbox)(name) is None
    (inbox / "photo.jpg").write_bytes(b"picture")
    assert beside(inbox)("photo.jpg") == b"picture"
    assert beside(inbox)("http://mpa.example/pictures/photo.jpg") == b"picture"


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (STORY, True),
        (STORY + b"\n<!-- sent by desk 4 -->\n", True),
        (b'{"uri": "x"}', True),
        (b'{"uri": "x"', False),
        (b"[1, 2]\n", True),
        (b"\xef\xbb\xbf<a><b/></a>", True),
        (b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x "y">]><nitf></nitf>', True),
        (b"<a><b></b>", False),
        (b"", False),
        (b"plain text", False),
    ],
)
def test_what_looks_whole(data: bytes, whole: bool) -> None:
    assert looks_whole(data) is whole
