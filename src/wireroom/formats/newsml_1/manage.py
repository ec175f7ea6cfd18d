"""What a NewsML 1 item's Identification and NewsManagement say: who it is, which revision, how it stands."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import signals
from wireroom.formats.model import Hint, Note
from wireroom.formats.newsml_1.tree import formal, language
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Status, Version

_STATUSES = {
    "": Status.USABLE,
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_ENDING = frozenset({"canceled", "cancelled", "withheld"})
_URN = "urn:newsml:"
_DATE = len("2026-03-05")
_NO_DIGIT = re.compile(r"\D")
_TELLING = 4  # different digits in a name that is no mere count


class Envelope(NamedTuple):
    """What the NewsEnvelope says of all items in the file."""

    priority: str = ""
    services: tuple[str, ...] = ()


class Identity(NamedTuple):
    """An item's name through all its revisions, and which one this is.

    `update` is NewsML 1.2's RevisionId/@Update: `N` for a whole item, `U` for instructions that change the previous
    revision, `A` for new management alone. `previous` is the revision that it says it follows,
    `released` the DateId that has a time of day.
    """

    uri: str
    revision: str
    previous: str
    update: str
    domain: str
    item_id: str
    released: str = ""


def identity_of(item: etree._Element) -> Identity:
    """The story's name: the public identifier without its revision (NewsML 1.2, section 5.5.6).

    When the identifier is not of that form (one agency sends the same for every item) it is made of its parts, where
    NewsItemId says nothing of the Duid or of a DateId with its time of day. Raises UnreadableError for an item with
    none of them.
    """
    identifier = xml.child(item, "identification", "newsidentifier")
    parts = {xml.local(one): one for one in identifier} if identifier is not None else {}
    domain, date_id, item_id, public, revision = (
        xml.text(parts.get(name)) for name in ("providerid", "dateid", "newsitemid", "publicidentifier", "revisionid")
    )
    stated = parts.get("revisionid")
    update = (stated.get("Update") or "N").strip().upper() if stated is not None else "N"
    previous = (stated.get("PreviousRevision") or "").strip() if stated is not None else ""
    public = _without_revision(public, revision, update)
    uri = _public(public, date_id) or _made(item, domain, date_id, item_id)
    if not uri and not public.lower().startswith(_URN):
        uri = public
    if not uri:
        raise UnreadableError(
            "a NewsItem without ProviderId and NewsItemId: no update or kill could ever find it",
            where=f"line {item.sourceline}",
            todo="ask the provider",
        )
    return Identity(uri, revision, previous, update, domain, item_id, date_id if len(date_id) > _DATE else "")


def _without_revision(public: str, revision: str, update: str) -> str:
    for ending in (f":{revision}{update}", f":{revision}") if revision else ():
        if public.endswith(ending) and public != ending:
            return public.removesuffix(ending)
    return public


def _public(public: str, date_id: str) -> str:
    """The public identifier; "" when it names a provider or a day, and no item."""
    if public[: len(_URN)].lower() != _URN:
        return ""
    public = _URN + public[len(_URN) :]  # RFC 8141, section 3.1: these parts have no case
    last = public.rpartition(":")[2]
    named = last != date_id and any(one.isdigit() for one in last)
    return public if public.count(":") >= (3 if named else 4) else ""


def _made(item: etree._Element, domain: str, date_id: str, item_id: str) -> str:
    """A name of provider, day and item. A DateId with a time of day may be the revision's own: FirstCreated stays."""
    timed = len(date_id) > _DATE
    first = xml.text(xml.child(item, "newsmanagement", "firstcreated")) if timed or not date_id else ""
    day = _NO_DIGIT.sub("", first or date_id)[:8] if timed or first else date_id
    duids = [item.get("Duid") or "", *(one.get("Duid") or "" for one in xml.children(item, "newscomponent"))]
    # Unique in its document is all that a Duid must be: "NC0001" is no name, a long number is.
    own = [one for one in duids if len({digit for digit in one if digit.isdigit()}) >= _TELLING]
    name = item_id if item_id.strip("0") else next(iter(own), date_id if timed else "")
    if not domain or not name:
        return ""
    return ":".join(filter(None, ("urn:newsml", domain, day if name != date_id else "", name)))


