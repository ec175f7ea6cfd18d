"""The body of a JSON item: from markup where there is any, else from plain text."""

from __future__ import annotations

import re
from typing import Any

from wireroom.formats.bounds import as_paragraphs
from wireroom.formats.jsontext import is_object
from wireroom.formats.jsonvalues import Object, first, listed
from wireroom.formats.markup import NO_COPY, clean, plain
from wireroom.news import Body

_KEYS = ("body_html", "body_xhtml", "body_html5", "body_nitf", "body_text")
_PICTURES = ("picture", "graphic")
_TAG = re.compile(r"<(?:p|div|br|h\d|ul|ol|table|section|article)[\s/>]", re.IGNORECASE)
_CLASSES = re.compile(r'\sclass="([^"<>]{1,100})"')
_CLASSED = re.compile(r'<(div|p|span)\s(?:[^<>]*\s)?class="([^"<>]{1,100})"[^<>]*>((?:(?!</?\1\b).)*)</\1>', re.DOTALL)
# TT sets its lead in larger type: whole paragraphs and quotations, which are no heading.
_LEAD = re.compile(r"<h4>\s*(<(?:p|blockquote)>.*?)</h4>", re.DOTALL)
_EMPTY = Body("")


def body_of(item: Object) -> Body:
    """The body that the item (its keys in lower case) carries, in a list of bodies or under `body_` and a name."""
    byline = first(item, "byline", "by")
    stated = item.get("bodies")
    if isinstance(stated, list):
        return _of_list(stated, item.get("type") in _PICTURES, byline)
    for key in _KEYS:
        words = item.get(key)
        if type(words) is str and words.strip():
            return as_paragraphs(words) if key == "body_text" and not _TAG.search(words) else marked(words, byline)
    others = (value for key, value in item.items() if key.startswith("body_") and type(value) is str and value.strip())
    return next((marked(words, byline) for words in others), _EMPTY)


def _of_list(bodies: list[Any], picture: bool, byline: str) -> Body:
    """The first body in markup, else the first in plain text; a picture's first body is its caption in full."""
    best = ""
    for body in listed(bodies):
        words = body.get("value") if is_object(body) else None
        if type(words) is not str or not words.strip():
            continue
        said = f"{body.get('contenttype') or body.get('contentType') or ''} {body.get('role') or ''}".lower()
        if "html" in said or "nitf" in said or (said == " " and "</" in words):
            return marked(words, byline) if not (picture and best) else as_paragraphs(best)
        best = best or words
    if best:
        return marked(best, byline) if _TAG.search(best) else as_paragraphs(best)
    return _EMPTY


def marked(words: str, byline: str = "") -> Body:
    """Markup as a body, without its elements that by their class say once more what a field says.

    Of a whole NITF document only the story, for its head holds headline and byline once more.
    """
    if "<body.content>" in words:
        words = words.partition("<body.content>")[2].partition("</body.content>")[0]
        words = words.replace("<hl2>", "<h3>").replace("</hl2>", "</h3>").replace("<block>", "").replace("</block>", "")
    if 'class="' in words and any(NO_COPY.search(one) for one in _CLASSES.findall(words)):
        words = _CLASSED.sub(lambda found: "" if _is_aside(found[2], found[3], byline) else found[0], words)
    if "<h4>" in words:
        words = _LEAD.sub(r"\1", words)
    return clean(words)


def _is_aside(classes: str, text: str, byline: str) -> bool:
    """Whether an element of these classes says what a field says too; another byline stands in the body alone."""
    return bool(NO_COPY.search(classes)) and ("byline" not in classes or plain(text) == byline)
