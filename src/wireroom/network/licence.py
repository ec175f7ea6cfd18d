"""What a contract allows, as frozen values: every field of a licence, each with its narrowest usual default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Surface(StrEnum):
    """Every kind of output that copy can reach."""

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


SURFACES = frozenset(Surface)


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


class After(StrEnum):
    """What stands at a story's URL once its display time is over."""

    GONE = "gone"
    TOMBSTONE = "tombstone"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Match:
    """Which copy of the provider a licence covers; an empty set covers all."""

    services: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def named(self) -> bool:
        """Whether it names a product or a kind at all."""
        return bool(self.services or self.kinds)

    def covers(self, services: tuple[str, ...], kind: str) -> bool:
        """Whether copy of these services and this kind is covered."""
        return (not self.services or not self.services.isdisjoint(services)) and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Territory:
    """Where it may be read: ISO 3166-1 alpha-2 codes. `allow` None is everywhere; `unknown` admits who cannot be
    placed."""

    allow: frozenset[str] | None = None
    deny: frozenset[str] = frozenset()
    unknown: bool = False

    @property
    def limited(self) -> bool:
        """Whether anybody at all is kept out."""
        return self.allow is not None or bool(self.deny)

    def admits(self, country: str) -> bool:
        """Whether a reader in this country ("": unknown) may read it."""
        if not self.limited:
            return True
        if not country:
            return self.unknown
        return country not in self.deny and (self.allow is None or country in self.allow)


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """The credit that must stand in the same output. Without `text` it is the copy's own, or the provider's name."""

    text: str = ""
    places: frozenset[Surface] = SURFACES
    keep_dateline: bool = True
    keep_byline: bool = True
    logo: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """The rights notice that must stand in the same output."""

    text: str = ""
    link: str = ""
    places: frozenset[Surface] = SURFACES


@dataclass(frozen=True, slots=True)
class AlterTerms:
    """What desk and machine may change."""

    headline: bool = True
    shorten: bool = True
    translate: bool = False
    combine: bool = False


@dataclass(frozen=True, slots=True)
class EmbargoTerms:
    """How embargoes are read: `keeps` says that only an embargo's time lifts it, never a version that is silent."""

    keeps: bool = False
    margin: timedelta = timedelta(0)


CASCADE = frozenset({"derived", "combined", "pictures", "translations", "newsletters"})


@dataclass(frozen=True, slots=True)
class KillTerms:
    """How fast a kill must land everywhere, what then stands at the URL, and what dies with the story."""

    deadline: timedelta = timedelta(seconds=60)
    notice: bool = True
    cascade: frozenset[str] = CASCADE


@dataclass(frozen=True, slots=True)
class CorrectionTerms:
    """Whether readers are told of corrections, and whether they see when each version came."""

    notice: bool = True
    public_history: bool = False


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """What links may do: headlines lead to the story, links in the copy are `nofollow`, and may leave the network."""

    headline_to_full: bool = True
    nofollow: bool = True
    out_of_network: bool = True


@dataclass(frozen=True, slots=True)
class TdmTerms:
    """Whether text and data mining is reserved (Directive (EU) 2019/790, art. 4(3)), and the address of its terms."""

    reserve: bool = True
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """What a contract allows. `term_until` is exclusive; `display` and `archive_after` count from the story's
    release, `retain` from its receipt.

    `wind_down` is how long after the term its bytes may still be held. `cache_max` is the longest time a shared cache
    may keep an output with this copy.
    """

    name: str
    provider: str
    term_from: datetime
    term_until: datetime | None
    sites: frozenset[str]
    forms: Mapping[Surface, Form] = field(default_factory=lambda: DEFAULT_FORMS)
    display: timedelta | None = None
    credit: CreditTerms = CreditTerms()
    notice: NoticeTerms = NoticeTerms()
    expires: str = "hide"  # or "stale": what the copy's own expiry means
    cache_max: timedelta = timedelta(seconds=60)
    match: Match = Match()
    basis: str = "contract"
    wind_down: timedelta = timedelta(0)
    after: After = After.GONE
    retain: timedelta | None = None
    archive_after: timedelta = timedelta(days=1)
    territory: Territory = Territory()
    alter: AlterTerms = AlterTerms()
    embargo: EmbargoTerms = EmbargoTerms()
    kill: KillTerms = KillTerms()
    correction: CorrectionTerms = CorrectionTerms()
    link: LinkTerms = LinkTerms()
    tdm: TdmTerms = TdmTerms()
    robots: tuple[str, ...] = ()
    ads: bool = True  # whether advertising may stand on the pages of its stories
    line: str = field(default="", compare=False, repr=False)
    lines: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def where(self, key: str) -> str:
        """Where the network file writes this key, as `network.toml:LINE`; the licence itself when it does not."""
        return self.lines.get(key, self.line)
