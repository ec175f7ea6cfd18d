"""One NewsML-G2 news item as versions: identity, management, description and rights, each by its own rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import beyond, markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import advisory, embargo_in_words, finish, is_byline, signals
from wireroom.formats.model import Hint, Note
from wireroom.formats.newsml_g2.content import Content, read_contents
from wireroom.formats.newsml_g2.describe import (
    alt_ids,
    concepts_as_title,
    described,
    evolved_from,
    headline,
    linked_pictures,
    names,
    rights,
    summary,
    without_headings,
    without_summary,
)
from wireroom.formats.newsml_g2.parts import Parts, moment_of
from wireroom.formats.nitf.document import headline_of
from wireroom.formats.nitf.head import Head
from wireroom.formats.profiles import Profile, profile_of
from wireroom.news import Status, Version, translation_of

_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_CODED = re.compile(r"(?:^|:)(\d{8})(?::|$)")
_ADDRESS = re.compile(r"https?://(?:[\w-]+\.)*?([\w-]+\.(?:com?\.)?[a-z]{2,12})(?:[/:?#]|$)")
# Sections that say nothing about the story, or what is said elsewhere too.
_KNOWN = frozenset({"catalogref", "catalog", "hophistory", "assert", "inlineref", "derivedfrom", "remoteinfo"})


def read_item(item: etree._Element, hint: Hint, notes: list[Note]) -> list[Version]:
    """The item's versions: one, or one a language when its content is there in several.

    What is not understood is noted. Raises UnreadableError for an item without a guid.
    """
    uri = (item.get("guid") or "").strip()
    where = f"line {item.sourceline}"
    if not uri:
        raise UnreadableError(
            "a newsItem without a guid: no update or kill could ever find it", where=where, todo="ask the provider"
        )
    parts = Parts(item)
    notes.extend(Note(where, f"{name}: not understood") for name in parts.others if name not in _KNOWN)
    kind = parts.code("itemclass").rpartition(":")[2] or "text"
    contents = read_contents(parts.sets, kind, notes, parts.regions)
    main = next((one for one in contents if one.language == parts.language), contents[0])
    versions = [_version(item, uri, parts, main, kind, hint, notes)]
    for other in contents:
        # The same story in a second language is a story of its own, and must be found again under its own name.
        if other is not main and other.language:
            parts.language = other.language
            versions.append(
                replace(_version(item, translation_of(uri, other.language), parts, other, kind, hint, []), alt_ids=())
            )
    if facts := _beyond(parts, notes, where):
        # Written by Wireroom: the story was finished when it was first read. What looks like a byline or like escaped
        # markup in its body now is copy.
        written = next(item.iter("{http://www.w3.org/1999/xhtml}body"), None)
        body = main.body if written is None else markup.clean(xml.html_of(written))
        versions[0] = beyond.restored(replace(versions[0], body=body), facts)
    return versions


def _beyond(parts: Parts, notes: list[Note], where: str) -> beyond.Facts:
    """What Wireroom's own extension adds, of an item that it wrote."""
    for one in parts.all("itemmetaextproperty"):
        if one.get("typeuri") == beyond.ROLE:
            return beyond.parsed(one.get("value"), lambda key, problem: notes.append(Note(where, f"{key}: {problem}")))
    return {}


def _version(
    item: etree._Element, uri: str, parts: Parts, content: Content, kind: str, hint: Hint, notes: list[Note]
) -> Version:
    where = f"line {item.sourceline}"
    provider, profile = _provider(item, parts, hint)
    zone = profile.zone_for(hint.zone)
    # Out of archives it may come empty.
    created = parts.time(zone, profile, "versioncreated", "contentmodified", "contentcreated")
    found_signals, kills = signals(_signals(parts), profile)
    head = content.head
    short = summary(parts) or (markup.plain(head.text("abstract") or head.text("hl2")) if head else "")
    short, diary = ("", short) if profile.summary_for_editors else (short, "")
    title = markup.plain(headline(parts) or (headline_of(head) if head else ""))
    body = without_headings(content.body, title, short)
    done = finish(
        headline=title or (concepts_as_title(parts) if body.startswith("<table>") else ""),
        byline=", ".join(parts.texts("by")) or _byline(content.byline, markup.first_paragraph(body)),
        dateline=parts.first("dateline"),
        body=without_summary(body, short) if short else body,
        profile=profile,
        created=created,
        corrected="correction" in found_signals,
        marks=True,
    )
    embargoed, hold = _embargo(parts, zone, profile)
    slugline = markup.plain(parts.first("slugline"))
    ed_note = "\n".join([*parts.texts("ednote"), *filter(None, (diary, done.ed_note)), *content.notes])
    if not embargoed and not hold:
        hold = (embargo_in_words(ed_note) if ed_note else "") or content.unread
    if not hold and kind == "text":
        hold = advisory(profile, done.headline, slugline, *names(parts.all("genre")))
    named = _by_nature(parts)
    return Version(
        uri=uri,
        number=_number(item, notes, where),
        provider=provider,
        language=parts.language or hint.language,
        headline=done.headline,
        summary=short,
        slugline=slugline,
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=_urgency(parts),
        genre=parts.concepts("genre"),
        subjects=_subjects(parts, profile),
        keywords=subjects.distinct(parts.texts("keyword")),
        people=subjects.distinct(named["person"]),
        organisations=subjects.distinct(named["organisation"]),
        places=subjects.distinct(names(parts.all("located")) + named["geoarea"]),
        services=parts.concepts("service"),
        status=Status.CANCELED if kills else _status(parts, notes, where),
        signals=done.signals(found_signals),
        correction_note=done.correction_note,
        first_created=parts.time(zone, profile, "firstcreated", "contentcreated"),
        version_created=created,
        embargoed_until=embargoed,
        hold=hold,
        expires=min(parts.times("expires", zone, profile) + _expiry(head, zone, profile), default=None),
        rights=rights(parts, notes, where),
        associations=(described(parts, content.associations) if kind != "text" else content.associations)
        + linked_pictures(parts),
        alt_ids=alt_ids(parts, uri, profile),
        evolved_from=evolved_from(parts, uri, profile),
        kind=kind,
        format="newsml-g2",
    )


