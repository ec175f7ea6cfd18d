"""RSS 2.0, 0.9x and (through feeds_rss1) 1.0: one version an item."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats import feeds_media, feeds_xml
from wireroom.formats.feeds import NO_ENTRIES, Entry, Feed, person, version
from wireroom.formats.feeds_xml import XML_LANG, attribute, base_of, key, markup, words
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import join, rebase
from wireroom.formats.xml import parse

name = "rss"

_SHOWN = ("publish", "inherit")


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the root is `rss`, or a bare `channel` as some servers send it."""
    return feeds_xml.recognised(data, "rss", "channel")


def read(data: bytes, hint: Hint) -> Reading:
    """Reads a feed; raises UnreadableError when no item can be found in it, nor a channel that could hold some."""
    return read_as(name, data, hint)


def read_as(format: str, data: bytes, hint: Hint) -> Reading:
    """Reads a feed of the RSS family under the given format's name."""
    try:
        parsed = parse(data)
    except UnreadableError:
        if not feeds_xml.complete(data, "rss", "rdf", "channel"):
            raise
        return _dirty(format, data, hint)
    root = parsed.root
    channel, items = _parts(root)
    if parsed.repaired and len(items) < data.count(b"<item>") + data.count(b"<item "):
        return _dirty(format, data, hint)
    if channel is None and not items:
        raise UnreadableError(f"<{key(root.tag)}> holds neither a channel nor an item")
    feed = _feed(root, channel)
    found = list(parsed.notes)
    if not items:
        found.append(Note("channel", NO_ENTRIES))
    versions = []
    for index, item in enumerate(items, 1):
        made = version(_entry(item, feed), feed, format, hint, found, f"item {index}")
        if made is not None:
            versions.append(made)
    return Reading(format, tuple(versions), tuple(found))


def _dirty(format: str, data: bytes, hint: Hint) -> Reading:
    """By the parser that makes sense of nearly anything; slow to import and to run, so only where it is needed."""
    from wireroom.formats import feeds_dirty

    return feeds_dirty.read(format, data, hint)


def _parts(root: etree._Element) -> tuple[etree._Element | None, list[etree._Element]]:
    """The channel and the items, wherever the feed puts them: inside the channel, or beside it (0.90, 1.0)."""
    channel = root if key(root.tag) == "channel" else next((one for one in root if key(one.tag) == "channel"), None)
    items = [one for one in channel if key(one.tag) == "item"] if channel is not None else []
    if items:
        return channel, items
    for element in root.iter():
        what = key(element.tag)
        if what == "item":
            items.append(element)
        elif what == "channel" and channel is None:
            channel = element
    return channel, items


def _feed(root: etree._Element, channel: etree._Element | None) -> Feed:
    feed = Feed(language=attribute(root, XML_LANG))
    for child in channel if channel is not None else ():
        what = key(child.tag)
        if what == "link":
            feed.link = feed.link or words(child)
        elif what in ("language", "dc:language"):
            feed.language = feed.language or words(child)
        elif what in ("copyright", "dc:rights"):
            feed.notice = feed.notice or markup(child)
    feed.base = rebase(feed.link, base_of(channel)) if channel is not None else feed.link
    return feed


def _entry(item: etree._Element, feed: Feed) -> Entry:
    entry = Entry(base=base_of(item), language=attribute(item, XML_LANG))
    texts: dict[str, str] = {}
    media: list[etree._Element] = []
    for child in item:
        what = key(child.tag)
        if (handler := _HANDLERS.get(what)) is not None:
            handler(entry, child)
        elif what in _TEXTS:
            found = markup(child)
            if found.strip() and what not in texts:
                texts[what] = found
        elif what == "enclosure" or what.startswith("media:"):
            media.append(child)
    _settle(entry, texts, item, feed)
    if media:
        feeds_media.gather(media, entry, rebase(feed.base, entry.base))
    return entry


