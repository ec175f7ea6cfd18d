"""What an entry of any feed says, gathered from RSS, Atom or JSON Feed alike, and the one version it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from wireroom.formats import words
from wireroom.formats.bounds import as_paragraphs, made_uri, text, weak_id
from wireroom.formats.feeds.dates import feed_time
from wireroom.formats.finish import dateline_of
from wireroom.formats.markup import clean, first_paragraph
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.openings import may_open
from wireroom.formats.profiles import is_agency, profile_of
from wireroom.formats.subjects import of_code as subject
from wireroom.formats.urls import host, is_absolute, join, rebase, web
from wireroom.news import Association, Body, Dateline, Rights, Status, Version

NO_ENTRIES = "the feed has no entries"

MOST_TAGS = 20_000
"""Tags of one body. HTML opens again what was left open, so that few bytes can ask for many times as much work."""

_MARK = 32  # characters of a title within which it says that it corrects
_START = 140  # characters of a body, with its markup, in which a dateline is looked for
_NO_DATELINE = Dateline()
_MARKED = re.compile(r"[-–—:(\[]")


class Counted(NamedTuple):
    """A reading, and how many entries a parser found that had nothing to mend; -1 when something was mended."""

    reading: Reading
    entries: int


@dataclass(slots=True)
class Feed:
    """What the feed says for all its entries.

    `base` is what relative links are relative to; `local` tells that elements may state bases and languages of their
    own (xml:base, xml:lang), which most feeds do nowhere and which takes long to ask each element.
    """

    link: str = ""
    base: str = ""
    language: str = ""
    notice: str = ""
    local: bool = True
    authors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One entry as it was sent.

    `title` and `summary` are one line of plain text, `content` is markup and `words` is a body in plain text; `hidden`
    is why it is not public copy, in words; `elsewhere` tells that its content is not in the feed.
    """

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
    elsewhere: bool = False
    deleted: bool = False


def version(entry: Entry, feed: Feed, format: str, hint: Hint, notes: list[Note], where: str) -> Version | None:
    """The version that the entry makes; None, with a note, for an entry that says nothing."""

    def noted(problem: str) -> None:
        notes.append(Note(where, problem))

    def time(stated: str, what: str) -> datetime | None:
        found = feed_time(stated, hint.zone) if stated else None
        if stated and found is None:
            noted(f"{what} is no time: {stated!r:.80}")
        return found

    uri = identity(entry, feed)
    if not uri:
        noted("an entry without id, link, title and text: left out")
        return None
    subjects, keywords = _sorted(entry.categories) if entry.categories else ((), ())
    embargo = time(entry.embargoed, "embargo")
    published = time(entry.published, "publication")
    if entry.content.count("<") > MOST_TAGS:
        entry.content = "<".join(entry.content.split("<", MOST_TAGS + 1)[: MOST_TAGS + 1])
        noted(f"its body has more than {MOST_TAGS:,} tags: the rest was cut off")
    if entry.hidden:
        noted(f"withheld: {entry.hidden}")
    body = _body(entry, feed)
    dateline = _NO_DATELINE
    if may_open(body[:_START]):
        found, opened = dateline_of("", first_paragraph(body), body, profile_of(hint.provider), published)
        if is_agency(found.provider):  # the web has many sentences that look like one
            dateline, body = found, opened
    marked = _MARKED.search(entry.title, 0, _MARK) is not None or entry.title.startswith("CORR")
    said = words.signal(entry.title) if marked else ""
    return Version(
        uri=uri,
        provider=hint.provider,
        language=_language(entry.language or feed.language) or hint.language,
        headline=entry.title,
        summary=entry.summary,
        byline=_byline(tuple(entry.authors or feed.authors)),
        dateline=dateline,
        body=body,
        subjects=subjects,
        keywords=keywords,
        status=_status(entry),
        signals=(said,) if said else (),
        first_created=published,
        version_created=time(entry.modified, "modification"),
        embargoed_until=embargo,
        hold=f"embargoed until {entry.embargoed!r:.80}, which is no time" if entry.embargoed and not embargo else "",
        expires=time(entry.expires, "expiry"),
        rights=_rights(entry.notice or feed.notice, entry.credit, tuple(entry.terms)),
        associations=_once(entry.pictures) if len(entry.pictures) > 1 else tuple(entry.pictures),
        alt_ids=_others(uri, text(entry.id), text(entry.link)),
        kind=entry.kind,
        format=format,
    )


def _others(uri: str, own: str, link: str) -> tuple[str, ...]:
    """What else the entry is known by."""
    return tuple([one for one in ((own, link) if own != link else (own,)) if one and one != uri])


# What most entries of a feed share is made once.
@lru_cache(maxsize=1024)
def _language(stated: str) -> str:
    return text(stated).replace("_", "-")


@lru_cache(maxsize=1024)
def _byline(stated: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(text(one) for one in stated if one.strip()))


@lru_cache(maxsize=1024)
def _rights(notice: str, credit: str, terms: tuple[str, ...]) -> Rights:
    return Rights(notice=text(notice), credit_line=text(credit), usage_terms=tuple(text(one) for one in terms))


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
    content = entry.content
    if not content or content.isspace():
        return as_paragraphs(entry.words) if entry.words.strip() else Body("")
    if "<" not in content and "&" not in content:
        return as_paragraphs(content)
    base = rebase(feed.base, entry.base)
    if "<iframe" in content or "<object" in content:
        content = _unswallowed(content)
    try:
        return clean(content, base=_usable(base if is_absolute(base) else join(entry.link, base)))
    except ValueError:  # an address that this house lets pass and the cleaner does not: its relative links go
        return clean(content)


_FRAME = re.compile(r"<(?:iframe|object)\b[^<>]*>", re.IGNORECASE)


def _unswallowed(content: str) -> str:
    """The markup without frames that nobody ended: by HTML's own rules they swallow all text behind them."""
    lowered = content.lower()
    ended = max(lowered.rfind("</iframe"), lowered.rfind("</object"), 0)
    return content[:ended] + _FRAME.sub("", content[ended:])


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
        coded, words = _category(term, scheme)
        if coded:
            subjects[coded] = None
        elif words:
            keywords[words] = None
    return tuple(subjects), tuple(keywords)


@lru_cache(maxsize=4096)
def _category(term: str, scheme: str) -> tuple[str, str]:
    """A category as a code of IPTC's, "" when it is none, and in its own words."""
    words = text(term)
    coded = subject(words, scheme.strip().lower()) if words else ""
    known = coded.startswith(("medtop:", "subj:")) and coded.partition(":")[2].isdigit()
    return coded if known else "", words


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
    url: str,
    base: str,
    *,
    media_type: str = "",
    medium: str = "",
    caption: str = "",
    credit: str = "",
    width: int | None = None,
    height: int | None = None,
) -> Association | None:
    """A linked file as an association (width and height in pixels); None when the link does not lead to the web."""
    href = web(url, base=base)
    if not href:
        return None
    return Association(
        kind=kind_of(media_type, medium, href),
        href=href,
        media_type=text(media_type),
        caption=caption,
        credit=credit,
        width=width,
        height=height,
    )
