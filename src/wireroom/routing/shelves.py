"""Shelves: the lists that a story stands in by what it is about and who sent it, beside its site's and its sections'.

A shelf is `topic/CODE` (an IPTC Media Topic, and each that stands above it), `place/WORDS`, `agency/WORDS` or
`author/WORDS`. Its list on a site is called `SITE#SHELF`, and is read like any other. No row is written for it: the
index that follows the ledger finds its stories, so that a story on twenty shelves arrives as fast as one on none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from wireroom.formats.mediatopics import vocabulary
from wireroom.news import Dateline, Story, words_of
from wireroom.news.bylines import authors_of
from wireroom.routing.topics import lineages

TOPIC, PLACE, AGENCY, AUTHOR = KINDS = ("topic", "place", "agency", "author")
CORRECTIONS = "corrections"
"""Named like a shelf, and kept otherwise: its order is that of the corrections (`Snapshot.corrected`)."""

_MARK = "#"
_SHORT = 3  # letters: what is no longer may be an abbreviation
_PARTICLES = frozenset("a al am an au aux da de del der des di do dos du el en im in la le les of sur the upon".split())


def shelves_of(story: Story) -> tuple[str, ...]:
    """The shelves that the story belongs on, whatever its sites, in order."""
    if story.shown is None:
        return ()
    version = story.shown.version
    found = {f"{TOPIC}/{code}" for code in topics_of(version.subjects)}
    found |= {f"{PLACE}/{words}" for words in map(words_of, places_of(version.dateline, version.places))}
    found |= {f"{AUTHOR}/{words_of(name)}" for name in authors_of(version.byline)}
    found.add(f"{AGENCY}/{words_of(story.owner)}")
    return tuple(sorted(found))


def places_of(dateline: Dateline, places: Iterable[str]) -> tuple[str, ...]:
    """The places that a story names, as names are written: that of its dateline first. Codes are no names."""
    named = (one for one in (dateline.place, *places) if one and ":" not in one)
    return tuple({words_of(one): _set(one) for one in reversed(tuple(named))}.values())[::-1]


@lru_cache(maxsize=4096)
def _set(place: str) -> str:
    """A place as it is written outside a dateline: GALWAY, Ireland is Galway, Ireland; USA stays."""
    return ", ".join(_capitals(part) if part.isupper() and len(part) > _SHORT else part for part in place.split(", "))


def _capitals(name: str) -> str:
    words = re.split(r"([\s-]+)", name)
    return "".join(
        word.lower() if at and word.casefold() in _PARTICLES else re.sub(r"[^\W\d_]+", _first, word)
        for at, word in enumerate(words)
    )


def _first(found: re.Match[str]) -> str:
    return found[0].capitalize()


@lru_cache(maxsize=16384)
def topics_of(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the Media Topics among the subjects and of all that stand above them; unknown ones are left out."""
    known = vocabulary().by_code
    codes = (one.removeprefix("medtop:") for one in lineages(subjects) if one.startswith("medtop:"))
    return tuple(sorted(code for code in codes if code in known))


def on_shelves(lists: Iterable[str], shelves: Iterable[str]) -> list[str]:
    """The lists of these shelves on each site among `lists`."""
    shelves = tuple(shelves)
    return [shelf_list(where, shelf) for where in lists if "/" not in where for shelf in shelves]


def shelf_list(site: str, shelf: str) -> str:
    """The name of a shelf's list on a site."""
    return f"{site}{_MARK}{shelf}"


def shelf_in(where: str) -> tuple[str, str]:
    """The site and the shelf that the list's name means; the shelf is "" for a list of a site or a section."""
    site, _, shelf = where.partition(_MARK)
    return site, shelf
