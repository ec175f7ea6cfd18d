"""What readers ask for again after every entry, kept in memory until an entry touches it."""

from __future__ import annotations

import sqlite3
from bisect import insort
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Any, NamedTuple

from wireroom.ledger.model import Entry, Outcome
from wireroom.ledger.sqlite import rows
from wireroom.news import Story

MOST_STORIES = 128  # each with its copy, so that these are a few megabytes at most
MOST_LISTS = 4096
MOST_ENTRIES = 500  # further behind than that, forgetting everything is cheaper than reading what changed
MOST_EXPECTED = 64  # entries of this process that readers need not look up; a flood is read from the file
STORY = "story"  # the part of `story:…` that is the story itself
HEAD = "head"  # the part of `placed:…` that is the list's first rows, and whether they are all
LONGEST_HEAD = 48  # rows of a list that are remembered: enough for a front, a feed or a section


class Left(NamedTuple):
    """How an entry leaves its story: what it is, and its row in each list.

    `besides` says that it is, or was, more in its lists than a row: pinned, or killed.
    """

    story: Story
    rows: dict[str, rows.ListRow]
    besides: bool = True


class Recent:
    """Answers of snapshots by page key (`story:…`, `placed:…`), each with the number of the entry as of which it holds.

    An answer holds for every snapshot from the one that read it on until an entry touches its key; a snapshot of an
    earlier moment never sees it. So a front whose one list has changed reads that list, and not the nine others.
    Any thread may use it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._seq = -1
        self._made_with: str | None = None
        self._lists: dict[str, dict[Hashable, tuple[int, Any]]] = {}
        self._stories: dict[str, dict[Hashable, tuple[int, Any]]] = {}
        self._expected: deque[tuple[int, frozenset[str], Left]] = deque(maxlen=MOST_EXPECTED)

    def expect(self, entries: Iterable[Entry], left: Mapping[str, Left]) -> None:
        """Entries that this process has just committed in one transaction, and how that leaves their stories.

        It is what a reader would find in the file: the next to ask need not.
        """
        with self._lock:
            self._expected += (
                (one.seq, one.touches, left[one.what.uri]) for one in entries if one.outcome is not Outcome.DUPLICATE
            )

    def touches(self, after: int, upto: int) -> list[tuple[int, frozenset[str]]] | None:
        """What the entries behind `after` up to number `upto` touched; None when not all of them are known here."""
        with self._lock:
            found = [(seq, touches) for seq, touches, _ in self._expected if after < seq <= upto]
        return found if len(found) == upto - after else None

    def follow(self, opened: Callable[[], sqlite3.Connection], state: rows.State) -> None:
        """Forgets what was touched up to the last entry of `state`, which is what `opened` gives a connection to.

        When the projections were made with another network file, all is forgotten.
        """
        seq, made_with = state.seq, state.made_with
        if seq == self._seq and made_with == self._made_with:
            return
        with self._lock:
            if made_with != self._made_with or not self._seq <= seq <= self._seq + MOST_ENTRIES:
                if seq < self._seq and made_with == self._made_with:
                    return  # a snapshot that was taken before another thread's
                self._lists.clear()
                self._stories.clear()
            elif seq > self._seq:
                self._forget(opened, seq)
            self._seq, self._made_with = seq, made_with

    def _forget(self, opened: Callable[[], sqlite3.Connection], upto: int) -> None:
        expected = [one for one in self._expected if self._seq < one[0] <= upto]
        if len(expected) < upto - self._seq:  # another process has written too
            for _, touches in rows.lines(opened(), "seq, touches", self._seq, MOST_ENTRIES):
                for key in rows.touches_of(touches):
                    self._of(key).pop(key, None)
            return
        for seq, touched, left in expected:
            for key in touched:
                kept = self._of(key).pop(key, None)
                if kept is None or not key.startswith("placed:"):
                    continue
                if HEAD in kept:
                    row = left.rows.get(key.removeprefix("placed:"))
                    head, whole = kept[HEAD][1]
                    self._keep(key, HEAD, seq, _moved(head, whole, left.story.id, row))
                if not left.besides:
                    for part, (since, answer) in kept.items():
                        if part != HEAD:
                            self._keep(key, part, since, answer)
            self._keep(f"story:{left.story.uri}", STORY, seq, left.story)

    def get(self, key: str, part: Hashable, seq: int) -> Any:
        """What was kept, when it holds for a snapshot as of `seq`; else None."""
        found = self._of(key).get(key)
        if found is None:
            return None
        kept = found.get(part)
        return kept[1] if kept is not None and kept[0] <= seq else None

    def put(self, key: str, part: Hashable, seq: int, answer: Any) -> None:
        """Keeps an answer of a snapshot as of `seq`, unless entries behind it have been followed already."""
        with self._lock:
            if seq == self._seq:
                self._keep(key, part, seq, answer)

    def _keep(self, key: str, part: Hashable, seq: int, answer: Any) -> None:
        store = self._of(key)
        if key not in store and len(store) >= (MOST_LISTS if store is self._lists else MOST_STORIES):
            del store[next(iter(store))]
        store.setdefault(key, {})[part] = (seq, answer)

    def _of(self, key: str) -> dict[str, dict[Hashable, tuple[int, Any]]]:
        return self._stories if key.startswith("story:") else self._lists


def _moved(
    head: tuple[rows.ListRow, ...], whole: bool, id: str, row: rows.ListRow | None
) -> tuple[tuple[rows.ListRow, ...], bool]:
    """The first rows of a list once one story's row in it is this one, or gone."""
    kept = [one for one in head if one[1] != id]
    # Behind the last row that is known stand others that are not: a row may only go before it.
    if row is not None and (whole or (kept and _place(row) < _place(kept[-1]))):
        insort(kept, row, key=_place)
    return tuple(kept[:LONGEST_HEAD]), whole and len(kept) <= LONGEST_HEAD


def _place(row: rows.ListRow) -> tuple[int, str]:
    """Where a row stands: the newest first."""
    return -row[0], row[1]
