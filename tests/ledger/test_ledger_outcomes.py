"""What becomes of deliveries, told by examples that hold for both ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.ledger.newsroom import AB, CHANGED, MPA, NETWORK, NLN, START, hours, version
from wireroom.errors import LedgerError, RefusedError
from wireroom.ledger.memory import MemoryLedger
from wireroom.ledger.model import Boundary, Entry, Ledger, Outcome
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.news import (
    Association,
    Body,
    Edit,
    Gone,
    Headline,
    Hold,
    Kill,
    Pin,
    Place,
    Position,
    Reinstate,
    Release,
    Remove,
    Status,
    Version,
)

URI = "urn:mpa:1"
KILL = version(number=9, status=Status.CANCELED, headline="", body=Body(""))


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    made: Ledger = MemoryLedger(NETWORK) if request.param == "memory" else SqliteLedger(tmp_path / "l.sqlite", NETWORK)
    yield made
    made.close()


def take(ledger: Ledger, what: Version, at: datetime = START, source: str = "mpa") -> Outcome:
    return ledger.append(what, at=at, source=source).outcome


def placed(ledger: Ledger, where: str, at: datetime = START, before: Position | None = None) -> list[Headline]:
    with ledger.snapshot(at) as snapshot:
        return list(snapshot.placed(where, before))


def gone(ledger: Ledger, where: str, at: datetime = START) -> list[Gone]:
    with ledger.snapshot(at) as snapshot:
        return list(snapshot.gone(where))


def found(ledger: Ledger, query: str, at: datetime = START) -> list[str]:
    with ledger.snapshot(at) as snapshot:
        return [one.uri for one in snapshot.search("orbit", query)]


def unrelated(entry: Entry) -> set[str]:
    """What an entry touches besides the files of its story's signs."""
    return {one for one in entry.touches if not one.startswith("related:")}


def test_an_update_replaces(ledger: Ledger) -> None:
    assert take(ledger, version()) is Outcome.ACCEPTED
    assert take(ledger, version(number=2, headline="Probe is on its way")) is Outcome.UPDATED
    assert [one.text for one in placed(ledger, "orbit/launch")] == ["Probe is on its way"]
    assert len(ledger.history(URI)) == 2


def test_a_late_version_is_recorded_and_not_shown(ledger: Ledger) -> None:
    assert take(ledger, version(number=3, headline="Third")) is Outcome.ACCEPTED
    assert take(ledger, version(number=2, headline="Second")) is Outcome.OLDER
    assert [one.text for one in placed(ledger, "orbit")] == ["Third"]


def test_a_redelivery_writes_nothing(ledger: Ledger) -> None:
    first = ledger.append(version(), at=START, source="mpa", digest="a1")
    again = ledger.append(version(), at=hours(9000), source="mpa", digest="b2")
    assert again == replace(first, outcome=Outcome.DUPLICATE, touches=frozenset())
    assert ledger.seq() == 1
    assert ledger.knows("a1")
    assert not ledger.knows("b2")
    assert not ledger.knows("")
    assert ledger.known(["a1", "b2", ""]) == {"a1"}


def test_two_contents_under_one_number_conflict(ledger: Ledger) -> None:
    take(ledger, version())
    assert take(ledger, version(headline="Another text", embargoed_until=hours(5))) is Outcome.CONFLICT
    with ledger.snapshot(START) as snapshot:
        story = snapshot.story(URI)
    assert story is not None
    assert story.conflict
    assert story.standing is not None
    assert story.standing.embargoed_until == hours(5)


def test_a_stranger_can_neither_update_nor_kill(ledger: Ledger) -> None:
    take(ledger, version())
    stranger = version(number=2, provider=NLN, headline="Not ours")
    assert take(ledger, stranger, source="nln") is Outcome.REFUSED
    assert take(ledger, replace(KILL, provider=AB), source="ab") is Outcome.REFUSED
    assert [one.provider for one in placed(ledger, "orbit")] == [MPA]
    assert len(ledger.history(URI)) == 3


def test_a_kill_takes_the_story_out_and_leaves_a_tombstone(ledger: Ledger) -> None:
    take(ledger, version())
    row = placed(ledger, "orbit")[0]
    entry = ledger.append(KILL, at=hours(2), source="mpa")
    assert entry.outcome is Outcome.KILLED
    agency = "placed:orbit#agency/meridian-press-agency"
    assert unrelated(entry) == {f"story:{URI}", "placed:orbit", "placed:orbit/launch", agency}
    assert placed(ledger, "orbit", hours(2)) == placed(ledger, "orbit/launch", hours(2)) == []
    assert gone(ledger, "orbit/launch", hours(2)) == [Gone(row.id, URI, START, hours(2), "mpa")]
    assert gone(ledger, "shield") == []
    assert found(ledger, "probe", hours(2)) == []
    assert take(ledger, version(number=10, headline="Back again?"), hours(3)) is Outcome.DARK
    assert placed(ledger, "orbit", hours(3)) == []


