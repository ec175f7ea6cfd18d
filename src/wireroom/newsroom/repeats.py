"""What polled documents held the last time, so that of a feed only what is new is read."""

from __future__ import annotations

from wireroom.formats import Reading
from wireroom.formats.fresh import Seen, fresh
from wireroom.network.model import Source
from wireroom.transports import Delivery

MOST = 1000
"""Documents that are remembered, a few kilobytes each; the one that has not come for longest is forgotten first."""


class Repeats:
    """Remembers by source and key; only what the ledger has, and only for as long as the process runs.

    After a start, or when the source was changed in the network file, each document is read whole once.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Source, str], Seen | None] = {}
        self._pending: dict[tuple[Source, str], Seen | None] = {}

    def begin(self) -> None:
        """A transaction begins; what one before it read, and could not record, counts as unread."""
        self._pending.clear()

    def read(self, source: Source, delivery: Delivery) -> Reading | None:
        """What is new in a document that repeats; None when it has to be read as any other. Raises as readers do."""
        if not delivery.repeats:
            return None
        key = (source, delivery.key)
        seen = self._pending[key] if key in self._pending else self._kept.get(key)
        self._pending[key] = None
        found = fresh(delivery.data, delivery.hint, seen, format=source.format or None)
        if found is None:
            return None
        reading, self._pending[key] = found
        return reading

    def keep(self) -> None:
        """The ledger has it all."""
        for key, seen in self._pending.items():
            self._kept.pop(key, None)
            if seen is not None:
                self._kept[key] = seen
        self._pending.clear()
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
