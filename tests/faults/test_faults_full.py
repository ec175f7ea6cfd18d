"""Case 31, beside intake: what goes on in the background outlives a disk that is full for a while."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.faults.test_faults_clock import Wall
from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.errors import LedgerError
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.sqlite.search import SearchIndex
from wireroom.newsroom import clock as clocks
from wireroom.newsroom import running
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.running import Newsroom

URI = "urn:newsml:mpa.example:20261122:6401"
FULL = OSError(28, "No space left on device")


def story(number: int) -> bytes:
    return g2(f"{URI}{number}", 1, f"Rocket number {number}.", created=NOW, expires=NOW + timedelta(hours=number))


def once(error: Exception, work: Callable[..., Any]) -> tuple[list[Any], Callable[..., Any]]:
    """The work, which fails at its first call; and the arguments of all calls, as they come."""
    calls: list[Any] = []

    def flaky(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 1:
            raise error
        return work(*arguments)

    return calls, flaky


def run_until(rig: Rig, clock: Clock, done: Callable[[], bool]) -> bool:
    """Runs the newsroom until it is so; whether it came to that."""

    async def main() -> bool:
        newsroom_done = False
        newsroom, stop = Newsroom(rig.home, clock), asyncio.Event()
        task = asyncio.create_task(newsroom.run(stop))
        for _ in range(6000):
            newsroom._changed.set()
            await asyncio.sleep(0.01)
            if newsroom_done := done():
                break
        stop.set()
        await task
        return newsroom_done

    return asyncio.run(main())


def test_a_search_that_cannot_be_brought_up_to_date_says_later_and_no_more_than_that(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rig.take("mpa", story(1))
    with monkeypatch.context() as trouble:
        trouble.setattr(SearchIndex, "up_to", once(LedgerError("the disk is full"), SearchIndex.up_to)[1])
        found = rig.get("orbit", "/search?q=rocket")
    assert found.status == 503
    assert dict(found.headers)["retry-after"]
    assert "the disk is full" in caplog.text
    assert "Traceback" not in caplog.text
    assert rig.get("orbit", "/").status == 200
    assert "number 1." in rig.get("orbit", "/search?q=rocket").text


def test_the_search_index_follows_again_when_there_is_room(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.take("mpa", story(1))
    calls, flaky = once(LedgerError("the disk is full"), SqliteLedger.catch_up)
    monkeypatch.setattr(SqliteLedger, "catch_up", flaky)
    monkeypatch.setattr(running, "LONGEST_SLEEP", 0.01)
    assert run_until(rig, Clock(floor=NOW), lambda: len(calls) > 1)


def test_that_time_has_passed_is_written_down_when_there_is_room(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.take("mpa", story(1))
    wall = Wall(NOW)
    monkeypatch.setattr(clocks, "datetime", wall)
    calls, flaky = once(FULL, rig.home.passed)
    monkeypatch.setattr(rig.home, "passed", flaky)

    begun = 0

    def written() -> bool:
        nonlocal begun
        begun += any(one.get_name() == "boundaries" for one in asyncio.all_tasks())
        if begun > 1:  # at the second look it has had its turn, and knows from when on it has to tell
            wall.at = NOW + timedelta(hours=1, minutes=1)
        return (rig.folder / "state/clock").exists()

    assert run_until(rig, rig.home.clock(), written)
    assert [moment for (moment,) in calls] == [NOW + timedelta(hours=1)] * 2


def test_what_ends_by_a_fault_of_ours_says_so(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, flaky = once(ZeroDivisionError("a fault"), SqliteLedger.boundaries)
    monkeypatch.setattr(SqliteLedger, "boundaries", flaky)
    with caplog.at_level(logging.CRITICAL):
        assert run_until(rig, Clock(floor=NOW), lambda: bool(caplog.records))
    assert "boundaries: it has stopped" in caplog.text
