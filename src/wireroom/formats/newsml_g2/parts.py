"""The metadata of one NewsML-G2 item, found in one pass: elements by name, and what their texts and codes say."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.formats import markup, subjects, xml
from wireroom.formats.profiles import Profile
from wireroom.formats.times import parse_time

_SECTIONS = frozenset({"itemmeta", "contentmeta", "rightsinfo"})
_NONE: list[etree._Element] = []


class Parts:
    """The children of itemMeta, contentMeta and rightsInfo by local name: no name means one thing here, another there.

    Of a rightsInfo that is about a part of the item (@idrefs) only the usage terms are looked at, for they can only
    narrow. `sets` are the contentSets, `regions` the partMetas, `others` the names of sections that nobody reads.
    """

    __slots__ = ("_found", "language", "others", "regions", "sets")

    def __init__(self, item: etree._Element) -> None:
        found: dict[str, list[etree._Element]] = {}
        self._found = found
        self.sets: list[etree._Element] = []
        self.regions: list[etree._Element] = []
        self.others: list[str] = []
        names = xml.LOCALS
        for section in item:
            name = names[section.tag]
            if name in _SECTIONS:
                partial = name == "rightsinfo" and bool(section.get("idrefs"))
                for one in section:
                    part = names[one.tag]
                    if partial and part != "usageterms":
                        continue
                    known = found.get(part)
                    if known is None:
                        found[part] = [one]
                    else:
                        known.append(one)
            elif name == "contentset":
                self.sets.append(section)
            elif name == "partmeta":
                self.regions.append(section)
            else:
                self.others.append(name)
        self.language = _language(item, self)

    def all(self, name: str) -> list[etree._Element]:
        """The elements of this name, in the order of the file."""
        return self._found.get(name, _NONE)

    def said(self, name: str) -> list[etree._Element]:
        """The elements of this name in the content's own language, where the same is said in several."""
        found = self._found.get(name, _NONE)
        if len(found) > 1:
            own = [one for one in found if _speaks(one.get(xml.LANG), self.language)]
            return own or found
        return found

    def first(self, name: str) -> str:
        """The text of the first element of this name that has any."""
        for one in self.said(name) if name in self._found else _NONE:
            if text := xml.text(one):
                return text
        return ""

    def texts(self, name: str) -> list[str]:
        """The texts of all elements of this name that have any, as plain lines."""
        found = self._found.get(name)
        return [text for one in found if (text := markup.plain(xml.text(one)))] if found else []

    def code(self, name: str) -> str:
        """The concept of the first element of this name."""
        found = self._found.get(name)
        return concept(found[0]) if found else ""

    def concepts(self, name: str) -> tuple[str, ...]:
        """The concepts of all elements of this name, once each."""
        found = self._found.get(name)
        return subjects.distinct([concept(one) for one in found]) if found else ()

    def times(self, name: str, zone: ZoneInfo, profile: Profile) -> list[datetime]:
        """The moments of the elements of this name that can be read."""
        found = self._found.get(name)
        if not found:
            return []
        return [moment for one in found if (moment := moment_of(xml.text(one), zone, profile)) is not None]

    def time(self, zone: ZoneInfo, profile: Profile, *names: str) -> datetime | None:
        """The first moment that can be read in the elements of these names, the first name's before the next one's."""
        for name in names:
            if moments := self.times(name, zone, profile):
                return moments[0]
        return None


def concept(one: etree._Element) -> str:
    """A concept's code, else the literal that stands for it."""
    return subjects.code(one.get("qcode", ""), one.get("uri", "")) or one.get("literal", "").strip()


def named(one: etree._Element) -> str:
    """A concept's name, else its literal, else its code."""
    name = markup.plain(xml.text(xml.child(one, "name")))
    return name or one.get("literal", "").strip() or one.get("qcode", "").rpartition(":")[2]


def role(one: etree._Element, attribute: str = "role") -> str:
    """What a role (or relation, or rendition) says behind its scheme, as a qcode or as a URI; in lower case."""
    stated = one.get(attribute) or one.get(f"{attribute}uri") or ""
    return stated.rpartition("/")[2].rpartition(":")[2].strip().lower() if stated else ""


def moment_of(text: str, zone: ZoneInfo, profile: Profile) -> datetime | None:
    """The moment that a text states; some write "Z" behind their own time."""
    if profile.false_zulu:
        text = text.removesuffix("Z")
    return parse_time(text, zone)


def _language(item: etree._Element, parts: Parts) -> str:
    """The content's language, else that of the item's own texts, else that of the message around it."""
    for one in parts.all("language"):
        if tag := one.get("tag", "").strip():
            return tag
    for one in (item, *item.iterancestors()):
        if tag := (one.get(xml.LANG) or one.get("lang") or "").strip():
            return tag
    return ""


def _speaks(stated: str | None, language: str) -> bool:
    """Whether a text's language is the content's; a text that states none speaks for all."""
    return not stated or not language or stated.partition("-")[0].lower() == language.partition("-")[0].lower()
