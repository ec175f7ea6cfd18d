"""What lists, tombstones, boundaries and pins follow from one story: pure, and the same for every ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Protocol

from wireroom.ledger.model import Boundary
from wireroom.network.model import Licence, Network
from wireroom.news import Association, Gone, Headline, Pin, Placement, Received, Standing, Story, Version
from wireroom.related import NO_MARKS, Marks, found_by, marked
from wireroom.rights import dark_from, headline_of, licence_for, may_shorten, moments, window
from wireroom.routing.shelves import CORRECTIONS, on_shelves, shelves_of

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
SUMMARY_LENGTH = 300  # characters of the first paragraph that stand in for a missing summary


class Router(Protocol):
    """What the ledger needs of routing."""

    def place(self, story: Story) -> tuple[Placement, ...]: ...
    def pins(self, story: Story) -> tuple[Pin, ...]: ...


def router_of(network: Network) -> Router:
    """The network's own router, loaded only when a ledger is opened."""
    from wireroom.routing import Router as Rules

    router: Router = Rules(network)
    return router


@dataclass(frozen=True, slots=True)
class Row:
    """A story's line in one list.

    `shows_from` is the first moment since the story's last entry at which it can be seen there, `until` the
    moment from which it never can be again by time alone (None: it has no end).
    """

    headline: Headline
    shows_from: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin to the head of a site's front. `seq` is that of the decision: the last pinned comes first."""

    site: str
    seq: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Projection:
    """All that one story adds to the lists. `once` holds the lists that readers could ever see it in."""

    placements: tuple[Placement, ...] = ()
    rows: Mapping[str, Row] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    gone: Mapping[str, Gone] = field(default_factory=dict)
    boundaries: tuple[Boundary, ...] = ()
    pins: tuple[Pinned, ...] = ()
    marks: Marks = NO_MARKS
    shelves: tuple[str, ...] = ()
    corrections: tuple[datetime, ...] = ()

    @property
    def seen_from(self) -> Mapping[str, datetime]:
        """Since when readers can have seen the story in each list."""
        return {where: row.shows_from for where, row in self.rows.items()}

    @property
    def lists(self) -> frozenset[str]:
        """Every list that depends on the story."""
        placed = lists_of(self.rows, self.shelves, corrected=bool(self.corrections))
        return placed | frozenset(self.gone) | {pin.site for pin in self.pins}


@dataclass(frozen=True, slots=True)
class Before:
    """What is kept of the projection before: all that the next one depends on besides the story itself."""

    lists: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    seen_from: Mapping[str, datetime] = field(default_factory=dict)
    marks: Marks = NO_MARKS

    @staticmethod
    def of(projection: Projection) -> Before:
        """What the projection after this one needs to know."""
        return Before(projection.lists, projection.once, projection.seen_from, projection.marks)


NOTHING = Before()


def project(story: Story, at: datetime, network: Network, router: Router, before: Before = NOTHING) -> Projection:
    """What the lists hold of the story once its latest entry, made at `at`, is recorded."""
    # A kill in the very moment the story came counts as behind it: a notice too many tells nothing.
    once = before.once | {where for where, since in before.seen_from.items() if since <= at}
    placements = router.place(story)
    standing = story.standing
    if standing is None:
        return Projection(placements, once=once, marks=before.marks)
    if story.killed:
        gone = {where: _gone(story, standing) for where in lists_of(once, shelves_of(story), corrected=False)}
        return Projection(placements, once=once, gone=gone, marks=before.marks)
    pins = _pins(story, router) if story.decisions else ()
    marks = _marks(story, before.marks) if placements else before.marks
    rows = _rows(story, standing, placements, at, network, marks)
    return Projection(
        placements,
        rows=rows,
        once=once,
        boundaries=_boundaries(story, standing, pins, at, network),
        pins=pins,
        # Who is in no list is related to none: most of a wire is not.
        marks=marks if rows else before.marks,
        shelves=shelves_of(story) if rows else (),
        corrections=tuple(dict.fromkeys(one.at for one in story.corrections)),
    )


def _marks(story: Story, before: Marks) -> Marks:
    return marked(before, story, opening(story.shown.version.body)) if story.shown else before


def lists_of(rows: Iterable[str], shelves: Sequence[str], *, corrected: bool) -> frozenset[str]:
    """Every list with a story that has these rows, stands on these shelves, and may have been corrected."""
    rows = tuple(rows)
    return frozenset((*rows, *on_shelves(rows, (*shelves, CORRECTIONS) if corrected else shelves)))


