"""Ritzau's own XML (`RBNews`), one item or a listing of several: flat fields, the copy as escaped HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import finish, markup, subjects, words, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.profiles import profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Body, Rights, Status, Version

name = "ritzau"

_ITEM = "rbnews"
# A listing's root is whatever the service calls it; an item's name stands near the beginning.
_BEGINS = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?RBNews[\s>/]")
_HEAD = 16_384
_MOST_ESCAPED = 4  # times that the copy is escaped at most: what is more is no mistake of programs


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether an item is the document's root, or stands near its beginning."""
    return xml.root_name(data) == _ITEM or _BEGINS.search(data[:_HEAD].replace(b"\0", b"")) is not None


def read(data: bytes, hint: Hint) -> Reading:
    """The versions of the file's items. Raises UnreadableError when there is none with an identity."""
    parsed = xml.parse(data)
    notes = list(parsed.notes)
    versions = []
    for item in xml.descendants(parsed.root, _ITEM):
        version = _version(item, hint, notes)
        if version is not None:
            versions.append(version)
    if not versions:
        raise UnreadableError("no RBNews with a NewsID in it", where="line 1", todo="see what the service answered")
    return Reading(name, tuple(versions), tuple(notes))


def _version(item: etree._Element, hint: Hint, notes: list[Note]) -> Version | None:
    def field(*names: str) -> str:
        return next((found for one in names if (found := _text(xml.child(item, one)))), "")

    number = field("newsid")
    where = f"line {item.sourceline}"
    if not number:
        notes.append(Note(where, "an RBNews without a NewsID: no update or kill could ever find it"))
        return None
    profile = profile_of(hint.provider, "Ritzau")
    zone = profile.zone_for(hint.zone)
    created = parse_time(field("publishdate"), zone)
    signals = tuple(said for tag, said in _SIGNALS if _is_true(field(tag)))
    done = finish.finish(
        headline=_plain(field("headline")),
        byline=_plain(field("byline")),
        dateline=_plain(field("town")),
        body=_body(field("content")),
        profile=profile,
        created=created,
        corrected="correction" in signals,
        marks=True,
    )
    slugline = _plain(field("strapline"))
    ed_note = "\n".join(filter(None, [markup.text_of(_body(field("tilredaktionen"))), done.ed_note]))
    canceled = _is_true(field("annuleret", "annulleret")) or bool(words.kill(done.headline, *ed_note.split("\n")))
    return Version(
        uri=_uri(number),
        number=version_number(field("version")),
        provider=profile.name,
        language=hint.language or "da",
        headline=done.headline,
        summary=_plain(field("subtitle")),
        slugline=slugline,
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=_urgency(field("priority"), where, notes),
        subjects=subjects.distinct([subjects.of_digits(_text(one), "ritzau") for one in _listed(item, "iptclist")]),
        keywords=subjects.distinct([part.strip() for part in slugline.split("/")]),
        status=Status.CANCELED if canceled else Status.USABLE,
        signals=done.signals(signals),
        correction_note=done.correction_note,
        first_created=created if field("version") == "1" else None,
        version_created=created,
        hold=_hold(done, ed_note, slugline, field, profile.name),
        rights=Rights(credit_line=_plain(field("origin")).strip("/ ")),
        evolved_from=_uri(replaced) if (replaced := _replaced(field)) and replaced != number else "",
        orders=words.orders(done.headline, markup.paragraphs(done.body), ed_note, created=created),
        format=name,
    )


_SIGNALS = (("korrektion", "correction"), ("nyversion", "update"))


def _hold(done: finish.Finished, ed_note: str, slugline: str, field: Callable[..., str], agency: str) -> str:
    """Why a person must look first: a line that withholds, an embargo in words, an advisory."""
    stated = field("embargo", "klausul")
    if stated and not re.fullmatch(r"false|0", stated, re.IGNORECASE):
        return f"it states an embargo, “{stated[:80]}”, and no time that can be relied on"
    embargo = finish.embargo_in_copy(done.headline, done.body)
    return (
        words.hold(done.headline, *ed_note.split("\n"))
        or finish.embargo_in_words(ed_note)
        or embargo.why
        or (f"its words state an embargo until {embargo.until:%Y-%m-%d %H:%M} UTC" if embargo.until else "")
        or finish.advisory(profile_of(agency), done.headline, slugline)
        or words.advisory(done.headline, slugline)
    )


def _replaced(field: Callable[..., str]) -> str:
    """The item that this one takes the place of: by its id, which a flag beside it may deny."""
    stated = field("replacedid", "replaces")
    return stated if stated.isdigit() and int(stated) and field("replaces").lower() != "false" else ""


def _uri(number: str) -> str:
    return f"urn:x-ritzau:{number}"


def _is_true(stated: str) -> bool:
    return stated.lower() in ("true", "1")


def _urgency(stated: str, where: str, notes: list[Note]) -> int | None:
    if re.fullmatch("[1-9]", stated):
        return int(stated)
    if stated:
        notes.append(Note(where, f"Priority {stated[:20]!r} is none of 1 to 9"))
    return None


def _listed(item: etree._Element, name_: str) -> list[etree._Element]:
    found = xml.child(item, name_)
    return [one for one in found if _text(one)] if found is not None else []


def _text(element: etree._Element | None) -> str:
    return xml.all_text(element).strip() if element is not None else ""


def _plain(stated: str) -> str:
    return markup.plain(_once(stated))


def _body(stated: str) -> Body:
    return markup.clean(_once(stated))


def _once(stated: str) -> str:
    """The text as it was before programs on its way escaped it once more each."""
    for _ in range(_MOST_ESCAPED):
        if not re.search(r"&amp;(?:#?\w{1,8};)|&lt;/?(?:p|br|b|i|strong|em|h[1-6]|div|a|ul|li|table)\b", stated):
            break
        stated = unescape(stated)
    return stated
