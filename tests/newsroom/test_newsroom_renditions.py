"""Renditions are made once, kept whole, and go with the picture that they were made of."""

from __future__ import annotations

import asyncio
import io
import os
import threading
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest
from PIL import Image

from tests import images
from wireroom.errors import LedgerError
from wireroom.newsroom import pictures
from wireroom.newsroom.renditions import MOST_WAITING, Renditions
from wireroom.pages.renditions import Rendition

MEDIA, OTHER = "a" * 64 + ".png", "b" * 64 + ".png"


class Vault:
    """Stored pictures; what was asked for is counted, and may be let wait."""

    def __init__(self) -> None:
        self.stored = {MEDIA: images.plain(60, 40, "PNG"), OTHER: images.plain(8, 8, "PNG")}
        self.asked: list[str] = []
        self.open = threading.Event()
        self.open.set()

    def media(self, name: str) -> bytes | None:
        self.asked.append(name)
        self.open.wait(60)
        return self.stored.get(name)


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def kept(tmp_path: Path, vault: Vault) -> Iterator[Renditions]:
    made = Renditions(tmp_path / "renditions", vault.media, threads=2)
    yield made
    vault.open.set()
    made.close()


def of(width: int, media: str = MEDIA, ending: str = "jpg") -> Rendition:
    return Rendition(media, ending, width, width)


def files(kept: Renditions, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_it_is_there_once_it_is_made(kept: Renditions) -> None:
    assert kept.made(of(20)) is None
    kept.make([of(20), of(30)])
    body = kept.made(of(20))
    assert body and Image.open(io.BytesIO(body)).size == (20, 20)
    assert kept.made(of(30))


def test_a_picture_is_read_once_for_all_that_is_made_of_it(kept: Renditions, vault: Vault) -> None:
    kept.make([of(width) for width in range(10, 20)])
    first = len(vault.asked)
    assert first == 2, "once to be decoded, once to see whether it was erased meanwhile"
    kept.make([of(width) for width in range(10, 20)])
    assert len(vault.asked) == first


def test_what_is_not_whole_is_not_there(kept: Renditions, tmp_path: Path) -> None:
    kept.make([of(20)])
    (path,) = files(kept, tmp_path)
    whole = path.read_bytes()
    for damaged in (b"", whole[:10], whole[:-1], whole + b"x", whole[:40] + b"?" + whole[41:]):
        path.write_bytes(damaged)
        assert kept.made(of(20)) is None
    kept.make([of(20)])
    assert path.read_bytes() == whole


def test_what_cannot_be_decoded_is_known_for_that(kept: Renditions, vault: Vault) -> None:
    vault.stored[MEDIA] = b"\x89PNG no more than that"
    kept.make([of(20)])
    assert kept.made(of(20)) == b""
    asked = len(vault.asked)
    kept.make([of(20)])
    assert len(vault.asked) == asked, "it is not tried again at each request"


def test_of_a_picture_that_is_not_here_nothing_is_made(kept: Renditions, tmp_path: Path) -> None:
    kept.make([of(20, "c" * 64 + ".png")])
    assert kept.made(of(20, "c" * 64 + ".png")) is None
    assert files(kept, tmp_path) == []


def test_what_was_made_goes_with_the_picture(kept: Renditions, tmp_path: Path) -> None:
    kept.make([of(20), of(30), of(8, OTHER)])
    kept.erase([MEDIA, "d" * 64 + ".png"])
    assert (kept.made(of(20)), kept.made(of(30))) == (None, None)
    assert kept.made(of(8, OTHER))
    assert [path.parent.name for path in files(kept, tmp_path)] == ["b" * 64]


def test_nothing_stays_of_a_picture_that_is_erased_while_it_is_made(
    kept: Renditions, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(picture: pictures.Decoded, wanted: Rendition) -> bytes:
        vault.stored.clear()
        kept.erase([MEDIA])
        return b"made all the same"

    monkeypatch.setattr(pictures, "render", render)
    kept.make([of(20)])
    assert files(kept, tmp_path) == []


def test_a_folder_that_cannot_be_emptied_is_told(kept: Renditions, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    kept.make([of(20)])
    monkeypatch.setattr("wireroom.newsroom.renditions.shutil.rmtree", refuse)
    with pytest.raises(LedgerError, match="renditions cannot be erased"):
        kept.erase([MEDIA])


def test_the_oldest_go_when_there_is_too_much(tmp_path: Path, vault: Vault) -> None:
    kept = Renditions(tmp_path, vault.media, limit=4000)
    for width in range(10, 40):
        kept.make([of(width)])
        for path in files(kept, tmp_path):
            if path.name.endswith(f"-{width}.jpg"):
                os.utime(path, (width, width))
    found = sorted(path.name for path in files(kept, tmp_path))
    assert sum(path.stat().st_size for path in files(kept, tmp_path)) < 4000 + 1500
    assert kept.made(of(39)) and kept.made(of(10)) is None
    assert 0 < len(found) < 30


def test_what_was_made_another_way_goes(tmp_path: Path, vault: Vault) -> None:
    old = tmp_path / "an-older-way" / "aa" / "picture.jpg"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"made by an older version")
    Renditions(tmp_path, vault.media).make([of(20)])
    assert not old.exists()


def test_one_that_many_wait_for_is_made_once(kept: Renditions, vault: Vault) -> None:
    vault.open.clear()

    async def readers() -> list[bool]:
        tasks = [asyncio.create_task(kept.making(of(20))) for _ in range(50)]
        while not vault.asked:
            await asyncio.sleep(0.01)
        tasks[0].cancel()  # a reader who goes away takes it from nobody
        vault.open.set()
        return await asyncio.gather(*tasks[1:])

    assert all(asyncio.run(readers()))
    assert kept.made(of(20))
    assert len(vault.asked) == 2


def test_no_more_wait_than_can_be_served(kept: Renditions, vault: Vault) -> None:
    vault.open.clear()

    async def crowd() -> tuple[bool, list[bool]]:
        first = [asyncio.create_task(kept.making(of(width))) for width in range(1, MOST_WAITING + 1)]
        while len(vault.asked) < 2:
            await asyncio.sleep(0.01)
        late = await kept.making(of(1000))
        assert len(vault.asked) == 2, "as many at a time as there are threads"
        vault.open.set()
        return late, await asyncio.gather(*first)

    late, first = asyncio.run(crowd())
    assert not late
    assert all(first)


def test_without_a_loop_it_is_made_at_once(kept: Renditions) -> None:
    making = kept.making(of(20))
    with pytest.raises(StopIteration) as done:
        making.send(None)
    assert done.value.value is True
    assert kept.made(of(20))


def test_what_cannot_be_kept_is_made_again(kept: Renditions, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("wireroom.newsroom.renditions.tempfile.mkstemp", full)
        kept.make([of(20)])
        assert kept.made(of(20)) is None
    kept.make([of(20)])
    assert kept.made(of(20))


def test_threads_of_several_may_make_the_same(tmp_path: Path, vault: Vault) -> None:
    several = [Renditions(tmp_path, vault.media, threads=2) for _ in range(3)]
    futures = [one._begin(of(width)) for one in several for width in (20, 30)]
    wait([future for future in futures if future is not None], timeout=60)
    assert all(one.made(of(width)) for one in several for width in (20, 30))
    for one in several:
        one.close()
