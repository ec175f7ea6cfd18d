"""The one HTTP client of the house: deadlines, sizes, redirects and addresses are checked here, for every request."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from wireroom.errors import TransportError
from wireroom.transports.manners import SPACING, Manners
from wireroom.transports.unpack import ENCODINGS, Unpacker

if TYPE_CHECKING:
    import ssl

    import httpcore2

    from wireroom.transports.connect import Bounds, Resolve

LARGEST = 32 << 20  # bytes of a body, as sent and decoded
DEADLINE = 30.0  # seconds for everything, from looking up the name to the last byte, redirects included
REDIRECTS = 5
PORTS = frozenset({80, 443})
AGENT = "wireroom"

_FOLLOWED = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the owner allows a source on the network. `ports` are those beyond 80 and 443."""

    allow_private: bool = False
    ports: frozenset[int] = frozenset()
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One question. `secret` headers and `key` (a query such as `apikey=…`) go to the URL's own origin and no other.

    `most` bounds the body in bytes, as sent and decoded.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    content: bytes = b""
    most: int = LARGEST
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, whole. Header names are in lower case; `url` is where it came from, after redirects.

    `moved` is the new address where every redirect on the way was for good (301, 308), else "".
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    url: str
    moved: str = ""


class Fetcher:
    """Asks. Any thread may use it; `close` ends what is under way.

    `clock` and `sleep` are in seconds; `resolve` gives the addresses of a host.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        resolve: Resolve | None = None,
        deadline: float = DEADLINE,
        spacing: float = SPACING,
    ) -> None:
        from wireroom.transports.connect import Sockets  # the HTTP library takes its time to import
        from wireroom.transports.connect import resolve as system

        self._clock = clock
        self._closing = threading.Event()
        self._manners = Manners(clock, sleep or self._closing.wait, spacing)
        self._resolve = resolve or system
        self._deadline = deadline
        self._sockets = Sockets()
        self._contexts: dict[Path | None, ssl.SSLContext] = {}

    def ask(self, request: Request) -> Answer:
        """The answer, of whatever status; raises TransportError when there is none, or none that is whole.

        Redirects of a GET are followed, five at most, each checked like the first address; other methods follow
        only where the method stays (307, 308). None leads from https to http.
        """
        from wireroom.transports.connect import Bounds

        bounds: Bounds | None = None
        first, moved = request, True
        for _ in range(REDIRECTS + 1):
            host = _checked(request.url)
            with self._manners.turn(host):
                if bounds is None:  # waiting for our turn is not the other side's fault
                    ports = PORTS | request.terms.ports
                    private = request.terms.allow_private
                    until = self._clock() + self._deadline
                    bounds = Bounds(until, request.most + _HEADS, self._clock, private, ports, self._sockets)
                answer = self._once(request, bounds)
            if answer.status not in _FOLLOWED or "location" not in answer.headers:
                return replace(answer, moved=answer.url if moved and answer.url != first.url else "")
            moved = moved and answer.status in _FOR_GOOD
            request = _redirected(request, first, answer)
        raise TransportError(f"it redirects more than {REDIRECTS} times", where=shown(first.url), todo=_LATER)

    def _once(self, request: Request, bounds: Bounds) -> Answer:
        import httpcore2

        from wireroom.transports.connect import Backend

        where = shown(request.url)
        bounds.raw = request.most + _HEADS
        try:
            context = self._context(request.terms.ca_file) if request.url.startswith("https:") else None
            with (
                httpcore2.ConnectionPool(context, network_backend=Backend(bounds, self._resolve)) as pool,
                pool.stream(
                    request.method, _target(request), headers=_headers(request), content=request.content or None
                ) as response,
            ):
                headers = _received(response.headers)
                body = b"" if response.status in _FOLLOWED else _body(response, headers, request.most, where)
        except TransportError as error:
            if not error.where:
                error.where, error.todo = where, error.todo or _LATER
            raise
        except (httpcore2.ProtocolError, httpcore2.NetworkError, httpcore2.TimeoutException) as error:
            raise TransportError(f"no whole answer: {error}", where=where, todo=_LATER) from error
        except (httpcore2.UnsupportedProtocol, ValueError) as error:
            raise TransportError(f"this cannot be asked: {error}", where=where, todo=_ADDRESS) from error
        phrase = response.extensions.get("reason_phrase", b"")
        return Answer(response.status, phrase.decode("latin-1"), headers, body, request.url)

    def _context(self, ca_file: Path | None) -> ssl.SSLContext:
        import httpcore2

        if ca_file not in self._contexts:
            context = httpcore2.default_ssl_context()
            if ca_file is not None:
                try:
                    context.load_verify_locations(ca_file)
                except OSError as error:
                    todo = "write the authority's certificate there, as PEM"
                    raise TransportError(
                        f"the ca_file cannot be used: {error}", where=str(ca_file), todo=todo
                    ) from error
            self._contexts[ca_file] = context
        return self._contexts[ca_file]

    def close(self) -> None:
        """Ends every request under way, and refuses those to come."""
        self._closing.set()
        self._sockets.close()


_HEADS = 256 << 10  # raw bytes beside the body: status lines, headers, chunk sizes, TLS is not counted
_LATER = "it is asked again later"
_ADDRESS = "mend the address in the network file"


def shown(url: str) -> str:
    """The URL as it may stand in messages: without user, password and query, where keys are."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "…" if parts.query else "", ""))


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of a URL (RFC 6454 §4); raises ValueError for what has none."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or {"http": 80, "https": 443}.get(scheme, 0)


