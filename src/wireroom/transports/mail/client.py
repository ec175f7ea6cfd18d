"""The standard library's IMAP client over a socket that was checked: bounded, with OAuth 2 logins and IDLE."""

from __future__ import annotations

import imaplib
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from wireroom.transports.dial import TIMEOUT, Place, dial
from wireroom.transports.mail.model import LARGEST

_LONGEST_LINE = 1_000_000  # bytes, as the standard library's own limit
_PIECE = 65_536
_SLICE = 1.0  # seconds after which a wait sees that it was ended


class Client(imaplib.IMAP4_SSL):
    """One connection. What a server can make it read has a bound, and a wait that ends in nothing does no harm."""

    def __init__(self, place: Place, context: ssl.SSLContext, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._read = bytearray()  # come, and not asked for yet
        super().__init__(place.host, place.port, ssl_context=context, timeout=TIMEOUT)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        sock: socket.socket = dial(self.host, self.port, allow_private=self._allow_private, timeout=TIMEOUT)
        try:
            private: ssl.SSLSocket = self.ssl_context.wrap_socket(sock, server_hostname=self.host)
            return private
        except BaseException:
            sock.close()
            raise

    def read(self, size: int) -> bytes:
        """A literal, within the limit."""
        if size > LARGEST + 1024:
            raise self.abort(f"the server wants to send {size} bytes at once")
        while len(self._read) < size:
            self._more()
        return self._taken(size)

    def readline(self) -> bytes:
        """A line, with its end. A socket's own file could not be read again after a time without a byte."""
        searched = 0
        while (end := self._read.find(b"\n", searched)) < 0:
            searched = len(self._read)
            if searched > _LONGEST_LINE:
                raise self.error(f"got more than {_LONGEST_LINE} bytes in a line")
            self._more()
        return self._taken(end + 1)

    def _more(self) -> None:
        piece = self.sock.recv(_PIECE)
        if not piece:
            raise self.abort("the server hung up")
        self._read += piece

    def _taken(self, size: int) -> bytes:
        piece = bytes(self._read[:size])
        del self._read[:size]
        return piece

    def log_in(self, user: str, password: str, *, bearer: bool) -> None:
        """With the password, or with it as an OAuth 2 access token (RFC 7628, or XOAUTH2, which came before it).

        Raises imaplib.IMAP4.error when the server says no.
        """
        if not bearer:
            self.login(user, password)
        elif "AUTH=OAUTHBEARER" in self.capabilities:
            name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801 §4
            sent = f"n,a={name},\1host={self.host}\1port={self.port}\1auth=Bearer {password}\1\1"
            self.authenticate("OAUTHBEARER", _once(sent.encode(), b"\1"))  # RFC 7628 §3.2.3: the error is acknowledged
        elif "AUTH=XOAUTH2" in self.capabilities:
            self.authenticate("XOAUTH2", _once(f"user={user}\1auth=Bearer {password}\1\1".encode(), b""))
        else:
            raise self.error("it offers no login with an access token (OAUTHBEARER, XOAUTH2)")

    def idle(self, seconds: float, ended: Callable[[], bool]) -> bool:
        """Waits until the mailbox has something new (True), so many seconds are over, or `ended` (False); RFC 2177.

        Raises imaplib.IMAP4.error, or OSError, when the server says no or is gone.
        """
        tag = b"IDLE" + str(self.tagnum).encode()
        self.tagnum += 1
        self.send(tag + b" IDLE\r\n")
        news = False
        while not (line := self.readline()).startswith(b"+"):
            if line.startswith(tag):
                raise self.error(line.decode("ascii", "replace").strip())
            news = news or _is_news(line)
        until = time.monotonic() + seconds
        try:
            while not news and not ended() and (left := until - time.monotonic()) > 0:
                self.sock.settimeout(min(_SLICE, left))
                try:
                    line = self.readline()
                except TimeoutError:
                    continue
                if line.upper().startswith(b"* BYE"):
                    raise self.abort("the server says good-bye")
                news = _is_news(line)
        finally:
            self.sock.settimeout(TIMEOUT)
        self.send(b"DONE\r\n")
        while not (line := self.readline()).startswith(tag):
            news = news or _is_news(line)
        return news


def _is_news(line: bytes) -> bool:
    words = line.upper().split()
    return len(words) == 3 and words[0] == b"*" and words[2] in (b"EXISTS", b"RECENT") and words[1] != b"0"


def _once(first: bytes, then: bytes) -> Callable[[bytes], bytes]:
    """Answers the server's first challenge with `first`, and any other (the reason why it says no) with `then`."""
    answers = iter([first])
    return lambda challenge: next(answers, then)


def parts(answer: list[Any]) -> list[bytes]:
    """The lines of an answer."""
    return [part if isinstance(part, bytes) else part[0] for part in answer if part]


def text(answer: list[Any]) -> str:
    """An answer as it may stand in messages."""
    return b" ".join(parts(answer)).decode("utf-8", "replace")[:2000]


def words(error: BaseException) -> str:
    """What an error says."""
    said = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error).encode()
    return said.decode("utf-8", "replace")[:200]
