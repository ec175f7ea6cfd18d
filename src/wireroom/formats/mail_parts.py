"""The parts of a mail (MIME, RFC 2045 to 2047): its leaves, their bytes, names and ids, whatever is wrong with them."""

from __future__ import annotations

import binascii
import email
import re
from email import policy
from email.header import decode_header
from email.message import Message

from wireroom.errors import UnreadableError
from wireroom.formats.textcopy import decode

MOST_PARTS = 200
DEEPEST = 3
"""Mails within mails."""
_HEADER_LIMIT = 4000  # characters of a header field that is read
_ID = re.compile(r"<([^<>\s]{3,400})>")


def parsed(data: bytes) -> Message:
    """The mail; of what is no mail, one without fields."""
    return email.message_from_bytes(data.lstrip(b"\x00 \t\r\n"), policy=policy.compat32)


def leaves(message: Message) -> list[Message]:
    """The leaves of the mail in their order, at most MOST_PARTS; of a mail within it, the mail."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [one for one in payload if isinstance(one, Message)] + waiting
        else:
            found.append(part)
    return found


def within(part: Message) -> Message | None:
    """The mail that the part is (message/rfc822), or None."""
    inner = part.get_payload() if part.get_content_type() == "message/rfc822" else None
    return inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None


def bytes_of(part: Message) -> bytes:
    """The part's content, decoded; nothing where it cannot be."""
    if part.get_content_type() == "message/rfc822":
        inner = within(part)
        return inner.as_bytes() if inner is not None else b""
    try:
        payload = part.get_payload(decode=True)
    except (binascii.Error, ValueError, LookupError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def file_name(part: Message) -> str:
    """The bare file name that the part gives itself, or nothing."""
    try:
        stated = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    return re.split(r"[/\\]", " ".join(plain(stated).split()))[-1][:200]


def id_of(part: Message, field: str) -> str:
    """The id in a field such as Message-ID or Content-ID, without its brackets."""
    found = _ID.search(str(part.get(field) or ""))
    return found[1] if found else ""


def header(message: Message, field: str) -> str:
    """A header field in plain text, its encoded words (RFC 2047) decoded."""
    raw = (str(value) for name, value in message.raw_items() if name.lower() == field.lower())
    return plain(next(raw, ""))


def plain(raw: str) -> str:
    """Words of a header in plain text; in doubt they stay as they are."""
    raw = raw[:_HEADER_LIMIT]
    try:
        pieces = decode_header(raw)
    except (ValueError, binascii.Error):
        return " ".join(raw.split())
    out = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            # Bytes beyond ASCII that nobody encoded, as the parser hands them on.
            piece, charset = piece.encode("utf-8", "surrogateescape"), None
        try:
            out.append(decode(piece, declared="" if charset in (None, "unknown-8bit") else str(charset)))
        except UnreadableError:
            continue  # no word is better than wrong ones; a headline is then built from the copy
    return " ".join("".join(out).split())
