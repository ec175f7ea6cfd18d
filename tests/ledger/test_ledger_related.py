"""What a story is related to, in both ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ledger.newsroom import AB, MPA, NETWORK, NLN, START, hours, version
from wireroom.ledger.memory import MemoryLedger
from wireroom.ledger.model import Ledger
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.verify import verify
from wireroom.news import Body, Kill, Neighbours, Place, Version
from wireroom.related import MOST_FILED

SOURCES = {MPA: "mpa", NLN: "nln", AB: "ab"}


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    made: Ledger = MemoryLedger(NETWORK) if request.param == "memory" else SqliteLedger(tmp_path / "l.sqlite", NETWORK)
    yield made
    made.close()


def quake(name: str, headline: str = "Osterby reactor shut after coolant leak", **more: object) -> Version:
    body = Body("<p>Operators of the Osterby plant found a coolant leak, Kraftnet said.</p>")
    return replace(version(f"urn:mpa:{name}", headline=headline, body=body), **more)  # type: ignore[arg-type]


def take(ledger: Ledger, *whats: Version) -> frozenset[str]:
    touches: frozenset[str] = frozenset()
    for what in whats:
        at = what.version_created or START
        touches |= ledger.append(what, at=at, source=SOURCES[what.provider]).touches
    return touches


def related(ledger: Ledger, uri: str) -> Neighbours:
    with ledger.snapshot(hours(500)) as snapshot:
        return snapshot.related(uri)


def kin(ledger: Ledger, uri: str) -> list[str]:
    return [one.uri for one in related(ledger, uri).kin]


def test_stories_with_signs_in_common_find_one_another(ledger: Ledger) -> None:
    other = quake("other", "Moon landing put off", slugline="missile-test", body=Body("<p>Nothing else.</p>"))
    take(ledger, quake("a"), quake("b", version_created=hours(3)), other)
    assert kin(ledger, "urn:mpa:a") == ["urn:mpa:b"]
    assert kin(ledger, "urn:mpa:b") == ["urn:mpa:a"]
    assert kin(ledger, "urn:mpa:other") == []


def test_points_are_the_sum_of_those_of_the_signs(ledger: Ledger) -> None:
    take(ledger, quake("a"), quake("b"))
    (one,) = related(ledger, "urn:mpa:a").kin
    assert one.score == pytest.approx(sum(points for _, points in one.shared), abs=0.01)


def test_what_came_two_fortnights_before_or_a_fortnight_after_is_not_looked_at(ledger: Ledger) -> None:
    days = {"early": -30, "now": 0, "late": 30}
    take(ledger, *(quake(name, version_created=START + timedelta(days=day)) for name, day in days.items()))
    assert kin(ledger, "urn:mpa:now") == []


def test_an_entry_touches_the_pages_whose_kin_it_joins_and_no_others(ledger: Ledger) -> None:
    take(ledger, quake("a"), quake("old", version_created=START - timedelta(days=60)))
    before = {name: related(ledger, f"urn:mpa:{name}").uses for name in ("a", "old")}
    touches = take(ledger, quake("b", version_created=hours(3)))
    assert touches & before["a"]
    assert not touches & before["old"], "a headline of today must leave the archive as it is"


def test_an_update_that_says_nothing_new_touches_no_kin(ledger: Ledger) -> None:
    take(ledger, quake("a"))
    again = quake("a", number=2, version_created=hours(1), ed_note="again")
    assert not any(one.startswith("related:") for one in take(ledger, again))


def test_a_story_is_found_by_signs_of_its_later_versions_and_keeps_the_first(ledger: Ledger) -> None:
    moved = quake("a", "Brandt steps down over Lindmark recount", number=2, body=Body("<p>Georg Brandt resigned.</p>"))
    vote = quake("vote", "Lindmark recount: Brandt resigned", slugline="launch-vote", body=moved.body)
    take(ledger, quake("a"), quake("b"), moved, vote)
    assert set(kin(ledger, "urn:mpa:a")) == {"urn:mpa:b", "urn:mpa:vote"}


def test_a_sign_that_too_many_have_says_nothing_and_is_used_by_no_page(ledger: Ledger) -> None:
    take(ledger, *(quake(str(number)) for number in range(MOST_FILED)))
    found = related(ledger, "urn:mpa:3")
    assert found.kin == ()
    assert len(found.uses) == 1, "only what may go on from it"


def test_a_story_that_no_list_holds_is_related_to_none_until_one_does(ledger: Ledger) -> None:
    take(ledger, quake("a"), quake("b", slugline="misc"))
    assert kin(ledger, "urn:mpa:a") == []
    uses = related(ledger, "urn:mpa:a").uses
    place = Place(uri="urn:mpa:b", by="Ada", at=hours(1), site="orbit", section="launch")
    assert ledger.append(place, at=hours(1)).touches & uses
    assert kin(ledger, "urn:mpa:a") == ["urn:mpa:b"]


def test_what_goes_on_from_a_story_is_its_kin_whatever_it_says(ledger: Ledger) -> None:
    on = quake("on", "Wholly new words here", evolved_from="urn:mpa:a", slugline="grid-x", body=Body("<p>Else.</p>"))
    take(ledger, quake("a"), on)
    assert kin(ledger, "urn:mpa:a") == ["urn:mpa:on"]
    assert kin(ledger, "urn:mpa:on")[0] == "urn:mpa:a"
    assert "story:urn:mpa:a" in related(ledger, "urn:mpa:on").uses


def test_rows_of_kin_are_those_of_the_list_and_a_killed_one_has_none(ledger: Ledger) -> None:
    take(ledger, quake("a"), quake("b"), quake("c", slugline="grid-frequency", version_created=hours(1)))
    wanted = ("urn:mpa:b", "urn:none", "urn:mpa:a")
    with ledger.snapshot(hours(2)) as snapshot:
        assert [one.uri for one in snapshot.listed("orbit/launch", wanted)] == ["urn:mpa:b", "urn:mpa:a"]
        assert list(snapshot.listed("orbit/launch", ("urn:mpa:c",))) == []
    ledger.append(Kill(uri="urn:mpa:b", by="Ada", at=hours(3), why="wrong"), at=hours(3))
    with ledger.snapshot(hours(4)) as snapshot:
        assert [one.uri for one in snapshot.listed("orbit", wanted)] == ["urn:mpa:a"]


def test_verify_misses_a_story_that_is_not_filed_and_sees_one_too_many(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    ledger = SqliteLedger(path, NETWORK)
    take(ledger, *(quake(str(number)) for number in range(MOST_FILED + 2)))
    assert verify(path, NETWORK).sound
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO related VALUES(1, 4, x'01000000')")
    assert "filed" in verify(path, NETWORK).difference
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM related")
    assert "not filed" in verify(path, NETWORK).difference
    ledger.rebuild()
    assert verify(path, NETWORK).sound
    ledger.close()