def _checked(url: str) -> str:
    """The host to ask; raises TransportError for what is no web address."""
    try:
        scheme, host, _ = origin(url)
    except ValueError as error:
        raise TransportError(f"this is no web address: {error}", where=url[:200], todo=_ADDRESS) from error
    if scheme not in ("http", "https") or not host:
        raise TransportError("only http and https addresses are asked", where=shown(url)[:200], todo=_ADDRESS)
    return host


def _target(request: Request) -> str:
    parts = urlsplit(request.url)
    query = "&".join(part for part in (parts.query, request.key) if part)
    try:
        netloc = parts.netloc.rpartition("@")[2].encode("idna" if "[" not in parts.netloc else "ascii").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"{parts.hostname} can be no host name") from error
    return urlunsplit((parts.scheme, netloc, _ascii(parts.path or "/"), _ascii(query), ""))


def _ascii(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="!$%&'()*+,-./:;=?@_~[]")


def _headers(request: Request) -> list[tuple[str, str]]:
    standard = {"user-agent": AGENT, "accept": "*/*", "accept-encoding": ENCODINGS}
    merged = standard | {name.lower(): value for name, value in {**request.headers, **request.secret}.items()}
    if any(not value.isprintable() for value in merged.values()):
        raise ValueError("a header holds a control character")
    return [("host", urlsplit(_target(request)).netloc), *merged.items()]


def _received(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for raw, value in headers:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1").strip()
        merged[name] = f"{merged[name]}, {text}" if name in merged else text
    return merged


def _body(response: httpcore2.Response, headers: Mapping[str, str], most: int, where: str) -> bytes:
    unpacker = Unpacker(headers.get("content-encoding", ""), most, where)
    pieces: list[bytes] = []
    for chunk in response.iter_stream():
        pieces += unpacker.feed(chunk)
    unpacker.finish()
    return b"".join(pieces)


def _redirected(request: Request, first: Request, answer: Answer) -> Request:
    """The next question; secrets go along only where they were meant for."""
    where = shown(request.url)
    try:
        url = urljoin(request.url, answer.headers["location"])
        same = origin(url) == origin(first.url)
        down = origin(request.url)[0] == "https" and origin(url)[0] == "http"
    except ValueError as error:
        raise TransportError(f"it redirects to what is no address: {error}", where=where, todo=_LATER) from error
    if down:
        raise TransportError("it redirects from https to http", where=where, todo="ask the sender for an https address")
    if request.method not in ("GET", "HEAD") and answer.status not in (307, 308):
        raise TransportError(f"it answers a {request.method} with a redirect", where=where, todo=_LATER)
    if same:
        return replace(request, url=url, secret=first.secret, key=first.key)
    return replace(request, url=url, secret={}, key="")
