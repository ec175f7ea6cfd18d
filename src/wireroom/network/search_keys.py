"""The keys of a site's saved searches, declared once."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

SEARCH = Table(
    "[sites.SITE.searches.SEARCH]",
    "Saved searches",
    "A search with an address of its own: `/search/SEARCH`, with feeds to follow it. SEARCH is its key: small letters,"
    " digits and hyphens.",
    (
        Key("title", kinds.SOME_TEXT, "What it is called.", '"Moon bases"', required=True),
        Key(
            "words",
            kinds.SOME_TEXT,
            "What stories must hold, as readers write it into the search: all words, quoted ones in a row.",
            "'moon \"landing site\"'",
            required=True,
        ),
    ),
)
