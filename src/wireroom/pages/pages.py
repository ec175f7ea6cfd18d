"""Snapshot and URL to page: which page a path asks for, and a frame's joining with its live rails."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from wireroom.network.model import Network, Section, Site
from wireroom.news import old_address, story_id
from wireroom.pages import oembed, sitemaps, wellknown
from wireroom.pages.addresses import host_of, resolve, story_in
from wireroom.pages.archive import archive_page
from wireroom.pages.colophon import about_page, rights_page
from wireroom.pages.corrections import corrections_page
from wireroom.pages.feeds import KINDS, feed, shelf_of
from wireroom.pages.front import front
from wireroom.pages.lists import section_page
from wireroom.pages.model import Frame, Hole, Links, Page, Request
from wireroom.pages.notices import moved, not_found
from wireroom.pages.rails import rail
from wireroom.pages.search import search_page
from wireroom.pages.searches import saved_search
from wireroom.pages.served import ad_page, asset
from wireroom.pages.setting import Setting
from wireroom.pages.shelves import shelf_page
from wireroom.pages.story import story_page
from wireroom.pages.templates import Theme
from wireroom.pages.textedition import story_editions, text_page
from wireroom.pages.trail import Trail
from wireroom.rights.stock import Snapshot
from wireroom.routing.shelves import KINDS as SHELVES

_MOST_SETTINGS = 256


class Pages:
    """All pages of a network. Pure: what comes out depends on the snapshot, the network and the request alone.

    `templates` replace shipped ones by file name on all sites, `overrides` (by site key) on one site.
    """

    def __init__(
        self,
        network: Network,
        templates: Mapping[str, str] | None = None,
        overrides: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.network = network
        self._themes = _themes(network, templates or {}, overrides or {})
        self._sections = {key: {one.key: one for one in site.sections} for key, site in network.sites.items()}
        self._settings: dict[tuple[str, str, tuple[tuple[str, str], ...]], Setting] = {}

    def frame(self, snapshot: Snapshot, request: Request) -> Frame:
        """The page that the request asks for, with holes where live rails go."""
        setting = self._setting(request.site, request.links)
        return (
            self._answer(setting, snapshot, request)
            or _at_old_address(setting, snapshot, request)
            or not_found(setting, ())
        )

    def story(self, snapshot: Snapshot, site: Site, id: str, links: Links) -> Frame:
        """What stands at a story's own address, which the frame names (`address`; "" where none stands)."""
        return story_page(self._setting(site, links), snapshot, Request(site, "", {}, links), id)

    def editions(self, snapshot: Snapshot, site: Site, id: str, links: Links) -> tuple[Frame, Frame | None]:
        """The same, and the page of the text edition where the story itself is shown."""
        return story_editions(self._setting(site, links), snapshot, Request(site, "", {}, links), id)

    def rail(self, snapshot: Snapshot, site: Site, number: int, links: Links) -> Frame:
        """The fragment for a hole; also the answer at `/rail/NUMBER`. Raises IndexError when there is no such rail."""
        if not 0 <= number < len(site.rails):
            raise IndexError(f"{site.key} has no rail {number}")
        return rail(self._setting(site, links), snapshot, number)

    def page(self, snapshot: Snapshot, url: str, links: Links | None = None) -> Page:
        """The whole page at a URL of the network, rails joined in.

        The site is told by the URL's host, or by `/@SITE` before the path. Raises NotFoundError when no site of
        the network is meant; a URL of a site with nothing behind it is a page too, of status 404.
        """
        site, path, query, prefixed = resolve(self.network, url)
        if links is None:
            links = Links.prefixed(self.network, site.key) if prefixed else Links.public(self.network)
        frame = self.frame(snapshot, Request(site, path, query, links))
        return self._join(snapshot, frame, site, links, url)

    def _join(self, snapshot: Snapshot, frame: Frame, site: Site, links: Links, url: str) -> Page:
        uses, changes_at, body = set(frame.uses), frame.changes_at, []
        last_modified = frame.last_modified
        for part in frame.parts:
            if isinstance(part, bytes):
                body.append(part)
                continue
            fragment = self.rail(snapshot, site, part.rail, links)
            uses |= fragment.uses
            changes_at = earlier(changes_at, fragment.changes_at)
            last_modified = None  # a rail's own changes carry no date that could be told
            body += [one for one in fragment.parts if isinstance(one, bytes)]
        joined = b"".join(body)
        return Page(
            url=url,
            status=frame.status,
            media_type=frame.media_type,
            body=joined,
            etag=etag(joined),
            last_modified=last_modified,
            uses=frozenset(uses),
            changes_at=changes_at,
            headers=frame.headers,
            local=frame.local,
        )

    def _setting(self, site: Site, links: Links) -> Setting:
        key = (site.key, links.own, tuple(links.bases.items()))
        found = self._settings.get(key)
        if found is None:
            if len(self._settings) >= _MOST_SETTINGS:
                self._settings.clear()
            found = Setting.of(self.network, site, links, self._themes[site.key])
            self._settings[key] = found
        return found

    def _answer(self, setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
        """What the path asks for; None when it is none of the URLs that are promised."""
        path = request.path
        id = story_in(path)
        if id is not None:
            return story_page(setting, snapshot, request, id)
        match path:
            case "/":
                return front(setting, snapshot)
            case "/search":
                return search_page(setting, snapshot, request)
            case "/oembed":
                return oembed.card(setting, snapshot, request)
            case "/sitemap.xml":
                return sitemaps.index(setting, snapshot)
            case "/sitemap/sections.xml":
                return sitemaps.sections(setting)
            case "/news-sitemap.xml":
                return sitemaps.news(setting, snapshot)
        if path in wellknown.PATHS:
            return wellknown.PATHS[path](setting, snapshot)
        return self._listed(setting, snapshot, request)

    def _listed(self, setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
        """Paths with a name in them: sections, their feeds, months, rails."""
        sections = self._sections[setting.site.key]
        first, _, rest = request.path.removeprefix("/").partition("/")
        section: Section | None = sections.get(first)
        if section is not None:
            if rest in KINDS:
                return feed(setting, snapshot, rest, shelf_of(setting.site, section))
            if request.path == f"/{section.key}":
                return section_page(setting, snapshot, section)
            if rest.startswith("before/"):
                return section_page(setting, snapshot, section, rest.removeprefix("before/"))
            return moved(setting, f"/{section.key}", Trail()) if not rest else None
        if first in KINDS and request.path == f"/{first}":
            return feed(setting, snapshot, first, shelf_of(setting.site))
        if first == "search":
            return saved_search(setting, snapshot, rest)
        if first in ROOMS:
            return ROOMS[first](setting, snapshot, request)
        span = sitemaps.span_in(request.path)
        if span is not None:
            return sitemaps.archive(setting, snapshot, span)
        if first == "rail" and rest.isascii() and rest.isdigit() and len(rest) < 4:
            number = int(rest)
            if number < len(setting.site.rails) and str(number) == rest:
                return rail(setting, snapshot, number)
        return None


ROOMS: dict[str, Callable[[Setting, Snapshot, Request], Frame | None]] = {
    **dict.fromkeys(SHELVES, shelf_page),
    "about": about_page,
    "ad": ad_page,
    "archive": archive_page,
    "assets": asset,
    "corrections": corrections_page,
    "rights": rights_page,
    "text": text_page,
}
"""What answers the paths that begin with a word of Wireroom's own."""


def _themes(
    network: Network, common: Mapping[str, str], overrides: Mapping[str, Mapping[str, str]]
) -> dict[str, Theme]:
    """The theme of each site, by its key; sites without templates of their own share one."""
    shared = {name: Theme(name, common) for name in {site.look.theme for site in network.sites.values()}}
    own = {key: Theme(network.sites[key].look.theme, common, layer) for key, layer in overrides.items() if layer}
    return {key: own.get(key, shared[site.look.theme]) for key, site in network.sites.items()}


def _at_old_address(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """What stands where an imported page once stood: a redirect to its story where that may be shown, else what a
    story has that may not; None where none stood."""
    uri = snapshot.old_page(old_address(host_of(setting.site), request.path))
    return None if uri is None else story_page(setting, snapshot, request, story_id(uri))


def page(snapshot: Snapshot, network: Network, url: str) -> Page:
    """The page at a URL, as the network's readers get it at the snapshot's moment."""
    return Pages(network).page(snapshot, url)


def etag(body: bytes) -> str:
    """The entity tag of these bytes (RFC 9110 §8.8.3)."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two moments, of which either may never come."""
    if one is None or other is None:
        return one or other
    return min(one, other)


__all__ = ["Hole", "Pages", "earlier", "etag", "page"]
