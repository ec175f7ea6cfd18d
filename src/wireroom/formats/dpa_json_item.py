"""One entry of dpa-digitalwires as a version: its words, what its categories say, its notes, and its embargo."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from wireroom.errors import UnreadableError
from wireroom.formats import finish, focus
from wireroom.formats import subjects as codes
from wireroom.formats.jsonvalues import Noted, Object, first, identifier, line, number, objects, pixels, urgency
from wireroom.formats.markup import clean, plain, text_of
from wireroom.formats.model import Hint, Note
from wireroom.formats.ninjs import parts
from wireroom.formats.ninjs.item import status_of
from wireroom.formats.profiles import profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Association, Body, Rights, Status, Version

Categories = dict[str, list[Object]]

_KINDS = {"image": "picture", "photo": "picture", "infographic": "graphic"}
_SUBJECTS = ("dpasubject", "subject", "mediatopic")
_PLACES = ("geosubject", "location")
_BOXES = ("infobox_html", "linkbox_html")
_NOTEPAD = ("public_html", "nonpublic_html")


def read_item(entry: Object, hint: Hint, notes: list[Note], where: str) -> Version:
    """The entry's version; raises UnreadableError for one without a urn, which no update or kill could ever find."""
    uri = identifier(entry.get("urn"))
    if not uri:
        raise UnreadableError("an entry without a urn: no update or kill could ever find it")

    def noted(key: str, problem: str) -> None:
        notes.append(Note(where + key, problem))

    by_type = _categories(entry)
    created = _time(entry, "version_created", hint, noted)
    profile = profile_of(_provider(by_type, uri), hint.provider)
    sent = [identifier(entry.get("signal")), *(first(one, "qcode", "name") for one in by_type["signal"])]
    signals, kills = finish.signals(sent, profile)
    headline = line(entry.get("headline"))
    done = finish.finish(
        headline=headline,
        byline=line(entry.get("byline")),
        dateline=line(entry.get("dateline")),
        body=_body(entry),
        profile=profile,
        created=created,
        corrected="correction" in signals,
    )
    status, status_hold = status_of(entry.get("pubstatus"), noted)
    ed_note = _ed_note(entry)
    embargo = _time(entry, "embargoed", hint, noted)
    genres = by_type["genre"] + by_type["textgenre"]
    keywords = _names(by_type, "keyword")
    hold = status_hold or _hold(entry, embargo, ed_note)
    said = [*(line(one.get("name")) for one in genres), *_names(by_type, *_SUBJECTS), *_genre_notes(entry)]
    associations = tuple(_association(one) for one in objects(entry.get("associations")))
    return Version(
        uri=uri,
        number=number(entry.get("version"), noted),
        provider=profile.name,
        language=line(entry.get("language")) or hint.language,
        headline=done.headline,
        summary=_summary(entry),
        slugline=line(entry.get("kicker")) or "/".join(keywords),
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=urgency(entry.get("urgency"), noted),
        genre=codes.distinct([_code(one) for one in genres]),
        subjects=codes.distinct([_code(one) for one in _of(by_type, *_SUBJECTS)]),
        keywords=keywords,
        people=_names(by_type, "person"),
        organisations=_names(by_type, "organisation", "organization", "company"),
        places=_names(by_type, *_PLACES),
        services=codes.distinct([_code(one) for one in _of(by_type, "desk", "wire")]),
        status=Status.CANCELED if kills else status,
        signals=signals,
        correction_note=done.correction_note,
        first_created=_first_created(entry, hint),
        version_created=created,
        embargoed_until=embargo,
        hold=hold or finish.advisory(profile, headline, *said),
        rights=_rights(entry),
        associations=associations,
        kind=_kind(done.body, associations),
        format="dpa-digitalwires-json",
    )


def _categories(entry: Object) -> Categories:
    """The categories by the last word of their type (`dnltype:dpasubject`)."""
    by_type: Categories = defaultdict(list)
    for one in objects(entry.get("categories")):
        by_type[line(one.get("type")).rpartition(":")[2].lower()].append(one)
    return by_type


def _of(by_type: Categories, *types: str) -> list[Object]:
    return [one for kind in types for one in by_type[kind]]


def _code(concept: Object) -> str:
    """Its code, else its name: some providers behind dpa give none."""
    return codes.of_code(line(concept.get("qcode"))) or line(concept.get("name"))


def _names(by_type: Categories, *types: str) -> tuple[str, ...]:
    return codes.distinct([line(one.get("name")) for one in _of(by_type, *types)])


