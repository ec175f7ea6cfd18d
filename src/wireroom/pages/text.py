"""Copy on its way into bytes: what is escaped for HTML, XML and JSON in scripts, so that copy is never code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

import msgspec
from minijinja import safe

from wireroom.news import Body

# XML 1.0 §2.2 has no room for these, HTML frowns on them, and NUL is what marks the holes of a frame.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNFIT_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_TO_QUESTION_MARK = bytes.maketrans(_UNFIT_BYTES, b"?" * len(_UNFIT_BYTES))
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ckb", "dv"})
_FIGURE = re.compile(r"<figure>(?:(?!</figure>).)*<img(?:(?!</figure>).)*</figure>\n?", re.DOTALL)
_PICTURE = re.compile(r"<img[^>]*>")
_EMPTY_LINK = re.compile(r"<a(?: [^>]*)?>\s*</a>")
_TABLE = re.compile(r"<(/?)table>")
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|<br/>)*</p>\n?")

HOLE = "\x00"


def fit(text: str) -> str:
    """The text without the characters that no output may hold."""
    return text if text.isprintable() else _UNFIT.sub("", text)


def plain(text: str) -> str:
    """Copy as HTML text: escaped here, so that templates print it as it is (their own escaping stays on)."""
    return safe(escape(fit(text)))


def markup(body: Body) -> str:
    """A body, which is clean XHTML by its type; only the character that marks holes is taken out of it.

    Taken out means replaced: what stood on both its sides must not become one word, such as `javascript:`. Pictures
    inside it lie on other servers, which the page's policy does not let it ask: they go, with the caption of each.
    """
    text = body.replace(HOLE, "\ufffd") if HOLE in body else str(body)
    if "<img" in text:
        for pattern in (_FIGURE, _PICTURE, _EMPTY_LINK, _EMPTY_PARAGRAPH):
            text = pattern.sub("", text)
    return safe(text)


def reachable(body: str, label: str) -> str:
    """The body with each table in a box of its own, which scrolls where the table is too wide, and to which a keyboard
    comes (WCAG 2.1.1): `label` says what it is."""
    if "<table" not in body:
        return body
    depth = 0

    def boxed(found: re.Match[str]) -> str:
        nonlocal depth
        depth += -1 if found[1] else 1
        if depth != (0 if found[1] else 1):
            return found[0]  # a table within one scrolls with it
        return (
            "</table></div>"
            if found[1]
            else f'<div class="wide" role="group" aria-label="{label}" tabindex="0"><table>'
        )

    return safe(_TABLE.sub(boxed, body))


def xml(text: str) -> str:
    """Copy as XML text or attribute value."""
    return escape(fit(text))


# For the few lines that stand in every entry: credits and notices.
xml_again = lru_cache(maxsize=1024)(xml)


def xml_body(markup: str) -> str:
    """Clean markup as XML text. What no XML may hold stays in it for `xml_bytes` to make harmless."""
    return escape(markup)


def xml_bytes(text: str) -> bytes:
    """An XML document's bytes, without the characters that none may hold: replaced, never just closed up."""
    data = text.encode("utf-8", "replace").translate(_TO_QUESTION_MARK)
    for unfit in (b"\xef\xbf\xbe", b"\xef\xbf\xbf"):
        if unfit in data:
            data = data.replace(unfit, b"?")
    return data


def script_json(data: Mapping[str, Any]) -> str:
    """JSON for a <script> element: nothing in it can end the element or open a comment."""
    text = json_bytes(data).decode()
    for char, escaped in _IN_SCRIPT:
        if char in text:
            text = text.replace(char, escaped)
    return safe(text)


_IN_SCRIPT = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
    ("\x7f", ""),
    ("\ufffe", ""),
    ("\uffff", ""),
)


def json_bytes(data: Mapping[str, Any] | list[dict[str, Any]]) -> bytes:
    """JSON as a response of its own."""
    try:
        encoded = msgspec.json.encode(data)
    except UnicodeEncodeError:  # a lone surrogate
        return msgspec.json.encode(_all_fit(data))
    # What is escaped so can only be a control character: a rare thing, so all are looked for only then.
    return msgspec.json.encode(_all_fit(data)) if b"\\u00" in encoded else encoded


def _all_fit(value: Any) -> Any:
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _all_fit(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_all_fit(one) for one in value]
    return value


def primary(language: str) -> str:
    """The language itself, without region or script: `pt` for `pt-BR`."""
    return language.partition("-")[0].lower()


def is_language(tag: str) -> bool:
    """Whether it can stand in markup as a language tag (BCP 47)."""
    return _LANGUAGE.match(tag) is not None


@lru_cache(maxsize=512)
def language_attributes(language: str, around: str) -> str:
    """` lang="ar" dir="rtl"` for copy in another language than what is around it; else nothing."""
    if not is_language(language) or primary(language) == primary(around):
        return safe("")
    turned = direction(language) != direction(around)
    return safe(f' lang="{language}"' + (f' dir="{direction(language)}"' if turned else ""))


def direction(language: str) -> str:
    """The direction the language is written in."""
    return "rtl" if primary(language) in _RIGHT_TO_LEFT else "ltr"
