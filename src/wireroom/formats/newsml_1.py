"""NewsML 1.0 to 1.2, with the habits of those who send it: one item as a version, nested pictures as associations."""

from __future__ import annotations

from wireroom.errors import UnreadableError
from wireroom.formats import xml
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.newsml_1_item import read_item
from wireroom.news import Version

name = "newsml-1"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the document element is `NewsML`."""
    return xml.root_name(data) == "NewsML"


def read(data: bytes, hint: Hint) -> Reading:
    """The versions in the file: one a NewsItem, more when it holds the story in several languages.

    An item of references alone (an index) is a note. Raises UnreadableError when no item can be read.
    """
    parsed = xml.parse(data)
    notes = list(parsed.notes)
    versions: list[Version] = []
    failures: list[UnreadableError] = []
    priority = xml.child(parsed.root, "NewsEnvelope", "Priority")
    services = [
        one.get("FormalName", "").strip()
        for envelope in xml.children(parsed.root, "NewsEnvelope")
        for one in xml.children(envelope, "NewsService", "NewsProduct")
    ]
    for item in xml.children(parsed.root, "NewsItem"):
        try:
            versions.extend(read_item(item, hint, notes, priority, services))
        except UnreadableError as problem:
            failures.append(problem)
            notes.append(Note(problem.where, problem.what))
    if failures and not versions:
        raise failures[0]
    if not versions and not notes:
        notes.append(Note("line 1", "a NewsML document without a NewsItem"))
    return Reading(name, tuple(versions), tuple(notes))
