"""Atom 1.0 (RFC 4287) and 0.3: one version an entry, and a kill for each tombstone (RFC 6721)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats.feeds import ap, elements, pictures
from wireroom.formats.feeds.elements import (
    XML_LANG,
    attribute,
    base_of,
    inner,
    key,
    line_of,
    line_of_text,
    markup,
    words,
)
from wireroom.formats.feeds.encoding import as_utf8
from wireroom.formats.feeds.entry import NO_ENTRIES, Counted, Entry, Feed, attached, version
from wireroom.formats.markup import plain
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import join, rebase
from wireroom.formats.xml import parse

name = "atom"

_DELETED = "at:deleted-entry"
_BRIEF = frozenset({"summary", "subtitle", "dc:description"})
_HTML = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_MARKUP = re.compile(r"</[a-zA-Z]|<(?:p|br|img|hr)\b[^<>]*>", re.IGNORECASE)


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the root is a feed, or an entry or a tombstone alone."""
    return elements.recognised(data, "feed", "entry", "deleted-entry")


def read(data: bytes, hint: Hint) -> Reading:
    """Reads a feed or one entry; raises UnreadableError when there is neither."""
    return count(data, hint).reading


def count(data: bytes, hint: Hint) -> Counted:
    """Reads a feed, and tells how many of its entries a parser found that mended nothing."""
    data = as_utf8(data, hint)
    try:
        parsed = parse(data)
    except UnreadableError:
        if not elements.complete(data, "feed", "entry"):
            raise
        return _dirty(data, hint)
    root = parsed.root
    entries = _entries(root)
    if parsed.repaired and elements.lost(data, entries, b"entry"):
        return _dirty(data, hint)
    if not entries and _what(root) != "feed":
        raise UnreadableError(f"<{key(root.tag)}> is neither a feed nor an entry")
    feed = _feed(root)
    notes = list(parsed.notes)
    if not entries:
        notes.append(Note("feed", NO_ENTRIES))
    versions = []
    of_ap = ap.SIGN in data
    for index, element in enumerate(entries, 1):
        where = f"entry {index}"
        made = version(_entry(element, feed, notes, where), feed, name, hint, notes, where)
        if made is not None:
            versions.append(ap.extended(made, element, hint, notes, where) if of_ap else made)
    return Counted(Reading(name, tuple(versions), tuple(notes)), -1 if parsed.repaired else len(entries))


def _dirty(data: bytes, hint: Hint) -> Counted:
    """By the parser that makes sense of nearly anything; slow to import and to run, so only where it is needed."""
    from wireroom.formats.feeds import dirty

    return Counted(dirty.read(name, data, hint), -1)


def _what(element: etree._Element) -> str:
    """The element's name; Atom's own without the prefix, for feeds without a namespace are met too."""
    return key(element.tag).removeprefix("atom:")


def _entries(root: etree._Element) -> list[etree._Element]:
    """The entries and tombstones; "item" is what some write who come from RSS."""
    if _what(root) in ("entry", _DELETED):
        return [root]
    return [child for child in root if _what(child) in ("entry", "item", _DELETED)]


def _feed(root: etree._Element) -> Feed:
    """What the feed says for all its entries. Nothing in it is taken from its dates: `slices` relies on that."""
    feed = Feed(language=attribute(root, XML_LANG))
    own = ""
    if _what(root) != "entry":
        for child in root:
            what = _what(child)
            if what == "link" and attribute(child, "rel") in ("", "alternate"):
                feed.link = feed.link or join(base_of(child), attribute(child, "href"))
            elif what == "link" and attribute(child, "rel") == "self":
                own = own or attribute(child, "href")
            elif what in ("rights", "copyright"):
                feed.notice = feed.notice or _construct(child)
            elif what == "author":
                feed.authors += _person(child)
    feed.link = join(own, feed.link)
    feed.base = rebase(own or feed.link, base_of(root))
    return feed


