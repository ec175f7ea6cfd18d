"""The readers' path: an ASGI callable that answers from the cache, and never with anything the ledger has overtaken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from wireroom.errors import LedgerError, MovedError
from wireroom.network.model import Network, Site
from wireroom.pages.model import Frame, Links, Page, Request
from wireroom.rights.stock import Snapshot
from wireroom.web.asgi import Receive, Scope, Send
from wireroom.web.site.address import LONGEST_TARGET, Addresses, Place, path_of, query_of
from wireroom.web.site.answer import Answer, plain
from wireroom.web.site.cache import Cache
from wireroom.web.site.countries import Address, reader_of
from wireroom.web.site.deflate import accepts_gzip
from wireroom.web.site.headers import headers
from wireroom.web.site.joined import with_max_age
from wireroom.web.site.kept import Kept
from wireroom.web.site.media import Media, UnmadeError, asked_for, media
from wireroom.web.site.rails import Rail
from wireroom.web.site.ranges import part_of
from wireroom.web.site.sight import Readable, Sight
from wireroom.web.site.welcome import welcome

log = logging.getLogger("wireroom.web")

MOST_ENTRIES = 500  # further behind than that, forgetting everything is cheaper than reading what changed
_MOMENT = timedelta(seconds=1)


class WhereError(Exception):
    """The answer depends on the reader's country, and nobody has said which that is."""


_ALLOW = [("allow", "GET, HEAD")]
_NO_METHOD = plain(405, "Only GET and HEAD are answered here.", _ALLOW)
_NO_HOST = plain(400, "The request names no host, or more than one.")
_NO_PAGE = plain(404, "There is no such page.")
_TOO_LONG = plain(414, "This address is too long.")
_BUSY = plain(503, "The ledger is busy. Please try again in a moment.", [("retry-after", "1")])
_BUSY_MAKING = plain(503, "This picture is not ready yet. Please try again in a moment.", [("retry-after", "2")])
_FAILED = plain(500, "This page could not be made. The fault is ours and has been noted.")

_Asked = tuple[str, bytes | None, bytes, bytes, bytes, bytes]


class Pages(Protocol):
    """What makes pages: a pure function of snapshot and request, for one network."""

    def frame(self, snapshot: Snapshot, request: Request) -> Frame: ...
    def rail(self, snapshot: Snapshot, site: Site, number: int, links: Links) -> Frame: ...


