"""What rooms that make outputs may know of copy before it is cleared: where it stands and since when, and no word.

A ledger's snapshot, its stories and its rows are more than this says. Seen as these protocols, nothing can be taken
from them but by the functions of this room, which ask the gate: the type checker holds every output to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, cast

from wireroom.news import (
    EVERYTHING,
    Corrected,
    Gone,
    Headline,
    Narrowing,
    Neighbours,
    Pin,
    Placement,
    Position,
    Standing,
    Story,
)


class Filed(Protocol):
    """A story in the ledger."""

    @property
    def id(self) -> str: ...
    @property
    def uri(self) -> str: ...
    @property
    def standing(self) -> Standing | None: ...


class Listed(Protocol):
    """A row of a list in the ledger."""

    @property
    def id(self) -> str: ...
    @property
    def uri(self) -> str: ...
    @property
    def home(self) -> str: ...
    @property
    def released(self) -> datetime: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def fingerprint(self) -> str: ...


class Snapshot(Protocol):
    """The ledger as of one entry, looked at from one moment, as outputs may see it (`ledger.model.Snapshot`)."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    def story(self, uri: str) -> Filed | None: ...
    def uri_of(self, id: str) -> str | None: ...
    def old_page(self, name: str) -> str | None: ...
    def placements(self, uri: str) -> tuple[Placement, ...]: ...
    def placed(self, where: str, before: Position | None = None) -> Iterator[Listed]: ...
    def pinned(self, site: str) -> tuple[str, ...]: ...
    def gone(self, where: str) -> Iterator[Gone]: ...
    def related(self, uri: str) -> Neighbours: ...
    def listed(self, where: str, uris: Sequence[str]) -> Iterator[Listed]: ...
    def shelves(self, uri: str) -> tuple[str, ...]: ...
    def corrected(self, site: str, before: Position | None = None) -> Iterator[Corrected]: ...
    def search(
        self, site: str, query: str, before: Position | None = None, narrowing: Narrowing = EVERYTHING
    ) -> Iterator[Listed]: ...
    def best(self, site: str, query: str, narrowing: Narrowing = EVERYTHING) -> Iterator[Listed]: ...


def uncleared_story(filed: Filed) -> Story:
    """The story itself, for this room alone."""
    return cast(Story, filed)


def uncleared_headline(listed: Listed) -> Headline:
    """The row itself, for this room alone."""
    return cast(Headline, listed)


def pin_ends(filed: Filed, site: str) -> Iterator[datetime]:
    """The moments at which the desk's pins of the story to this site's front end."""
    for one in uncleared_story(filed).decisions:
        pin = one.decision
        if isinstance(pin, Pin) and pin.site == site and pin.until:
            yield pin.until


def first_copy(filed: Filed) -> datetime | None:
    """When the first version with copy came; None when none has."""
    return min((one.at for one in uncleared_story(filed).versions if one.version.has_copy), default=None)


def last_change(filed: Filed, at: datetime) -> datetime | None:
    """When the last version, decision or moment came that a page of the story could show; never later than `at`."""
    story = uncleared_story(filed)
    moments = [one.at for one in story.versions] + [one.decision.at for one in story.decisions]
    if story.standing:
        moments += [one for one in (story.standing.released, story.standing.held_until) if one]
    return max((one for one in moments if one <= at), default=None)
