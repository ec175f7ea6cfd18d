"""Partial updates of NewsML 1.2: the instructions of `Update="U"` carried out on the revisions before it."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from hashlib import blake2b

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import xml
from wireroom.formats.bounds import version_number
from wireroom.formats.model import Note
from wireroom.formats.newsml_1.manage import Identity, identity_of

_REPLACED = frozenset({"identification", "newsmanagement"})
_MOST = 50  # revisions of one story that are put together: each is parsed anew


def instructions_in(item: etree._Element) -> list[etree._Element]:
    """The item's `Update` elements (NewsML 1.2, section 5.7)."""
    return list(xml.children(item, "update"))


def fingerprint(item: etree._Element) -> str:
    """A few letters for the changes that an item orders: others under the same number are told from them."""
    ordered = b"".join(etree.tostring(one, method="c14n") for one in instructions_in(item))
    return blake2b(ordered, digest_size=4).hexdigest()


def resolved(item: etree._Element, own: Identity, earlier: Iterable[bytes], notes: list[Note]) -> etree._Element | None:
    """The whole item that these instructions make of the revisions before it; None when they cannot all be followed.

    `earlier` are the originals of the story's versions, in any order. The chain begins with the newest whole
    revision: what comes behind it changes it, one after the other. A revision that follows one which is not here
    breaks it: what that one changed would be lost.
    """
    chain = [one for _, one in sorted(_revisions(own, earlier).items(), key=lambda one: one[0])]
    whole = [at for at, (identity, _) in enumerate(chain) if identity.update == "N"]
    if not whole or len(chain) - whole[-1] > _MOST:
        return None
    before, first = chain[whole[-1]]
    base: etree._Element | None = deepcopy(first)
    for identity, change in [*chain[whole[-1] + 1 :], (own, item)]:
        followed = version_number(identity.previous)
        if base is None or (followed and followed != version_number(before.revision)):
            return None
        base, before = _changed(base, change, notes), identity
    return base


def _revisions(own: Identity, earlier: Iterable[bytes]) -> dict[int, tuple[Identity, etree._Element]]:
    """The revisions of this story before its own, by number; what cannot be read has been noted when it came."""
    found: dict[int, tuple[Identity, etree._Element]] = {}
    last = version_number(own.revision)
    for data in earlier:
        try:
            items = [(identity_of(item), item) for item in xml.children(xml.parse(data).root, "newsitem")]
        except UnreadableError:
            continue
        for identity, item in items:
            number = version_number(identity.revision)
            if identity.uri == own.uri and number is not None and (last is None or number < last):
                found[number] = (identity, item)
    return found


def _changed(base: etree._Element, change: etree._Element, notes: list[Note]) -> etree._Element | None:
    """The base with the change's identification and management, and its instructions carried out."""
    for one in change:
        if (name := xml.local(one)) in _REPLACED and (old := xml.child(base, name)) is not None:
            base.replace(old, deepcopy(one))
    for instruction in (one for update in instructions_in(change) for one in update):
        name = xml.local(instruction)
        if not name:
            continue
        reference = (instruction.get("DuidRef") or "").strip().removeprefix("#")
        target = next((one for one in base.iter(etree.Element) if one.get("Duid") == reference), None)
        if not reference or target is None or target.getparent() is None or not _follow(name, instruction, target):
            notes.append(Note(f"line {instruction.sourceline}", f"{name} {reference!r}: cannot be carried out"))
            return None
    return base


def _follow(name: str, instruction: etree._Element, target: etree._Element) -> bool:
    """Carries one instruction out; False for one that is not known."""
    parent = target.getparent()
    if parent is None or name not in ("insertbefore", "insertafter", "replace", "delete"):
        return False
    at = parent.index(target) + (name == "insertafter")
    if name in ("replace", "delete"):
        xml.drop(target)
    if name != "delete":
        for offset, one in enumerate(instruction):
            copied = deepcopy(one)
            copied.tail = None
            parent.insert(at + offset, copied)
    return True
