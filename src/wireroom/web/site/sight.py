"""One request's look at the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Protocol

from wireroom.rights.stock import Snapshot


class Readable(Protocol):
    """What serving needs of a ledger: it never writes."""

    def seq(self) -> int: ...
    def touches(self, after: int = 0) -> Iterable[tuple[int, frozenset[str]]]: ...
    def snapshot(self, at: datetime) -> AbstractContextManager[Snapshot]: ...
    def glance(self, at: datetime) -> AbstractContextManager[Snapshot]: ...


class Sight:
    """A snapshot that is opened when the first needs it, and then the same for all that belongs to the request.

    `look` is how: the ledger's `glance` or `snapshot`.
    """

    __slots__ = ("_look", "_looking", "_snapshot", "at")

    def __init__(self, look: Callable[[datetime], AbstractContextManager[Snapshot]], at: datetime) -> None:
        self._looking = look
        self.at = at
        self._look: AbstractContextManager[Snapshot] | None = None

    def snapshot(self) -> Snapshot:
        """The ledger as of the first call."""
        if self._look is None:
            look = self._looking(self.at)
            self._snapshot = look.__enter__()
            self._look = look
        return self._snapshot

    def __enter__(self) -> Sight:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._look is not None:
            self._look.__exit__(kind, error, trace)
