"""Good manners towards hosts: one connection to each at a time, and a pause between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

SPACING = 1.0  # seconds between the end of one request to a host and the beginning of the next
MOST_HOSTS = 1000


@dataclass(slots=True)
class _Host:
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0
    waiting: int = 0


class Manners:
    """Lets threads take turns at a host. `clock` tells seconds, `sleep` waits for them."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object], spacing: float = SPACING) -> None:
        self._clock = clock
        self._sleep = sleep
        self._spacing = spacing
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits until nobody asks this host and it has had its rest; it is then ours inside the block."""
        with self._lock:
            if len(self._hosts) > MOST_HOSTS:
                self._forget()
            entry = self._hosts.setdefault(host, _Host())
            entry.waiting += 1
        try:
            with entry.lock:
                pause = entry.free_at - self._clock()
                if pause > 0:
                    self._sleep(pause)
                try:
                    yield
                finally:
                    entry.free_at = self._clock() + self._spacing
        finally:
            with self._lock:
                entry.waiting -= 1

    def _forget(self) -> None:
        now = self._clock()
        for name in [name for name, one in self._hosts.items() if not one.waiting and one.free_at <= now]:
            del self._hosts[name]
