"""Bylines and datelines that only their place tells: names under a headline, a city before the first sentence."""

from __future__ import annotations

import re
from datetime import date, datetime

from wireroom.formats import dateline as datelines
from wireroom.formats.captures import phrases
from wireroom.formats.captures.days import dates_in
from wireroom.formats.captures.model import Block, Role
from wireroom.formats.captures.stamps import opened
from wireroom.formats.model import UTC
from wireroom.formats.profiles import is_agency
from wireroom.news import Dateline

_WORD = r"[A-ZÀ-ÞЀ-Я](?:[^\W\d_]|[’'-])*"
_NAME = rf"{_WORD}\.?"
_PERSON = re.compile(
    rf"{_NAME}(?: (?:{_NAME}|de|da|von|van|der|el|al|bin|du|la|le)){{1,4}}"
    rf"(?: (?:and|und|et|y|e|и|&) {_NAME}(?: {_NAME}){{0,3}})?"
    # … and for whom: "Anna Berg, Orbit Daily", "Anne Berger avec AFP"
    r"(?:(?:, | [|–—-] | (?:avec|with|mit|con|com|for|für|pour) )[^\d.!?:;]{2,40})?"
)
_STAMPS = ("stamp", "dateline", "byline")
_SIGNED = re.compile(
    r"(?:^|[\s,|·])(?P<byline>(?:by|von|par|por|автор:?)\s+(?P<name>\w[^\d|,·()]{1,50}?))\s*(?:[|,·(]|$)", re.IGNORECASE
)
_AROUND = 2  # blocks above the headline, and behind the story, in which its date may stand
# "QUELL, Ombra -- ", "NEW YORK — ", "LONDON: ": capitals, then what parts them from the first sentence.
_OPENING = re.compile(
    r"(?P<place>(?=[^\W\d_]{3})[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ'’./-]*(?: [A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ'’./-]*){0,3}"
    r"(?:, (?:[A-ZÀ-Þ][\w.’'-]*)(?: [A-ZÀ-Þ][\w.’'-]*){0,2})?)"
    r"(?:, (?P<date>[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2} [^\W\d_]{3,9}\.?))?"
    r"(?: ?[–—] ?| -{1,2} ?|-- ?|: )(?=[\"“«„‘'(]?[^\W\d_a-zа-я]|\d)"
)
_IN_BRACKETS = re.compile(
    rf"(?P<place>{_NAME}(?: {_NAME}){{0,3}}, {_NAME}(?: {_NAME}){{0,2}}) \((?P<agency>[A-Z]{{2,6}})\) ?[-–—]{{1,2}} "
)

# "Norderhaff. Nach dem …", "Norderhaff/Sielmünde - …", "Norderhaff, Haff — …": small letters are less sure.
_SMALL = re.compile(
    rf"(?P<place>{_WORD}(?:[ /]{_WORD}){{0,2}}(?P<country>, {_NAME}(?: {_NAME}){{0,2}})?)"
    r"(?:\. | [–—] | - | -- )(?=[\"„“«A-ZÀ-Þ])"
)


def attend(blocks: list[Block], headline: int, start: int) -> None:
    """Sets the role of lines between headline and story that name who wrote it, next to a line that says when."""
    if not 0 <= headline < start:
        return
    between = range(headline + 1, min(start, len(blocks)))
    for at in between:
        block = blocks[at]
        if block.role is not Role.LEFT_OVER or block.zone in ("nav", "footer", "comments"):
            continue
        near = [blocks[one] for one in (at - 1, at + 1) if one in between or one == start]
        below = blocks[at - 1].role is Role.BYLINE
        if _is_by(block) or (below and _is_by(blocks[at - 1])) or _is_job(block.text, below):
            block.role = Role.BYLINE
        elif _is_person(block.text) and any(one.kind in _STAMPS for one in near):
            block.kind, block.role = "byline", Role.BYLINE


