"""The one clock: monotone, so that a clock set back re-opens nothing; it may start at a simulated moment."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells aware UTC moments that never go backwards.

    `start` begins a simulated clock at that moment, which then ticks; `floor` is a moment already seen, in an
    earlier run say, behind which a real clock may not go.
    """

    def __init__(self, *, start: datetime | None = None, floor: datetime | None = None) -> None:
        self.simulated = start is not None
        self._start = start
        self._began = time.monotonic()
        self._last = floor if floor is not None and start is None else datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """Now."""
        if self._start is not None:
            now = self._start + timedelta(seconds=time.monotonic() - self._began)
        else:
            now = datetime.now(UTC)
        with self._lock:
            if now > self._last:
                self._last = now
            return self._last