class SiteApp:
    """Serves all sites of a network to readers.

    No response begun after an append returned, in this process or any other, shows an older state: every request
    compares the ledger's last number with the one the cache has followed to, and drops what was touched since. Time
    never runs backwards here, so a clock that is set back opens nothing again. `welcome` may give the page for a
    host that is no site. Used by one thread at a time.
    """

    def __init__(
        self,
        ledger: Readable,
        network: Network,
        pages: Pages,
        *,
        media: Media,
        clock: Callable[[], datetime],
        countries: Callable[[str, Address | None], str] = lambda file, address: "",
        welcome: Callable[[], Page | None] = lambda: None,
        cache: int = 64 << 20,
    ) -> None:
        self._ledger = ledger
        self._stored = media
        self._clock = clock
        self._countries = countries
        self._welcome = welcome
        self._cache = Cache(cache)
        self._hot = self._cache.hot
        self._now = datetime.min.replace(tzinfo=UTC)
        self._seen = ledger.seq()
        self.adopt(network, pages)

    @property
    def cached(self) -> tuple[int, int]:
        """How many pages and pictures are kept, and the bytes that they take."""
        return self._cache.count, self._cache.size

    def adopt(self, network: Network, pages: Pages) -> None:
        """Serves this network from the next request on."""
        self._network = network
        self._pages = pages
        self._addresses = Addresses(network)
        self._cache.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI 3. Only HTTP; a server is told not to bother with lifespan."""
        if scope["type"] != "http":
            raise RuntimeError(f"readers are served by HTTP only, not {scope['type']}")
        host: bytes | None = b""
        accept = match = wanted = on_condition = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = None if host else value  # two of them: whoever is before us may have read the other
            elif name == b"accept-encoding":
                accept = value
            elif name == b"if-none-match":
                match = value
            elif name == b"range":
                wanted = value
            elif name == b"if-range":
                on_condition = value
        asked = (scope["method"], host, scope["raw_path"], scope["query_string"], accept, match)
        answer = self.respond(*asked) or await self._in_time(asked, self._country(scope))
        if wanted and scope["method"] == "GET":
            answer = part_of(answer, wanted, on_condition)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

    def respond(
        self, method: str, host: bytes | None, target: bytes, query: bytes, accept: bytes = b"", match: bytes = b""
    ) -> Answer | None:
        """The answer to one request: `target` is the path as written, `match` the If-None-Match. Never raises.

        None says that it depends on where the reader is, or that a picture has to be made first: both are for requests
        that come the ASGI way.
        HEAD is answered like GET; whoever sends leaves the body out, and `content-length` still tells what GET would
        bring (RFC 9110 §9.3.2).
        If-Modified-Since is not looked at: a list out of which a story was killed can be "not modified" by its dates.
        """
        try:
            return self._respond(method, host, target, query, accept, match, None)
        except (WhereError, UnmadeError):
            return None

    async def _in_time(self, asked: _Asked, country: str) -> Answer:
        """The answer once the picture that was asked for is made; whether it may be seen is asked after that again."""
        for _ in range(2):
            try:
                return self._respond(*asked, country)
            except UnmadeError as error:
                if not await self._stored.making(error.wanted):
                    break
        return _BUSY_MAKING

    def _country(self, scope: Scope) -> str:
        """The country of whoever asks, "" when nobody can tell."""
        reader = reader_of(scope.get("client"), scope["headers"], self._network.proxies)
        return self._countries(self._network.countries, reader)

    def _respond(
        self,
        method: str,
        host: bytes | None,
        target: bytes,
        query: bytes,
        accept: bytes,
        match: bytes,
        country: str | None,
    ) -> Answer:
        """The answer; raises WhereError when it depends on a country that is not given, UnmadeError as `media` does."""
        try:
            if method != "GET" and method != "HEAD":
                return _NO_METHOD
            now = self._moment()
            for look in (self._ledger.glance, self._ledger.glance, self._ledger.snapshot):
                self._follow()
                try:
                    found = self._seen_now(host, target, query, Sight(look, now), country)
                except MovedError:
                    continue  # an entry came meanwhile: what it touched is not to be shown any more
                if isinstance(found, Answer):
                    return found
                return self._answer(found, len(accept) < 256 and accepts_gzip(accept), match, now)
            return _BUSY
        except (WhereError, UnmadeError):
            raise
        except LedgerError as error:  # locked, or no room for what a search needs written first
            log.warning("%s: %s", target.decode("latin-1"), error)
            return _BUSY
        except Exception:
            log.exception("no page could be made for %s of %r", target.decode("latin-1"), host)
            return _FAILED

    def _seen_now(
        self, host: bytes | None, target: bytes, query: bytes, sight: Sight, country: str | None
    ) -> Kept | Answer:
        """The page with its rails as they are now; raises MovedError besides what `_respond` does."""
        kept = None if query else self._hot.get((host, target))  # type: ignore[arg-type]
        if kept is None or sight.at >= kept.until:
            with sight:
                found = self._find(host, target, query, sight, country)
                if isinstance(found, Answer):
                    return found
                kept = found
                self._renew_rails(kept, sight)
        elif kept.generation != kept.shelf.generation or sight.at >= kept.shelf.until:
            with sight:
                self._renew_rails(kept, sight)
        return kept

    def _answer(self, kept: Kept, gzip: bool, match: bytes, now: datetime) -> Answer:
        joined = kept.joined(gzip)
        self._cache.used(kept)
        if match and kept.frame.status == 200 and (match == joined.etag or _matches(match, joined.etag)):
            answer = joined.unchanged
        else:
            answer = joined.full
        if kept.lasting and (seconds := kept.max_age(now)):
            return with_max_age(answer, seconds)
        return answer

    def _moment(self) -> datetime:
        now = self._clock()
        if now > self._now:
            self._now = now
        return self._now

    def _follow(self) -> None:
        """Drops what the ledger's new entries touch."""
        seq = self._ledger.seq()
        if seq == self._seen:
            return
        if not self._seen < seq <= self._seen + MOST_ENTRIES:
            self._cache.clear()
            self._seen = seq
            return
        for number, touches in self._ledger.touches(self._seen):
            self._cache.touch(touches)
            self._seen = number
        self._seen = max(self._seen, seq)

    def _find(
        self, host: bytes | None, target: bytes, query: bytes, sight: Sight, country: str | None
    ) -> Kept | Answer:
        """The page at this address, kept or made now; or an answer where no site is."""
        if host is None:
            return _NO_HOST
        if len(target) > LONGEST_TARGET or len(query) > LONGEST_TARGET:
            return _TOO_LONG
        path = path_of(target)
        if path is None:
            return _NO_PAGE
        place = self._addresses.of_host(host)
        if place is None:
            prefixed = self._addresses.of_prefix(path)
            if prefixed is None:
                return self._at_no_site(host, path)
            place, path = prefixed
            if not path:
                return plain(308, "This site is one slash further.", [("location", f"/@{place.site.key}/")])
        kept = self._page(place, path, query_of(query), query.decode("latin-1"), sight)
        if kept.frame.local:
            if country is None:
                raise WhereError
            return self._page(place, path, query_of(query), query.decode("latin-1"), sight, country)
        if not query:
            self._cache.name(host, target, kept)
        return kept

    def _page(
        self,
        place: Place,
        path: str,
        query: dict[str, str],
        old_query: str,
        sight: Sight,
        country: str | None = None,
    ) -> Kept:
        picture = asked_for(path)
        if picture is not None:
            store, style = self._cache.media, "media"  # no links in it, however it was asked for
        else:
            store, style = (self._cache.asides if query else self._cache.pages), place.style
        if country is not None:
            store = self._cache.asides
        key = (style, place.site.key, path, tuple(sorted(query.items())), country)
        kept = self._cache.get(store, key, sight.at) or self._cache.get(self._cache.asides, key, sight.at)
        if kept is not None:
            return kept
        snapshot = sight.snapshot()
        if picture is not None:
            frame = media(snapshot, self._network, place.site, *picture, self._stored, country)
        else:
            frame = self._pages.frame(snapshot, Request(place.site, path, query, place.links, country))
            if frame.status == 404 and old_query:
                # An imported page's address may have any query; it leads to another page than the path alone.
                old = f"{path}?{old_query}"
                frame = self._pages.frame(snapshot, Request(place.site, old, query, place.links))
                key = (style, place.site.key, old, (), None)
        kept = Kept(key, frame, self._cache.shelf(place.style, place.site.key), place)
        # What is not there, or is elsewhere, can be asked for under endless names: that is made each time.
        if frame.status == 200:
            self._cache.put(store, kept)
        elif frame.status in (410, 451):
            self._cache.put(self._cache.asides, kept)
        return kept

    def _renew_rails(self, kept: Kept, sight: Sight) -> None:
        """Makes those of the page's rails anew that are not as they should be."""
        shelf = kept.shelf
        self._cache.drop_past(shelf, sight.at)
        for number in kept.holes:
            if number not in shelf.rails:
                self._cache.shelve(self._rail(kept, number, sight.snapshot()))
        kept.take_rails({number: shelf.rails[number] for number in kept.holes})
        kept.generation = shelf.generation

    def _rail(self, kept: Kept, number: int, snapshot: Snapshot) -> Rail:
        place = kept.place
        try:
            frame = self._pages.rail(snapshot, place.site, number, place.links)
            body = b"".join(part for part in frame.parts if isinstance(part, bytes)) if frame.status == 200 else b""
            return Rail(kept.shelf, number, body, frame.uses, frame.changes_at)
        except MovedError:
            raise
        except Exception:  # a rail that fails must not take every page of the site with it; it is tried again soon
            log.exception("rail %s of %s could not be made", number, place.site.key)
            return Rail(kept.shelf, number, b"", frozenset(), snapshot.at + _MOMENT)

    def _at_no_site(self, host: bytes, path: str) -> Answer:
        if path != "/":
            return _NO_PAGE
        page = self._welcome()
        if page is None:
            return welcome(self._network, host)
        own = [("cache-control", "no-cache")]
        return Answer(page.status, headers(page.media_type, len(page.body), page.headers, own), page.body)


def _matches(if_none_match: bytes, etag: bytes) -> bool:
    """RFC 9110 §13.1.2: a list of tags, compared weakly, or `*`."""
    tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag in tags or tags == [b"*"]
