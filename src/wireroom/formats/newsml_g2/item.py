"""One NewsML-G2 news item as a version: identity, management, description and rights, each by its own rule."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import advisory, embargo_in_words, finish, signals
from wireroom.formats.model import UTC, Hint, Note
from wireroom.formats.newsml_g2.content import read_content
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Body, Rights, Status, Version

# Elements by local name, of all the item's sections in one pass: no name means one thing here and another there.
Parts = dict[str, list[etree._Element]]

_SECTIONS = frozenset({"itemMeta", "contentMeta", "rightsInfo"})
_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_NATURES = frozenset({"person", "organisation", "geoarea"})
_MAIL = re.compile(r"<?\S+@\S+\.\S+>?")
_URGENCY = re.compile(r"[1-9]")


def read_item(item: etree._Element, hint: Hint) -> tuple[Version, list[Note]]:
    """The item's version and what was not understood; raises UnreadableError for an item without a guid."""
    uri = (item.get("guid") or "").strip()
    where = f"line {item.sourceline}"
    if not uri:
        raise UnreadableError(
            "a newsItem without a guid: no update or kill could ever find it", where=where, todo="ask the provider"
        )
    notes: list[Note] = []
    parts = _parts(item)
    provider, profile = _provider(parts, hint)
    zone = hint.zone
    created = _time(parts, "versionCreated", zone, profile)
    kind = _code(parts, "itemClass").rpartition(":")[2] or "text"
    found_signals, kills = signals(
        (subjects.code(one.get("qcode", ""), one.get("uri", "")) for one in parts["signal"]), profile
    )
    language = _language(item, parts) or hint.language
    content = read_content(item, kind, notes)
    summary = _summary(parts)
    summary, diary = ("", summary) if profile.summary_for_editors else (summary, "")
    done = finish(
        headline=_headline(parts),
        byline=", ".join(filter(None, (xml.text(one) for one in parts["by"]))) or content.byline,
        dateline=_first(parts, "dateline"),
        body=_without_summary(content.body, summary),
        profile=profile,
        created=created,
        corrected="correction" in found_signals,
    )
    embargoed, hold = _embargo(parts, zone, profile)
    slugline = _first(parts, "slugline")
    genres = parts["genre"]
    advice = advisory(profile, done.headline, slugline, *(xml.text(xml.child(one, "name")) for one in genres))
    named = _names(parts)
    ed_note = "\n".join(filter(None, [*(xml.text(one) for one in parts["edNote"]), diary, *content.notes]))
    if not embargoed and not hold:
        hold = embargo_in_words(ed_note) or content.unread
    version = Version(
        uri=uri,
        number=_number(item, notes, where),
        provider=provider,
        language=language,
        headline=done.headline,
        summary=summary,
        slugline=markup.plain(slugline),
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=_urgency(parts),
        genre=subjects.distinct([_concept(one) for one in genres]),
        subjects=subjects.distinct([_concept(one) for one in parts["subject"]]),
        keywords=subjects.distinct([markup.plain(xml.text(one)) for one in parts["keyword"]]),
        people=subjects.distinct(named["person"]),
        organisations=subjects.distinct(named["organisation"]),
        places=subjects.distinct([_name(one) for one in parts["located"]] + named["geoarea"]),
        services=subjects.distinct([_concept(one) for one in parts["service"]]),
        status=Status.CANCELED if kills else _status(parts, notes, where),
        signals=found_signals,
        correction_note=done.correction_note,
        first_created=_time(parts, "firstCreated", zone, profile) or _time(parts, "contentCreated", zone, profile),
        version_created=created,
        embargoed_until=embargoed,
        hold=hold or (advice if kind == "text" else ""),
        expires=_time(parts, "expires", zone, profile),
        rights=_rights(parts),
        associations=content.associations,
        alt_ids=_alt_ids(parts, uri),
        evolved_from=_evolved_from(parts),
        kind=kind,
        format="newsml-g2",
    )
    return version, notes


def _parts(item: etree._Element) -> Parts:
    parts: Parts = defaultdict(list)
    local = xml.local
    for section in item:
        if local(section) in _SECTIONS:
            for one in section:
                parts[local(one)].append(one)
    return parts


def _provider(parts: Parts, hint: Hint) -> tuple[str, Profile]:
    """The provider's name: IPTC's code for it, else its name, its literal, its code; by the profile's name if known."""
    found = ""
    other = ""
    if parts["provider"]:
        one = parts["provider"][0]
        concept = subjects.code(one.get("qcode", ""), one.get("uri", ""))
        scheme, _, code = ("", "", concept) if "//" in concept else concept.rpartition(":")
        other = xml.text(xml.child(one, "name")) or one.get("literal", "").strip()
        found = code if scheme == "nprov" else other or code
    profile = profile_of(found, other, hint.provider) if found else profile_of(hint.provider)
    return profile.name, profile


def _number(item: etree._Element, notes: list[Note], where: str) -> int | None:
    text = (item.get("version") or "").strip()
    if not text:
        return 1  # NewsML-G2, anyItem/@version: "if absent the value 1 is assumed"
    number = version_number(text)
    if number is None:
        notes.append(Note(where, f"version {text[:80]!r} is no number that can be kept: ordered by its time"))
    return number


