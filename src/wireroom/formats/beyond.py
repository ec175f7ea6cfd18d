"""What a version says beyond the fields of the format it is written in: one extension, written and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_type_hints

import msgspec

from wireroom.formats.jsontext import is_object
from wireroom.formats.jsonvalues import Noted, listed
from wireroom.news import Status, Version

ROLE = "urn:wireroom:facts"
"""The role of the description (ninjs) and the type of the property (NewsML-G2) that hold the extension."""
MEDIA_TYPE = "application/json"

Facts = dict[str, Any]

_MARK = "release"
# The body is every format's own, and is cleaned when it is read; `format` says how it came.
_TYPES = {name: kind for name, kind in get_type_hints(Version).items() if name not in ("body", "format")}
_FOR_EDITORS = ("ed_note", "orders")
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    r"(?:\#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
_KEPT = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def is_address(name: str) -> bool:
    """Whether the text is a URI (RFC 3986) as it stands."""
    return _URI.fullmatch(name) is not None


def address(name: str) -> str:
    """An identifier as a URI (RFC 3986), which ninjs 3.1 and NewsML-G2 demand: itself when it is one."""
    if is_address(name):
        return name
    return "urn:wireroom:item:" + "".join(chr(one) if one in _KEPT else f"%{one:02X}" for one in name.encode())


def for_partners(version: Version, *, editors: bool) -> Version:
    """The version without what is for the desk alone (unless `editors`), and without the names of stored pictures."""
    changes: Facts = {} if editors else dict.fromkeys(_FOR_EDITORS[:1], "") | dict.fromkeys(_FOR_EDITORS[1:], ())
    if any(one.media for one in version.associations):
        changes["associations"] = tuple(replace(one, media="") for one in version.associations)
    return replace(version, **changes)


def marked() -> Facts:
    """The extension of a version about which nothing is to be added but that it was read and finished before."""
    return {_MARK: 1}


def lacking(version: Version, found: Version) -> Facts:
    """What the version says and its written form, read back as `found`, does not."""
    return {
        name: msgspec.to_builtins(said) for name in _TYPES if (said := getattr(version, name)) != getattr(found, name)
    }


def stated(descriptions: Any, noted: Noted) -> Facts:
    """The extension among a ninjs item's descriptions; empty when there is none."""
    if not descriptions:
        return {}
    for one in listed(descriptions):
        if is_object(one) and one.get("role") == ROLE:
            return parsed(one.get("value"), noted)
    return {}


def parsed(value: Any, noted: Noted) -> Facts:
    """The extension from its JSON text; what cannot be read is noted and taken as none."""
    try:
        found = msgspec.json.decode(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        found = None
    if not is_object(found):
        noted(ROLE, "an extension that cannot be read")
        return {}
    return found


def restored(version: Version, facts: Facts) -> Version:
    """The version with what the extension adds.

    The extension can narrow and never widen: it lifts no hold and no embargo, and makes a withheld version usable only
    where it states the hold that stood behind that.
    """
    changes: Facts = {}
    for name, value in facts.items():
        if name in _TYPES:
            try:
                changes[name] = msgspec.convert(value, _TYPES[name])
            except (msgspec.ValidationError, RecursionError):
                continue
    if not changes.get("hold"):
        changes.pop("hold", None)
    if "status" in changes and not (
        version.status is Status.WITHHELD and changes["status"] is Status.USABLE and (version.hold or "hold" in changes)
    ):
        del changes["status"]
    if version.embargoed_until is not None:
        changes.pop("embargoed_until", None)
    if "uri" in changes and address(changes["uri"]) != version.uri:
        del changes["uri"]
    if version.expires is not None:
        changes.pop("expires", None)
    return replace(version, **changes) if changes else version
