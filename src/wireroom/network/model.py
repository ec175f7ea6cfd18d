"""What the owner wrote, as frozen values: sites, sections, rails, sources, licences, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from wireroom.errors import WireroomError

UTC = ZoneInfo("UTC")


class Surface(StrEnum):
    """Every kind of output that copy can reach (rights.md §1)."""

    PAGE = "page"
    LIST = "list"
    RAIL = "rail"
    SEARCH = "search"
    SUGGEST = "suggest"
    FEED = "feed"
    SITEMAP = "sitemap"
    SOCIAL_CARD = "social-card"
    JSON_LD = "json-ld"
    API = "api"
    NEWSLETTER = "newsletter"
    PUSH = "push"
    EXPORT = "export"
    ARCHIVE = "archive"


class Extent(StrEnum):
    """How much of a story a surface may carry; each includes those below it."""

    FULL = "full"
    SUMMARY = "summary"
    HEADLINE = "headline"
    LINK = "link"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Form:
    """The extent granted on one surface; `words` limits a summary."""

    extent: Extent
    words: int | None = None


DEFAULT_FORMS: Mapping[Surface, Form] = {
    surface: Form(
        Extent.FULL
        if surface is Surface.PAGE
        else Extent.HEADLINE
        if surface in (Surface.LIST, Surface.RAIL, Surface.SEARCH, Surface.SITEMAP)
        else Extent.NONE
    )
    for surface in Surface
}


@dataclass(frozen=True, slots=True)
class Licence:
    """What a contract allows. `term_until` is exclusive; `display` counts from the story's release.

    `cache_max` is the longest time a shared cache may keep an output with this copy.
    """

    name: str
    provider: str
    term_from: datetime
    term_until: datetime | None
    sites: frozenset[str]
    forms: Mapping[Surface, Form] = field(default_factory=lambda: DEFAULT_FORMS)
    display: timedelta | None = None
    credit: str = ""
    notice: str = ""
    notice_link: str = ""
    expires: str = "hide"  # or "stale": what the copy's own expiry means
    cache_max: timedelta = timedelta(seconds=60)
    line: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rail:
    """A box of live headlines from another list of the network: `where` is `site` or `site/section`."""

    title: str
    where: str
    length: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a site."""

    key: str
    name: str
    line: str = field(default="", compare=False, repr=False)  # network.toml:LINE, as on every noun that has one


@dataclass(frozen=True, slots=True)
class Look:
    """How a site is told apart: colours and type, all with defaults (see the reference page)."""

    theme: str = "broadsheet"
    accent: str = "#8a1c1c"
    type: str = "serif"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """One site. `url` has no trailing slash; `zone` is the time zone its readers see."""

    key: str
    name: str
    tagline: str
    url: str
    language: str
    zone: ZoneInfo
    sections: tuple[Section, ...]
    rails: tuple[Rail, ...]
    look: Look = Look()
    ad: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A configured input. `zone` is that of times without one; `every` is how often a feed is asked.

    The password is never here: `password_file` (a path from the network's folder) or `password_env` names it.
    """

    key: str
    provider: str
    address: str
    licence: str
    format: str = ""
    zone: ZoneInfo = UTC
    language: str = ""
    every: timedelta = timedelta(seconds=60)
    password_file: str = ""
    password_env: str = ""
    line: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A routing rule: copy that `when` (Lucene query syntax) matches goes to each of `places`."""

    name: str
    when: str
    places: tuple[str, ...]
    line: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that `check` warns of: the network can run as it is, though hardly as it was meant."""

    what: str
    where: str = ""
    todo: str = ""

    def __str__(self) -> str:
        return str(WireroomError(self.what, where=self.where, todo=self.todo))


@dataclass(frozen=True, slots=True)
class Network:
    """The whole network file. `digest` changes when anything that projections depend on does."""

    name: str
    sites: Mapping[str, Site]
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    rules: tuple[Rule, ...]
    digest: str = ""

    def licence_of(self, source: str) -> Licence | None:
        """The licence that copy of this source comes under; None hides it."""
        configured = self.sources.get(source)
        return self.licences.get(configured.licence) if configured else None