def test_a_kill_before_its_story_refuses_the_story_and_leaves_no_tombstone(ledger: Ledger) -> None:
    assert take(ledger, KILL) is Outcome.KILLED
    assert take(ledger, version(), hours(1)) is Outcome.DARK
    assert placed(ledger, "orbit", hours(2)) == []
    assert gone(ledger, "orbit", hours(2)) == []


def test_a_story_killed_under_embargo_leaves_no_tombstone(ledger: Ledger) -> None:
    """A tombstone would tell of copy that no reader ever saw."""
    take(ledger, version(embargoed_until=hours(24)))
    take(ledger, KILL, hours(1))
    assert gone(ledger, "orbit", hours(48)) == []


def test_a_story_killed_while_held_leaves_a_tombstone_if_it_was_seen_before(ledger: Ledger) -> None:
    take(ledger, version())
    ledger.append(Hold(uri=URI, by="Ada", at=hours(1)), at=hours(1))
    assert placed(ledger, "orbit", hours(1)) == []
    take(ledger, KILL, hours(2))
    assert [one.uri for one in gone(ledger, "orbit", hours(2))] == [URI]


def test_a_tombstone_is_in_every_list_the_story_was_ever_in(ledger: Ledger) -> None:
    take(ledger, version())
    take(ledger, version(number=2, slugline="missile-test"), hours(1))
    assert placed(ledger, "orbit/launch", hours(1)) == []
    ledger.append(Kill(uri=URI, by="Ada", at=hours(2)), at=hours(2))
    assert [one.uri for one in gone(ledger, "orbit/launch")] == [one.uri for one in gone(ledger, "shield")] == [URI]


def test_a_story_killed_in_the_moment_it_came_leaves_its_notice_too(ledger: Ledger) -> None:
    ledger.append_all([(version(), "mpa", ""), (KILL, "mpa", "")], at=START)
    assert [one.uri for one in gone(ledger, "orbit")] == ["urn:mpa:1"]


def test_a_stranger_who_sends_the_same_copy_first_is_no_obstacle(ledger: Ledger) -> None:
    kill = replace(KILL, provider=NLN)
    assert take(ledger, kill, source="nln") is Outcome.KILLED
    assert take(ledger, version()) is Outcome.ACCEPTED
    assert take(ledger, replace(KILL, provider=AB), source="ab") is Outcome.REFUSED
    assert [one.uri for one in placed(ledger, "orbit")] == [URI]
    assert take(ledger, KILL) is Outcome.KILLED


def test_the_desk_kills_and_reinstates(ledger: Ledger) -> None:
    take(ledger, version())
    assert ledger.append(Kill(uri=URI, by="Ada", at=hours(1)), at=hours(1)).outcome is Outcome.KILLED
    assert ledger.append(Kill(uri=URI, by="Bo", at=hours(1)), at=hours(1)).outcome is Outcome.DECIDED
    assert placed(ledger, "orbit", hours(1)) == []
    entry = ledger.append(Reinstate(uri=URI, by="Ada", at=hours(2)), at=hours(2))
    assert entry.outcome is Outcome.DECIDED
    assert "placed:orbit" in entry.touches
    assert [one.uri for one in placed(ledger, "orbit", hours(2))] == [URI]
    assert gone(ledger, "orbit", hours(2)) == []


def test_a_desk_kill_of_a_story_never_received_waits_for_it(ledger: Ledger) -> None:
    assert ledger.append(Kill(uri=URI, by="Ada", at=START), at=START).outcome is Outcome.DECIDED
    assert take(ledger, version(), hours(1)) is Outcome.DARK
    assert placed(ledger, "orbit", hours(1)) == []


def test_an_unsigned_decision_is_refused(ledger: Ledger) -> None:
    take(ledger, version())
    with pytest.raises(RefusedError, match="needs the name"):
        ledger.append(Reinstate(uri=URI, by=" ", at=START), at=START)
    assert ledger.seq() == 1


def test_copy_that_cannot_be_recorded_is_refused_whole(ledger: Ledger) -> None:
    """One bad item in a batch: nothing of the batch is recorded, and the error names it."""
    good = version("urn:mpa:2")
    for bad in (version(uri=""), version(expires=datetime(2026, 1, 1)), version(number=1 << 70)):
        with pytest.raises(LedgerError):
            ledger.append_all([(good, "mpa", ""), (bad, "mpa", "")], at=START)
    assert ledger.seq() == 0
    assert take(ledger, good) is Outcome.ACCEPTED


