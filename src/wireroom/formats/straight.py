"""Markup so plain that nothing is to be done to it: told by one expression, at a tenth of a cleaner's cost."""

from __future__ import annotations

import re

# No expression here ever goes back ("++", "*+"): its time grows with the length alone. None takes a control character,
# so that what they take needs no second look at its characters where all is ASCII.
_WORDS = r"[^<>&\x00-\x1f\x7f]++"
_SANITISED_WORDS = r"[^<>\x00-\x1f\x7f]++"
# An address that every reader of URLs takes as it stands: a host of plain labels, nothing to be escaped behind it.
_PLAIN_ADDRESS = r"https?://(?![^/\"]*--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)++[a-z]{2,24}(?:[/?#][A-Za-z0-9._~/?#%+=:@!,;*-]*+)?"
# One from the host's root on, without a segment of dots (also as "%2e"), which would have to be resolved.
_FROM_ROOT = r"/(?![/.])(?:(?!/\.|%2[eE])[A-Za-z0-9._~/?#%+=:@!,;*-])*+"
_SANITISED_ADDRESS = r"(?:https?://|mailto:)[^\"<>\x00-\x20\x7f]++"
_SPACE = r"[ \n]"


def _block(address: str, words: str) -> str:
    inline = rf'<(?:a href="{address}">(?! ){words}(?<! )</a|(strong|em|b|i)>(?! ){words}(?<! )</\2)>'
    return rf"<(p|h[234])>(?! )(?:{words}|{inline})++(?<! )</\1>{_SPACE}*+"


_ANY = re.compile(rf"(?:{_block(_PLAIN_ADDRESS, _WORDS)})++")
_SANITISED = re.compile(rf"{_SPACE}*+{_block(_SANITISED_ADDRESS, _SANITISED_WORDS)}")
_END = re.compile(r"(</(?:p|h[234]|figure)>)\s*(?=<)")
# What editing programs write: attributes that the vocabulary does not have, typographers' signs as references, figures.
_NAMED = r"[a-z][a-z0-9_-]*+=\"[^\"<>&\x00-\x1f\x7f]*+\""
_ATTRIBUTES = rf"(?: {_NAMED})*+"
_BESIDE_HREF = rf"(?: (?!href=){_NAMED})*+"
_REFERRED_WORDS = rf"(?:{_WORDS}|&#8[0-9]{{3}};)++"


def _elements(names: str, content: str) -> str:
    """One of these elements with attributes; each spelt out, for `re` loses groups inside of "++" (CPython 3.11)."""
    return "|".join(f"<{name}{_ATTRIBUTES}>(?! )(?:{content})++(?<! )</{name}>" for name in names.split())


_LINK = rf'<a{_BESIDE_HREF} href="{_PLAIN_ADDRESS}"{_BESIDE_HREF}>(?! ){_REFERRED_WORDS}(?<! )</a>'
_RICH_LINE = f"{_REFERRED_WORDS}|{_LINK}|{_elements('strong em b i', _REFERRED_WORDS)}"
_RICH = re.compile(
    rf"(?:(?:{_elements('p h2 h3 h4', _RICH_LINE)}"
    rf"|<figure{_ATTRIBUTES}><img(?: {_NAMED})++ ?/?>(?:{_elements('figcaption', _RICH_LINE)})?+</figure>){_SPACE}*+)++"
)
# Typographers' signs by the last three figures of their references; none of what is invisible or turns text round.
_REFERENCE = "&#8"
_SIGNS = {f"{number:03}": sign for number in range(1000) if (sign := chr(8000 + number)).isprintable()}
_FULL_TAG = re.compile(r"<([a-z0-9]++) ([^<>]*+)>")
_ATTRIBUTE = re.compile(r"([a-z0-9_-]+)=\"([^\"]*)\"")
_ENDS = {"<p>": "</p>", "<h2": "</h2>", "<h3": "</h3>", "<h4": "</h4>", "<fi": "</figure>"}
_ADDRESS = re.compile(_PLAIN_ADDRESS)
_ROOTED = re.compile(rf"<a href=([\"'])({_FROM_ROOT})\1")
_ORIGIN = re.compile(r"(https?://[a-z0-9.-]++)(?:[/?#]|$)")


