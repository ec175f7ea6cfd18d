"""A slot's files, made of one snapshot: the page at a path, or whatever stands for a story on a site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from wireroom.ledger.model import Snapshot
from wireroom.ledger.names import addresses_of
from wireroom.network.model import Network, Site
from wireroom.news import Story, old_address
from wireroom.newsroom.publishing.manifest import Key, Record
from wireroom.newsroom.publishing.names import file_of, notice_of
from wireroom.newsroom.publishing.reading import OneStory, Reading
from wireroom.newsroom.publishing.weaving import Weaving
from wireroom.pages import served
from wireroom.pages.addresses import host_of, unquoted
from wireroom.pages.model import Frame, Links, Request
from wireroom.pages.renditions import Rendition
from wireroom.pages.shelves import shelf_path
from wireroom.pages.wellknown import PATHS as WELL_KNOWN
from wireroom.rights.stock import Snapshot as Stock

FEEDS = ("feed.xml", "atom.xml", "feed.json")
MISSING = "/404"
_ALWAYS = ("/about", "/archive", "/corrections", "/rights", "/text/")
_MADE_ONCE = ("/sitemap.xml", "/sitemap/sections.xml", "/news-sitemap.xml", *WELL_KNOWN, MISSING)
_STORY = "story:"
_PICTURES = "pictures:"
# What is a page of its own only because another one leads to it: older pages of lists, feeds of shelves, years, months
# and days of the archive, months of the sitemap and what they are split into.
_LEADS_ON = re.compile(
    rb"/.+/before/[0-9a-f]+-[0-9a-z]{12}|/archive/\d{4}(?:/\d\d){0,2}"
    rb"|/(?:topic|place|agency|author)/[^/]+/(?:feed\.xml|atom\.xml|feed\.json)",
    re.DOTALL,
)
# What begins with words of its own is found ten times as fast as what begins with either of two.
_LINK = re.compile(rb'href="(?=(/[^"]*)")')
_MAPPED = re.compile(rb"<loc>[^<]*(/sitemap/\d{4}-\d\d(?:-\d\d(?:T\d\d)?)?\.xml)</loc>")
_ASIDE = re.compile(r"/(?:topic|place|agency|author|archive|text)(?:/|\Z)")


class Pages(Protocol):
    """What makes pages: the very same that answers readers."""

    def frame(self, snapshot: Stock, request: Request) -> Frame: ...
    def editions(self, snapshot: Stock, site: Site, id: str, links: Links) -> tuple[Frame, Frame | None]: ...
    def rail(self, snapshot: Stock, site: Site, number: int, links: Links) -> Frame: ...


class Pictures(Protocol):
    """What makes pictures: the very same that answers readers (`web.site.media.Exported`)."""

    def of(self, snapshot: Stock, site: Site, id: str) -> Sequence[Rendition]: ...
    def made(self, wanted: Rendition) -> bytes | None: ...
    def make(self, wanted: Sequence[Rendition]) -> None: ...
    def none(self) -> Frame: ...


@dataclass(slots=True)
class Output:
    """A file to be. `woven`: a server joins something into it, so that it cannot be compressed beforehand.

    `digest` and `twins` are worked out by `crew.prepare`.
    """

    name: str
    media_type: str
    data: bytes
    woven: bool
    digest: bytes = b""
    twins: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Made:
    """What a slot came to: its files and what is to be remembered of them, if it is `kept` also when there are none.

    `unmade` are pictures that it lacks until somebody has made them: the slot is due at once then.
    """

    record: Record
    bodies: list[Output] = field(default_factory=list)
    kept: bool = False
    unnamed: list[str] = field(default_factory=list)
    unmade: list[Rendition] = field(default_factory=list)


def story_slot(site: str, id: str) -> Key:
    """The slot of a story on a site."""
    return site, _STORY + id


def is_of_pictures(slot: Key) -> bool:
    """Whether a slot is that of a story's pictures, which take longer to make than pages."""
    return slot[1].startswith(_PICTURES)


