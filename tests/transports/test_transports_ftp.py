"""Copy fetched from FTP servers, real ones, whose lines break and whose listings lie."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.transports.faulty import certify
from tests.transports.ftpd import VSFTPD, Ftpd, vsftpd
from tests.transports.outbox import LONG, STORY, Make, Time, names, opener, put, take, there
from wireroom.errors import TransportError
from wireroom.transports import Paced
from wireroom.transports.parcels import LARGEST
from wireroom.transports.remote import pull as pull_module
from wireroom.transports.remote.model import BrokenOffError


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    folder = tmp_path / "agency"
    folder.mkdir()
    return folder


@pytest.fixture
def ftpd(outbox: Path) -> Iterator[Ftpd]:
    server = Ftpd(outbox)
    yield server
    server.close()


@pytest.fixture
def make(tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    yield from opener(tmp_path, time, monkeypatch)


def test_a_new_file_comes_once_with_what_is_known_of_it(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.xml")
    pull = make(ftpd.address)
    assert isinstance(pull, Paced)
    (delivery,) = pull.deliveries()
    assert (delivery.data, delivery.hint.name, delivery.hint.provider) == (STORY, "a.xml", "MPA")
    pull.done(delivery)
    assert names(pull) == []
    assert there(outbox) == ["a.xml"]


def test_what_was_taken_is_known_after_a_restart(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.xml")
    first = make(ftpd.address)
    take(first)
    put(outbox, "b.xml")
    ftpd.faults.asked.clear()
    assert take(make(ftpd.address)) == ["b.xml"]
    assert [line for line in ftpd.faults.asked if line.startswith("RETR")] == ["RETR b.xml"]


def test_what_the_ledger_did_not_take_comes_again(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.xml")
    pull = make(ftpd.address)
    assert names(pull) == names(pull) == ["a.xml"]


def test_a_file_written_again_is_new(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "latest.xml")
    pull = make(ftpd.address)
    assert take(pull) == ["latest.xml"]
    put(outbox, "latest.xml", STORY, at=1_790_000_001)
    assert take(pull) == ["latest.xml"]


def test_a_file_that_grows_between_two_listings_waits(make: Make, ftpd: Ftpd, outbox: Path, time: Time) -> None:
    put(outbox, "a.xml", STORY[:500])
    put(outbox, "b.xml")
    pull = make(ftpd.address)
    time.slept = lambda: put(outbox, "a.xml", STORY, at=1_790_000_005)
    assert take(pull) == ["b.xml"]
    time.slept = lambda: None
    assert take(pull) == ["a.xml"]


def test_a_file_that_stays_cut_gets_its_time_and_is_then_told_truncated(
    make: Make, ftpd: Ftpd, outbox: Path, time: Time
) -> None:
    put(outbox, "a.xml", STORY[:500])
    pull = make(ftpd.address)
    for _ in range(3):
        assert names(pull) == []
    assert len([line for line in ftpd.faults.asked if line.startswith("RETR")]) == 1
    time.now += pull_module.PATIENCE
    (delivery,) = pull.deliveries()
    assert "truncated" in delivery.problem


@pytest.mark.parametrize("name", ["a.xml.part", ".a.xml", "a.filepart", "a.tmp", "photo.jpg"])
def test_temporary_names_and_pictures_are_not_fetched(make: Make, ftpd: Ftpd, outbox: Path, name: str) -> None:
    put(outbox, name)
    assert names(make(ftpd.address)) == []
    assert not any(line.startswith("RETR") for line in ftpd.faults.asked)


def test_sub_folders_patterns_and_names_in_every_script(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    for name in ("english/a.xml", "ar/خبر.xml", "with blank/ü b.xml", "a.pdf"):
        put(outbox, name)
    put(outbox, "-l.xml")
    pull = make(ftpd.address, names=("*.xml",))
    assert sorted(take(pull)) == ["-l.xml", "ar/خبر.xml", "english/a.xml", "with blank/ü b.xml"]
    put(outbox, "english/c.xml")
    assert names(make(ftpd.address, names=("*.xml",), subfolders=False)) == []


def test_a_folder_named_in_the_address_is_the_only_one(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "out/a.xml")
    put(outbox, "b.xml")
    pull = make(ftpd.address + "out")
    (delivery,) = pull.deliveries()
    assert delivery.key == "a.xml"


def test_names_that_are_no_text_are_taken(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    with open(os.fsencode(outbox) + b"/caf\xe9.xml", "wb") as file:  # noqa: PTH123
        file.write(STORY)
    pull = make(ftpd.address)
    (name,) = take(pull)
    assert name.isprintable()
    assert names(pull) == []


@pytest.mark.parametrize("without", [("MLSD",), ("MLSD", "MLST"), ("MLSD", "LIST")])
def test_older_listings_do_as_well(make: Make, outbox: Path, without: tuple[str, ...]) -> None:
    server = Ftpd(outbox, without=without)
    try:
        put(outbox, "a b.xml")
        if "LIST" not in without:
            put(outbox, "sub/c.xml")
        pull = make(server.address)
        assert sorted(take(pull)) == ["a b.xml"] + (["sub/c.xml"] if "LIST" not in without else [])
        assert names(pull) == []
        put(outbox, "a b.xml", STORY + b"\n")
        assert names(pull) == ["a b.xml"]
    finally:
        server.close()


def test_moved_is_what_the_ledger_has_and_never_over_another(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    pull = make(ftpd.address, done="move", done_folder="archive/mpa")
    for text in (STORY, STORY + b"\n"):
        put(outbox, "sub/a.xml", text)
        deliveries = pull.deliveries()
        assert "sub/a.xml" in there(outbox)
        for delivery in deliveries:
            pull.done(delivery)
        assert pull.interval(news=True) == 0.0
        assert names(pull) == []
        assert "sub/a.xml" not in there(outbox)
    kept = {path.read_bytes() for path in (outbox / "archive").rglob("*") if path.is_file()}
    assert kept == {STORY, STORY + b"\n"}


def test_what_was_moved_is_not_taken_again(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    pull = make(ftpd.address, done="move")
    put(outbox, "a.xml")
    assert [take(pull) for _ in range(3)] == [["a.xml"], [], []]
    assert there(outbox) == ["taken/a.xml"]


def test_deleted_is_what_the_ledger_has_and_nothing_newer(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.xml")
    put(outbox, "b.xml")
    pull = make(ftpd.address, done="delete")
    first, second = pull.deliveries()
    pull.done(first)
    pull.done(second)
    put(outbox, "b.xml", STORY + b"\n")
    (again,) = pull.deliveries()
    assert (again.key, again.data) == ("b.xml", STORY + b"\n")
    assert there(outbox) == ["b.xml"]


def test_what_may_not_be_deleted_is_told_once_and_not_taken_again(make: Make, outbox: Path) -> None:
    server = Ftpd(outbox, perm="elr")
    try:
        put(outbox, "a.xml")
        pull = make(server.address, done="delete")
        assert [take(pull) for _ in range(3)] == [["a.xml"], [], []]
        assert "cannot be deleted" in pull.remarks["put away"]
        assert len([line for line in server.faults.asked if line.startswith("DELE")]) == 1
    finally:
        server.close()


def test_a_line_that_breaks_in_a_file_costs_only_the_rest(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.xml", LONG)
    pull = make(ftpd.address)
    ftpd.faults.drop_at = 100_000
    with pytest.raises(BrokenOffError):
        pull.deliveries()
    ftpd.faults.asked.clear()
    (delivery,) = make(ftpd.address).deliveries()  # also after a restart
    assert delivery.data == LONG
    (rest,) = [int(line.split()[1]) for line in ftpd.faults.asked if line.startswith("REST")]
    assert 0 < rest <= 100_000


def test_a_server_that_cannot_resume_sends_the_file_again(make: Make, outbox: Path) -> None:
    server = Ftpd(outbox, without=("REST",))
    try:
        put(outbox, "a.xml", LONG)
        pull = make(server.address)
        server.faults.drop_at = 100_000
        with pytest.raises(BrokenOffError):
            pull.deliveries()
        with pytest.raises(BrokenOffError, match="cannot resume"):
            pull.deliveries()
        (delivery,) = pull.deliveries()
        assert delivery.data == LONG
    finally:
        server.close()


def test_a_file_that_ends_early_without_a_word_is_not_taken_in_half(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.txt", b"The ferry is back. " * 5000)
    pull = make(ftpd.address)
    ftpd.faults.end_early_at = 1000
    assert names(pull) == []
    (delivery,) = pull.deliveries()
    assert len(delivery.data) == 19 * 5000


@pytest.mark.parametrize("told", [lambda size: size + 7, lambda size: max(0, size - 7)])
@pytest.mark.parametrize("data", [STORY, b"The ferry is back. " * 50])
def test_a_listing_that_lies_of_sizes_holds_nothing_up(
    make: Make, ftpd: Ftpd, outbox: Path, told: Callable[[int], int], data: bytes
) -> None:
    ftpd.faults.told_size = told
    put(outbox, "a.txt", data)
    pull = make(ftpd.address)
    came = [one for _ in range(3) for one in pull.deliveries()]
    assert came[0].data == data


def test_a_file_replaced_while_it_is_read_comes_whole(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    other = LONG.replace(b"Ferry", b"Train")
    put(outbox, "a.xml", LONG)
    ftpd.faults.replace_at = 100_000
    ftpd.faults.replace = lambda: put(outbox, "a.xml", other, at=1_790_000_009)
    pull = make(ftpd.address)
    came = [one.data for _ in range(3) for one in pull.deliveries()]
    assert set(came) == {other}


def test_a_slow_line_is_left_in_time_and_taken_up_again(
    make: Make, ftpd: Ftpd, outbox: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(outbox, "a.xml", LONG)
    pull = make(ftpd.address)
    ticks = iter(range(10**9))
    pull._clock = lambda: next(ticks) * 400.0  # each block takes minutes
    looks, came = 0, []
    with pytest.raises(BrokenOffError, match="too slowly"):
        pull.deliveries()
    while looks < 100:
        looks += 1
        try:
            came = pull.deliveries()
        except BrokenOffError:
            continue
        if came:
            break
    assert came[0].data == LONG


def test_a_batch_is_followed_by_the_next_at_once(
    make: Make, ftpd: Ftpd, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull_module, "BATCH", 3)
    for number in range(7):
        put(outbox, f"{number}.xml", at=1_790_000_000 + number)
    pull = make(ftpd.address)
    assert take(pull) == ["0.xml", "1.xml", "2.xml"]
    assert pull.interval(news=True) == 0.0
    assert take(pull) == ["3.xml", "4.xml", "5.xml"]
    assert take(pull) == ["6.xml"]
    assert 50 < pull.interval(news=True) < 70


def test_pictures_that_the_copy_names_come_along(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    put(outbox, "a.xml", STORY.replace(b"</body>", b'<img src="pics/harbour-1.jpg"/></body>'))
    put(outbox, "pics/harbour-1.jpg", b"picture")
    put(outbox, "pics/other.jpg", b"other")
    (delivery,) = make(ftpd.address).deliveries()
    assert delivery.beside("pics/harbour-1.jpg") == b"picture"
    assert delivery.beside("other.jpg") is None


def test_a_file_too_large_is_told_and_not_fetched_to_its_end(make: Make, ftpd: Ftpd, outbox: Path) -> None:
    with put(outbox, "a.txt").open("wb") as file:
        file.truncate(LARGEST + 10_000_000)
    (delivery,) = make(ftpd.address).deliveries()
    assert "larger than 64 MB" in delivery.problem


def test_after_a_server_came_back_the_rest_is_taken(make: Make, outbox: Path) -> None:
    server = Ftpd(outbox)
    put(outbox, "a.xml")
    pull = make(server.address)
    assert take(pull) == ["a.xml"]
    server.close()
    with pytest.raises(TransportError, match="no connection"):
        pull.deliveries()
    put(outbox, "b.xml")
    again = Ftpd(outbox, port=server.port)
    try:
        assert take(pull) == ["b.xml"]
    finally:
        again.close()


def test_a_wrong_password_says_so_and_not_what_it_was(make: Make, ftpd: Ftpd, monkeypatch: pytest.MonkeyPatch) -> None:
    pull = make(ftpd.address)
    monkeypatch.setenv("MPA_PASSWORD", "a wrong word")
    with pytest.raises(TransportError, match="does not let us in") as told:
        pull.deliveries()
    assert "a wrong word" not in str(told.value)


def test_a_folder_that_is_not_there_says_so(make: Make, ftpd: Ftpd) -> None:
    with pytest.raises(TransportError, match="not there"):
        make(ftpd.address + "nowhere").deliveries()


def test_a_private_address_is_reached_only_when_the_owner_says_so(make: Make, ftpd: Ftpd) -> None:
    with pytest.raises(TransportError, match="allow_private"):
        make(ftpd.address, private=False).deliveries()
    assert ftpd.faults.asked == []


def test_what_has_come_of_files_long_gone_is_dropped(make: Make, ftpd: Ftpd, outbox: Path, tmp_path: Path) -> None:
    put(outbox, "a.xml", LONG)
    pull = make(ftpd.address)
    ftpd.faults.drop_at = 50_000
    with pytest.raises(BrokenOffError):
        pull.deliveries()
    assert len(list((tmp_path / "state" / "mpa.parts").iterdir())) == 1
    (outbox / "a.xml").unlink()
    assert names(pull) == []
    assert list((tmp_path / "state" / "mpa.parts").iterdir()) == []


needs_vsftpd = pytest.mark.skipif(VSFTPD is None, reason="Debian's vsftpd is not installed (.ci/run installs it)")


@pytest.mark.slow
@needs_vsftpd
@pytest.mark.parametrize("implicit", [False, True], ids=["AUTH TLS", "implicit"])
def test_ftps_is_private_on_both_connections_and_checks_the_certificate(
    make: Make, outbox: Path, tmp_path: Path, implicit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """vsftpd demands TLS for login and data, and the control connection's session for data."""
    authority, _ = certify(tmp_path, "127.0.0.1")
    put(outbox, "sub/a.xml", LONG)
    with vsftpd(outbox, tmp_path, authority, tmp_path / "key.pem", implicit=implicit) as port:
        if implicit:
            monkeypatch.setattr("wireroom.transports.remote.ftp.IMPLICIT", port)
        address = f"ftps://anonymous@127.0.0.1:{port}/"
        pull = make(address, ca_file=authority)
        (delivery,) = pull.deliveries()
        assert delivery.data == LONG
        pull.done(delivery)
        assert names(pull) == []
        with pytest.raises(TransportError, match="certificate is not trusted"):
            make(address).deliveries()
