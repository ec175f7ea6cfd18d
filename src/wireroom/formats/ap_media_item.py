"""One item of AP's Media API as a version (AP Media API guide, "Content item metadata"): what it says and may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wireroom.errors import UnreadableError
from wireroom.formats import finish
from wireroom.formats import subjects as codes
from wireroom.formats.jsonvalues import (
    Noted,
    Object,
    entries,
    first,
    identifier,
    line,
    listed,
    named,
    number,
    objects,
    urgency,
)
from wireroom.formats.markup import plain
from wireroom.formats.model import Hint, Note
from wireroom.formats.ninjs import parts
from wireroom.formats.ninjs.body import body_of
from wireroom.formats.ninjs.item import status_of
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Association, Dateline, Rights, Status, Version

# AP's guide, "Editorial types": text, photos and video have words of their own for the same.
_KILLS = frozenset({"kill", "elimination", "mandatory kill"})
_WITHHELD = frozenset({"withhold", "disregard"})
_SIGNALS = {
    "corrective": "correction",
    "correction": "correction",
    "clarification": "correction",
    "lead": "update",
    "writethru": "update",
    "add": "update",
    "takes": "update",
}
_KINDS = {"photo": "picture", "picture": "picture", "image": "picture"}
# Flash, bulletin, urgent, rush, deferred: what AP's priorities are in IPTC's urgency (AP filing guide).
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_TELLING = (
    "headline", "headline_extended", "title", "pubstatus", "editorialtypes", "description_summary",
    "description_caption", "slugline",
)  # fmt: skip


def is_link(item: Object) -> bool:
    """Whether the item says nothing but where it can be had, as in listings that are only polled."""
    return not any(item.get(key) for key in _TELLING) and not any(key.startswith("body_") for key in item)


def item_id(item: Object) -> str:
    """AP's id of the story, the same through all its versions; its `uri` changes with every request."""
    for stated in objects(item.get("altids")):
        if found := identifier(stated.get("itemid")):
            return found
    return identifier(item.get("itemid"))


def read_item(sent: Object, hint: Hint, notes: list[Note], where: str) -> Version:
    """The item's version; raises UnreadableError for one without an id, which no update or kill could ever find."""
    item = {key.lower(): value for key, value in sent.items()}
    uri = item_id(item)
    if not uri:
        raise UnreadableError("an item without altids.itemid: no update or kill could ever find it")

    def noted(key: str, problem: str) -> None:
        notes.append(Note(where + key, problem))

    created = _time(item, "versioncreated", hint, noted)
    profile = profile_of(first(item, "provider"), hint.provider or "AP")
    words = _Words(item)
    signals, kills = finish.signals(words.signals, profile)
    body = body_of(item)
    headline = first(item, "headline", "headline_extended", "title")
    done = finish.finish(
        headline=headline,
        byline=words.byline,
        dateline="",
        body=body,
        profile=profile,
        created=created,
        corrected="correction" in signals,
    )
    embargo = _time(item, "embargoed", hint, noted)
    status = _status(words, item, noted)
    ed_note = "\n".join(filter(None, map(line, listed(item.get("ednote")))))
    kind = line(item.get("type")).lower() or "text"
    slugline = line(item.get("slugline"))
    hold = _hold(words, item, embargo, ed_note) or finish.advisory(profile, headline, slugline)
    if not hold and kind == "text" and not body and not kills and status is Status.USABLE:
        hold = _remote(item, noted)
    return Version(
        uri=uri,
        number=number(item.get("version"), noted),
        provider=profile.name,
        language=first(item, "language") or hint.language,
        headline=done.headline,
        summary=_summary(item),
        slugline=slugline,
        byline=done.byline,
        dateline=_dateline(done.dateline, item),
        body=done.body,
        ed_note=ed_note,
        urgency=_urgency(item, noted),
        genre=codes.distinct([first(item, "editorialrole"), first(item, "profile"), *named(item.get("genre"))]),
        subjects=codes.distinct([*_topics(item, profile), *parts.subjects(item.get("subject"), item.get("category"))]),
        keywords=named(item.get("keywords")),
        people=named(item.get("person")),
        organisations=named(item.get("organisation"), item.get("company")),
        places=named(item.get("place")),
        services=named(item.get("service"), item.get("products")),
        status=Status.CANCELED if kills else status,
        signals=signals,
        correction_note=done.correction_note,
        first_created=_time(item, "firstcreated", hint, noted),
        version_created=created,
        embargoed_until=embargo,
        hold=hold,
        expires=_time(item, "expires", hint, noted),
        rights=_rights(item),
        associations=_own(item) + _associations(item, noted),
        alt_ids=_alt_ids(item, uri),
        kind=_KINDS.get(kind, kind),
        format="ap-media-json",
    )


class _Words:
    """What the item says of itself in words of AP's: its editorial types and signals, and who wrote it."""

    def __init__(self, item: Object) -> None:
        types = [line(one) for one in listed(item.get("editorialtypes"))]
        self.types = [one for one in types if one]
        self.folded = {one.lower().replace(" ", "").replace("-", "") for one in types}
        sent = [line(one) for one in listed(item.get("signals"))]
        self.sent = {one.lower() for one in sent}
        self.signals = [*(_SIGNALS.get(one.lower(), one) for one in self.types), *filter(None, sent)]
        bylines = [line(one.get("by")) for one in objects(item.get("bylines"))]
        photographer = [first(one, "name") for one in objects(item.get("photographer"))]
        self.byline = ", ".join(filter(None, bylines or photographer)) or first(item, "byline", "by")


