"""One NewsML 1 item as versions: what each of its stories says of itself, on top of what its management says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from wireroom.formats import markup, subjects, words, xml
from wireroom.formats.dateline import split_from_body
from wireroom.formats.finish import Finished, advisory, embargo_in_words, finish, first_sentence
from wireroom.formats.model import Hint, Note
from wireroom.formats.newsml_1.manage import Envelope, Identity, identity_of, managed
from wireroom.formats.newsml_1.pictures import pictures
from wireroom.formats.newsml_1.tree import Index, Piece, formal, language, pieces, read_text, stories
from wireroom.formats.newsml_1.update import fingerprint, instructions_in, resolved
from wireroom.formats.openings import may_open
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.times import parse_time
from wireroom.news import Association, Body, Dateline, Rights, Version, translation_of

# Advice that limits what may be done with the copy, and so is a usage term as well as a note to editors.
_RESTRICTS = re.compile(
    r"\b(?:RESTRICT|NO (?:\w+ ){0,3}USE|NOT FOR|NO ARCHIV|MANDATORY|EDITORIAL USE|[A-Z]{2,} OUT\b)",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"subject", "subjectmatter", "subjectdetail", "subjectqualifier"})
_FOR_EDITORS = frozenset({"advisoryline", "editorialnote", "ednote"})
_SUMMARIES = frozenset({"summary", "abstract", "teaser", "lead"})
_KEYWORDS = re.compile(r"[/;,]")  # what parts the keywords of one line
_PLACES = frozenset({"Country", "CountryArea", "Area", "SubLocation", "WorldRegion"})
_LIMITS = (("usagetype", ""), ("geography", "Geography: "), ("limitations", ""))
_DIGITS = frozenset("123456789")
_HEARD = frozenset({"video", "audio"})
_ATTENTION = re.compile(r"^\W*(?:attention|achtung|eds|editors)\W+", re.IGNORECASE)
_NO_BODY = Body("")


def read_item(item: etree._Element, hint: Hint, notes: list[Note], envelope: Envelope) -> tuple[list[Version], str]:
    """The item's versions, and the uri whose earlier originals it needs to be whole ("" for none).

    Raises UnreadableError for an item without an identity (NewsML 1.2, section 5.5).
    """
    own = identity_of(item)
    if own.update == "U" and instructions_in(item):
        whole = resolved(item, own, hint.earlier, notes)
        if whole is None:
            missing = f"it changes an earlier revision of {own.uri} that is not here"
            why = f"{missing}: its changes ({fingerprint(item)}) are not in the text"
            notes.append(Note(f"line {item.sourceline}", f"a partial update: {why}"))
            return [replace(managed(item, own, envelope, hint, notes), hold=f"a partial update: {why}")], own.uri
        return _versions(whole, own, hint, notes, envelope), ""
    return _versions(item, own, hint, notes, envelope), ""


def _versions(item: etree._Element, own: Identity, hint: Hint, notes: list[Note], envelope: Envelope) -> list[Version]:
    root = xml.child(item, "newscomponent")
    found = pieces(root) if root is not None else []
    texts = stories(found)
    if not found and root is not None and next(xml.descendants(root, "newsitemref"), None) is not None:
        notes.append(Note(f"line {item.sourceline}", f"an index ({own.uri}): references alone, no story in it"))
        return []
    base = managed(item, own, envelope, hint, notes)
    if root is None:
        return [base]
    if not texts:
        return [_Story(root, found, None, hint, base).version()]
    versions = [_Story(root, found, text, hint, base).version() for text in texts]
    # The same story in a second language is a story of its own, and must be found again under its own name.
    return versions[:1] + [replace(one, uri=translation_of(base.uri, one.language)) for one in versions[1:]]


class _Story:
    """One story of an item while it is read: its text, and what the components that hold it say."""

    def __init__(self, root: etree._Element, found: list[Piece], text: Piece | None, hint: Hint, base: Version) -> None:
        self.root = root
        self.found = found
        self.text = text
        # Without a text it is the outermost component that speaks: its own lines, and none of a picture's.
        outermost = found[0].around.path[0] if found else None
        self.path = text.around.path if text is not None else [outermost] if outermost else []
        self.index = Index(self.path)
        self.base = base
        self.profile: Profile = profile_of(base.provider)
        self.zone: ZoneInfo = self.profile.zone_for(hint.zone)

    def version(self) -> Version:
        """The managed version, filled with what the components say; a picture's own lines are not looked at."""
        index, base = self.index, self.base
        body, inside, editors = read_text(self.text) if self.text is not None else (_NO_BODY, (), [])
        associations = (*inside, *pictures(self.found))
        kind = self._kind() if self.text is not None else next((one.kind for one in associations), "other")
        done = self._finished(body, kind, associations)
        lines = self._advice()
        ed_note = "\n".join([*lines, *editors, *filter(None, (done.ed_note,))])
        rights, since, until = self._rights(lines)
        embargoed = max((one for one in (base.embargoed_until, since) if one), default=None)
        hold = base.hold or (embargo_in_words(ed_note) if ed_note and not embargoed else "")
        genre = subjects.distinct([*index.formals("genre"), *base.genre])
        priority = next((text for text in index.values("Priority") if text in _DIGITS), "") if not base.urgency else ""
        slugline = markup.plain(index.line("slugline")) or base.slugline
        if not hold and kind == "text":
            hold = advisory(self.profile, done.headline, slugline, base.slugline, *genre)
        locations = [*index.described.get("location", ()), *index.properties.get("Location", ())]
        return replace(
            base,
            language=self._language(),
            headline=done.headline,
            summary=self._beside("summary", "abstract", "teaser", "lead", "subheadline") or self._summed(done.body),
            slugline=slugline,
            urgency=int(priority) if priority else base.urgency,
            byline=done.byline,
            dateline=_located(done.dateline, _origin(locations)),
            body=done.body,
            signals=subjects.distinct(
                [*done.signals(base.signals), *(words.mark_of(_ATTENTION.sub("", one)).signal for one in lines)]
            ),
            correction_note=done.correction_note,
            ed_note=ed_note,
            genre=genre,
            subjects=self._subjects(),
            keywords=subjects.distinct(self._keywords()),
            people=subjects.distinct(self._keywords("PersonInImage", "Person")),
            places=_places(locations),
            services=subjects.distinct(
                [*base.services, *index.values("NewsService", "NewsProduct"), *index.formals("ofinterestto")]
            ),
            embargoed_until=embargoed,
            hold=hold,
            expires=min((one for one in (base.expires, until) if one), default=None),
            rights=rights,
            associations=associations,
            kind=kind,
        )

    def _kind(self) -> str:
        """Text, unless it tells what is seen or heard in the video or audio that it stands with, by their role."""
        roles = (one.role for one in self.path[-2:])
        return next((role for role in roles if role in _HEARD), "text")

    def _language(self) -> str:
        if self.text is not None:
            stated = self.text.around.language
        else:
            stated = language(next(iter(self.index.formals("language")), ""))
        return stated or self.base.language

    def _finished(self, body: Body, kind: str, associations: tuple[Association, ...]) -> Finished:
        headline = self.index.line("headline")
        byline = self.index.line("byline")
        if kind != "text" and not re.search(r"[^\W\d_]{2}", headline):
            headline = ""  # a photo desk's job number
        if not byline and kind == "text":
            creator = formal(self.root, "administrativemetadata", "creator", "party")
            byline = creator if " " in creator else ""  # one word is a desk's sign
        elif byline.islower() and byline.isascii() and " " not in byline:
            byline = ""  # the initials of the desk
        dated = self.index.described.get("datelinedate", ())
        done = finish(
            headline=headline,
            byline=byline,
            dateline=self.index.line("dateline"),
            body=body,
            profile=self.profile,
            created=(parse_time(xml.text(dated[0]), self.zone) if dated else None) or self.base.version_created,
            corrected="correction" in self.base.signals,
            marks=kind == "text",
        )
        if not done.headline and associations:
            done = done._replace(headline=first_sentence(markup.from_text(associations[0].caption)))
        return done

    def _beside(self, *roles: str) -> str:
        """A text beside the story, by its role, in the same component."""
        found = [one for one in self.found if one.kind == "text" and one.around.role in roles and one is not self.text]
        for role in roles if found else ():
            for one in found:
                if one.around.role == role and (one.around.above is None or one.around.above in self.path):
                    return " ".join(markup.paragraphs(read_text(one)[0]))
        return ""

    def _summed(self, body: Body) -> str:
        """A summary among the lines. A line below the headline in capitals is a slug; what the copy repeats is none."""
        lines = [
            xml.text(xml.child(one, "newslinetext"))
            for one in self.index.lines.get("newsline", ())
            if formal(one, "newslinetype").lower() in _SUMMARIES
        ]
        below = self.index.line("subheadline")
        lines += [below] if not below.isupper() else []
        text = next((text for line in lines if (text := markup.plain(line))), "")
        if may_open(text):
            text = split_from_body(text, year_hint=self.base.version_created, provider=self.profile.name)[1]
        return text if text != markup.first_paragraph(body) else ""

    def _subjects(self) -> tuple[str, ...]:
        own = self.profile.name.lower()
        found = [
            subjects.of_digits(one.get("FormalName") or "", (one.get("Scheme") or own).lower())
            for subject in self.index.described.get("subjectcode", ())
            for one in subject
            if xml.local(one) in _SUBJECTS
        ]
        return subjects.distinct(found or self._topics())

    def _topics(self) -> list[str]:
        """The Subject Codes among the topics that occur, of a component that states them nowhere else."""
        named = [
            one
            for component in self.path
            for topics in xml.children(component.element, "topicset")
            for topic in xml.children(topics, "topic")
            for one in xml.children(topic, "formalname")
        ]
        return [subjects.of_digits(xml.text(one)) for one in named if "subject" in (one.get("Scheme") or "").lower()]

    def _keywords(self, *roles: str) -> list[str]:
        found = [
            markup.plain(one.get("Value") or "")
            for name in ("Keyword", "Keywords")
            for one in self.index.properties.get(name, ())
            if not roles or one.get("Role") in roles
        ]
        lines = self.index.lines.get("keywordline", ()) if not roles else ()
        return found + [markup.plain(one) for line in lines for one in _KEYWORDS.split(xml.text(line))]

    def _advice(self) -> list[str]:
        """What is for editors: advisory lines, a component's comments, and the property that some use for it."""
        lines = [
            xml.text(text)
            for one in self.index.lines.get("newsline", ())
            if formal(one, "newslinetype").lower() in _FOR_EDITORS
            for text in xml.children(one, "newslinetext")
        ]
        lines += self.index.values("EditorialInfo")
        lines += [xml.text(one) for component in self.path for one in xml.children(component.element, "comment")]
        return [text for text in lines if text]

    def _rights(self, advice: list[str]) -> tuple[Rights, datetime | None, datetime | None]:
        """The rights, with every limit in the copy's own words; and when the narrowest of them begins and ends."""
        index = self.index
        terms = [xml.text(one) for one in index.lines.get("rightsline", ())]
        terms += [text for text in advice if _RESTRICTS.search(text)]
        starts: list[datetime] = []
        ends: list[datetime] = []
        for one in index.rights.get("usagerights", ()):
            stated = [(label, xml.text(xml.child(one, name))) for name, label in _LIMITS]
            for name, label, moments in (("startdate", "from ", starts), ("enddate", "until ", ends)):
                if text := xml.text(xml.child(one, name)):
                    moment = parse_time(text, self.zone)
                    if moment is None:
                        stated.append((label, text))  # "after the match": for those who can read
                    else:
                        moments.append(moment)
            terms.append("; ".join(label + text for label, text in stated if text))
        holder = next((text for one in index.rights.get("copyrightholder", ()) if (text := xml.text(one))), "")
        rights = Rights(
            holder=markup.plain(holder),
            notice=markup.plain(index.line("copyrightline")),
            credit_line=markup.plain(index.line("creditline") or next(iter(index.values("Credit")), "")),
            usage_terms=subjects.distinct([markup.plain(term) for term in terms]) if terms else (),
        )
        created = self.base.version_created
        since = max((at for at in starts if created and at > created), default=None)
        return rights, since, min(ends, default=None)


def _places(locations: list[etree._Element]) -> tuple[str, ...]:
    """The places' names, of each location the city first."""
    found = []
    for location in locations:
        parts = [(formal(one), _value(one)) for one in xml.children(location, "property")]
        found += [value for name, value in parts if name == "City"]
        found += [value for name, value in parts if name in _PLACES]
    return subjects.distinct(found) if found else ()


def _origin(locations: list[etree._Element]) -> str:
    """The city that the story comes from."""
    for location in locations:
        if location.get("HowPresent", "Origin") == "Origin":
            for one in xml.children(location, "property"):
                if formal(one) == "City":
                    return _value(one)
    return ""


def _value(one: etree._Element) -> str:
    return " ".join((one.get("Value") or "").split())


def _located(found: Dateline, city: str) -> Dateline:
    """The dateline with the city that the description names, when it is the one in the text."""
    if not city or found.place == city or (found.place and not found.text.startswith(city)):
        return found
    return Dateline(found.text, city, found.on, found.provider)
