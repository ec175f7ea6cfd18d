"""An answer to one request: status, headers and body, whole and ready to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from wireroom.web.site.headers import Headers, headers

_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_TEXT = "text/plain; charset=utf-8"


class Answer:
    """An answer. `head` is the same status and headers as they stand on the wire, but for `date`."""

    __slots__ = ("_head", "body", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: bytes, head: bytes = b"") -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self._head = head

    @property
    def head(self) -> bytes:
        """The status line and the header lines; the blank line that ends them is for the sender to add."""
        if not self._head:
            self._head = head_of(self.status, self.headers)
        return self._head


def head_of(status: int, headers: Headers) -> bytes:
    """The status line and these header lines as they stand on the wire."""
    lines = [b"HTTP/1.1 %d %s\r\n" % (status, _PHRASES.get(status, "").encode())]
    return b"".join(lines + [b"%s: %s\r\n" % line for line in headers])


def plain(status: int, words: str, *own: Iterable[tuple[str, str]]) -> Answer:
    """A few words to the reader, never kept by a cache and never saying more than the status does."""
    body = (words + "\n").encode()
    return Answer(status, headers(_TEXT, len(body), [("cache-control", "no-store")], *own), body)
