"""What both servers are told: for each kind of address the very headers that the live server gives with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network, Site
from wireroom.newsroom.publishing.making import MISSING, Maker
from wireroom.newsroom.publishing.weaving import Weaving
from wireroom.pages import served
from wireroom.pages.mining import reservation, reserved
from wireroom.pages.model import Frame
from wireroom.pages.renditions import MEDIA_TYPES
from wireroom.pages.wellknown import PATHS as WELL_KNOWN

STORY = "^(?:/text)?/[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]/(?:.*-)?([0-9a-hjkmnp-tv-z]{12})/?$"
"""The path of a story in either edition, wherever its words lead: its id is group 1 (`pages.addresses`)."""

# Paths of which one stands for all of its kind, each with a regular expression for them.
_KINDS = (
    ("/feed.xml", "/feed\\.xml$", True),
    ("/atom.xml", "/atom\\.xml$", True),
    ("/feed.json", "/feed\\.json$", True),
    ("/news-sitemap.xml", "sitemap.*\\.xml$", True),
    *((path, "^" + path.replace(".", "\\.") + "$", path.endswith(".html")) for path in WELL_KNOWN),
)


@dataclass(frozen=True, slots=True)
class Server:
    """How servers are to be set up. `head` gives the headers of a page as the live server sends them, content type
    and all; `listen` is the address or port that nginx listens at."""

    head: Callable[[Frame], Mapping[str, str]]
    listen: str = "80"


@dataclass(frozen=True, slots=True)
class Kind:
    """Addresses that are answered with the same headers. `pattern` is a regular expression (PCRE and RE2); `page` says
    that the files are called as pages' are."""

    pattern: str
    headers: Mapping[str, str]
    page: bool = False


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One site. `notices` has the headers by status: 404, 410, 451."""

    key: str
    host: str
    url: str
    page: Mapping[str, str]
    fragment: Mapping[str, str]
    script: Mapping[str, str]
    kinds: tuple[Kind, ...]
    notices: Mapping[int, Mapping[str, str]]
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All sites, and the published folder."""

    root: Path
    listen: str
    weaving: Weaving
    sites: tuple[SiteFacts, ...] = field(default=())


def facts_of(maker: Maker, snapshot: Snapshot, server: Server, root: Path, weaving: Weaving) -> Facts:
    """The facts, taken from pages themselves, so that they cannot say anything else."""
    network = maker.network
    sites = tuple(_site(maker, snapshot, server, site, weaving) for site in network.sites.values())
    return Facts(root, server.listen, weaving, sites)


def _site(maker: Maker, snapshot: Snapshot, server: Server, site: Site, weaving: Weaving) -> SiteFacts:
    def head(path: str, *, licensed: bool) -> Mapping[str, str]:
        frame = maker.frame(snapshot, site, path)
        return _with(server, frame, maker.network, site, weaving, licensed=licensed)

    missing = head(MISSING, licensed=False)
    picture = server.head(maker.no_picture())
    kinds = [Kind(pattern, head(path, licensed=licensed)) for path, pattern, licensed in _KINDS]
    kinds += [
        Kind(f"^/media/.*\\.{ending}$", {**picture, "content-type": media_type})
        for ending, media_type in MEDIA_TYPES.items()
    ]
    kinds += [
        Kind(f"^{re.escape(path)}$", head(path, licensed=False), page=path.startswith("/ad/"))
        for path in served.paths(site)
    ]
    refused = {**missing, "cache-control": "private, no-store", "link": f'<{site.url}/>; rel="blocked-by"'}
    fragment = head("/rail/0", licensed=True) if site.rails else missing
    return SiteFacts(
        site.key,
        site.url.partition("://")[2].partition("/")[0].partition(":")[0],
        site.url,
        head("/", licensed=True),
        fragment,
        {**picture, "content-type": "text/javascript; charset=utf-8"},
        tuple(kinds),
        {404: missing, 410: missing, 451: refused},
        tuple(section.key for section in site.sections),
    )


def _with(
    server: Server, frame: Frame, network: Network, site: Site, weaving: Weaving, *, licensed: bool
) -> Mapping[str, str]:
    """The headers of all pages of the kind of this one. Of mining all say what one with licensed copy must say: a file
    has no headers of its own, and it only narrows."""
    found = {**server.head(frame), **dict(weaving.headers(frame))}
    found = {name: value for name, value in found.items() if not name.startswith("tdm-") and name != "content-length"}
    terms = reserved(network, site.key) if licensed else None
    return {**found, **(dict(reservation([terms.policy])) if terms else {})}
