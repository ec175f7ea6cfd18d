"""What a SQLite ledger keeps in memory for readers is never older, and never newer, than the snapshot that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ledger.newsroom import CHANGED, NETWORK, START, version
from wireroom.errors import MovedError
from wireroom.ledger.model import Snapshot
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.sqlite.connection import Reading
from wireroom.ledger.sqlite.recent import MOST_STORIES
from wireroom.news import Body, Pin, Status

URI = "urn:mpa:1"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    made = SqliteLedger(tmp_path / "l.sqlite", NETWORK)
    made.append(version(), at=START, source="mpa")
    yield made
    made.close()


def texts(snapshot: Snapshot) -> list[str]:
    return [one.text for one in snapshot.placed("orbit")]


def headline(snapshot: Snapshot) -> str:
    story = snapshot.story(URI)
    assert story is not None
    return story.headline


def look(ledger: SqliteLedger) -> tuple[list[str], str]:
    with ledger.snapshot(START) as snapshot:
        return texts(snapshot), headline(snapshot)


def test_what_was_looked_at_before_is_new_after_an_entry(ledger: SqliteLedger) -> None:
    before = look(ledger)
    ledger.append(version(number=2, headline="Probe is on its way"), at=START, source="mpa")
    assert look(ledger) == (["Probe is on its way"], "Probe is on its way") != before


def test_an_older_snapshot_sees_what_was_when_it_was_taken(ledger: SqliteLedger) -> None:
    before = look(ledger)
    with ledger.snapshot(START) as old:
        ledger.append(version(number=2, headline="Probe is on its way"), at=START, source="mpa")
        after = look(ledger)  # read and kept by a newer snapshot
        assert (texts(old), headline(old)) == before
    assert look(ledger) == after  # and the old one has left nothing behind


def test_another_process_s_entries_are_seen(ledger: SqliteLedger, tmp_path: Path) -> None:
    look(ledger)
    other = SqliteLedger(tmp_path / "l.sqlite", NETWORK)
    other.append(version(number=2, status=Status.CANCELED, headline="", body=Body("")), at=START, source="mpa")
    other.close()
    with ledger.snapshot(START) as snapshot:
        assert texts(snapshot) == []
        assert [one.uri for one in snapshot.gone("orbit")] == [URI]


def test_another_process_s_network_is_seen(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.snapshot(START) as snapshot:
        before = snapshot.placements(URI)
    SqliteLedger(tmp_path / "l.sqlite", CHANGED).close()  # makes all projections anew, and no entry
    with ledger.snapshot(START) as snapshot:
        assert snapshot.placements(URI) != before


def test_a_pin_ends_by_time_though_it_was_looked_at_before(ledger: SqliteLedger) -> None:
    end = START + timedelta(hours=1)
    ledger.append(Pin(uri=URI, by="ed", at=START, why="", site="orbit", until=end), at=START)
    with ledger.snapshot(START) as snapshot:
        assert snapshot.pinned("orbit") == (URI,)
    with ledger.snapshot(end) as snapshot:
        assert snapshot.pinned("orbit") == ()


def test_kills_and_pins_are_seen_whatever_else_arrives(ledger: SqliteLedger) -> None:
    def seen() -> tuple[list[str], tuple[str, ...]]:
        with ledger.snapshot(START) as snapshot:
            return [one.uri for one in snapshot.gone("orbit")], snapshot.pinned("orbit")

    ledger.append(Pin(uri=URI, by="ed", at=START, why="", site="orbit"), at=START)
    assert seen() == ([], (URI,))
    ledger.append(version("urn:mpa:2"), at=START, source="mpa")
    assert seen() == ([], (URI,))
    kill = {"status": Status.CANCELED, "headline": "", "body": Body("")}
    ledger.append(version("urn:mpa:2", 2, **kill), at=START, source="mpa")
    assert seen() == (["urn:mpa:2"], (URI,))
    ledger.append(version("urn:mpa:3"), at=START, source="mpa")
    assert seen() == (["urn:mpa:2"], (URI,))
    ledger.append(version(URI, 2, **kill), at=START, source="mpa")
    assert seen() == (["urn:mpa:2", URI], ()) or seen() == ([URI, "urn:mpa:2"], ())


def test_the_rows_behind_those_in_memory_are_read_from_the_file(ledger: SqliteLedger) -> None:
    for number in range(2, 120):
        at = START + timedelta(seconds=number)
        ledger.append(version(uri=f"urn:mpa:{number}", headline=f"Story {number}"), at=at, source="mpa")
    with ledger.snapshot(START + timedelta(hours=1)) as snapshot:
        first, again = texts(snapshot), texts(snapshot)
    assert first == again
    assert len(first) == len(set(first)) == 119


def test_a_glance_reads_no_file_for_what_memory_knows(ledger: SqliteLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = look(ledger)
    opened: list[object] = []
    monkeypatch.setattr(Reading, "__enter__", lambda reading: opened.append(reading))
    assert ledger.seq() == 1
    with ledger.glance(START) as seen:
        assert (texts(seen), headline(seen)) == expected
    assert opened == []


def test_a_glance_sees_what_was_told_last_or_nothing(ledger: SqliteLedger, tmp_path: Path) -> None:
    expected = look(ledger)
    assert ledger.seq() == 1
    with ledger.glance(START) as seen:
        other = SqliteLedger(tmp_path / "l.sqlite", NETWORK)
        other.append(version(number=2, headline="Probe is on its way"), at=START, source="mpa")
        other.close()
        assert (texts(seen), headline(seen)) == expected
        with pytest.raises(MovedError):
            seen.uri_of("unknown")
    assert ledger.seq() == 2
    with ledger.glance(START) as seen:
        assert (texts(seen), headline(seen)) == (["Probe is on its way"], "Probe is on its way")
        assert seen.uri_of("unknown") is None


def test_a_glance_sees_another_network_file(ledger: SqliteLedger, tmp_path: Path) -> None:
    with ledger.snapshot(START) as snapshot:
        before = snapshot.placements(URI)
    SqliteLedger(tmp_path / "l.sqlite", CHANGED).close()
    ledger.seq()
    with ledger.glance(START) as seen:
        assert seen.placements(URI) != before


def test_what_is_kept_is_bounded(ledger: SqliteLedger) -> None:
    for number in range(2 * MOST_STORIES):
        ledger.append(version(uri=f"urn:mpa:{number}"), at=START, source="mpa")
    with ledger.snapshot(START) as snapshot:
        for number in range(2 * MOST_STORIES):
            assert snapshot.story(f"urn:mpa:{number}") is not None
    assert len(ledger._recent._stories) == MOST_STORIES
