"""`/api/v1/`: what partners ask, answered by one function; nothing is open but the document that describes it."""

from __future__ import annotations

import logging
import math
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl

import msgspec

from wireroom.errors import LedgerError, TransportError
from wireroom.network.model import Network, Site
from wireroom.network.partners import Partner
from wireroom.pages import etag
from wireroom.rights.stock import Snapshot
from wireroom.transports.secret import secret_of
from wireroom.web.api.items import FORMATS, Passed
from wireroom.web.api.openapi import document
from wireroom.web.api.problems import Refused, problem
from wireroom.web.api.streams import Feed, View, cursor_of, place_of
from wireroom.web.asgi import Receive, Scope, Send
from wireroom.web.limits import Limits, address_of
from wireroom.web.proof import shows_token
from wireroom.web.site.answer import Answer
from wireroom.web.site.headers import headers as with_headers

log = logging.getLogger("wireroom.api")

ROOT = b"/api/"
SHORTEST_TOKEN = 20  # characters: below, a token can be guessed
MOST = 50  # stories in one answer
USUAL = 20
LONGEST_QUERY = 2048  # bytes
_BURST = 10  # how many seconds' requests a partner may make at once
_STORY = re.compile(r"/api/v1/stories/([0-9a-hjkmnp-tv-z]{12})(?:\.(ninjs|g2))?")
_PARAMETERS = frozenset({"site", "section", "after", "before", "limit"})
_JSON = "application/json"
# What a partner gets is for it alone, and to be asked for again each time; an unchanged answer costs a few bytes.
_PRIVATE = [("cache-control", "private, no-cache"), ("vary", "authorization")]

_DENIED = problem(401, "show the token that you were given: Authorization: Bearer …", [("www-authenticate", "Bearer")])
_NOTHING = problem(404, "nothing of yours is at this address")
_BUSY = problem(503, "the ledger is busy: ask again in a moment", [("retry-after", "1")])
_FAILED = problem(500, "this could not be answered; the fault is ours and has been noted")


class Readable(Feed, Protocol):
    """What answering needs of a ledger: it never writes."""

    def snapshot(self, at: datetime) -> AbstractContextManager[Snapshot]: ...


