"""The long way: uvicorn's own protocol with what it lacks, for all that is not one plain GET."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from wireroom.web import patience
from wireroom.web.site.answer import Answer, plain

HEAD_TIME = 10.0  # seconds within which a request's head must have come
BODY_TIME = 60.0  # seconds for its body
LARGEST_HEAD = 32 << 10  # bytes of request line and headers
MOST_UNWANTED = 1 << 20  # bytes of a body that are read and thrown away, when the answer did not wait for them

_TOO_LARGE = plain(431, "The headers of this request are too large.", [("connection", "close")])
_MALFORMED = plain(400, "This is no HTTP request.", [("connection", "close")])


class Rest(HttpToolsProtocol):
    """uvicorn's protocol with an end to heads, bodies and readers that never end, and our headers on refusals."""

    _patience: asyncio.TimerHandle | None = None
    _watch: asyncio.TimerHandle | None = None
    _heard = 0
    _in_head = True
    _begun = False
    _unwanted = 0
    _reads = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins, with the time for the first head running."""
        super().connection_made(transport)
        self._wait(HEAD_TIME)
        self._reader = patience.Patience(transport)
        self._watch = self.loop.call_later(patience.TAKE_TIME, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends."""
        self._wait_no_more()
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, unless the head grows beyond measure."""
        self._begun = False
        self._reads += 1
        super().data_received(data)
        if self._in_head:
            # Of a read in which this head began behind other requests, only what stands behind those.
            self._heard += len(data) - data.rfind(b"\r\n\r\n") - 1 if self._begun else len(data)
            if self._heard > LARGEST_HEAD:
                self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A request begins: its head may take so long and no longer."""
        self._in_head = self._begun = True
        self._heard = self._unwanted = 0
        self._wait(HEAD_TIME)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole; a body, if there is one, has its own time."""
        self._in_head = False
        self._wait(BODY_TIME)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body. What nobody waits for is not read without end."""
        super().on_body(body)
        if self.cycle.response_complete:
            self._unwanted += len(body)
            if self._unwanted > MOST_UNWANTED:
                self.transport.close()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._wait_no_more()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """A refusal like every other response of ours."""
        self._refuse(_MALFORMED)

    def _refuse(self, answer: Answer) -> None:
        if not self.transport.is_closing():
            stamp = b"".join(b"%s: %s\r\n" % line for line in self.server_state.default_headers)
            self.transport.write(b"".join((answer.head, stamp, b"\r\n", answer.body)))
            self.transport.close()

    def _wait(self, seconds: float) -> None:
        self._wait_no_more()
        self._patience = self.loop.call_later(seconds, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _look(self) -> None:
        """Lets go of a reader that takes nothing of what it asked for: it would keep it in memory here for ever."""
        if self._reader.is_over(self._reads):
            self.transport.abort()
        else:
            self._watch = self.loop.call_later(patience.TAKE_TIME, self._look)
