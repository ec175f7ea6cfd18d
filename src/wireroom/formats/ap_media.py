"""AP Media API JSON: single items, searches and feeds; and where a transport finds the next page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats.ap_media_item import is_link, read_item
from wireroom.formats.jsontext import begins, decode, is_object, names_any
from wireroom.formats.jsonvalues import Object, first, not_too_many, objects
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import web

name = "ap-media-json"

_GUARDED = tuple(
    f'"{key}"'.encode()
    for key in (
        "altids itemid version pubstatus embargoed editorialtypes signals usageterms headline copyrightnotice ednote"
    ).split()
)


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether this is JSON in the frame of the API's answers, or an item that AP's own id and habits are in.

    An item of AP's that says it is ninjs, or has ninjs's body in it, is left to that reader.
    """
    if not begins(data, b"{", b"["):
        return False
    if names_any(data[:4096], b'"api_version"'):
        return True
    return (
        names_any(data, b'"itemid"')
        and names_any(data, b'"altids"')
        and not names_any(data, b'"standard"', b'"$standard"', b'"body_html"', b'"body_xhtml"', b'"body_text"')
    )


def read(data: bytes, hint: Hint) -> Reading:
    """Reads every item of an answer, in its order; an item that only links to the story is a note.

    Raises UnreadableError when it is no JSON, when AP answers with an error, or when no item in it has an id.
    """
    value, mended = decode(data, _GUARDED)
    notes = list(mended)
    if is_object(value) and is_object(value.get("error")):
        said = first(value["error"], "message", "code", "status") or "no reason given"
        raise UnreadableError(f"AP answers with an error: {said}", todo="look at the source's key and query")
    items = not_too_many(list(_items(value)))
    if not items and not _framed(value):
        raise UnknownFormatError("JSON, but neither an AP item nor an answer with items")
    versions = []
    failed: list[UnreadableError] = []
    for where, item in items:
        try:
            if is_link(item):
                notes.append(Note(where, f"only a link to {first(item, 'uri') or 'an item'}: no story in it"))
            else:
                versions.append(read_item(item, hint, notes, f"{where}." if where else ""))
        except UnreadableError as error:
            failed.append(error)
            notes.append(Note(where, f"left out: {error.what}"))
    if failed and not versions:
        raise failed[0]
    if not items:
        notes.append(Note("data.items", "an answer with no items: no story in it"))
    return Reading(name, tuple(versions), tuple(notes))


def next_page(data: bytes) -> str | None:
    """The address of what follows: a feed's or search's `next_page`, else the feed that a search offers to follow.

    None when it names none, or is no JSON of this kind.
    """
    try:
        value, _ = decode(data)
    except UnreadableError:
        return None
    frame = value.get("data") if is_object(value) else None
    if not is_object(frame):
        return None
    for key in ("next_page", "feed_href"):
        if found := web(str(frame.get(key) or "")):
            return found
    return None


def _framed(value: Any) -> bool:
    return is_object(value) and ("api_version" in value or is_object(value.get("data")))


def _items(value: Any) -> Iterator[tuple[str, Object]]:
    """Each item with the place where it stands: alone, in a list, or in an answer's `data`."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            if is_object(one):
                yield f"[{index}]", _unwrapped(one)
        return
    if not is_object(value):
        return
    frame = value.get("data") if is_object(value.get("data")) else value
    assert is_object(frame)
    listed = frame.get("items")
    if isinstance(listed, list):
        for index, one in enumerate(listed):
            if is_object(one):
                yield f"data.items[{index}]", _unwrapped(one)
    elif objects(frame.get("item")):
        yield "data.item", objects(frame.get("item"))[0]
    elif "altids" in frame:
        yield "", frame


def _unwrapped(one: Object) -> Object:
    """Lists hold items each beside its own `meta`."""
    inner = one.get("item")
    return inner if is_object(inner) else one