def _settle(entry: Entry, texts: dict[str, str], item: etree._Element, feed: Feed) -> None:
    """Chooses between the many elements that may hold the same fact; the full text comes before the synopsis."""
    get = texts.get
    entry.title = get("title") or get("dc:title") or get("media:title") or ""
    full = next((texts[what] for what in _FULL if what in texts), "")
    short = get("description") or get("dc:description") or get("atom:summary") or ""
    entry.content = full or short
    entry.summary = get("excerpt:encoded") or (short if full else "")
    entry.published = (
        get("pubdate")
        or get("dc:date")
        or get("dcterms:created")
        or get("dcterms:issued")
        or get("atom:published")
        or ""
    )
    entry.modified = get("dcterms:modified") or get("atom:updated") or get("lastbuilddate") or ""
    entry.notice = get("copyright") or get("dc:rights") or get("rights") or ""
    entry.link = join(rebase(feed.base, entry.base), entry.link)
    if not entry.id:
        entry.id = attribute(item, "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")


_FULL = ("content:encoded", "xhtml:body", "xhtml:div", "fullitem", "atom:content", "body")
_TEXTS = frozenset(
    (
        *_FULL,
        *"title dc:title media:title description dc:description atom:summary excerpt:encoded pubdate dc:date".split(),
        *"dcterms:created dcterms:issued dcterms:modified atom:published atom:updated lastbuilddate".split(),
        *"copyright dc:rights rights".split(),
    )
)


def _guid(entry: Entry, element: etree._Element) -> None:
    entry.id = entry.id or words(element)
    if not entry.link and attribute(element, "isPermaLink").lower() != "false" and entry.id.startswith("http"):
        entry.link = entry.id


def _link(entry: Entry, element: etree._Element) -> None:
    # The item's own link goes before the one that its guid stood in for.
    found = words(element) or attribute(element, "href")
    if found and (not entry.link or entry.link == entry.id):
        entry.link = found


def _atom_link(entry: Entry, element: etree._Element) -> None:
    if not entry.link and attribute(element, "rel") in ("", "alternate"):
        entry.link = attribute(element, "href")


def _author(entry: Entry, element: etree._Element) -> None:
    entry.authors += [person(words(element))]


def _category(entry: Entry, element: etree._Element) -> None:
    entry.categories.append((words(element), attribute(element, "domain")))


def _language(entry: Entry, element: etree._Element) -> None:
    entry.language = words(element) or entry.language


def _source(entry: Entry, element: etree._Element) -> None:
    entry.credit = entry.credit or words(element)


def _licence(entry: Entry, element: etree._Element) -> None:
    stated = words(element) or attribute(element, "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource")
    if stated:
        entry.terms.append(f"licence: {stated}")


def _embargo(entry: Entry, element: etree._Element) -> None:
    entry.embargoed = words(element)


def _expires(entry: Entry, element: etree._Element) -> None:
    entry.expires = words(element)


def _wordpress_status(entry: Entry, element: etree._Element) -> None:
    if words(element).lower() not in _SHOWN:
        entry.hidden = f"WordPress says it is {words(element)!r:.40}"


def _wordpress_password(entry: Entry, element: etree._Element) -> None:
    if words(element):
        entry.hidden = "WordPress asks for a password"


def _wordpress_type(entry: Entry, element: etree._Element) -> None:
    if words(element).lower() != "post":
        entry.kind = words(element).lower() or entry.kind


_HANDLERS: dict[str, Callable[[Entry, etree._Element], None]] = {
    "guid": _guid,
    "atom:id": _guid,
    "link": _link,
    "atom:link": _atom_link,
    "author": _author,
    "dc:creator": _author,
    "itunes:author": _author,
    "category": _category,
    "dc:subject": _category,
    "dc:language": _language,
    "source": _source,
    "cc:license": _licence,
    "prism:embargodate": _embargo,
    "prism:expirationdate": _expires,
    "wp:status": _wordpress_status,
    "wp:post_password": _wordpress_password,
    "wp:post_type": _wordpress_type,
}