def _is_by(block: Block) -> bool:
    """Whether the line is the "By" whose name stands on the next."""
    return phrases.is_line(phrases.bare(block.text), "by")


def _is_job(text: str, below: bool) -> bool:
    """Whether the line says what somebody is, `below` a byline ("Crime Correspondent") or alone ("Orbit Staff")."""
    words = phrases.bare(text).split()
    if not words or len(words) > 6 or not (below or text.istitle() or text.isupper()):
        return False
    return any(phrases.is_line(one, "jobs") for one in ((words[-1], words[0]) if below else words[1:][-1:]))


def _is_person(text: str) -> bool:
    bare = phrases.bare(text)
    if _PERSON.fullmatch(text) is None or phrases.made_of(bare, "nav") or phrases.made_of(bare, "share"):
        return False
    known = any(phrases.is_line(word, kind) for word in bare.split() for kind in ("nav", "share", "rail", "jobs"))
    return not known and not is_agency(text) and not any(phrases.marked(bare, kind) for kind in phrases.kinds())


def signed(text: str) -> str:
    """The byline in a line that tells the time too: "Posted on 18 September 2009 by Lorna Fitch"; "" for none."""
    found = _SIGNED.search(text)
    if found is None or dates_in(found["name"]) or len(found["name"].split()) > 5:
        return ""
    return " ".join(found["byline"].split())


def mark_dates(blocks: list[Block], headline: int, start: int, end: int, on: date | None) -> None:
    """Gives the lines that say when the story was published their role: those under its headline, and those next to
    headline or story that name the day that was settled on.
    """
    low = headline if 0 <= headline < start else start
    for at in range(max(0, low - _AROUND), min(len(blocks), end + _AROUND)):
        block = blocks[at]
        if block.kind != "stamp" or block.role is not Role.LEFT_OVER or block.zone in ("nav", "footer", "comments"):
            continue
        told = dates_in(block.text)
        if told and (low < at < start or on in told):
            block.role = Role.DATELINE


def opening(story: list[str], near: datetime | None) -> Dateline:
    """The dateline before the first sentence of a story that names no agency, or one that nobody knows; else an empty
    one. Words that papers put there too ("EXCLUSIVE: …") are no place.
    """
    first = story[0] if story else ""
    if stamp := opened(first):
        return stamp.dateline
    found = _OPENING.match(first) or _IN_BRACKETS.match(first) or _SMALL.match(first)
    if found is None or (found.re is _SMALL and not found["country"] and not _is_told_of(found["place"], story)):
        return Dateline()
    parts = found.groupdict()
    place = found["place"].strip()
    if phrases.is_line(phrases.bare(place), "no_place") or is_agency(place):
        return Dateline()
    line = datelines.parse(f"{place}, {parts['date']}", year_hint=near) if parts.get("date") else Dateline(place, place)
    return Dateline(found[0].strip(), line.place or place, line.on, parts.get("agency") or "")


def _is_told_of(place: str, story: list[str]) -> bool:
    """Whether the story names the place within a sentence: "Norderhaff. … zwischen Norderhaff und …"."""
    rest = " ".join(story)[len(place) :]
    return any(re.search(rf"\b[a-zß-ÿ]+ {re.escape(one)}\b", rest) for one in place.split("/"))


def dated(line: Dateline, near: datetime | None) -> Dateline:
    """The dateline with the year that the story's own time gives to its day and month."""
    if line.on is not None or near is None or not any(char.isdigit() for char in line.text):
        return line
    read = datelines.parse(line.text, year_hint=near, provider=line.provider)
    return Dateline(line.text, read.place or line.place, read.on, line.provider) if read.on else line


def day_of(line: Dateline, year: int) -> date | None:
    """The day that a dateline without its year names, in this year."""
    near = datetime(year, 7, 1, tzinfo=UTC)
    on = dated(line, near).on
    return on if on and on.year == year else None
