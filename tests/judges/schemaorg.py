"""Holds structured data against schema.org's own vocabulary: types, properties, where they belong, what they take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

_TEXTS = {"Text", "URL", "CssSelectorType", "PronounceableText", "XPathType"}
_TIMES = {"Date", "DateTime"}


def _names(value: Any) -> list[str]:
    """The local names of a term's reference, or list of references."""
    many = value if isinstance(value, list) else [value]
    return [one["@id"].partition(":")[2] for one in many if one]


class Vocabulary:
    """schema.org as its release files have it (`schemaorg-current-https.jsonld`)."""

    def __init__(self, file: Path) -> None:
        graph = json.loads(file.read_text(encoding="utf-8"))["@graph"]
        terms = {one["@id"].removeprefix("schema:"): one for one in graph if one["@id"].startswith("schema:")}
        self._above = {name: _names(one.get("rdfs:subClassOf")) for name, one in terms.items()}
        self._properties = {
            name: (_names(one.get("schema:domainIncludes")), _names(one.get("schema:rangeIncludes")))
            for name, one in terms.items()
            if one["@type"] == "rdf:Property"
        }
        self._superseded = {name for name, one in terms.items() if "schema:supersededBy" in one}

    def problems(self, node: Any, where: str = "") -> Iterator[str]:
        """What is wrong with the node and those in it."""
        if isinstance(node, list):
            for one in node:
                yield from self.problems(one, where)
        if not isinstance(node, dict):
            return
        for one in node.get("@graph", ()):
            yield from self.problems(one, where)
        kind = node.get("@type", "")
        if "@graph" not in node and kind not in self._above and set(node) != {"@id"}:
            yield f"{where}: there is no type {kind!r}"
        for name, value in node.items():
            if name.startswith("@"):
                continue
            here = f"{where}/{kind}.{name}"
            if name not in self._properties:
                yield f"{here}: there is no such property"
                continue
            yield from self._used(here, kind, name, value)
            yield from self.problems(value, here)

    def _used(self, here: str, kind: str, name: str, value: Any) -> Iterator[str]:
        domain, takes = self._properties[name]
        if name in self._superseded:
            yield f"{here}: superseded"
        if not self._kinds(kind) & set(domain):
            yield f"{here}: belongs to {domain}"
        for one in value if isinstance(value, list) else [value]:
            if not self._fits(one, set(takes)):
                yield f"{here}: takes {takes}, not {one!r}"

    def _kinds(self, kind: str) -> set[str]:
        found, waiting = set(), [kind]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._above.get(one, [])
        return found

    def _fits(self, value: Any, takes: set[str]) -> bool:
        if isinstance(value, dict):
            return set(value) == {"@id"} or bool(self._kinds(value.get("@type", "")) & takes)
        if isinstance(value, bool):
            return "Boolean" in takes
        if isinstance(value, int | float):
            return bool(takes & {"Number", "Integer", "Float"})
        return bool(takes & _TEXTS) or (bool(takes & _TIMES) and _is_time(value)) or str(value).startswith("https://")


def _is_time(value: str) -> bool:
    """Whether it is a day, or a moment with its zone."""
    try:
        return "T" not in value or datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
