"""How long readers are waited for that do not take what they asked for."""

from __future__ import annotations

import asyncio

TAKE_TIME = 30.0  # seconds within which a reader has to take something of what is waiting for it


class Patience:
    """Sees whether the reader of one connection gets on. It costs nothing as long as nobody looks."""

    __slots__ = ("_heard", "_transport", "_unread")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._unread = 0
        self._heard = 0.0

    @property
    def waiting(self) -> bool:
        """Whether something waits to be taken."""
        return self._transport.get_write_buffer_size() > 0

    def is_over(self, heard: float) -> bool:
        """Whether nothing was taken since the last look, and nothing came from the reader either.

        `heard` is a time or a count that moves with all that comes.
        """
        unread, before = self._transport.get_write_buffer_size(), self._unread
        moved = heard != self._heard
        self._unread, self._heard = unread, heard
        return 0 < before <= unread and not moved
