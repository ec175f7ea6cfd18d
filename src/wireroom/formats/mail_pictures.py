"""The pictures in a mail: attached or within its HTML, within bounds, with the captions that the mail gives them.

Whether one can be shown is found out where it is stored; here what says that it is a picture and is none stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from hashlib import blake2b

from lxml import etree
from lxml import html as lxml_html

from wireroom.formats import mail_parts
from wireroom.formats.model import Note
from wireroom.formats.words.tables import fold
from wireroom.news import Association

MOST = 20
LARGEST = 24 << 20
"""Bytes of one picture."""
MOST_BYTES = 64 << 20
"""Bytes of all pictures of one mail."""
_ORNAMENT = 8_000  # bytes: what is this small within HTML is a logo, a button or an eye that watches who reads
# Media types by first bytes; the types that a mail states are often wrong. An SVG is text that can act.
_MAGIC = re.compile(
    rb"(?P<jpeg>\xff\xd8\xff)|(?P<png>\x89PNG\r\n\x1a\n)|(?P<gif>GIF8[79]a)|(?P<tiff>II\*\0|MM\0\*)"
    rb"|RIFF....(?P<webp>WEBP)|....ftyp(?P<avif>avi[fs])",
    re.DOTALL,
)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|avif)$", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:(?:photo|picture|image|foto|bild) ?)?(?:caption|captions|cutline)|bildunterschrift|bildtext|bildzeile"
    r"|legende(?: photo)?|didascalia|pie de foto|leyenda|legenda|podpis(?: pod zdjeciem)?|подпись(?: к фото)?"
    r"|写真説明|キャプション|图片说明|圖片說明|사진설명|사진 설명"
)
_CREDIT = re.compile(
    r"(?:(?:photo|picture|image|foto|bild) ?)?credit|(?:photo|picture) by|bildnachweis|fotocredit|credit photo"
    r"|credito|credito foto|foto de|写真提供|图片来源|사진 제공"
)
_LABEL = re.compile(r"\s{0,3}([^\W_][^:：\n]{1,28}?)\s?(\d{1,2})?\s?[:：]\s*(.*)$")
_BY_NAME = re.compile(
    r"\s{0,3}([^\s/\\:：]{1,120}\.(?:jpe?g|png|gif|tiff?|webp|avif))\s*(?:[:：–—-]|\s{2})\s*(\S.*)$", re.IGNORECASE
)
_LONGEST = 2000  # characters of a caption
_MOST_LINES = 12  # of one caption


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One picture of a mail: its file name there, its bytes, and what the mail says of it."""

    name: str
    content_id: str
    media_type: str
    data: bytes
    caption: str = ""
    alt: str = ""
    credit: str = ""

    @property
    def href(self) -> str:
        """What the story calls it by: ids and names may be another part's too, its bytes are its own."""
        return f"cid:{blake2b(self.data, digest_size=16).hexdigest()}"

    def association(self) -> Association:
        """It as a picture of the story."""
        return Association(
            "picture",
            href=self.href,
            uri=f"cid:{self.content_id}" if self.content_id else "",
            caption=self.caption,
            credit=self.credit,
            alt=self.alt,
            media_type=self.media_type,
        )


def enclosed(data: bytes) -> dict[str, bytes]:
    """All pictures of a mail and of those within it, by what a story may call them.

    That is the `href` of a reading, `cid:` and the part's id (RFC 2392), or the file name; not one that several
    different pictures share.
    """
    found: dict[str, bytes | None] = {}
    for one in _everywhere(mail_parts.parsed(data), 0):
        for name in filter(None, (one.href, one.content_id and f"cid:{one.content_id}", one.name)):
            found[name] = one.data if found.get(name, one.data) == one.data else None
    return {name: content for name, content in found.items() if content is not None}


def _everywhere(message: Message, depth: int) -> Iterator[Enclosed]:
    parts = mail_parts.leaves(message)
    yield from pictures(parts, "", [])
    for part in parts:
        inner = mail_parts.within(part) if depth < mail_parts.DEEPEST else None
        if inner is not None:
            yield from _everywhere(inner, depth + 1)


def pictures(parts: Sequence[Message], html: str, notes: list[Note]) -> tuple[Enclosed, ...]:
    """The pictures among the parts of one mail, each once; what is left out, and why, becomes a note."""
    said = _said_in(html)
    found: dict[bytes, Enclosed] = {}
    size = 0
    for part in parts:
        name = mail_parts.file_name(part)
        if part.get_content_maintype() != "image" and not _PICTURE_NAME.search(name):
            continue
        data = mail_parts.bytes_of(part)
        one = _picture(part, name, data)
        why = _refusal(part, one, len(found), size + len(data))
        if one is None or why:
            notes.append(Note(name or part.get_content_type(), why))
        elif data not in found:
            size += len(data)
            caption, alt = said.get(one.content_id, ("", ""))
            found[data] = replace(one, caption=one.caption or caption, alt=alt)
    return tuple(found.values())


