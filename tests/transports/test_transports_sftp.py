"""Copy fetched over SFTP from a real server, whose line breaks and whose key must be known."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.transports.outbox import LONG, STORY, Make, Time, names, opener, put, take, there
from tests.transports.sftpd import Sftpd, sftpd
from wireroom.errors import TransportError
from wireroom.transports.remote.model import BrokenOffError

asyncssh = pytest.importorskip("asyncssh", reason="SFTP is the extra wireroom[sftp]")


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    folder = tmp_path / "agency"
    folder.mkdir()
    return folder


@pytest.fixture
def server(outbox: Path) -> Iterator[Sftpd]:
    with sftpd(outbox) as made:
        yield made


@pytest.fixture
def make(tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    yield from opener(tmp_path, time, monkeypatch)


@pytest.fixture
def known(server: Sftpd, tmp_path: Path) -> str:
    return server.known_hosts(tmp_path).name


def test_new_files_come_once_also_after_a_restart(make: Make, server: Sftpd, outbox: Path, known: str) -> None:
    put(outbox, "a.xml")
    put(outbox, "ar/خبر ü.xml")
    put(outbox, "b.xml.part")
    pull = make(server.address, known_hosts=known)
    assert sorted(take(pull)) == ["a.xml", "ar/خبر ü.xml"]
    assert names(pull) == []
    (outbox / "b.xml.part").rename(outbox / "b.xml")
    assert take(make(server.address, known_hosts=known)) == ["b.xml"]


def test_a_server_with_another_key_gets_no_password(make: Make, outbox: Path, tmp_path: Path, server: Sftpd) -> None:
    known = server.known_hosts(tmp_path).name
    with sftpd(outbox) as impostor:
        text = (tmp_path / known).read_text().replace(str(server.port), str(impostor.port))
        (tmp_path / known).write_text(text)
        with pytest.raises(TransportError, match="not who it should be"):
            make(impostor.address, known_hosts=known).deliveries()


def test_without_a_known_key_nothing_is_asked(
    make: Make, server: Sftpd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(TransportError, match="ssh-keyscan"):
        make(server.address).deliveries()


def test_any_key_is_trusted_when_the_owner_says_so(make: Make, server: Sftpd, outbox: Path) -> None:
    put(outbox, "a.xml")
    assert names(make(server.address, known_hosts="any")) == ["a.xml"]


@pytest.mark.parametrize("passphrase", [None, "open sesame"])
def test_a_key_lets_us_in(make: Make, outbox: Path, tmp_path: Path, passphrase: str | None) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "id").write_bytes(key.export_private_key("pkcs8-pem", passphrase=passphrase))
    put(outbox, "a.xml")
    with sftpd(outbox, user_key=key) as server:
        pull = make(server.address, known_hosts=server.known_hosts(tmp_path).name, key_file="id")
        assert names(pull) == ["a.xml"]
        with pytest.raises(TransportError, match="does not let us in"):
            make(server.address, known_hosts="any").deliveries()


def test_a_key_that_is_none_says_so(make: Make, server: Sftpd, tmp_path: Path, known: str) -> None:
    (tmp_path / "id").write_text("no key")
    with pytest.raises(TransportError, match="key_file cannot be used"):
        make(server.address, known_hosts=known, key_file="id").deliveries()


def test_a_wrong_password_says_so_and_not_what_it_was(
    make: Make, server: Sftpd, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull = make(server.address, known_hosts=known)
    monkeypatch.setenv("MPA_PASSWORD", "a wrong word")
    with pytest.raises(TransportError, match="does not let us in") as told:
        pull.deliveries()
    assert "a wrong word" not in str(told.value)


def test_a_missing_extra_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    with pytest.raises(TransportError, match=r"pip install 'wireroom\[sftp\]'"):
        make("sftp://wire@wire.example/")


def test_a_line_that_breaks_in_a_file_costs_only_the_rest(make: Make, server: Sftpd, outbox: Path, known: str) -> None:
    put(outbox, "a.xml", LONG)
    server.drop_at = 150_000
    with pytest.raises(BrokenOffError):
        make(server.address, known_hosts=known).deliveries()
    server.offsets.clear()
    (delivery,) = make(server.address, known_hosts=known).deliveries()
    assert delivery.data == LONG
    assert min(server.offsets) >= 65_536


@pytest.mark.parametrize("told", [lambda size: size + 7, lambda size: max(0, size - 7)])
def test_a_listing_that_lies_of_sizes_holds_nothing_up(
    make: Make, server: Sftpd, outbox: Path, known: str, told: Callable[[int], int]
) -> None:
    server.told_size = told
    put(outbox, "a.txt", b"The ferry is back. " * 50)
    pull = make(server.address, known_hosts=known)
    came = [one for _ in range(3) for one in pull.deliveries()]
    assert came[0].data == b"The ferry is back. " * 50


def test_a_file_replaced_while_it_is_read_comes_whole(make: Make, server: Sftpd, outbox: Path, known: str) -> None:
    other = LONG.replace(b"Ferry", b"Train")
    put(outbox, "a.xml", LONG)
    server.replace_at = 100_000
    server.replace = lambda: put(outbox, "a.xml", other, at=1_790_000_009)
    pull = make(server.address, known_hosts=known)
    came = [one.data for _ in range(3) for one in pull.deliveries()]
    assert set(came) == {other}


def test_moved_is_what_the_ledger_has_and_never_over_another(
    make: Make, server: Sftpd, outbox: Path, known: str
) -> None:
    pull = make(server.address, known_hosts=known, done="move", done_folder="archive/mpa")
    for text in (STORY, STORY + b"\n"):
        put(outbox, "sub/a.xml", text)
        assert take(pull) == ["sub/a.xml"]
        assert names(pull) == []
    kept = {path.read_bytes() for path in (outbox / "archive").rglob("*") if path.is_file()}
    assert (kept, [one for one in there(outbox) if one.startswith("sub")]) == ({STORY, STORY + b"\n"}, [])


def test_deleted_is_what_the_ledger_has(make: Make, server: Sftpd, outbox: Path, known: str) -> None:
    put(outbox, "a.xml")
    pull = make(server.address, known_hosts=known, done="delete")
    assert names(pull) == ["a.xml"]
    assert there(outbox) == ["a.xml"]
    assert [take(pull), take(pull), there(outbox)] == [["a.xml"], [], []]


def test_what_may_not_be_deleted_is_told(make: Make, server: Sftpd, outbox: Path, known: str) -> None:
    server.read_only = True
    put(outbox, "a.xml")
    pull = make(server.address, known_hosts=known, done="delete")
    assert [take(pull), take(pull), take(pull)] == [["a.xml"], [], []]
    assert "cannot be deleted" in pull.remarks["put away"]


def test_links_are_not_followed(make: Make, server: Sftpd, outbox: Path, known: str, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_bytes(STORY)
    (outbox / "a.xml").symlink_to(tmp_path / "secret.xml")
    (outbox / "sub").symlink_to(tmp_path)
    assert names(make(server.address, known_hosts=known)) == []


def test_names_that_are_no_text_are_taken(make: Make, server: Sftpd, outbox: Path, known: str) -> None:
    with open(os.fsencode(outbox) + b"/caf\xe9\n.xml", "wb") as file:  # noqa: PTH123
        file.write(STORY)
    pull = make(server.address, known_hosts=known)
    (name,) = take(pull)
    assert name.isprintable()
    assert names(pull) == []


def test_after_a_server_came_back_the_rest_is_taken(make: Make, outbox: Path) -> None:
    with sftpd(outbox) as first:
        put(outbox, "a.xml")
        pull = make(first.address, known_hosts="any")
        assert take(pull) == ["a.xml"]
    with pytest.raises(TransportError, match="no connection"):
        pull.deliveries()
    put(outbox, "b.xml")
    with sftpd(outbox, port=first.port):
        assert take(pull) == ["b.xml"]


def test_a_folder_that_is_not_there_says_so(make: Make, server: Sftpd, known: str) -> None:
    with pytest.raises(TransportError, match="not there"):
        make(server.address + "nowhere", known_hosts=known).deliveries()
