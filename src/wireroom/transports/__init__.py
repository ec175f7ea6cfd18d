"""How bytes arrive: watched folders and polled feeds."""

from __future__ import annotations

from pathlib import Path

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.folder import Folder, beside
from wireroom.transports.model import Delivery, Transport
from wireroom.transports.poll import Poll

__all__ = ["Delivery", "Folder", "Poll", "Transport", "beside", "hint_for", "open_source"]


def hint_for(source: Source, name: str = "") -> Hint:
    """What the network file knows of this source's copy."""
    return Hint(name=name, provider=source.provider, language=source.language, zone=source.zone)


def open_source(source: Source, home: Path) -> Transport:
    """The transport that the source's `from` names; folders are beside the network file."""
    kind, _, rest = source.address.partition(":")
    if kind == "folder":
        return Folder(home / rest, hint_for(source))
    if kind in ("http", "https"):
        return Poll(source.address, hint_for(source))
    raise TransportError(
        f"'{kind}:' is not a way in that this version knows",
        where=f"sources.{source.key}",
        todo="use folder:PATH, http://… or https://…",
    )
