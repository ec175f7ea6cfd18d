"""`/inbox/SOURCE` takes pushed copy, `/inbox/SOURCE/TOKEN` speaks with WebSub hubs; whatever else, nobody answers."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from hmac import compare_digest
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from wireroom.errors import TransportError, WireroomError
from wireroom.network.model import Network, Source
from wireroom.newsroom.intake import Fate
from wireroom.transports import Delivery, hint_for
from wireroom.transports.secret import password_of
from wireroom.transports.unpack import Unpacker
from wireroom.web.asgi import Receive, Scope, Send
from wireroom.web.limits import Limits, address_of
from wireroom.web.proof import is_signed, shows_token
from wireroom.web.site.answer import Answer, plain
from wireroom.web.site.headers import headers as with_headers

if TYPE_CHECKING:
    from wireroom.transports.websub import Subscription

log = logging.getLogger("wireroom.inbox")

Deliver = Callable[[Source, Sequence[Delivery]], Awaitable[list[Fate]]]

ROOT = b"/inbox/"
LARGEST = 16 << 20  # bytes of a delivery, as sent and unpacked
UPLOAD_TIME = 30.0  # seconds for a whole body
MOST_AT_ONCE = 16  # bodies being read at a time: the memory that senders can take is bounded
_PATH = re.compile(rb"/inbox/([a-z0-9-]{1,63})(?:/([A-Za-z0-9_-]{16,128}))?")
_NAME = re.compile(r"[\w.:@/+-]{1,120}")

_NOBODY = plain(404, "There is nothing here.")
_DENIED = plain(401, "This is not open to you.", [("www-authenticate", "Bearer")])
_TOO_LARGE = plain(413, f"A delivery holds at most {LARGEST >> 20} MB.", [("connection", "close")])
_TOO_SLOW = plain(408, "The delivery took too long.", [("connection", "close")])
_FULL = plain(503, "Too many deliveries at once. Please try again in a moment.", [("retry-after", "2")])
_LATER = plain(503, "It could not be kept. Please send it again.", [("retry-after", "10")])
_FAILED = plain(500, "It could not be taken in. The fault is ours and has been noted.")
_HEARD = plain(202, "Thank you.")


class Inbox:
    """Default-deny: only sources declared `from = "push:"`, and feeds with a subscription of their own, are open.

    `deliver` returns when the ledger has what came; only then does the sender hear 202. `wall` tells seconds since
    1970, `clock` seconds. Used in one event loop.
    """

    def __init__(
        self,
        network: Network,
        folder: Path,
        deliver: Deliver,
        subscription: Callable[[str], Subscription | None],
        *,
        wall: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
    ) -> None:
        self.network = network
        self._folder = folder
        self._deliver = deliver
        self._subscription = subscription
        self._wall = wall
        self._limits = limits or Limits(clock)
        self._reading = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3, for paths under `/inbox/`."""
        try:
            answer = await self._answer(scope, receive)
        except _Refused as refused:
            answer = refused.answer
        except WireroomError as error:
            log.warning("inbox: %s", error)
            answer = _LATER
        except Exception:
            log.exception("inbox: %s", scope["raw_path"][:200].decode("latin-1"))
            answer = _FAILED
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        address = address_of(scope.get("client"), scope["headers"], self.network.proxies)
        if wait := self._limits.wait(address):
            return plain(429, "Too many requests.", [("retry-after", str(math.ceil(wait)))])
        found = _PATH.fullmatch(scope["raw_path"])
        if found is None:
            return self._refused(address, _NOBODY)
        key, token = found[1].decode(), (found[2] or b"").decode()
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if token:
            subscription = self._subscription(key)
            if subscription is None or not compare_digest(subscription.token, token):
                return self._refused(address, _NOBODY)
            if scope["method"] == "GET":
                return await self._verified(subscription, scope["query_string"])
            return await self._heard(key, subscription, sent, scope, receive)
        if scope["method"] != "POST":
            return plain(405, "Copy is brought here by POST.", [("allow", "POST")])
        return await self._pushed(key, address, sent, receive)

    def _refused(self, address: str, answer: Answer) -> Answer:
        self._limits.refused(address)
        return answer

    async def _pushed(self, key: str, address: str, sent: Mapping[str, str], receive: Receive) -> Answer:
        source = self.network.sources.get(key)
        if source is None or not source.address.startswith("push:"):
            return self._refused(address, _DENIED)  # as for a wrong password: who is let in is nobody's business
        secret = password_of(source, self._folder)
        signed = source.auth == "hmac"
        if not signed and not shows_token(source.auth, secret, sent):
            return self._refused(address, _DENIED)
        body = await self._body(sent, receive)
        if signed and not is_signed(secret, sent, body, self._wall()):
            return self._refused(address, _DENIED)
        data = _unpacked(body, sent.get("content-encoding", ""))
        name = sent.get("webhook-id", "")
        name = name if _NAME.fullmatch(name) else "pushed"
        hint = replace(hint_for(source, name), media_type=sent.get("content-type", ""))
        fates = await self._deliver(source, [Delivery(name, data, hint)])
        return _told(fates)

    async def _verified(self, subscription: Subscription, query: bytes) -> Answer:
        """Answers a hub that asks whether we meant it (WebSub §5.3)."""
        asked = dict(parse_qsl(query[:8192].decode("latin-1"), keep_blank_values=True))
        challenge = await asyncio.to_thread(subscription.verify, asked)
        if challenge is None or len(challenge) > 2048:
            return _NOBODY
        body = challenge.encode("utf-8", "replace")
        kind = "text/plain; charset=utf-8"
        return Answer(200, with_headers(kind, len(body), [("cache-control", "no-store")]), body)

    async def _heard(
        self, key: str, subscription: Subscription, sent: Mapping[str, str], scope: Scope, receive: Receive
    ) -> Answer:
        """Takes what a hub distributes, when it is signed with the secret that we gave it (WebSub §7, §8)."""
        source = self.network.sources.get(key)
        if scope["method"] != "POST":
            return plain(405, "This is between a hub and us.", [("allow", "GET, POST")])
        if source is None:
            return plain(410, "This is not wanted any more.")
        body = await self._body(sent, receive)
        if not subscription.signed(body, sent.get("x-hub-signature", "")):
            log.warning("source %s: its hub sent what it had not signed as agreed: ignored", key)
            return self._refused(address_of(scope.get("client"), scope["headers"], self.network.proxies), _DENIED)
        hint = replace(hint_for(source, source.address), media_type=sent.get("content-type", ""))
        data = _unpacked(body, sent.get("content-encoding", ""))
        await self._deliver(source, [Delivery(source.address, data, hint, repeats=True)])
        await asyncio.to_thread(subscription.pushed)
        return _HEARD

    async def _body(self, sent: Mapping[str, str], receive: Receive) -> bytes:
        """The whole body, within size and time."""
        stated = sent.get("content-length", "0")
        if not stated.isdigit() or int(stated) > LARGEST:
            raise _Refused(_TOO_LARGE)
        if self._reading >= MOST_AT_ONCE:
            raise _Refused(_FULL)
        self._reading += 1
        try:
            async with asyncio.timeout(UPLOAD_TIME):
                return await _whole(receive)
        except TimeoutError:
            raise _Refused(_TOO_SLOW) from None
        finally:
            self._reading -= 1


class _Refused(Exception):
    """The request ends here, with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


async def _whole(receive: Receive) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Refused(_TOO_SLOW)  # half a delivery is none; nobody is there to read this
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > LARGEST:
            raise _Refused(_TOO_LARGE)
        if not message.get("more_body", False):
            return b"".join(pieces)


def _unpacked(body: bytes, encoding: str) -> bytes:
    try:
        unpacker = Unpacker(encoding, LARGEST, "the delivery")
        data = b"".join(unpacker.feed(body))
        unpacker.finish()
    except TransportError as error:
        raise _Refused(plain(415, f"{error.what}.")) from None
    if not data.strip():
        raise _Refused(plain(400, "The delivery is empty."))
    return data


def _told(fates: Sequence[Fate]) -> Answer:
    """202: it is in the ledger or in quarantine, and this is what became of it."""
    facts = {
        "outcomes": dict(Counter(str(fate.outcome) for fate in fates)),
        "versions": [
            {"outcome": str(fate.outcome), "uri": fate.uri, "number": fate.number, "why": fate.why} for fate in fates
        ],
    }
    body = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    return Answer(202, with_headers("application/json", len(body), [("cache-control", "no-store")]), body)
