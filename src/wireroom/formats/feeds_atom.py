"""Atom 1.0 (RFC 4287) and 0.3: one version an entry, and a kill for each tombstone (RFC 6721)."""

from __future__ import annotations

import binascii
from collections.abc import Callable

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import feeds_media, feeds_xml
from wireroom.formats.feeds import NO_ENTRIES, Entry, Feed, attached, version
from wireroom.formats.feeds_xml import XML_LANG, attribute, base_of, inner, key, markup, words
from wireroom.formats.markup import plain
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import join, rebase
from wireroom.formats.xml import parse

name = "atom"

_DELETED = "at:deleted-entry"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the root is a feed, or an entry or a tombstone alone."""
    return feeds_xml.recognised(data, "feed", "entry", "deleted-entry")


def read(data: bytes, hint: Hint) -> Reading:
    """Reads a feed or one entry; raises UnreadableError when there is neither."""
    try:
        parsed = parse(data)
    except UnreadableError:
        if not feeds_xml.complete(data, "feed", "entry"):
            raise
        return _dirty(data, hint)
    root = parsed.root
    entries = _entries(root)
    if parsed.repaired and len(entries) < data.count(b"<entry>") + data.count(b"<entry "):
        return _dirty(data, hint)
    if not entries and _what(root) != "feed":
        raise UnreadableError(f"<{key(root.tag)}> is neither a feed nor an entry")
    feed = _feed(root)
    notes = list(parsed.notes)
    if not entries:
        notes.append(Note("feed", NO_ENTRIES))
    versions = []
    for index, element in enumerate(entries, 1):
        where = f"entry {index}"
        made = version(_entry(element, feed, notes, where), feed, name, hint, notes, where)
        if made is not None:
            versions.append(made)
    return Reading(name, tuple(versions), tuple(notes))


def _dirty(data: bytes, hint: Hint) -> Reading:
    """By the parser that makes sense of nearly anything; slow to import and to run, so only where it is needed."""
    from wireroom.formats import feeds_dirty

    return feeds_dirty.read(name, data, hint)


def _what(element: etree._Element) -> str:
    """The element's name; Atom's own without the prefix, for feeds without a namespace are met too."""
    return key(element.tag).removeprefix("atom:")


def _entries(root: etree._Element) -> list[etree._Element]:
    if _what(root) in ("entry", _DELETED):
        return [root]
    return [child for child in root if _what(child) in ("entry", _DELETED)]


def _feed(root: etree._Element) -> Feed:
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
    for child in element:
        what = _what(child)
        if (handler := _HANDLERS.get(what)) is not None:
            handler(entry, child, base)
        elif what == "content":
            _content(entry, child, notes, where)
        elif what.startswith("media:"):
            media.append(child)
    entry.link = join(base, entry.link)
    if media:
        feeds_media.gather(media, entry, base)
    return entry


def _tombstone(element: etree._Element) -> Entry:
    """RFC 6721 §3: `ref` is the id of the entry that is no more, `when` the moment it went."""
    return Entry(id=attribute(element, "ref"), modified=attribute(element, "when"), deleted=True)


def _construct(element: etree._Element) -> str:
    """A text construct (RFC 4287 §3.1) as markup for `plain`, whatever its type."""
    return markup(element)


def _content(entry: Entry, element: etree._Element, notes: list[Note], where: str) -> None:
    """The content by its type (RFC 4287 §4.1.3; in 0.3, by type and mode)."""
    said = attribute(element, "type").lower()
    entry.base = base_of(element) or entry.base
    entry.language = attribute(element, XML_LANG) or entry.language
    if len(element):
        entry.content = inner(element)
    elif attribute(element, "mode") == "base64":
        entry.content = _decoded(element.text or "")
    elif said in ("html", "xhtml", "text/html", "application/xhtml+xml") or (not said and "</" in (element.text or "")):
        entry.content = element.text or ""
    elif said in ("", "text") or said.startswith("text/"):
        entry.words = element.text or ""
    elif attribute(element, "src") or element.text:
        notes.append(Note(where, f"content of type {said}: left out"))


def _decoded(stated: str) -> str:
    try:
        return binascii.a2b_base64(stated).decode("utf-8", "replace")
    except ValueError:  # binascii.Error is one; text beyond ASCII is another
        return ""


def _id(entry: Entry, element: etree._Element, base: str) -> None:
    entry.id = entry.id or words(element)


def _title(entry: Entry, element: etree._Element, base: str) -> None:
    entry.title = entry.title or _construct(element)


def _summary(entry: Entry, element: etree._Element, base: str) -> None:
    entry.summary = entry.summary or _construct(element)


def _published(entry: Entry, element: etree._Element, base: str) -> None:
    entry.published = entry.published or words(element)


def _updated(entry: Entry, element: etree._Element, base: str) -> None:
    entry.modified = entry.modified or words(element)


def _rights(entry: Entry, element: etree._Element, base: str) -> None:
    entry.notice = entry.notice or _construct(element)


def _link(entry: Entry, element: etree._Element, base: str) -> None:
    rel, href = attribute(element, "rel"), attribute(element, "href")
    base = rebase(base, base_of(element))
    if rel in ("", "alternate"):
        entry.link = entry.link or href
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
    "summary": _summary,
    "published": _published,
    "issued": _published,  # 0.3
    "created": _published,
    "dc:date": _published,
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
