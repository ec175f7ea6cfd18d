"""One ninjs item of any generation as a version: identity, management, words and rights, each by its own rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import beyond, finish
from wireroom.formats.jsonvalues import Noted, Object, first, identifier, line, listed, named, number, objects, urgency
from wireroom.formats.model import Hint, Note
from wireroom.formats.ninjs import parts
from wireroom.formats.ninjs.body import body_of
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Body, Dateline, Status, Version

_STATUS = {"usable": Status.USABLE, "withheld": Status.WITHHELD, "canceled": Status.CANCELED}
_KINDS = frozenset("text audio video picture graphic composite component event planning".split())
# Superdesk's name for text that keeps its line breaks, and what some call a story, a note to editors or a picture.
_OTHER_KINDS = {
    "preformatted": "text",
    "story": "text",
    "article": "text",
    "advisory": "advisory",
    "photo": "picture",
    "image": "picture",
}
_NO_STORY = {"event": "an event", "planning": "a plan", "composite": "a package"}


def read_item(sent: Object, hint: Hint, notes: list[Note], where: str) -> Version:
    """The item's version; what was not understood goes to `notes`, each with `where` before its key.

    3.x is 2.x in camel case and 1.x has other names, so one spelling reads every generation, and files that mix them.
    Raises UnknownFormatError for an object without uri or guid, UnreadableError for one that contradicts itself.
    """
    item = _folded(sent)
    get = item.get
    uri = identifier(get("uri")) or identifier(get("guid"))
    if not uri:
        keys = ", ".join(list(sent)[:8]) or "none"
        raise UnknownFormatError(f"JSON, but no ninjs item: no uri or guid at its top (keys: {keys})")

    def noted(key: str, problem: str) -> None:
        notes.append(Note(where + key, problem))

    def time(key: str) -> datetime | None:
        stated = get(key)
        if not stated:
            return None
        found = parse_time(stated, zone) if isinstance(stated, str) else None
        if found is None:
            noted(key, f"no time: {stated!r:.80}")
        return found

    more = beyond.stated(get("descriptions"), noted)
    provider = line(get("source")) or parts.provider(get("infosources")) or hint.provider
    profile = profile_of(provider)
    zone = profile.zone_for(hint.zone)
    created = time("versioncreated")
    descriptions = parts.texts(item, "description")
    headline = _headline(item)
    signals, kills = finish.signals(parts.signals(get("signal"), get("signals")), profile)
    body = body_of(item)
    done = _finished(item, headline, body, profile, created, "correction" in signals, again=bool(more))
    status, hold = status_of(get("pubstatus"), noted)
    embargo, embargo_hold = _embargo(item, zone, noted)
    slugline = line(get("slugline"))
    genre = named(get("genre"), get("genres"))
    ed_note = "\n".join(filter(None, map(line, listed(get("ednote")))))
    kind = _kind(get("type") or ("event" if "eventdetails" in item else None), noted)
    if kind in _NO_STORY and not body:
        noted("type", f"{_NO_STORY[kind]}: no story in it")
    version = Version(
        uri=uri,
        number=number(get("version"), noted),
        provider=provider,
        language=line(get("language")) or hint.language,
        headline=done.headline,
        summary=parts.summary(descriptions),
        slugline=slugline,
        byline=done.byline,
        dateline=_dateline(done.dateline, line(get("located"))),
        body=done.body,
        ed_note=ed_note,
        urgency=urgency(get("priority") if get("urgency") is None else get("urgency"), noted),
        genre=genre,
        subjects=parts.subjects(get("subject"), get("subjects")),
        keywords=named(get("keywords")),
        people=named(get("person"), get("people")),
        organisations=named(get("organisation"), get("organisations")),
        places=named(get("place"), get("places")),
        services=named(get("service"), get("services")),
        status=Status.CANCELED if kills else status,
        signals=signals,
        correction_note=done.correction_note,
        first_created=time("firstcreated"),
        version_created=created,
        embargoed_until=embargo,
        hold=hold or embargo_hold or _hold(profile, kind, (headline, slugline, *genre), "" if embargo else ed_note),
        expires=_expires(time, get),
        rights=parts.rights(item, descriptions),
        associations=parts.own_renditions(item, descriptions) + parts.associations(get("associations"), hint, noted),
        alt_ids=parts.alt_ids(item, uri),
        evolved_from=line(get("evolvedfrom"))
        or next((one for one in map(line, listed(get("replacing"))) if one != uri), ""),
        kind=kind,
        format="ninjs",
    )
    return beyond.restored(version, more) if more else version


def _finished(
    item: Object, headline: str, body: Body, profile: Profile, created: datetime | None, corrected: bool, *, again: bool
) -> finish.Finished:
    """Each part in its place. What Wireroom wrote itself (`again`) was finished when it first came, and stays."""
    byline = _byline(item)
    if again:
        return finish.Finished(headline, byline, Dateline(), body, "")
    return finish.finish(
        headline=headline,
        byline=byline,
        dateline="",
        body=body,
        profile=profile,
        created=created,
        corrected=corrected,
    )


def _replaced(item: Object, uri: str) -> str:
    """The item that this one takes the place of under another uri, as TT writes it."""
    return next((one for one in map(line, listed(item.get("replacing"))) if one != uri), "")


def _hold(profile: Profile, kind: str, texts: tuple[str, ...], notes: str) -> str:
    """Why a person must look first: an advisory, or an embargo that the notes alone speak of."""
    if kind == "advisory":
        return "its type says that it is an advisory to editors"
    return finish.advisory(profile, *texts) or (finish.embargo_in_words(notes) if notes else "")


def _folded(sent: Object) -> Object:
    """The item with all its keys in lower case."""
    if "".join(sent).islower():
        return sent
    item = {key.lower(): value for key, value in sent.items()}
    if len(item) < len(sent):
        # Some exporters write `pubstatus` beside `pubStatus`: harmless while both say the same.
        for key, value in sent.items():
            if item[key.lower()] != value:
                raise UnreadableError(f"{key} is stated twice, in two spellings and with two values")
    return item


def _headline(item: Object) -> str:
    """The main headline; the short `title` where there is none."""
    if found := line(item.get("headline")):
        return found
    for _, words in parts.texts(item, "headline"):
        if found := line(words):
            return found
    return line(item.get("title"))


def _byline(item: Object) -> str:
    """The byline; Superdesk's list of authors where there is none."""
    stated = first(item, "byline", "by")
    if stated or "authors" not in item:
        return stated
    return ", ".join(filter(None, (line(one.get("name")) for one in objects(item["authors"]))))


