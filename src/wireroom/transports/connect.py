"""Connects to checked addresses only, and bounds all that passes on the connection by one deadline and one size."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore2

from wireroom.errors import TransportError
from wireroom.transports.addresses import is_public

Resolve = Callable[[str, int], list[str]]
"""The numeric addresses of a host and port; raises OSError."""

_LONGEST_CONNECT = 10.0  # seconds for one address, so that a second one gets its chance


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(slots=True)
class Bounds:
    """What one request may take: until when (`clock`'s seconds), how many raw bytes, and which addresses and ports."""

    until: float
    raw: int
    clock: Callable[[], float] = time.monotonic
    allow_private: bool = False
    ports: frozenset[int] = frozenset({80, 443})
    sockets: Sockets = field(default_factory=lambda: Sockets())

    def left(self) -> float:
        """The seconds that are left; raises TransportError when there are none."""
        left = self.until - self.clock()
        if left <= 0:
            raise TransportError("the answer took too long")
        return left

    def read(self, size: int) -> None:
        """Counts bytes that came."""
        self.raw -= size
        if self.raw < 0:
            raise TransportError("the answer is too large")


class Sockets:
    """The open sockets of a client: closing them from another thread ends whatever waits on them."""

    def __init__(self) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.closed = False

    def add(self, one: socket.socket) -> None:
        """Follows a new one; raises TransportError when all is being closed."""
        with self._lock:
            if self.closed:
                one.close()
                raise TransportError("the newsroom is closing")
            self._open.add(one)

    def drop(self, one: socket.socket) -> None:
        """Follows it no more."""
        with self._lock:
            self._open.discard(one)

    def close(self) -> None:
        """Ends them all, and every one to come."""
        with self._lock:
            self.closed = True
            for one in self._open:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # not connected, or gone already


class Backend(httpcore2.NetworkBackend):
    """Resolves, checks what was resolved, and connects to just that: a name that changes its mind changes nothing."""

    def __init__(self, bounds: Bounds, resolve: Resolve) -> None:
        self._bounds = bounds
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream to the first address that answers; raises TransportError."""
        if port not in self._bounds.ports:
            ports = ", ".join(map(str, sorted(self._bounds.ports)))
            raise TransportError(f"port {port} is not asked, only {ports}", todo="name the port in the source's `from`")
        trouble: OSError | None = None
        for address in self._checked(host, port):
            try:
                return Stream(self._connected(address, port), self._bounds)
            except OSError as error:
                trouble = error
        raise TransportError(f"no connection to {host}: {_words(trouble)}") from trouble

    def _checked(self, host: str, port: int) -> list[str]:
        found = self._looked_up(host.strip("[]"), port)
        allowed = [one for one in found if self._bounds.allow_private or is_public(one)]
        if not allowed:
            raise TransportError(
                f"{host} leads to {', '.join(found)}, which is not an address of the open internet",
                todo="if that is meant, write allow_private = true in the source",
            )
        return allowed

    def _looked_up(self, host: str, port: int) -> list[str]:
        """In a thread of its own, since a resolver knows no deadline."""
        found: list[list[str] | OSError] = []

        def look() -> None:
            try:
                found.append(self._resolve(host, port))
            except OSError as error:
                found.append(error)
            except UnicodeError:  # a label that is too long or empty
                found.append(OSError("this can be no host name"))

        thread = threading.Thread(target=look, name="resolve", daemon=True)
        thread.start()
        thread.join(self._bounds.left())
        if not found:
            raise TransportError(f"looking up {host} took too long")
        if isinstance(found[0], OSError):
            raise TransportError(f"{host} is not found: {_words(found[0])}") from found[0]
        return found[0]

    def _connected(self, address: str, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        self._bounds.sockets.add(made)
        try:
            made.settimeout(min(self._bounds.left(), _LONGEST_CONNECT))
            made.connect((address, port))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            self._bounds.sockets.drop(made)
            made.close()
            raise
        return made


class Stream(httpcore2.NetworkStream):
    """A connection whose every read and write ends at the deadline; a drip a second cannot hold it open."""

    def __init__(self, sock: socket.socket, bounds: Bounds) -> None:
        self._socket = sock
        self._bounds = bounds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come."""
        self._socket.settimeout(self._bounds.left())
        try:
            data = self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise TransportError("the answer took too long") from error
        except OSError as error:
            raise TransportError(f"the connection broke: {_words(error)}") from error
        self._bounds.read(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of it."""
        self._socket.settimeout(self._bounds.left())
        try:
            self._socket.sendall(buffer)
        except OSError as error:
            raise TransportError(f"the connection broke: {_words(error)}") from error

    def close(self) -> None:
        """Ends it."""
        self._bounds.sockets.drop(self._socket)
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, private; raises TransportError when the other side is not who it should be."""
        plain = self._socket
        plain.settimeout(self._bounds.left())
        try:
            private = ssl_context.wrap_socket(plain, server_hostname=server_hostname)
        except ssl.SSLCertVerificationError as error:
            self.close()
            todo = "if the certificate is of an authority of your own, name it with ca_file"
            raise TransportError(f"its certificate is not trusted: {error.verify_message}", todo=todo) from error
        except OSError as error:
            self.close()
            raise TransportError(f"no private connection: {_words(error)}") from error
        self._bounds.sockets.drop(plain)
        self._bounds.sockets.add(private)
        return Stream(private, self._bounds)

    def get_extra_info(self, info: str) -> Any:
        """Nothing that anybody here asks for."""
        return None


def _words(error: OSError | None) -> str:
    if error is None:
        return "it has no address"
    return str(error.strerror or error) or type(error).__name__
