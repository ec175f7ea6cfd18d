"""RSS 2.0, 0.9x and (through `rss1`) 1.0, and Microsoft's older channels: one version an item."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from wireroom.errors import UnreadableError
from wireroom.formats.bounds import text
from wireroom.formats.feeds import elements, pictures
from wireroom.formats.feeds.elements import KEYS, XML_LANG, attribute, base_of, key, markup, words
from wireroom.formats.feeds.encoding import as_utf8
from wireroom.formats.feeds.entry import NO_ENTRIES, Counted, Entry, Feed, person, version
from wireroom.formats.feeds.wordpress import SHOWN, post_type
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import join, rebase
from wireroom.formats.xml import parse

name = "rss"

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the root is `rss`, or a bare `channel` as some servers send it."""
    return elements.recognised(data, "rss", "channel")


def read(data: bytes, hint: Hint) -> Reading:
    """Reads a feed; raises UnreadableError when no item can be found in it, nor a channel that could hold some."""
    return count(data, hint).reading


def count(data: bytes, hint: Hint) -> Counted:
    """Reads a feed, and tells how many of its entries a parser found that mended nothing."""
    return count_as(name, data, hint)


def count_as(format: str, data: bytes, hint: Hint) -> Counted:
    """Reads a feed of the RSS family under the given format's name."""
    data = as_utf8(data, hint)
    try:
        parsed = parse(data)
    except UnreadableError:
        if not elements.complete(data, "rss", "rdf", "channel"):
            raise
        return _dirty(format, data, hint)
    channel, items = parts(parsed.root)
    if parsed.repaired and elements.lost(data, items, b"item"):
        return _dirty(format, data, hint)
    if channel is None and not items:
        raise UnreadableError(f"<{key(parsed.root.tag)}> holds neither a channel nor an item")
    feed = feed_of(parsed.root, channel, local=b"xml:" in data)
    found = list(parsed.notes)
    if not items:
        found.append(Note("channel", NO_ENTRIES))
    versions = []
    for index, item in enumerate(items, 1):
        made = version(entry_of(item, feed), feed, format, hint, found, f"item {index}")
        if made is not None:
            versions.append(made)
    return Counted(Reading(format, tuple(versions), tuple(found)), -1 if parsed.repaired else len(items))


def _dirty(format: str, data: bytes, hint: Hint) -> Counted:
    """By the parser that makes sense of nearly anything; slow to import and to run, so only where it is needed."""
    from wireroom.formats.feeds import dirty

    return Counted(dirty.read(format, data, hint), -1)


def parts(root: etree._Element) -> tuple[etree._Element | None, list[etree._Element]]:
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


def feed_of(root: etree._Element, channel: etree._Element | None, *, local: bool) -> Feed:
    """What the channel says for all its items; `local` as in `Feed`. Nothing is taken from its dates: `slices` needs
    that.
    """
    feed = Feed(language=attribute(root, XML_LANG), local=local)
    if channel is None:
        return feed
    for child in channel:
        what = key(child.tag)
        if what == "link":
            feed.link = feed.link or words(child) or attribute(child, "href")
        elif what in ("language", "dc:language"):
            feed.language = feed.language or words(child)
        elif what in ("copyright", "dc:rights"):
            feed.notice = feed.notice or markup(child)
    feed.link = feed.link or _attribute(channel, "href")
    feed.base = rebase(feed.link, base_of(channel) or _attribute(channel, "base"))
    return feed


def entry_of(item: etree._Element, feed: Feed) -> Entry:
    """What an item says."""
    entry = Entry()
    texts: dict[str, str] = {}
    media: list[etree._Element] = []
    for child in item:
        what = KEYS[child.tag]
        if what in _TEXTS:
            found = (child.text or "") if len(child) == 0 else markup(child)
            if what not in texts and found and not found.isspace():
                texts[what] = found
                if feed.local and what in _COPY:
                    _nearest(entry, child, what)
        elif (handler := _HANDLERS.get(what)) is not None:
            if what in _LINKS and attribute(child, "rel") == "enclosure":
                media.append(child)
            else:
                handler(entry, child)
        elif what in pictures.FILES or what.startswith("media:"):
            media.append(child)
    if feed.local:
        entry.base = entry.base or base_of(item)
        entry.language = entry.language or attribute(item, XML_LANG)
    base = rebase(feed.base, entry.base)
    if media:
        pictures.gather(media, entry, base)
    _settle(entry, texts)
    entry.link = join(base, entry.link or _attribute(item, "href"))
    if not entry.modified and not entry.published:
        entry.modified = _attribute(item, "lastmod")
    entry.id = entry.id or attribute(item, _ABOUT)
    return entry


def _nearest(entry: Entry, element: etree._Element, what: str) -> None:
    """What the copy itself says of its base and language; the full text's word before the synopsis's."""
    if what in _FULL or not entry.base:
        entry.base = base_of(element)
    if what in _FULL or not entry.language:
        entry.language = attribute(element, XML_LANG) or entry.language


