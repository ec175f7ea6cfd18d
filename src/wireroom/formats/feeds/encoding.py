"""Which characters a feed's bytes stand for: the server's word counts too, and not every byte keeps to it."""

from __future__ import annotations

import codecs
import re

from wireroom.formats.model import Hint

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<", b"\0\0")
# What servers say of all they send, whatever it is.
_DEFAULTS = frozenset({"utf-8", "iso8859-1", "ascii", "cp1252"})
# Python's own, some of which take long.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
# Well-formed sequences of UTF-8 beyond ASCII (RFC 3629 §4, but for its narrowest rules), and runs of other bytes.
_SEQUENCES = re.compile(
    rb"((?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+)|([\x80-\xff]+?)"
    rb"(?=[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|\Z)"
)


def as_utf8(data: bytes, hint: Hint) -> bytes:
    """The same document in UTF-8 where only this room can tell its encoding; else the bytes as they are.

    RFC 7303 §3 puts the server's `charset` before the document's own word; yet many servers say one charset of all
    their files, and that yields to a declaration which says something else. A feed in UTF-8 into which entries of
    another encoding were copied is read entry by entry, so to say: what is no UTF-8 in it is Windows-1252.
    """
    if data.isascii() or data.startswith(_MARKS):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data
    found = _CHARSET.search(hint.media_type)
    served = _known(found[1]) if found else ""
    stated = _DECLARED.match(data.lstrip()[:200])
    declared = _known(stated[1].decode("ascii")) if stated else ""
    if served and served != "utf-8" and (served not in _DEFAULTS or declared in ("", "utf-8")):
        return data.decode("cp1252" if served in _DEFAULTS else served, "replace").encode("utf-8")
    if declared in ("", "utf-8", "ascii"):
        return _SEQUENCES.sub(_mended, data) if _mostly_utf8(data) else data.decode("cp1252", "replace").encode("utf-8")
    return data


def _known(name: str) -> str:
    """The encoding's own name, "" for one that is unknown, or for something else than characters of the world."""
    try:
        b"a".decode(name)  # "hex" and its like are no encodings of text, which this refuses and a lookup does not
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if found in _NO_CHARSETS else found


def _mostly_utf8(data: bytes) -> bool:
    """Whether UTF-8 is what was meant: words in other encodings seldom make one of its sequences by chance."""
    good = bad = 0
    for found in _SEQUENCES.finditer(data):
        if found[1]:
            good += 1
        else:
            bad += 1
    return 2 * good >= bad


def _mended(found: re.Match[bytes]) -> bytes:
    return found[1] or found[2].decode("cp1252", "replace").encode("utf-8")
