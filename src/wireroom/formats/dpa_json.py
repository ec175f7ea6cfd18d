"""dpa-digitalwires JSON: single entries, and the listings of dpa's wireQ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats.dpa_json_item import read_item
from wireroom.formats.jsontext import begins, decode, is_object, names_any
from wireroom.formats.jsonvalues import Object, not_too_many
from wireroom.formats.model import Hint, Note, Reading

name = "dpa-digitalwires-json"

_GUARDED = tuple(
    f'"{key}"'.encode()
    for key in (
        "urn version version_created pubstatus embargoed signal usageterms copyrightnotice headline article_html"
    ).split()
)
# An empty queue is answered in a few bytes.
_EMPTY_LISTING = 200


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether this is JSON with the keys that every entry has, or a listing of entries."""
    if not begins(data, b"{", b"["):
        return False
    if names_any(data, b'"version_created"') and names_any(data, b'"urn"', b'"entry_id"'):
        return True
    return len(data) < _EMPTY_LISTING and names_any(data, b'"entries"')


def read(data: bytes, hint: Hint) -> Reading:
    """Reads an entry or every entry of a listing; one that cannot be read leaves its neighbours alone.

    Raises UnreadableError when it is no JSON, or no entry in it has a urn.
    """
    value, mended = decode(data, _GUARDED)
    notes = list(mended)
    found = not_too_many(list(_entries(value)))
    if not found and not _is_listing(value):
        raise UnknownFormatError("JSON, but neither an entry of dpa-digitalwires nor a list of them")
    versions = []
    failed: list[UnreadableError] = []
    for where, entry in found:
        try:
            versions.append(read_item(entry, hint, notes, f"{where}." if where else ""))
        except UnreadableError as error:
            failed.append(error)
            notes.append(Note(where, f"left out: {error.what}"))
    if failed and not versions:
        raise failed[0]
    if not found:
        notes.append(Note("entries", "an empty queue: no story in it"))
    return Reading(name, tuple(versions), tuple(notes))


def receipts(data: bytes) -> tuple[str, ...]:
    """What a wireQ listing wants back for each entry, in its order, before it gives others: it has no pages.

    A transport deletes `entry/RECEIPT` once the entry is in the ledger, and asks for `entries.json` again. Empty when
    the bytes are no listing.
    """
    try:
        value, _ = decode(data)
    except UnreadableError:
        return ()
    stated = (entry.get("_wireq_receipt") for _, entry in _entries(value))
    return tuple(one for one in stated if isinstance(one, str) and one)


def _is_listing(value: Any) -> bool:
    return is_object(value) and isinstance(value.get("entries"), list)


def _entries(value: Any) -> Iterator[tuple[str, Object]]:
    """Each entry with the place where it stands."""
    if is_object(value) and ("urn" in value or "entry_id" in value):
        yield "", value
        return
    listed = value.get("entries") if is_object(value) else value
    if isinstance(listed, list):
        place = "entries" if is_object(value) else ""
        for index, one in enumerate(listed):
            if is_object(one):
                yield f"{place}[{index}]", one
