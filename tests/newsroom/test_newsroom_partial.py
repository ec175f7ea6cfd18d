"""Partial updates at take-in: put together with earlier originals, or held until the desk has seen to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from tests.formats.test_formats_newsml_1_update import NEW_HEAD, URI, WHOLE, changed, message
from tests.rig import Rig
from wireroom.formats.markup import paragraphs
from wireroom.ledger.verify import verify
from wireroom.news import Body, Hold, Story
from wireroom.newsroom import partial
from wireroom.newsroom.home import LEDGER

SOURCE = "mpa"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    found = Rig(tmp_path)
    yield found
    found.close()


def story(rig: Rig) -> Story:
    with rig.home.ledger.snapshot(rig.now) as snapshot:
        found = snapshot.story(URI)
    assert found is not None
    return found


def test_an_update_is_put_together_with_what_came_before(rig: Rig) -> None:
    rig.take(SOURCE, WHOLE)
    rig.take(SOURCE, NEW_HEAD)
    found = story(rig)
    assert found.headline == "Ships stay"
    assert found.latest is not None
    assert "They return at night." in found.latest.version.body
    assert not found.held


def test_an_update_in_the_same_batch_as_its_base(rig: Rig) -> None:
    rig.take(SOURCE, WHOLE, NEW_HEAD, changed(3, '<Delete DuidRef="p1"/>'))
    found = story(rig)
    assert found.latest is not None
    assert (found.latest.version.number, found.headline) == (3, "Ships stay")
    assert "at noon" not in found.latest.version.body


def test_a_strangers_copy_is_no_base(rig: Rig) -> None:
    rig.take("pws", WHOLE)
    rig.take(SOURCE, NEW_HEAD)
    received = [one for one in (*story(rig).versions, *story(rig).refused) if one.version.number == 2]
    assert not received[0].version.has_copy


THIRD = changed(3, '<InsertAfter DuidRef="p2"><p>The tide is high.</p></InsertAfter>')
FOURTH = changed(4, '<Delete DuidRef="p1"/>')
KILL = message(5, "A", "", status="Canceled")


def facts(rig: Rig) -> tuple[object, ...]:
    """What readers and desk see of the story; not when or in what order it came."""
    found = story(rig)
    shown = found.shown.version if found.shown else None
    numbers = tuple(one.version.number for one in found.versions)
    return (
        found.headline,
        shown and shown.body,
        shown and shown.number,
        found.held,
        found.killed,
        found.conflict,
        numbers,
    )


@pytest.mark.parametrize("restart", [False, True])
def test_an_update_whose_base_is_not_here_is_held_until_it_comes(rig: Rig, restart: bool) -> None:
    rig.take(SOURCE, NEW_HEAD)
    assert story(rig).held
    if restart:
        rig.restart()
    fates = rig.take(SOURCE, WHOLE)
    found = story(rig)
    assert not found.held and not found.conflict
    assert (found.headline, found.shown and found.shown.version.number) == ("Ships stay", 2)
    assert [(one.number, one.outcome) for one in fates] == [(1, "older"), (2, "updated")]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_base_and_updates_come_the_story_is_the_same(tmp_path: Path, order: tuple[int, ...]) -> None:
    documents = [WHOLE, NEW_HEAD, THIRD, FOURTH]
    rig = Rig(tmp_path)
    try:
        for each in order:
            rig.take(SOURCE, documents[each])
        headline, body, number, *rest = facts(rig)
        assert (headline, number, rest) == ("Ships stay", 4, [False, False, False, (1, 2, 3, 4)])
        assert paragraphs(Body(str(body))) == ["They return at night.", "The tide is high."]
        assert verify(rig.folder / LEDGER, rig.home.network).difference == ""
    finally:
        rig.close()


def test_all_of_them_in_one_batch_backwards(rig: Rig) -> None:
    rig.take(SOURCE, FOURTH, THIRD, NEW_HEAD, WHOLE)
    assert facts(rig)[2:] == (4, False, False, False, (1, 2, 3, 4))


def test_what_follows_a_revision_that_is_not_here_waits_for_it(rig: Rig) -> None:
    rig.take(SOURCE, WHOLE, THIRD)
    assert story(rig).held
    rig.take(SOURCE, NEW_HEAD)
    assert facts(rig)[2:] == (3, False, False, False, (1, 2, 3))


def test_a_killed_story_stays_dark_when_its_base_comes(rig: Rig) -> None:
    rig.take(SOURCE, NEW_HEAD)
    rig.take(SOURCE, KILL)
    fates = rig.take(SOURCE, WHOLE)
    assert story(rig).killed
    assert {one.outcome for one in fates} == {"dark"}
    assert "Ships" not in rig.get("orbit", "/").text


def test_a_strangers_base_completes_nothing(rig: Rig) -> None:
    rig.take(SOURCE, NEW_HEAD)
    rig.take("pws", WHOLE)
    assert not any(one.version.has_copy for one in story(rig).versions if one.version.provider == "MPA")


def test_a_hold_of_another_original_is_not_lifted(rig: Rig) -> None:
    """Only the reading of the same bytes is passed over; another content under the number binds as ever."""
    rig.take(SOURCE, NEW_HEAD)
    rig.take(SOURCE, changed(2, '<Delete DuidRef="none"/>'))
    rig.take(SOURCE, WHOLE)
    assert story(rig).held


def test_a_desks_hold_stays(rig: Rig) -> None:
    rig.take(SOURCE, NEW_HEAD)
    rig.home.ledger.append(Hold(uri=URI, by="A. Editor", at=rig.now, why="to be checked"), at=rig.now)
    rig.take(SOURCE, WHOLE)
    assert story(rig).held


def test_the_base_again_completes_nothing_twice(rig: Rig) -> None:
    rig.take(SOURCE, NEW_HEAD)
    rig.take(SOURCE, WHOLE)
    before = rig.home.ledger.seq()
    rig.take(SOURCE, WHOLE)
    rig.take(SOURCE, WHOLE + b"\n")
    assert rig.home.ledger.seq() == before


def test_so_many_wait_and_no_more(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partial, "MOST", 2)
    rig.take(SOURCE, NEW_HEAD, THIRD, FOURTH)
    rig.take(SOURCE, WHOLE)
    assert [one.version.number for one in story(rig).versions if one.version.has_copy] == [1, 2, 3]
    assert story(rig).held
