"""Asks an ASGI application for a page without a socket: for `wireroom get`, for scripts and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from wireroom.web.asgi import Application, Message

# What may stand in a request target as it is; the rest is percent-encoded, as a browser would.
_SAFE = "!$%&'()*+,-./:;=?@_~"


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response. `headers` are in the order sent, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name.lower()), None)

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 in it becomes U+FFFD."""
        return self.body.decode("utf-8", "replace")


def get(
    app: Application, url: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", address: str = ""
) -> Response:
    """One response for a full URL, or for a path, which is asked of `localhost`, to a reader at this address.

    For applications that never wait, as the readers' one; raises RuntimeError for another.
    """
    steps = fetch(app, url, headers, method=method, address=address)
    try:
        steps.send(None)  # without a loop: making one would cost more than most responses
    except StopIteration as done:
        response: Response = done.value
        return response
    finally:
        steps.close()
    raise RuntimeError("this application waits for something: ask it with fetch(), in a running loop")


async def fetch(
    app: Application, url: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", address: str = ""
) -> Response:
    """The same for any application, inside a running loop."""
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=_SAFE)
    given = {name.lower(): value for name, value in (headers or {}).items()}
    lines = {"host": parts.netloc.rpartition("@")[2] or "localhost", **given}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme or "http",
        "path": path,
        "raw_path": path.encode("ascii"),
        "query_string": quote(parts.query, safe=_SAFE).encode("ascii"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in lines.items()],
        "client": (address, 0) if address else None,
        "server": None,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    lines_back = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    return Response(start["status"], lines_back, body)