def slots_of(site: Site) -> Iterator[Key]:
    """Every slot of a site that is there whatever the news."""
    for path in ("/", *_ALWAYS):
        yield site.key, path
    for section in site.sections:
        yield site.key, f"/{section.key}"
        yield site.key, f"/text/{section.key}"
    searches = [f"/search/{one.key}" for one in site.searches]
    yield from ((site.key, path) for path in searches)
    for folder in ("", *(f"/{section.key}" for section in site.sections), *searches):
        for name in FEEDS:
            yield site.key, f"{folder}/{name}"
    for number in range(len(site.rails)):
        yield site.key, f"/rail/{number}"
    for path in (*_MADE_ONCE, *served.paths(site)):
        yield site.key, path


def is_aside(slot: Key) -> bool:
    """Whether a slot is one of the many that each story stands on, and where few look for the newest."""
    return _ASIDE.match(slot[1]) is not None


def shelf_slot(site: str, shelf: str) -> Key | None:
    """The slot of a shelf's page on a site; None for what has no page of its own."""
    path = shelf_path(shelf)
    return (site, path) if path else None


def _led_to(data: bytes) -> set[str]:
    """The paths that a page leads to, of those that are slots for that reason."""
    found = {path for path in set(_LINK.findall(data)) if _LEADS_ON.fullmatch(path)}
    return {path.decode() for path in found.union(_MAPPED.findall(data))}