def _provider(by_type: Categories, uri: str) -> str:
    """Whose copy it is: dpa passes on that of others under their own names and urns."""
    stated = next((found for one in by_type["provider"] if (found := first(one, "name", "qcode"))), "")
    return stated or (uri.split(":")[2] if uri.startswith("urn:newsml:") else "")


def _body(entry: Object) -> Body:
    """The article, then the box of facts and the box of links that belong to it."""
    sent = [entry.get(key) for key in ("article_html", *_BOXES)]
    return clean("".join(one for one in sent if isinstance(one, str)))


def _summary(entry: Object) -> str:
    """The teaser, else the line below the headline, else a picture's caption in short."""
    found = first(entry, "teaser", "subhead")
    if found:
        return found
    texts = {line(one.get("role")).rpartition(":")[2]: line(one.get("description")) for one in _descriptions(entry)}
    return texts.get("summary") or texts.get("caption") or ""


def _descriptions(entry: Object) -> list[Object]:
    return objects(entry.get("descriptions"))


def _ed_note(entry: Object) -> str:
    """The notes to editors, all of them: which ones dpa calls publishable is for its own pages. Else the notepad."""
    stated = [line(one.get("ednote")) for one in objects(entry.get("ednotes"))]
    if found := "\n".join(filter(None, stated)):
        return found
    return _notepad(entry).replace("\n\n", "\n")


def _notepad(entry: Object) -> str:
    pads = [pad.get(key) for pad in objects(entry.get("notepad")) for key in _NOTEPAD]
    return text_of(clean("".join(one for one in pads if isinstance(one, str))))


def _genre_notes(entry: Object) -> list[str]:
    return [
        line(one.get("ednote"))
        for one in objects(entry.get("ednotes"))
        if line(one.get("role")).rpartition(":")[2] == "genrenote"
    ]


def _hold(entry: Object, embargo: datetime | None, ed_note: str) -> str:
    """Why the entry is held when its embargo has no time that can be used, or stands in its notes alone."""
    if embargo is not None:
        return ""
    if stated := entry.get("embargoed"):
        return f"embargoed until {stated!r:.80}, which is no time"
    roles = {line(one.get("role")).rpartition(":")[2] for one in objects(entry.get("ednotes"))}
    if "embargo" in roles:
        return "its notes state an embargo, and no field gives its time"
    return finish.embargo_in_words(f"{ed_note}\n{_notepad(entry)}") if ed_note or entry.get("notepad") else ""


def _rights(entry: Object) -> Rights:
    terms = entry.get("usageterms")
    return Rights(
        holder=line(entry.get("copyrightholder")),
        notice=first(entry, "copyrightnotice", "autopublishnotice"),
        credit_line=line(entry.get("creditline")),
        usage_terms=codes.distinct([plain(one) for one in terms.splitlines()]) if isinstance(terms, str) else (),
    )


def _association(one: Object) -> Association:
    rendition, name = parts.best(one.get("renditions"))
    kind = line(one.get("type")).lower()
    width, height = pixels(rendition.get("width")), pixels(rendition.get("height"))
    foveal = rendition.get("fovealarea")
    edges = [foveal.get(key) for key in ("left", "top", "right", "bottom")] if isinstance(foveal, dict) else [None] * 4
    return Association(
        kind=_KINDS.get(kind, kind) or "picture",
        href=first(rendition, "url", "href"),
        uri=identifier(one.get("urn")),
        caption=plain(first(one, "caption", "headline")),
        credit=first(one, "creditline"),
        alt=first(one, "alt", "alttext"),
        media_type=first(rendition, "mimetype"),
        rendition="featured" if one.get("is_featureimage") is True else name,
        width=width,
        height=height,
        focus=focus.middle(focus.area(edges[0], edges[1], edges[2], edges[3], width, height)),
    )


def _kind(body: Body, associations: tuple[Association, ...]) -> str:
    """Every entry calls itself a composite: one with text is a story, one without is what it carries."""
    return "text" if body or not associations else associations[0].kind


def _first_created(entry: Object, hint: Hint) -> datetime | None:
    stated = entry.get("content_created")
    return parse_time(stated, hint.zone) if isinstance(stated, str) else None


def _time(entry: Object, key: str, hint: Hint, noted: Noted) -> datetime | None:
    stated = entry.get(key)
    found = parse_time(stated, hint.zone) if isinstance(stated, str) else None
    if found is None and stated:
        noted(key, f"no time: {stated!r:.80}")
    return found
