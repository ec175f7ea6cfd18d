"""The one cleaning function: any agency's markup in, a clean XHTML body of a small closed vocabulary out."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

import nh3

from wireroom.formats.blocks import Weaver
from wireroom.news import Body

# What the sanitiser lets through is wider than the vocabulary: the weaver maps the rest onto it, so that a division
# still parts paragraphs. Neither adds anything that the other forbids.
_KEPT = frozenset(
    "p h1 h2 h3 h4 h5 h6 pre blockquote ul ol li table thead tbody tfoot tr th td caption figure figcaption "
    "img a em i cite strong b sub sup br hr div section article header footer main aside address center dl dt "
    "dd".split()
)
_DROPPED = frozenset(
    "script style title template noscript iframe object embed svg math select button textarea audio video canvas "
    "nav noframes frameset xmp".split()
)
# "*": the sanitiser would else let `title` and `lang` through on every element.
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# Code points that XML forbids, and those that turn the direction of text round and so make a line lie.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# The same in UTF-8: a search for a first byte runs through a body ten times as fast as one for a class of characters.
_FORBIDDEN_ASCII = bytes([*range(9), 11, 12, *range(14, 32), 127])
_FORBIDDEN_BYTES = (
    re.compile(rb"\xc2[\x80-\x84\x86-\x9f]"),
    re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])"),
    re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])"),
)
_BLOCK_END = re.compile(r"</(?:p|h2|h3|h4|li|tr|blockquote|figcaption|caption|pre)>")
_BLOCK_EDGE = re.compile(r"</?(?:p|h2|h3|h4|li|tr|blockquote|figcaption|caption|pre|ul|ol|table|figure)>")
_TAG = re.compile(r"<[^>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|h[1-6]|i|img|ins|li|p|q|s|script|small|span|strong|style|sub|sup|u|ul|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h[234]>(.*?)</h[234]>\n?", re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>\n?", re.DOTALL)


def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_KEPT),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base) if base else "deny",
        link_rel=None,
    )


_CLEANER = _cleaner("")
# Feeds have few bases and many entries; building a cleaner costs more than using it.
_cleaner_of = lru_cache(maxsize=256)(_cleaner)


def clean(html: str, *, base: str = "") -> Body:
    """Any markup as a clean body: well-formed XHTML of the vocabulary that `news.Body` states, and nothing that runs.

    `base` is the absolute http(s) address that relative links are resolved against; without it they go. Links keep
    only http, https and mailto; pictures only http and https. The one place where a `Body` is made.
    """
    cleaner = _cleaner_of(base) if base.startswith(("http://", "https://")) else _CLEANER
    try:
        html = cleaner.clean(html)
    except UnicodeEncodeError:  # half a surrogate pair, which no UTF-8 can hold
        html = cleaner.clean(html.encode("utf-8", "ignore").decode("utf-8"))
    # Only now: the parser has just turned references such as "&#x202e;" into what they stand for.
    return Body(Weaver().weave(_permitted(html)))


def _permitted(html: str) -> str:
    data = html.encode("utf-8").translate(None, _FORBIDDEN_ASCII)
    if not data.isascii():
        for pattern in _FORBIDDEN_BYTES:
            data = pattern.sub(b"", data)
    return data.decode("utf-8")


def from_text(text: str) -> Body:
    """Plain text as a body: blank lines part paragraphs, and so do lines that begin with an indent."""
    parts = re.split(r"\r?\n\s*\r?\n|\r?\n(?=[ \t]{2,}\S)", text)
    return clean("".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part.strip()))


def paragraphs(body: Body) -> list[str]:
    """The text of each paragraph, heading, list item, table row and the like, in order, in one line each."""
    found = []
    for part in _BLOCK_EDGE.split(body):
        text = part.replace("<br/>", " ").replace("</td>", " ").replace("</th>", " ")
        line = " ".join(unescape(_TAG.sub("", text)).split())
        if line:
            found.append(line)
    return found


def first_words(body: Body) -> str:
    """The text of the first paragraph, heading or the like; "" for an empty body."""
    end = _BLOCK_END.search(body)
    return next(iter(paragraphs(Body(body[: end.end()]))), "") if end else ""


def text_of(body: Body) -> str:
    """The body as plain text, paragraphs separated by blank lines."""
    return "\n\n".join(paragraphs(body))


def plain(text: str) -> str:
    """One line of plain text, as for a headline: tags and entities out (also those escaped twice), space folded."""
    if text.isprintable() and "&" not in text and "<" not in text and "  " not in text:
        return text.strip()
    if "&" in text:
        for _ in range(3):
            decoded = _ENTITY.sub(lambda found: unescape(found[0]), text)
            if decoded == text:
                break
            text = decoded
    if "<" in text:
        text = _INLINE_TAG.sub("", _SCRIPT.sub("", text))
    return " ".join(_FORBIDDEN.sub(" ", text).replace("\u200b", "").split())


def first_paragraph(body: Body) -> str:
    """The text of the first paragraph, "" when the body does not begin with one."""
    found = _FIRST_PARAGRAPH.match(body)
    return " ".join(unescape(_TAG.sub("", found[1].replace("<br/>", " "))).split()) if found else ""


def without_headline(body: Body, headline: str) -> Body:
    """The body without a heading at its head that says the headline once more."""
    found = _HEADING.match(body)
    return Body(body[found.end() :]) if found and plain(found[1]) == headline else body


def without_first_paragraph(body: Body) -> Body:
    """The body without the paragraph that it begins with."""
    found = _FIRST_PARAGRAPH.match(body)
    return Body(body[found.end() :]) if found else body


def without_last_paragraph(body: Body) -> Body:
    """The body without the paragraph that it ends with."""
    start = body.rfind("<p>")
    return Body(body[:start].rstrip("\n")) if start >= 0 and body.endswith("</p>") else body


def without_start(body: Body, start: str) -> Body:
    """The body whose first paragraph no longer begins with this text; unchanged when it does not, or only in part.

    Markup inside the text taken away goes with it, so the rest stays well-formed.
    """
    if not start or not body.startswith("<p>"):
        return body
    position, wanted = 3, 0
    opened: list[str] = []
    while wanted < len(start):
        if body[position] == "<":
            end = body.index(">", position) + 1
            tag = body[position:end]
            if tag == "</p>":
                return body
            if tag.startswith("</"):
                opened.pop()
            elif not tag.endswith("/>"):
                opened.append(tag)
            position = end
            continue
        found = _ENTITY.match(body, position)
        piece = found[0] if found else body[position]
        if unescape(piece) != start[wanted] and not (piece.isspace() and start[wanted].isspace()):
            return body
        position += len(piece)
        wanted += 1
    rest = body[position:]
    while opened and rest.startswith(f"</{_name(opened[-1])}>"):
        rest = rest[len(_name(opened.pop())) + 3 :]
    return Body("<p>" + "".join(opened) + rest.lstrip())


def _name(tag: str) -> str:
    return tag[1:-1].split()[0]
