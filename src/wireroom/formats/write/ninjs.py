"""Writes ninjs 3.1 (IPTC ninjs schema 3.1): each fact in the standard's own field where it has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from wireroom.formats import beyond
from wireroom.formats.beyond import Facts
from wireroom.news import Association, Status, Version

name = "ninjs"

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
}
_KINDS = frozenset("text audio video picture graphic composite component event planning".split())
_CODE = re.compile(r"([a-z][a-z0-9-]*):(\w+)")
_VOCABULARIES = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
    "genre": "http://cv.iptc.org/newscodes/genre/",
}


def document(version: Version, facts: Facts) -> bytes:
    """One version as a JSON object of ninjs 3.1, valid against its schema.

    A hold has no field in ninjs: to those who do not know the extension the item is withheld.
    """
    return msgspec.json.format(_encoded(version, facts), indent=1)


def documents(versions: Sequence[tuple[Version, Facts]]) -> bytes:
    """The versions as a list of such objects."""
    items = b",".join(_encoded(version, facts) for version, facts in versions)
    return msgspec.json.format(b"[" + items + b"]", indent=1)


def _encoded(version: Version, facts: Facts) -> bytes:
    return msgspec.json.encode(
        {key: value for key, value in _item(version, facts).items() if value not in ("", [], None)}
    )


def _item(version: Version, facts: Facts) -> dict[str, Any]:
    rights = version.rights
    status = Status.WITHHELD if version.hold and version.status is Status.USABLE else version.status
    return {
        "standard": _STANDARD,
        "uri": beyond.address(version.uri),
        "type": version.kind if version.kind in _KINDS else "",
        "version": "" if version.number is None else str(version.number),
        "firstCreated": _time(version.first_created),
        "versionCreated": _time(version.version_created),
        "embargoedUntil": _time(version.embargoed_until),
        "expires": _time(version.expires),
        "pubStatus": str(status),
        "urgency": version.urgency,
        "language": version.language,
        "slugline": version.slugline,
        "headlines": _roles(("main", version.headline)),
        "by": version.byline,
        "located": version.dateline.place or version.dateline.text,
        "descriptions": _roles(("summary", version.summary), ("creditline", rights.credit_line)) + _extension(facts),
        "bodies": [{"role": "main", "contentType": "text/html", "value": version.body}] if version.body else [],
        "edNote": version.ed_note,
        "copyrightHolder": rights.holder,
        "copyrightNotice": rights.notice,
        "usageTerms": "\n".join(rights.usage_terms),
        "infoSources": [{"role": "provider", "name": version.provider}] if version.provider else [],
        "subjects": [_concept(one) for one in version.subjects],
        "genres": [_concept(one) for one in version.genre],
        "people": _named(version.people),
        "organisations": _named(version.organisations),
        "places": _named(version.places),
        "altIds": [{"value": one} for one in version.alt_ids],
        "associations": [_association(one, index) for index, one in enumerate(version.associations)],
    }


def _time(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _roles(*texts: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "contentType": "text/plain", "value": words} for role, words in texts if words]


def _extension(facts: Facts) -> list[dict[str, str]]:
    if not facts:
        return []
    words = msgspec.json.encode(facts, order="sorted").decode()
    return [{"role": beyond.ROLE, "contentType": beyond.MEDIA_TYPE, "value": words}]


def _concept(one: str) -> dict[str, str]:
    """A concept by IPTC's address for it, by its own, or by its name alone."""
    found = _CODE.fullmatch(one)
    if found and found[1] in _VOCABULARIES:
        return {"uri": _VOCABULARIES[found[1]] + found[2]}
    if beyond.is_address(one):
        return {"uri": one}
    return {"name": one}


def _named(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": one} for one in names]


def _association(one: Association, index: int) -> dict[str, Any]:
    rendition: dict[str, Any] = {"name": "main", "href": one.href if beyond.is_address(one.href) else ""}
    rendition |= {"contentType": one.media_type, "width": one.width, "height": one.height}
    made = {
        "name": one.rendition or str(index),
        "uri": beyond.address(one.uri or one.href or str(index)),
        "type": one.kind if one.kind in _KINDS else "",
        "descriptions": _roles(("caption", one.caption), ("creditline", one.credit), ("alt", one.alt)),
        "renditions": [{key: value for key, value in rendition.items() if value not in ("", None)}] if one.href else [],
    }
    return {key: value for key, value in made.items() if value not in ("", [])}
