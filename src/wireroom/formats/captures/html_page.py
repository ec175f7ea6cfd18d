"""HTML pages, as they were saved or crawled: roles for their blocks, titles and dates by agreement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lxml import etree
from lxml import html as lxml_html

from wireroom.errors import UnreadableError
from wireroom.formats.captures import dates, html_blocks, html_body, local, story
from wireroom.formats.captures.decode import text_of
from wireroom.formats.captures.model import Origin, Rules, Stated
from wireroom.formats.captures.notes import notes_of
from wireroom.formats.captures.selectors import xpath_of
from wireroom.formats.captures.stated import stated_by
from wireroom.formats.model import UTC, Capture, Hint, Reading
from wireroom.formats.urls import web
from wireroom.formats.xml import drop
from wireroom.formats.xml import text as folded
from wireroom.news import Body, Version

name = "html-page"
LONGEST = 8_000_000
"""Characters of a page that are read; real ones have a hundred thousand."""
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|h1|title|meta|article)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", re.IGNORECASE)


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether these bytes are an HTML page."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and _HTML.search(head) is not None


def read(data: bytes, hint: Hint) -> Reading:
    """The story of the page; raises UnreadableError when there is none on it."""
    version, capture = read_page(data, hint, Origin())
    return Reading(name, (version,), notes_of(capture), (capture,))


def read_page(data: bytes, hint: Hint, origin: Origin, declared: str = "") -> tuple[Version, Capture]:
    """As `read`, with what is known of where the page comes from; `declared` is the charset its response named."""
    text = _DECLARATION.sub("", text_of(data, declared))[:LONGEST].replace("\0", "")
    if not origin.url and (saved := _SAVED_FROM.search(text[:2000])):
        origin = replace(origin, url=web(saved[1]))
    root = _tree(text)
    stated = stated_by(root, origin.url, hint.zone)
    stated, text = _ruled(root, stated, origin, text)
    blocks = html_blocks.blocks_of(root)
    if not blocks:
        raise UnreadableError("the page has no text", todo="a page that scripts fill is empty in its file")
    local.classify(blocks)

    def find_body(headline: str) -> tuple[Body, int]:
        found = html_body.found_by_library(text)
        return (Body(""), 0) if found is None else html_body.body_of(found, headline, blocks)

    return story.read(story.Page(blocks, origin, stated, hint, name, find_body))


def _tree(text: str) -> etree._Element:
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root: etree._Element | None = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableError(f"the page cannot be parsed: {error}", todo="keep the file and report it") from error
    if root is None:
        raise UnreadableError("the page is empty", todo="look at the file")
    return root


def _selected(root: etree._Element, selector: str) -> list[etree._Element]:
    """The elements that a rule's selector finds."""
    found = root.xpath(xpath_of(selector))
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


def _ruled(root: etree._Element, stated: Stated, origin: Origin, text: str) -> tuple[Stated, str]:
    """What the page says, with what the site's rules find in it in front, and its text without what they drop.

    Where they name the body, all else is dropped.
    """
    rules = origin.rules
    for selector in rules.drop:
        for one in _selected(root, selector):
            drop(one)
    titles_first = [(folded(one), 4.0) for one in _selected(root, rules.headline)[:1]] if rules.headline else []
    byline = next((folded(one) for one in _selected(root, rules.byline)), "") if rules.byline else ""
    bodies = _selected(root, rules.body) if rules.body else []
    if bodies:
        body = next(root.iter("body"), root)
        body[:] = [one for one in bodies if not any(other in bodies for other in one.iterancestors())]
        body.text = None
    if bodies or rules.drop:
        text = etree.tostring(root, encoding="unicode", method="html")
    found = replace(
        stated,
        titles=(*titles_first, *stated.titles),
        dates=(*_ruled_dates(root, rules), *stated.dates),
        byline=byline or stated.byline,
        site=rules.name or stated.site,
    )
    return found, text


def _ruled_dates(root: etree._Element, rules: Rules, zone: ZoneInfo = UTC) -> list[tuple[date, datetime | None, float]]:
    """The date in the element that the rules name for it."""
    texts = [one.get("datetime") or folded(one) for one in _selected(root, rules.date)[:1]] if rules.date else []
    return [(one.on, one.at, 3.0) for text in texts for one in dates.told_in(text, 1.0, zone)[:1]]