def managed(item: etree._Element, own: Identity, envelope: Envelope, hint: Hint, notes: list[Note]) -> Version:
    """The version as Identification and NewsManagement state it: all of a revision without content."""
    management = xml.child(item, "newsmanagement")
    parts: dict[str, etree._Element] = {}
    for one in management if management is not None else ():
        parts.setdefault(xml.local(one), one)
    component = xml.child(item, "newscomponent")
    profile = profile_of(*_provider_names(component, own, hint))
    zone = profile.zone_for(hint.zone)
    status, until, hold, expires = _standing(parts, component is None, zone, notes)
    found = [formal(one) for one in xml.children(item, "signal")]
    found_signals, kills = signals(found, profile) if found else ((), False)
    urgency = _formal(parts, "urgency") or xml.text(parts.get("urgency")) or envelope.priority
    item_type = _formal(parts, "newsitemtype")
    derived = parts.get("derivedfrom")
    uri, item_id = _stable(own, profile)
    # An item without management has no other time than that of its DateId, where it is more than a day.
    first_created = parse_time(xml.text(parts.get("firstcreated")) or own.released, zone)
    return Version(
        uri=uri,
        number=version_number(own.revision),
        provider=profile.name,
        language=language(item.get(xml.LANG) or hint.language),
        slugline=markup.plain(xml.text(xml.child(item, "identification", "namelabel"))),
        urgency=int(urgency) if len(urgency) == 1 and urgency in "123456789" else None,
        services=subjects.distinct(list(envelope.services)) if envelope.services else (),
        genre=(item_type,) if item_type.lower() not in ("", "news") else (),
        status=Status.CANCELED if kills else status,
        signals=found_signals or (("update",) if own.update == "U" else ()),
        first_created=first_created,
        version_created=parse_time(xml.text(parts.get("thisrevisioncreated")), zone) or first_created,
        embargoed_until=until,
        hold=hold,
        expires=expires,
        alt_ids=(item_id,) if item_id else (),
        evolved_from=(derived.get("NewsItem") or "").strip() if derived is not None else "",
        format="newsml-1",
    )


def _stable(own: Identity, profile: Profile) -> tuple[str, str]:
    """The uri without the part that changes with each version, where the agency writes one into its item's id."""
    if profile.version_in_id and (found := re.search(profile.version_in_id, own.uri)):
        return own.uri[: found.start()], own.uri
    return own.uri, ""


def _formal(parts: dict[str, etree._Element], name: str) -> str:
    one = parts.get(name)
    return (one.get("FormalName") or "").strip() if one is not None else ""


def _provider_names(component: etree._Element | None, own: Identity, hint: Hint) -> list[str]:
    administrative = xml.child(component, "administrativemetadata")
    provider = xml.child(administrative, "provider")
    return [
        formal(provider, "party"),
        formal(administrative, "source", "party") if provider is not None else "",
        own.domain.partition(":")[0],
        hint.provider,
    ]


def _standing(
    parts: dict[str, etree._Element], empty: bool, zone: ZoneInfo, notes: list[Note]
) -> tuple[Status, datetime | None, str, datetime | None]:
    """Status, embargo, hold and expiry (NewsML 1.2, section 5.6: Status, StatusWillChange, Instruction)."""
    word = _formal(parts, "status").lower()
    if "instruction" in parts:
        word = _instructed(parts["instruction"], word, empty, notes)
    change = parts.get("statuswillchange")
    future = formal(change, "futurestatus").lower()
    text = xml.text(xml.child(change, "dateandtime"))
    moment = parse_time(text, zone)
    expires = moment if future in _ENDING else None
    if future == "usable" and word in ("embargoed", "withheld", ""):
        if moment is not None:
            return Status.USABLE, moment, "", None
        return Status.USABLE, None, f"embargoed until a time that cannot be read: {text!r}", None
    if word == "embargoed":
        return Status.USABLE, None, "embargoed without a time of release", expires
    status = _STATUSES.get(word)
    if status is None:
        notes.append(Note("NewsManagement/Status", f"status {word!r} is unknown: withheld"))
        status = Status.WITHHELD
    return status, None, "", expires


def _instructed(instruction: etree._Element, word: str, empty: bool, notes: list[Note]) -> str:
    """The status of an item without content is what it orders of the revisions before it, when that is narrower.

    An item with content takes the place of those revisions anyway (NewsML 1.2, section 5.6.4).
    """
    for one in xml.children(instruction, "revisionstatus"):
        ordered = formal(one, "status").lower()
        revision = one.get("Revision", "").strip()
        which = f"revision {revision}" if revision else "the earlier revisions"
        notes.append(Note("NewsManagement/Instruction", f"{which}: {ordered or 'no status'}"))
        if empty and ordered and (not word or ordered in _ENDING):
            word = ordered
    return word
