"""A minute of the soak (`./dev soak` goes on for hours): the harness itself, and what it must find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.soak_copy import NOTE, Wire, leaks
from tests.faults.soak_newsroom import Life
from tools.soak import Plan, Soak, growth

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KINDS = ("disk full", "clock set back", "stopped and continued", "second process takes in", "clock set forwards")


@pytest.mark.slow
def test_a_short_soak_loses_nothing_and_shows_nothing_it_may_not(tmp_path: Path) -> None:
    plan = Plan(
        24,
        rate=3.0,
        fault_every=3.0,
        lasting=1.0,
        check_every=3600.0,
        archive=30,
        patience=600.0,
        answer=120.0,
        kinds=KINDS,
    )
    soak = Soak(tmp_path, plan, seed=1)
    try:
        assert soak.run(), soak.seen.breaches
    finally:
        soak.close()
    assert len(soak.wire.book) > 20
    assert soak.done["SIGKILL and start"] > 0


@pytest.fixture
def wire() -> Wire:
    made = Wire(lambda: NOON)
    made.book += made._story("folder")
    return made


def shown(wire: Wire, site: str = "orbit", began: float = 100.0, at: datetime = NOON) -> list[str]:
    story = wire.stories[1]
    story.slugline = "launch"
    return leaks(wire, site, f"<h1>{story.headline(1)}</h1>", began, at, at)


def test_the_judge_finds_a_killed_story_in_an_answer_begun_afterwards(wire: Wire) -> None:
    wire.stories[1].at_killed = 99.0
    assert "killed 1.000 s before" in shown(wire)[0]
    assert shown(wire, began=98.0) == []


def test_the_judge_finds_a_withheld_story(wire: Wire) -> None:
    wire.stories[1].at_hidden = 99.0
    assert "withheld" in shown(wire)[0]


def test_the_judge_finds_what_is_early_and_what_is_over(wire: Wire) -> None:
    story = wire.stories[1]
    story.lifts, story.ends = NOON, NOON + timedelta(hours=1)
    assert "before its embargo" in shown(wire, at=NOON - timedelta(seconds=1))[0]
    assert shown(wire, at=NOON) == []
    assert "after its end" in shown(wire, at=NOON + timedelta(hours=1, minutes=1))[0]


def test_the_judge_finds_copy_on_a_site_without_a_licence_and_notes_to_editors(wire: Wire) -> None:
    wire.stories[1].way = "push"
    assert "not licensed" in shown(wire, "current")[0]
    assert leaks(wire, "orbit", f"Ring {NOTE}", 0.0, NOON, NOON) == ["a note to editors on orbit"]


def test_growth_is_told_by_the_hour_and_only_of_a_long_life() -> None:
    rising = [(float(second), 100_000_000 + 1000 * second, 30 + second // 600, 8) for second in range(0, 3600, 5)]
    told = growth(Life(0.0, rising))
    assert told is not None
    assert told[1] == pytest.approx(3_600_000, rel=0.01)
    assert told[2] == 5
    assert growth(Life(0.0, [(float(second), 1, 1, 1) for second in range(0, 600, 5)])) is None
