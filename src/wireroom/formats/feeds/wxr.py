"""WordPress's export (WXR 1.0 to 1.2, RSS with `wp:` elements): one version a post, whatever else it holds noted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from wireroom.formats.bounds import made_uri, text
from wireroom.formats.feeds import rss, wordpress
from wireroom.formats.feeds.elements import key, words
from wireroom.formats.feeds.entry import NO_ENTRIES, Entry, Feed, attached, person, version
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.urls import host
from wireroom.formats.xml import parse, root_name
from wireroom.news import Association

name = "wxr"

_HEAD = 32_768
# What WordPress keeps as posts and is no copy: parts of its pages, menus, styles, and older states of posts.
_FURNITURE = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache"})
_NEVER = "0000-00-00"


@dataclass(slots=True)
class _Blog:
    """What the export says once: the channel, display names by log-in, and attachments by their ids."""

    feed: Feed
    title: str = ""
    names: dict[str, str] = field(default_factory=dict)
    files: dict[str, Association] = field(default_factory=dict)


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether this is RSS whose head names WordPress's export."""
    return root_name(data) in ("rss", "channel") and b"wordpress.org/export/" in data[:_HEAD]


def read(data: bytes, hint: Hint) -> Reading:
    """Reads an export; raises UnreadableError when it is no XML.

    Posts are versions; drafts and what is private, pending, scheduled or behind a password are withheld ones. Pages
    and posts of types of the owner's own are versions of that kind, which no site shows, with a note. Attachments go
    to the posts that feature them; comments and menus are passed over.
    """
    parsed = parse(data)
    channel, items = rss.parts(parsed.root)
    notes = list(parsed.notes)
    blog = _blog(parsed.root, channel, items)
    if not items:
        notes.append(Note("channel", NO_ENTRIES))
    versions = []
    for index, item in enumerate(items, 1):
        where = f"item {index}"
        said = {key(child.tag): words(child) for child in item if key(child.tag).startswith("wp:")}
        kind = wordpress.post_type(said.get("wp:post_type", ""))
        if kind in _FURNITURE or kind.startswith("wp_"):
            notes.append(Note(where, f"WordPress's {kind!r}, which is no copy: passed over"))
            continue
        if kind != "text":
            notes.append(Note(where, f"WordPress's {kind!r} and no post: recorded, and not shown"))
        made = version(_entry(item, said, blog), blog.feed, name, hint, notes, where)
        if made is not None:
            versions.append(made)
    return Reading(name, tuple(versions), tuple(notes))


def _blog(root: etree._Element, channel: etree._Element | None, items: list[etree._Element]) -> _Blog:
    blog = _Blog(rss.feed_of(root, channel, local=True))
    for child in channel if channel is not None else ():
        what = key(child.tag)
        if what == "wp:author":
            said = {key(one.tag): text(words(one)) for one in child}
            full = f"{said.get('wp:author_first_name', '')} {said.get('wp:author_last_name', '')}".strip()
            blog.names[said.get("wp:author_login", "")] = said.get("wp:author_display_name") or full
        elif what == "title":
            blog.title = blog.title or text(words(child))
        elif what in ("wp:base_blog_url", "wp:base_site_url") and not blog.feed.link:
            blog.feed.link = blog.feed.base = words(child)
    for item in items:
        said = {key(child.tag): words(child) for child in item}
        if said.get("wp:post_type") == "attachment" and (number := said.get("wp:post_id")):
            file = attached(
                said.get("wp:attachment_url") or said.get("guid", ""),
                blog.feed.base,
                medium="image",
                caption=text(said.get("excerpt:encoded", "")),
            )
            if file is not None:
                blog.files[number] = replace(file, alt=_alt(item, said, file), rendition="featured")
    return blog


def _alt(item: etree._Element, said: dict[str, str], file: Association) -> str:
    """The words for those who do not see the picture; its title too, where that is more than the file's name."""
    title = text(said.get("title", ""))
    return text(_meta(item, "_wp_attachment_image_alt")) or ("" if title.lower() in file.href.lower() else title)


def _meta(item: etree._Element, name: str) -> str:
    """The value of one of the post's custom fields; "" when it has none of that name."""
    for child in item:
        if key(child.tag) == "wp:postmeta":
            said = {key(one.tag): words(one) for one in child}
            if said.get("wp:meta_key") == name:
                return said.get("wp:meta_value", "")
    return ""


def _entry(item: etree._Element, said: dict[str, str], blog: _Blog) -> Entry:
    entry = rss.entry_of(item, blog.feed)
    number = said.get("wp:post_id", "")
    if not entry.id and number.isascii() and number.isdigit():
        scope = host(blog.feed.link)
        entry.id = f"{scope}:{number}" if scope else made_uri(blog.title, number)
    logins = [words(child) for child in item if key(child.tag) == "dc:creator"]
    entry.authors = [blog.names.get(one) or person(one) for one in logins] or entry.authors
    entry.content = wordpress.paragraphs(entry.content)
    entry.published = _time(said, "wp:post_date") or _unless_never(entry.published)
    entry.modified = _time(said, "wp:post_modified") or _unless_never(entry.modified)
    featured = blog.files.get(_meta(item, "_thumbnail_id"))
    if featured is not None:
        entry.pictures.insert(0, featured)
    # A recording: its address, its length and its type, a line each (WordPress's `do_enclose`).
    recording = [*_meta(item, "enclosure").split("\n"), "", ""]
    if (file := attached(recording[0], blog.feed.base, media_type=recording[2].strip())) is not None:
        entry.pictures.append(file)
    return entry


def _time(said: dict[str, str], what: str) -> str:
    """WordPress's time in UTC; else the one in the blog's zone, which is the hint's; "" for drafts, which have none."""
    universal = said.get(f"{what}_gmt", "")
    if universal and not universal.startswith(_NEVER):
        return f"{universal}Z"
    return _unless_never(said.get(what, ""))


def _unless_never(stated: str) -> str:
    """The time, but for the one that WordPress makes of noughts: 30 November of the year -1."""
    return "" if stated.startswith(_NEVER) or "-0001" in stated else stated
