"""Checks of written documents: their own structure always, the standards' schemas where those are at hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from wireroom.formats.bounds import text

OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "schemas"
"""The standards' own schemas; they are not part of the project."""

SAMPLES = OFFICIAL.parent / "samples"

_NAR = "{http://iptc.org/std/nar/2006-10-01/}"


def problems(data: bytes, format: str) -> list[str]:
    """What is wrong with a written document; empty when nothing is."""
    return _ninjs_problems(data) if format == "ninjs" else _g2_problems(data)


def _ninjs_problems(data: bytes) -> list[str]:
    stated = json.loads(data)
    items = stated if isinstance(stated, list) else [stated]
    found = (
        []
        if all(item.get("standard", {}).get("version") == "3.1" and item["uri"] for item in items)
        else ["no ninjs 3.1"]
    )
    if OFFICIAL.is_dir():
        found += [str(error.message)[:200] for item in items for error in _ninjs_schema().iter_errors(item)]
    return found


def _g2_problems(data: bytes) -> list[str]:
    root = etree.fromstring(data)
    items = [root] if root.tag == f"{_NAR}newsItem" else list(root.iter(f"{_NAR}newsItem"))
    found = [] if items and all(item.get("standardversion") == "2.35" for item in items) else ["no NewsML-G2 2.35"]
    if OFFICIAL.is_dir() and not (schema := _g2_schema()).validate(root):
        found.append(str(schema.error_log)[:400])
    return found


@cache
def _ninjs_schema() -> Any:
    import jsonschema
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    places = json.loads((OFFICIAL / "ninjs" / "GeoJSON-schema.json").read_text("utf-8"))
    bundled: Any = Resource.from_contents(places, default_specification=DRAFT202012)
    registry: Any = Registry()
    registry = registry.with_resource("https://geojson.org/schema/GeoJSON.json", bundled)
    schema = json.loads((OFFICIAL / "ninjs" / "ninjs-schema_3.1.json").read_text("utf-8"))
    checker = jsonschema.FormatChecker()
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=checker)


@cache
def _g2_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(OFFICIAL / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd")))


def strings() -> st.SearchStrategy[str]:
    """Texts as readers leave them: one line of plain characters."""
    words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=12)
    return words.map(text).filter(lambda one: text(one) == one and one.isprintable())
