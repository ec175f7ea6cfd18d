"""Made-up copy with known storylines: what two agencies filed on the same events, and what has nothing to do with them.

`storylines.txt` has a line each; the event is left out when no other story tells of the same one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from wireroom.news import Body, Received, Story, Version
from wireroom.related import NO_MARKS, Marks, marked, neighbours
from wireroom.related.kin import Files, asked

START = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
FILE = Path(__file__).with_name("storylines.txt")


class Told(NamedTuple):
    storyline: str
    event: str
    agency: str
    hours: float
    slugline: str
    headline: str
    opening: str
    subjects: tuple[str, ...] = ()


def _told(line: str) -> Told:
    storyline, event, agency, hours, slugline, headline, opening, subjects = (part.strip() for part in line.split("|"))
    return Told(storyline, event, agency, float(hours), slugline, headline, opening, tuple(subjects.split()))


TOLD = [_told(line) for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def uri(number: int) -> str:
    return f"urn:told:{number}"


def version(number: int) -> Version:
    one = TOLD[number]
    at = START + timedelta(hours=one.hours)
    return Version(
        uri=uri(number),
        number=1,
        provider=one.agency,
        language="en",
        headline=one.headline,
        slugline=one.slugline,
        body=Body(f"<p>{one.opening}</p><p>There was no further word by evening.</p>"),
        subjects=one.subjects,
        first_created=at,
        version_created=at,
        format="newsml-g2",
    )


def story(what: Version, seq: int = 1) -> Story:
    at = what.version_created or START
    return Story.fold(what.uri, [Received(what, seq, at, "wire", "", f"{seq:x}")])


class Filed:
    """Stories filed under their signs, as a ledger does it."""

    def __init__(self, versions: list[tuple[Version, str]]) -> None:
        self.stories = {number: story(one, number) for number, (one, _) in enumerate(versions)}
        self.marks = {
            number: marked(NO_MARKS, self.stories[number], opening) for number, (_, opening) in enumerate(versions)
        }

    def files(self, marks: Marks, name: str) -> Files:
        return {
            key: [
                [n for n, other in self.marks.items() if other.fortnight == fortnight and key in other.keys]
                for fortnight in (marks.fortnight, marks.fortnight - 1)
            ]
            for key in asked(marks, name)
        }

    def kin(self, number: int) -> list[tuple[int, float]]:
        one, marks = self.stories[number], self.marks[number]
        names = {n: other.uri for n, other in self.stories.items()}
        numbers = {name: n for n, name in names.items()}
        found = neighbours(one, marks, number, self.files(marks, one.uri), lambda _: names)
        return [(numbers[other.uri], other.score) for other in found.kin]


def told() -> Filed:
    return Filed([(version(number), one.opening) for number, one in enumerate(TOLD)])
