"""What a module that writes a format must offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wireroom.formats.beyond import Facts
from wireroom.news import Version


class WritableFormat(Protocol):
    """A module of this room satisfies it; `name` is that of the format's reader."""

    name: str

    def document(self, version: Version, facts: Facts) -> bytes:
        """One version as a document; `facts` is the extension to write, empty for none."""

    def documents(self, versions: Sequence[tuple[Version, Facts]]) -> bytes:
        """Several versions as one document, in their order."""
