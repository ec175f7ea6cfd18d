"""A site's places for advertising: where each stands, how large it is, and the snippet that the owner puts into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Size = tuple[int, int]
"""Width and height in CSS pixels."""

WIDTHS = ("phone", "tablet", "desktop")
SOURCES = ("script", "style", "img", "font", "media", "connect", "frame")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place. `sizes` goes by WIDTHS, None where the slot is not shown.

    `html` is what the file `snippet` holds, "" where there is none yet; `csp` are pairs of a kind of source and the
    origins that it may come from.
    """

    key: str
    where: str
    sizes: tuple[Size | None, ...]
    label: str = ""
    snippet: str = ""
    csp: tuple[tuple[str, tuple[str, ...]], ...] = ()
    html: str = ""
    line: str = field(default="", compare=False, repr=False)


def slot_of(key: str, one: Mapping[str, Any], line: str) -> Slot:
    """The slot that these values, read by the declarations of its keys, make; a width without a size has the one
    before it."""
    sizes: list[Size | None] = []
    for width in WIDTHS:
        written = one["sizes"][width]
        sizes.append(_size(written) if written else sizes[-1])
    csp = tuple((kind, tuple(origins)) for kind, origins in one["csp"].items() if origins)
    return Slot(key, one["where"], tuple(sizes), one["label"], one["snippet"] or "", csp, line=line)


def _size(text: str) -> Size | None:
    if text == _NONE:
        return None
    width, _, height = text.partition("x")
    return int(width), int(height)


def problems(one: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What no key of a slot can tell alone: the key, what is wrong, what to do."""
    written = [size for size in (one["sizes"] or {}).values() if size]
    if written and all(size == _NONE for size in written):
        yield "sizes", "this slot is shown nowhere: all its sizes are `none`", 'give it one, as in phone = "320x100"'
    if any((one["csp"] or {}).values()) and not one["snippet"]:
        yield "csp", "origins are allowed here for a snippet, and there is none", "name its file in `snippet`"