def _byline(stated: str, first: str) -> str:
    """The content's own; none where another stands above the copy: that names who wrote it, this may name the desk."""
    return "" if is_byline(first) and not is_byline(first, stated) else stated


def _expiry(head: Head | None, zone: ZoneInfo, profile: Profile) -> list[datetime]:
    """When a NITF document inside the item says that it expires."""
    moment = moment_of(head.get("date.expire", "norm"), zone, profile) if head is not None else None
    return [moment] if moment else []


def _subjects(parts: Parts, profile: Profile) -> tuple[str, ...]:
    """The subjects; a literal that holds a Subject Code ("XY:02000000:LAW"), or a scheme of such, says that too."""
    found = parts.concepts("subject")
    literals = (_CODED.search(one.get("literal", "")) for one in parts.all("subject") if not one.get("qcode"))
    codes = [subjects.of_digits(code[1]) for code in literals if code]
    if scheme := profile.subject_scheme:
        codes += [subjects.of_digits(one.partition(":")[2]) for one in found if one.startswith(f"{scheme}:")]
    return subjects.distinct([*found, *codes]) if codes else found


def _signals(parts: Parts) -> list[str]:
    found = parts.all("signal")
    return [subjects.code(one.get("qcode", ""), one.get("uri", "")) for one in found] if found else []


def _provider(item: etree._Element, parts: Parts, hint: Hint) -> tuple[str, Profile]:
    """The provider's name: IPTC's code for it, else its name, its literal, its code; by the profile's name if known.

    One that nobody knows has the habits of the message's sender, and keeps its name.
    """
    found = ""
    other = ""
    if providers := parts.all("provider"):
        one = providers[0]
        code = subjects.code(one.get("qcode", ""), one.get("uri", ""))
        scheme, _, value = ("", "", code) if "//" in code else code.rpartition(":")
        other = xml.text(xml.child(one, "name")) or one.get("literal", "").strip()
        found = value if scheme == "nprov" else other or value
    profile = profile_of(found, other, _host(found), hint.provider) if found else profile_of(hint.provider)
    if not profile.names and (header := _header(item)) is not None:
        sender = profile_of(xml.text(xml.child(header, "sender")), xml.text(xml.child(header, "origin")))
        if sender.names:
            profile = replace(sender, name=profile.name or sender.name, names=(sender.name, *sender.names))
    return profile.name, profile


def _header(item: etree._Element) -> etree._Element | None:
    """What the message around the item says of its sender; None for an item alone."""
    return xml.child(item.getroottree().getroot(), "header") if item.getparent() is not None else None


def _host(code: str) -> str:
    """The domain of a provider that is named by an address ("http://ref.mpa.example/us"); "" when it is named else."""
    found = _ADDRESS.match(code) if "//" in code else None
    return found[1] if found else ""


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
    code = parts.code("pubstatus").rpartition(":")[2].rpartition("/")[2].lower()
    if not code:
        return Status.USABLE
    if code not in _STATUSES:
        notes.append(Note(where, f"pubStatus {code!r} is unknown: withheld"))
    return _STATUSES.get(code, Status.WITHHELD)


def _embargo(parts: Parts, zone: ZoneInfo, profile: Profile) -> tuple[datetime | None, str]:
    """When the embargo ends, or why the item is held: `<embargoed/>` without a time is open-ended."""
    stated = parts.all("embargoed")
    if not stated:
        return None, ""
    text = xml.text(stated[0])
    until = moment_of(text, zone, profile)
    if until is not None:
        return until, ""
    if not text:
        return None, "" if profile.empty_embargo_is_none else "embargoed without a time"
    return None, f"embargoed until a time that cannot be read: {text!r}"


def _urgency(parts: Parts) -> int | None:
    text = parts.first("urgency")
    return int(text) if text in "123456789" and len(text) == 1 else None


_NATURES = frozenset({"person", "organisation", "geoarea"})


def _by_nature(parts: Parts) -> dict[str, list[str]]:
    """The names of the subjects by their concept nature (cv.iptc.org/newscodes/cpnature), in lower case."""
    found: dict[str, list[str]] = {nature: [] for nature in _NATURES}
    for one in parts.all("subject"):
        nature = (one.get("type") or "").rpartition(":")[2].lower()
        if nature in _NATURES:
            found[nature] += names([one])
    return found
