"""One NewsML 1 item as versions: who it is, how it stands, what it says of itself; the tree is in newsml_1_parts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import Finished, advisory, embargo_in_words, finish, first_sentence, signals
from wireroom.formats.model import Hint, Note
from wireroom.formats.newsml_1_parts import (
    Index,
    Piece,
    formal,
    language,
    pieces,
    read_text,
    stories,
)
from wireroom.formats.newsml_1_pictures import pictures
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Association, Body, Dateline, Rights, Status, Version

_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
# Advice that limits what may be done with the copy, and so is a usage term as well as a note to editors.
_RESTRICTS = re.compile(
    r"\b(?:RESTRICT|NO (?:\w+ ){0,3}USE|NOT FOR|NO ARCHIV|MANDATORY|EDITORIAL USE|[A-Z]{2,} OUT\b)",
    re.IGNORECASE,
)
_SUBJECTS = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
_FOR_EDITORS = frozenset({"advisoryline", "editorialnote", "ednote"})
_PLACES = ("Country", "CountryArea", "Area", "SubLocation", "WorldRegion")


def read_item(
    item: etree._Element,
    hint: Hint,
    notes: list[Note],
    priority: etree._Element | None = None,
    services: list[str] | None = None,
) -> list[Version]:
    """The item's versions; raises UnreadableError for one without an identity (NewsML 1.2, section 5.5)."""
    identifier = xml.child(item, "Identification", "NewsIdentifier")
    uri = _uri(identifier, f"line {item.sourceline}")
    root = xml.child(item, "NewsComponent")
    found = list(pieces(root)) if root is not None else []
    texts = stories(found)
    if not texts and not found and root is not None and next(xml.descendants(root, "NewsItemRef"), None) is not None:
        notes.append(Note(f"line {item.sourceline}", f"an index ({uri}): references alone, no story in it"))
        return []
    managed = _managed(item, uri, identifier, hint, notes, priority, services or [])
    if root is None:
        return [managed]
    if not texts:
        return [_Story(root, found, None, hint, managed).version()]
    versions = [_Story(root, found, text, hint, managed).version() for text in texts]
    # The same story in a second language is a story of its own, and must be found again under its own name.
    return versions[:1] + [replace(one, uri=f"{uri}#{one.language}") for one in versions[1:]]


def _uri(identifier: etree._Element | None, where: str) -> str:
    """The story's name through all its revisions: the public identifier without its revision (NewsML 1.2, 5.5.6).

    When the identifier is not of that form (one agency sends the same for every item) it is made of its parts.
    """
    parts = {xml.local(one): xml.text(one) for one in identifier} if identifier is not None else {}
    item_id = parts.get("NewsItemId", "")
    public = parts.get("PublicIdentifier", "")
    revision = xml.child(identifier, "RevisionId")
    update = (revision.get("Update") or "N") if revision is not None else "N"
    suffix = f":{parts.get('RevisionId', '')}"
    for ending in (suffix + update, suffix):
        if len(ending) > 1 and public.endswith(ending) and public != ending:
            public = public.removesuffix(ending)
            break
    if public.lower().startswith("urn:newsml:"):
        public = "urn:newsml:" + public[len("urn:newsml:") :]  # RFC 8141, section 3.1: these parts have no case
        if public.count(":") >= 4:
            return public
    if parts.get("ProviderId") and item_id:
        return ":".join(filter(None, ("urn:newsml", parts["ProviderId"], parts.get("DateId", ""), item_id)))
    if public and not public.lower().startswith("urn:newsml:"):
        return public
    raise UnreadableError(
        "a NewsItem without ProviderId and NewsItemId: no update or kill could ever find it",
        where=where,
        todo="ask the provider",
    )


def _managed(
    item: etree._Element,
    uri: str,
    identifier: etree._Element | None,
    hint: Hint,
    notes: list[Note],
    priority: etree._Element | None,
    services: list[str],
) -> Version:
    """What Identification and NewsManagement say: all of a revision with Update="A", and of one without content."""
    management = xml.child(item, "NewsManagement")
    root = xml.child(item, "NewsComponent")
    profile = profile_of(*_provider_names(root, identifier, hint))
    revision = xml.child(identifier, "RevisionId")
    update = (revision.get("Update") or "N") if revision is not None else "N"
    urgency = formal(management, "Urgency") or ((priority.get("FormalName") or "") if priority is not None else "")
    status, until, hold, expires = _standing(management, root is None, hint, notes)
    if update == "U" and root is None:
        notes.append(Note(f"line {item.sourceline}", "a partial update: its instructions are not carried out"))
    found_signals, kills = signals((formal(one) for one in xml.children(item, "Signal")), profile)
    item_type = formal(management, "NewsItemType")
    return Version(
        uri=uri,
        number=version_number(xml.text(revision)),
        provider=profile.name,
        language=language(item.get(xml.LANG) or hint.language),
        slugline=markup.plain(xml.text(xml.child(item, "Identification", "NameLabel"))),
        urgency=int(urgency) if re.fullmatch("[1-9]", urgency) else None,
        services=subjects.distinct(services),
        genre=(item_type,) if item_type not in ("", "News") else (),
        status=Status.CANCELED if kills else status,
        signals=found_signals or (("update",) if update == "U" else ()),
        first_created=_time(management, "FirstCreated", hint),
        version_created=_time(management, "ThisRevisionCreated", hint),
        embargoed_until=until,
        hold=hold,
        expires=expires,
        evolved_from=_named(xml.child(management, "DerivedFrom")),
        format="newsml-1",
    )


