"""The short way for readers' GETs; whatever is not one plain GET goes to uvicorn, connection and all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol, cast, runtime_checkable

import httptools
import uvicorn
from uvicorn.config import Config
from uvicorn.server import ServerState

from wireroom.web import patience
from wireroom.web.access import AccessLog, Asked
from wireroom.web.asgi import Application
from wireroom.web.rest import LARGEST_HEAD, Rest
from wireroom.web.site.answer import Answer
from wireroom.web.tally import Tally, observed


@runtime_checkable
class Quick(Protocol):
    """An application that can answer a GET at once, without a task; None sends the request the ASGI way."""

    def respond(
        self, method: str, host: bytes | None, target: bytes, query: bytes, accept: bytes, match: bytes
    ) -> Answer | None: ...


class Stamp:
    """What every response of one server begins with after its status line: uvicorn's headers, renewed each second."""

    def __init__(self) -> None:
        self._made_of: list[tuple[bytes, bytes]] | None = None
        self._text = b"\r\n"

    def text(self, state: ServerState) -> bytes:
        """The header lines, and the blank line after them."""
        if state.default_headers is not self._made_of:
            self._made_of = state.default_headers
            self._text = b"".join(b"%s: %s\r\n" % line for line in state.default_headers) + b"\r\n"
        return self._text


class Readers(asyncio.Protocol):
    """One connection, as long as each read brings exactly one whole GET without a body, in HTTP/1.1, to be kept alive.

    Anything else (another method, a part of a request, several at once, an upgrade, a body, a range, `Connection:
    close`, what does not parse) is given to uvicorn with the connection, from its first byte on. So this protocol has
    no state between reads, and nothing to get wrong in it.
    """

    _access: AccessLog | None = None

    def __init__(
        self,
        quick: Quick,
        stamp: Stamp,
        tally: Tally,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._quick = quick
        self._stamp = stamp
        self._tally = tally
        self._config = config
        self._state = server_state
        self._app_state = app_state
        self._loop = _loop or asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._timer: asyncio.TimerHandle | None = None
        self._last = self._loop.time()
        self._url = b""
        self._host: bytes | None = b""
        self._accept = self._match = b""
        self._to_be_kept = False
        self._whole = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name
        self._patience = patience.Patience(self._transport)
        self._state.connections.add(self)  # type: ignore[arg-type]
        self._timer = self._loop.call_later(self._config.timeout_keep_alive, self._idle)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends."""
        self._leave()

    def data_received(self, data: bytes) -> None:
        """Answers a plain GET, or hands over."""
        if data[:5] != b"GET /" or data.find(b"\r\n\r\n") != len(data) - 4 or len(data) > LARGEST_HEAD:
            return self._hand_over(data)
        self._host = self._url = self._accept = self._match = b""
        self._to_be_kept = False
        self._whole = True
        parser = self._parser
        try:
            parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return self._hand_over(data)
        if not (self._to_be_kept and self._whole and parser.get_http_version() == "1.1"):
            return self._hand_over(data)
        target, _, query = self._url.partition(b"?")
        answer = self._quick.respond("GET", self._host, target, query, self._accept, self._match)
        if answer is None:
            return self._hand_over(data)
        self._last = self._loop.time()
        self._transport.write(b"".join((answer.head, self._stamp.text(self._state), answer.body)))
        self._tally.add(answer.status, len(answer.body))
        if self._access is not None:
            self._note(answer)
        return None

    def _note(self, answer: Answer) -> None:
        """Writes the answer down."""

    def on_url(self, url: bytes) -> None:
        """The request target, from the parser."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header line, from the parser."""
        size = len(name)
        if size == 4:
            if name.lower() == b"host":
                self._host = None if self._host else value
        elif size == 15:
            if name.lower() == b"accept-encoding":
                self._accept = value
        elif size == 13:
            if name.lower() == b"if-none-match":
                self._match = value
        elif size == 5 and name.lower() == b"range":
            self._whole = False

    def on_message_complete(self) -> None:
        """The request is whole, says the parser, which only now knows whether the reader wants to stay."""
        self._to_be_kept = self._parser.should_keep_alive()

    def pause_writing(self) -> None:
        """The reader takes what it asked for too slowly: it is asked for nothing more until it has."""
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """The reader has caught up."""
        self._transport.resume_reading()

    def shutdown(self) -> None:
        """The server stops; what was written is still sent."""
        self._transport.close()

    def _idle(self) -> None:
        """Closes the connection when nothing comes any more, and drops it when nothing is taken either."""
        left = self._last + self._config.timeout_keep_alive - self._loop.time()
        if self._patience.is_over(self._last):
            self._transport.abort()
        elif left > 0 or self._patience.waiting:
            # Whoever has something to take is given the whole time for it: the next look may be the last.
            wait = patience.TAKE_TIME if self._patience.waiting else left
            self._timer = self._loop.call_later(wait, self._idle)
        else:
            self._transport.close()

    def _leave(self) -> None:
        self._state.connections.discard(self)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _hand_over(self, data: bytes) -> None:
        self._leave()
        rest = Rest(self._config, self._state, self._app_state, self._loop)
        self._transport.set_protocol(rest)
        rest.connection_made(self._transport)
        rest.data_received(data)


class _Server(uvicorn.Server):
    """uvicorn's server without its signal handlers: whoever runs the loop decides what Ctrl+C means."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class NotedReaders(Readers):
    """The same with every answer written down."""

    def __init__(self, access: AccessLog, *rest: Any, **named: Any) -> None:
        super().__init__(*rest, **named)
        self._access = access
        self._noted: list[tuple[bytes, bytes]] = []

    def data_received(self, data: bytes) -> None:
        """As ever; what the last request said is forgotten."""
        self._noted = []
        self._began = self._loop.time()
        super().data_received(data)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header line, from the parser."""
        super().on_header(name, value)
        self._noted.append((name.lower(), value))

    def _note(self, answer: Answer) -> None:
        peer = self._transport.get_extra_info("peername")
        asked = Asked("GET", self._url, "1.1", peer, self._noted, self._loop.time() - self._began)
        assert self._access is not None
        self._access.note(asked, answer.status, len(answer.body))


def server_of(
    app: Application,
    *,
    keep_alive: int,
    longest_stop: int,
    backlog: int,
    tally: Tally | None = None,
    access: AccessLog | None = None,
) -> uvicorn.Server:
    """A uvicorn server for the application, with the short way where the application has one (`Quick`).

    `keep_alive` and `longest_stop` are seconds: how long an idle connection is kept, and requests under way may take
    when the server stops. `tally` counts the answers, `access` writes them down.
    """
    candidate: object = app
    tally = tally or Tally()
    http: Any = Rest
    if isinstance(candidate, Quick):
        quick = (candidate, Stamp(), tally)
        http = partial(Readers, *quick) if access is None else partial(NotedReaders, access, *quick)
    config = Config(
        observed(app, tally, access),
        http=http,
        interface="asgi3",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        log_config=None,
        proxy_headers=False,
        timeout_keep_alive=keep_alive,
        timeout_graceful_shutdown=longest_stop,
        backlog=backlog,
    )
    return _Server(config)