def touches_of(uri: str, before: Before, now: Projection) -> frozenset[str]:
    """The page keys that an entry may have changed: the story, every list it was in or is in, what it is related to."""
    found = found_by(now.marks, before.marks.keys)
    return frozenset({f"story:{uri}"} | {f"placed:{where}" for where in before.lists | now.lists} | found)


def _pins(story: Story, router: Router) -> tuple[Pinned, ...]:
    """The pins that stand, with the numbers of the entries that gave them."""
    given = {id(one.decision): one.seq for one in story.decisions}
    return tuple(Pinned(pin.site, given[id(pin)], pin.until) for pin in router.pins(story))


def _gone(story: Story, standing: Standing) -> Gone:
    assert standing.killed_at is not None
    return Gone(story.id, story.uri, standing.released, standing.killed_at, standing.source)


def _rows(
    story: Story,
    standing: Standing,
    placements: tuple[Placement, ...],
    at: datetime,
    network: Network,
    marks: Marks,
) -> dict[str, Row]:
    """The lists hold what time alone may still show; a hold without an end, say, opens only by another entry."""
    licence = licence_for(network, standing)
    if licence is None or story.shown is None:
        return {}
    shows_from = max(window(standing, licence)[0], at)
    dark = {site: dark_from(standing, licence, site).since for site in dict.fromkeys(one.site for one in placements)}
    sites = [site for site, since in dark.items() if since is None or since > shows_from]
    rows: dict[str, Row] = {}
    for site in sites:
        sections = tuple(dict.fromkeys(one.section for one in placements if one.site == site and one.section))
        headline = _headline(story, story.shown, standing, licence, sites[0], sections, marks)
        row = Row(headline, shows_from, dark[site])
        rows |= dict.fromkeys((site, *(f"{site}/{section}" for section in sections)), row)
    return rows


def _headline(
    story: Story,
    shown: Received,
    standing: Standing,
    licence: Licence,
    home: str,
    sections: tuple[str, ...],
    marks: Marks,
) -> Headline:
    version = shown.version
    cut = may_shorten(standing, licence)
    return Headline(
        id=story.id,
        uri=story.uri,
        text=headline_of(story, licence),
        summary=version.summary or (opening(version.body) if cut else ""),
        language=version.language,
        provider=story.owner,
        released=standing.released,
        updated=story.updated or standing.released,
        urgency=version.urgency,
        home=home,
        sections=sections,
        corrected=bool(story.corrections),
        standing=standing,
        picture=_picture(version),
        fingerprint=shown.fingerprint,
        signs=marks.now,
    )


def _picture(version: Version) -> Association | None:
    return next((one for one in version.associations if one.kind == "picture" and one.media), None)


@lru_cache(maxsize=64)  # asked once for each site that lists the story
def opening(body: str) -> str:
    """The first paragraph that has words as plain text, cut at a word when it is longer than SUMMARY_LENGTH."""
    for found in _PARAGRAPH.finditer(body):
        text = " ".join(unescape(_TAG.sub("", found[1].replace("<br/>", " "))).split())
        if len(text) > SUMMARY_LENGTH:
            return text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
        if text:
            return text
    return ""


def _boundaries(
    story: Story, standing: Standing, pins: tuple[Pinned, ...], at: datetime, network: Network
) -> tuple[Boundary, ...]:
    """The moments after `at` at which time alone changes this story; those of whole licences come from the network."""
    turns: list[tuple[datetime | None, str]] = [(pin.until, f"its pin on {pin.site} ends") for pin in pins]
    licence = licence_for(network, standing)
    if licence is not None and not standing.unusable:
        turns += moments(standing, licence)
    # One moment is one boundary of a story; the first, most telling reason stands.
    first: dict[datetime, str] = {}
    for when, what in turns:
        if when is not None and when > at:
            first.setdefault(when, what)
    return tuple(Boundary(when, story.uri, what) for when, what in sorted(first.items()))


def network_boundaries(network: Network) -> list[Boundary]:
    """The moments at which licences begin and end; they concern every story under them, so `uri` is ""."""
    found = [Boundary(one.term_from, "", f"licence {one.name} begins") for one in network.licences.values()]
    found += [
        Boundary(one.term_until, "", f"licence {one.name} ends")
        for one in network.licences.values()
        if one.term_until is not None
    ]
    return sorted(found, key=order_of)


def order_of(boundary: Boundary) -> tuple[datetime, str, str]:
    """Boundaries stand in the order of time, then of uri."""
    return (boundary.at, boundary.uri, boundary.what)
