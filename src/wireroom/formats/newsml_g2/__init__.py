"""NewsML-G2: news items, alone or in messages, of any namespace or none, as versions; all other items as notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import xml
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.newsml_g2.item import read_item
from wireroom.news import Version

name = "newsml-g2"

_ITEMS = {
    one.lower(): one
    for one in ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "hopItem")
}
_ROOTS = frozenset(_ITEMS) | {"newsmessage", "itemset"}


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the document element is one of NewsML-G2's."""
    return xml.root_name(data) in _ROOTS


def read(data: bytes, hint: Hint) -> Reading:
    """The versions in the file, one a news item, in its order (NewsML-G2 2.35).

    Packages, concepts, knowledge and planning items are no stories: a note names each. An item that cannot be read
    is a note when others can; raises UnreadableError when none can.
    """
    parsed = xml.parse(data)
    notes = list(parsed.notes)
    versions: list[Version] = []
    failures: list[UnreadableError] = []
    for item in _items(parsed.root):
        kind = xml.local(item)
        if kind != "newsitem":
            guid = item.get("guid") or "no guid"
            notes.append(Note(f"line {item.sourceline}", f"a {_ITEMS[kind]} ({guid}): no story in it"))
            continue
        try:
            versions.extend(read_item(item, hint, notes))
        except UnreadableError as problem:
            failures.append(problem)
            notes.append(Note(problem.where, problem.what))
    if failures and not versions:
        raise failures[0]
    if not versions and not notes:
        notes.append(Note("line 1", f"a {xml.local(parsed.root)} with no items"))
    return Reading(name, tuple(versions), tuple(notes))


def _items(root: etree._Element) -> Iterator[etree._Element]:
    """The items of a message, or the root itself when it is one."""
    if xml.local(root) in _ITEMS:
        yield root
        return
    for one in root:
        if xml.local(one) in _ITEMS:
            yield one
        elif xml.local(one) == "itemset":
            yield from (item for item in one if xml.local(item) in _ITEMS)
