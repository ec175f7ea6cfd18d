"""A snapshot that remembers which part of which list was read, so that a page is made again only when that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar, cast

from wireroom.ledger.codec import micros
from wireroom.ledger.model import Snapshot
from wireroom.news import EVERYTHING, Corrected, Gone, Headline, Narrowing, Neighbours, Placement, Position, Story
from wireroom.routing.shelves import CORRECTIONS, shelf_list

_NEWEST = micros(datetime.max.replace(tzinfo=UTC))
_OLDEST = -(1 << 62)
_MOST_KEPT = 24  # answers: those of a few stories
_MOST_ROWS = 512  # of lists
_Answer = TypeVar("_Answer")


class Reading:
    """A `Snapshot` for the making of one page.

    A page says which lists it uses; of a long one it is mostly a small part. `spans` holds the part: list, newest and
    oldest place that was looked at (microseconds). An entry that changes nothing in there cannot have changed the
    page. `whole` holds the lists that were asked for more than their rows, pins say: every entry on them counts.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.seq = snapshot.seq
        self.at = snapshot.at
        self.whole: set[str] = set()
        self._read: dict[str, tuple[int, int]] = {}

    @property
    def spans(self) -> list[tuple[str, int, int]]:
        """The parts of lists that were read."""
        return [(where, *span) for where, span in self._read.items()]

    def story(self, uri: str) -> Story | None:
        return self._snapshot.story(uri)

    def stories(self, after: str = "") -> Iterator[str]:
        return self._snapshot.stories(after)

    def uri_of(self, id: str) -> str | None:
        return self._snapshot.uri_of(id)

    def old_page(self, name: str) -> str | None:
        return self._snapshot.old_page(name)

    def placements(self, uri: str) -> tuple[Placement, ...]:
        return self._snapshot.placements(uri)

    def placed(self, where: str, before: Position | None = None) -> Iterator[Headline]:
        newest = _NEWEST if before is None else micros(before.released)
        oldest = newest
        rows = self._snapshot.placed(where, before)
        try:
            for row in rows:
                # Before the row is used: whoever takes one and stops has read it.
                oldest = micros(row.released)
                self._note(where, newest, oldest)
                yield row
            self._note(where, newest, _OLDEST)
        finally:
            self._note(where, newest, oldest)

    def _note(self, where: str, newest: int, oldest: int) -> None:
        known = self._read.get(where)
        if known is not None:
            newest, oldest = max(newest, known[0]), min(oldest, known[1])
        self._read[where] = newest, oldest

    def pinned(self, site: str) -> tuple[str, ...]:
        self.whole.add(f"placed:{site}")
        return self._snapshot.pinned(site)

    def gone(self, where: str) -> Iterator[Gone]:
        self.whole.add(f"placed:{where}")
        return self._snapshot.gone(where)

    def related(self, uri: str) -> Neighbours:
        return self._snapshot.related(uri)

    def listed(self, where: str, uris: Sequence[str]) -> Iterator[Headline]:
        return self._snapshot.listed(where, uris)

    def shelves(self, uri: str) -> tuple[str, ...]:
        return self._snapshot.shelves(uri)

    def corrected(self, site: str, before: Position | None = None) -> Iterator[Corrected]:
        self.whole.add(f"placed:{shelf_list(site, CORRECTIONS)}")
        return self._snapshot.corrected(site, before)

    def search(
        self, site: str, query: str, before: Position | None = None, narrowing: Narrowing = EVERYTHING
    ) -> Iterator[Headline]:
        self.whole.add(f"placed:{site}")
        return self._snapshot.search(site, query, before, narrowing)

    def best(self, site: str, query: str, narrowing: Narrowing = EVERYTHING) -> Iterator[Headline]:
        self.whole.add(f"placed:{site}")
        return self._snapshot.best(site, query, narrowing)


class OneStory(Reading):
    """A `Snapshot` for the pages of one story on one site after the other: what it was asked last it knows."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], object] = {}
        self._rows: dict[tuple[str, str], Headline | None] = {}

    def of(self, snapshot: Snapshot) -> OneStory:
        """The same for this snapshot."""
        if getattr(self, "_snapshot", None) is not snapshot:
            super().__init__(snapshot)
            self._kept.clear()
            self._rows.clear()
        elif len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        return self

    def story(self, uri: str) -> Story | None:
        return self._asked("story", uri, self._snapshot.story)

    def uri_of(self, id: str) -> str | None:
        return self._asked("uri", id, self._snapshot.uri_of)

    def placements(self, uri: str) -> tuple[Placement, ...]:
        return self._asked("placements", uri, self._snapshot.placements)

    def related(self, uri: str) -> Neighbours:
        return self._asked("related", uri, self._snapshot.related)

    def listed(self, where: str, uris: Sequence[str]) -> Iterator[Headline]:
        """Stories of one time are related to the same few others: their rows are kept."""
        asked = [(where, uri) for uri in uris]
        if missing := [uri for uri in uris if (where, uri) not in self._rows]:
            if len(self._rows) > _MOST_ROWS:
                self._rows.clear()
                missing = list(uris)
            found = {row.uri: row for row in self._snapshot.listed(where, missing)}
            self._rows.update({(where, uri): found.get(uri) for uri in missing})
        return (row for key in asked if (row := self._rows[key]) is not None)

    def _asked(self, what: str, name: str, ask: Callable[[str], _Answer]) -> _Answer:
        key = what, name
        if key not in self._kept:
            self._kept[key] = ask(name)
        return cast(_Answer, self._kept[key])
