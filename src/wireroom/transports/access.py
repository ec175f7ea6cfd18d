"""Asks for a source: with its password shown as its server wants it, and within what its owner allows."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from wireroom.errors import GoneError, TransportError
from wireroom.network.model import Source
from wireroom.transports.fetch import LARGEST, Answer, Fetcher, Request, Terms, origin, shown
from wireroom.transports.secret import password_of

LONGEST_STAY = 6 * 3600.0  # seconds: a Retry-After of a year is a slip, and would silence a wire
_WORDS = {
    400: "it does not understand the question",
    401: "it wants a password, or another one",
    403: "it does not let us in",
    404: "there is nothing at this address",
    429: "it is asked too often",
    451: "it may not give this out, by law",
}
_STEPS = {
    401: "mend the password or `auth` of the source",
    403: "mend the password or `auth` of the source, or ask the sender whether this machine's address is allowed",
    404: "open it in a browser; the address may have moved",
}


class Access:
    """A source's way to its server. The password is read anew at each question and goes to its own host only."""

    def __init__(self, source: Source, folder: Path, fetcher: Fetcher) -> None:
        parts = urlsplit(source.address)
        self.source = source
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._user = unquote(parts.username or "")
        self._folder = folder
        self._fetcher = fetcher
        self._home = origin(self.url)
        ca_file = folder / source.ca_file if source.ca_file else None
        self._terms = Terms(source.allow_private, frozenset({self._home[2]}), ca_file)

    def is_home(self, url: str) -> bool:
        """Whether a URL is of the very server that the source names."""
        try:
            return origin(url) == self._home
        except ValueError:
            return False

    def ask(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        most: int = LARGEST,
    ) -> Answer:
        """The answer of whatever status; raises TransportError as `Fetcher.ask` does."""
        secret, key = self._shown() if self.is_home(url) else ({}, "")
        request = Request(url, method, headers or {}, secret, key, content, most, self._terms)
        return self._fetcher.ask(request)

    def _shown(self) -> tuple[dict[str, str], str]:
        """The header, or else the part of the query, that shows the password."""
        auth, _, name = self.source.auth.partition(":")
        if not auth:
            return {}, ""
        password = password_of(self.source, self._folder)
        if auth == "query":
            return {}, f"{quote(name)}={quote(password, safe='')}"
        if auth == "header":
            return {name: password}, ""
        if auth == "bearer":
            return {"authorization": f"Bearer {password}"}, ""
        pair = b64encode(f"{self._user}:{password}".encode()).decode()  # RFC 7617 §2
        return {"authorization": f"Basic {pair}"}, ""


def refusal(answer: Answer, now: float) -> TransportError:
    """The error that an answer without copy amounts to; `now` is in seconds since 1970."""
    words = _WORDS.get(answer.status, "")
    what = f"the server answered {answer.status} {answer.reason}".rstrip() + (f": {words}" if words else "")
    where = shown(answer.url)
    if answer.status == 410:
        return GoneError(
            f"{what}: it has ended", where=where, todo="take the source out of the network file", status=410
        )
    todo = _STEPS.get(answer.status, "it is asked again later")
    stay = retry_after(answer.headers.get("retry-after", ""), now)
    return TransportError(what, where=where, todo=todo, status=answer.status, retry_after=stay)


def retry_after(value: str, now: float) -> float | None:
    """The seconds that a Retry-After header (RFC 9110 §10.2.3) asks to wait, at most six hours; None for none."""
    from email.utils import parsedate_to_datetime

    value = value.strip()
    if value.isdigit() and value.isascii():
        return min(float(value[:10]), LONGEST_STAY)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, seconds), LONGEST_STAY)