class Api:
    """Default-deny: only partners of the network file are answered, each within its terms and its rate.

    `clock` tells the time that verdicts are made for, `ticks` seconds, for the limits. Used in one event loop.
    """

    def __init__(
        self,
        ledger: Readable,
        network: Network,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger = ledger
        self._folder = folder
        self._clock = clock
        self._ticks = ticks
        self._addresses = Limits(ticks)
        self._now = datetime.min.replace(tzinfo=UTC)
        self.adopt(network)

    def adopt(self, network: Network) -> None:
        """Answers by this network from the next request on."""
        self._network = network
        self._rates = {
            key: Limits(self._ticks, rate=one.rate, burst=one.rate * _BURST) for key, one in network.partners.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3, for paths under `/api/`."""
        try:
            answer = self._answer(scope)
        except Refused as refused:
            answer = refused.answer
        except LedgerError as error:
            log.warning("api: %s", error)
            answer = _BUSY
        except Exception:
            log.exception("api: %s", scope["raw_path"][:200].decode("latin-1"))
            answer = _FAILED
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    def _answer(self, scope: Scope) -> Answer:
        address = address_of(scope.get("client"), scope["headers"], self._network.proxies)
        if wait := self._addresses.wait(address):
            raise Refused(_later(wait))
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused(problem(405, "this API is only read", [("allow", "GET, HEAD")]))
        sent = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["raw_path"].decode("latin-1")
        if path == "/api/v1/openapi.json":
            return _told(document(), _JSON, sent, [("cache-control", "public, max-age=300")])
        partner = self._partner(sent)
        if partner is None:
            self._addresses.refused(address)
            raise Refused(_DENIED)
        if wait := self._rates[partner.key].wait(""):
            raise Refused(_later(wait))
        asked = _asked(scope["query_string"])
        found = _STORY.fullmatch(path)
        if path != "/api/v1/stories" and found is None:
            raise Refused(_NOTHING)
        site, section = self._place(partner, asked)
        with self._ledger.snapshot(self._moment()) as snapshot:
            view = View(self._network, partner, site, section, snapshot, self._ledger)
            if found is None:
                return _told(msgspec.json.encode(_list(view, asked)), _JSON, sent, _PRIVATE)
            return _one(view, found[1], found[2] or "", sent)

    def _partner(self, sent: Mapping[str, str]) -> Partner | None:
        """Whose token it is. All are compared, so that the time tells nothing of which is right."""
        found = None
        for partner in self._network.partners.values():
            if shows_token("bearer", self._secret(partner), sent):
                found = partner
        return found

    def _secret(self, partner: Partner) -> str:
        where = f"partners.{partner.key}"
        try:
            secret = secret_of(partner.token_file, partner.token_env, self._folder, where)
        except TransportError as error:
            log.warning("api: %s", error)
            return ""
        if len(secret) < SHORTEST_TOKEN:
            log.warning("api: the token of %s is shorter than %d characters: it opens nothing", where, SHORTEST_TOKEN)
            return ""
        return secret

    def _place(self, partner: Partner, asked: Mapping[str, str]) -> tuple[Site, str]:
        """The site and the section that are asked for; the site may be left out where there is but one."""
        key = asked.get("site") or (next(iter(partner.sites)) if len(partner.sites) == 1 else "")
        if not key:
            raise Refused(problem(400, f"say of which site: site={', '.join(sorted(partner.sites))}"))
        if key not in partner.sites or key not in self._network.sites:
            raise Refused(problem(403, "your terms do not name this site"))
        site, section = self._network.sites[key], asked.get("section", "")
        if section and all(one.key != section for one in site.sections):
            raise Refused(problem(404, "the site has no such section"))
        return site, section

    def _moment(self) -> datetime:
        """The time, which never runs backwards for a verdict."""
        self._now = max(self._now, self._clock())
        return self._now


def _asked(query: bytes) -> dict[str, str]:
    """The parameters, each once. Raises Refused for one that is not known: a misspelt `after` must not read it all."""
    if len(query) > LONGEST_QUERY:
        raise Refused(problem(414, "the query is too long"))
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = dict(pairs)
    if len(asked) != len(pairs) or not asked.keys() <= _PARAMETERS:
        raise Refused(problem(400, f"parameters, each once: {', '.join(sorted(_PARAMETERS))}"))
    return asked


def _list(view: View, asked: Mapping[str, str]) -> dict[str, Any]:
    text = asked.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise Refused(problem(400, f"`limit` is a number from 1 to {MOST}"))
    facts = {"site": view.site.key, "section": view.section or None}
    if "after" in asked:
        if "before" in asked:
            raise Refused(problem(400, "`after` follows changes, `before` reads the list: ask for one of them"))
        return facts | view.changed(cursor_of(asked["after"], view), int(text))
    return facts | view.newest(place_of(asked.get("before", "")), int(text))


def _one(view: View, id: str, ending: str, sent: Mapping[str, str]) -> Answer:
    """One story: its line, or the item alone. What a partner had and must not use any more is 410."""
    uri = view.snapshot.uri_of(id)
    story = view.snapshot.story(uri) if uri is not None else None
    if story is None:
        raise Refused(_NOTHING)
    passed = view.granted(story)
    if passed is None:
        if any(one.site == view.site.key for one in view.snapshot.placements(story.uri)) and view.had(story):
            raise Refused(problem(410, "this story is withdrawn, or its time is over: do not use it any more"))
        raise Refused(_NOTHING)
    body, media_type = _bytes(passed, ending)
    return _told(body, media_type, sent, [*_PRIVATE, ("link", f'<{passed.url}>; rel="alternate"; type="text/html"')])


def _bytes(passed: Passed, ending: str) -> tuple[bytes, str]:
    if not ending:
        return msgspec.json.encode(passed.line()), _JSON
    format, media_type = FORMATS[ending]
    return passed.written(format), media_type


def _told(body: bytes, media_type: str, sent: Mapping[str, str], own: list[tuple[str, str]]) -> Answer:
    tag = etag(body)
    lines = [*own, ("etag", tag)]
    if tag in (one.strip().removeprefix("W/") for one in sent.get("if-none-match", "").split(",")):
        return Answer(304, with_headers("", None, lines), b"")
    return Answer(200, with_headers(media_type, len(body), lines), body)


def _later(wait: float) -> Answer:
    return problem(429, "too many requests: wait a moment", [("retry-after", str(math.ceil(wait)))])
