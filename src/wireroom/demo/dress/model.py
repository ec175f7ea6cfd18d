"""The made-up agencies, and one version of a story on its way to the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape

from wireroom.demo.copybook import Text
from wireroom.formats.mediatopics import vocabulary

PICTURE_SIZE = (1024, 640)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTHS_FR = "jan fév mars avr mai juin juil août sept oct nov déc".split()
_MONTHS_ES = "ene feb mar abr may jun jul ago sep oct nov dic".split()


@dataclass(frozen=True, slots=True)
class Agency:
    """One made-up agency: the format it speaks, and the words it sends with every story."""

    code: str
    name: str
    domain: str
    format: str
    terms: str

    def notice(self, year: int) -> str:
        """Its copyright notice."""
        return f"© {year} {self.name}. All rights reserved."


AGENCIES = {
    one.code: one
    for one in (
        Agency("MPA", "Meridian Press Agency", "mpa.example", "newsml-g2", "For licensed publishers. Credit MPA."),
        Agency("AB", "Agence Boréale", "boreale.example", "newsml-1", ""),
        Agency("NLN", "Nordlicht Nachrichten", "nordlicht.example", "ninjs-3", "For licensed publishers. Credit NLN."),
        Agency("TSS", "Tideline Science Service", "tideline.example", "ninjs-2", "Free to subscribers. Credit TSS."),
        Agency("PWS", "Pacific Wire Service", "pws.example", "nitf", "For licensed publishers. Credit PWS."),
        Agency("HLR", "Harbourline Releases", "harbourline.example", "rss", ""),
    )
}


@dataclass(frozen=True, slots=True)
class Take:
    """One version of one story, with all that its bytes will state. Times are aware, UTC, to the second."""

    text: Text
    agency: Agency
    uri: str
    key: str
    number: int
    first: datetime
    created: datetime
    status: str = "usable"
    signal: str = ""
    correction: str = ""
    note: str = ""
    embargoed_until: datetime | None = None

    @property
    def place(self) -> str:
        """The dateline's place as this agency writes it: most in capitals, the French one in small letters."""
        if self.agency.format not in ("newsml-1", "ninjs-3"):
            return self.text.place
        city, comma, rest = self.text.place.partition(",")
        return city.title() + comma + rest

    @property
    def city(self) -> str:
        """The place without its country."""
        return self.place.partition(",")[0].partition(" (")[0]

    @property
    def dateline(self) -> str:
        """The dateline in this agency's habit, with the agency in brackets; in ninjs it opens the body."""
        code, day = self.agency.code, self.created
        if not self.text.place:
            return ""
        if self.agency.format == "newsml-1":
            return f"{self.place}, {_day(day, self.text.language)} ({code}) -"
        if self.agency.format == "ninjs-3":
            return f"{self.city} ({code}) -"
        if self.agency.format == "ninjs-2":
            return f"{self.place} ({code}) -"
        return f"{self.place}, {_MONTHS[day.month - 1]} {day.day} ({code}) -"

    @property
    def old_topics(self) -> tuple[str, ...]:
        """The subjects as IPTC Subject Codes, which older formats still use."""
        return tuple(dict.fromkeys(code for one in self.text.topics if (code := old_code(one))))

    @property
    def picture(self) -> str:
        """The picture's file name, "" when there is none."""
        return f"{self.text.picture}.jpg" if self.text.picture else ""


def _day(day: datetime, language: str) -> str:
    """The date as the French agency writes it in each language."""
    match language:
        case "fr":
            return f"{day.day} {_MONTHS_FR[day.month - 1]} {day.year}"
        case "es":
            return f"{day.day} {_MONTHS_ES[day.month - 1]} {day.year}"
        case "ar":
            return f"{day:%d-%m-%Y}"
        case _:
            return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


@cache
def old_code(topic: str) -> str:
    """The Subject Code of a Media Topic, or of the nearest topic above it that has one; "" when none has."""
    known = vocabulary()
    old = {code: number for number, codes in known.by_subject_code.items() for code in codes[:1]}
    while topic:
        if topic in old:
            return old[topic]
        topic = known.by_code[topic].parent if topic in known.by_code else ""
    return ""


def name_of(topic: str) -> str:
    """A Media Topic's name in English."""
    return vocabulary().by_code[topic].name


def esc(words: str) -> str:
    """Text, or an attribute's value in double quotes, for XML."""
    return escape(words, quote=True)


def paragraphs(take: Take) -> str:
    """The body's paragraphs as XML, after the correction's own words where there are any."""
    opening = (f"({take.correction})",) if take.correction else ()
    return "\n".join(f"<p>{esc(one)}</p>" for one in (*opening, *take.text.paragraphs))


def iso(moment: datetime) -> str:
    """The time as xs:dateTime."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def compact(moment: datetime) -> str:
    """The time in ISO 8601's basic form."""
    return moment.strftime("%Y%m%dT%H%M%SZ")