class _Unfit(ValueError):
    """A tag or a character that needs a second look."""


def straight(html: str) -> str | None:
    """The markup as a clean body when it is figures, paragraphs and headings of words, links and emphasis; else None.

    What is invisible or turns the direction of text is left to the long way, and so is every character reference but
    those to typographers' signs.
    """
    if html[:2] not in ("<p", "<h", "<f"):
        return None
    woven = _woven(html) if _ANY.fullmatch(html) else _rich(html)
    if woven is None:
        return None
    woven = woven.replace("</p><", "</p>\n<")
    # A substitution costs as much as all the rest: it is made where not every line is a block.
    return woven if all(map(_is_block, woven.split("\n"))) else _END.sub(r"\1\n", woven)


def _is_block(line: str) -> bool:
    """Whether a line of the markup is one block, with nothing beside it."""
    end = _ENDS.get(line[:3])
    return end is not None and line.find(end) == len(line) - len(end)


def rooted(html: str, base: str) -> str:
    """The same markup with its links from the root of the base's host on made whole, where that takes no more than to
    put one behind the other.
    """
    if not base or not ('href="/' in html or "href='/" in html) or not (origin := _ORIGIN.match(base)):
        return html
    return _ROOTED.sub(lambda found: f'<a href="{origin[1]}{found[2]}"', html)


def straight_block(html: str, at: int) -> tuple[str, int] | None:
    """The plain block that stands at this place of sanitised markup, and where it ends; None when there is none.

    The place must be outside of all elements. One block at a time, so that nothing is looked through twice.
    """
    found = _SANITISED.match(html, at)
    woven = _woven(found[0]) if found is not None else None
    return (woven, found.end()) if found is not None and woven is not None else None


def _rich(html: str) -> str | None:
    """The same for what editing programs write; None when an attribute or a character needs a second look."""
    if _RICH.fullmatch(html) is None or not _is_printable(html):
        return None
    try:
        if _REFERENCE in html:
            first, *others = html.split(_REFERENCE)
            html = first + "".join([_SIGNS[one[:3]] + one[4:] for one in others])
        html = _FULL_TAG.sub(_bare, html)
    except (_Unfit, KeyError):
        return None
    return None if "  " in html else _in_house(html)


def _bare(found: re.Match[str]) -> str:
    """The tag with those attributes alone that the vocabulary has; raises _Unfit for one that needs a second look."""
    name, written = found.groups()
    if name not in ("a", "img"):
        return f"<{name}>"
    stated = _ATTRIBUTE.findall(written)
    attributes = dict(stated)
    if name == "a":
        return f'<a href="{attributes["href"]}" rel="nofollow noopener">'
    address = attributes.get("src", "")
    if len(attributes) < len(stated) or not _ADDRESS.fullmatch(address):
        raise _Unfit
    return f'<img src="{address}" alt="{attributes.get("alt", "")}"/>'


def _is_printable(html: str) -> bool:
    """Whether no character needs a second look; the expressions have seen to those of ASCII."""
    return html.isascii() or html.replace("\n", "").isprintable()


def _woven(html: str) -> str | None:
    """The same with the tags of the vocabulary; None when its characters need a second look."""
    if "  " in html or not _is_printable(html):
        return None
    if '">' in html:
        html = html.replace('">', '" rel="nofollow noopener">')
    return _in_house(html)


def _in_house(html: str) -> str:
    """The same with the names that the vocabulary has for bold and italics."""
    if "<b>" in html or "<i>" in html:
        html = html.replace("<b>", "<strong>").replace("</b>", "</strong>")
        html = html.replace("<i>", "<em>").replace("</i>", "</em>")
    return html.strip()
