"""The head of a NITF document, found in one pass: its elements by name, and what their attributes say."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from wireroom.formats import markup, subjects, xml

_NONE: list[etree._Element] = []


class Head:
    """All elements below `head` and `body.head` by local name: NITF gives each name one meaning."""

    __slots__ = ("_found",)

    def __init__(self, root: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {}
        found = self._found
        names = xml.LOCALS
        for holder in (xml.child(root, "head"), xml.child(root, "body", "body.head")):
            if holder is None:
                continue
            for one in holder.iterdescendants(etree.Element):
                name = names[one.tag]
                known = found.get(name)
                if known is None:
                    found[name] = [one]
                else:
                    known.append(one)

    def all(self, name: str) -> list[etree._Element]:
        """The elements of this name, in the order of the file."""
        return self._found.get(name, _NONE)

    def get(self, name: str, attribute: str) -> str:
        """An attribute of the first element of this name that has it."""
        for one in self._found.get(name, _NONE):
            if value := one.get(attribute):
                return value.strip()
        return ""

    def values(self, name: str, attribute: str) -> Iterator[str]:
        """This attribute of every element of this name that has it, as a plain line."""
        for one in self._found.get(name, _NONE):
            if value := one.get(attribute):
                yield markup.plain(value)

    def text(self, name: str) -> str:
        """The text of the first element of this name that has any."""
        for one in self._found.get(name, _NONE):
            if text := xml.text(one):
                return text
        return ""

    def dateline(self) -> str:
        """The first dateline that has any text, its parts with a space between them."""
        for one in self._found.get("dateline", _NONE):
            parts = [(one.text or "").strip()]
            for part in one.iterchildren(etree.Element):
                parts += [_place(part), (part.tail or "").strip()]
            if text := " ".join(filter(None, parts)):
                return " ".join(text.replace(" ,", ",").split())
        return ""

    def identified(self, kind: str) -> list[str]:
        """The names in `identified-content` of this kind (`person`, `org`, `location`)."""
        groups = self._found.get("identified-content", _NONE)
        return [_place(one) for group in groups for one in xml.children(group, kind)] if groups else []

    def keywords(self) -> tuple[str, ...]:
        """One keyword an element, or all in one, each with a stroke behind it ("A/B/C/")."""
        found: list[str] = []
        for key in self.values("keyword", "key"):
            found += [one.strip() for one in key.split("/")] if key.endswith("/") else [key]
        return subjects.distinct(found)

    def places(self) -> tuple[str, ...]:
        """Where the event took place, and the places identified in the text."""
        events = [one.get("city") or one.get("county-dist") or one.get("iso-cc") or "" for one in self.all("evloc")]
        return subjects.distinct([place.strip() for place in [*events, *self.identified("location")]])


def _place(one: etree._Element) -> str:
    """The text of an element; of a place whose parts stand in elements of their own, these with commas."""
    parts = [xml.text(part) for part in one.iterchildren(etree.Element)]
    if len(parts) < 2 or (one.text or "").strip() or any((part.tail or "").strip() for part in one):
        return xml.text(one)
    return ", ".join(filter(None, parts))