def _named(one: etree._Element | None) -> str:
    return (one.get("NewsItem") or "").strip() if one is not None else ""


def _provider_names(root: etree._Element | None, identifier: etree._Element | None, hint: Hint) -> list[str]:
    administrative = xml.child(root, "AdministrativeMetadata")
    domain = xml.text(xml.child(identifier, "ProviderId"))
    return [
        formal(administrative, "Provider", "Party"),
        formal(administrative, "Source", "Party") if xml.child(administrative, "Provider") is not None else "",
        domain.partition(":")[0],
        hint.provider,
    ]


def _standing(
    management: etree._Element | None, empty: bool, hint: Hint, notes: list[Note]
) -> tuple[Status, datetime | None, str, datetime | None]:
    """Status, embargo, hold and expiry (NewsML 1.2, 5.6: Status, StatusWillChange, Instruction/RevisionStatus)."""
    word = formal(management, "Status")
    if empty and not word:
        word = formal(management, "Instruction", "RevisionStatus", "Status")
    change = xml.child(management, "StatusWillChange")
    future = formal(change, "FutureStatus").lower()
    text = xml.text(xml.child(change, "DateAndTime"))
    moment = parse_time(text, hint.zone)
    expires = moment if future in ("canceled", "cancelled", "withheld") else None
    lowered = word.lower()
    if future == "usable" and lowered in ("embargoed", "withheld", ""):
        if moment is not None:
            return Status.USABLE, moment, "", None
        return Status.USABLE, None, f"embargoed until a time that cannot be read: {text!r}", None
    if lowered == "embargoed":
        return Status.USABLE, None, "embargoed without a time of release", expires
    if lowered and lowered not in _STATUSES:
        notes.append(Note("NewsManagement/Status", f"status {word!r} is unknown: withheld"))
        return Status.WITHHELD, None, "", expires
    return _STATUSES.get(lowered, Status.USABLE), None, "", expires


def _time(parent: etree._Element | None, name: str, hint: Hint) -> datetime | None:
    return parse_time(xml.text(xml.child(parent, name)), hint.zone)


