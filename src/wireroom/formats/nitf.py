"""NITF 3.x: one document as a version, and what it says of another document as a version of that one."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import advisory, embargo_in_words, finish
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.nitf_body import content_of, read_body
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Body, Rights, Status, Version, words_of

name = "nitf"

_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_URGENCY = re.compile(r"[1-9]")
_HELD = "embargoed without a time of release"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the document element is `nitf`."""
    return xml.root_name(data) == "nitf"


def read(data: bytes, hint: Hint) -> Reading:
    """The document's version; a second one when `management-doc-idref` sets the status of another document.

    Raises UnreadableError when the file is no XML, or holds nothing that a later version could be known by.
    """
    parsed = xml.parse(data)
    notes = list(parsed.notes)
    head = xml.child(parsed.root, "head")
    docdata = xml.child(head, "docdata")
    version = _Document(parsed.root, head, hint, notes).version()
    versions = [version]
    if docdata is not None and (other := _other(docdata, version, notes)) is not None:
        versions.append(other)
    return Reading(name, tuple(versions), tuple(notes))


def _other(docdata: etree._Element, version: Version, notes: list[Note]) -> Version | None:
    """What this document says of another: NITF 3.6, docdata/@management-doc-idref and @management-idref-status."""
    uri = (docdata.get("management-doc-idref") or "").strip()
    word = (docdata.get("management-idref-status") or "").strip()
    if not uri or not word or uri == version.uri:
        return None
    status, hold = _status(word, None, notes)
    return Version(
        uri=uri,
        number=None,
        provider=version.provider,
        language=version.language,
        status=status,
        hold=hold,
        version_created=version.version_created,
        format=name,
    )


def _status(word: str, release: datetime | None, notes: list[Note]) -> tuple[Status, str]:
    """The status, and why it is held when it is; an unknown word withholds."""
    lowered = word.lower()
    if lowered == "embargoed":
        return Status.USABLE, "" if release else _HELD
    if lowered and lowered not in _STATUSES:
        notes.append(Note("docdata", f"management-status {word!r} is unknown: withheld"))
        return Status.WITHHELD, ""
    return _STATUSES.get(lowered, Status.USABLE), ""


