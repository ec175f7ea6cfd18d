"""A feed or API asked again and again over HTTP, with validators, so that an unchanged one costs next to nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.transports.model import Delivery

if TYPE_CHECKING:
    import httpx2

LARGEST = 32 * 1024 * 1024
DEADLINE = 30.0  # seconds for the whole answer: a body that drips never runs into a read timeout
REDIRECTS = 5


class Poll:
    """One URL. The validators of the last answer that the ledger took are sent with the next question."""

    def __init__(self, url: str, hint: Hint, *, client: httpx2.Client | None = None) -> None:
        self.url = url
        self.hint = hint
        self._given = client
        self._client: httpx2.Client | None = client
        self._validators: dict[str, str] = {}
        self._pending: dict[str, str] = {}

    def deliveries(self) -> list[Delivery]:
        """The document when it has changed since the last one that was taken, else nothing."""
        import httpx2  # half a second of import that a network of folders never needs

        if self._client is None:
            self._client = httpx2.Client(
                follow_redirects=True,
                max_redirects=REDIRECTS,
                timeout=10.0,
                headers={"user-agent": "wireroom", "accept-encoding": "gzip"},
            )
        try:
            with self._client.stream("GET", self.url, headers=self._validators) as response:
                if response.status_code == 304:
                    return []
                if response.status_code != 200:
                    raise TransportError(
                        f"the server answered {response.status_code} {response.reason_phrase}",
                        where=self.url,
                        todo="open it in a browser; the address may have moved",
                    )
                data = self._body(response)
                headers = response.headers
        except httpx2.HTTPError as error:
            raise TransportError(f"no answer: {error}", where=self.url, todo="it is asked again later") from error
        pairs = (("if-none-match", "etag"), ("if-modified-since", "last-modified"))
        self._pending = {ask: headers[got] for ask, got in pairs if got in headers}
        hint = Hint(self.url, headers.get("content-type", ""), self.hint.provider, self.hint.language, self.hint.zone)
        return [Delivery(self.url, data, hint)]

    def _body(self, response: httpx2.Response) -> bytes:
        """The decoded body, within the stated size and time."""
        until = time.monotonic() + DEADLINE
        chunks = []
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            chunks.append(chunk)
            if size > LARGEST:
                raise TransportError(f"the answer is larger than {LARGEST >> 20} MB", where=self.url)
            if time.monotonic() > until:
                raise TransportError(f"the answer took longer than {DEADLINE:.0f} s", where=self.url)
        return b"".join(chunks)

    def done(self, delivery: Delivery) -> None:
        """The next question carries this answer's validators."""
        self._validators = self._pending

    def close(self) -> None:
        """Ends the connection."""
        if self._client is not None and self._given is None:
            self._client.close()
