"""A real newsroom for the leak proof: bytes come in by its way in, everything reachable is read, and judged."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from tests.properties import leak_export as export
from tests.properties.leak_judge import Asked, Event, Judge
from tests.properties.leak_partners import Partners
from tests.properties.leak_world import (
    BEGIN,
    PARTNERS,
    PROVIDERS,
    RAILS,
    SECTIONS,
    SITES,
    SOURCE,
    STORIES,
    Again,
    Contract,
    Copy,
    Machine,
    Order,
    Step,
    Terms,
    canary,
    colour_of,
    network_text,
    picture_bytes,
    token_of,
    uri_of,
    wire_bytes,
)
from wireroom.news import Decision, Edit, Hold, Kill, Pin, Place, Reinstate, Release, Remove, story_id
from wireroom.newsroom import agreed, clock
from wireroom.newsroom.backup import backup
from wireroom.newsroom.home import Home
from wireroom.newsroom.restore import restore
from wireroom.pages.wellknown import PATHS as WELL_KNOWN
from wireroom.transports import Delivery, hint_for
from wireroom.web import client
from wireroom.web.assembly import pages_of
from wireroom.web.client import Response
from wireroom.web.site.app import SiteApp

CANARY = re.compile(r"zq(\d+)v(\d+)([a-z]\d?)qz", re.IGNORECASE)
READERS = ("IT", "JP", "")  # countries, the last of somebody whom nobody can place
_ADDRESSES = {f"192.0.2.{number}": country for number, country in enumerate(READERS)}
_ADDRESS_OF = {country: address for address, country in _ADDRESSES.items()}
OF_PICTURES = "car"  # what is said of a picture: caption, alternative text, photographer
_DUTY = re.compile(r"zq\d+v\d+gqz")  # the copy's own copyright notice
_LINK = re.compile(r'(?:href="|src="|srcset="|\dw, |content="|<loc>)(?:https://([a-z]+)\.example)?(/[^"<# ]*)')
# What of a page belongs to which surface; whatever is in none of them is the page's own.
_PARTS = (
    ("json-ld", re.compile(r'<script type="application/ld\+json">.*?</script>', re.DOTALL)),
    ("social-card", re.compile(r'<meta (?:property="(?:og|article):|name="twitter:)[^>]*>')),
    ("rail", re.compile(r'<aside class="rail".*?</aside>', re.DOTALL)),
    ("list", re.compile(r'<div class="related">.*?</aside>\s*</div>', re.DOTALL)),
)
_SURFACES = (
    (re.compile(r"(?:/[a-z]+)?/(?:feed\.xml|atom\.xml|feed\.json)"), "feed"),
    (re.compile(r"/(?:news-)?sitemap(?:/[\w-]+)?\.xml"), "sitemap"),
    (re.compile(r"/rail/\d+"), "rail"),
    (re.compile(r"/search.*"), "search"),
    (re.compile(r"/\d{4}/\d\d/\d\d/.*"), "page"),
    (re.compile(r"/(?:launch|missiles|grid)?(?:/before/.*)?(?:\?.*)?"), "list"),
    (re.compile(r"/(?:topic|place|agency|author)/[^/]+/(?:feed\.xml|atom\.xml|feed\.json)"), "feed"),
    (re.compile(r"/(?:topic|place|agency|author)/[^/]+(?:/before/.*)?"), "list"),
    (re.compile(r"/archive(?:/\d+)*(?:/before/.*)?|/corrections(?:/before/.*)?"), "list"),
    (re.compile(r"/text/\d{4}/\d\d/\d\d/.*"), "page"),
    (re.compile(r"/text(?:/(?:launch|missiles|grid)?(?:/before/.*)?)?"), "list"),
    (re.compile(r"/about|/rights"), ""),
    (re.compile(r"/oembed\?.*"), "social-card"),
    (re.compile("|".join(map(re.escape, (*WELL_KNOWN, "/.well-known/publisher-info", "/no/such/page")))), ""),
)


class Leak(AssertionError):
    """Something may be read that must not be, or must be and cannot."""


class Newsroom:
    """One history as it happens. `wall` is what the machine's clock says, which may go backwards."""

    def __init__(self, folder: Path, contracts: Mapping[str, Terms]) -> None:
        self.contracts = dict(contracts)
        self.events: list[Event] = []
        self.wall = BEGIN
        self.now = BEGIN  # what the newsroom takes the time to be, by the judge's own count
        self.looked = 0
        self.parts: set[str] = set()  # of pages that are other surfaces than the page, those that held any copy
        self._room = folder
        self._folder = folder / "network-0"
        self._folder.mkdir()
        self._sent: dict[int, tuple[Copy, datetime]] = {}
        self._backup: tuple[Path, int] | None = None
        self._partners = Partners()
        self._etags: dict[tuple[str, str], tuple[str, str]] = {}
        self._write_network()
        self._patch = patch.object(clock, "datetime", _wall_of(self))
        self._patch.start()
        self._open()

    def close(self) -> None:
        self._patch.stop()
        self._home.close()

    # What happens

    def apply(self, step: Step) -> None:
        """Lets one thing happen."""
        self.wait(step.after)
        match step.what:
            case Copy() as copy:
                self._sent[copy.serial] = (copy, self.now)
                self._deliver(copy.serial)
            case Again(serial=serial) if serial in self._sent:
                self._deliver(serial)
            case Order() as order:
                self._home.ledger.append(_decision(order, self.now), at=self._clock())
                self.events.append(Event(self.now, order, self.now))
            case Contract(provider=provider, terms=terms):
                self.contracts[provider] = terms
                self._write_network()
                network = self._home.reload()
                self._home.ledger.adopt(network)
                agreed.record(self._home.ledger, network, self._clock())
                self._app.adopt(network, pages_of(self._home, network))
                self._partners.adopt(network)
            case Machine(kind=kind):
                self._befall(kind)

    def _deliver(self, serial: int) -> None:
        copy, sent = self._sent[serial]
        source = self._home.network.sources[SOURCE[copy.provider]]
        name = f"{serial}.json"
        picture = picture_bytes(copy.story, copy.serial)
        delivery = Delivery(name, wire_bytes(copy, sent), hint_for(source, name), beside=lambda wanted: picture)
        self._intake.take(source, [delivery])
        if all(event.what != copy for event in self.events):
            self.events.append(Event(self.now, copy, sent))

    def _befall(self, kind: str) -> None:
        match kind:
            case "restart":
                self._home.close()
                self._open()
            case "backup":
                file = self._room / "backup.wireroom"
                file.unlink(missing_ok=True)
                backup(self._home, file, self._clock, lambda size: None)
                self._backup = (file, len(self.events))
            case "restore" if self._backup is not None:
                self._restore(*self._backup)

    def _restore(self, file: Path, kept: int) -> None:
        """An old backup in another folder: what came after it is lost, but for recalls and orders."""
        self._home.close()
        self._folder = self._room / f"{self._folder.name}x"
        restore(file, self._folder, (), self._clock, lambda size: None)
        lost = [one for one in self.events[kept:] if isinstance(one.what, Order) or one.what.status != "usable"]
        self.events[kept:] = [Event(self.now, one.what, one.sent) for one in lost]
        self._write_network()  # the owner's file is today's
        self._open()
        agreed.record(self._home.ledger, self._home.network, self._clock())

    def _write_network(self) -> None:
        (self._folder / "network.toml").write_text(network_text(self.contracts), encoding="utf-8")
        for partner in PARTNERS:
            (self._folder / f"{partner}.token").write_text(token_of(partner), encoding="utf-8")

    def _open(self) -> None:
        self._home = Home(self._folder / "network.toml")
        self._clock = self._home.clock()
        self.now = max([self.wall, *(one.at for one in self.events)])
        last = self._home.ledger.high_water()
        self.now = max(self.now, last) if last is not None else self.now
        self._intake = self._home.intake(self._clock)
        self._app = SiteApp(
            self._home.ledger,
            self._home.network,
            pages_of(self._home, self._home.network),
            media=self._home.renditions,
            clock=self._clock,
            countries=lambda file, address: _ADDRESSES.get(str(address), ""),
        )
        self._partners.open(self._home, self._clock)

    # What can be read

    def wait(self, span: timedelta) -> None:
        """Lets time pass, and nothing else happen."""
        self.wall += span
        self.now = max(self.now, self.wall)

    def look(self, reader: str) -> None:
        """Reads everything that a reader in this country can, and judges every byte. Raises Leak."""
        judge = Judge(self.events, self.contracts)
        for site in SITES:
            waiting, seen = self._promised(site), set[str]()
            while waiting:
                path = waiting.pop()
                if path in seen:
                    continue
                seen.add(path)
                response = self._get(site, path, reader)
                text = _text(response)
                self._judge(judge, site, path, reader, response, text)
                waiting += [
                    html.unescape(path) for host, path in _LINK.findall(text) if host in ("", site) and path[1:2] != "/"
                ]
                waiting += [value for name, value in response.headers if name == "location" and value[:1] == "/"]
            self._nothing_found_of_hidden(judge, site)
            self._all_due_is_shown(judge, site, reader)
        self._partners.look(judge, self.now)

    def look_at_export(self) -> None:
        """Brings an exported folder up to date and judges every file of it, of compressed ones what is packed in them.

        Where a server has to ask for the reader's country, pages are there for those that may read. Raises Leak.
        """
        root = self._folder / "out"
        export.publish(self._home, root, self._clock)
        judge = Judge(self.events, self.contracts)
        for site, path, data in export.files(root, SITES):
            self.looked += 1
            where = f"the exported file {site}{path} at {self.now}"
            if path.startswith("/media/"):
                self._judge_exported_picture(judge, site, data, where)
                continue
            surface = _surface_of(path) if path else ""
            allowed: set[str] = set()
            for reader in READERS if surface else ():
                beside = ("list", "rail", "json-ld", "social-card") if surface in ("page", "list") else ()
                for one in (surface, *beside):
                    allowed |= judge.canaries(self._asked(site, one, self.now, reader))
            if more := _words(data.decode("utf-8", "replace")) - allowed - _asked_by_name(path):
                raise Leak(f"{sorted(more)} in {where}")

    def _judge_exported_picture(self, judge: Judge, site: str, data: bytes, where: str) -> None:
        story, serial = _whose(data)
        shown = [copy for copy in judge.newest(story) if copy.serial == serial and copy.picture]
        allowed = any(judge.pictures(story, Asked(site, "page", self.now, reader)) for reader in READERS)
        if not shown or not allowed or CANARY.search(data.decode("latin-1")):
            raise Leak(f"the picture of story {story}, version {serial}: {where}")

    def _promised(self, site: str) -> list[str]:
        lists = ["", f"/{SECTIONS[site]}"]
        feeds = [f"{where}/{name}" for where in lists for name in ("feed.xml", "atom.xml", "feed.json")]
        files = [*WELL_KNOWN, "/sitemap.xml", "/news-sitemap.xml"]
        stories = [f"/2026/11/19/x-{story_id(uri_of(story))}" for story in range(STORIES + 1)]
        files += [f"/oembed?url=https://{site}.example{story}" for story in stories]
        months = ["/sitemap/2026-11.xml", "/sitemap/2026-12.xml"]
        own = ["/about", "/rights", "/corrections", "/archive", "/archive/2026/11", "/text/", f"/text/{SECTIONS[site]}"]
        own += [f"/text{story}" for story in stories]
        found = [f"/agency/{provider.lower()}" for provider in PROVIDERS]
        found += ["/topic/20000739", "/topic/science-and-technology", "/search?q=lindholm&order=relevance"]
        for copy in (one.what for one in self.events if isinstance(one.what, Copy)):
            named = {part: canary(copy.story, copy.serial, part) for part in "dwy"}
            found += [f"/place/lindholm-{named['d']}", f"/place/{named['w']}", f"/author/ana-{named['y']}"]
        some = ["/", lists[1], "/rail/0", "/no/such/page", "/search?q=harbour"]
        return [*some, *feeds, *files, *months, *stories, *own, *found]

    def _get(self, site: str, path: str, reader: str, **headers: str) -> Response:
        self.looked += 1
        if self.looked % 2:
            headers["accept-encoding"] = "gzip"
        return client.get(self._app, f"https://{site}.example{path}", headers, address=_ADDRESS_OF[reader])

    def _judge(self, judge: Judge, site: str, path: str, reader: str, response: Response, text: str) -> None:
        moments = [self.now]
        where = f"{site}{path} for {reader or 'somewhere'} at {self.now}"
        lasting = _lasting(response)
        if lasting:
            moments.append(self.now + lasting - timedelta(microseconds=1))  # what any cache may still say by then
        for moment in moments:
            if path.startswith("/media/"):
                self._judge_picture(judge, Asked(site, "page", moment, reader), response, where)
                continue
            for surface, words in _found(path, "html" in (response.header("content-type") or ""), text):
                if words and _surface_of(path) == "page":
                    self.parts.add(surface)
                self._judge_words(judge, self._asked(site, surface, moment, reader), words, where)
            headers = _words(repr(response.headers))
            self._judge_words(judge, self._asked(site, _surface_of(path), moment, reader), headers, where)
        self._judge_duties(judge, path, response, text, where)
        self._judge_lifetime(judge, text, lasting, where)
        self._judge_unchanged(site, path, reader, response, text, where)

    def _asked(self, site: str, surface: str, at: datetime, reader: str) -> Asked:
        country = reader if surface in ("page", "json-ld", "social-card") else None
        return Asked(site, surface, at, country, RAILS[site] if surface == "rail" else "")

    def _judge_words(self, judge: Judge, asked: Asked, found: frozenset[str], where: str) -> None:
        if not found:
            return
        allowed = judge.canaries(asked) if asked.surface else frozenset()
        if more := found - allowed:
            raise Leak(f"{sorted(more)} on the surface {asked.surface} of {where}, asked for {asked.at}")

    def _judge_picture(self, judge: Judge, asked: Asked, response: Response, where: str) -> None:
        if response.status != 200:
            return
        story, serial = _whose(response.body)
        if b"qz" in response.body and CANARY.search(response.body.decode("latin-1")):
            raise Leak(f"metadata in the picture {where}")
        copies = [copy for copy in judge.newest(story) if copy.serial == serial and copy.picture]
        if not copies or not judge.pictures(story, asked):
            raise Leak(f"the picture of story {story}, version {serial}: {where}, asked for {asked.at}")

    def _judge_duties(self, judge: Judge, path: str, response: Response, text: str, where: str) -> None:
        """Credit and notice stand in every output for people that carries the copy (I6); no bare link needs them."""
        kind = response.header("content-type") or ""
        found = _words(text) - _asked_by_name(path)
        if "sitemap" in path or not found:
            return
        plain = html.unescape(html.unescape(text)) if "json" not in kind else text
        for story in {int(match[1]) for match in map(CANARY.fullmatch, found) if match}:
            owner = judge.owner(story)
            for duty in (f"Credit of {owner}", f"Notice of {owner}."):
                if duty not in plain:
                    raise Leak(f"{duty!r} is missing on {where}")

    def _judge_lifetime(self, judge: Judge, text: str, lasting: timedelta, where: str) -> None:
        """No shared cache keeps an output for longer than any contract of what is in it lets it (I12)."""
        for story, part in {(int(match[1]), match[3].lower()) for match in CANARY.finditer(text)}:
            terms = judge.terms(story)
            if lasting > timedelta(seconds=(terms.of_pictures() if part in OF_PICTURES else terms).cache_max):
                raise Leak(f"{where} may be kept for {lasting}, beyond its contract's cache_max")

    def _judge_unchanged(self, site: str, path: str, reader: str, response: Response, text: str, where: str) -> None:
        """A 304 says that what was read before may still be shown: then it must be what is shown now."""
        etag = response.header("etag")
        key = (f"{site}{path}", reader)
        if key in self._etags:
            old_tag, old_text = self._etags[key]
            again = self._get(site, path, reader, **{"if-none-match": old_tag})
            if again.status == 304 and old_text != text:
                raise Leak(f"{where} says that an older page is unchanged")
        if etag and response.status == 200:
            self._etags[key] = (etag, text)

    def _nothing_found_of_hidden(self, judge: Judge, site: str) -> None:
        """A search for what stands only in hidden copy answers as one for what stands nowhere, but for the words."""
        for number in judge.stories:
            if judge.form(number, Asked(site, "search", self.now))[0] != "none":
                continue
            for copy in judge.newest(number):
                word, none = f"only{copy.serial}only", f"only{copy.serial}nope"
                found = _text(self._get(site, f"/search?q={word}", "JP")).replace(word, "")
                if found != _text(self._get(site, f"/search?q={none}", "JP")).replace(none, ""):
                    raise Leak(f"a search on {site} tells that {word} stands somewhere hidden")

    def _all_due_is_shown(self, judge: Judge, site: str, reader: str) -> None:
        """The other half: a gate that hides everything would leak nothing either."""
        for number in judge.stories:
            asked = Asked(site, "page", self.now, reader)
            if judge.form(number, asked, certain=True)[0] != "full":
                continue
            path = f"/2026/11/19/x-{story_id(uri_of(number))}"
            response = self._get(site, path, reader)
            if response.status == 301:
                response = self._get(site, response.header("location") or "/", reader)
            bodies = {canary(number, copy.serial, "b") for copy in judge.newest(number)}
            if response.status != 200 or not any(body in _text(response) for body in bodies):
                raise Leak(f"story {number} is hidden on {site} at {self.now}: {response.status}")
            if all(copy.signal == "correction" for copy in judge.newest(number)):
                assert 'class="correction"' in _text(response), f"story {number} on {site} tells of no correction"


