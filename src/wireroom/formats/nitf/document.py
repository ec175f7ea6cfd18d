"""One NITF document as versions: who it is, how it stands, what it says of itself and of another document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import markup, subjects, xml
from wireroom.formats.bounds import version_number
from wireroom.formats.finish import advisory, embargo_in_words, finish
from wireroom.formats.model import Hint, Note
from wireroom.formats.nitf.body import content_of, read_body
from wireroom.formats.nitf.head import Head
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Association, Body, Rights, Status, Version, words_of

_STATUSES = {
    "": Status.USABLE,
    "usable": Status.USABLE,
    "embargoed": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}
_KEYWORD_LINES = ("anpa-keyword", "slugline", "NTBStikkord")
_HELD = "embargoed without a time of release"
_NO_RIGHTS = Rights()


def read_document(root: etree._Element, hint: Hint, notes: list[Note]) -> list[Version]:
    """The document's own version, and that of the document whose status it sets.

    Raises UnreadableError when nothing in it could tell a later version that it is one.
    """
    head = Head(root)
    version = _version(root, head, hint, notes)
    other = _other(head, version, notes)
    return [version] if other is None else [version, other]


def _other(head: Head, version: Version, notes: list[Note]) -> Version | None:
    """What this document says of another: NITF 3.6, docdata/@management-doc-idref and @management-idref-status."""
    uri = head.get("docdata", "management-doc-idref")
    word = head.get("docdata", "management-idref-status")
    if not uri or not word or uri == version.uri:
        return None
    return Version(
        uri=uri,
        number=None,
        provider=version.provider,
        language=version.language,
        status=_status(word, notes),
        hold=_HELD if word.lower() == "embargoed" else "",
        version_created=version.version_created,
        format="nitf",
    )


def _status(word: str, notes: list[Note]) -> Status:
    """The status that a word states; one that is unknown withholds."""
    status = _STATUSES.get(word.lower())
    if status is None:
        notes.append(Note("docdata", f"management-status {word!r} is unknown: withheld"))
        return Status.WITHHELD
    return status


def _version(root: etree._Element, head: Head, hint: Hint, notes: list[Note]) -> Version:
    profile = _profile(head, hint)
    times = _Times(head, profile.zone_for(hint.zone), notes)
    language = _language(root, head)  # before what is no copy is taken out of the body
    body, associations, found = _content(root)
    below = byline_of(head)
    correction = head.all("correction")
    done = finish(
        headline=headline_of(head),
        byline="" if profile.byline_is_summary else below,
        dateline=head.dateline(),
        body=body,
        profile=profile,
        created=times.issued,
        corrected=bool(correction),
        marks=True,
    )
    # Made of the headline as it was sent: a mark that is cut off may be all that two tables of a day differ in.
    uri, number = _identity(head, profile, markup.plain(headline_of(head)) or done.headline, times.issued, notes)
    word = head.get("docdata", "management-status")
    release, expires = times.bounds(word.lower() == "embargoed")
    key = markup.plain(head.get("du-key", "key"))
    line = _keyword_line(head)
    slugline = line if line and key in uri else key or line  # a key that the id is made of is no words
    ed_note = "\n".join([*_messages(root, head), *found, *filter(None, (done.ed_note,))])
    hold = _HELD if word.lower() == "embargoed" and release is None else ""
    if ed_note and not release and not hold:
        hold = embargo_in_words(ed_note)
    genre = subjects.distinct(list(head.values("tobject.property", "tobject.property.type")))
    own = profile.name.lower()
    return Version(
        uri=uri,
        number=number,
        provider=profile.name,
        language=language or hint.language,
        headline=done.headline,
        summary=markup.plain(head.text("abstract") or head.text("hl2") or (below if profile.byline_is_summary else "")),
        slugline=slugline,
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=_urgency(head),
        genre=genre,
        subjects=subjects.distinct(
            [
                *(subjects.of_digits(one, own) for one in head.values("tobject.subject", "tobject.subject.refnum")),
                *(subjects.of_digits(one.get("content", "")) for one in _metas(head, "category_iptc")),
            ]
        ),
        keywords=head.keywords(),
        people=subjects.distinct(head.identified("person")),
        organisations=subjects.distinct(head.identified("org")),
        places=head.places(),
        services=subjects.distinct(list(head.values("fixture", "fix-id"))),
        status=_status(word, notes) if word else Status.USABLE,
        signals=done.signals(("correction",) if correction else ()),
        correction_note=done.correction_note,
        first_created=times.issued,
        version_created=times.issued,
        embargoed_until=release,
        hold=hold or advisory(profile, done.headline, slugline, *genre),
        expires=expires,
        rights=_rights(head),
        associations=associations,
        alt_ids=(key,) if key and key != uri else (),
        evolved_from=next((name for name in head.values("correction", "id-string") if name != uri), ""),
        format="nitf",
    )


def _language(root: etree._Element, head: Head) -> str:
    """The language of the document; some state it in a `lang` of its body, or among the `meta`s."""
    if tag := (root.get("baselang") or "").strip() or (root.get(xml.LANG) or "").strip():
        return tag
    inside = xml.child(root, "body", "body.content", "lang")
    stated = [inside.get("lang") if inside is not None else ""]
    stated += [one.get("content") for one in _metas(head, "article-language")]
    stated += [one.get("content") for one in _metas(head, "language")]
    return next((tag.strip() for tag in stated if tag and tag.strip()), "")


def _metas(head: Head, name: str) -> list[etree._Element]:
    return [one for one in head.all("meta") if one.get("name") == name]


def _content(root: etree._Element) -> tuple[Body, tuple[Association, ...], list[str]]:
    content = content_of(root)
    return read_body(content) if content is not None else (Body(""), (), [])


def _profile(head: Head, hint: Hint) -> Profile:
    """The provider by every name that may be known; else as the copy states it first."""
    return profile_of(
        head.get("doc-id", "regsrc"),
        head.get("doc.rights", "agent"),
        head.get("doc.copyright", "holder"),
        head.get("doc.rights", "owner"),
        head.get("doc.rights", "provider"),
        head.text("distributor"),
        head.text("rights.owner"),
        head.get("from-src", "src-name"),
        hint.provider,
    )


def headline_of(head: Head) -> str:
    """The headline, else the title of the document."""
    return head.text("hl1") or head.text("hedline") or head.text("title")


def byline_of(head: Head) -> str:
    """The bylines, without the writers' titles."""
    found = []
    bylines = head.all("byline")
    for one in bylines:
        if len(bylines) > 1 and one.get("class") == "normalized_byline":
            continue  # the same names, for a register
        if (title := xml.child(one, "byttl")) is not None:
            xml.drop(title)
        if text := " ".join(" ".join(cast("Iterator[str]", one.itertext())).split()):
            found.append(text)
    return ", ".join(dict.fromkeys(found))


