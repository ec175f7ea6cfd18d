"""How bytes arrive: one module a way in, each with the same two verbs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.beside import beside
from wireroom.transports.folder import Folder, open_folder
from wireroom.transports.model import Delivery, Paced, Parting, Roused, Transport
from wireroom.transports.parcels import Parcels

if TYPE_CHECKING:
    from wireroom.transports.fetch import Fetcher

__all__ = [
    "Delivery",
    "Folder",
    "Paced",
    "Parting",
    "Roused",
    "Transport",
    "beside",
    "hint_for",
    "open_source",
    "redelivered",
]


def hint_for(source: Source, name: str = "") -> Hint:
    """What the network file knows of this source's copy."""
    return Hint(name=name, provider=source.provider, language=source.language, zone=source.zone)


def redelivered(source: Source, name: str, data: bytes) -> list[Delivery]:
    """What came as this source's file before, as it would be delivered now: archives opened, cut files told."""
    hint = hint_for(source, name)
    if source.address.partition(":")[0] in ("folder", "ftp", "ftps", "sftp"):
        return Parcels(hint).open(name, data, beside())
    return [Delivery(name, data, hint)]


def open_source(source: Source, home: Path, *, fetcher: Fetcher | None = None, inbox: str = "") -> Transport:
    """The transport that the source's `from` names; paths are from `home`, the network's folder.

    `fetcher` is the newsroom's one HTTP client; `inbox` the root at which hubs reach us, for feeds that are pushed.
    Each way in is imported only when a source comes by it. Raises TransportError for one that there is not.
    """
    kind = source.address.partition(":")[0]
    if kind == "folder":
        return open_folder(source, home, hint_for(source))
    if kind in ("ftp", "ftps", "sftp"):
        from wireroom.transports.remote import open_remote

        return open_remote(source, home, hint_for(source))
    if kind in ("imaps", "maildir"):
        from wireroom.transports.mail import open_mail

        return open_mail(source, home, hint_for(source))
    if kind in ("http", "https"):
        from wireroom.transports.web import open_web

        return open_web(source, home, hint_for(source), fetcher=fetcher, inbox=inbox)
    raise TransportError(
        f"'{kind}:' is not a way in that this version knows",
        where=f"sources.{source.key}",
        todo="use folder:, https://, ftp://, ftps://, sftp://, imaps://, maildir: or push:",
    )
