"""NewsML 1.0 to 1.2, with the habits of those who send it: one item as a version, nested pictures as associations."""

from __future__ import annotations

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import xml
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.newsml_1.item import read_item
from wireroom.formats.newsml_1.manage import Envelope
from wireroom.news import Version

name = "newsml-1"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the document element is `NewsML`."""
    return xml.root_name(data) == "newsml"


def read(data: bytes, hint: Hint) -> Reading:
    """The versions in the file: one a NewsItem, more when it holds the story in several languages.

    An item of references alone (an index) is a note. A partial update is put together with `hint.earlier`; where that
    is not enough, its version is held and the reading's `needs` names the story. Raises UnreadableError when no item
    can be read.
    """
    parsed = xml.parse(data)
    notes = list(parsed.notes)
    versions: list[Version] = []
    failures: list[UnreadableError] = []
    needs: list[str] = []
    envelope = _envelope(parsed.root)
    for item in xml.children(parsed.root, "newsitem"):
        try:
            found, need = read_item(item, hint, notes, envelope)
        except UnreadableError as problem:
            failures.append(problem)
            notes.append(Note(problem.where, problem.what))
            continue
        versions.extend(found)
        if need:
            needs.append(need)
    if failures and not versions:
        raise failures[0]
    if not versions and not notes:
        notes.append(Note("line 1", "a NewsML document without a NewsItem"))
    return Reading(name, tuple(versions), tuple(notes), needs=tuple(needs))


def _envelope(root: etree._Element) -> Envelope:
    priority = ""
    services = []
    for envelope in xml.children(root, "newsenvelope"):
        for one in envelope:
            part = xml.local(one)
            if part == "priority":
                priority = priority or (one.get("FormalName") or "").strip()
            elif part in ("newsservice", "newsproduct"):
                services.append((one.get("FormalName") or "").strip())
    return Envelope(priority, tuple(services))
