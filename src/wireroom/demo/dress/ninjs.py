"""Nordlicht Nachrichten's wire in ninjs 3.1 and Tideline Science Service's in 2.1: the same facts, two spellings."""

from __future__ import annotations

import json
from typing import Any

from wireroom.demo.dress.model import PICTURE_SIZE, Take, esc, iso, name_of

_STANDARD = "http://www.iptc.org/std/ninjs/ninjs-schema_{}.json"


def write_3(take: Take) -> bytes:
    """The take as ninjs 3.1, with names in camel case."""
    item = _item(take)
    item["standard"] = {"name": "ninjs", "version": "3.1", "schema": _STANDARD.format("3.1")}
    return _bytes({_CAMEL.get(key, key): value for key, value in item.items()})


def write_2(take: Take) -> bytes:
    """The take as ninjs 2.1, with names in small letters."""
    item = _item(take)
    item["standard"] = {"name": "ninjs", "version": "2.1", "schema": _STANDARD.format("2.1")}
    return _bytes(_lowered(item))


_CAMEL = {
    "firstcreated": "firstCreated",
    "versioncreated": "versionCreated",
    "pubstatus": "pubStatus",
    "embargoed": "embargoedUntil",
    "copyrightholder": "copyrightHolder",
    "copyrightnotice": "copyrightNotice",
    "usageterms": "usageTerms",
    "ednote": "edNote",
}


def _lowered(value: Any) -> Any:
    """The value with every key in small letters, as 2.x has them."""
    if isinstance(value, dict):
        return {key.lower(): _lowered(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_lowered(one) for one in value]
    return value


def _bytes(item: dict[str, Any]) -> bytes:
    return json.dumps(item, ensure_ascii=False, indent=1).encode()


def _item(take: Take) -> dict[str, Any]:
    text = take.text
    item: dict[str, Any] = {
        "uri": take.uri,
        "type": "text",
        "version": str(take.number),
        "firstcreated": iso(take.first),
        "versioncreated": iso(take.created),
        "pubstatus": take.status,
        "urgency": text.urgency,
        "language": text.language,
        "copyrightholder": take.agency.name,
        "copyrightnotice": take.agency.notice(take.first.year),
        "usageterms": take.agency.terms,
    }
    if take.embargoed_until:
        item["embargoed"] = iso(take.embargoed_until)
    if take.note:
        item["ednote"] = take.note
    return item if take.status == "canceled" else {**item, **_copy(take)}


def _copy(take: Take) -> dict[str, Any]:
    text = take.text
    first, *rest = text.paragraphs
    paragraphs = [f"{take.dateline} {first}", *rest]
    copy: dict[str, Any] = {
        "headlines": [{"role": "main", "value": text.headline}],
        "slugline": text.slugline,
        "located": take.city,
        "subjects": [{"name": name_of(one), "uri": _topic(one)} for one in text.topics],
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": "".join(f"<p>{esc(one)}</p>" for one in paragraphs)}
        ],
    }
    if text.byline:
        copy["by"] = text.byline
    if take.picture:
        copy["associations"] = [_picture(take)]
    return copy


def _topic(code: str) -> str:
    return f"http://cv.iptc.org/newscodes/mediatopic/{code}"


def _picture(take: Take) -> dict[str, Any]:
    width, height = PICTURE_SIZE
    rendition = {
        "name": "highres",
        "href": take.picture,
        "contentType": "image/jpeg",
        "width": width,
        "height": height,
    }
    return {
        "name": "main picture",
        "uri": f"{take.uri}/picture",
        "type": "picture",
        "by": f"Illustration: {take.agency.code}",
        "descriptions": [{"role": "caption", "value": take.text.caption}],
        "renditions": [rendition],
    }