def _identity(
    head: Head, profile: Profile, headline: str, issued: datetime | None, notes: list[Note]
) -> tuple[str, int | None]:
    """doc-id; else the du-key, else source, day and words of the headline: the same for the next version too."""
    uri = head.get("doc-id", "id-string") or head.text("doc-id")
    number = version_number(head.get("du-key", "version"))
    if uri and profile.version_in_id and (found := re.search(profile.version_in_id, uri)):
        return uri[: found.start()], number if number is not None else version_number(found[1])
    if uri:
        return uri, number
    source = words_of(profile.name) if profile.name else "nitf"
    if key := head.get("du-key", "key"):
        return f"urn:x-nitf:{source}:{key}", number
    if not headline or issued is None:
        raise UnreadableError(
            "a document without doc-id, du-key, or headline and date: no update or kill could ever find it",
            where="docdata",
            todo="ask the provider for doc-id/@id-string",
        )
    notes.append(Note("docdata/doc-id", "no id-string: known by its source, day and headline"))
    return f"urn:x-nitf:{source}:{issued:%Y%m%d}:{words_of(headline)}", number


class _Times:
    """The moments that docdata states; `issued` is when the document was sent."""

    def __init__(self, head: Head, zone: ZoneInfo, notes: list[Note]) -> None:
        self.head = head
        self.zone = zone
        self.notes = notes
        self.issued = (
            self._norm("date.issue")
            or self._norm("story.date")
            or parse_time(head.get("pubdata", "date.publication"), zone)
        )

    def _norm(self, element: str) -> datetime | None:
        text = self.head.get(element, "norm")
        moment = parse_time(text, self.zone)
        if text and moment is None:
            self.notes.append(Note(f"docdata/{element}", f"not a time: {text!r}"))
        return moment

    def _ofrights(self, attribute: str) -> list[datetime]:
        stated = self.head.values("doc.rights", attribute)
        return [moment for text in stated if (moment := parse_time(text, self.zone)) is not None]

    def bounds(self, embargoed: bool) -> tuple[datetime | None, datetime | None]:
        """Release and expiry. An embargoed document's only date is its release, also as date.expire."""
        release, expires = self._norm("date.release"), self._norm("date.expire")
        if embargoed and release is None:
            release, expires = expires, None
        elif not embargoed and release and self.issued and release <= self.issued:
            release = None  # it was free when it was sent
        if self.head.all("doc.rights"):
            starts = [one for one in self._ofrights("startdate") if self.issued and one > self.issued]
            release = max([*starts, *([release] if release else [])], default=None)
            expires = min([*self._ofrights("enddate"), *([expires] if expires else [])], default=None)
        return release, expires


def _keyword_line(head: Head) -> str:
    """The keyword line where it is a `meta`, as in services that come from ANPA's."""
    return markup.plain(_meta(head, *_KEYWORD_LINES))


def _meta(head: Head, *names: str) -> str:
    """What the first of these `meta` that says anything says."""
    metas = {one.get("name", ""): one.get("content", "") for one in head.all("meta")}
    return next((metas[name] for name in names if metas.get(name)), "")


def _urgency(head: Head) -> int | None:
    text = head.get("urgency", "ed-urg")
    return int(text) if len(text) == 1 and text in "123456789" else None


def _messages(root: etree._Element, head: Head) -> list[str]:
    """What is for editors: messages, notes beside the text unless they say that they are for readers, corrections."""
    messages = [(one.get("info") or xml.text(one)).strip() for one in head.all("ed-msg") + head.all("correction")]
    notes = [*head.all("note"), *xml.children(xml.child(root, "body", "body.end"), "note")]
    messages += [xml.text(one) for one in notes if one.get("noteclass") != "endnote"]
    return [text for text in messages if text]


def _rights(head: Head) -> Rights:
    """doc.copyright and every doc.rights: its limits as they stand, for those who read them."""
    limits = head.all("doc.rights")
    holder = markup.plain(
        head.get("doc.copyright", "holder") or head.get("doc.rights", "owner") or head.text("rights.owner")
    )
    year = head.get("doc.copyright", "year")
    if not limits and not holder:
        return _NO_RIGHTS
    terms = []
    for one in limits:
        terms += [one.get("limitations", ""), f"Geography: {place}" if (place := one.get("geography")) else ""]
        terms.append(one.get("type", ""))
    return Rights(
        holder=holder,
        notice=f"© {year} {holder}" if year and holder else "",
        usage_terms=subjects.distinct([markup.plain(term) for term in terms if term]),
    )