class _Story:
    """One story of an item while it is read: its text, and what the components that hold it say."""

    def __init__(
        self, root: etree._Element, found: list[Piece], text: Piece | None, hint: Hint, managed: Version
    ) -> None:
        self.root = root
        self.found = found
        self.text = text
        self.path = text.around.path if text is not None else (root,)
        self.index = Index(self.path)
        self.hint = hint
        self.managed = managed

    def version(self) -> Version:
        """The managed version, filled with what the components say; a picture's own lines are not looked at."""
        index = self.index
        profile = profile_of(self.managed.provider)
        body, inside, editors = read_text(self.text) if self.text is not None else (Body(""), (), [])
        associations = (*inside, *pictures(self.found))
        kind = "text" if self.text is not None else next((one.kind for one in associations), "other")
        done = self._finished(profile, body, kind, associations)
        lines = self._advice()
        ed_note = "\n".join([*lines, *editors])
        hold = self.managed.hold or ("" if self.managed.embargoed_until else embargo_in_words(ed_note))
        terms, expires = self._terms(lines)
        genre = subjects.distinct([*index.formals("Genre"), *self.managed.genre])
        slugline = markup.plain(index.line("SlugLine")) or self.managed.slugline
        advice = advisory(profile, done.headline, slugline, self.managed.slugline, *genre) if kind == "text" else ""
        locations = [*index.described["Location"], *index.properties["Location"]]
        return replace(
            self.managed,
            language=self._language(),
            headline=done.headline,
            summary=self._beside("summary", "abstract", "teaser", "subheadline"),
            slugline=slugline,
            byline=done.byline,
            dateline=_located(done.dateline, _origin(locations)),
            body=done.body,
            ed_note=ed_note,
            genre=genre,
            subjects=self._subjects(profile),
            keywords=subjects.distinct(self._keywords()),
            people=subjects.distinct(self._keywords("PersonInImage", "Person")),
            places=_places(locations),
            services=subjects.distinct([*self.managed.services, *index.formals("OfInterestTo")]),
            hold=hold or advice,
            expires=min((one for one in (self.managed.expires, expires) if one), default=None),
            rights=self._rights(terms),
            associations=associations,
            kind=kind,
        )

    def _language(self) -> str:
        stated = (
            self.text.around.language
            if self.text is not None
            else language(next(iter(self.index.formals("Language")), ""))
        )
        return stated or self.managed.language

    def _finished(self, profile: Profile, body: Body, kind: str, associations: tuple[Association, ...]) -> Finished:
        headline = self.index.line("HeadLine")
        byline = self.index.line("ByLine")
        if kind != "text" and not re.search(r"[^\W\d_]{2}", headline):
            headline = ""  # a photo desk's job number
        if not byline and kind == "text":
            creator = formal(self.root, "AdministrativeMetadata", "Creator", "Party")
            byline = creator if " " in creator else ""  # one word is a desk's sign
        date_line_date = next(iter(self.index.described["DateLineDate"]), None)
        done = finish(
            headline=headline,
            byline=byline,
            dateline=self.index.line("DateLine"),
            body=body,
            profile=profile,
            created=parse_time(xml.text(date_line_date), self.hint.zone) or self.managed.version_created,
            corrected="correction" in self.managed.signals,
        )
        if not done.headline and associations:
            done = replace(done, headline=first_sentence(markup.from_text(associations[0].caption)))
        return done

    def _beside(self, *roles: str) -> str:
        """A text beside the story, by its role, in the same component."""
        for role in roles:
            for one in self.found:
                if (
                    one.around.role == role
                    and one.kind == "text"
                    and (len(one.around.path) < 2 or one.around.path[-2] in self.path)
                ):
                    return " ".join(markup.paragraphs(read_text(one)[0]))
        return ""

    def _subjects(self, profile: Profile) -> tuple[str, ...]:
        own = profile.name.lower()
        return subjects.distinct(
            [
                subjects.of_digits(one.get("FormalName") or "", (one.get("Scheme") or own).lower())
                for subject in self.index.described["SubjectCode"]
                for one in subject
                if xml.local(one) in _SUBJECTS
            ]
        )

    def _keywords(self, *roles: str) -> list[str]:
        return [
            markup.plain(one.get("Value") or "")
            for name in ("Keyword", "Keywords")
            for one in self.index.properties[name]
            if not roles or one.get("Role") in roles
        ]

    def _advice(self) -> list[str]:
        """What is for editors: advisory lines, and the property that some use for it."""
        lines = [
            xml.text(text)
            for one in self.index.lines["NewsLine"]
            if formal(one, "NewsLineType").lower() in _FOR_EDITORS
            for text in xml.children(one, "NewsLineText")
        ]
        lines += [one.get("Value") or "" for one in self.index.properties["EditorialInfo"]]
        return [text for text in lines if text]

    def _terms(self, advice: list[str]) -> tuple[list[str], datetime | None]:
        """The usage terms in words, and when the narrowest of them ends."""
        terms = [xml.text(one) for one in self.index.lines["RightsLine"]]
        terms += [text for text in advice if _RESTRICTS.search(text)]
        ends = []
        for rights in self.index.rights["UsageRights"]:
            stated = [
                f"{label}{text}"
                for name, label in (("UsageType", ""), ("Geography", "Geography: "), ("Limitations", ""))
                if (text := xml.text(xml.child(rights, name)))
            ]
            terms.append("; ".join(stated))
            if (end := parse_time(xml.text(xml.child(rights, "EndDate")), self.hint.zone)) is not None:
                ends.append(end)
        return terms, min(ends, default=None)

    def _rights(self, terms: list[str]) -> Rights:
        holder = next((text for one in self.index.rights["CopyrightHolder"] if (text := xml.text(one))), "")
        return Rights(
            holder=markup.plain(holder),
            notice=markup.plain(self.index.line("CopyrightLine")),
            credit_line=markup.plain(self.index.line("CreditLine")),
            usage_terms=subjects.distinct([markup.plain(term) for term in terms]),
        )


def _places(locations: list[etree._Element]) -> tuple[str, ...]:
    """The places' names, of each location the city first."""
    found = []
    for location in locations:
        parts = [(formal(one), _value(one)) for one in xml.children(location, "Property")]
        found += [value for name, value in parts if name == "City"]
        found += [value for name, value in parts if name in _PLACES]
    return subjects.distinct(found)


def _origin(locations: list[etree._Element]) -> str:
    """The city that the story comes from."""
    for location in locations:
        if location.get("HowPresent", "Origin") == "Origin":
            for one in xml.children(location, "Property"):
                if formal(one) == "City":
                    return _value(one)
    return ""


def _value(one: etree._Element) -> str:
    return " ".join((one.get("Value") or "").split())


def _located(found: Dateline, city: str) -> Dateline:
    """The dateline with the city that the description names, when it is the one in the text."""
    if not city or (found.place and not found.text.startswith(city)):
        return found
    return replace(found, place=city)
