"""Which addresses of the network a story has, had, or stands behind: what must be told and asked when it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from wireroom.ledger.model import Entry
from wireroom.ledger.names import addresses_of
from wireroom.ledger.record import fold
from wireroom.network.model import Network, Site
from wireroom.news import Position, Story, Version, old_address
from wireroom.pages.addresses import host_of, quoted, quoted_value, story_path, token
from wireroom.pages.feeds import KINDS
from wireroom.pages.renditions import renditions
from wireroom.pages.sitemaps import Span
from wireroom.rights import headline_of, licence_for, show_story
from wireroom.routing import Router

_ID_OF_NONE = "0" * 12  # a place in a list that names no story


class Kind(StrEnum):
    """What stands at an address."""

    STORY = "story"
    PICTURE = "picture"
    OLD = "old address"
    FRONT = "front"
    SECTION = "section"
    LEAF = "list"
    FEED = "feed"
    SITEMAP = "sitemap"
    RAIL = "rail"
    SEARCH = "search"


OWN = frozenset({Kind.STORY, Kind.PICTURE, Kind.OLD})
"""The addresses at which the story itself stands; the others hold it among others."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a site: `path` is percent-encoded and begins with a slash."""

    site: str
    path: str
    kind: Kind

    def url(self, network: Network) -> str:
        """The public address."""
        return network.sites[self.site].url + self.path


def own_addresses(network: Network, history: Sequence[Entry], sites: Iterable[str]) -> Iterator[Address]:
    """Every address at which the story of this history stands or ever could stand on these sites.

    That may be one no reader has seen, of a headline that was never public: nothing for the ears of others.
    """
    stories = [fold(history[0].uri, history[:number]) for number in range(1, len(history) + 1)]
    places = [(one.id, _headline(network, one), one.released) for one in stories if one.shown and one.released]
    for key in sites:
        zone = network.sites[key].zone
        paths = (story_path(id, headline, released, zone) for id, headline, released in places)
        yield from (Address(key, path, Kind.STORY) for path in dict.fromkeys(paths))
        yield from (Address(key, path, Kind.PICTURE) for path in _pictures(stories[-1]))
        yield from _old(network.sites[key], history)


def _headline(network: Network, story: Story) -> str:
    licence = licence_for(network, story.standing) if story.standing else None
    return story.headline if licence is None else headline_of(story, licence)


def _pictures(story: Story) -> list[str]:
    """Every size, cut and format of every picture that any version came with."""
    parts = (part for one in story.versions for part in one.version.associations)
    return list(dict.fromkeys(f"/media/{story.id}/{name}" for part in parts for name in renditions(part)))


@dataclass(frozen=True, slots=True)
class Public:
    """What readers of one site can have seen of a story: the addresses, and whether it is there now."""

    addresses: tuple[Address, ...]
    now: bool


def public(network: Network, router: Router, history: Sequence[Entry], site: str, at: datetime) -> Public:
    """What readers of the site could ever see of the story of this history, by the licences of today, up to `at`.

    Between two entries only time changes it, so a story is looked at when an entry came and right before the next. The
    address of today comes first; an embargoed or held headline is in none of them.
    """
    paths: dict[str, None] = {}
    shown = None
    for number, entry in enumerate(history, 1):
        story = fold(entry.uri, history[:number])
        here = any(one.site == site for one in router.place(story))
        until = at if number == len(history) else history[number].at - timedelta(microseconds=1)
        for moment in (entry.at, max(until, entry.at)):
            shown, _ = show_story(story, network, site, moment) if here else (None, None)
            if shown is not None:
                path = story_path(shown.id, shown.headline, shown.released, network.sites[site].zone)
                paths = {path: None, **paths}
    if not paths:
        return Public((), False)
    addresses = [Address(site, path, Kind.STORY) for path in paths]
    addresses += [Address(site, path, Kind.PICTURE) for path in _pictures(fold(history[0].uri, history))]
    return Public((*addresses, *_old(network.sites[site], history)), shown is not None)


def _old(site: Site, history: Sequence[Entry]) -> Iterator[Address]:
    """Where an imported page once stood; it leads to the story now."""
    root = old_address(host_of(site), "/")
    for one in history:
        for name in addresses_of(one.what, one.source) if isinstance(one.what, Version) else ():
            if name.startswith(root):
                path, mark, query = name[len(root) - 1 :].partition("?")
                yield Address(site.key, quoted(path) + mark + query, Kind.OLD)


def lists_of(touches: Iterable[str]) -> frozenset[str]:
    """The lists (`site`, `site/section`) among the page keys that an entry touched."""
    return frozenset(key.removeprefix("placed:") for key in touches if key.startswith("placed:"))


def list_addresses(network: Network, lists: Iterable[str], released: datetime | None) -> Iterator[Address]:
    """The addresses that show these lists: of a story that came out at `released`, those that would hold it."""
    wanted = set(lists)
    for where in sorted(wanted):
        key, _, section = where.partition("/")
        site = network.sites.get(key)
        if site is None or (section and all(one.key != section for one in site.sections)):
            continue  # the network file has changed since
        root = f"/{section}" if section else ""
        yield Address(key, root or "/", Kind.SECTION if section else Kind.FRONT)
        yield from (Address(key, f"{root}/{name}", Kind.FEED) for name in KINDS)
        if section and released:
            yield Address(key, f"{root}/before/{_just_above(released)}", Kind.LEAF)
        if not section:
            yield from _sitemaps(key, released)
            for one in site.searches:
                yield Address(key, f"/search/{one.key}", Kind.SEARCH)
                yield from (Address(key, f"/search/{one.key}/{name}", Kind.FEED) for name in KINDS)
    for site in network.sites.values():
        yield from (
            Address(site.key, f"/rail/{n}", Kind.RAIL) for n, one in enumerate(site.rails) if one.where in wanted
        )


def _sitemaps(site: str, released: datetime | None) -> Iterator[Address]:
    yield Address(site, "/sitemap.xml", Kind.SITEMAP)
    yield Address(site, "/news-sitemap.xml", Kind.SITEMAP)
    if released:
        # A crowded month is told of by its days, such a day by its hours; whoever asks gets the smaller ones always.
        spans = (Span(released.astimezone(UTC), level) for level in range(3))
        yield from (Address(site, span.path, Kind.SITEMAP) for span in spans)


def _just_above(released: datetime) -> str:
    """The place in a list right before a story that came out then: what is behind it begins with that story."""
    return token(Position(released + timedelta(microseconds=1), _ID_OF_NONE))


def search_address(site: str, words: str) -> Address:
    """Where readers would find the story by its own words."""
    return Address(site, f"/search?q={quoted_value(words)}", Kind.SEARCH)


def prefixes(network: Network, lists: Iterable[str]) -> Iterator[str]:
    """What nobody can name page by page: older pages of lists, searches, and every page of a site with such a rail."""
    wanted = set(lists)
    for site in network.sites.values():
        own = {one for one in wanted if one.partition("/")[0] == site.key}
        if any(one.where in wanted for one in site.rails):
            yield f"{site.url}/"
            continue
        if own:
            yield f"{site.url}/search"
        yield from (f"{site.url}/{one.partition('/')[2]}/before/" for one in sorted(own) if "/" in one)
