"""What a transport brings: deliveries, acknowledged only when the ledger has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from wireroom.formats.model import Hint


def _nothing_beside(name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Bytes as they came. `key` names them to their transport; `beside` finds a file sent along, a picture say."""

    key: str
    data: bytes
    hint: Hint
    beside: Callable[[str], bytes | None] = _nothing_beside


class Transport(Protocol):
    """A way in."""

    def deliveries(self) -> list[Delivery]:
        """What is there now and whole; raises TransportError when the way itself is closed."""

    def done(self, delivery: Delivery) -> None:
        """The ledger (or quarantine) has it: it will not be delivered again."""
