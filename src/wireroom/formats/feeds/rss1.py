"""RSS 1.0 and 0.90, whose root is RDF: read by the reader of RSS, under a name of its own."""

from __future__ import annotations

from wireroom.formats.feeds import elements, rss
from wireroom.formats.feeds.entry import Counted
from wireroom.formats.model import Hint, Reading

name = "rss1"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the root is `rdf:RDF` and RSS is spoken in it, as other RDF is no feed."""
    return elements.recognised(data, "rdf") and (
        b"purl.org/rss/1.0" in data or b"netscape.com/" in data or b"<channel" in data
    )


def read(data: bytes, hint: Hint) -> Reading:
    """Reads a feed; raises UnreadableError when there is neither a channel nor an item in it."""
    return count(data, hint).reading


def count(data: bytes, hint: Hint) -> Counted:
    """Reads a feed, and tells how many of its entries a parser found that mended nothing."""
    return rss.count_as(name, data, hint)
