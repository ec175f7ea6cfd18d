"""Whether bytes look like a whole document: a sender may still be writing the file that we see."""

from __future__ import annotations

import re

_FIRST_ELEMENT = re.compile(rb"<([A-Za-z_][^\s/>]*)")
_PROLOGUE = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[.*?\])?[^>]*>", re.DOTALL)


def looks_whole(data: bytes) -> bool:
    """Whether an XML document's root is closed, or a JSON document's bracket; other formats cannot tell.

    A cut-off file practically never passes; one that does not pass may still be whole, and is taken once it rests.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if text[:1] in (b"{", b"["):
        return text[-1:] == (b"}" if text[:1] == b"{" else b"]")
    if text[:1] != b"<":
        return False
    first = _FIRST_ELEMENT.search(_PROLOGUE.sub(b"", text[:20_000]))
    if first is None:
        return False
    tail = re.sub(rb"(\s|<!--.*?-->)+$", b"", text[-4096:], flags=re.DOTALL)
    return re.search(rb"</" + re.escape(first[1]) + rb"\s*>$", tail) is not None
