"""The one cleaning function: any agency's markup in, a clean XHTML body of a small closed vocabulary out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape

import nh3

from wireroom.formats.blocks import Weaver, folded
from wireroom.formats.straight import rooted, straight
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
# "&amp;amp;apos;": what was escaped once for each program on its way.
_TWICE = re.compile(r"<[^>]*>|&amp;(?:(?:amp|#38|#x26);)*((?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});)")
# Markup that stands there as text: a whole tag of those that part or mark copy.
_ESCAPED = re.compile(
    r"&lt;(?:p|br|div|h[1-6]|ul|li|table|tr|td|b|i|strong|em|span|a)(?:\s[^<>]{0,300}?)?/?&gt;", re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|h[1-6]|i|img|ins|li|p|q|s|script|small|span|strong|style|sub|sup|u|ul|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# What some put into the body that is no copy, by its class: the story's own metadata again, and notes for editors.
NO_COPY = re.compile(
    r"(?:^|\s)(?:notepad|np-\S*|nonpublic|slugline|publicationDate|embargoed|closingline|genre|genrenote|byline|dat)(?:\s|$)"
)
_SCRIPT = re.compile(r"<(/?)(script|style)\b[^<>]*>", re.IGNORECASE)
# A picture of a single dot tells somebody who reads, and shows nothing.
_DOT = re.compile(r"<img\b(?=[^<>]{0,1500}\b(?:width|height)\s*=\s*[\"']?[01](?:px)?[\"'\s/>])[^<>]*>", re.IGNORECASE)
_HEAD = re.compile(r"<head[\s>]")
_NO_TITLE = re.compile(r"<title\s*/>")
_HEADING = re.compile(r"<h[234]>(.*?)</h[234]>\n?", re.DOTALL)
# What parts paragraphs of typed text: a blank line, or a line that begins with an indent.
PARTED = re.compile(r"\r?\n\s*\r?\n|\r?\n(?=(?:\t|[ \t]{2,}|\u3000{1,2})\S)")


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
# The sanitiser's time grows with the square of the depth. No story nests like this: only its words are kept.
_NESTS = re.compile(
    r"<(/?)(?:address|applet|article|aside|blockquote|button|center|details|dialog|dir|div|dl|fieldset|figcaption|figure|"
    r"footer|form|header|hgroup|listing|main|marquee|menu|nav|object|ol|pre|rb|rp|rt|rtc|search|section|summary|table|template|ul)\b",
    re.IGNORECASE,
)
_DEEPEST = 500
_MANY = 1000
# Feeds have few bases and many entries; building a cleaner costs more than using it.
_cleaner_of = lru_cache(maxsize=256)(_cleaner)


def clean(html: str, *, base: str = "") -> Body:
    """Any markup as a clean body: well-formed XHTML of the vocabulary that `news.Body` states, and nothing that runs.

    `base` is the absolute http(s) address that relative links are resolved against; without it they go. Links keep
    only http, https and mailto; pictures only http and https. The one place where a `Body` is made.
    """
    if (body := straight(rooted(html, base))) is not None:
        return Body(body)
    if html.count("<") > _MANY and _depth(html) > _DEEPEST:
        html = _TAG.sub(" ", html)
    if "<head" in html or "<title" in html:
        html = _without_head(html)
    if "<img" in html:
        html = _DOT.sub("", html)
    cleaner = _cleaner_of(base) if base.startswith(("http://", "https://")) else _CLEANER
    try:
        html = cleaner.clean(html)
    except UnicodeEncodeError:  # half a surrogate pair, which no UTF-8 can hold
        html = cleaner.clean(html.encode("utf-8", "ignore").decode("utf-8"))
    # Only now: the parser has just turned references such as "&#x202e;" into what they stand for.
    woven = Weaver().weave(_permitted(html))
    return Body(_TWICE.sub(_unescaped, woven) if "&amp;" in woven else woven)


def _without_head(html: str) -> str:
    """The document without its head: an empty `<title/>`, which is none in HTML, would swallow the rest."""
    if (head := _HEAD.search(html)) and (end := html.find("</head>", head.end())) >= 0:
        html = html[: head.start()] + html[end:]
    return _NO_TITLE.sub("", html)


def _depth(html: str) -> int:
    """How deep the markup nests elements that stay open until they are closed."""
    depth = deepest = 0
    for found in _NESTS.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def of_blocks(blocks: Sequence[tuple[str, str]]) -> Body:
    """Plain texts as a body, each with its element (p, h2, h3, h4): what `clean` makes of them, at a tenth of its cost.

    Most of the wire is such; nothing in it needs a sanitiser when all text is escaped. The texts come from XML.
    """
    # Asked of all at once: one search through the body costs next to nothing, one a paragraph adds up.
    whole = "".join([text for _, text in blocks])
    if "\x7f" in whole or "&" in whole or not (whole.isascii() or _permitted(whole) == whole):
        return clean("".join([f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in blocks]))
    if "  " in whole or "\n" in whole or "\t" in whole or "\r" in whole or "<" in whole or ">" in whole:
        texts = [(name, escape(folded(text.strip()), quote=False)) for name, text in blocks]
    else:
        texts = [(name, text.strip()) for name, text in blocks]
    return Body("\n".join([f"<{name}>{text}</{name}>" for name, text in texts if text]))


def of_line(text: str) -> Body | None:
    """One line without space around it as a body, where nothing is to be cleaned; None where something may be."""
    if not text.isprintable() or "<" in text or ">" in text or "&" in text or "  " in text:
        return None
    return Body(f"<p>{text}</p>" if text else "")


def without_tags(body: Body) -> str:
    """The body's characters, references as they are; what only a tag parts runs together."""
    return _TAG.sub("", body)