class _Document:
    """The parts of one document while it is read; the head's elements by name, found in one pass."""

    def __init__(self, root: etree._Element, head: etree._Element | None, hint: Hint, notes: list[Note]) -> None:
        self.root = root
        self.head = head
        self.hint = hint
        self.notes = notes
        self.parts: dict[str, list[etree._Element]] = defaultdict(list)
        if head is not None:
            for one in head.iterdescendants():
                self.parts[xml.local(one)].append(one)

    def version(self) -> Version:
        """All that the document says of itself."""
        body_head = xml.child(self.root, "body", "body.head")
        profile = profile_of(*self._provider_names(body_head))
        issued = self._norm("date.issue")
        content = content_of(self.root)
        body, associations, found = read_body(content) if content is not None else (Body(""), (), [])
        done = finish(
            headline=self._headline(body_head),
            byline=_byline(body_head),
            dateline=xml.text(xml.child(body_head, "dateline")).replace(" ,", ","),
            body=body,
            profile=profile,
            created=issued,
        )
        uri, number = self._identity(profile, done.headline, issued)
        until, expires, status, hold = self._times(issued)
        slugline = self._slugline()
        ed_note = "\n".join(filter(None, [*self._messages(body_head), *found]))
        if not until and not hold:
            hold = embargo_in_words(ed_note)
        genre = subjects.distinct([one.get("tobject.property.type", "") for one in self.parts["tobject.property"]])
        return Version(
            uri=uri,
            number=number,
            provider=profile.name,
            language=self._language(),
            headline=done.headline,
            summary=markup.plain(xml.text(xml.child(body_head, "abstract"))),
            slugline=slugline,
            byline=done.byline,
            dateline=done.dateline,
            body=done.body,
            ed_note=ed_note,
            urgency=self._urgency(),
            genre=genre,
            subjects=subjects.distinct(
                [
                    subjects.of_digits(one.get("tobject.subject.refnum", ""), profile.name.lower())
                    for one in self.parts["tobject.subject"]
                ]
            ),
            keywords=self._keywords(),
            people=self._identified("person"),
            organisations=self._identified("org"),
            places=self._places(),
            services=subjects.distinct([one.get("fix-id", "") for one in self.parts["fixture"]]),
            status=status,
            first_created=issued,
            version_created=issued,
            embargoed_until=until,
            hold=hold or advisory(profile, done.headline, slugline, *genre),
            expires=expires,
            rights=self._rights(),
            associations=associations,
            alt_ids=subjects.distinct([key for key in [self._get("du-key", "key")] if key != uri]),
            format=name,
        )

    def _get(self, element: str, attribute: str) -> str:
        """An attribute of the first element of this name."""
        found = self.parts[element]
        return (found[0].get(attribute) or "").strip() if found else ""

    def _norm(self, element: str) -> datetime | None:
        text = self._get(element, "norm")
        moment = parse_time(text, self.hint.zone)
        if text and moment is None:
            self.notes.append(Note(f"docdata/{element}", f"not a time: {text!r}"))
        return moment

    def _provider_names(self, body_head: etree._Element | None) -> list[str]:
        """The provider by every name that may be known; else as the copy states it first."""
        distributor = xml.text(xml.child(body_head, "distributor"))
        return [
            self._get("doc-id", "regsrc"),
            self._get("doc.rights", "agent"),
            self._get("doc.copyright", "holder"),
            self._get("doc.rights", "owner"),
            self._get("doc.rights", "provider"),
            distributor,
            self.hint.provider,
        ]

    def _headline(self, body_head: etree._Element | None) -> str:
        hedline = xml.child(body_head, "hedline")
        found = xml.text(xml.child(hedline, "hl1")) or xml.text(xml.child(body_head, "headline", "hl1"))
        return found or xml.text(hedline) or xml.text(xml.child(self.head, "title"))

    def _identity(self, profile: Profile, headline: str, issued: datetime | None) -> tuple[str, int | None]:
        """doc-id; else the du-key, else source, day and words of the headline: the same for the next version too."""
        uri = self._get("doc-id", "id-string")
        version = self._get("du-key", "version")
        number = version_number(version)
        if uri and profile.version_in_doc_id and (found := re.search(profile.version_in_doc_id, uri)):
            return uri[: found.start()], number if number is not None else version_number(found[1])
        if uri:
            return uri, number
        source = words_of(profile.name) if profile.name else "nitf"
        if key := self._get("du-key", "key"):
            return f"urn:x-nitf:{source}:{key}", number
        if not headline or issued is None:
            raise UnreadableError(
                "a document without doc-id, du-key, or headline and date: no update or kill could ever find it",
                where="docdata",
                todo="ask the provider for doc-id/@id-string",
            )
        self.notes.append(Note("docdata/doc-id", "no id-string: known by its source, day and headline"))
        return f"urn:x-nitf:{source}:{issued:%Y%m%d}:{words_of(headline)}", number

    def _times(self, issued: datetime | None) -> tuple[datetime | None, datetime | None, Status, str]:
        """Release, expiry, status and hold. An embargoed document's only date is its release, also as date.expire."""
        release = self._norm("date.release")
        expires = self._norm("date.expire")
        ends = parse_time(self._get("doc.rights", "enddate"), self.hint.zone)
        starts = parse_time(self._get("doc.rights", "startdate"), self.hint.zone)
        word = self._get("docdata", "management-status")
        embargoed = word.lower() == "embargoed"
        if embargoed and release is None:
            release, expires = expires, None
        elif not embargoed and release and issued and release <= issued:
            release = None  # it was free when it was sent
        status, hold = _status(word, release, self.notes)
        if starts and issued and starts > issued:
            release = max(release, starts) if release else starts
        return release, min((one for one in (expires, ends) if one), default=None), status, hold

    def _slugline(self) -> str:
        """The keyword line: of the du-key, or as `meta` of an ANPA service."""
        if key := self._get("du-key", "key"):
            return markup.plain(key)
        metas = {one.get("name", ""): one.get("content", "") for one in self.parts["meta"]}
        return markup.plain(metas.get("anpa-keyword") or metas.get("slugline") or "")

    def _urgency(self) -> int | None:
        text = self._get("urgency", "ed-urg")
        return int(text) if _URGENCY.fullmatch(text) else None

    def _language(self) -> str:
        root = self.root
        return (root.get("baselang") or root.get(xml.LANG) or "").strip() or self.hint.language

    def _messages(self, body_head: etree._Element | None) -> list[str]:
        """Messages to editors; the notes of the head are for editors unless they say that they are for readers."""
        messages = [(one.get("info") or xml.text(one)).strip() for one in self.parts["ed-msg"]]
        if body_head is not None:
            messages += [xml.text(one) for one in xml.children(body_head, "note") if one.get("noteclass") != "endnote"]
        return messages

    def _keywords(self) -> tuple[str, ...]:
        """One keyword an element, or all in one, each with a stroke behind it ("A/B/C/")."""
        found: list[str] = []
        for one in self.parts["keyword"]:
            key = one.get("key", "").strip()
            found += key.split("/") if key.endswith("/") else [key]
        return subjects.distinct([markup.plain(one) for one in found])

    def _identified(self, kind: str) -> tuple[str, ...]:
        return subjects.distinct(
            [xml.text(one) for group in self.parts["identified-content"] for one in xml.children(group, kind)]
        )

    def _places(self) -> tuple[str, ...]:
        events = [one.get("city") or one.get("county-dist") or one.get("iso-cc") or "" for one in self.parts["evloc"]]
        return subjects.distinct([place.strip() for place in [*events, *self._identified("location")]])

    def _rights(self) -> Rights:
        terms = [
            self._get("doc.rights", "limitations"),
            f"Geography: {geography}" if (geography := self._get("doc.rights", "geography")) else "",
            self._get("doc.rights", "type"),
        ]
        holder = self._get("doc.copyright", "holder") or self._get("doc.rights", "owner")
        year = self._get("doc.copyright", "year")
        return Rights(
            holder=markup.plain(holder),
            notice=markup.plain(f"© {year} {holder}") if year and holder else "",
            usage_terms=subjects.distinct([markup.plain(term) for term in terms]),
        )


def _byline(body_head: etree._Element | None) -> str:
    """The first byline, without the writers' titles."""
    one = xml.child(body_head, "byline")
    if one is None:
        return ""
    for title in list(xml.descendants(one, "byttl")):
        xml.drop(title)
    return xml.text(one)