def _status(words: _Words, item: Object, noted: Noted) -> Status:
    """The narrowest of the status and the editorial types, for AP says to look at both.

    `embargoed` is no status of IPTC's: the embargo's time, or a hold, stands for it.
    """
    stated, _ = status_of(item.get("pubstatus"), noted)
    if words.folded & {one.replace(" ", "") for one in _KILLS}:
        return Status.CANCELED
    if words.folded & _WITHHELD and stated is Status.USABLE:
        return Status.WITHHELD
    return stated


def _hold(words: _Words, item: Object, embargo: datetime | None, ed_note: str) -> str:
    """Why a person must look first; "" when nobody needs to."""
    if "test" in words.sent or "test" in words.folded:
        return "AP marks it as a test"
    if "newscontent" not in words.sent:
        return "AP does not mark it as news content (no signal newscontent)"
    if "advisory" in words.folded:
        return "AP marks it as an advisory"
    if embargo is None:
        if item.get("embargoed"):
            return f"embargoed until {item['embargoed']!r:.80}, which is no time"
        if line(item.get("pubstatus")).lower() == "embargoed" or "holdforrelease" in words.folded:
            return "AP holds it for release, and gives no time"
        return finish.embargo_in_words(ed_note) if ed_note else ""
    return ""


def _remote(item: Object, noted: Noted) -> str:
    """Notes where a story's text is that was not sent, and says that it is held until it has one."""
    for name, one in _renditions(item):
        kind = f"{name} {first(one, 'format')} {first(one, 'rel')}".lower()
        if "nitf" in kind and "caption" not in kind:
            noted(f"renditions.{name}", f"its text is behind a link and was not sent: {first(one, 'href')}")
            return "its text is behind a link and was not sent"
    noted("body", "the item came without its text")
    return "it came without its text"


def _renditions(item: Object) -> list[tuple[str, Object]]:
    return [(key, one) for key, one in entries(item.get("renditions")) if isinstance(one, dict)]


def _topics(item: Object, profile: Profile) -> list[str]:
    """The Media Topics of the categories: they are the letters of AP's desks on the text wires."""
    letters = [first(one, "code") for one in objects(item.get("subject")) if not one.get("scheme")]
    return [profile.desks[one] for one in letters if one in profile.desks]


def _summary(item: Object) -> str:
    return plain(first(item, "description_summary", "headline_extended"))


def _dateline(found: Dateline, item: Object) -> Dateline:
    """The dateline that the text begins with, else the place that AP gives beside it."""
    if found.place:
        return found
    place = ""
    for one in objects(item.get("datelinelocation")):
        place = place or first(one, "city", "countryareaname", "countryname")
    located = first(item, "located")
    place = place or located
    return Dateline(found.text or located or place, place, found.on, found.provider) if place else found


def _urgency(item: Object, noted: Noted) -> int | None:
    if item.get("urgency") is not None:
        return urgency(item["urgency"], noted)
    return _PRIORITIES.get(first(item, "editorialpriority").lower()[:1])


def _rights(item: Object) -> Rights:
    return Rights(
        holder=first(item, "copyrightholder"),
        notice=first(item, "copyrightnotice"),
        credit_line=first(item, "description_creditline", "creditline"),
        usage_terms=tuple(filter(None, (line(one) for one in listed(item.get("usageterms"))))),
    )


def _alt_ids(item: Object, uri: str) -> tuple[str, ...]:
    """AP's other names of the item; not its etag nor its uri, which change while the copy does not."""
    stated = objects(item.get("altids"))
    names = [first(one, key) for one in stated for key in ("friendlykey", "referenceid", "transref")]
    return tuple(one for one in codes.distinct(names) if one != uri)


def _own(item: Object) -> tuple[Association, ...]:
    """The item's own files where it is itself a picture or the like; a story's are its text in other formats."""
    if line(item.get("type")).lower() in ("", "text") or not item.get("renditions"):
        return ()
    return (_association(item, ""),)


def _associations(item: Object, noted: Noted) -> tuple[Association, ...]:
    found = []
    for key, one in entries(item.get("associations")):
        if not isinstance(one, dict):
            continue
        part = {name.lower(): value for name, value in one.items()}
        status = line(part.get("pubstatus")).lower() or "usable"
        types = {line(kind).lower() for kind in listed(part.get("editorialtypes"))}
        if status != "usable" or types & (_KILLS | _WITHHELD):
            noted(
                f"associations.{key}", f"left out: its own status is {status}, {', '.join(sorted(types)) or 'no types'}"
            )
            continue
        if line(part.get("type")).lower() == "text":
            continue  # another story: a link, not a part of this one
        if problem := parts.terms_against(part):
            noted(f"associations.{key}", f"left out: {problem}")
            continue
        if part.get("ednote"):
            noted(f"associations.{key}", f"carries a note of its own: {first(part, 'ednote')}")
        found.append(_association(part, key))
    return tuple(found)


def _association(part: Object, key: str) -> Association:
    made = parts.association(part, parts.texts(part, "description"), key)
    kind = line(part.get("type")).lower()
    return Association(
        kind=_KINDS.get(kind, kind) or "picture",
        href=made.href,
        uri=item_id(part) or made.uri.partition("?")[0],
        caption=made.caption,
        credit=made.credit,
        alt=made.alt,
        media_type=made.media_type,
        rendition=made.rendition,
        width=made.width,
        height=made.height,
        focus=made.focus,
    )


def _time(item: Object, key: str, hint: Hint, noted: Noted) -> datetime | None:
    stated: Any = item.get(key)
    found = parse_time(stated, hint.zone) if isinstance(stated, str) else None
    if found is None and stated:
        noted(key, f"no time: {stated!r:.80}")
    return found
