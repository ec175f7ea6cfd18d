"""Wire copy by e-mail (RFC 5322, MIME): the wire files in it by their own readers, else the mail's text as the story.

Nothing is believed because of who seems to have sent it: the sender's address and name reach no field.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.message import Message
from email.utils import mktime_tz, parsedate_tz
from hashlib import blake2b

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import mail_copy, mail_pictures, markup, registry
from wireroom.formats.mail_parts import DEEPEST, MOST_PARTS, bytes_of, file_name, header, id_of, leaves, parsed
from wireroom.formats.model import UTC, Hint, Note, Reading
from wireroom.formats.textcopy import decode
from wireroom.news import Body, Version

name = "email"

_FIELD = re.compile(rb"[\x00\s]*(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_SURE = re.compile(
    rb"^(?:Message-ID|Received|Return-Path|Delivered-To|MIME-Version|From|Date|Subject|To|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_REPLY = re.compile(r"(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|vs)\s*:\s*)+", re.IGNORECASE)
_LONGEST_HTML = 1_000_000  # characters
_WIRE_TYPES = ("application/", "text/xml", "message/")


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
    message = parsed(data)
    parts = leaves(message)
    notes = (
        [Note("mail", f"it holds more than {MOST_PARTS} parts: the rest was left out")]
        if len(parts) >= MOST_PARTS
        else []
    )
    found: list[Version] = []
    for part in parts:
        found += _wire_copy(part, hint, depth, notes)
    if found:
        return Reading(name, tuple(found), tuple(notes))
    return Reading(name, (_story(message, parts, hint, notes),), tuple(notes))


def _wire_copy(part: Message, hint: Hint, depth: int, notes: list[Note]) -> list[Version]:
    """The versions of a part that is itself a file of a wire format; none for a mail's own text."""
    kind = part.get_content_type()
    if kind.startswith(("image/", "audio/", "video/", "font/")) or kind == "text/html":
        return []
    data = bytes_of(part)
    if not data.strip():
        return []
    inner = Hint(file_name(part), kind, hint.provider, hint.language, hint.zone)
    try:
        if kind == "message/rfc822":
            if depth >= DEEPEST:
                notes.append(Note("mail", f"mails within mails deeper than {DEEPEST} are left unread"))
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
    for part in parts:
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain" and not text:
            text = _text_of(part, hint)
        elif kind == "text/html" and not html:
            html = _text_of(part, hint)[:_LONGEST_HTML]
    subject = header(message, "Subject")
    if reply := _REPLY.match(subject):
        subject = subject[reply.end() :]
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
        language=header(message, "Content-Language").split(",")[0].strip(),
        pictures=mail_pictures.pictures(parts, html, notes),
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
            mail_pictures.without_figures(html),
        )
    )


def _text_of(part: Message, hint: Hint) -> str:
    """A part's text; UTF-8 that is such beats the declared set, as everywhere on the wires."""
    try:
        declared = part.get_content_charset() or ""
    except (LookupError, ValueError):
        declared = ""
    return decode(bytes_of(part), hint.language, declared)


def _date(message: Message) -> datetime | None:
    parsed = parsedate_tz(header(message, "Date")[:100])
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(mktime_tz(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _uri(message: Message, text: str) -> str:
    """The mail's own id as a `mid:` address (RFC 2392); without one, a digest of date, subject and text."""
    if stated := id_of(message, "Message-ID"):
        return f"mid:{stated}"
    told = "\n".join([header(message, "Date"), header(message, "Subject"), text])
    return f"urn:x-email:{blake2b(told.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
