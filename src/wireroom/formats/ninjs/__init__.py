"""IPTC ninjs 1.0 to 3.1, and what Superdesk writes under that name: one item, or a list of them."""

from __future__ import annotations

from typing import Any

from wireroom.errors import UnreadableError
from wireroom.formats.jsontext import begins, decode, is_object, names_any
from wireroom.formats.jsonvalues import not_too_many
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.ninjs.item import read_item

name = "ninjs"

# What decides whether and when a story may be seen must not be stated twice.
GUARDED = tuple(
    f'"{key}"'.encode()
    for key in (
        "uri guid version pubstatus pubStatus embargoed embargoedUntil expires usageterms usageTerms "
        "copyrightholder copyrightHolder headline headlines bodies body_html body_text"
    ).split()
)

_LISTS = ("_items", "items", "item", "results", "hits")


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether this is JSON that names a uri (or Superdesk's guid), as every ninjs item must."""
    return begins(data, b"{", b"[") and names_any(data, b'"uri"', b'"guid"')


def read(data: bytes, hint: Hint) -> Reading:
    """Reads one item, an array of items, or an API's page of them (`_items`, `items`, `item`, `hits`).

    Raises UnreadableError when it is no JSON, holds no item, or no item in it states a uri.
    """
    value, notes = decode(data, GUARDED)
    value = _framed(value)
    if is_object(value):
        found = list(notes)
        return Reading(name, (read_item(value, hint, found, ""),), tuple(found))
    if not isinstance(value, list) or not value:
        raise UnreadableError("JSON, but neither a ninjs item nor a list of them")
    return _all(not_too_many(value), hint, list(notes))


def _framed(value: Any) -> Any:
    """The list of items in what is itself no item, but an API's answer around them."""
    if is_object(value) and not value.get("uri") and not value.get("guid"):
        return next((value[key] for key in _LISTS if isinstance(value.get(key), list) and value[key]), value)
    return value


def _all(items: list[Any], hint: Hint, notes: list[Note]) -> Reading:
    """The items of a list that can be read; one that cannot is noted and leaves its neighbours alone."""
    versions = []
    for index, item in enumerate(items):
        try:
            if not is_object(item):
                raise UnreadableError("not an object")
            versions.append(read_item(item, hint, notes, f"[{index}] "))
        except UnreadableError as error:
            notes.append(Note(f"[{index}]", f"left out: {error.what}"))
    if not versions:
        raise UnreadableError(f"no item of this list can be read; the first: {notes[-len(items)].problem}")
    return Reading(name, tuple(versions), tuple(notes))
