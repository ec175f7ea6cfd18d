"""How long readers are waited for that do not take what they asked for."""

from __future__ import annotations

import asyncio
import fcntl
import struct
import termios
from contextlib import suppress

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
        """Whether something waits here to be taken."""
        return self._transport.get_write_buffer_size() > 0

    def is_over(self, heard: float) -> bool:
        """Whether nothing was taken since the last look, and nothing came from the reader either.

        `heard` is a time or a count that moves with all that comes.
        """
        unread, before = self._left(), self._unread
        moved = heard != self._heard
        self._unread, self._heard = unread, heard
        return 0 < before <= unread and not moved

    def _left(self) -> int:
        """Bytes that the reader has still to take, when some of them wait here.

        With those that the kernel keeps for it: of its megabytes it asks us for more only when a third is free, so a
        slow reader would seem to take nothing for long.
        """
        here = self._transport.get_write_buffer_size()
        return here + self._in_kernel() if here else 0

    def _in_kernel(self) -> int:
        kept = bytes(4)
        # Where a system does not tell of sockets, or this one is gone, what waits here must do.
        with suppress(OSError, ValueError):
            kept = fcntl.ioctl(self._transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, kept)
        return int(struct.unpack("i", kept)[0])