def _wall_of(newsroom: Newsroom) -> type[datetime]:
    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return newsroom.wall.astimezone(tz or UTC)

    return Wall


def _decision(order: Order, at: datetime) -> Decision:
    uri, by, why = uri_of(order.story), "Ana", "as tested"
    match order.kind:
        case "kill":
            return Kill(uri=uri, by=by, at=at, why=why)
        case "reinstate":
            return Reinstate(uri=uri, by=by, at=at, why=why)
        case "hold":
            return Hold(uri=uri, by=by, at=at, why=why)
        case "until":
            return Hold(uri=uri, by=by, at=at, why=why, until=at + timedelta(hours=order.hours))
        case "release":
            return Release(uri=uri, by=by, at=at, why=why)
        case "place":
            return Place(uri=uri, by=by, at=at, why=why, site="shield", section="missiles")
        case "remove":
            return Remove(uri=uri, by=by, at=at, why=why, site="orbit")
        case "pin":
            return Pin(uri=uri, by=by, at=at, why=why, site="orbit")
        case _:
            return Edit(uri=uri, by=by, at=at, why=why, headline=f"Ours {canary(order.story, order.serial, 'e')}")


def _text(response: Response) -> str:
    body = response.body
    if response.header("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return body.decode("utf-8", "replace")


def _surface_of(path: str) -> str:
    """Which surface an address is; one that is in no line of the list is nobody's."""
    for pattern, surface in _SURFACES:
        if pattern.fullmatch(path):
            return surface
    raise Leak(f"{path} stands in no line of the surfaces: which is it?")


@lru_cache(maxsize=5000)
def _found(path: str, is_html: bool, text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The canaries in a response, by the surface that its part belongs to."""
    whole = _surface_of(path)
    if "qz" not in text.lower():
        return ()
    found = []
    if is_html:
        for name, part in _PARTS:
            piece = "".join(part.findall(text))
            text = part.sub("", text)
            if name in ("json-ld", "social-card"):
                # The page's own address and the copy's notice in it are the page's, and judged as such.
                text += " ".join([path] * piece.count(path) + _DUTY.findall(piece))
                piece = _DUTY.sub("", piece.replace(path, ""))
            found.append((name, _words(piece) - _asked_by_name(path)))
    return (*found, (whole, _words(text) - _asked_by_name(path)))


def _asked_by_name(path: str) -> frozenset[str]:
    """The words of a place or person that a reader asks for by name: the page may say them back."""
    return _words(path) if path.startswith(("/place/", "/author/")) else frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(match[0].lower() for match in CANARY.finditer(text))


def _lasting(response: Response) -> timedelta:
    """How long anybody may keep it without asking, or show it while asking (RFC 5861)."""
    said = response.header("cache-control") or ""
    found = re.findall(r"(?:s-maxage|max-age|stale-while-revalidate|stale-if-error)=(\d+)", said)
    return timedelta(seconds=sum(map(int, found))) if "no-cache" not in said else timedelta(0)


@lru_cache(maxsize=4096)
def _whose(picture: bytes) -> tuple[int, int]:
    """Story and serial of a picture, by its colour."""
    from PIL import Image

    with Image.open(BytesIO(picture)) as opened:
        seen = opened.convert("RGB").getpixel((8, 8))
    assert isinstance(seen, tuple)

    def distance(one: tuple[int, int]) -> int:
        return sum(abs(a - b) for a, b in zip(colour_of(*one), seen, strict=False))

    return min(((story, serial) for story in range(STORIES + 1) for serial in range(64)), key=distance)
