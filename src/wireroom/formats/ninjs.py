"""IPTC ninjs 1.0 to 3.1, and what Superdesk writes under that name: one item, or a list of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import finish, ninjs_parts
from wireroom.formats.bounds import as_paragraphs, text, version_number
from wireroom.formats.jsontext import begins, decode, is_object, names_any
from wireroom.formats.markup import clean, plain, without_headline
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.profiles import profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Body, Dateline, Status, Version

name = "ninjs"

# What decides whether and when a story may be seen must not be stated twice.
_GUARDED = tuple(
    f'"{key}"'.encode()
    for key in (
        "uri guid version pubstatus pubStatus embargoed embargoedUntil expires usageterms usageTerms "
        "copyrightholder copyrightHolder headline headlines bodies body_html body_text"
    ).split()
)
_STATUS = {"usable": Status.USABLE, "withheld": Status.WITHHELD, "canceled": Status.CANCELED}
_KINDS = frozenset("text audio video picture graphic composite component event planning".split())
_HTML_TYPES = ("html", "xhtml", "nitf")
_BODY_KEYS = ("body_html", "body_xhtml", "body_nitf", "body_text")


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether this is JSON that names a uri (or Superdesk's guid), as every ninjs item must."""
    return begins(data, b"{", b"[") and names_any(data, b'"uri"', b'"guid"')


def read(data: bytes, hint: Hint) -> Reading:
    """Reads one item, an array of items, or Superdesk's page of them (`_items`).

    Raises UnreadableError when it is no JSON, holds no item, or no item in it states a uri.
    """
    value, notes = decode(data, _GUARDED)
    if is_object(value) and isinstance(value.get("_items"), list):
        value = value["_items"]
    if is_object(value):
        found = list(notes)
        return Reading(name, (_version(value, hint, found, ""),), tuple(found))
    if not isinstance(value, list) or not value:
        raise UnreadableError("JSON, but neither a ninjs item nor a list of them")
    return _all(value, hint, list(notes))


def _all(items: list[Any], hint: Hint, notes: list[Note]) -> Reading:
    """The items of a list that can be read; one that cannot is noted and leaves its neighbours alone."""
    versions = []
    for index, item in enumerate(items):
        try:
            if not is_object(item):
                raise UnreadableError("not an object")
            versions.append(_version(item, hint, notes, f"[{index}] "))
        except UnreadableError as error:
            notes.append(Note(f"[{index}]", f"left out: {error.what}"))
    if not versions:
        raise UnreadableError(f"no item of this list can be read; the first: {notes[-len(items)].problem}")
    return Reading(name, tuple(versions), tuple(notes))


def _version(sent: dict[str, Any], hint: Hint, notes: list[Note], where: str) -> Version:
    # 3.x is 2.x in camel case, so one spelling reads every generation (and files that mix them).
    item = {key.lower(): value for key, value in sent.items()}
    if len(item) < len(sent):
        _refuse_two_spellings(sent, item)
    get = item.get
    uri = _identifier(get("uri")) or _identifier(get("guid"))
    if not uri:
        keys = ", ".join(list(sent)[:8]) or "none"
        raise UnknownFormatError(f"JSON, but no ninjs item: no uri or guid at its top (keys: {keys})")

    def noted(key: str, problem: str) -> None:
        notes.append(Note(where + key, problem))

    def time(key: str) -> datetime | None:
        stated = get(key)
        found = parse_time(stated, hint.zone) if isinstance(stated, str) else None
        if found is None and stated:
            noted(key, f"no time: {stated!r:.80}")
        return found

    created = time("versioncreated")
    provider = _line(get("source")) or hint.provider
    profile = profile_of(provider)
    descriptions = ninjs_parts.texts(item, "description")
    headline = _headline(item)
    signals, kills = finish.signals(ninjs_parts.signals(get("signal"), get("signals")), profile)
    done = finish.finish(
        headline=headline,
        byline=_line(get("byline")) or _line(get("by")),
        dateline="",
        body=without_headline(_body(item), headline),
        profile=profile,
        created=created,
        corrected="correction" in signals,
    )
    status, hold = _status(get("pubstatus"), noted)
    embargo, embargo_hold = _embargo(item, hint, noted)
    slugline = _line(get("slugline"))
    genre = ninjs_parts.named(get("genre"), get("genres"))
    return Version(
        uri=uri,
        number=_number(get("version"), noted),
        provider=provider,
        language=_line(get("language")) or hint.language,
        headline=done.headline,
        summary=ninjs_parts.summary(descriptions),
        slugline=slugline,
        byline=done.byline,
        dateline=_dateline(done.dateline, _line(get("located"))),
        body=done.body,
        ed_note=_line(get("ednote")),
        urgency=_urgency(get("urgency"), get("priority"), noted),
        genre=genre,
        subjects=ninjs_parts.subjects(get("subject"), get("subjects")),
        keywords=ninjs_parts.named(get("keywords")),
        people=ninjs_parts.named(get("person"), get("people")),
        organisations=ninjs_parts.named(get("organisation"), get("organisations")),
        places=ninjs_parts.named(get("place"), get("places")),
        services=ninjs_parts.named(get("service"), get("services")),
        status=Status.CANCELED if kills else status,
        signals=signals,
        correction_note=done.correction_note,
        first_created=time("firstcreated"),
        version_created=created,
        embargoed_until=embargo,
        hold=hold or embargo_hold or finish.advisory(profile, headline, slugline, *genre),
        expires=_expires(time, get),
        rights=ninjs_parts.rights(item, descriptions),
        associations=ninjs_parts.own_renditions(item, descriptions)
        + ninjs_parts.associations(get("associations"), hint, noted),
        alt_ids=ninjs_parts.alt_ids(item, uri),
        evolved_from=_line(get("evolvedfrom")),
        kind=_kind(get("type"), noted),
        format=name,
    )


