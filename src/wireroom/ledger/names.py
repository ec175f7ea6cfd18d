"""What an item may be called by in another one's words: its wire number, slugline, headline, first words."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from html import unescape

from wireroom.network.model import is_import
from wireroom.news import Order, Version

# Characters of a name that count: ANPA cuts keywords off, and orders quote headlines in part.
_SLUG, _HEADLINE, _START = 14, 24, 32
_FEWEST = 4  # letters below which a slugline or headline names nothing
_NUMBER = re.compile(r"([^\W\d_]{0,4})-?0*(\d{1,6})")
_ANPA = re.compile(r"^(?:bc|ap|am|pm)-(?:-?[a-z]{2}--)?", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_FIRST = 2000  # characters of a first paragraph at most
_ASCII_NOT_WORD = bytes(code for code in range(128) if not chr(code).isalnum())
_TAG = re.compile(r"<[^>]*>")
ORDERED = "order "
"""Before the names by which an order calls the story it means."""


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The letters and digits of a text alone, in lower case."""
    if text.isascii():  # as most is: ten times as fast
        return text.encode().translate(None, _ASCII_NOT_WORD).lower().decode()
    return _NOT_WORD.sub("", text).casefold()


def slug_of(slugline: str) -> str:
    """What of a slugline counts: not what ANPA writes before a keyword ("BC-US--")."""
    return plain(_ANPA.sub("", slugline.strip(), count=1))


def start_of(version: Version) -> str:
    """How the copy begins, in letters and digits."""
    body = version.body
    if not body.startswith("<p>"):
        return ""
    end = body.find("</p>", 4)
    first = body[3:end] if end >= 0 else body[3:]
    if len(first) > _FIRST:
        return ""
    return plain(unescape(_TAG.sub("", first)) if "<" in first or "&" in first else first)[:400]


def names_of(version: Version) -> tuple[str, ...]:
    """The names under which a ledger files a version: as a story, or for the stories that its orders mean."""
    if version.orders:
        return tuple(dict.fromkeys(ORDERED + name for order in version.orders for name in names_in(order)))
    if not version.has_copy or version.kind != "text":
        return ()
    names = [f"number {found[2]}" for one in version.alt_ids if (found := _NUMBER.fullmatch(one))]
    return tuple(dict.fromkeys([*names, *_texts(version.slugline, version.headline, start_of(version))]))


def names_in(order: Order) -> tuple[str, ...]:
    """The names by which an order calls the story that it means."""
    number = [f"number {order.number.lstrip('0') or '0'}"] if order.number else []
    return (*number, *_texts(order.slugline, order.headline, plain(order.start)))


def numbers_of(version: Version) -> tuple[tuple[str, str], ...]:
    """The wire numbers of a version, without leading zeros, each with the service before it."""
    return tuple((found[1].lower(), found[2]) for one in version.alt_ids if (found := _NUMBER.fullmatch(one)))


def _texts(slugline: str, headline: str, start: str) -> list[str]:
    parts = (("slug", slug_of(slugline), _SLUG), ("headline", plain(headline), _HEADLINE), ("start", start, _START))
    return [f"{kind} {text[:length]}" for kind, text, length in parts if len(text) >= _FEWEST]


def addresses_of(version: Version, source: str) -> tuple[str, ...]:
    """The old addresses of an imported page, and the digest of its text: redirects and sister sites are found by them.

    Copy that came otherwise has none, whatever it says: no wire may lead readers away from an address of ours.
    """
    if not is_import(source):
        return ()
    return tuple(dict.fromkeys(one for one in version.alt_ids if one.startswith(("url:", "text:"))))


def called_at(version: Version, at: datetime) -> datetime:
    """The moment that a version is filed under: when it was made, or else taken in."""
    return version.version_created or version.first_created or at
