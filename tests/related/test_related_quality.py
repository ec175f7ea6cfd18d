"""How good related headlines and folds are, on made-up storylines of two agencies; measured, so that it stays so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from tests.related.storylines import START, TOLD, story, told, uri, version
from wireroom.related import NO_MARKS, Folder, fortnight_of, marked, same_event

FILED = told()


@dataclass(frozen=True)
class Row:
    uri: str
    provider: str
    released: datetime
    signs: tuple[int, ...]


ROWS = [
    Row(uri(number), one.agency, START + timedelta(hours=one.hours), FILED.marks[number].now)
    for number, one in enumerate(TOLD)
]


def test_nearly_all_related_headlines_are_of_the_storyline_and_few_are_missed() -> None:
    right = wrong = missed = 0
    for number, one in enumerate(TOLD):
        found = {other for other, _ in FILED.kin(number)[:5]}
        meant = {
            n for n, other in enumerate(TOLD) if n != number and one.storyline and other.storyline == one.storyline
        }
        right, wrong, missed = right + len(found & meant), wrong + len(found - meant), missed + len(meant - found)
    assert right / (right + wrong) > 0.9
    assert right / (right + missed) > 0.9


def test_two_agencies_stories_of_one_event_are_the_same_and_no_others() -> None:
    found = {(a, b) for a, b in combinations(range(len(TOLD)), 2) if same_event(ROWS[a], ROWS[b])}
    meant = {(a, b) for a, b in combinations(range(len(TOLD)), 2) if TOLD[a].event and TOLD[a].event == TOLD[b].event}
    assert found <= meant, "a fold that hides another story is worse than one that is missed"
    assert len(found) >= 0.8 * len(meant)


def test_two_stories_of_one_agency_are_two_stories() -> None:
    one = ROWS[0]
    assert same_event(one, Row("urn:other", one.provider, one.released, one.signs)) is None


def test_what_came_a_day_later_is_another_event() -> None:
    one, other = ROWS[0], ROWS[1]
    assert same_event(one, other) is not None
    late = Row(other.uri, other.provider, one.released + timedelta(hours=13), other.signs)
    assert same_event(one, late) is None


def test_a_folder_keeps_the_first_and_names_each_of_the_others_once() -> None:
    folder: Folder[Row] = Folder()
    staying = [row for row in (*ROWS, *ROWS[:2]) if not folder.takes(row)]
    assert ROWS[0] in staying and ROWS[1] not in staying
    assert folder.under[ROWS[0].uri] == {ROWS[1].uri: ROWS[1]}


def test_a_story_keeps_its_fortnight_and_its_signs_through_every_update() -> None:
    first = marked(NO_MARKS, story(version(0)), TOLD[0].opening)
    later = marked(first, story(version(20)), TOLD[20].opening)
    assert later.fortnight == first.fortnight
    assert later.keys[: len(first.keys)] == first.keys
    assert len(later.keys) <= 24
    assert later.now == FILED.marks[20].now


def test_a_fortnight_has_fourteen_days() -> None:
    first = fortnight_of(START)
    days = [fortnight_of(START + timedelta(days=day)) for day in range(28)]
    assert days == sorted(days)
    assert days[-1] - first in (1, 2)
    assert all(days.count(one) == 14 for one in days[1:-1] if one not in (first, days[-1]))
