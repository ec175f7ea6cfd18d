"""Wire copy by e-mail (RFC 5322, MIME): the wire files in it by their own readers, else the mail's text as the story.

Nothing is believed because of who seems to have sent it: the sender's address and name reach no field.
"""

from __future__ import annotations

import binascii
import email
import re
from datetime import datetime
from email import policy
from email.header import decode_header
from email.message import Message
from email.utils import mktime_tz, parsedate_tz
from hashlib import blake2b

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import mail_copy, markup, registry
from wireroom.formats.model import UTC, Hint, Note, Reading
from wireroom.formats.textcopy import decode
from wireroom.news import Association, Body, Version

name = "email"

_FIELD = re.compile(rb"[\x00\s]*(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_SURE = re.compile(
    rb"^(?:Message-ID|Received|Return-Path|Delivered-To|MIME-Version|From|Date|Subject|To|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_PARTS = 200
_DEEPEST = 3  # mails within mails
_REPLY = re.compile(r"(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|vs)\s*:\s*)+", re.IGNORECASE)
_WIRE_TYPES = ("application/", "text/xml", "message/")
_ID = re.compile(r"<([^<>\s]{3,400})>")
_HEADER_LIMIT = 4000  # characters of a header field that is read


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the bytes begin with header fields, two of them those of a mail."""
    head = data[:8192]
    return bool(_FIELD.match(head)) and len({one.lower() for one in _SURE.findall(head)}) >= 2


def read(data: bytes, hint: Hint) -> Reading:
    """The versions in a mail: those of the wire files that it holds, else one made of its text.

    Raises UnreadableError when there is neither.
    """
    return _read(data, hint, 0)


def _read(data: bytes, hint: Hint, depth: int) -> Reading:
    message = email.message_from_bytes(data.lstrip(b"\x00 \t\r\n"), policy=policy.compat32)
    parts = _parts(message)
    notes = (
        [Note("mail", f"it holds more than {_MOST_PARTS} parts: the rest was left out")]
        if len(parts) >= _MOST_PARTS
        else []
    )
    found: list[Version] = []
    for part in parts:
        found += _wire_copy(part, hint, depth, notes)
    if found:
        return Reading(name, tuple(found), tuple(notes))
    return Reading(name, (_story(message, parts, hint, notes),), tuple(notes))


def _parts(message: Message) -> list[Message]:
    """The leaves of the mail in their order; of a mail within it, the mail."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [one for one in payload if isinstance(one, Message)] + waiting
        else:
            found.append(part)
    return found


def _bytes_of(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    try:
        payload = part.get_payload(decode=True)
    except (binascii.Error, ValueError, LookupError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _wire_copy(part: Message, hint: Hint, depth: int, notes: list[Note]) -> list[Version]:
    """The versions of a part that is itself a file of a wire format; none for a mail's own text."""
    kind = part.get_content_type()
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind == "text/html":
        return []
    data = _bytes_of(part)
    if not data.strip():
        return []
    inner = Hint(_file_name(part), kind, hint.provider, hint.language, hint.zone)
    try:
        if kind == "message/rfc822":
            if depth >= _DEEPEST:
                notes.append(Note("mail", f"mails within mails deeper than {_DEEPEST} are left unread"))
                return []
            reading = _read(data, inner, depth + 1)
        elif kind.startswith(_WIRE_TYPES) or data.lstrip()[:1] in (b"<", b"{", b"\x01", b"\x16"):
            if recognises(data, inner):
                return []
            reading = registry.read(data, inner)
        else:
            return []
    except UnknownFormatError:
        return []
    except UnreadableError as error:
        notes.append(Note(inner.name or kind, error.what))
        return []
    notes.extend(reading.notes)
    return list(reading.versions)


def _story(message: Message, parts: list[Message], hint: Hint, notes: list[Note]) -> Version:
    text, html = "", ""
    pictures = []
    for part in parts:
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind.startswith("image/"):
            pictures += _picture(part)
        elif kind == "text/plain" and not text:
            text = _text_of(part, hint)
        elif kind == "text/html" and not html:
            html = _text_of(part, hint)
    subject = (
        _REPLY.sub("", _header(message, "Subject"), count=1)
        if _REPLY.match(_header(message, "Subject"))
        else _header(message, "Subject")
    )
    if not text.strip() and not html.strip() and not subject:
        raise UnreadableError(
            "a mail without text, and without a wire file in it", where="mail", todo="look at its attachments"
        )
    mail = mail_copy.Mail(
        uri=_uri(message, text or html),
        subject=subject,
        text=text,
        html=_body_of(html) if html and not text.strip() else Body(""),
        created=_date(message),
        language=_header(message, "Content-Language").split(",")[0].strip(),
        pictures=tuple(pictures),
    )
    version = mail_copy.version_of(mail, hint, notes)
    if not version.headline and not version.body:
        raise UnreadableError("a mail without a word of copy", where="mail", todo="look at its attachments")
    return version


def _body_of(html: str) -> Body:
    return markup.clean(
        re.sub(
            r"(?is)<head\b.*?</head\s*>|<(?:script|style|title)\b[^>]*>.*?</(?:script|style|title)\s*>",
            " ",
            html[:1_000_000],
        )
    )


def _text_of(part: Message, hint: Hint) -> str:
    """A part's text; UTF-8 that is such beats the declared set, as everywhere on the wires."""
    data = _bytes_of(part)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(part.get_content_charset() or "x-unknown")
    except (LookupError, UnicodeDecodeError):
        return decode(data, hint.language)


def _header(message: Message, field: str) -> str:
    """A header field in plain text, its encoded words (RFC 2047) decoded."""
    raw = str(message.get(field) or "")[:_HEADER_LIMIT]
    try:
        pieces = decode_header(raw)
    except (ValueError, binascii.Error):
        return " ".join(raw.split())
    out = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        try:
            out.append(piece.decode("utf-8" if charset in (None, "unknown-8bit") else charset))
        except (LookupError, UnicodeDecodeError):
            out.append(decode(piece))
    return " ".join("".join(out).split())


def _date(message: Message) -> datetime | None:
    parsed = parsedate_tz(_header(message, "Date")[:100])
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(mktime_tz(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _uri(message: Message, text: str) -> str:
    """The mail's own id as a `mid:` address (RFC 2392); without one, a digest of date, subject and text."""
    if found := _ID.search(str(message.get("Message-ID") or "")):
        return f"mid:{found[1]}"
    told = "\n".join([_header(message, "Date"), _header(message, "Subject"), text])
    return f"urn:x-email:{blake2b(told.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _file_name(part: Message) -> str:
    try:
        stated = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    return re.split(r"[/\\]", " ".join(stated.split()))[-1][:200]


def _picture(part: Message) -> list[Association]:
    if not part.get_content_type().startswith("image/"):
        return []
    content_id = _ID.search(str(part.get("Content-ID") or ""))
    return [
        Association(
            "picture",
            uri=f"cid:{content_id[1]}" if content_id else "",
            caption=_file_name(part),
            media_type=part.get_content_type(),
        )
    ]
