"""What an entry of any feed says, gathered from RSS, Atom or JSON Feed alike, and the one version it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from wireroom.formats.bounds import as_paragraphs, made_uri, text, weak_id
from wireroom.formats.markup import clean
from wireroom.formats.model import Hint, Note
from wireroom.formats.ninjs_parts import subject
from wireroom.formats.times import parse_time
from wireroom.formats.urls import host, is_absolute, join, rebase, web
from wireroom.news import Association, Body, Rights, Status, Version

NO_ENTRIES = "the feed has no entries"


@dataclass(slots=True)
class Feed:
    """What the feed says for all its entries. `base` is what relative links are relative to."""

    link: str = ""
    base: str = ""
    language: str = ""
    notice: str = ""
    authors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One entry as it was sent. `content` and `summary` are markup; `words` is a body in plain text."""

    id: str = ""
    link: str = ""
    title: str = ""
    content: str = ""
    words: str = ""
    summary: str = ""
    base: str = ""
    language: str = ""
    published: str = ""
    modified: str = ""
    embargoed: str = ""
    expires: str = ""
    notice: str = ""
    credit: str = ""
    hidden: str = ""
    kind: str = "text"
    authors: list[str] = field(default_factory=list)
    categories: list[tuple[str, str]] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    pictures: list[Association] = field(default_factory=list)
    deleted: bool = False


def version(entry: Entry, feed: Feed, format: str, hint: Hint, notes: list[Note], where: str) -> Version | None:
    """The version that the entry makes; None, with a note, for an entry that says nothing."""

    def noted(problem: str) -> None:
        notes.append(Note(where, problem))

    def time(stated: str, what: str) -> datetime | None:
        found = parse_time(stated, hint.zone) if stated else None
        if stated and found is None:
            noted(f"{what} is no time: {stated!r:.80}")
        return found

    uri = identity(entry, feed)
    if not uri:
        noted("an entry without id, link, title and text: left out")
        return None
    subjects, keywords = _sorted(entry.categories)
    embargo = time(entry.embargoed, "embargo")
    if entry.hidden:
        noted(f"withheld: {entry.hidden}")
    return Version(
        uri=uri,
        provider=hint.provider,
        language=text(entry.language or feed.language) or hint.language,
        headline=text(entry.title),
        summary=text(entry.summary),
        byline=", ".join(dict.fromkeys(text(one) for one in entry.authors or feed.authors if one.strip())),
        body=_body(entry, feed),
        subjects=subjects,
        keywords=keywords,
        status=_status(entry),
        first_created=time(entry.published, "publication"),
        version_created=time(entry.modified, "modification"),
        embargoed_until=embargo,
        hold=f"embargoed until {entry.embargoed!r:.80}, which is no time" if entry.embargoed and not embargo else "",
        expires=time(entry.expires, "expiry"),
        rights=Rights(
            notice=text(entry.notice or feed.notice),
            credit_line=text(entry.credit),
            usage_terms=tuple(text(one) for one in entry.terms),
        ),
        associations=_once(entry.pictures),
        alt_ids=tuple(dict.fromkeys(one for one in (text(entry.id), text(entry.link)) if one and one != uri)),
        kind=entry.kind,
        format=format,
    )


def identity(entry: Entry, feed: Feed) -> str:
    """The entry's id; else its link; else a digest of the feed's link, its title and its date. Never random.

    An id that cannot be unique in the world is taken within the feed's host; one that merely repeats the feed's own
    address (a common mistake) says nothing of the entry.
    """
    own = text(entry.id)
    if own and (entry.deleted or own != feed.link or own == entry.link):
        scope = host(feed.link) or host(entry.link)
        return f"{scope}:{own}" if scope and weak_id(own) and not is_absolute(own) else own
    if entry.link and entry.link != feed.link:
        return entry.link
    said = (entry.title.strip(), entry.published.strip())
    if not any(said):
        said = (entry.content or entry.words or entry.summary).strip(), ""
    return made_uri(feed.link, *said) if any(said) else entry.link


def _body(entry: Entry, feed: Feed) -> Body:
    if not entry.content.strip():
        return as_paragraphs(entry.words) if entry.words.strip() else Body("")
    base = rebase(feed.base, entry.base)
    try:
        return clean(entry.content, base=_usable(base if is_absolute(base) else join(entry.link, base)))
    except ValueError:  # an address that this house lets pass and the cleaner does not: its relative links go
        return clean(entry.content)


# A feed's entries share their base.
_usable = lru_cache(maxsize=1024)(web)


def _status(entry: Entry) -> Status:
    if entry.deleted:
        return Status.CANCELED
    return Status.WITHHELD if entry.hidden else Status.USABLE


def _sorted(categories: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Categories of IPTC's vocabularies as subjects, all others as keywords."""
    subjects: dict[str, None] = {}
    keywords: dict[str, None] = {}
    for term, scheme in categories:
        words = text(term)
        coded = subject(words, scheme.strip().lower()) if words else ""
        if coded.startswith(("medtop:", "subj:")) and coded.partition(":")[2].isdigit():
            subjects[coded] = None
        elif words:
            keywords[words] = None
    return tuple(subjects), tuple(keywords)


def _once(pictures: list[Association]) -> tuple[Association, ...]:
    """Each file once, the fullest account of it: feeds often send one both as enclosure and as media:content."""
    found: dict[str, Association] = {}
    for one in pictures:
        before = found.get(one.href)
        if before is None or (one.credit and not before.credit) or (one.caption and not before.caption):
            found[one.href] = one
    return tuple(found.values())


def person(stated: str) -> str:
    """The name in an RSS author, `name@host (Jane Doe)` (RSS 2.0); a bare address is not printed."""
    stated = text(stated)
    if "@" not in stated:
        return stated
    before, _, inside = stated.partition("(")
    if inside:
        return inside.partition(")")[0].strip()
    return " ".join(word for word in before.replace("<", " ").replace(">", " ").split() if "@" not in word)


def kind_of(media_type: str, medium: str = "", url: str = "") -> str:
    """IPTC's item class of a linked file: `picture`, `audio`, `video`, else `document`."""
    said = (medium or media_type.partition("/")[0]).strip().lower()
    if not said or said == "application":
        ending = url.partition("?")[0].rpartition(".")[2].lower()
        said = _ENDINGS.get(ending, "")
    return {"image": "picture", "audio": "audio", "video": "video"}.get(said, "document")


_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif"), "image"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "opus"), "audio"),
    **dict.fromkeys(("mp4", "m4v", "webm", "mov"), "video"),
}


def attached(
    url: str, base: str, *, media_type: str = "", medium: str = "", caption: str = "", credit: str = ""
) -> Association | None:
    """A linked file as an association; None when the link does not lead to the web."""
    href = web(url, base=base)
    if not href:
        return None
    return Association(
        kind=kind_of(media_type, medium, href), href=href, media_type=text(media_type), caption=caption, credit=credit
    )
