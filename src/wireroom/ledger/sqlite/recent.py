"""What readers ask for again after every entry, kept in memory until an entry touches it."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from threading import Lock
from typing import Any

from wireroom.ledger.sqlite import rows

MOST_STORIES = 128  # each with its copy, so that these are a few megabytes at most
MOST_LISTS = 4096
MOST_ENTRIES = 500  # further behind than that, forgetting everything is cheaper than reading what changed


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

    def follow(self, connection: sqlite3.Connection, seq: int, made_with: str | None) -> None:
        """Forgets what was touched up to `seq`, the last entry that `connection` sees in its transaction.

        `made_with` says with which network file the projections in it were made: with another, all is forgotten.
        """
        if seq == self._seq and made_with == self._made_with:
            return
        with self._lock:
            if made_with != self._made_with or not self._seq <= seq <= self._seq + MOST_ENTRIES:
                if seq < self._seq and made_with == self._made_with:
                    return  # a snapshot that was taken before another thread's
                self._lists.clear()
                self._stories.clear()
            elif seq > self._seq:
                for _, touches in rows.lines(connection, "seq, touches", self._seq, MOST_ENTRIES):
                    for key in rows.touches_of(touches):
                        self._of(key).pop(key, None)
            self._seq, self._made_with = seq, made_with

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
            if seq != self._seq:
                return
            store = self._of(key)
            if key not in store and len(store) >= (MOST_LISTS if store is self._lists else MOST_STORIES):
                del store[next(iter(store))]
            store.setdefault(key, {})[part] = (seq, answer)

    def _of(self, key: str) -> dict[str, dict[Hashable, tuple[int, Any]]]:
        return self._stories if key.startswith("story:") else self._lists
