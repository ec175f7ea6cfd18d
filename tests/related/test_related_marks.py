"""What a story is filed under for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wireroom.news import Body, Received, Story, Version
from wireroom.related import NO_MARKS, fortnight_of, marked

URI = "urn:newsml:mpa.example:2026:7"
FIRST = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
LATER = FIRST + timedelta(days=40)


def version(number: int, at: datetime, headline: str) -> Received:
    made = Version(URI, number, "MPA", "en", headline, body=Body("<p>Text.</p>"), version_created=at, first_created=at)
    return Received(made, number, at, "mpa", f"d{number}", f"f{number}")


def test_a_story_stays_in_its_fortnight_and_under_every_sign_it_ever_had() -> None:
    first = version(1, FIRST, "Osterby reactor shut")
    before = marked(NO_MARKS, Story.fold(URI, [first]), "")
    assert before.fortnight == fortnight_of(FIRST)
    after = marked(before, Story.fold(URI, [first, version(2, LATER, "Kraftnet turbine sold")]), "")
    assert after.fortnight == before.fortnight != fortnight_of(LATER)
    assert set(before.keys) < set(after.keys)
    assert set(after.now).isdisjoint(before.now)
