"""`/healthz` and `/metrics`: for programs on this machine, or at an address that the owner names, never for readers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address

import msgspec

from wireroom.network.model import Network
from wireroom.newsroom.health import Level
from wireroom.newsroom.home import Home
from wireroom.newsroom.readiness import Check, checks, reports
from wireroom.web.admin.metrics import MEDIA_TYPE, Facts, written
from wireroom.web.asgi import Receive, Scope, Send
from wireroom.web.limits import LOOPBACK
from wireroom.web.site.address import host_and_port
from wireroom.web.site.answer import Answer, plain
from wireroom.web.site.headers import headers
from wireroom.web.tally import Tally

log = logging.getLogger("wireroom.web")

HEALTH, LIVE, METRICS = b"/healthz", b"/healthz/live", b"/metrics"
PATHS = (HEALTH, LIVE, METRICS)
# Whoever passes a request on for another writes one of these.
_PASSED_ON = frozenset(
    {b"forwarded", b"via", b"x-real-ip", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"}
)
_NO_METHOD = plain(405, "Only GET and HEAD are answered here.", [("allow", "GET, HEAD")])
_NOTHING = plain(404, "There is nothing here.")
_LIVING = plain(200, "It answers.")
_FAILED = plain(500, "This could not be told. The fault is ours and has been noted.")


class Admin:
    """ASGI 3. `cached` gives the pages that are kept and their bytes."""

    def __init__(
        self,
        home: Home,
        clock: Callable[[], datetime],
        tally: Tally,
        *,
        cached: Callable[[], tuple[int, int]] = lambda: (0, 0),
    ) -> None:
        self._home = home
        self._clock = clock
        self._tally = tally
        self._cached = cached

    def is_for(self, scope: Scope, network: Network) -> bool:
        """Whether this request of the readers' port is one that is answered here: of a program on this machine."""
        return scope["raw_path"] in PATHS and not network.admin and _is_ours(scope, network)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3."""
        if scope["type"] != "http":
            raise RuntimeError(f"this is served by HTTP only, not {scope['type']}")
        try:
            answer = await self._answer(scope)
        except Exception:
            log.exception("admin: %s", scope["raw_path"][:200].decode("latin-1"))
            answer = _FAILED
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    async def _answer(self, scope: Scope) -> Answer:
        if scope["raw_path"] not in PATHS:
            return _NOTHING
        if scope["method"] not in ("GET", "HEAD"):
            return _NO_METHOD
        if scope["raw_path"] == LIVE:
            return _LIVING
        # The disk is asked: others do not wait for that.
        found = await asyncio.to_thread(lambda: list(checks(self._home, self._clock())))
        if scope["raw_path"] == HEALTH:
            return _health(found)
        facts = Facts(
            self._tally,
            self._home.ledger.seq(),
            self._cached(),
            await asyncio.to_thread(reports, self._home, self._clock()),
            _status(found) != "failing",
        )
        return _told(200, MEDIA_TYPE, written(facts))


def _is_ours(scope: Scope, network: Network) -> bool:
    client = scope.get("client")
    if client is None or not _is_loopback(client[0]):
        return False
    if any(proxy.overlaps(one) for proxy in network.proxies for one in LOOPBACK if proxy.version == one.version):
        return False  # a proxy is on this machine: then what comes from here may come from anywhere
    names = [name for name, _ in scope["headers"]]
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if _PASSED_ON.intersection(names) or len(hosts) != 1:
        return False
    name = host_and_port(hosts[0])[0]
    return name == "localhost" or _is_loopback(name.strip("[]"))


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _status(found: list[Check]) -> str:
    if any(one.vital and one.level is Level.FAILURE for one in found):
        return "failing"
    return "degraded" if any(one.level in (Level.FAILURE, Level.WARNING) for one in found) else "ok"


def _health(found: list[Check]) -> Answer:
    status = _status(found)
    facts = {"status": status, "checks": {one.name: str(one.level or "ok") for one in found}}
    return _told(503 if status == "failing" else 200, "application/json", msgspec.json.encode(facts) + b"\n")


def _told(status: int, media_type: str, body: bytes) -> Answer:
    return Answer(status, headers(media_type, len(body), [("cache-control", "no-store")]), body)
