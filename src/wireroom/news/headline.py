"""All that a list needs of a story: its rows never load a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from wireroom.news.standing import Standing
from wireroom.news.version import Association


class Position(NamedTuple):
    """A place in a list: newest first by release, then by id, so that pages can go on from it."""

    released: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Headline:
    """One row of a list. It still holds copy that the gate has not cleared: pages get it only through `rights`.

    `home` is the site that the story's canonical URL is on; `sections` are the sections it is in on this list's site;
    `fingerprint` is the digest of the shown version's content, so that what was made of it once need not be made again;
    `signs` are the keys of what it is about (`related`), which tell near-duplicates and hold no words.
    """

    id: str
    uri: str
    text: str
    summary: str
    language: str
    provider: str
    released: datetime
    updated: datetime
    urgency: int | None
    home: str
    sections: tuple[str, ...]
    corrected: bool
    standing: Standing
    picture: Association | None = None
    fingerprint: str = ""
    signs: tuple[int, ...] = ()

    @property
    def position(self) -> Position:
        """Where this row stands in its list."""
        return Position(self.released, self.id)


class Narrowing(NamedTuple):
    """What a search leaves out: what is not on all these shelves, what came out before `since`, or from `until` on."""

    shelves: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Narrowing()


class Corrected(NamedTuple):
    """A correction of a story in a list of corrections: when it was made, and of which story."""

    at: datetime
    id: str
    uri: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A killed story that this list once held: what a feed's tombstone needs, and nothing of the copy."""

    id: str
    uri: str
    released: datetime
    killed_at: datetime
    source: str