class Maker:
    """Makes slots for one network, one way with rails and one kind of destination."""

    def __init__(self, network: Network, pages: Pages, pictures: Pictures, weaving: Weaving, suffix: str) -> None:
        self.network = network
        self._pages = pages
        self._pictures = pictures
        self._weaving = weaving
        self._suffix = suffix
        self._links = Links.public(network)
        self._one = OneStory()
        self._rails: dict[tuple[str, int], Frame] = {}
        self._rails_of: Snapshot | None = None
        self._fixed = {slot for site in network.sites.values() for slot in slots_of(site)}

    def make(self, snapshot: Snapshot, slot: Key) -> Made:
        """The slot as it is now; without files when nothing stands there."""
        site = self.network.sites.get(slot[0])
        if site is None:
            return Made(Record(slot))
        if self._rails_of is not snapshot:
            self._rails_of = snapshot
            self._rails.clear()
        if slot[1].startswith(_STORY):
            return self._story(snapshot, site, slot)
        if is_of_pictures(slot):
            return self._story_pictures(snapshot, site, slot)
        return self._page(snapshot, site, slot)

    def frame(self, snapshot: Snapshot, site: Site, path: str) -> Frame:
        """The page at a path, which is percent-encoded as in links."""
        return self._pages.frame(snapshot, Request(site, unquoted(path), {}, self._links))

    def no_picture(self) -> Frame:
        """What is answered where there is no picture, with the headers that pictures have."""
        return self._pictures.none()

    def make_pictures(self, wanted: Sequence[Rendition]) -> None:
        """Makes them, so that the slots that lack them can be made whole; ends when they are there."""
        self._pictures.make(wanted)

    def sites_of(self, snapshot: Snapshot, uri: str) -> list[str]:
        """The sites at which something stands, or stood, at the story's address."""
        story = snapshot.story(uri)
        if story is None:
            return []
        if story.killed:
            return list(self.network.sites)  # the notice stands on all of them
        return list(dict.fromkeys(one.site for one in snapshot.placements(uri) if one.site in self.network.sites))

    def _page(self, snapshot: Snapshot, site: Site, slot: Key) -> Made:
        reading, path = Reading(snapshot), slot[1]
        frame = self.frame(reading, site, path)
        record = Record(slot, frame.changes_at, {one for one in frame.uses if not one.startswith("placed:")})
        record.uses = {*record.uses, *reading.whole}
        record.spans = reading.spans
        made = Made(record, kept=slot in self._fixed)
        if frame.status != (404 if path == MISSING else 200):
            return made
        self._add(made, file_of(site.key, path, frame.media_type, self._suffix), frame, snapshot, site)
        for body in made.bodies:
            body.woven = body.woven or path.startswith("/rail/")  # fetched to be joined, it must come as it is
            record.links = sorted(_led_to(body.data) - {path})
        return made

    def _story(self, snapshot: Snapshot, site: Site, slot: Key) -> Made:
        id = slot[1].removeprefix(_STORY)
        snapshot = self._one.of(snapshot)
        uri = snapshot.uri_of(id)
        story = snapshot.story(uri) if uri is not None else None
        if uri is None or story is None:
            return Made(Record(slot))
        frame, text = self._pages.editions(snapshot, site, id, self._links)
        # What is not out yet is waited for.
        kept = site.key in self.sites_of(snapshot, uri)
        made = Made(Record(slot, frame.changes_at, frame.uses, path=frame.address), kept=kept)
        if story.standing is not None:
            made.record.released = story.standing.released
        if frame.status == 200:
            self._add(made, file_of(site.key, frame.address, frame.media_type, self._suffix), frame, snapshot, site)
            made.record.moved = self._moved(snapshot, site, story)
            if made.bodies and b"/media/" in made.bodies[0].data:
                made.record.links = [_PICTURES + id]
            if made.bodies and text is not None:
                self._add(made, file_of(site.key, text.address, text.media_type, self._suffix), text, snapshot, site)
        elif frame.status in (410, 451):
            self._add(made, notice_of(site.key, id, frame.status, self._suffix), frame, snapshot, site)
        return made

    def _story_pictures(self, snapshot: Snapshot, site: Site, slot: Key) -> Made:
        """A story's pictures as far as they are made: pages never wait for them, and nothing that is dark stays."""
        id = slot[1].removeprefix(_PICTURES)
        made = Made(Record(slot))
        for one in self._pictures.of(self._one.of(snapshot), site, id):
            data = self._pictures.made(one)
            if data is None:
                made.unmade.append(one)
            elif data:
                made.bodies.append(Output(f"{site.key}/media/{id}/{one.name}", one.media_type, data, woven=False))
        if made.unmade:
            made.kept, made.record.changes_at = True, snapshot.at
        return made

    @staticmethod
    def _moved(snapshot: Snapshot, site: Site, story: Story) -> list[str]:
        """The addresses that lead to the story: its id, when it may have had other words, and its old pages'."""
        own = [story.id] if len(story.versions) > 1 or story.decisions else []
        host = old_address(host_of(site), "").removesuffix("/")
        old = (name for one in story.versions for name in addresses_of(one.version, one.source))
        ours = dict.fromkeys(name for name in old if name.startswith(f"{host}/"))
        return own + [name.removeprefix(host) for name in ours if snapshot.old_page(name) == story.uri]

    def _add(self, made: Made, name: str, frame: Frame, snapshot: Snapshot, site: Site) -> None:
        if not name:
            made.unnamed.append(f"{site.url}{frame.address}")
            return
        data = self._weaving.body(frame, lambda number: self._rail(snapshot, site, number, made.record))
        made.bodies.append(Output(name, frame.media_type, data, self._weaving.is_served(frame)))

    def _rail(self, snapshot: Snapshot, site: Site, number: int, record: Record) -> bytes:
        """The text of a rail for a page that carries it: the page is then made of what the rail shows, too."""
        frame = self._rails.get((site.key, number))
        if frame is None:
            frame = self._rails[site.key, number] = self._pages.rail(snapshot, site, number, self._links)
        record.uses = {*record.uses, *(one for one in frame.uses if one.startswith(_STORY))}
        ends = [one for one in (record.changes_at, frame.changes_at) if one is not None]
        record.changes_at = min(ends, default=None)
        return b"".join(part for part in frame.parts if isinstance(part, bytes))
