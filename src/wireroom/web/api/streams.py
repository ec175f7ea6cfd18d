"""The two lists of the read API: a site's stories newest first, and what has changed since a cursor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any, Protocol

from wireroom.network.model import Network, Site
from wireroom.network.partners import Partner
from wireroom.news import Position
from wireroom.pages.addresses import position_of, token
from wireroom.rights import show_to_partner, was_passed
from wireroom.rights.stock import Filed, Snapshot
from wireroom.web.api.items import Passed, gone
from wireroom.web.api.problems import Refused, problem

MOST_READ = 2000  # entries or rows looked at for one answer: one that has come to nothing yet says where to go on
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(r"([0-9a-f]{1,15})-([0-9a-f]{1,15})-([0-9a-f]{16})")


class Turn(Protocol):
    """A moment at which time alone changes a story, or (`uri` is "") all that come under a licence."""

    @property
    def at(self) -> datetime: ...
    @property
    def uri(self) -> str: ...
    @property
    def what(self) -> str: ...


class Feed(Protocol):
    """What following a ledger needs of it."""

    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]: ...
    def links(self, after: int = 0) -> Iterable[tuple[int, str]]: ...
    def boundaries(self, after: datetime, until: datetime) -> Iterable[Turn]: ...


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a partner has followed: the last entry, and the last moment at which time alone changed something."""

    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class View:
    """What one partner asks of one site, or of a section of it, at one moment."""

    network: Network
    partner: Partner
    site: Site
    section: str
    snapshot: Snapshot
    feed: Feed

    @property
    def where(self) -> str:
        """The list it is of."""
        return f"{self.site.key}/{self.section}" if self.section else self.site.key

    def written(self, cursor: Cursor) -> str:
        """The cursor as partners keep it."""
        return f"{cursor.seq:x}-{(cursor.at - _EPOCH) // _MICROSECOND:x}-{self.seal(cursor.seq)}"

    def seal(self, seq: int) -> str:
        """Tells whether a cursor still leads on: another ledger up to this entry, or other terms, give another.

        A ledger restored from a backup counts on from there, so the number of an entry alone says nothing.
        """
        partner = self.partner
        link = next(iter(self.feed.links(seq - 1)), (0, ""))[1] if seq else ""
        terms = (self.network.digest, partner.key, sorted(partner.sites), sorted(partner.licences))
        return blake2b(repr((link, self.where, terms)).encode(), digest_size=8).hexdigest()

    def granted(self, story: Filed) -> Passed | None:
        """The story, where it is in the list and the partner may have it now."""
        if not self._lists(story.uri):
            return None
        shown, clearance = show_to_partner(story, self.network, self.partner, self.site.key, self.snapshot.at)
        return None if shown is None else Passed(self.network, self.site, shown, clearance)

    def _lists(self, uri: str) -> bool:
        here = (one for one in self.snapshot.placements(uri) if one.site == self.site.key)
        return any(not self.section or one.section == self.section for one in here)

    def had(self, story: Filed) -> bool:
        """Whether the partner could have had it before."""
        return was_passed(story, self.network, self.partner, self.site.key, self.snapshot.at)

    def newest(self, before: Position | None, limit: int) -> dict[str, Any]:
        """The list, newest first, from behind a place in it. `after` is where to follow it from."""
        lines: list[dict[str, Any]] = []
        behind: Position | None = None
        for read, row in enumerate(self.snapshot.placed(self.where, before), 1):
            story = self.snapshot.story(row.uri)
            passed = self.granted(story) if story is not None else None
            if passed is not None:
                lines.append(passed.line())
            if len(lines) >= limit or read >= MOST_READ:
                behind = Position(row.released, row.id)
                break
        start = self.written(Cursor(self.snapshot.seq, self.snapshot.at))
        return {"stories": lines, "before": token(behind) if behind else None, "after": start}

    def changed(self, cursor: Cursor, limit: int) -> dict[str, Any]:
        """What has changed behind the cursor, each story once and as it is now.

        Raises Refused (410) when a licence has begun or ended since: then the list is to be read anew.
        """
        uris, end = self._touched(cursor, limit)
        more = end.seq < self.snapshot.seq
        if not more:
            moved, end = self._turned(end, limit)
            more = end.at < self.snapshot.at
            uris.update(moved)
        lines = [line for uri in uris if (line := self._line(uri)) is not None]
        return {"stories": lines, "after": self.written(end), "more": more}

    def _touched(self, cursor: Cursor, limit: int) -> tuple[dict[str, None], Cursor]:
        """The stories that entries of the ledger have touched."""
        uris: dict[str, None] = {}
        seq, place = cursor.seq, f"placed:{self.where}"
        for seq, keys in islice(self.feed.touches(cursor.seq), MOST_READ):
            if seq > self.snapshot.seq:
                return uris, Cursor(self.snapshot.seq, cursor.at)
            if place in keys:
                uris.update(dict.fromkeys(one.removeprefix("story:") for one in keys if one.startswith("story:")))
            if len(uris) >= limit:
                break
        return uris, Cursor(seq, cursor.at)

    def _turned(self, cursor: Cursor, limit: int) -> tuple[dict[str, None], Cursor]:
        """The stories that time alone has changed: embargoes lifted, copy expired."""
        uris: dict[str, None] = {}
        last = cursor.at
        for one in self.feed.boundaries(cursor.at, self.snapshot.at):
            if not one.uri:
                raise Refused(problem(410, f"{one.what}: read the list anew, without `after`"))
            if len(uris) >= limit and one.at > last:
                return uris, Cursor(cursor.seq, last)
            if self._lists(one.uri):
                uris[one.uri] = None
            last = one.at
        return uris, Cursor(cursor.seq, self.snapshot.at)

    def _line(self, uri: str) -> dict[str, Any] | None:
        story = self.snapshot.story(uri)
        if story is None:
            return None
        passed = self.granted(story)
        if passed is not None:
            return passed.line()
        if not self.had(story):
            return None
        return gone(story.id, killed=story.standing is not None and story.standing.killed_at is not None)


def cursor_of(text: str, view: View) -> Cursor:
    """The cursor that a partner sends back. Raises Refused: 400 for none of ours, 410 for one that leads nowhere."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise Refused(problem(400, "`after` is no cursor of this API"))
    cursor = Cursor(int(found[1], 16), _EPOCH + int(found[2], 16) * _MICROSECOND)
    if cursor.seq > view.snapshot.seq or found[3] != view.seal(cursor.seq):
        words = "the terms, or the ledger, are others than when this cursor was given: read the list anew, without it"
        raise Refused(problem(410, words))
    return cursor


def place_of(text: str) -> Position | None:
    """The place in a list that a partner sends back. Raises Refused for none of ours."""
    if not text:
        return None
    place = position_of(text)
    if place is None:
        raise Refused(problem(400, "`before` is no place of this API"))
    return place
