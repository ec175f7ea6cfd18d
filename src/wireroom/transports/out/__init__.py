"""How published files leave: one module a kind of place, each with the same few verbs."""

from __future__ import annotations

from pathlib import Path

from wireroom.errors import TransportError
from wireroom.transports.out.folder import KEPT, Folder
from wireroom.transports.out.model import Destination

__all__ = ["KEPT", "Destination", "Folder", "is_store", "open_destination"]


def is_store(address: str) -> bool:
    """Whether the address means an object store, not a folder."""
    return "://" in address


def open_destination(address: str) -> Destination:
    """The destination at the address: a folder's path, or `s3://BUCKET/PREFIX`. Raises TransportError for others."""
    if not is_store(address):
        return Folder(Path(address))
    if not address.startswith("s3://"):
        kind = address.partition("://")[0]
        todo = "name a folder, or s3://BUCKET/PREFIX"
        raise TransportError(f"'{kind}://' is no place to publish to that this version knows", where=address, todo=todo)
    from wireroom.transports.out.store import Store  # its library is an extra

    return Store(address)
