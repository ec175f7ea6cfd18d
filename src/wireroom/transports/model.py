"""What a transport brings: deliveries, acknowledged only when the ledger has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from wireroom.formats.model import Hint


def _nothing_beside(name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Bytes as they came. `key` names them to their transport; `beside` finds a file sent along, a picture say.

    `problem` says why nobody should read them, as they are truncated, say: they go to quarantine with that reason.
    `repeats` tells that the document comes again and again under this key, mostly with what was in it before, as a
    feed does.
    """

    key: str
    data: bytes
    hint: Hint
    beside: Callable[[str], bytes | None] = _nothing_beside
    problem: str = ""
    repeats: bool = False


class Transport(Protocol):
    """A way in."""

    def deliveries(self) -> list[Delivery]:
        """What is there now and whole; raises TransportError when the way itself is closed."""

    def done(self, delivery: Delivery) -> None:
        """The ledger (or quarantine) has it: it will not be delivered again."""


@runtime_checkable
class Parting(Protocol):
    """A transport that has something to end at the other side when its source is taken out of the network file."""

    def leave(self) -> None:
        """Ends it; trouble with that is told and raises nothing."""


@runtime_checkable
class Paced(Protocol):
    """A transport that knows itself when it is worth another look."""

    @property
    def remarks(self) -> dict[str, str]:
        """What the owner should know, by subject, in plain words."""

    def interval(self, news: bool) -> float:
        """The seconds until the next look, 0 for at once; `news`: the last one brought the ledger something new."""


@runtime_checkable
class Roused(Protocol):
    """A transport that the other side tells when there is something. A wait may last long, and blocks its thread."""

    def wait(self, seconds: float) -> None:
        """Returns when another look is worth it: told by the other side, else about so many seconds later."""

    def rouse(self) -> None:
        """Ends a wait within a moment, and every later one; for use from another thread."""
