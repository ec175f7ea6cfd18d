"""The AP Media API's feed: followed by its own cursor, begun again by date when that has died, bodies fetched along."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec

from wireroom.errors import TransportError
from wireroom.formats.ap_media import next_page
from wireroom.formats.ap_media_item import is_link
from wireroom.formats.model import Hint
from wireroom.transports.access import Access, refusal
from wireroom.transports.fetch import Answer, shown
from wireroom.transports.model import Delivery
from wireroom.transports.notebook import Notebook
from wireroom.transports.poll import SPREAD

TOKEN_LIFE = 70 * 3600.0  # seconds: the feed's token dies after 72 hours without a question; ours is spared the edge
OVERLAP = 3600.0  # seconds that a restart reaches back before the last page taken; the ledger knows what it has
PATIENCE = 5  # tries at a page whose bodies do not come, before its stories are taken without (and held for it)
LARGEST_BODY = 4 << 20
_DEAD = (400, 404, 410)


class ApFeed:
    """`next_page` is the cursor, durable once the ledger has the page before it.

    Each item is a delivery of its own. A story whose text is behind a link gets it as `body_nitf`; an item that is
    only a link is fetched whole. Both are asked of the feed's own server and no other.
    """

    def __init__(
        self,
        access: Access,
        hint: Hint,
        notebook: Notebook,
        *,
        wall: Callable[[], float] = time.time,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.remarks: dict[str, str] = {}
        self._access = access
        self._hint = hint
        self._notebook = notebook
        self._wall = wall
        self._uniform = uniform
        self._next = ""
        self._waiting: set[str] = set()
        self._fetched: dict[str, bytes] = {}
        self._tries = 0
        self._more = False

    def deliveries(self) -> list[Delivery]:
        """The items of the next page of the feed."""
        answer = self._page()
        try:
            items = _items(answer.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
            raise TransportError(f"this is no page of the feed: {error}", where=shown(answer.url)) from error
        self._next = self._home(next_page(answer.body) or "", answer.url)
        found = [self._delivery(number, item) for number, item in enumerate(items)]
        self._fetched.clear()
        self._tries = 0
        self._waiting = {one.key for one in found}
        self._more = bool(found)
        if not found:
            self._turn()
        return found

    def _page(self) -> Answer:
        """The page at the cursor, or the feed begun anew where there is none, or it is dead."""
        cursor, since = self._notebook.get("next", ""), self._notebook.get("at", 0.0)
        if cursor and self._wall() - since < TOKEN_LIFE:
            answer = self._access.ask(cursor)
            if answer.status == 200:
                return answer
            if answer.status not in _DEAD:
                raise refusal(answer, self._wall())
        url = restart(self._access.url, since - OVERLAP) if since else self._access.url
        answer = self._access.ask(url)
        if answer.status != 200:
            raise refusal(answer, self._wall())
        return answer

    def _home(self, url: str, base: str) -> str:
        url = urljoin(base, url) if url else ""
        if url and not self._access.is_home(url):
            what = f"its next page is on another server: {shown(url)}"
            raise TransportError(what, where=shown(base), todo="ask AP; perhaps `from` names an old address")
        return url

    def _delivery(self, number: int, item: dict[str, Any]) -> Delivery:
        if is_link({key.lower(): value for key, value in item.items()}) and isinstance(item.get("uri"), str):
            whole = self._fetch(item["uri"])
            data = whole if whole is not None else _framed(item)
        else:
            body = self._fetch(_body_link(item)) if _body_link(item) else None
            data = _framed(item | {"body_nitf": body.decode("utf-8", "replace")} if body else item)
        key = f"{number + 1} {_name(item)}"
        return Delivery(key, data, replace(self._hint, name=key, media_type="application/json"))

    def _fetch(self, url: str) -> bytes | None:
        """What an item links to; None when it cannot be had. A server in trouble is asked again with the whole page."""
        if not self._access.is_home(url):
            return None
        if url not in self._fetched:
            try:
                answer = self._access.ask(url, most=LARGEST_BODY)
                if answer.status == 429 or answer.status >= 500:
                    raise refusal(answer, self._wall())
            except TransportError:
                self._tries += 1
                if self._tries < PATIENCE:
                    raise
                return None
            if answer.status != 200:
                return None
            self._fetched[url] = answer.body
        return self._fetched[url]

    def done(self, delivery: Delivery) -> None:
        """The cursor goes on when the ledger has the last item of the page."""
        self._waiting.discard(delivery.key)
        if not self._waiting:
            self._turn()

    def _turn(self) -> None:
        self._notebook.keep(next=self._next or None, at=self._wall())

    def interval(self, news: bool) -> float:
        """At once while pages hold items, for then there is more to catch up with."""
        if self._more and self._next:
            return 0.0
        return self._access.source.every.total_seconds() * self._uniform(*SPREAD)


def restart(url: str, since: float) -> str:
    """The feed's address for what was made after this moment (seconds since 1970): `mindate` joins the query `q`."""
    moment = datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    asked = next((value for name, value in pairs if name == "q" and value), "")
    query = f"({asked}) AND mindate:>{moment}" if asked else f"mindate:>{moment}"
    return urlunsplit(parts._replace(query=urlencode([*((n, v) for n, v in pairs if n != "q"), ("q", query)])))


def _items(data: bytes) -> list[dict[str, Any]]:
    """The items of a page, each out of the frame that it stands in beside its `meta`."""
    page = msgspec.json.decode(data)
    frame = page.get("data") if isinstance(page, dict) else None
    if not isinstance(frame, dict):
        raise ValueError("it has no `data`")
    inner = (one.get("item", one) for one in frame.get("items") or () if isinstance(one, dict))
    return [one for one in inner if isinstance(one, dict)]


def _framed(item: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"api_version": "", "data": {"item": item}})


def _links(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    renditions = item.get("renditions")
    for name, one in renditions.items() if isinstance(renditions, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("href"), str):
            yield f"{name} {one.get('format', '')} {one.get('rel', '')}".lower(), one["href"]


def _body_link(item: dict[str, Any]) -> str:
    """Where a story's own text is, when it came without; captions of pictures are in their items."""
    if any(key.startswith("body_") and value for key, value in item.items()):
        return ""
    return next((href for kind, href in _links(item) if "nitf" in kind and "caption" not in kind), "")


def _name(item: dict[str, Any]) -> str:
    ids = item.get("altids")
    return str((ids.get("etag") or ids.get("itemid") if isinstance(ids, dict) else "") or item.get("uri") or "item")