def _entry(element: etree._Element, feed: Feed, notes: list[Note], where: str) -> Entry:
    if _what(element) == _DELETED:
        return _tombstone(element)
    entry = Entry(base=base_of(element), language=attribute(element, XML_LANG))
    base = rebase(feed.base, entry.base)
    media: list[etree._Element] = []
    brief: etree._Element | None = None
    for child in element:
        what = _what(child)
        if what == "content":
            _content(entry, child, base, notes, where)
        elif what in _BRIEF:
            brief = child if brief is None else brief
        elif what.startswith("media:"):
            media.append(child)
        elif (handler := _HANDLERS.get(what)) is not None:
            handler(entry, child, base)
    entry.link = join(base, entry.link)
    if media:
        pictures.gather(media, entry, base)
    if brief is not None:
        # A feed that sends no more than summaries sends them as its copy, as feeds in RSS do.
        if entry.content or entry.words or entry.elsewhere:
            entry.summary = _construct(brief)
        else:
            _content(entry, brief, base, notes, where)
    return entry


def _tombstone(element: etree._Element) -> Entry:
    """RFC 6721 §3: `ref` is the id of the entry that is no more, `when` the moment it went."""
    return Entry(id=attribute(element, "ref"), modified=attribute(element, "when"), deleted=True)


def _construct(element: etree._Element) -> str:
    """A text construct (RFC 4287 §3.1; in 0.3, content constructs by type and mode) as one line of plain text."""
    if len(element):
        return line_of(inner(element))
    said, stated = _type(element), element.text or ""
    if _in_base64(element, said):
        return line_of(_decoded(stated))
    if said in _HTML or (not said and _MARKUP.search(stated)):
        return line_of(stated)
    return line_of_text(stated)


def _type(element: etree._Element) -> str:
    return attribute(element, "type").lower().partition(";")[0].strip()


def _content(entry: Entry, element: etree._Element, base: str, notes: list[Note], where: str) -> None:
    """The content by its type (RFC 4287 §4.1.3; in 0.3, by type and mode); of several, the first that is markup."""
    said, stated = _type(element), element.text or ""
    if src := attribute(element, "src"):
        entry.elsewhere = True
        _out_of_line(entry, element, rebase(base, base_of(element)), src, said)
        notes.append(Note(where, f"its content is elsewhere, at {join(base, src)!r:.200}"))
        return
    if entry.content:
        return
    entry.base = base_of(element) or entry.base
    entry.language = attribute(element, XML_LANG) or entry.language
    if len(element):
        entry.content = inner(element)
    elif _in_base64(element, said):
        decoded = _decoded(stated)
        if not decoded.strip():
            notes.append(Note(where, f"content of type {said}: left out"))
        entry.content = decoded
    elif said in _HTML or said.endswith(("+xml", "/xml")) or (not said and _MARKUP.search(stated)):
        entry.content = stated
    else:
        entry.words = entry.words or stated


def _in_base64(element: etree._Element, said: str) -> bool:
    """Whether content of this type is in base64: all that is neither text nor XML (RFC 4287 §4.1.3.3)."""
    if attribute(element, "mode") == "base64" or said == "base64":
        return True
    return "/" in said and not said.startswith("text/") and not said.endswith(("+xml", "/xml"))


def _out_of_line(entry: Entry, element: etree._Element, base: str, src: str, said: str) -> None:
    """RFC 4287 §4.1.3.2: the content is what `src` leads to; a page there is the entry's own."""
    if said in ("", *_HTML):
        entry.link = entry.link or join(base, src)
    elif one := attached(src, base, media_type=said):
        entry.pictures.append(one)


def _decoded(stated: str) -> str:
    """The text in base64; "" for what is no text, or no base64."""
    try:
        decoded = binascii.a2b_base64(stated).decode("utf-8")
    except ValueError:  # binascii.Error is one; bytes that are no UTF-8, and text beyond ASCII, are others
        return ""
    return "" if "\0" in decoded else decoded


