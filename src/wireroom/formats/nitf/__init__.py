"""NITF 2.5 to 3.6: one document as a version, and what it says of another document as a version of that one."""

from __future__ import annotations

from wireroom.formats import xml
from wireroom.formats.model import Hint, Reading
from wireroom.formats.nitf.document import read_document

name = "nitf"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the document element is `nitf`."""
    return xml.root_name(data) == "nitf"


def read(data: bytes, hint: Hint) -> Reading:
    """The document's version; a second one when `management-doc-idref` sets the status of another document.

    Raises UnreadableError when the file is no XML, or holds nothing that a later version could be known by.
    """
    parsed = xml.parse(data)
    notes = list(parsed.notes)
    versions = read_document(parsed.root, hint, notes)
    return Reading(name, tuple(versions), tuple(notes))
