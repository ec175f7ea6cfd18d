"""What a destination is: a place that takes whole files by their paths."""

from __future__ import annotations

from typing import Protocol


class Destination(Protocol):
    """Where published files go. A file is there whole or not at all; a new one takes the place of the old in one step.

    Paths are relative, with "/" between their parts. Methods raise TransportError when the place refuses.
    """

    @property
    def suffix(self) -> str:
        """What stands behind the name of an HTML page that has none of its own."""

    @property
    def where(self) -> str:
        """The place, for people."""

    def holds(self, path: str, body: bytes | None) -> bool:
        """Whether just this file is there (None: no file), as far as the place can tell cheaply; else no."""

    def put(self, path: str, media_type: str, body: bytes) -> None:
        """Places the file; it may be there only once `flush` returns."""

    def remove(self, path: str) -> None:
        """Takes the file away; one that is not there is no error. It may be gone only once `flush` returns."""

    def flush(self, *, durable: bool) -> None:
        """Waits until all is done that was asked for. With `durable`, a power cut cannot undo it either."""

    def close(self) -> None:
        """Lets go of the place, and removes what a put that was broken off left behind."""