def _id(entry: Entry, element: etree._Element, base: str) -> None:
    entry.id = entry.id or words(element)


def _title(entry: Entry, element: etree._Element, base: str) -> None:
    entry.title = entry.title or _construct(element)


def _encoded(entry: Entry, element: etree._Element, base: str) -> None:
    entry.content = entry.content or markup(element)


def _published(entry: Entry, element: etree._Element, base: str) -> None:
    entry.published = entry.published or words(element)


def _updated(entry: Entry, element: etree._Element, base: str) -> None:
    entry.modified = entry.modified or words(element)


def _rights(entry: Entry, element: etree._Element, base: str) -> None:
    """Of several, all: what one of them forbids, another does not allow."""
    stated = _construct(element)
    if stated and stated not in entry.notice:
        entry.notice = f"{entry.notice} {stated}".strip()


def _link(entry: Entry, element: etree._Element, base: str) -> None:
    rel, href = attribute(element, "rel"), attribute(element, "href")
    base = rebase(base, base_of(element))
    if rel in ("", "alternate"):
        # The page before other forms of it, a film or a calendar say.
        if not entry.link or (_type(element) in _HTML and href):
            entry.link = href
    elif rel == "enclosure":
        one = attached(href, base, media_type=attribute(element, "type"), caption=plain(attribute(element, "title")))
        entry.pictures += [one] if one else []
    elif rel == "license":  # RFC 4946
        entry.terms.append(f"licence: {join(base, href)}")


def _author(entry: Entry, element: etree._Element, base: str) -> None:
    entry.authors += _person(element)


def _person(element: etree._Element) -> list[str]:
    """A person's name; the address beside it is private."""
    return [words(child) for child in element if _what(child) == "name"]


def _creator(entry: Entry, element: etree._Element, base: str) -> None:
    entry.authors.append(words(element))


def _category(entry: Entry, element: etree._Element, base: str) -> None:
    term, scheme, label = (attribute(element, one) for one in ("term", "scheme", "label"))
    # Codes go by their term; words for readers by their label.
    coded = "iptc.org" in scheme.lower() or scheme.lower() in ("medtop", "subj") or term.lower().startswith("medtop:")
    entry.categories.append((term if coded else label or term or words(element), scheme))


def _subject(entry: Entry, element: etree._Element, base: str) -> None:
    entry.categories.append((words(element), ""))


def _source(entry: Entry, element: etree._Element, base: str) -> None:
    """RFC 4287 §4.2.11: where an aggregator took the entry from; its rights and authors come with it."""
    for child in element:
        what = _what(child)
        if what == "title":
            entry.credit = entry.credit or _construct(child)
        elif what == "rights":
            entry.notice = entry.notice or _construct(child)
        elif what == "author" and not entry.authors:
            entry.authors += _person(child)


def _control(entry: Entry, element: etree._Element, base: str) -> None:
    """RFC 5023 §13.1.1: a draft may not be shown."""
    if any(key(child.tag) == "app:draft" and words(child).lower() == "yes" for child in element.iter(etree.Element)):
        entry.hidden = "marked as a draft (app:draft)"


_HANDLERS: dict[str, Callable[[Entry, etree._Element, str], None]] = {
    "id": _id,
    "title": _title,
    "content:encoded": _encoded,
    "dc:title": _title,
    "published": _published,
    "issued": _published,  # 0.3
    "created": _published,
    "dc:date": _published,
    "dcterms:created": _published,
    "dcterms:issued": _published,
    "dcterms:modified": _updated,
    "pubdate": _published,
    "updated": _updated,
    "modified": _updated,
    "rights": _rights,
    "dc:rights": _rights,
    "copyright": _rights,
    "link": _link,
    "author": _author,
    "dc:creator": _creator,
    "category": _category,
    "dc:subject": _subject,
    "source": _source,
    "app:control": _control,
}
