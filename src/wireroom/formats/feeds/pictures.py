"""Media RSS (rssboard.org/media-rss), enclosures and thumbnails: the files that belong to a feed's entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from lxml import etree

from wireroom.formats.feeds.elements import attribute, key, markup, words
from wireroom.formats.feeds.entry import Entry, attached
from wireroom.formats.markup import plain
from wireroom.news import Association

_WIDEST = 2048
FILES = frozenset({"enclosure", "media:content"})
"""Elements that name a file each."""


_LINKS = ("link", "atom:link")


def gather(elements: Iterable[etree._Element], entry: Entry, base: str) -> None:
    """Adds what these elements of an entry (media:*, enclosure, links that are one) name, with captions and credits.

    What the entry says of all its files stands in for words of its own, where it has none.
    """
    credit = caption = ""
    found: list[Association] = []
    thumbnails: list[Association] = []
    for element in elements:
        name = key(element.tag)
        if name == "media:credit":
            credit = credit or plain(words(element))
        elif name == "media:description":
            caption = caption or plain(markup(element))
        elif name == "media:copyright":
            entry.notice = entry.notice or plain(words(element))
        elif name == "media:restriction":
            entry.terms.append(_restriction(element))
        elif name == "media:group":
            _group(element, entry, base, found)
        elif name == "media:thumbnail":
            thumbnails += _file(element, base, medium="image")
        elif name in FILES or name in _LINKS:
            found += _file(element, base)
    if not any(one.kind == "picture" for one in found):
        found += thumbnails[:1]
    entry.words = entry.words or caption
    entry.pictures += [_told(one, credit, caption) for one in found] if credit or caption else found


def _group(group: etree._Element, entry: Entry, base: str, found: list[Association]) -> None:
    """A group holds renditions of one thing: the widest that a page can use stands for all."""
    inside = Entry()
    gather(group, inside, base)
    entry.terms += inside.terms
    entry.notice = entry.notice or inside.notice
    entry.words = entry.words or inside.words
    if inside.pictures:
        found.append(max(inside.pictures, key=_fitness))


def _fitness(one: Association) -> tuple[bool, int]:
    width = one.width or 0
    return (width <= _WIDEST, width if width <= _WIDEST else -width)


def _file(element: etree._Element, base: str, *, medium: str = "") -> Iterator[Association]:
    said = {key(child.tag): plain(markup(child)) for child in element} if len(element) else {}
    # All at once: an element's attributes are slow to ask for one by one.
    get = cast("dict[str, str]", dict(element.attrib)).get
    one = attached(
        get("url", "").strip() or get("href", "").strip(),
        base,
        media_type=get("type", "").strip(),
        medium=get("medium", "").strip() or medium,
        caption=said.get("media:description", "") or said.get("media:title", ""),
        credit=said.get("media:credit", ""),
        width=_pixels(get("width", "").strip()),
        height=_pixels(get("height", "").strip()),
    )
    if one is None:
        return
    yield one
    if one.kind != "picture":  # the still of a film or a recording
        for child in element:
            if key(child.tag) == "media:thumbnail":
                yield from _file(child, base, medium="image")


def _told(one: Association, credit: str, caption: str) -> Association:
    """What the entry says of all its files, where the file itself says nothing."""
    if (one.credit or not credit) and (one.caption or not caption):
        return one
    return replace(one, credit=one.credit or credit, caption=one.caption or caption)


def _restriction(element: etree._Element) -> str:
    """A media:restriction in words: the desk must see it, for it limits where the copy may appear."""
    what = attribute(element, "relationship") or "restricts"
    return f"media:restriction {what} {attribute(element, 'type')}: {plain(words(element))}".strip()


def _pixels(stated: str) -> int | None:
    return int(stated) if stated.isascii() and stated.isdigit() and 0 < len(stated) < 7 else None
