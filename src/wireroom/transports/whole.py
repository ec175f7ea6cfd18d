"""Whether bytes are a whole document: a sender may still be writing the file that we see, or have died writing it."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

_FIRST_ELEMENT = re.compile(rb"<([A-Za-z_][^\s/>]*)")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL)
_SPACE = b" \t\r\n\0\x1a"
_TELEX_START, _TELEX_END = b"ZCZC", b"NNNN"
_SOH, _STX, _ETX, _EOT = b"\x01", b"\x02", b"\x03", b"\x04"
_FILL = b"\x16\x00\x7f\r\n "  # SYN, NUL and DEL fill the line before and after a message
_MAIL = re.compile(
    rb"(?i)(?:return-path|received|delivered-to|envelope-to|authentication-results|dkim-signature|message-id|mime-version"
    rb"|from|to|date|subject|reply-to|sender|content-type|x-[a-z-]+):[ \t]"
)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(rb"(?im)^content-type:[ \t]*multipart/(?:[^\r\n]|\r?\n[ \t])*?boundary=\"?([^\"\s;]+)")


class Wholeness(StrEnum):
    """What the bytes tell of their own end."""

    WHOLE = "whole"
    CUT = "cut"
    UNSURE = "unsure"  # the format cannot tell, or something unexpected follows its end


def wholeness(data: bytes) -> Wholeness:
    """Whether the document's own end is there.

    XML ends with its root element (XML 1.0 §2.1), JSON with its first value (RFC 8259 §2), agency text with ETX or
    EOT where it began with SOH or STX (IPTC 7901 §2, ANPA 1312), or with NNNN where it began with ZCZC, mail in parts
    with the last boundary (RFC 2046 §5.1.1). Other formats cannot tell. What is cut at any byte is never called whole.
    """
    text = _bare(data)
    first = text[:1]
    if not first:
        return Wholeness.CUT
    if first in (b"{", b"["):
        return _json(text)
    if first == b"<":
        return _xml(text)
    return _framed(text)


def looks_whole(data: bytes) -> bool:
    """Whether the document says itself that it is whole."""
    return wholeness(data) is Wholeness.WHOLE


def truncated(data: bytes) -> str:
    """Why the document cannot be whole, with the line; empty when nothing says that it is cut."""
    if wholeness(data) is not Wholeness.CUT:
        return ""
    text = _bare(data)
    if not text:
        return "the file is empty"
    line = text.count(b"\n") + 1
    return f"line {line}: the file ends {_before(text)}: truncated"


def _before(text: bytes) -> str:
    if text[:1] in (b"{", b"["):
        return "inside its JSON"
    if text[:1] != b"<":
        return "before its end mark (ETX, EOT, NNNN or the last boundary)"
    root = _root(text)[0].decode("utf-8", "backslashreplace")
    return f"before </{root}>" if root else "before its first element is whole"


def _bare(data: bytes) -> bytes:
    """The document in an encoding whose brackets are ASCII, without byte order mark and space around it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif data[:2] in (b"<\0", b"\0<"):
        data = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf").strip()


def _json(text: bytes) -> Wholeness:
    closing = b"}" if text[:1] == b"{" else b"]"
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        if "truncated" in str(error):
            return Wholeness.CUT
        return Wholeness.UNSURE
    except UnicodeDecodeError:
        return Wholeness.UNSURE if text.endswith(closing) else Wholeness.CUT
    except RecursionError:
        return Wholeness.UNSURE
    return Wholeness.WHOLE


def _root(text: bytes) -> tuple[bytes, int]:
    """The name of the root element and where it begins; no name when the text ends before it does (XML 1.0 §2.8)."""
    at = 0
    while True:
        at += len(text[at : at + 65_536]) - len(text[at : at + 65_536].lstrip(_SPACE))
        if text.startswith(b"<?", at):
            end = text.find(b"?>", at) + 2
        elif text.startswith(b"<!--", at):
            end = text.find(b"-->", at) + 3
        elif doctype := _DOCTYPE.match(text, at):
            end = doctype.end()
        else:
            found = _FIRST_ELEMENT.search(text, at)
            return (found[1], found.start()) if found else (b"", 0)
        if end <= at:
            return b"", 0
        at = end


def _without_rest(text: bytes) -> bytes:
    """The text without what may follow a root element: space, comments, processing instructions (XML 1.0 §2.8)."""
    while True:
        text = text.rstrip(_SPACE)
        begin = text.rfind(b"<!--") if text.endswith(b"-->") else text.rfind(b"<?") if text.endswith(b"?>") else -1
        if begin < 0:
            return text
        text = text[:begin]


def _xml(text: bytes) -> Wholeness:
    root, at = _root(text)
    if not root:
        return Wholeness.CUT
    name = re.escape(root)
    closings = len(re.findall(rb"</" + name + rb"\s*>", text))
    if not closings:
        return Wholeness.UNSURE if _needs_no_end(text, root, at) else Wholeness.CUT
    openings = _openings(text, name)
    ended = re.search(rb"</" + name + rb"\s*>$", _without_rest(text)[-512:]) is not None
    if closings < openings:
        # An inner element of the root's name is closed, or the name stands in a comment or CDATA section.
        return Wholeness.WHOLE if ended and _parses(text) else Wholeness.CUT
    return Wholeness.WHOLE if ended and closings == openings else Wholeness.UNSURE


def _parses(text: bytes) -> bool:
    from xml.parsers import expat

    parser = expat.ParserCreate()
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _openings(text: bytes, name: bytes) -> int:
    return sum(1 for tag in re.finditer(rb"<" + name + rb"(?=[\s/>])[^>]*>", text) if not tag[0].endswith(b"/>"))


def _needs_no_end(text: bytes, root: bytes, at: int) -> bool:
    """HTML may leave its end out (HTML §13.1.2.4), and a root may be empty."""
    if root.lower() in (b"html", b"body", b"head", b"p"):
        return True
    return re.fullmatch(rb"<" + re.escape(root) + rb"[^<>]*/>", _without_rest(text[at:])) is not None


def _framed(text: bytes) -> Wholeness:
    lead = text.lstrip(_FILL)
    if _TELEX_START.startswith(lead.upper()):
        return Wholeness.CUT
    if lead[:1] in (_SOH, _STX):
        last = text[max(text.rfind(_SOH), text.rfind(_STX)) :]
        if _EOT in last:
            return Wholeness.WHOLE
        return Wholeness.UNSURE if _ETX in last else Wholeness.CUT  # the line with the time follows ETX
    if lead[:4].upper() == _TELEX_START:
        return Wholeness.WHOLE if text.rstrip(_FILL).upper().endswith(_TELEX_END) else Wholeness.CUT
    return _mail(text) if _MAIL.match(text) else Wholeness.UNSURE


def _mail(text: bytes) -> Wholeness:
    ends = _END_OF_HEADERS.search(text)
    if ends is None:
        return Wholeness.CUT
    boundary = _BOUNDARY.search(text, 0, ends.start())
    if boundary is None:
        return Wholeness.UNSURE
    return Wholeness.WHOLE if b"--" + boundary[1] + b"--" in text[ends.end() :] else Wholeness.CUT
