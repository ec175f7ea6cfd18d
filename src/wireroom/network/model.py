"""What the owner wrote, as frozen values: sites, sections, rails, sources, licences, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from zoneinfo import ZoneInfo

from wireroom.errors import WireroomError
from wireroom.network.alerts import Alerts
from wireroom.network.carried import Files, Mail
from wireroom.network.faces import Face
from wireroom.network.hooks import Hooks
from wireroom.network.licence import DEFAULT_FORMS, Extent, Form, Licence, Surface
from wireroom.network.narrowest import narrowest
from wireroom.network.partners import Partner
from wireroom.network.publisher import Publisher
from wireroom.network.server import AccessLog
from wireroom.network.slots import Slot

__all__ = [
    "DEFAULT_FORMS",
    "UTC",
    "Extent",
    "Face",
    "Finding",
    "Form",
    "Licence",
    "Look",
    "Network",
    "Partner",
    "Publisher",
    "Rail",
    "Rule",
    "Search",
    "Section",
    "Site",
    "Slot",
    "Source",
    "Surface",
]

UTC = ZoneInfo("UTC")
_MOST_FOUND = 4096  # wires make up services; what was found for them is forgotten again


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
class Search:
    """A saved search of a site: the stories that hold all of its words."""

    key: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a site is told apart: theme, colours and type, all with defaults (see the reference page).

    `type` is "" where the theme's own letters stand; `fonts` are pairs of a use and the font for it: a shipped stack or
    a family among `faces`, the owner's own files.
    """

    theme: str = "broadsheet"
    accent: str = "#8a1c1c"
    type: str = ""
    mark: str = ""
    scale: str = "normal"
    fonts: tuple[tuple[str, str], ...] = ()
    logo: str = ""
    faces: tuple[Face, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """One site. `url` has no trailing slash; `zone` is the time zone its readers see.

    `edition_of` is the key of the site that this one is in another language, or "".
    """

    key: str
    name: str
    tagline: str
    url: str
    language: str
    zone: ZoneInfo
    sections: tuple[Section, ...]
    rails: tuple[Rail, ...]
    look: Look = Look()
    slots: tuple[Slot, ...] = ()
    hooks: Hooks = field(default_factory=Hooks)
    searches: tuple[Search, ...] = ()
    publisher: Publisher = field(default_factory=Publisher)
    about: str = ""
    edition_of: str = ""


def is_import(source: str) -> bool:
    """Whether a source's key is kept for old pages: "import", or "import-…". No wire comes by such a source.

    What is imported is recorded under such a key, so that a licence covers it only by a source with `from = "import:"`.
    """
    return source == "import" or source.startswith("import-")


@dataclass(frozen=True, slots=True)
class Source:
    """A configured input. `zone` is that of times without one; `every` is how often a feed is asked, a quiet one up
    to `slowest`.

    The password is never here: `password_file` (a path from the network's folder) or `password_env` names it, `auth`
    says how it is shown. `follow` names the way an API goes from page to page; `pictures` are hosts from which
    pictures may be fetched, beside the source's own.
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
    auth: str = ""
    follow: str = ""
    slowest: timedelta = timedelta(minutes=15)
    websub: bool = True
    allow_private: bool = False
    pictures: tuple[str, ...] = ()
    ca_file: str = ""
    files: Files = field(default_factory=Files)
    mail: Mail = field(default_factory=Mail)
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
    """The whole network file. `digest` changes when anything that projections depend on does.

    `inbox` is the root at which others reach this server's `/inbox/`, without a trailing slash, or "". `countries` is
    the path of the database that tells an address's country, from the network's folder; `proxies` are the addresses
    that are believed when they name another's; `admin` is where health and metrics are served, HOST:PORT, or "".
    """

    name: str
    sites: Mapping[str, Site]
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    rules: tuple[Rule, ...]
    digest: str = ""
    inbox: str = ""
    countries: str = ""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    alerts: Alerts = field(default_factory=Alerts)
    partners: Mapping[str, Partner] = field(default_factory=dict)
    admin: str = ""
    access_log: AccessLog = field(default_factory=AccessLog)
    _found: dict[tuple[str, tuple[str, ...], str], Licence | None] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def licence_of(self, source: str, services: tuple[str, ...] = (), kind: str = "text") -> Licence | None:
        """The licence that copy of this source, these services and this kind comes under; None hides it.

        Of all licences that cover it, those that name its product or its kind bind before those that name none; where
        several bind, the narrowest term of each counts.
        """
        key = (source, services, kind)
        try:
            return self._found[key]
        except KeyError:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            licence = self._found[key] = self._resolve(*key)
            return licence

    def licences_of(self, source: str) -> tuple[Licence, ...]:
        """Every licence that copy of this source may come under: the one it names, and those with a `match`."""
        configured = self.sources.get(source)
        if configured is None:
            return ()
        own = self.licences.get(configured.licence)
        others = (one for one in self.licences.values() if one.match.named and one.provider == configured.provider)
        return tuple({one.name: one for one in (*((own,) if own else ()), *others)}.values())

    def binding(self, source: str, services: tuple[str, ...] = (), kind: str = "text") -> list[Licence]:
        """The licences whose terms bind such copy, each as the network file has it."""
        covering = [one for one in self.licences_of(source) if one.match.covers(services, kind)]
        return [one for one in covering if one.match.named] or covering

    def _resolve(self, source: str, services: tuple[str, ...], kind: str) -> Licence | None:
        found = self.binding(source, services, kind)
        return narrowest(found) if found else None