def test_broken_characters_do_not_stop_the_copy(ledger: Ledger) -> None:
    take(ledger, version(headline="Half \ud83d a character", summary="Whole \U0001f680"))
    row = placed(ledger, "orbit")[0]
    assert (row.text, row.summary) == ("Half � a character", "Whole \U0001f680")


def test_lists_are_newest_first_then_by_id_and_go_on_from_a_position(ledger: Ledger) -> None:
    for number in range(40):
        take(ledger, version(f"urn:mpa:{number}", first_created=hours(number // 4)), hours(20))
    rows = placed(ledger, "orbit", hours(20))
    assert [one.position for one in rows] == sorted(
        (one.position for one in rows), key=lambda one: (-one.released.timestamp(), one.id)
    )
    assert len(rows) == 40
    assert placed(ledger, "orbit", hours(20), rows[17].position) == rows[18:]
    assert placed(ledger, "orbit", hours(20), rows[-1].position) == []


def test_a_row_tells_home_sections_summary_and_picture(ledger: Ledger) -> None:
    picture = Association(kind="picture", media="ab12.jpg", caption="The pad")
    copy = version(
        slugline="grid-missile",
        associations=(Association(kind="picture", href="a.jpg"), picture),
        body=Body("<h2>Head</h2><p> </p><p>First <em>words</em> &amp; more</p><p>Second</p>"),
        signals=("correction",),
    )
    take(ledger, copy)
    row = placed(ledger, "shield/missiles")[0]
    assert (row.home, row.sections, row.summary) == ("shield", ("missiles",), "First words & more")
    assert row.picture == picture
    assert row.corrected
    # MPA's licence does not name the site `energy`, where the rules would put it too.
    assert placed(ledger, "energy") == []
    with ledger.snapshot(START) as snapshot:
        assert "energy" in {one.site for one in snapshot.placements(URI)}


def test_a_long_first_paragraph_is_cut_at_a_word(ledger: Ledger) -> None:
    take(ledger, version(body=Body(f"<p>{'orbital ' * 80}</p>")))
    summary = placed(ledger, "orbit")[0].summary
    assert summary.endswith("orbital …")
    assert 290 < len(summary) <= 302


def test_rows_end_with_the_display_time_and_do_not_come_back_when_the_clock_jumps_back(ledger: Ledger) -> None:
    take(ledger, version())
    assert len(placed(ledger, "orbit", START + timedelta(days=29.9))) == 1
    assert placed(ledger, "orbit", START + timedelta(days=30)) == []
    take(ledger, version("urn:mpa:2"), START + timedelta(days=30))
    assert URI not in {one.uri for one in placed(ledger, "orbit", hours(1))}


def test_an_entry_is_never_dated_before_the_one_ahead_of_it(ledger: Ledger) -> None:
    take(ledger, version(), hours(5))
    assert ledger.append(version("urn:mpa:2"), at=hours(1), source="mpa").at == hours(5)
    assert ledger.high_water() == hours(5)


def test_pins_stand_until_their_time_and_the_last_comes_first(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        take(ledger, version(f"urn:mpa:{number}"))
    ledger.append(Pin(uri="urn:mpa:1", by="Ada", at=START, site="orbit"), at=START)
    ledger.append(Pin(uri="urn:mpa:2", by="Ada", at=START, site="orbit", until=hours(3)), at=START)
    ledger.append(Pin(uri="urn:mpa:3", by="Ada", at=START, site="orbit"), at=START)
    ledger.append(Remove(uri="urn:mpa:3", by="Ada", at=START, site="orbit"), at=START)
    for at, pinned in ((hours(1), ("urn:mpa:2", "urn:mpa:1")), (hours(3), ("urn:mpa:1",))):
        with ledger.snapshot(at) as snapshot:
            assert snapshot.pinned("orbit") == pinned
            assert snapshot.pinned("shield") == ()
    assert ledger.next_boundary(START) == hours(3)
    take(ledger, version("urn:mpa:4"), hours(4))
    with ledger.snapshot(hours(1)) as snapshot:
        assert snapshot.pinned("orbit") == ("urn:mpa:1",), "a clock that jumps back re-opens nothing"


def test_boundaries_say_when_time_changes_what(ledger: Ledger) -> None:
    take(ledger, version(embargoed_until=hours(4), expires=hours(6)))
    ledger.append(Hold(uri=URI, by="Ada", at=START, until=hours(5)), at=START)
    assert ledger.next_boundary(START) == hours(4)
    assert ledger.boundaries(START, START + timedelta(days=60)) == [
        Boundary(hours(4), URI, "its embargo lifts"),
        Boundary(hours(5), URI, "its hold ends"),
        Boundary(hours(6), URI, "the copy expires"),
        Boundary(hours(24), "", "licence ab begins"),
        Boundary(hours(4) + timedelta(days=30), URI, "its display time under licence mpa is over"),
        Boundary(START + timedelta(days=45), "", "licence nln ends"),
    ]
    ledger.append(Release(uri=URI, by="Ada", at=START), at=START)
    take(ledger, KILL)
    assert {one.uri for one in ledger.boundaries(START, hours(9000))} == {""}


def test_nothing_of_the_archive_changes_for_an_unknown_licence(ledger: Ledger) -> None:
    entry = ledger.append(version(), at=START, source="unknown")
    assert entry.touches == {f"story:{URI}"}
    assert placed(ledger, "orbit") == []


def test_another_network_file_moves_what_it_routes_and_licenses_otherwise(ledger: Ledger) -> None:
    take(ledger, version())
    take(ledger, version("urn:mpa:2", slugline="missile-test"))
    assert [one.uri for one in placed(ledger, "shield")] == ["urn:mpa:2"]
    ledger.adopt(CHANGED)
    assert placed(ledger, "shield") == placed(ledger, "orbit/launch") == []
    assert {one.uri for one in placed(ledger, "orbit/science")} == {URI, "urn:mpa:2"}
    assert placed(ledger, "orbit", START + timedelta(days=3)) == []
    assert found(ledger, "probe") == [one.uri for one in placed(ledger, "orbit")]


def test_place_and_edit_reach_the_lists(ledger: Ledger) -> None:
    take(ledger, version())
    ledger.append(Place(uri=URI, by="Ada", at=START, site="shield", section="missiles"), at=START)
    ledger.append(Edit(uri=URI, by="Ada", at=START, headline="A better headline"), at=START)
    assert [one.text for one in placed(ledger, "shield/missiles")] == ["A better headline"]
    assert found(ledger, "better") == [URI]


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("séjour", True),
        ("SEJOUR lune", True),
        ('"sur la lune"', True),
        ('"la sur"', False),
        ("lune absent", False),
        ("lun", False),
        ("aujourd'hui", True),
        ("co-operate", True),
        ("cooperate", False),
        ("東京", True),
        ('"京東"', False),
        ("strasse", True),
        ("note", False),
        ('lune" OR "absent', False),
        ("text : lune", False),
        ("lune*", True),
        ("NEAR(lune)", False),
        ("", False),
        ('""', False),
        ("<p>", False),
    ],
)
def test_search_finds_words_and_phrases_and_knows_no_syntax(ledger: Ledger, query: str, hit: bool) -> None:
    body = "<p>Un séjour sur la <em>lu</em>ne aujourd’hui; co-operate. 東京へ. Straße</p>"
    take(ledger, version(headline="Voyage", body=Body(body), ed_note="note to editors"))
    assert (found(ledger, query) == [URI]) is hit


def test_search_follows_updates_and_goes_on_from_a_position(ledger: Ledger) -> None:
    for number in range(6):
        take(ledger, version(f"urn:mpa:{number}", first_created=hours(number)), hours(9))
    take(ledger, version("urn:mpa:3", 2, headline="Lander arrives", body=Body(""), first_created=hours(3)), hours(9))
    assert found(ledger, "probe", hours(9)) == [f"urn:mpa:{number}" for number in (5, 4, 2, 1, 0)]
    assert found(ledger, "lander", hours(9)) == ["urn:mpa:3"]
    with ledger.snapshot(hours(9)) as snapshot:
        third = list(snapshot.search("orbit", "probe"))[2]
        assert [one.uri for one in snapshot.search("orbit", "probe", third.position)] == ["urn:mpa:1", "urn:mpa:0"]
        assert list(snapshot.search("energy", "probe")) == []


def test_home_is_the_first_site_whose_licence_allows_it_and_other_sites_are_not_touched(ledger: Ledger) -> None:
    entry = ledger.append(version("urn:nln:1", provider=NLN, slugline="missile-test"), at=START, source="nln")
    with ledger.snapshot(START) as snapshot:
        assert [one.where for one in snapshot.placements("urn:nln:1")] == ["shield/missiles", "orbit/science"]
    agency = "placed:orbit#agency/nordlicht-nachrichten"
    assert unrelated(entry) == {"story:urn:nln:1", "placed:orbit", "placed:orbit/science", agency}
    assert [one.home for one in placed(ledger, "orbit")] == ["orbit"]
    assert placed(ledger, "shield") == []
