"""Names derived from a story's uri and headline: the id that its URL is answered by, and the words beside it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
ID_LENGTH = 12
_TRANSLATION = re.compile(r"(.+)#[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.DOTALL)


@lru_cache(maxsize=16384)
def story_id(uri: str) -> str:
    """The twelve characters (60 bits) of a story's URL; a pure function of its uri, so no update can move it."""
    number = int.from_bytes(hashlib.blake2b(uri.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 4
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(55, -1, -5))


def old_address(host: str, path: str, query: str = "") -> str:
    """The alternative id of a story that stood at this address: its host without "www.", its path decoded."""
    behind = f"?{query}" if query else ""
    return f"url:{host.lower().removeprefix('www.')}{path or '/'}{behind}"


def translation_of(uri: str, language: str) -> str:
    """The uri of a story's translation that came in the very item of the story, and so has no name of its own."""
    return f"{uri}#{language}"


def original_of(uri: str) -> str:
    """The uri of the story that this one is such a translation of; its own where it is none."""
    found = _TRANSLATION.fullmatch(uri)
    return found[1] if found else uri


@lru_cache(maxsize=4096)
def words_of(headline: str) -> str:
    """The headline as URL words: ASCII where there is a plain equivalent, other scripts as they are; at most 60."""
    plain = headline.casefold()
    if not plain.isascii():
        folded = unicodedata.normalize("NFKD", plain)
        plain = unicodedata.normalize("NFC", "".join(char for char in folded if not unicodedata.combining(char)))
    words = re.findall(r"\w+", re.sub(r"['’`]", "", plain).replace("_", " "))
    out = ""
    for word in words:
        if len(out) + len(word) + 1 > 60:
            break
        out = f"{out}-{word}" if out else word
    return out or (words[0][:60] if words else "story")
