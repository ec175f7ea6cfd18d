"""The body of a JSON item: from markup where there is any, else from plain text."""

from __future__ import annotations

import re
from typing import Any

from wireroom.formats.bounds import as_paragraphs
from wireroom.formats.jsontext import is_object
from wireroom.formats.jsonvalues import Object, listed
from wireroom.formats.markup import clean
from wireroom.news import Body

_KEYS = ("body_html", "body_xhtml", "body_html5", "body_nitf", "body_text")
_PICTURES = ("picture", "graphic")
_TAG = re.compile(r"<(?:p|div|br|h\d|ul|ol|table|section|article)[\s/>]", re.IGNORECASE)
_EMPTY = Body("")


def body_of(item: Object) -> Body:
    """The body that the item (its keys in lower case) carries, in a list of bodies or under `body_` and a name."""
    stated = item.get("bodies")
    if isinstance(stated, list):
        return _of_list(stated, item.get("type") in _PICTURES)
    for key in _KEYS:
        words = item.get(key)
        if type(words) is str and words.strip():
            return as_paragraphs(words) if key == "body_text" and not _TAG.search(words) else marked(words)
    others = (value for key, value in item.items() if key.startswith("body_") and type(value) is str and value.strip())
    return next((marked(words) for words in others), _EMPTY)


def _of_list(bodies: list[Any], picture: bool) -> Body:
    """The first body in markup, else the first in plain text; a picture's first body is its caption in full."""
    best = ""
    for body in listed(bodies):
        words = body.get("value") if is_object(body) else None
        if type(words) is not str or not words.strip():
            continue
        said = f"{body.get('contenttype') or body.get('contentType') or ''} {body.get('role') or ''}".lower()
        if "html" in said or "nitf" in said or (said == " " and "</" in words):
            return marked(words) if not (picture and best) else as_paragraphs(best)
        best = best or words
    if best:
        return marked(best) if _TAG.search(best) else as_paragraphs(best)
    return _EMPTY


def marked(words: str) -> Body:
    """Markup as a body; of a whole NITF document only the story, for its head holds headline and byline once more."""
    if "<body.content>" in words:
        words = words.partition("<body.content>")[2].partition("</body.content>")[0]
        words = words.replace("<hl2>", "<h3>").replace("</hl2>", "</h3>").replace("<block>", "").replace("</block>", "")
    return clean(words)
