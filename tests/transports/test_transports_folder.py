"""A watched folder: whole files once, half ones never, nothing outside it, however it is filled."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transports.clocks import Wall
from tests.wires import g2, ninjs
from wireroom.errors import TransportError
from wireroom.formats import Hint
from wireroom.transports import Folder, beside
from wireroom.transports import walk as walk_module
from wireroom.transports.folder import LATE, Manner
from wireroom.transports.parcels import LARGEST
from wireroom.transports.seen import Seen

STORY = g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry back in service")
TELEX = b"ZCZC\r\nmpa001\r\nFERRY BACK\r\nThe ferry is back.\r\nNNNN\r\n"
PLAIN = b"The ferry is back in service.\n"


@pytest.fixture
def wall() -> Wall:
    return Wall()


Make = Callable[..., Folder]


@pytest.fixture
def make(tmp_path: Path, wall: Wall) -> Make:
    def made(seen: Seen | None = None, **manner: object) -> Folder:
        (tmp_path / "inbox").mkdir(exist_ok=True)
        return Folder(tmp_path / "inbox", Hint(provider="MPA"), Manner(**manner), seen=seen, wall=wall)  # type: ignore[arg-type]

    return made


@pytest.fixture
def folder(make: Make) -> Folder:
    return make()


def names(folder: Folder) -> list[str]:
    return [delivery.key for delivery in folder.deliveries()]


def take(folder: Folder) -> list[str]:
    """Takes all that is there now, as the newsroom does."""
    taken = []
    for delivery in folder.deliveries():
        taken.append(delivery.key)
        folder.done(delivery)
    return taken


def put(folder: Folder, name: str, data: bytes = STORY, *, at: float | None = None) -> Path:
    path = folder.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if at is not None:
        os.utime(path, (at, at))
    return path


def left(folder: Folder) -> list[str]:
    """The files that lie in the folder still."""
    return sorted(
        path.relative_to(folder.path).as_posix()
        for path in folder.path.rglob("*")
        if path.is_file() and "taken" not in path.relative_to(folder.path).parts
    )


def test_a_whole_document_is_taken_at_once_and_moves_away(folder: Folder) -> None:
    put(folder, "a.xml")
    (delivery,) = folder.deliveries()
    assert (delivery.data, delivery.hint.provider, delivery.hint.name, delivery.problem) == (STORY, "MPA", "a.xml", "")
    folder.done(delivery)
    assert names(folder) == []
    (kept,) = (folder.path / "taken").rglob("a.xml")
    assert kept.read_bytes() == STORY


@pytest.mark.parametrize("story", [STORY, ninjs("https://mpa.example/1", 1, "A", nested={"a": [{}]}), TELEX])
def test_a_file_cut_at_any_byte_is_not_taken_while_it_is_written(folder: Folder, story: bytes) -> None:
    for cut in range(0, len(story.rstrip()), 7):
        put(folder, "a.xml", story[:cut])
        assert names(folder) == [], cut
    put(folder, "a.xml", story)
    assert names(folder) == ["a.xml"]


def test_what_the_ledger_did_not_take_is_delivered_again_first(folder: Folder) -> None:
    put(folder, "a.xml", at=1000)
    put(folder, "b.xml", at=2000)
    first = names(folder)
    put(folder, "0.xml", at=500)
    assert names(folder) == first == ["a.xml", "b.xml"]
    assert sorted(take(folder)) == ["a.xml", "b.xml"]
    assert take(folder) == ["0.xml"]


def test_a_cut_file_is_given_up_as_truncated_when_nobody_goes_on_writing_it(folder: Folder, wall: Wall) -> None:
    put(folder, "a.xml", STORY[:200])
    for _ in range(5):
        assert names(folder) == []
        wall.pass_by(11)
    wall.pass_by(6)
    (delivery,) = folder.deliveries()
    assert delivery.problem == "line 1: the file ends before </newsItem>: truncated"


def test_a_writer_that_goes_on_starts_the_wait_again(folder: Folder, wall: Wall) -> None:
    for cut in range(100, 200, 10):
        put(folder, "a.xml", STORY[:cut], at=wall())
        assert names(folder) == []
        wall.pass_by(50)


def test_a_writer_that_ends_after_we_gave_up_is_heard_all_the_same(folder: Folder, wall: Wall) -> None:
    """The file was moved under its open handle: what is written afterwards lands in `taken`."""
    with (folder.path / "a.xml").open("wb") as writer:
        writer.write(STORY[:200])
        writer.flush()
        assert names(folder) == []
        wall.pass_by(61)
        (cut,) = folder.deliveries()
        assert cut.problem
        folder.done(cut)
        writer.write(STORY[200:])
    (whole,) = folder.deliveries()
    assert (whole.data, whole.problem) == (STORY, "")
    folder.done(whole)
    wall.pass_by(10)
    assert names(folder) == []
    wall.pass_by(LATE + 1)
    assert names(folder) == []


def test_text_that_cannot_tell_its_end_is_taken_when_it_rests(folder: Folder, wall: Wall) -> None:
    put(folder, "a.txt", PLAIN, at=wall() - 5000)  # a copy that keeps the original's time proves nothing
    assert names(folder) == []
    wall.pass_by(1)
    assert names(folder) == []
    wall.pass_by(1.5)
    assert names(folder) == ["a.txt"]


def test_a_drive_whose_clock_is_ahead_delays_nothing(folder: Folder, wall: Wall) -> None:
    put(folder, "a.txt", PLAIN, at=wall() + 86_400)
    names(folder)
    wall.pass_by(3)
    assert names(folder) == ["a.txt"]


def test_an_empty_file_is_the_beginning_of_one(folder: Folder, wall: Wall) -> None:
    put(folder, "a.xml", b"")
    names(folder)
    wall.pass_by(30)
    assert names(folder) == []
    put(folder, "a.xml")
    assert names(folder) == ["a.xml"]


@pytest.mark.parametrize(
    "name",
    ["a.xml.part", "a.filepart", ".hidden.xml", "b.tmp", "a.xml~", "photo.jpg", ".in.a.xml.", "~$a.xml", "a.xml.LCK"],
)
def test_unfinished_names_hidden_files_and_pictures_are_left(folder: Folder, wall: Wall, name: str) -> None:
    put(folder, name)
    assert names(folder) == []
    wall.pass_by(600)
    assert names(folder) == []


def test_a_finished_upload_is_taken_under_its_last_name(folder: Folder) -> None:
    put(folder, "a.xml.part").rename(folder.path / "a.xml")
    assert names(folder) == ["a.xml"]


def test_a_file_that_comes_in_from_another_folder_is_taken(folder: Folder, tmp_path: Path) -> None:
    names(folder)
    (tmp_path / "b.xml").write_bytes(STORY)
    (tmp_path / "b.xml").rename(folder.path / "b.xml")
    assert names(folder) == ["b.xml"]


def test_a_name_used_twice_loses_neither_file(folder: Folder) -> None:
    for text in (STORY, STORY + b"\n", STORY + b"\n\n"):
        put(folder, "a.xml", text)
        assert take(folder) == ["a.xml"]
    kept = {path.read_bytes() for path in (folder.path / "taken").rglob("a.xml*")}
    assert kept == {STORY, STORY + b"\n", STORY + b"\n\n"}


def test_clearing_what_was_taken_harms_nothing(folder: Folder) -> None:
    put(folder, "a.xml")
    take(folder)
    shutil.rmtree(folder.path / "taken")
    put(folder, "b.xml")
    assert take(folder) == ["b.xml"]
    assert left(folder) == []


def test_a_file_replaced_while_it_was_taken_in_is_not_lost(folder: Folder) -> None:
    put(folder, "a.xml", at=1000)
    (delivery,) = folder.deliveries()
    other = g2("urn:newsml:mpa.example:20261122:2", 1, "Another story")
    put(folder, "a.xml", other)
    folder.done(delivery)
    assert [one.data for one in folder.deliveries()] == [other]


def test_the_oldest_comes_first(folder: Folder) -> None:
    for number, name in enumerate(["c.xml", "deep/a.xml", "b.xml"]):
        put(folder, name, at=1_700_000_000 + number)
    assert names(folder) == ["c.xml", "deep/a.xml", "b.xml"]


def test_sub_folders_are_looked_through_and_keep_their_names(folder: Folder) -> None:
    put(folder, "english/2026/a.xml")
    put(folder, ".hidden/a.xml")
    assert take(folder) == ["english/2026/a.xml"]
    assert [path.parent.name for path in (folder.path / "taken").rglob("a.xml")] == ["2026"]
    assert left(folder) == [".hidden/a.xml"]


def test_sub_folders_can_be_left_out(make: Make) -> None:
    folder = make(subfolders=False)
    put(folder, "english/a.xml")
    put(folder, "b.xml")
    assert names(folder) == ["b.xml"]


def test_only_the_names_that_are_wanted_are_taken(make: Make) -> None:
    folder = make(files=("*.xml", "text/*.txt"))
    for name in ("a.xml", "deep/b.xml", "c.txt", "text/d.json", "e.pdf"):
        put(folder, name)
    assert sorted(names(folder)) == ["a.xml", "deep/b.xml"]


@pytest.mark.parametrize("marker", ["a.xml.ok", "a.ok"])
def test_a_file_with_a_marker_waits_for_it_and_takes_it_along(make: Make, marker: str, wall: Wall) -> None:
    folder = make(marker=".ok")
    put(folder, "a.xml")
    wall.pass_by(600)
    assert names(folder) == []
    put(folder, marker, b"")
    assert take(folder) == ["a.xml"]
    assert left(folder) == []


def test_deleted_is_what_the_owner_wants_deleted_and_no_more(make: Make) -> None:
    folder = make(done="delete")
    put(folder, "a.xml")
    (delivery,) = folder.deliveries()
    assert left(folder) == ["a.xml"]
    folder.done(delivery)
    assert [path for path in folder.path.rglob("*") if path.is_file()] == []


def test_a_replaced_file_is_not_deleted_unread(make: Make) -> None:
    folder = make(done="delete")
    put(folder, "a.xml", at=1000)
    (delivery,) = folder.deliveries()
    put(folder, "a.xml", STORY + b"\n")
    folder.done(delivery)
    assert [one.data for one in folder.deliveries()] == [STORY + b"\n"]


def test_kept_files_stay_and_are_not_read_again_after_a_restart(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make(Seen(tmp_path / "state" / "mpa.seen"), done="keep")
    for number in range(20):
        put(folder, f"{number}.xml")
    assert len(take(folder)) == 20
    folder.close()
    read: list[Path] = []
    monkeypatch.setattr(Folder, "_bytes", lambda self, found: read.append(found.path))
    again = make(Seen(tmp_path / "state" / "mpa.seen"), done="keep")
    assert names(again) == []
    assert (read, len(left(again))) == ([], 20)
    again.close()


def test_a_kept_file_that_is_written_again_is_read_again(make: Make, wall: Wall) -> None:
    folder = make(done="keep")
    put(folder, "latest.xml", at=wall() - 100)
    os.utime(folder.path, (1000, 1000))
    assert take(folder) == ["latest.xml"]
    wall.pass_by(1)
    assert take(folder) == []
    put(folder, "latest.xml", STORY + b"\n", at=wall())
    wall.pass_by(120)
    assert take(folder) == ["latest.xml"]


def test_a_quiet_archive_is_not_listed_at_every_look(make: Make, wall: Wall) -> None:
    folder = make(done="keep")
    for number in range(50):
        put(folder, f"old/{number}.xml")
    assert len(take(folder)) == 50
    wall.pass_by(100)
    take(folder)
    os.utime(folder.path, (wall(), wall()))
    wall.pass_by(2)
    take(folder)
    assert folder._walk.listed == 1  # the sub-folder's own name: its fifty files were not looked at


def test_a_flood_is_taken_in_windows_and_every_file_once(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk_module, "WINDOW", 700)
    folder = make()
    for number in range(2000):
        put(folder, f"{number % 7}/{number}.json", b'{"uri": "%d"}' % number)
    looked, taken = 0, []
    for _ in range(100):
        before = folder._walk.listed
        batch = take(folder)
        looked += folder._walk.listed if folder._walk.listed != before else 0
        if not batch:
            break
        taken += batch
    assert sorted(taken) == sorted(f"{number % 7}/{number}.json" for number in range(2000))
    assert looked < 2000 * 4


@pytest.mark.slow
def test_a_million_files_need_little_memory_and_few_looks(make: Make) -> None:
    folder = make()
    many = int(os.environ.get("WIREROOM_FLOOD", "200000"))  # a million take a minute
    for number in range(many):
        shard = folder.path / str(number // 20_000)
        if number % 20_000 == 0:
            shard.mkdir()
            (shard / ".one").write_bytes(b"{}")
        os.link(shard / ".one", shard / f"{number}.json")
    tracemalloc.start()
    found = len(folder.deliveries())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 200
    assert peak < 60 << 20
    listed = folder._walk.listed
    for _ in range(20):
        folder.deliveries()
    assert folder._walk.listed == listed  # the window feeds the batches: no further look at the disk


def test_a_link_out_of_the_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.xml").write_bytes(STORY)
    (folder.path / "a.xml").symlink_to(secret / "s.xml")
    (folder.path / "sub").symlink_to(secret)
    assert names(folder) == []


def test_what_is_no_file_is_left(folder: Folder, wall: Wall) -> None:
    os.mkfifo(folder.path / "pipe.xml")
    names(folder)
    wall.pass_by(100)
    assert names(folder) == []


def test_a_file_that_is_gone_before_it_is_read_is_no_error(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(folder, "a.xml")
    found = folder._look()
    path.unlink()
    assert [folder._read(one) for one in found] == [[]]


@pytest.mark.parametrize("name", [b"caf\xe9.xml", b"two\nlines.xml", b"a:b|c*?.xml", b"\xe2\x80\xaexml.a", b" .xml"])
def test_weird_names_are_taken_and_told_in_plain_text(folder: Folder, name: bytes) -> None:
    path = os.fsencode(folder.path) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123  (a name that is no text)
        file.write(STORY)
    (delivery,) = folder.deliveries()
    assert delivery.key.isprintable()
    delivery.key.encode("utf-8")
    folder.done(delivery)
    assert left(folder) == []
    assert names(folder) == []


def test_two_names_that_look_alike_are_both_taken(folder: Folder) -> None:
    put(folder, "a\\xe9.xml")
    with open(os.fsencode(folder.path) + b"/a\xe9.xml", "wb") as file:  # noqa: PTH123
        file.write(STORY + b"\n")
    assert len(set(take(folder))) == 2
    assert left(folder) == []


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path) -> None:
    missing = Folder(tmp_path / "mnt" / "wire", Hint(), Manner(make=False))
    with pytest.raises(TransportError, match="mounted") as told:
        missing.deliveries()
    assert str(tmp_path / "mnt" / "wire") in str(told.value)


def test_a_file_that_cannot_be_read_holds_nobody_up(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, wall: Wall, caplog: pytest.LogCaptureFixture
) -> None:
    real = os.open

    def guarded(path: Path, *rest: int) -> int:
        if Path(path).name == "locked.xml":
            raise PermissionError(13, "Permission denied")
        return real(path, *rest)

    put(folder, "locked.xml", at=1000)
    put(folder, "open.xml")
    monkeypatch.setattr(os, "open", guarded)
    assert take(folder) == ["open.xml"]
    assert "locked.xml cannot be read: Permission denied" in caplog.text
    assert names(folder) == []
    monkeypatch.undo()
    wall.pass_by(61)
    assert names(folder) == ["locked.xml"]


def test_a_file_that_cannot_be_moved_is_not_taken_in_again_and_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    put(folder, "a.xml")
    assert take(folder) == ["a.xml"]
    assert names(folder) == []
    assert "cannot be moved" in caplog.text


def test_pictures_that_nobody_fetched_are_put_away_after_a_day(folder: Folder, wall: Wall) -> None:
    put(folder, "old.jpg", b"old", at=wall() - 100_000)
    put(folder, "new.jpg", b"new", at=wall())
    names(folder)
    assert left(folder) == ["new.jpg"]
    assert beside(folder._taken())("old.jpg") == b"old"


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/x.jpg", "sub/../../secret.jpg", "..\\secret.jpg", "a\0.jpg"])
def test_a_picture_is_only_found_in_the_folder(tmp_path: Path, name: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"not yours")
    assert beside(inbox)(name) is None
    (inbox / "photo.jpg").write_bytes(b"picture")
    assert beside(inbox)("photo.jpg") == b"picture"
    assert beside(inbox)("http://mpa.example/pictures/photo.jpg?size=large") == b"picture"


def test_a_picture_that_went_with_the_first_version_is_found_for_the_second(folder: Folder, wall: Wall) -> None:
    put(folder, "sub/a.xml")
    put(folder, "sub/photo.jpg", b"picture", at=wall() - 100_000)
    take(folder)
    put(folder, "sub/b.xml")
    (second,) = folder.deliveries()
    assert second.beside("photo.jpg") == b"picture"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_brings_each_file_with_its_pictures_and_moves_when_all_are_done(folder: Folder) -> None:
    put(folder, "day.zip", zipped({"a.xml": STORY, "text/b.json": b"{}", "photo.jpg": b"picture", "__MACOSX/a": b"x"}))
    first, second = folder.deliveries()
    assert (first.key, first.hint.name, first.data) == ("day.zip!1:a.xml", "a.xml", STORY)
    assert second.beside("https://mpa.example/photo.jpg") == b"picture"
    folder.done(first)
    assert left(folder) == ["day.zip"]
    folder.done(second)
    assert left(folder) == []


def test_a_gzip_file_is_opened(folder: Folder) -> None:
    put(folder, "a.xml.gz", gzip.compress(STORY, mtime=0))
    (delivery,) = folder.deliveries()
    assert (delivery.key, delivery.hint.name, delivery.data) == ("a.xml.gz", "a.xml", STORY)


@pytest.mark.parametrize("packed", [gzip.compress(STORY, mtime=0), zipped({"a.xml": STORY})])
def test_an_archive_cut_at_any_byte_is_not_taken_while_it_is_written(folder: Folder, packed: bytes) -> None:
    for cut in range(2, len(packed) - 1, 11):
        put(folder, "a", packed[:cut])
        assert names(folder) == [], cut


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "7-Zip archive is not opened here"),
        (b"Rar!\x1a\x07\x00" + bytes(99), "RAR"),
        (b"BZh9" + bytes(99), "bzip2"),
        (gzip.compress(bytes(LARGEST + 1), mtime=0), "larger than 64 MB"),
        (zipped({"zeros.txt": bytes(LARGEST + 1)}), "larger than 64 MB"),
        (zipped({"photo.jpg": b"picture"}), "holds no copy"),
        (bytes(257) + b"ustar" + bytes(300), "tar archive"),
    ],
    ids=["7z", "rar", "bzip2", "gzip bomb", "zip bomb", "only pictures", "tar"],
)
def test_what_cannot_be_opened_says_so(folder: Folder, wall: Wall, data: bytes, words: str) -> None:
    put(folder, "a.bin", data)
    folder.deliveries()
    wall.pass_by(3)
    (delivery,) = folder.deliveries()
    assert words in delivery.problem


def test_names_in_a_zip_lead_nowhere(folder: Folder) -> None:
    put(folder, "a.zip", zipped({"../../etc/a.xml": STORY, "/abs/b.xml": STORY}))
    (delivery,) = folder.deliveries()
    assert delivery.hint.name == "abs/b.xml"


def test_a_file_too_large_is_told_and_not_held_in_memory(folder: Folder, wall: Wall) -> None:
    with (folder.path / "a.xml").open("wb") as file:
        file.write(b"<a>")
        file.truncate(LARGEST + 1)
    names(folder)
    wall.pass_by(3)
    (delivery,) = folder.deliveries()
    assert "larger than 64 MB" in delivery.problem
    assert len(delivery.data) <= 1 << 20