def _settle(entry: Entry, texts: dict[str, str]) -> None:
    """Chooses between the many elements that may hold the same fact; the full text comes before the synopsis."""
    get = texts.get
    entry.title = text(get("title") or get("dc:title") or get("media:title") or "")
    full = _first(texts, _FULL)
    short = get("description") or _first(texts, _SHORT)
    entry.content = full or short
    brief = get("excerpt:encoded") or (short if full else get("summary") or get("itunes:subtitle") or "")
    entry.summary = text(brief) if brief and brief != entry.content else ""
    entry.published = get("pubdate") or get("dc:date") or _first(texts, _DATES)
    entry.modified = _first(texts, _CHANGES)
    entry.notice = get("copyright") or get("dc:rights") or get("atom:rights") or get("rights") or ""


def _first(texts: dict[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if name in texts:
            return texts[name]
    return ""


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute in Microsoft's channels, which are written in capitals as a rule."""
    return attribute(element, name) or attribute(element, name.upper())


_FULL = ("content:encoded", "xhtml:body", "xhtml:div", "fullitem", "atom:content", "body", "content")
_SHORT = ("dc:description", "atom:summary", "summary", "abstract", "itunes:summary", "itunes:subtitle")
_DATES = ("dcterms:created", "dcterms:issued", "atom:published", "published", "issued", "date")
_CHANGES = ("dcterms:modified", "atom:updated", "lastbuilddate", "updated", "modified")
_COPY = frozenset((*_FULL, "description", *_SHORT))
_LINKS = frozenset({"link", "atom:link"})
_TEXTS = frozenset(
    (
        *_COPY,
        *_DATES,
        *_CHANGES,
        *"title dc:title media:title excerpt:encoded pubdate dc:date copyright dc:rights atom:rights rights".split(),
    )
)


def _guid(entry: Entry, element: etree._Element) -> None:
    entry.id = entry.id or words(element)
    if not entry.link and attribute(element, "isPermaLink").lower() != "false" and entry.id.startswith("http"):
        entry.link = entry.id


def _link(entry: Entry, element: etree._Element) -> None:
    # The item's own link goes before the one that its guid stood in for.
    found = words(element) or (attribute(element, "href") if attribute(element, "rel") in ("", "alternate") else "")
    if found and (not entry.link or entry.link == entry.id):
        entry.link = found


def _atom_link(entry: Entry, element: etree._Element) -> None:
    if not entry.link and attribute(element, "rel") in ("", "alternate"):
        entry.link = attribute(element, "href")


def _author(entry: Entry, element: etree._Element) -> None:
    named = next((child for child in element if key(child.tag).endswith("name")), element) if len(element) else element
    entry.authors.append(person(words(named)))


def _category(entry: Entry, element: etree._Element) -> None:
    said = words(element) if len(element) == 0 else (element.text or "").strip() or words(element)
    entry.categories.append((said or attribute(element, "term"), attribute(element, "domain")))


def _keywords(entry: Entry, element: etree._Element) -> None:
    entry.categories += [(one.strip(), "") for one in words(element).split(",") if one.strip()]


def _language(entry: Entry, element: etree._Element) -> None:
    entry.language = words(element) or entry.language


def _source(entry: Entry, element: etree._Element) -> None:
    entry.credit = entry.credit or words(element)


def _licence(entry: Entry, element: etree._Element) -> None:
    stated = words(element) or attribute(element, _RESOURCE) or attribute(element, "href")
    if stated:
        entry.terms.append(f"licence: {stated}")


def _embargo(entry: Entry, element: etree._Element) -> None:
    entry.embargoed = words(element)


def _expires(entry: Entry, element: etree._Element) -> None:
    entry.expires = words(element)


# A feed of WordPress's own may carry what its export does; what is no public copy there is none here either.
def _wordpress_status(entry: Entry, element: etree._Element) -> None:
    if words(element).lower() not in SHOWN:
        entry.hidden = f"WordPress says it is {words(element)!r:.40}"


def _wordpress_password(entry: Entry, element: etree._Element) -> None:
    if words(element):
        entry.hidden = "WordPress asks for a password"


def _wordpress_type(entry: Entry, element: etree._Element) -> None:
    entry.kind = post_type(words(element))


_HANDLERS: dict[str, Callable[[Entry, etree._Element], None]] = {
    "guid": _guid,
    "atom:id": _guid,
    "id": _guid,
    "link": _link,
    "atom:link": _atom_link,
    "author": _author,
    "atom:author": _author,
    "dc:creator": _author,
    "itunes:author": _author,
    "category": _category,
    "atom:category": _category,
    "dc:subject": _category,
    "media:category": _category,
    "media:keywords": _keywords,
    "itunes:keywords": _keywords,
    "dc:language": _language,
    "source": _source,
    "cc:license": _licence,
    "media:license": _licence,
    "prism:embargodate": _embargo,
    "prism:expirationdate": _expires,
    "expirationdate": _expires,
    "wp:status": _wordpress_status,
    "wp:post_password": _wordpress_password,
    "wp:post_type": _wordpress_type,
}