def _status(parts: Parts, notes: list[Note], where: str) -> Status:
    """pubStatus; usable when there is none (NewsML-G2 guide, "Publishing status"). A stranger's word withholds."""
    code = _code(parts, "pubStatus").rpartition(":")[2].rpartition("/")[2].lower()
    if not code:
        return Status.USABLE
    if code not in _STATUSES:
        notes.append(Note(where, f"pubStatus {code!r} is unknown: withheld"))
    return _STATUSES.get(code, Status.WITHHELD)


def _embargo(parts: Parts, zone: ZoneInfo, profile: Profile) -> tuple[datetime | None, str]:
    """When the embargo ends, or why the item is held: `<embargoed/>` without a time is open-ended."""
    if not parts["embargoed"]:
        return None, ""
    text = xml.text(parts["embargoed"][0])
    until = _moment(text, zone, profile)
    if until is not None:
        return until, ""
    return None, f"embargoed until a time that cannot be read: {text!r}" if text else "embargoed without a time"


def _headline(parts: Parts) -> str:
    """The main headline: without a role or with the role main, of the lowest rank."""
    best: tuple[int, int] | None = None
    text = ""
    for one in parts["headline"]:
        role = one.get("role", "").rpartition(":")[2].lower()
        rank = one.get("rank", "")
        key = (0 if role in ("", "main") else 1, int(rank) if rank.isdigit() else 0)
        words = xml.text(one)
        if words and (best is None or key < best):
            best, text = key, words
    return text or _first(parts, "title")


def _summary(parts: Parts) -> str:
    """The teaser or summary; captions describe a picture, and a bare mail address is the desk's own."""
    for one in parts["description"]:
        role = one.get("role", "").rpartition(":")[2].lower()
        text = markup.plain(xml.text(one))
        if text and "caption" not in role and not _MAIL.fullmatch(text):
            return text
    return ""


def _without_summary(body: Body, summary: str) -> Body:
    """Some put the teaser into the body too."""
    if summary and markup.first_paragraph(body) == summary and body.count("<p>") > 1:
        return markup.without_first_paragraph(body)
    return body


def _urgency(parts: Parts) -> int | None:
    text = _first(parts, "urgency")
    return int(text) if _URGENCY.fullmatch(text) else None


def _language(item: etree._Element, parts: Parts) -> str:
    """The content's language, else that of the item's own texts."""
    for one in parts["language"]:
        if tag := one.get("tag", "").strip():
            return tag
    return (item.get(xml.LANG) or item.get("lang") or "").strip()


def _rights(parts: Parts) -> Rights:
    holder = parts["copyrightHolder"][0] if parts["copyrightHolder"] else None
    return Rights(
        holder=_name(holder) if holder is not None else "",
        notice=markup.plain(_first(parts, "copyrightNotice")),
        credit_line=markup.plain(_first(parts, "creditline")),
        usage_terms=subjects.distinct([markup.plain(xml.text(one)) for one in parts["usageTerms"]]),
    )


def _names(parts: Parts) -> dict[str, list[str]]:
    """The names of the subjects by their concept nature (cv.iptc.org/newscodes/cpnature), in lower case."""
    names: dict[str, list[str]] = defaultdict(list)
    for one in parts["subject"]:
        nature = one.get("type", "").rpartition(":")[2].lower()
        if nature in _NATURES:
            names[nature].append(_name(one))
    return names


def _alt_ids(parts: Parts, uri: str) -> tuple[str, ...]:
    found = [xml.text(one) for one in parts["altId"]]
    found += [(one.get("guid") or "").strip() for one in parts["versionedId"]]
    return tuple(one for one in subjects.distinct(found) if one != uri)


def _evolved_from(parts: Parts) -> str:
    """The item that this one replaces under another guid (`irel:previousVersion`, `irel:evolvedFrom`)."""
    for one in parts["link"]:
        if one.get("rel", "").rpartition(":")[2] in ("previousVersion", "evolvedFrom"):
            return (one.get("residref") or one.get("href") or "").strip()
    return ""


def _first(parts: Parts, name: str) -> str:
    """The text of the first element of this name that has any."""
    return next((text for one in parts[name] if (text := xml.text(one))), "")


def _concept(one: etree._Element) -> str:
    return subjects.code(one.get("qcode", ""), one.get("uri", "")) or one.get("literal", "").strip()


def _code(parts: Parts, name: str) -> str:
    return _concept(parts[name][0]) if parts[name] else ""


def _name(one: etree._Element) -> str:
    """A concept's name, else its literal, else its code."""
    name = markup.plain(xml.text(xml.child(one, "name")))
    return name or one.get("literal", "").strip() or one.get("qcode", "").rpartition(":")[2]


def _moment(text: str, zone: ZoneInfo, profile: Profile) -> datetime | None:
    if profile.false_zulu and zone is not UTC:
        text = text.removesuffix("Z")
    return parse_time(text, zone)


def _time(parts: Parts, name: str, zone: ZoneInfo, profile: Profile) -> datetime | None:
    return _moment(xml.text(parts[name][0]), zone, profile) if parts[name] else None
