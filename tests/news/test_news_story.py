"""A story is a fold of what came and what was decided, and does not depend on the order in which it came."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wireroom.news import Body, Decided, Hold, Kill, Received, Reinstate, Release, Status, Story, Version

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
URI = "urn:newsml:mpa.example:20261122:100"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def received(seq: int, number: int | None, **facts: Any) -> Received:
    created = facts.pop("created", START + minutes(seq))
    at = facts.pop("at", START + minutes(seq) + timedelta(seconds=2))
    facts = {
        "provider": "MPA",
        "headline": f"Headline {number}",
        "body": Body("<p>Text.</p>"),
        "format": "newsml-g2",
        "first_created": START,
        **facts,
    }
    version = Version(uri=URI, number=number, version_created=created, **facts)
    return Received(version, seq, at, "mpa", f"d{seq}", f"f{number}-{created}-{facts['headline']}")


def decided(seq: int, kind: Any, **facts: Any) -> Decided:
    return Decided(kind(uri=URI, by="Ana", at=START + minutes(seq), **facts), seq)


def test_the_highest_number_is_latest_in_every_order_of_arrival() -> None:
    for order in itertools.permutations((1, 2, 3, 5)):
        story = Story.fold(URI, [received(seq, number) for seq, number in enumerate(order, 1)])
        assert story.latest is not None
        assert story.latest.version.number == 5
        assert story.headline == "Headline 5"


def test_versions_without_a_number_are_ordered_by_creation() -> None:
    late = received(1, None, created=START + minutes(30), headline="Later")
    early = received(2, None, created=START + minutes(10), headline="Earlier")
    assert Story.fold(URI, [late, early]).headline == "Later"


def test_a_feeds_entry_mended_without_a_new_date_is_the_newer_one() -> None:
    first = received(1, None, created=START, headline="Zebra at large", format="rss")
    mended = received(2, None, created=START, headline="A zebra at large", format="rss")
    assert Story.fold(URI, [mended, first]).headline == "A zebra at large"


def test_a_canceled_version_kills_for_good() -> None:
    entries = [received(1, 1), received(2, 2, status=Status.CANCELED), received(3, 3)]
    for order in itertools.permutations(entries):
        assert Story.fold(URI, order).killed


def test_a_withheld_version_darkens_until_a_later_usable_one() -> None:
    entries = [received(1, 1), received(2, 2, status=Status.WITHHELD)]
    standing = Story.fold(URI, entries).standing
    assert standing is not None
    assert standing.withheld
    standing = Story.fold(URI, [*entries, received(3, 3)]).standing
    assert standing is not None
    assert not standing.withheld


def test_a_status_without_copy_leaves_the_earlier_copy_to_be_read() -> None:
    story = Story.fold(URI, [received(1, 1), received(2, 2, status=Status.WITHHELD, headline="", body=Body(""))])
    assert story.shown is not None
    assert story.shown.version.number == 1


def test_two_contents_under_one_number_both_bind_and_the_narrowest_wins() -> None:
    open_ = received(1, 1, headline="One")
    closed = received(2, 1, headline="Other", embargoed_until=START + minutes(90), created=START)
    for order in itertools.permutations([open_, closed]):
        story = Story.fold(URI, order)
        assert story.conflict
        assert story.standing is not None
        assert story.standing.embargoed_until == START + minutes(90)
        assert story.headline == "One"


def test_of_two_contents_under_one_number_one_that_is_no_story_hides_it() -> None:
    picture, text = received(1, 2, headline="A", kind="picture"), received(2, 2, headline="B")
    for entries in itertools.permutations((text, picture)):
        standing = Story.fold(URI, entries).standing
        assert standing is not None
        assert "picture" in standing.unusable
    later = Story.fold(URI, [text, picture, received(3, 3)]).standing
    assert later is not None
    assert not later.unusable


def test_a_stranger_neither_kills_nor_updates() -> None:
    mine = received(1, 1)
    strange = received(2, 2, provider="NLN", status=Status.CANCELED)
    story = Story.fold(URI, [mine, strange])
    assert not story.killed
    assert story.owner == "MPA"
    assert [one.seq for one in story.refused] == [2]


def test_a_strangers_kill_that_comes_first_does_not_own_the_story() -> None:
    strange = received(1, 2, provider="NLN", status=Status.CANCELED, headline="", body=Body(""))
    story = Story.fold(URI, [strange, received(2, 1)])
    assert story.owner == "MPA"
    assert not story.killed


def test_the_owners_kill_that_comes_first_refuses_the_story() -> None:
    kill = received(1, 2, status=Status.CANCELED, headline="", body=Body(""))
    assert Story.fold(URI, [kill, received(2, 1)]).killed


def test_a_structured_version_without_embargo_lifts_it() -> None:
    embargoed = received(1, 1, embargoed_until=START + minutes(60))
    lifted = received(10, 2)
    story = Story.fold(URI, [embargoed, lifted])
    assert story.standing is not None
    assert story.standing.embargoed_until is None
    assert story.released == lifted.created


def test_a_feed_that_says_nothing_keeps_the_embargo() -> None:
    embargoed = received(1, None, embargoed_until=START + minutes(60))
    silent = received(10, None, format="rss")
    standing = Story.fold(URI, [embargoed, silent]).standing
    assert standing is not None
    assert standing.embargoed_until == START + minutes(60)


def test_an_embargo_that_passed_is_when_the_story_came_out() -> None:
    embargoed = received(1, 1, embargoed_until=START + minutes(5))
    assert Story.fold(URI, [embargoed]).released == START + minutes(5)
    assert Story.fold(URI, [embargoed, received(20, 2)]).released == START + minutes(5)


def test_the_copys_own_hold_ends_with_a_release_and_not_before() -> None:
    held = received(1, 1, hold="embargoed without a time")
    assert Story.fold(URI, [held]).held
    assert not Story.fold(URI, [held], [decided(2, Release)]).held
    again = received(3, 2, hold="embargoed without a time")
    assert Story.fold(URI, [held, again], [decided(2, Release)]).held


def test_a_later_version_releases_the_copys_own_hold() -> None:
    assert not Story.fold(URI, [received(1, 1, hold="embargoed without a time"), received(2, 2)]).held


def test_the_desks_hold_and_its_release() -> None:
    until = START + minutes(50)
    held = Story.fold(URI, [received(1, 1)], [decided(2, Hold, until=until, why="checking")])
    assert held.standing is not None
    assert (held.standing.held, held.standing.held_until) == (True, until)
    assert not Story.fold(URI, [received(1, 1)], [decided(2, Hold), decided(3, Release)]).held


def test_a_named_person_reinstates_the_desks_kill_but_never_the_providers() -> None:
    desk = [decided(2, Kill, why="wrong city"), decided(3, Reinstate)]
    assert not Story.fold(URI, [received(1, 1)], desk).killed
    assert Story.fold(URI, [received(1, 1), received(4, 2, status=Status.CANCELED)], desk).killed


def test_an_order_that_stands_already_is_obeyed() -> None:
    killed = Story.fold(URI, [received(1, 1)], [decided(2, Kill, why="wrong city")])
    assert killed.obeys(decided(3, Kill).decision)
    assert killed.obeys(decided(3, Kill, why="wrong city").decision)
    until = START + minutes(60)
    held = Story.fold(URI, [received(1, 1)], [decided(2, Hold, until=until)])
    assert held.obeys(decided(3, Hold, until=until).decision)
    assert Story.fold(URI, [received(1, 1)]).obeys(decided(2, Release).decision)


def test_an_order_that_changes_something_or_gives_a_new_reason_is_not_obeyed_yet() -> None:
    killed = Story.fold(URI, [received(1, 1)], [decided(2, Kill, why="wrong city")])
    assert not killed.obeys(decided(3, Kill, why="a judge's order").decision)
    back = Story.fold(URI, [received(1, 1)], [decided(2, Kill), decided(3, Reinstate)])
    assert not back.obeys(decided(4, Kill).decision)
    held = Story.fold(URI, [received(1, 1)], [decided(2, Hold)])
    assert not held.obeys(decided(3, Hold, until=START + minutes(60)).decision)
    assert not held.obeys(decided(3, Release).decision)
    assert not Story.fold(URI, [], [decided(1, Hold)]).obeys(decided(2, Release).decision)
    by_the_copy = Story.fold(URI, [received(1, 1, hold="until released")])
    assert not by_the_copy.obeys(decided(2, Release).decision)


def test_the_desks_kill_is_its_own_beside_the_providers() -> None:
    story = Story.fold(URI, [received(1, 1), received(2, 2, status=Status.CANCELED)])
    assert story.killed
    assert not story.obeys(decided(3, Kill).decision)


@pytest.mark.parametrize("obeyed", [Kill, Hold, Release])
@pytest.mark.parametrize("before", [(), (Kill,), (Hold,), (Hold, Kill), (Kill, Reinstate), (Hold, Release)])
@pytest.mark.parametrize("later", [None, Reinstate, Release])
def test_what_is_obeyed_would_change_nothing_then_or_later(obeyed: Any, before: tuple[Any, ...], later: Any) -> None:
    copy = [received(1, 1)]
    orders = [decided(seq, kind) for seq, kind in enumerate(before, 2)]
    after = [decided(9, later)] if later else []
    if Story.fold(URI, copy, orders).obeys(decided(8, obeyed).decision):
        without = Story.fold(URI, copy, [*orders, *after])
        with_it = Story.fold(URI, copy, [*orders, decided(8, obeyed), *after])
        assert with_it.standing == without.standing


def test_corrections_are_told_with_their_time() -> None:
    story = Story.fold(URI, [received(1, 1), received(2, 2, signals=("correction",), correction_note="A name.")])
    assert [(one.at, one.note) for one in story.corrections] == [(START + minutes(2), "A name.")]


def test_a_providers_clock_that_runs_ahead_puts_nothing_in_front() -> None:
    story = Story.fold(
        URI, [received(1, 1, first_created=START + timedelta(days=2), created=START + timedelta(days=2))]
    )
    assert story.released == START + minutes(1) + timedelta(seconds=2)


@pytest.mark.parametrize("kind", ["picture", "graphic", "video"])
def test_only_text_is_a_story(kind: str) -> None:
    standing = Story.fold(URI, [received(1, 1, kind=kind)]).standing
    assert standing is not None
    assert standing.unusable
