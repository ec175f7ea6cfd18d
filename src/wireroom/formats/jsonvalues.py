"""Values of a JSON item as the news nouns want them: whatever type stands where, nothing is tripped over."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, TypeAlias

from wireroom.errors import UnreadableError
from wireroom.formats.bounds import LIST_LIMIT, text, version_number
from wireroom.formats.jsontext import is_object

Noted: TypeAlias = Callable[[str, str], None]
"""Takes note of a problem: where (a key), and what."""
Object: TypeAlias = dict[str, Any]

MOST_ITEMS = 20_000
"""Items of one list: a list of more is no delivery of news, and would be read for seconds."""
# More than a version may hold, so that the cut to what it may hold is seen and noted.
_MOST = 2 * LIST_LIMIT


def not_too_many(items: list[Any]) -> list[Any]:
    """The items of one file as they are; raises UnreadableError for more than any provider sends."""
    if len(items) > MOST_ITEMS:
        raise UnreadableError(f"a list of {len(items):,} items", todo=f"send at most {MOST_ITEMS:,} in one file")
    return items


def line(value: object) -> str:
    """A text or whole number as one line of plain text; "" for anything else."""
    if type(value) is str:
        return text(value) if value else ""
    return str(value) if type(value) is int else ""


def identifier(value: object) -> str:
    """A name as sent: an ampersand in it begins no entity."""
    return value.strip() if type(value) is str else str(value) if type(value) is int else ""


def first(item: Object, *keys: str) -> str:
    """The first of these keys that has words, as one line of plain text."""
    for key in keys:
        if (value := item.get(key)) is not None and (found := line(value)):
            return found
    return ""


def listed(value: object) -> list[Any]:
    """A list as it is, a single value as a list of one: providers write either. Its first thousand members at most."""
    if type(value) is list:
        return value if len(value) <= _MOST else value[:_MOST]
    return [] if value is None else [value]


def objects(value: object) -> list[Object]:
    """The objects of a list, or the one there is; an object of objects by its members."""
    return [one for one in listed(value) if is_object(one)]


def entries(value: object) -> list[tuple[str, Any]]:
    """The members of an object by key, or of a list by the `name` each has."""
    if is_object(value):
        return list(islice(value.items(), _MOST))
    return [
        (str(one.get("name") or index) if is_object(one) else str(index), one)
        for index, one in enumerate(listed(value))
    ]


def named(*groups: object) -> tuple[str, ...]:
    """The names of concepts, once each; the literal, code or uri where a concept has no name."""
    found: dict[str, None] = {}
    for group in groups:
        for one in listed(group) if group else ():
            if type(one) is dict:
                words = line(one.get("name")) or first(one, "literal", "code", "qcode", "uri")
            elif type(one) is str:
                words = text(one)
            else:
                continue
            if words:
                found[words] = None
    return tuple(found)


def number(stated: object, noted: Noted) -> int | None:
    """A version number; what is none is noted, for time orders such versions instead."""
    if stated is None or stated == "":
        return None
    found = version_number(str(stated).strip()) if isinstance(stated, int | str) else None
    if found is None:
        noted("version", f"no number: {stated!r:.80}; ordered by time instead")
    return found


def urgency(stated: object, noted: Noted) -> int | None:
    """IPTC's 1 (most urgent) to 9; anything else is noted."""
    if stated is None:
        return None
    try:
        found = int(stated) if isinstance(stated, str | int | float) else 0
    except (ValueError, OverflowError):
        found = 0
    if 1 <= found <= 9:
        return found
    noted("urgency", f"not 1 to 9: {stated!r:.80}")
    return None


def pixels(stated: object) -> int | None:
    """A width or height that can be one."""
    if isinstance(stated, str):
        stated = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else None
    return int(stated) if isinstance(stated, int | float) and 0 < stated < 1_000_000 else None
