"""One application of four: `/inbox/`, `/api/`, what looks after the server, and for all else readers' pages."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from wireroom.web.admin.app import HEALTH, METRICS, Admin
from wireroom.web.api.app import ROOT as API
from wireroom.web.api.app import Api
from wireroom.web.asgi import Receive, Scope, Send
from wireroom.web.inbox.app import ROOT, Inbox
from wireroom.web.limits import Limits, address_of
from wireroom.web.site.address import path_of
from wireroom.web.site.answer import Answer, plain
from wireroom.web.site.app import SiteApp

# A search is the one page that anybody can make cost something, again and again, by new words.
SEARCHES = 4.0  # a second from one address, sustained: a house full of readers behind one address has that
SEARCHES_AT_ONCE = 40.0
_NOT_PAGES = (ROOT, API, HEALTH, METRICS)


class Front:
    """The whole live server. `clock` tells seconds, for the limit on searches."""

    def __init__(
        self,
        site: SiteApp,
        inbox: Inbox,
        api: Api | None = None,
        admin: Admin | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._site = site
        self._inbox = inbox
        self._api = api
        self._admin = admin
        self._searches = Limits(clock, rate=SEARCHES, burst=SEARCHES_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3."""
        if scope["type"] == "http":
            if scope["raw_path"].startswith(ROOT):
                return await self._inbox(scope, receive, send)
            if self._api is not None and scope["raw_path"].startswith(API):
                return await self._api(scope, receive, send)
            if self._admin is not None and self._admin.is_for(scope, self._inbox.network):
                return await self._admin(scope, receive, send)
            if _searches(scope["raw_path"], scope["query_string"]) and (wait := self._wait(scope)):
                return await _too_many(scope, send, wait)
        return await self._site(scope, receive, send)

    def respond(
        self, method: str, host: bytes | None, target: bytes, query: bytes, accept: bytes = b"", match: bytes = b""
    ) -> Answer | None:
        """A reader's answer at once; None sends the request the ASGI way, where the reader's address is known."""
        if target.startswith(_NOT_PAGES) or _searches(target, query):
            return None
        return self._site.respond(method, host, target, query, accept, match)

    def _wait(self, scope: Scope) -> float:
        """The seconds until this address may search again; 0 lets it.

        The address is the connection's, or what a proxy on this machine or of the network file's `proxies` wrote.
        """
        return self._searches.wait(address_of(scope.get("client"), scope["headers"], self._inbox.network.proxies))


def _searches(target: bytes, query: bytes) -> bool:
    return bool(query) and (path_of(target) or "").endswith("/search")


async def _too_many(scope: Scope, send: Send, wait: float) -> None:
    words = "Too many searches from your address. Please wait a moment and try again."
    answer = plain(429, words, [("retry-after", str(math.ceil(wait)))])
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