def status_of(stated: Any, noted: Noted) -> tuple[Status, str]:
    """The status, and why the item must be held when the status is AP's own `embargoed`."""
    if stated is None or stated == "":
        return Status.USABLE, ""
    # "stat:canceled" and "Cancelled" are seen; a kill must not be lost on its spelling.
    word = str(stated).strip().lower().rpartition(":")[2].rpartition("/")[2].replace("cancelled", "canceled")
    if word in _STATUS:
        return _STATUS[word], ""
    if word == "embargoed":
        return Status.USABLE, "its status is 'embargoed'"
    noted("pubstatus", f"unknown: {stated!r:.80}; withheld until a version says usable")
    return Status.WITHHELD, ""


def _embargo(item: Object, zone: ZoneInfo, noted: Noted) -> tuple[datetime | None, str]:
    """The latest embargo the item states, and why it must be held when one has no usable time."""
    until: datetime | None = None
    hold = ""
    for key in ("embargoed", "embargoeduntil"):
        stated = item.get(key)
        if stated is None or stated is False:
            continue
        found = parse_time(stated, zone) if isinstance(stated, str) else None
        if found is None:
            hold = f"embargoed until {stated!r:.80}, which is no time" if stated != "" else "embargoed without a time"
            noted(key, f"{hold}: held")
        else:
            until = max(until, found) if until else found
    return until, hold


def _expires(time: Callable[[str], datetime | None], get: Callable[[str], Any]) -> datetime | None:
    """The earlier of `expires` and Superdesk's `expiry`."""
    if get("expires") is None and get("expiry") is None:
        return None
    return min((moment for key in ("expires", "expiry") if (moment := time(key))), default=None)


def _dateline(found: Dateline, located: str) -> Dateline:
    """The dateline that the body begins with; `located` (where the story was written) where it names no place."""
    if found.place or not located:
        return found
    return Dateline(found.text or located, located, found.on, found.provider)


def _kind(stated: Any, noted: Noted) -> str:
    word = stated.strip().lower() if isinstance(stated, str) else ""
    if word in _KINDS:
        return word
    if word in _OTHER_KINDS:
        return _OTHER_KINDS[word]
    if stated:
        noted("type", f"unknown: {stated!r:.80}")
        return "unknown"
    return "text"
