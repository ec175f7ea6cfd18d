"""dpa's wireQ: a queue over HTTP, where an entry comes again until it is acknowledged with its receipt."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import msgspec

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.transports.access import Access, refusal, retry_after
from wireroom.transports.fetch import shown
from wireroom.transports.model import Delivery
from wireroom.transports.poll import SPREAD

LIST = "/entries.json"
_LONGEST_RECEIPT = 4096


class _Entry(msgspec.Struct):
    receipt: str = msgspec.field(default="", name="_wireq_receipt")
    urn: str = ""
    entry_id: str = ""


class _Page(msgspec.Struct):
    entries: list[msgspec.Raw] = []


class WireQ:
    """`GET BASE/entries.json` gives entries, `DELETE BASE/entry/RECEIPT` takes one off the queue.

    Each entry is a delivery of its own, so that one that cannot be read keeps nobody up. The queue is the cursor:
    what was not acknowledged is there after any outage.
    """

    def __init__(
        self,
        access: Access,
        hint: Hint,
        *,
        wall: Callable[[], float] = time.time,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.remarks: dict[str, str] = {}
        self._access = access
        self._base = access.url.removesuffix("/").removesuffix(LIST)
        self._hint = hint
        self._wall = wall
        self._uniform = uniform
        self._receipts: dict[str, str] = {}
        self._stay: float | None = None
        self._more = False

    def deliveries(self) -> list[Delivery]:
        """The entries now at the head of the queue."""
        answer = self._access.ask(self._base + LIST)
        if answer.status != 200:
            raise refusal(answer, self._wall())
        self._stay = retry_after(answer.headers.get("retry-after", ""), self._wall())
        where = shown(answer.url)
        try:
            entries = msgspec.json.decode(answer.body, type=_Page).entries
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise TransportError(f"this is no list of entries: {error}", where=where, todo="mend `from`") from error
        self._receipts = {}
        self._more = bool(entries)
        return [self._delivery(number, bytes(raw)) for number, raw in enumerate(entries)]

    def _delivery(self, number: int, data: bytes) -> Delivery:
        try:
            entry = msgspec.json.decode(data, type=_Entry)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            entry = _Entry()
        key = entry.entry_id or entry.urn or f"entry {number + 1}"
        if key in self._receipts:
            key = f"{key} ({number + 1})"
        self._receipts[key] = entry.receipt
        return Delivery(key, data, replace(self._hint, name=key, media_type="application/json"))

    def done(self, delivery: Delivery) -> None:
        """Takes the entry off the queue; raises TransportError when that fails, and then it comes again."""
        receipt = self._receipts.pop(delivery.key, "")
        if not receipt or len(receipt) > _LONGEST_RECEIPT:
            return
        answer = self._access.ask(f"{self._base}/entry/{quote(receipt, safe='')}", method="DELETE")
        if answer.status not in (200, 202, 204, 404, 410):
            raise refusal(answer, self._wall())

    def interval(self, news: bool) -> float:
        """What the server asks for; at once while entries came, else as the network file says."""
        if self._stay is not None:
            return self._stay
        return 0.0 if self._more else self._access.source.every.total_seconds() * self._uniform(*SPREAD)
