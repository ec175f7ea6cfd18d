"""Makes the network of what was read, and checks what no key can check alone: references, clashes, dates in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from wireroom.network import alerts, faces, hooks, partners, slots, ways_in
from wireroom.network.alerts import alerts_of
from wireroom.network.carried import files_of, mail_of
from wireroom.network.faces import face_of
from wireroom.network.hooks import hooks_of
from wireroom.network.keys import RESERVED
from wireroom.network.licence_of import licence_of
from wireroom.network.lines import Path
from wireroom.network.look_keys import FONTS
from wireroom.network.model import Licence, Look, Network, Rail, Rule, Search, Section, Site, Source, is_import
from wireroom.network.nearest import did_you_mean, listed
from wireroom.network.partners import partner_of
from wireroom.network.publisher import publisher_of
from wireroom.network.server import access_log_of
from wireroom.network.slots import slot_of

if TYPE_CHECKING:
    from typing import Protocol

    class Reader(Protocol):
        """The part of a reading that this module needs."""

        problems: list[Any]

        def problem(self, path: Path, what: str, todo: str = "") -> None: ...
        def where(self, path: Path) -> str: ...


_KEY = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_KEY_HINT = "use small letters, digits and hyphens"


def network_of(reader: Reader, read: dict[str, Any]) -> Network | None:
    """The network, or None when the reader has found problems; this adds those between keys."""
    _Checks(reader, read).run()
    if reader.problems:
        return None
    sites = {key: _site(reader, read, key, one) for key, one in read["sites"].items()}
    sources = {key: _source(reader, read, key, one) for key, one in (read["sources"] or {}).items()}
    licences = {key: _licence(reader, key, one) for key, one in (read["licences"] or {}).items()}
    rules = tuple(
        Rule(one["name"], one["when"], one["place"], reader.where(("rules", number)))
        for number, one in enumerate(read["rules"] or [])
    )
    digest = _digest(sites, sources, licences, rules)
    return Network(
        read["name"],
        sites,
        sources,
        licences,
        rules,
        digest,
        read["inbox"] or "",
        read["countries"] or "",
        read["proxies"] or (),
        alerts=alerts_of(read["alerts"]),
        partners={
            key: partner_of(key, one, reader.where(("partners", key))) for key, one in (read["partners"] or {}).items()
        },
        admin=read["admin"] or "",
        access_log=access_log_of(read["access_log"]),
    )


def _site(reader: Reader, read: dict[str, Any], key: str, one: dict[str, Any]) -> Site:
    sections = (one["sections"] or {}).items()
    return Site(
        key=key,
        name=one["name"],
        tagline=one["tagline"],
        url=one["url"],
        language=one["language"] or read["language"],
        zone=one["zone"] or read["zone"],
        sections=tuple(Section(word, name, reader.where(("sites", key, "sections", word))) for word, name in sections),
        rails=tuple(Rail(rail["title"], rail["from"], rail["length"]) for rail in one["rails"] or []),
        look=_look(reader, key, one),
        slots=tuple(
            slot_of(name, slot, reader.where(("sites", key, "slots", name, "snippet")))
            for name, slot in (one["slots"] or {}).items()
        ),
        hooks=hooks_of(read["hooks"], one["hooks"]),
        searches=tuple(Search(name, saved["title"], saved["words"]) for name, saved in (one["searches"] or {}).items()),
        publisher=publisher_of(read["publisher"], one["publisher"]),
        about=one["about"],
        edition_of=one["edition_of"] or "",
    )


def _look(reader: Reader, key: str, one: dict[str, Any]) -> Look:
    fonts = tuple((use, font) for use, font in (one["fonts"] or {}).items() if font)
    own = tuple(
        face_of(face, reader.where(("sites", key, "faces", number, "file")))
        for number, face in enumerate(one["faces"] or [])
    )
    return Look(one["theme"], one["accent"], one["type"] or "", one["mark"], one["scale"], fonts, one["logo"], own)


def _source(reader: Reader, read: dict[str, Any], key: str, one: dict[str, Any]) -> Source:
    return Source(
        key=key,
        provider=one["provider"],
        address=one["from"],
        licence=one["licence"],
        format=one["format"],
        zone=one["zone"] or read["zone"],
        language=one["language"] or read["language"],
        every=one["every"],
        password_file=one["password_file"] or "",
        password_env=one["password_env"] or "",
        auth=one["auth"] or ("basic" if ways_in.user_of(one["from"]) else ""),
        follow=one["follow"] or "",
        slowest=max(one["slowest"], one["every"]),
        websub=one["websub"],
        allow_private=one["allow_private"],
        pictures=one["pictures"] or (),
        ca_file=one["ca_file"] or "",
        files=files_of(one),
        mail=mail_of(one),
        line=reader.where(("sources", key)),
    )


def _licence(reader: Reader, key: str, one: dict[str, Any]) -> Licence:
    lines = {name: reader.where(("licences", key, name)) for name in one}
    return licence_of(key, one, reader.where(("licences", key)), lines)


def _digest(
    sites: dict[str, Site], sources: dict[str, Source], licences: dict[str, Licence], rules: Iterable[Rule]
) -> str:
    """Changes with all that placements and licences depend on, and with nothing else: names and colours do not."""
    facts = (
        [(key, [section.key for section in site.sections]) for key, site in sorted(sites.items())],
        [(key, source.provider, source.licence) for key, source in sorted(sources.items())],
        [(key, _terms(licence)) for key, licence in sorted(licences.items())],
        [(rule.name, rule.when, rule.places) for rule in rules],
    )
    return blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def _terms(licence: Licence) -> list[object]:
    """All that a licence says, written so that equal terms are written alike."""
    return [_written(getattr(licence, one.name)) for one in fields(licence) if one.compare and one.name != "name"]


def _written(value: object) -> object:
    if isinstance(value, Mapping):
        return sorted((str(key), _written(one)) for key, one in value.items())
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if is_dataclass(value) and not isinstance(value, type):
        return [_written(getattr(value, one.name)) for one in fields(value)]
    return value.isoformat() if isinstance(value, datetime) else value


class _Checks:
    """Everything that more than one key decides."""

    def __init__(self, reader: Reader, read: dict[str, Any]) -> None:
        self.reader = reader
        self.sites: dict[str, dict[str, Any]] = read["sites"] or {}
        self.sources: dict[str, dict[str, Any]] = read["sources"] or {}
        self.licences: dict[str, dict[str, Any]] = read["licences"] or {}
        self.rules: list[dict[str, Any]] = read["rules"] or []
        self.alerts: dict[str, Any] = read["alerts"]
        self.hooks: dict[str, Any] = read["hooks"]
        self.partners: dict[str, dict[str, Any]] = read["partners"] or {}
        self.no_sites = read["sites"] == {}
        self.language = read["language"]

    def run(self) -> None:
        if self.no_sites:
            self.reader.problem(("sites",), "the network has no site", "add one below [sites.SITE]")
        self._keys()
        self._unlike("url", [(("sites", key, "url"), one["url"]) for key, one in self.sites.items()])
        self._unlike("name", [(("rules", number, "name"), one["name"]) for number, one in enumerate(self.rules)])
        for key, site in self.sites.items():
            for word in site["sections"] or {}:
                self._section(("sites", key, "sections", word), word)
            for number, rail in enumerate(site["rails"] or []):
                self._place(("sites", key, "rails", number, "from"), rail["from"])
            self._of_pages(("sites", key), site)
        for key, source in self.sources.items():
            self._of_source(("sources", key), source)
        self._folders()
        for key, what, todo in alerts.problems(self.alerts):
            self.reader.problem(("alerts", key), what, todo)
        self._of_hooks()
        for key, partner in self.partners.items():
            for place, what, todo in partners.problems(partner, self.sites, self.licences):
                self.reader.problem(("partners", key, *place), what, todo)
        for key, licence in self.licences.items():
            self._of_licence(("licences", key), licence)
        for number, rule in enumerate(self.rules):
            for place in rule["place"] or ():
                self._place(("rules", number, "place"), place)

    def _of_pages(self, path: Path, site: dict[str, Any]) -> None:
        for name, slot in (site["slots"] or {}).items():
            for key, what, todo in slots.problems(slot):
                self.reader.problem((*path, "slots", name, key), what, todo)
        self._edition(path, site)
        for place, what, todo in faces.problems(site["fonts"] or {}, site["faces"] or [], FONTS):
            self.reader.problem((*path, *place), what, todo)

    def _edition(self, path: Path, site: dict[str, Any]) -> None:
        """An edition names a site that is none itself, and all of one edition differ in language."""
        first = site["edition_of"]
        if first is None:
            return
        here = (*path, "edition_of")
        original = self.sites.get(first)
        if original is None:
            self.reader.problem(here, f"there is no site {first!r}", did_you_mean(first, self.sites))
        elif original["edition_of"] or original is site:
            what = (
                f"the site {first!r} is an edition itself" if original is not site else "a site is no edition of itself"
            )
            self.reader.problem(here, what, "name the one site that the others are editions of")
        else:
            same = [key for key, one in self.sites.items() if one["edition_of"] == first or key == first]
            alike = [key for key in same if self._language(key) == self._language(str(path[-1])) and key != path[-1]]
            if alike:
                what = f"it has the language of {alike[0]!r}, and would be another edition of the same"
                self.reader.problem(here, what, 'say in which language it is, as in language = "de"')

    def _language(self, site: str) -> str:
        return str(self.sites[site]["language"] or self.language or "").lower()

    def _of_hooks(self) -> None:
        found: dict[Path, tuple[str, str]] = {}
        for name, site in self.sites.items():
            for key, what, todo in hooks.problems(self.hooks, site["hooks"]):
                own = site["hooks"][key] is not None
                found[("sites", name, "hooks", key) if own else ("hooks", key)] = what, todo
        for path, (what, todo) in found.items():
            self.reader.problem(path, what, todo)

    def _keys(self) -> None:
        tables = {"sites": self.sites, "sources": self.sources, "licences": self.licences, "partners": self.partners}
        paths: list[Path] = [(kind, key) for kind, names in tables.items() for key in names]
        for kind in ("searches", "slots"):
            paths += [("sites", key, kind, one) for key, site in self.sites.items() for one in site[kind] or {}]
        for path in paths:
            if not _KEY.fullmatch(str(path[-1])):
                called = ".".join(map(str, path[:-1]))
                self.reader.problem(path, f"{path[-1]!r} cannot be a key of [{called}]", _KEY_HINT)

    def _unlike(self, name: str, values: list[tuple[Path, str | None]]) -> None:
        seen: dict[str, Path] = {}
        for path, value in values:
            if value is None:
                continue
            first = seen.setdefault(value.casefold(), path)
            if first != path:
                there = self.reader.where(first)
                self.reader.problem(path, f"the {name} {value!r} stands in {there} already", "no two may be alike")

    def _section(self, path: Path, word: str) -> None:
        if word in RESERVED or re.fullmatch(r"\d{4}", word) or word.startswith(("@", ".")):
            what = f"no section can be called {word!r}: Wireroom's own URLs begin with it"
            self.reader.problem(path, what, f'choose another word, as in "{word.strip("@.") or "section"}-news"')
        elif not _KEY.fullmatch(word):
            self.reader.problem(path, f"{word!r} cannot be the key of a section", _KEY_HINT)

    def _place(self, path: Path, place: str | None) -> None:
        if place is None:
            return
        site, slash, section = place.partition("/")
        if site not in self.sites:
            self.reader.problem(path, f"there is no site {site!r}", did_you_mean(site, self.sites))
            return
        sections = self.sites[site]["sections"] or {}
        if slash and section not in sections:
            todo = did_you_mean(section, sections) or f"add it below [sites.{site}.sections]"
            self.reader.problem(path, f"the site {site!r} has no section {section!r}", todo)

    def _of_source(self, path: Path, source: dict[str, Any]) -> None:
        if is_import(str(path[-1])) != (source["from"] == "import:") and source["from"] is not None:
            what = "old pages, and they alone, come by sources whose key is `import` or begins with `import-`"
            self.reader.problem((*path, "from"), what, 'give the source another key, or write from = "import:"')
        for key, what, todo in ways_in.problems(source):
            self.reader.problem((*path, key), what, todo)
        name = source["licence"]
        if source["password_file"] and source["password_env"]:
            self.reader.problem((*path, "password_env"), "the password is named twice", "name a file or a variable")
        if name is None:
            return
        if name not in self.licences:
            todo = did_you_mean(name, self.licences) or f"add it below [licences.{name}]"
            self.reader.problem((*path, "licence"), f"there is no licence {name!r}", todo)
            return
        covers = self.licences[name]["provider"]
        if covers and source["provider"] and covers != source["provider"]:
            what = f"the source's provider is {source['provider']!r}, and its licence {name!r} covers {covers!r}"
            self.reader.problem((*path, "licence"), what, "make them the same, or name another licence")

    def _folders(self) -> None:
        """Two sources that take the same files out of one folder would each get what the other left."""
        seen: dict[tuple[Any, ...], str] = {}
        for key, source in self.sources.items():
            address = source["from"] or ""
            if address.startswith(("folder:", "maildir:")):
                first = seen.setdefault((address.rstrip("/"), source["files"]), key)
                if first != key:
                    what = f"the source {first!r} takes the same files out of this folder"
                    self.reader.problem(("sources", key, "from"), what, "give each a folder, or `files` of its own")

    def _of_licence(self, path: Path, licence: dict[str, Any]) -> None:
        for number, site in enumerate(licence["sites"] or ()):
            if "/" in site:
                what = f"a licence names whole sites, not the section {site!r}"
                self.reader.problem((*path, "sites", number), what, f'write "{site.partition("/")[0]}"')
            elif site not in self.sites:
                todo = did_you_mean(site, self.sites) or f"there is {listed(self.sites)}"
                self.reader.problem((*path, "sites", number), f"there is no site {site!r}", todo)
        term = licence["term"]
        if term and term["from"] and term["until"] and term["until"] <= term["from"]:
            self.reader.problem((*path, "term", "until"), "the term ends before it begins", "put the later date here")