def meant(body: Body) -> Body:
    """The body that was meant where its markup came escaped, as text: some put HTML into XML so, once or twice over."""
    # One character is looked for first: most bodies have none, and to find that out costs next to nothing.
    return clean(unescape(body)) if "&" in body and "&lt;" in body and _ESCAPED.search(body) else body


def _unescaped(found: re.Match[str]) -> str:
    """The character of a reference that was escaped once too often; tags stay, with all that is in them."""
    if found[1] is None:
        return found[0]
    character = unescape(f"&{found[1]}")
    if character.startswith("&") and len(character) > 1:
        return found[0]
    return escape(_FORBIDDEN.sub("", character), quote=False)


def _permitted(html: str) -> str:
    data = html.encode("utf-8").translate(None, _FORBIDDEN_ASCII)
    if not data.isascii():
        for pattern in _FORBIDDEN_BYTES:
            data = pattern.sub(b"", data)
    return data.decode("utf-8")


def from_text(text: str) -> Body:
    """Plain text as a body: blank lines part paragraphs, and so do lines that begin with an indent."""
    parts = PARTED.split(text)
    return clean("".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part.strip()))


def paragraphs(body: Body) -> list[str]:
    """The text of each paragraph, heading, list item, table row and the like, in order, in one line each."""
    found = []
    for line in body.split("\n"):
        if line[:3] != "<p>" or line.find("<", 3) != len(line) - 4:
            break  # more than paragraphs of words alone
        words = line[3:-4]
        found.append(" ".join((unescape(words) if "&" in words else words).split()))
    else:
        return found
    found = []
    for part in _BLOCK_EDGE.split(body):
        text = part.replace("<br/>", " ").replace("</td>", " ").replace("</th>", " ")
        line = " ".join(unescape(_TAG.sub("", text)).split())
        if line:
            found.append(line)
    return found


def joined(*bodies: Body) -> Body:
    """Bodies one behind the other: of clean parts a clean whole."""
    return Body("\n".join(filter(None, bodies)))


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
        text = _INLINE_TAG.sub("", _without_scripts(text))
    return " ".join(_FORBIDDEN.sub(" ", text).replace("\u200b", "").split())


def _without_scripts(text: str) -> str:
    """The text without what stands between script or style tags, in one pass however many of them are never closed."""
    out = []
    at = 0
    opened: tuple[str, int] | None = None
    for found in _SCRIPT.finditer(text):
        name = found[2].lower()
        if opened is None and not found[1]:
            opened = (name, found.start())
        elif opened is not None and found[1] and name == opened[0]:
            out.append(text[at : opened[1]])
            at, opened = found.end(), None
    return "".join([*out, text[at:]]) if out else text


def first_paragraph(body: Body) -> str:
    """The text of the first paragraph, "" when the body does not begin with one."""
    if not body.startswith("<p>"):
        return ""
    text = body[3 : body.find("</p>")]
    if "<" in text:
        text = _TAG.sub("", text.replace("<br/>", " "))
    if "&" in text:
        text = unescape(text)
    # Most are folded already, which costs less to ask than to do.
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def without_headline(body: Body, headline: str) -> Body:
    """The body without a heading at its head that says the headline once more."""
    found = _HEADING.match(body)
    return Body(body[found.end() :]) if found and plain(found[1]) == headline else body


def without_first_paragraph(body: Body) -> Body:
    """The body without the paragraph that it begins with."""
    return Body(body[body.find("</p>") + 4 :].lstrip("\n")) if body.startswith("<p>") else body


def without_last_paragraph(body: Body) -> Body:
    """The body without the paragraph that it ends with."""
    start = body.rfind("<p>")
    return Body(body[:start].rstrip("\n")) if start >= 0 and body.endswith("</p>") else body


def without_preformatted(body: Body) -> Body:
    """The body without the preformatted block that it begins with."""
    return Body(body[body.find("</pre>") + 6 :].lstrip("\n")) if body.startswith("<pre>") else body


def without_last_words(body: Body, words: str) -> Body:
    """The body without these words, which its last paragraph ends with; unchanged when it does not."""
    return Body(f"{body[: -len(words) - 4].rstrip()}</p>") if words and body.endswith(f"{words}</p>") else body


def without_start(body: Body, start: str) -> Body:
    """The body whose first paragraph no longer begins with this text; unchanged when it does not, or only in part.

    Markup inside the text taken away goes with it, so the rest stays well-formed.
    """
    if not start or not body.startswith("<p>"):
        return body
    if body.startswith(start, 3) and "&" not in start:  # as nearly always: words without markup or references
        return Body("<p>" + body[3 + len(start) :].lstrip())
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
