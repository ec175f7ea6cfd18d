"""Rendered rails, and the shelf that holds those of one site."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from wireroom.web.site.deflate import deflated

NEVER = datetime.max.replace(tzinfo=UTC)


class Shelf:
    """The rails of one site, with links written one way.

    `generation` moves when one of them is dropped: a page that saw the present one need not look at its rails again.
    """

    __slots__ = ("generation", "rails", "until")

    def __init__(self) -> None:
        self.generation = 0
        self.rails: dict[int, Rail] = {}
        self.until = NEVER


class Rail:
    """A rendered rail: its bytes, their deflate blocks once they are asked for, and what would change it."""

    __slots__ = ("_block", "body", "digest", "number", "shelf", "until", "uses")

    def __init__(self, shelf: Shelf, number: int, body: bytes, uses: frozenset[str], until: datetime | None) -> None:
        self.shelf = shelf
        self.number = number
        self.body = body
        self.uses = uses
        self.until = until or NEVER
        self.digest = digest(body)
        self._block: bytes | None = None

    @property
    def block(self) -> bytes:
        """The rail deflated."""
        if self._block is None:
            self._block = deflated(self.body)
        return self._block


def digest(*parts: bytes) -> bytes:
    """Nine bytes that tell these parts from any others."""
    # Processors have instructions for SHA-256: a feed is hashed in half the time that blake2b takes.
    hashed = hashlib.sha256(usedforsecurity=False)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "little"))
        hashed.update(part)
    return hashed.digest()[:9]