def _refuse_two_spellings(sent: dict[str, Any], item: dict[str, Any]) -> None:
    """Some exporters write `pubstatus` beside `pubStatus`: harmless while both say the same."""
    for key, value in sent.items():
        if item[key.lower()] != value:
            raise UnreadableError(f"{key} is stated twice, in two spellings and with two values")


def _identifier(value: Any) -> str:
    """A name as sent: an ampersand in it begins no entity."""
    return value.strip() if isinstance(value, str) else str(value) if type(value) is int else ""


def _line(value: Any) -> str:
    if type(value) is str:
        return text(value) if value else ""
    return str(value) if type(value) is int else ""


def _headline(item: dict[str, Any]) -> str:
    """The main headline; the short `title` where there is none."""
    stated = item.get("headline")
    if type(stated) is str and stated.strip():
        return text(stated)
    for _, words in ninjs_parts.texts(item, "headline"):
        if found := plain(words):
            return found
    return _line(item.get("title"))


def _body(item: dict[str, Any]) -> Body:
    """The body, from markup where there is any, else from plain text."""
    stated = item.get("bodies")
    if isinstance(stated, list):
        return _body_of_list(stated, item.get("type") in ninjs_parts.PICTURES)
    for key in _BODY_KEYS:
        words = item.get(key)
        if type(words) is str and words.strip():
            return as_paragraphs(words) if key == "body_text" else clean(words)
    others = (value for key, value in item.items() if key.startswith("body_") and type(value) is str and value.strip())
    return next((clean(words) for words in others), Body(""))


def _body_of_list(bodies: list[Any], picture: bool) -> Body:
    """The first body in markup, else the first in plain text; a picture's first body is its caption in full."""
    best = ""
    for body in bodies:
        words = body.get("value") if is_object(body) else None
        if type(words) is not str or not words.strip():
            continue
        said = f"{body.get('contenttype') or body.get('contentType') or ''} {body.get('role') or ''}".lower()
        if any(kind in said for kind in _HTML_TYPES) or (said == " " and "</" in words):
            return clean(_nitf_content(words)) if not (picture and best) else as_paragraphs(best)
        best = best or words
    return as_paragraphs(best) if best else Body("")


def _nitf_content(words: str) -> str:
    """Of a whole NITF document only the story: its head holds the headline and byline once more."""
    start = words.find("<body.content>")
    return words[start:].partition("</body.content>")[0] if start >= 0 else words


def _number(stated: Any, noted: ninjs_parts.Noted) -> int | None:
    if stated is None or stated == "":
        return None
    number = version_number(str(stated).strip())
    if number is None:
        noted("version", f"no number: {stated!r:.80}; ordered by time instead")
    return number


def _urgency(urgency: Any, priority: Any, noted: ninjs_parts.Noted) -> int | None:
    """IPTC's 1 to 9; Superdesk's priority (1 to 6) where the item states no urgency."""
    stated = priority if urgency is None else urgency
    if stated is None:
        return None
    try:
        found = int(stated)
    except (TypeError, ValueError, OverflowError):
        found = 0
    if 1 <= found <= 9:
        return found
    noted("urgency", f"not 1 to 9: {stated!r:.80}")
    return None


def _status(stated: Any, noted: ninjs_parts.Noted) -> tuple[Status, str]:
    """The status, and why the item must be held when the status is AP's own `embargoed`."""
    if stated is None or stated == "":
        return Status.USABLE, ""
    # "stat:canceled" and "Cancelled" are seen; a kill must not be lost on its spelling.
    word = str(stated).strip().lower().rpartition(":")[2].replace("cancelled", "canceled")
    if word in _STATUS:
        return _STATUS[word], ""
    if word == "embargoed":
        return Status.USABLE, "its status is 'embargoed'"
    noted("pubstatus", f"unknown: {stated!r:.80}; withheld until a version says usable")
    return Status.WITHHELD, ""


def _embargo(item: dict[str, Any], hint: Hint, noted: ninjs_parts.Noted) -> tuple[datetime | None, str]:
    """The latest embargo the item states, and why it must be held when one has no usable time."""
    until: datetime | None = None
    hold = ""
    for key in ("embargoed", "embargoeduntil"):
        stated = item.get(key)
        if stated is None or stated is False:
            continue
        found = parse_time(stated, hint.zone) if isinstance(stated, str) else None
        if found is None:
            hold = f"embargoed until {stated!r:.80}, which is no time" if stated != "" else "embargoed without a time"
            noted(key, f"{hold}: held")
        else:
            until = max(until, found) if until else found
    return until, hold


def _expires(time: Callable[[str], datetime | None], get: Callable[[str], Any]) -> datetime | None:
    """The earlier of `expires` and Superdesk's `expiry`."""
    moments = [moment for key in ("expires", "expiry") if get(key) and (moment := time(key))]
    return min(moments, default=None)


def _dateline(found: Dateline, located: str) -> Dateline:
    """The dateline that the body begins with; `located` (where the story was written) where it names no place."""
    if found.place or not located:
        return found
    return Dateline(found.text or located, located, found.on, found.provider)


def _kind(stated: Any, noted: ninjs_parts.Noted) -> str:
    word = stated.strip().lower() if isinstance(stated, str) else ""
    if word in _KINDS:
        return word
    if word == "preformatted":  # Superdesk's name for text that keeps its line breaks
        return "text"
    if stated:
        noted("type", f"unknown: {stated!r:.80}")
        return "unknown"
    return "text"
