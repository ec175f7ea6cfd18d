"""Which pages say the same in another language: the wire's own translations of a story, and fronts of one edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from minijinja import safe

from wireroom.network.model import Network, Site, Surface
from wireroom.news import Placement, Standing, original_of, translation_of
from wireroom.pages.addresses import story_path
from wireroom.pages.setting import Setting
from wireroom.pages.text import is_language, plain, primary
from wireroom.pages.trail import Trail
from wireroom.rights import licence_for, show_story
from wireroom.rights.stock import Filed, Snapshot


def home_of(network: Network, standing: Standing, placements: Iterable[Placement]) -> Site | None:
    """The one site that a story counts as being on: the first it is placed on with a licence for it."""
    licence = licence_for(network, standing)
    licensed = (one.site for one in placements if licence and one.site in licence.sites)
    return network.sites.get(next(licensed, ""))


def of_front(setting: Setting) -> str:
    """The links between the fronts of sites that are one edition in several languages; "" where there is one alone."""
    network, first = setting.network, setting.site.edition_of or setting.site.key
    others = (one for one in network.sites.values() if one.edition_of == first)
    return _links([(one.language, one.url + "/") for one in (network.sites[first], *others)])


def of_story(setting: Setting, snapshot: Snapshot, trail: Trail, uri: str) -> str:
    """The links between a story and its translations by the wire, each at its home; "" where none may be shown.

    All of them say the same of each other, as search engines want it: what they say depends on no page but on the
    stories. They are looked for in the languages of the network's sites, and not at all where there is one alone.
    """
    tags = _languages(setting.network)
    if not tags:
        return ""
    original = original_of(uri)
    found: dict[str, _Told] = {}
    for one in (original, *(translation_of(original, tag) for tag in tags)):
        trail.uses.add(f"story:{one}")
        told = _shown(setting.network, snapshot, trail, one)
        if told is not None:
            found.setdefault(told.language, told)
    if len(found) < 2:
        return ""
    homes = [one.home.key for one in found.values()]
    named = [one for one in found.values() if all(_named(setting.network, snapshot, trail, one, key) for key in homes)]
    return _links([(one.language, one.address) for one in named])


@dataclass(frozen=True, slots=True)
class _Told:
    """A story that may be shown to everybody at its home."""

    filed: Filed
    home: Site
    language: str
    address: str


@lru_cache(maxsize=64)
def _tags(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages, and each without its region: wires and owners seldom write the same."""
    found = dict.fromkeys((*languages, *map(primary, languages)))
    return tuple(found) if len({primary(one) for one in found}) > 1 else ()


def _languages(network: Network) -> tuple[str, ...]:
    return _tags(tuple(site.language for site in network.sites.values()))


def _shown(network: Network, snapshot: Snapshot, trail: Trail, uri: str) -> _Told | None:
    """The story at its home, where it may be shown to everybody."""
    story = snapshot.story(uri)
    if story is None or story.standing is None:
        return None
    home = home_of(network, story.standing, snapshot.placements(uri))
    if home is None:
        return None
    shown, clearance = show_story(story, network, home.key, snapshot.at, Surface.PAGE)
    trail.moment(clearance.changes_at)
    if shown is None or not is_language(shown.language):
        return None
    address = home.url + story_path(shown.id, shown.headline, shown.released, home.zone)
    return _Told(story, home, shown.language, address)


def _named(network: Network, snapshot: Snapshot, trail: Trail, one: _Told, site: str) -> bool:
    """Whether the site may show the story's headline, whose words are in its address."""
    shown, clearance = show_story(one.filed, network, site, snapshot.at, Surface.LIST)
    trail.moment(clearance.changes_at)
    return shown is not None and bool(shown.headline)


def _links(pages: list[tuple[str, str]]) -> str:
    """The pages by language as <link>s, the first for whoever reads none of them."""
    if len(pages) < 2:
        return ""
    pairs = [*pages, ("x-default", pages[0][1])]
    return safe("".join(f'<link rel="alternate" hreflang="{tag}" href="{plain(url)}">\n' for tag, url in pairs))
