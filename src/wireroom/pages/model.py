"""What a page is: bytes with the keys it was made of and the moment at which time alone changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wireroom.network.model import Network, Site


@dataclass(frozen=True, slots=True)
class Links:
    """How URLs are written in pages: `bases` holds for each site what stands before a path that leads to it.

    In the open each site is at its own address; on one machine they share a server (`/@SITE`).
    """

    bases: Mapping[str, str]
    own: str = ""

    def to(self, site: str, path: str, *, here: str) -> str:
        """The link from a page of site `here` to `path` on `site`."""
        return (self.own if site == here else self.bases[site]) + path

    @staticmethod
    def public(network: Network) -> Links:
        """Links as readers on the open web need them."""
        return Links({key: site.url for key, site in network.sites.items()})

    @staticmethod
    def prefixed(network: Network, site: str) -> Links:
        """Links for a server that has all sites under `/@SITE/`, on a page of `site`."""
        return Links({key: f"/@{key}" for key in network.sites}, own=f"/@{site}")

    @staticmethod
    def localhost(network: Network, port: int) -> Links:
        """Links for sites reached as `http://SITE.localhost:PORT/`."""
        return Links({key: f"http://{key}.localhost:{port}" for key in network.sites})


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader asks for: a path (decoded, starting with "/") and query parameters on one site.

    `country` is the reader's (ISO 3166-1 alpha-2), "" when nobody can tell, None for a page that anybody may be shown.
    """

    site: Site
    path: str
    query: Mapping[str, str]
    links: Links
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a page where a live fragment goes: the rail with this number on the page's site."""

    rail: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A page before its live fragments are joined in. `local` says that it would be another in another country.

    `address` is the path of a story's own page, percent-encoded. What holds no copy `lasts`: so long may any cache
    keep it without asking.
    """

    status: int
    media_type: str
    parts: tuple[bytes | Hole, ...]
    uses: frozenset[str]
    changes_at: datetime | None
    last_modified: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cache_max: timedelta = timedelta(seconds=60)
    local: bool = False
    address: str = ""
    lasts: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page. `uses` are keys as entries touch them; no cache may keep the page beyond `changes_at`.

    A `local` one is limited to territories: it is what everybody may see of it, a refusal.
    """

    url: str
    status: int
    media_type: str
    body: bytes
    etag: str
    last_modified: datetime | None
    uses: frozenset[str]
    changes_at: datetime | None
    headers: tuple[tuple[str, str], ...] = field(default=())
    local: bool = False
