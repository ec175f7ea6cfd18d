"""What a ledger promises: entries, snapshots, outcomes. No storage here, so that pages may import it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from wireroom.network.model import Network
from wireroom.news import (
    EVERYTHING,
    Corrected,
    Decision,
    Gone,
    Headline,
    Narrowing,
    Neighbours,
    Placement,
    Position,
    Story,
    Version,
)


class Outcome(StrEnum):
    """What became of an appended version or decision."""

    ACCEPTED = "accepted"  # a first version
    UPDATED = "updated"  # it is now the latest
    OLDER = "older"  # recorded, a higher version stays
    DUPLICATE = "duplicate"  # the same content was there: nothing written
    CONFLICT = "conflict"  # another content under the same number: both bind
    REFUSED = "refused"  # recorded, but its provider does not own the uri: it does not bind
    KILLED = "killed"  # a kill took effect
    DARK = "dark"  # recorded for a story that is killed: it stays dark
    DECIDED = "decided"  # an editor's decision was recorded


BEST_OF = 1000
"""Stories among which a search looks for the best: the newest, so that a common word costs no more than a rare one."""

NO_ORIGINALS: Mapping[str, bytes] = MappingProxyType({})

MOST_NAMED = 50
"""Items that one question for names answers with: whoever is called by so common a name must be called otherwise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `touches` are the page keys that it may have changed (`story:…`, `placed:…`).

    For a duplicate no line is written: `seq` is then that of the entry that already holds the content.
    """

    seq: int
    at: datetime
    what: Version | Decision
    source: str
    digest: str
    fingerprint: str
    touches: frozenset[str]
    outcome: Outcome

    @property
    def uri(self) -> str:
        """The story this entry is about."""
        return self.what.uri


@dataclass(frozen=True, slots=True)
class Boundary:
    """A moment at which time alone changes a story: `what` says in words what happens then."""

    at: datetime
    uri: str
    what: str


class Snapshot(Protocol):
    """The ledger as of `seq`, looked at from the moment `at`. Nothing here has been cleared for readers."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...

    def story(self, uri: str) -> Story | None:
        """The story with this uri."""

    def stories(self, after: str = "") -> Iterator[str]:
        """The uri of every story behind `after`, killed ones and those never seen too, lazily and in order."""

    def uri_of(self, id: str) -> str | None:
        """The uri behind a story id."""

    def old_page(self, name: str) -> str | None:
        """The uri of the imported page that had this old address (`news.old_address`), the last made of several."""

    def placements(self, uri: str) -> tuple[Placement, ...]:
        """Where the story belongs."""

    def placed(self, where: str, before: Position | None = None) -> Iterator[Headline]:
        """The stories of `site`, `site/section` or `site#shelf`, newest first, lazily; from behind `before` when given.

        What shelves there are stands in `routing.shelves`. Passes over only what can never show there again by time
        alone (expired, display time over, killed).
        """

    def pinned(self, site: str) -> tuple[str, ...]:
        """The uris pinned to the head of the site's front, last pinned first."""

    def gone(self, where: str) -> Iterator[Gone]:
        """The killed stories that were in this list, last killed first."""

    def related(self, uri: str) -> Neighbours:
        """What the story is related to among those of its fortnight and the one before, wherever they belong."""

    def listed(self, where: str, uris: Sequence[str]) -> Iterator[Headline]:
        """The rows of these stories in a list, in this order, lazily; nothing for one that `placed` would not give."""

    def shelves(self, uri: str) -> tuple[str, ...]:
        """The shelves that the story belongs on, whatever its sites, in order; none for a killed one."""

    def corrected(self, site: str, before: Position | None = None) -> Iterator[Corrected]:
        """The corrections of the site's stories, the last made first, lazily; from behind `before` when given."""

    def search(
        self, site: str, query: str, before: Position | None = None, narrowing: Narrowing = EVERYTHING
    ) -> Iterator[Headline]:
        """The stories of `site` (or `site/section`) that hold every word of the query, newest first, lazily.

        "Quoted" words must stand in a row; there is no other syntax, so no query is wrong. A query without words
        finds all that a narrowing leaves, and nothing without one.
        """

    def best(self, site: str, query: str, narrowing: Narrowing = EVERYTHING) -> Iterator[Headline]:
        """The newest BEST_OF that `search` finds, those in which the words weigh most first."""


class Ledger(Protocol):
    """The append-only record."""

    def append(self, what: Version | Decision, *, at: datetime, source: str = "", digest: str = "") -> Entry:
        """Records one thing durably and brings every projection up to date in the same transaction."""

    def append_all(
        self,
        items: Sequence[tuple[Version | Decision, str, str]],
        *,
        at: datetime,
        originals: Mapping[str, bytes] = NO_ORIGINALS,
    ) -> list[Entry]:
        """Records many (what, source, digest) in one transaction: group commit for floods.

        Of the originals (by digest) those are kept with them that the new entries name: what no entry names, nobody
        could find again, nor erase when a contract ends.
        """

    def keep(self, data: bytes) -> str:
        """Keeps bytes that something recorded names in its own words; their digest (hex)."""

    def original(self, digest: str) -> bytes | None:
        """The bytes with this digest, None when they are not here. Raises LedgerError when they are damaged."""

    def entries(self, after: int = 0) -> Iterable[Entry]:
        """Every entry behind `after`, in order: the change feed."""

    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]:
        """Of every entry behind `after`, its number and the page keys it touches: all that a cache needs to hear."""

    def history(self, uri: str) -> list[Entry]:
        """Every entry about one story, in order."""

    def knows(self, digest: str) -> bool:
        """Whether versions read from an original with this digest (hex) are recorded."""

    def known(self, digests: Iterable[str]) -> frozenset[str]:
        """Those of the digests that `knows` holds for, asked at once."""

    def named(self, provider: str, names: Sequence[str], since: datetime, until: datetime) -> list[str]:
        """The uris of this provider's items that go by one of the names (`ledger.names`), made in [since, until].

        The last made first, at most MOST_NAMED.
        """

    def filed(self, provider: str, names: Iterable[str]) -> frozenset[str]:
        """Those of the names that any item of this provider goes by: what else is asked of `named` finds nothing."""

    def snapshot(self, at: datetime) -> AbstractContextManager[Snapshot]:
        """A consistent view, to be used as a context manager."""

    def glance(self, at: datetime) -> AbstractContextManager[Snapshot]:
        """A view as of what `seq` told last, cheap where memory knows the answers.

        Asking it raises MovedError when an entry has come since that memory cannot do without.
        """

    def next_boundary(self, after: datetime) -> datetime | None:
        """The next moment after `after` at which time alone changes something."""

    def boundaries(self, after: datetime, until: datetime) -> list[Boundary]:
        """What time changes in (after, until], in order."""

    def seq(self) -> int:
        """The number of the last committed entry; cheap, and sees commits of other processes."""

    def high_water(self) -> datetime | None:
        """The latest moment any entry was made: no verdict may go back behind it."""

    def adopt(self, network: Network) -> None:
        """Uses this network from now on, and makes the projections again when it routes or licenses otherwise."""

    def catch_up(self) -> None:
        """Brings the search index up to the last entry; call it behind a commit, outside the publishing path."""

    def close(self) -> None: ...
