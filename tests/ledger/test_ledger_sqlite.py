"""What only the SQLite ledger can get wrong: other processes, damage, full disks, what is kept when it dies."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from tests.ledger.newsroom import CHANGED, LISTS, MPA, NETWORK, NLN, START, hours, version
from wireroom.errors import LedgerBusyError, LedgerError, NotFoundError
from wireroom.ledger.sqlite import SqliteLedger, connection
from wireroom.ledger.sqlite.rows import headline_of
from wireroom.ledger.verify import verify
from wireroom.news import Body, Headline, Kill, Pin

URI = "urn:mpa:1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[SqliteLedger]:
    made = SqliteLedger(path, NETWORK)
    made.append_all([(version(), "mpa", "d1"), (version("urn:mpa:2", slugline="missile-test"), "mpa", "d2")], at=START)
    yield made
    made.close()


def uris(ledger: SqliteLedger, where: str = "orbit") -> list[str]:
    with ledger.snapshot(hours(1)) as snapshot:
        return sorted(one.uri for one in snapshot.placed(where))


def test_a_second_process_sees_and_is_seen(ledger: SqliteLedger, path: Path) -> None:
    other = SqliteLedger(path, NETWORK)
    assert other.seq() == ledger.seq() == 2
    other.append(Kill(uri=URI, by="Ada", at=hours(1)), at=hours(1))
    assert ledger.seq() == 3
    assert uris(ledger) == ["urn:mpa:2"]
    assert ledger.append(version("urn:mpa:3"), at=hours(1), source="mpa").seq == 4
    assert other.seq() == 4
    with other.snapshot(hours(1)) as snapshot:
        assert len(list(snapshot.search("orbit", "probe"))) == 2
    other.close()
    assert verify(path, NETWORK).sound


def test_a_snapshot_stays_as_it_was(ledger: SqliteLedger) -> None:
    with ledger.snapshot(hours(1)) as snapshot:
        rows = snapshot.placed("orbit")
        first = next(rows)
        ledger.append(Kill(uri=URI, by="Ada", at=hours(1)), at=hours(1))
        ledger.append(version("urn:mpa:2", 2, headline="Lander", body=Body("")), at=hours(1), source="mpa")
        ledger.catch_up()
        assert snapshot.seq == 2
        assert {first.uri, *(one.uri for one in rows)} == {URI, "urn:mpa:2"}
        assert len(list(snapshot.search("orbit", "probe"))) == 2
        assert list(snapshot.search("orbit", "lander")) == []
    with ledger.snapshot(hours(1)) as snapshot:
        assert list(snapshot.search("orbit", "probe")) == []


def test_a_snapshot_that_is_over_says_so(ledger: SqliteLedger) -> None:
    with ledger.snapshot(hours(1)) as snapshot:
        rows = snapshot.placed("orbit")
    with pytest.raises(LedgerError, match="is over"):
        next(rows)


def test_an_unfinished_list_does_not_keep_the_past(ledger: SqliteLedger) -> None:
    with ledger.snapshot(hours(1)) as snapshot:
        assert len(list(islice(snapshot.placed("orbit"), 1))) == 1
    ledger.append(Kill(uri=URI, by="Ada", at=hours(1)), at=hours(1))
    assert uris(ledger) == ["urn:mpa:2"]


def test_a_locked_file_is_told_as_busy(ledger: SqliteLedger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    hasty = SqliteLedger(path, NETWORK)
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerBusyError, match="another process"):
        hasty.append(version("urn:mpa:3"), at=START, source="mpa")
    assert uris(hasty) == [URI, "urn:mpa:2"], "readers go on"
    blocker.execute("ROLLBACK")
    blocker.close()
    assert hasty.append(version("urn:mpa:3"), at=START, source="mpa").seq == 3
    hasty.close()


def test_a_full_disk_loses_nothing_that_was_acknowledged(ledger: SqliteLedger, path: Path) -> None:
    ledger._writer.execute("PRAGMA max_page_count = 40")
    taken = 0
    with pytest.raises(LedgerError, match="disk is full"):
        for number in range(10, 2000):
            ledger.append(version(f"urn:mpa:{number}", summary="x" * 900), at=START, source="mpa")
            taken += 1
    ledger._writer.execute("PRAGMA max_page_count = 100000")
    assert ledger.seq() == 2 + taken
    assert ledger.append(version("urn:mpa:more"), at=START, source="mpa").seq == 3 + taken
    assert verify(path, NETWORK).sound


def test_what_was_acknowledged_outlives_a_killed_process(path: Path, tmp_path: Path) -> None:
    script = tmp_path / "writer.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom tests.ledger.newsroom import NETWORK, START, version\n"
        "from wireroom.ledger.sqlite import SqliteLedger\nledger = SqliteLedger(Path(sys.argv[1]), NETWORK)\n"
        "number = 0\nwhile True:\n    number += 1\n"
        "    entry = ledger.append(version(f'urn:mpa:{number}'), at=START, source='mpa')\n"
        "    print(entry.seq, flush=True)\n"
    )
    root = Path(__file__).parents[2]
    writer = subprocess.Popen(
        [sys.executable, str(script), str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
        text=True,
    )
    assert writer.stdout is not None
    acknowledged = [int(next(writer.stdout)) for _ in range(25)][-1]
    writer.send_signal(signal.SIGKILL)
    acknowledged = max([acknowledged, *(int(line) for line in writer.stdout if line.endswith("\n"))])
    writer.wait()
    writer.stdout.close()
    ledger = SqliteLedger(path, NETWORK)
    assert acknowledged <= ledger.seq() <= acknowledged + 1
    assert verify(path, NETWORK).sound
    ledger.close()


def test_two_processes_with_different_network_files_do_not_mix_their_lists(ledger: SqliteLedger, path: Path) -> None:
    heard: list[tuple[int, int]] = []
    newer = SqliteLedger(path, CHANGED, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(2, 2)]
    with pytest.raises(LedgerError, match="another process has read a newer network file"):
        ledger.append(version("urn:mpa:3"), at=START, source="mpa")
    ledger.adopt(CHANGED)
    assert ledger.append(version("urn:mpa:3"), at=START, source="mpa").seq == 3
    assert uris(newer, "orbit/science") == [URI, "urn:mpa:2", "urn:mpa:3"]
    newer.close()


def test_the_search_index_is_made_again_when_it_is_lost_damaged_or_of_another_ledger(
    ledger: SqliteLedger, path: Path, tmp_path: Path
) -> None:
    def found() -> int:
        opened = SqliteLedger(path, NETWORK)
        with opened.snapshot(hours(1)) as snapshot:
            number = len(list(snapshot.search("orbit", "probe")))
        opened.close()
        return number

    ledger.close()
    index = path.with_name("search.sqlite")
    assert found() == 2
    for ending in ("", "-wal", "-shm"):
        index.with_name(index.name + ending).unlink(missing_ok=True)
    assert found() == 2
    index.write_bytes(b"no index at all " * 500)
    assert found() == 2
    other = SqliteLedger(tmp_path / "other" / "ledger.sqlite", NETWORK)
    other.append_all(
        [(version(f"urn:mpa:{n}", headline="Else", body=version().body), "mpa", "") for n in range(9)], at=START
    )
    other.catch_up()
    other.close()
    index.write_bytes((tmp_path / "other" / "search.sqlite").read_bytes())
    assert found() == 2


def test_ended_rows_are_taken_out_of_the_lists(ledger: SqliteLedger, path: Path) -> None:
    ledger.append(version("urn:mpa:3"), at=START + timedelta(days=31), source="mpa")
    # They go with a later entry, many at once.
    later = [version(f"urn:mpa:{number}", first_created=hours(800)) for number in range(4, 100)]
    ledger.append_all([(one, "mpa", "") for one in later], at=hours(800))
    with sqlite3.connect(path) as raw:
        assert {row[0] for row in raw.execute("SELECT id FROM listed WHERE list = 'orbit'")} == {
            one.id for one in _rows(ledger)
        }
    raw.close()
    assert verify(path, NETWORK).sound


def kept(path: Path, provider: str) -> int:
    """How many rows the lists hold of a provider."""
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("SELECT id, headline FROM listed").fetchall()
    own = {id for id, data in found if data and headline_of(data).provider == provider}
    return sum(id in own for id, _ in found)


def later(ledger: SqliteLedger, at: datetime) -> None:
    """Entries enough, much later, that what has ended goes."""
    stories = [version(f"urn:mpa:{at:%j}:{number}", first_created=at) for number in range(64)]
    ledger.append_all([(one, "mpa", "") for one in stories], at=at)


def test_the_rows_of_a_licence_that_ended_are_taken_out(path: Path) -> None:
    ledger = SqliteLedger(path, NETWORK)
    ledger.append(version("urn:nln:1", provider=NLN), at=START, source="nln")
    assert kept(path, NLN) > 0
    later(ledger, START + timedelta(days=46))
    assert kept(path, NLN) == 0
    ledger.close()
    assert verify(path, NETWORK).sound


def test_many_rows_that_end_go_one_batch_after_the_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wireroom.ledger.sqlite.ledger._PRUNED", 1)
    ledger = SqliteLedger(path, NETWORK)
    old = [version(f"urn:mpa:{number}", first_created=START + timedelta(seconds=number // 2)) for number in range(150)]
    ledger.append_all([(one, "mpa", "") for one in old], at=START + timedelta(hours=1))
    whole = kept(path, MPA)
    left: list[int] = []
    for days in (40, 41, 42):
        later(ledger, START + timedelta(days=days))
        left.append(kept(path, MPA) - 64 * 2 * len(left))
    assert whole > left[0] > left[1] > left[2]
    with ledger.snapshot(START + timedelta(days=42)) as snapshot:
        assert kept(path, MPA) == sum(len(list(snapshot.placed(where))) for where in LISTS)
    ledger.close()
    assert verify(path, NETWORK).sound


def _rows(ledger: SqliteLedger) -> list[Headline]:
    with ledger.snapshot(hours(800)) as snapshot:
        return list(snapshot.placed("orbit"))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE entry SET source = 'nln' WHERE seq = 1", "chain breaks"),
        ("UPDATE entry SET what = x'80' WHERE seq = 2", "does not have the fingerprint it states"),
        ("DELETE FROM entry WHERE seq = 1", "entry 1 is missing"),
        ("DELETE FROM listed WHERE list = 'orbit/launch'", "row in orbit/launch is missing"),
        ("UPDATE listed SET until = until + 1 WHERE list = 'shield'", "row in shield is not what a replay makes"),
        ("INSERT INTO listed SELECT 'energy', released, id, until, headline FROM listed LIMIT 1", "table listed"),
        ("UPDATE story SET memo = x'90' WHERE uri = 'urn:mpa:1'", "memory of it"),
        ("DELETE FROM boundary", "boundary at"),
        ("INSERT INTO gone VALUES('orbit', 0, 'x', 'urn:x', 0, '')", "table gone"),
        ("DELETE FROM pinned", "pin on orbit is missing"),
        ("DELETE FROM story WHERE uri = 'urn:mpa:2'", "memory of it is missing"),
    ],
)
def test_verify_finds_damage(ledger: SqliteLedger, path: Path, damage: str, words: str) -> None:
    ledger.append(Pin(uri=URI, by="Ada", at=START, site="orbit"), at=START)
    assert verify(path, NETWORK).sound
    ledger.close()
    raw = sqlite3.connect(path)
    with raw:
        raw.execute(damage)
    raw.close()
    report = verify(path, NETWORK)
    assert not report.sound
    assert words in report.difference


def test_verify_counts_what_it_compared(ledger: SqliteLedger, path: Path) -> None:
    report = verify(path, NETWORK)
    assert (report.entries, report.stories, report.rows, report.difference) == (2, 2, 6, "")
    assert "another network file" in verify(path, CHANGED).difference


def test_verify_of_a_broken_or_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        verify(tmp_path / "none.sqlite", NETWORK)
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database at all" * 100)
    assert "damaged" in verify(broken, NETWORK).difference
    with pytest.raises(LedgerError, match="damaged"):
        SqliteLedger(broken, NETWORK)


def test_a_ledger_of_a_newer_release_is_refused(ledger: SqliteLedger, path: Path) -> None:
    ledger.close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(LedgerError, match="version 99"):
        SqliteLedger(path, NETWORK)


def test_after_a_failed_write_nothing_more_is_written(ledger: SqliteLedger) -> None:
    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorname = "SQLITE_IOERR_WRITE"

    class Failing:
        in_transaction = False

        def execute(self, statement: str, *_: object) -> None:
            if statement == "COMMIT":
                raise failure

    real, ledger._writer = ledger._writer, Failing()  # type: ignore[assignment]
    with pytest.raises(LedgerError, match="disk failed"), ledger._writing():
        pass
    ledger._writer = real
    with pytest.raises(LedgerError, match="has stopped writing"):
        ledger.append(version("urn:mpa:3"), at=START, source="mpa")
    assert uris(ledger) == [URI, "urn:mpa:2"], "readers go on"


def test_each_commit_is_on_the_disk(ledger: SqliteLedger) -> None:
    """The pragmas that power cuts ask for; NORMAL would lose what was acknowledged since the last checkpoint."""
    pragmas = {name: ledger._writer.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")}
    assert pragmas == {"synchronous": 2, "journal_mode": "wal"}
    assert ledger._writer.execute("PRAGMA secure_delete").fetchone()[0] == 0


def test_a_network_without_a_digest_is_projected_anew_whenever_it_is_adopted(path: Path) -> None:
    """Nobody can tell then whether it is the same."""
    ledger = SqliteLedger(path, replace(NETWORK, digest=""))
    ledger.append(version(), at=START, source="mpa")
    ledger.adopt(replace(CHANGED, digest=""))
    assert uris(ledger, "orbit/launch") == []
    assert uris(ledger, "orbit/science") == [URI]
    ledger.close()


def test_catching_up_carries_the_log_over_so_that_commits_need_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wireroom.ledger.sqlite.ledger._CHECKPOINT_ENTRIES", 3)
    ledger = SqliteLedger(path, NETWORK)
    log = path.with_name(path.name + "-wal")

    def in_file_alone() -> int:
        """Entries that somebody sees who has the file without its log."""
        alone = path.with_name("alone.sqlite")
        alone.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(alone)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchone():
                return 0
            return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])

    for number in range(2):
        ledger.append(version(f"urn:mpa:{number}"), at=START, source="mpa")
        ledger.catch_up()
    assert in_file_alone() == 0, "too little to be worth it"
    for number in range(2, 4):
        ledger.append(version(f"urn:mpa:{number}"), at=START, source="mpa")
    assert in_file_alone() == 0, "a commit leaves it to the background"
    ledger.catch_up()
    assert in_file_alone() == 4
    before = log.stat().st_size
    ledger.append(version("urn:mpa:4"), at=START, source="mpa")
    assert log.stat().st_size == before, "the log begins again"
    ledger.close()


def test_a_log_that_nobody_carries_over_is_bounded(ledger: SqliteLedger) -> None:
    assert 0 < ledger._writer.execute("PRAGMA wal_autocheckpoint").fetchone()[0] <= 16_000
