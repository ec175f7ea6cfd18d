"""A socket to a server that the owner named, and only to addresses that the source allows."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wireroom.errors import TransportError
from wireroom.transports.addresses import is_public

TIMEOUT = 30.0  # seconds without a byte


def dial(host: str, port: int, *, allow_private: bool, timeout: float = TIMEOUT) -> socket.socket:
    """A connection to the first address that answers; raises TransportError."""
    where = f"{host}:{port}"
    try:
        looked_up = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TransportError(f"{host} is not found: {error}", where=where, todo="mend the host in `from`") from error
    found = list(dict.fromkeys(str(one[4][0]) for one in looked_up))
    allowed = [one for one in found if allow_private or is_public(one)]
    if not allowed:
        what = f"{host} leads to {', '.join(found)}, which is not an address of the open internet"
        todo = "if that is meant, write allow_private = true in the source"
        raise TransportError(what, where=where, todo=todo)
    trouble: OSError | None = None
    for address in allowed:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            trouble = error
    words = (trouble.strerror if trouble else "") or str(trouble)
    raise TransportError(f"no connection: {words}", where=where, todo="it is tried again later") from trouble


def context_of(ca_file: str, home: Path) -> ssl.SSLContext:
    """TLS as it should be: certificates are checked, also against the owner's own authority where one is named.

    Raises TransportError.
    """
    context = ssl.create_default_context()
    if ca_file:
        file = home / ca_file
        try:
            context.load_verify_locations(file)
        except OSError as error:
            todo = "write the authority's certificate there, as PEM"
            raise TransportError(f"the ca_file cannot be used: {error}", where=str(file), todo=todo) from error
    return context


def distrusted(error: ssl.SSLCertVerificationError, where: str) -> TransportError:
    """The error for a server whose certificate is not trusted."""
    todo = "if the certificate is of an authority of your own, name it with ca_file"
    return TransportError(f"its certificate is not trusted: {error.verify_message}", where=where, todo=todo)


class Place:
    """Where a source's server is: the parts of an address such as `sftp://user@host:22/folder`."""

    def __init__(self, address: str, ports: dict[str, int]) -> None:
        parts = urlsplit(address)
        self.scheme = parts.scheme
        self.host = parts.hostname or ""
        self.port = parts.port or ports[parts.scheme]
        self.user = unquote(parts.username or "")
        path = unquote(parts.path)
        # As in RFC 1738 §3.2.2, the path is from the login folder; a second slash makes it the server's root.
        self.folder = path[1:].rstrip("/") or ("/" if path.startswith("//") else "")

    @property
    def shown(self) -> str:
        """The place as it may stand in messages."""
        return f"{self.scheme}://{self.host}:{self.port}/{self.folder.lstrip('/')}"
