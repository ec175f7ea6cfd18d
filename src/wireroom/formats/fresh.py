"""What is new in a document that comes again and again: the entries of a feed that were not in it the last time."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Protocol

from wireroom.errors import UnreadableError
from wireroom.formats.bounds import settle
from wireroom.formats.feeds import atom, jsonfeed, rss, rss1, slices, wxr
from wireroom.formats.feeds.entry import Counted
from wireroom.formats.feeds.slices import Slices
from wireroom.formats.model import Hint, Note, Reading

NOTHING_NEW = Note("file", "nothing is new since the last time")


class Counting(Protocol):
    """A reader of feeds that tells how many entries it found where it had nothing to mend."""

    name: str

    def recognises(self, data: bytes, hint: Hint) -> bool:
        """As `Format.recognises`."""

    def count(self, data: bytes, hint: Hint) -> Counted:
        """As `Format.read`, and the number of entries; -1 when something was mended."""


_FEEDS: tuple[Counting, ...] = (rss, atom, rss1, jsonfeed)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one document the last time: under which hint and format, within which frame, which entries.

    Digests alone: it holds a few kilobytes, says nothing of the copy, and may be lost at any time.
    """

    hint: Hint
    format: str
    frame: bytes
    entries: frozenset[Hashable] = field(repr=False)


def fresh(
    data: bytes, hint: Hint, seen: Seen | None, *, format: str | None = None
) -> tuple[Reading, Seen | None] | None:
    """The reading of what is new in a feed since `seen`, and what to remember for the next time.

    None for what is no feed, and for one whose entries cannot be told apart for certain: that is to be read whole.
    Left out is only an entry whose exact bytes were in the document the last time, within the same head (but for the
    feed's own dates, which say nothing of its entries) and read under the same hint; so nothing is left out that would
    read as something else than it did. Raises nothing for what cannot be read: reading it whole will.
    """
    found = slices.cut(data)
    module = _module(data, hint, format) if found is not None else None
    if found is None or module is None:
        return None
    known = seen.entries if seen is not None and _fits(seen, found, hint, module.name) else frozenset()
    rest, left = found.without(known) if known else (data, len(found.entries))
    now = Seen(hint, module.name, found.frame, frozenset(found.digests))
    if not left:
        return Reading(module.name, (), (NOTHING_NEW,)), now
    try:
        reading, entries = module.count(rest, hint)
        rest.decode("utf-8")  # where that is in doubt, one entry may decide how all are read
    except (UnreadableError, UnicodeDecodeError):
        return None
    if entries != left:
        return (settle(reading, hint), None) if rest is data else None
    return settle(reading, hint), now


def _module(data: bytes, hint: Hint, format: str | None) -> Counting | None:
    """The reader of feeds that this is for; None when it is another's. An export is read once, not polled."""
    if format is None and wxr.recognises(data, hint):
        return None
    return next(
        (one for one in _FEEDS if (one.name == format if format is not None else one.recognises(data, hint))), None
    )


def _fits(seen: Seen, found: Slices, hint: Hint, format: str) -> bool:
    return seen.frame == found.frame and seen.format == format and seen.hint == hint