def _picture(part: Message, name: str, data: bytes) -> Enclosed | None:
    kind = _MAGIC.match(data[:32])
    if kind is None or kind.lastgroup is None:
        return None
    stated = mail_parts.header(part, "Content-Description")
    caption = "" if _PICTURE_NAME.search(stated) else stated[:_LONGEST]
    return Enclosed(name, mail_parts.id_of(part, "Content-ID"), f"image/{kind.lastgroup}", data, caption)


def _refusal(part: Message, one: Enclosed | None, count: int, size: int) -> str:
    if one is None:
        return "it says that it is a picture, and is none that is shown"
    if len(one.data) > LARGEST or size > MOST_BYTES:
        return f"the picture is left out: larger than {LARGEST >> 20} MB, or all of them than {MOST_BYTES >> 20} MB"
    if count >= MOST:
        return f"the picture is left out: a mail may bring {MOST}"
    if one.content_id and part.get_content_disposition() != "attachment" and len(one.data) < _ORNAMENT:
        return "a small picture within the text is left out: an ornament, and no picture of the story"
    return ""


def _said_in(html: str) -> dict[str, tuple[str, str]]:
    """Caption and alternative text that the HTML gives its pictures, by Content-ID."""
    if "cid:" not in html.lower():
        return {}
    found = {}
    for image in _images(_tree(html)):
        figure = next(image.iterancestors("figure"), None)
        legend = figure.find(".//figcaption") if figure is not None else None
        caption = " ".join(legend.text_content().split())[:_LONGEST] if legend is not None else ""
        alt = " ".join((image.get("alt") or "").split())[:_LONGEST]
        found[image.get("src", "").strip()[4:]] = (caption, "" if _PICTURE_NAME.search(alt) else alt)
    return found


def without_figures(html: str) -> str:
    """The HTML without its figures of enclosed pictures: their captions go with the pictures, and are no copy."""
    if "cid:" not in html.lower() or "<figure" not in html.lower():
        return html
    root = _tree(html)
    for image in _images(root):
        figure = next(image.iterancestors("figure"), None)
        if figure is not None and figure.getparent() is not None:
            figure.drop_tree()
    return str(lxml_html.tostring(root, encoding="unicode"))


def _tree(html: str) -> lxml_html.HtmlElement:
    try:
        return lxml_html.document_fromstring(html.replace("\0", ""))
    except (etree.LxmlError, ValueError):
        return lxml_html.document_fromstring("<p></p>")


def _images(root: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    return [one for one in root.iter("img") if (one.get("src") or "").strip()[:4].lower() == "cid:"]


def captioned(lines: list[str], found: Sequence[Enclosed]) -> tuple[list[str], tuple[Enclosed, ...]]:
    """The lines without those that describe pictures ("Caption 2: …", "harbour.jpg: …"), and the pictures with them.

    A label without a number is for the next picture that has none. A mail without pictures keeps all its lines.
    """
    if not found:
        return lines, tuple(found)
    described = [*found]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        told = _told(lines[at], described)
        if told is None:
            kept.append(lines[at])
            at += 1
            continue
        end = at + 1
        while end < len(lines) and end - at < _MOST_LINES and lines[end].strip() and not _LABEL.match(lines[end]):
            end += 1
        field, which, start = told
        text = " ".join(" ".join([start, *lines[at + 1 : end]]).split())[:_LONGEST]
        for number in which:
            one = described[number]
            described[number] = replace(one, caption=text) if field == "caption" else replace(one, credit=text)
        at = end
    return kept, tuple(described)


def _told(line: str, found: Sequence[Enclosed]) -> tuple[str, list[int], str] | None:
    """Which field of which pictures the line begins, and with what; None for a line of copy."""
    if named := _BY_NAME.match(line):
        which = [number for number, one in enumerate(found) if one.name.casefold() == named[1].casefold()]
        return ("caption", which, named[2]) if which else None
    label = _LABEL.match(line)
    if label is None:
        return None
    said = fold(label[1])
    number = int(label[2]) - 1 if label[2] else None
    if _CAPTION.fullmatch(said):
        free = [at for at, one in enumerate(found) if not one.caption]
        which = [number] if number is not None else free[:1]
        return ("caption", [at for at in which if at < len(found)], label[3])
    if _CREDIT.fullmatch(said):
        which = [number] if number is not None and number < len(found) else list(range(len(found)))
        return ("credit", which, label[3])
    return None
