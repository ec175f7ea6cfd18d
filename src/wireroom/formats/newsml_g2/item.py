"""One NewsML-G2 news item as versions: identity, management, description and rights, each by its own rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import beyond, markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import advisory, embargo_in_words, finish, signals
from wireroom.formats.model import Hint, Note
from wireroom.formats.newsml_g2.content import Content, read_contents
from wireroom.formats.newsml_g2.describe import (
    alt_ids,
    concepts_as_title,
    evolved_from,
    headline,
    names,
    rights,
    summary,
    without_summary,
)
from wireroom.formats.newsml_g2.parts import Parts, moment_of
from wireroom.formats.profiles import Profile, profile_of
from wireroom.news import Status, Version, translation_of

_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
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
    provider, profile = _provider(parts, hint)
    zone = profile.zone_for(hint.zone)
    created = _first(parts.times("versioncreated", zone, profile))
    found_signals, kills = signals(_signals(parts), profile)
    short = summary(parts)
    short, diary = ("", short) if profile.summary_for_editors else (short, "")
    done = finish(
        headline=headline(parts) or (concepts_as_title(parts) if content.body.startswith("<table>") else ""),
        byline=", ".join(parts.texts("by")) or content.byline,
        dateline=parts.first("dateline"),
        body=without_summary(content.body, short) if short else content.body,
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
        subjects=parts.concepts("subject"),
        keywords=subjects.distinct(parts.texts("keyword")),
        people=subjects.distinct(named["person"]),
        organisations=subjects.distinct(named["organisation"]),
        places=subjects.distinct(names(parts.all("located")) + named["geoarea"]),
        services=parts.concepts("service"),
        status=Status.CANCELED if kills else _status(parts, notes, where),
        signals=done.signals(found_signals),
        correction_note=done.correction_note,
        first_created=_first(
            parts.times("firstcreated", zone, profile) or parts.times("contentcreated", zone, profile)
        ),
        version_created=created,
        embargoed_until=embargoed,
        hold=hold,
        expires=min(parts.times("expires", zone, profile), default=None),
        rights=rights(parts, notes, where),
        associations=content.associations,
        alt_ids=alt_ids(parts, uri, profile),
        evolved_from=evolved_from(parts),
        kind=kind,
        format="newsml-g2",
    )


def _first(moments: list[datetime]) -> datetime | None:
    return moments[0] if moments else None


def _signals(parts: Parts) -> list[str]:
    found = parts.all("signal")
    return [subjects.code(one.get("qcode", ""), one.get("uri", "")) for one in found] if found else []


def _provider(parts: Parts, hint: Hint) -> tuple[str, Profile]:
    """The provider's name: IPTC's code for it, else its name, its literal, its code; by the profile's name if known."""
    found = ""
    other = ""
    if providers := parts.all("provider"):
        one = providers[0]
        code = subjects.code(one.get("qcode", ""), one.get("uri", ""))
        scheme, _, value = ("", "", code) if "//" in code else code.rpartition(":")
        other = xml.text(xml.child(one, "name")) or one.get("literal", "").strip()
        found = value if scheme == "nprov" else other or value
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
