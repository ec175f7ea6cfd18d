"""Folders of other machines, looked into again and again: FTP, FTPS, SFTP."""

from __future__ import annotations

from pathlib import Path

from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.remote.model import Connect
from wireroom.transports.remote.pull import Pull

__all__ = ["Pull", "open_remote"]


def open_remote(source: Source, home: Path, hint: Hint) -> Pull:
    """The transport of an `ftp:`, `ftps:` or `sftp:` source; connects to nobody yet. Raises TransportError."""
    connect: Connect
    if source.address.startswith("sftp:"):
        from wireroom.transports.remote.sftp import sftp

        connect = sftp(source, home)
    else:
        from wireroom.transports.remote.ftp import ftp

        connect = ftp(source, home)
    return Pull(source, connect, home, hint)
