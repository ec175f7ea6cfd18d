"""A locked, full, shared or damaged ledger: it says so, waits or is made again, and gives away nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.faults import world
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.cli import group
from wireroom.errors import LedgerBusyError, LedgerError
from wireroom.ledger import files
from wireroom.ledger.sqlite import SqliteLedger, connection
from wireroom.ledger.verify import verify
from wireroom.news import Kill
from wireroom.newsroom.home import LEDGER

URI = "urn:newsml:mpa.example:20261122:6001"


def story(number: int, uri: str = URI, **facts: object) -> bytes:
    made = NOW - timedelta(minutes=30 - number)
    return g2(uri, number, f"Rocket number {number}", created=made, **facts)  # type: ignore[arg-type]


def difference(rig: Rig) -> str:
    return verify(rig.folder / LEDGER, rig.home.network).difference


def test_case_31_a_locked_ledger_lets_intake_wait_and_readers_go_on(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.take("mpa", story(1))
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    rig.restart()
    with closing(sqlite3.connect(rig.folder / LEDGER, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusyError, match="another process has held the write lock"):
            rig.take("mpa", story(2))
        assert "Rocket number 1" in rig.get("orbit", "/").text
        other.execute("ROLLBACK")
    assert [fate.outcome for fate in rig.take("mpa", story(2))] == ["updated"]
    assert difference(rig) == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("a small disk is mounted, which only root may do")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_case_31_a_full_disk_is_told_and_what_comes_again_later_is_whole(small_disk: Path) -> None:
    rig = Rig(small_disk, NETWORK)
    taken = 0
    noise = os.urandom(30_000).hex()
    with pytest.raises(LedgerError, match=r"the disk is full|No space left"):
        for number in range(1, 200):
            rig.take("mpa", story(1, f"{URI}{number}", paragraphs=(noise[number:],)))
            taken = number
    assert taken > 3
    assert rig.get("orbit", "/").status == 200
    rig.restart()
    assert world.outcome(small_disk).total() == taken
    assert difference(rig) == ""
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    again = [story(1, f"{URI}{number}", paragraphs=(noise[number:],)) for number in range(1, taken + 2)]
    assert [fate.outcome for fate in rig.take("mpa", *again)] == ["duplicate"] * taken + ["accepted"]
    assert difference(rig) == ""
    rig.close()


_WRITER = """
import sys
from pathlib import Path
from tests.faults.test_faults_ledger import URI, story
from tests.rig import NOW
from wireroom.newsroom.home import Home
from wireroom.transports import Delivery, hint_for
home = Home(Path(sys.argv[1]))
source = home.network.sources["mpa"]
intake = home.intake(lambda: NOW)
for number in range(1, 31):
    for uri in (URI, f"{URI}-{sys.argv[2]}", f"{URI}-{number % 3}"):
        intake.take(source, [Delivery(f"{number}.xml", story(number, uri), hint_for(source))])
    home.ledger.catch_up()
home.close()
"""


@pytest.mark.slow
def test_two_processes_on_one_ledger_make_each_version_once_and_one_chain(rig: Rig) -> None:
    """Both deliver the same thirty versions of four stories, and thirty of a story of their own."""
    rig.close()

    def write(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _WRITER, str(rig.folder), name]
        root = Path(__file__).resolve().parents[2]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd=root)

    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(write, ("a", "b")):
            assert done.returncode == 0, done.stderr
    rig.restart()
    found = world.outcome(rig.folder)
    assert set(found.values()) == {1}
    assert found.total() == 30 + 30 + 30 + 30
    assert difference(rig) == ""


def spoil(rig: Rig, statement: str) -> None:
    rig.home.close()
    with closing(sqlite3.connect(rig.folder / LEDGER, isolation_level=None)) as base:
        base.execute(statement)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM listed WHERE list = 'orbit'", "its row in orbit is missing"),
        ("UPDATE listed SET until = 5 WHERE list = 'orbit'", "its row in orbit is not what a replay makes"),
        ("DELETE FROM gone", "its tombstone in .* is missing"),
        ("UPDATE story SET memo = x'96'", "the memory of it is not what a replay makes"),
        ("INSERT INTO pinned VALUES('orbit', 99, 'urn:x', NULL)", "in the table pinned, and a replay makes 0"),
        ("DELETE FROM named", "its name .* is missing"),
    ],
)
def test_a_corrupted_projection_is_found_and_made_again(rig: Rig, statement: str, words: str) -> None:
    rig.take("mpa", story(1), story(1, URI + "2"))
    rig.home.ledger.append(Kill(uri=URI + "2", by="Ana", at=NOW, why="wrong"), at=NOW)
    spoil(rig, statement)
    rig.restart()
    with pytest.raises(AssertionError, match=words):
        assert difference(rig) == "", difference(rig)
    rig.home.close()
    done = CliRunner().invoke(group, ["verify", "--rebuild", "-n", str(rig.folder)])
    assert done.exit_code == 0, done.output
    rig.restart()
    assert rig.home.ledger.seq() == 3
    assert difference(rig) == ""
    assert rig.get("orbit", rig.url(URI + "2", "orbit")).status == 410


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE entry SET what = x'80' WHERE seq = 2", f"entry 2 \\({URI}\\) does not have the fingerprint"),
        ("UPDATE entry SET at = at + 1 WHERE seq = 2", f"entry 2 \\({URI}\\) was changed"),
        ("DELETE FROM entry WHERE seq = 2", "entry 2 is missing"),
        ("UPDATE entry SET outcome = 'older' WHERE seq = 3", f"entry 3 \\({URI}2\\) was changed"),
    ],
)
def test_a_corrupted_entry_is_found_and_named(rig: Rig, statement: str, words: str) -> None:
    rig.take("mpa", story(1), story(2), story(1, URI + "2"))
    spoil(rig, statement)
    rig.restart()
    with pytest.raises(AssertionError, match=words):
        assert difference(rig) == "", difference(rig)
    rig.home.close()
    done = CliRunner().invoke(group, ["verify", "--rebuild", "-n", str(rig.folder)])
    assert done.exit_code == 1  # what an entry was cannot be made from anything
    assert "entry" in done.output


def test_a_failed_fsync_ends_the_process_with_a_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Ended(BaseException):
        pass

    def end(code: int) -> None:
        raise Ended(code)

    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Ended, match="1"):
        files.write_whole(tmp_path / "a.bin", b"data")
    said = capsys.readouterr().err
    assert "a.bin: the disk did not keep what was written (Input/output error)" in said
    assert "start again" in said


def test_a_folder_without_fsync_is_no_failure_of_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(handle: int) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "fsync", cannot)
    files.write_whole(tmp_path / "a.bin", b"data")
    assert (tmp_path / "a.bin").read_bytes() == b"data"


def test_a_disk_that_refuses_the_write_ahead_log_is_told(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite answers such a failure with the mode that the file stays in, and with no error."""
    rig.close()
    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: _Stubborn())
    with pytest.raises(LedgerError, match="refuses SQLite's write-ahead log"):
        SqliteLedger(rig.folder / LEDGER, rig.home.network)


class _Stubborn:
    def execute(self, statement: str) -> _Stubborn:
        return self

    def fetchone(self) -> tuple[str]:
        return ("delete",)

    def close(self) -> None: ...
