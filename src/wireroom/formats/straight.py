"""Markup so plain that nothing is to be done to it: told by one expression, at a tenth of a cleaner's cost."""

from __future__ import annotations

import re

# No expression here ever goes back ("++", "*+"): its time grows with the length alone.
_WORDS = r"[^<>&\n]++"
_SANITISED_WORDS = r"[^<>\n]++"
# The same where all is ASCII: what they take needs no second look at its characters.
_ASCII_WORDS = r"[ -%'-;=?-~]++"
_ASCII_SANITISED_WORDS = r"[ -;=?-~]++"
# An address that every reader of URLs takes as it stands: a host of plain labels, nothing to be escaped behind it.
_PLAIN_ADDRESS = r"https?://(?![^/\"]*--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)++[a-z]{2,24}(?:[/?#][A-Za-z0-9._~/?#%+=:@!,;*-]*+)?"
_SANITISED_ADDRESS = r"(?:https?://|mailto:)[^\s\"<>]++"
_ASCII_SANITISED_ADDRESS = r"(?:https?://|mailto:)[!#-;=?-~]++"
_SPACE, _ASCII_SPACE = r"\s", r"[ \n]"


def _block(address: str, words: str, space: str) -> str:
    inline = rf'<(?:a href="{address}">(?! ){words}(?<! )</a|(strong|em|b|i)>(?! ){words}(?<! )</\2)>'
    return rf"<(p|h[234])>(?! )(?:{words}|{inline})++(?<! )</\1>{space}*+"


_ANY = re.compile(rf"(?:{_block(_PLAIN_ADDRESS, _WORDS, _SPACE)})++")
_ASCII_ANY = re.compile(rf"(?:{_block(_PLAIN_ADDRESS, _ASCII_WORDS, _ASCII_SPACE)})++")
_SANITISED = re.compile(rf"{_SPACE}*+{_block(_SANITISED_ADDRESS, _SANITISED_WORDS, _SPACE)}")
_ASCII_SANITISED = re.compile(
    rf"{_ASCII_SPACE}*+{_block(_ASCII_SANITISED_ADDRESS, _ASCII_SANITISED_WORDS, _ASCII_SPACE)}"
)
_END = re.compile(r"(</(?:p|h[234]|figure)>)\s*(?=<)")
# What editing programs write: attributes that the vocabulary does not have, typographers' signs as references, figures.
_NAMED = r"[a-z][a-z0-9_-]*+=\"[^\"<>&\n]*+\""
_ATTRIBUTES = rf"(?: {_NAMED})*+"
_BESIDE_HREF = rf"(?: (?!href=){_NAMED})*+"
_REFERRED_WORDS = r"(?:[^<>&\n]++|&#8\d{3};)++"


def _elements(names: str, content: str) -> str:
    """One of these elements with attributes; each spelt out, for `re` loses groups inside of "++" (CPython 3.11)."""
    return "|".join(f"<{name}{_ATTRIBUTES}>(?! )(?:{content})++(?<! )</{name}>" for name in names.split())


_LINK = rf'<a{_BESIDE_HREF} href="{_PLAIN_ADDRESS}"{_BESIDE_HREF}>(?! ){_REFERRED_WORDS}(?<! )</a>'
_RICH_LINE = f"{_REFERRED_WORDS}|{_LINK}|{_elements('strong em b i', _REFERRED_WORDS)}"
_RICH = re.compile(
    rf"(?:(?:{_elements('p h2 h3 h4', _RICH_LINE)}"
    rf"|<figure{_ATTRIBUTES}><img{_ATTRIBUTES} ?/?>(?:{_elements('figcaption', _RICH_LINE)})?+</figure>)\s*+)++"
)
_REFERENCE = re.compile(r"&#(8\d{3});")
_FULL_TAG = re.compile(rf'<(?:a{_BESIDE_HREF} href="([^"]*+)"[^<>]*+|img( [^<>]*+)|([a-z0-9]++) [^<>]*+)>')
_ATTRIBUTE = re.compile(r"([a-z0-9_-]+)=\"([^\"]*)\"")
_CLOSED = ("</p>", "</h2>", "</h3>", "</h4>", "</figure>")
_ADDRESS = re.compile(_PLAIN_ADDRESS)
_UNFIT = "<>"  # stands in no markup that the expressions take


def straight(html: str) -> str | None:
    """The markup as a clean body when it is figures, paragraphs and headings of words, links and emphasis; else None.

    What is invisible or turns the direction of text is left to the long way, and so is every character reference but
    those to typographers' signs.
    """
    if html[:2] not in ("<p", "<h", "<f"):
        return None
    known = html.isascii()
    woven = _woven(html, known=known) if (_ASCII_ANY if known else _ANY).fullmatch(html) else _rich(html)
    if woven is None:
        return None
    for end in _CLOSED:
        woven = woven.replace(f"{end}<", f"{end}\n<")
    # A substitution costs as much as all the rest: it is made where blocks may not follow each other line by line.
    loose = "\n\n" in woven or "\n " in woven or " \n" in woven or "> <" in woven
    return _END.sub(lambda found: f"{found[1]}\n", woven) if loose else woven


def straight_block(html: str, at: int) -> tuple[str, int] | None:
    """The plain block that stands at this place of sanitised markup, and where it ends; None when there is none.

    The place must be outside of all elements. One block at a time, so that nothing is looked through twice.
    """
    known = html.isascii()
    found = (_ASCII_SANITISED if known else _SANITISED).match(html, at)
    woven = _woven(found[0], known=known) if found is not None else None
    return (woven, found.end()) if found is not None and woven is not None else None


def _rich(html: str) -> str | None:
    """The same for what editing programs write; None when an attribute or a character needs a second look."""
    if _RICH.fullmatch(html) is None:
        return None
    if "&#" in html:
        html = _REFERENCE.sub(lambda found: chr(int(found[1])), html)
    html = _FULL_TAG.sub(_bare, html)
    if _UNFIT in html or "<img>" in html or "  " in html or not html.replace("\n", "").isprintable():
        return None
    return _in_house(html)


def _bare(found: re.Match[str]) -> str:
    """The tag with those attributes alone that the vocabulary has."""
    address, picture, other = found.groups()
    if other:
        return f"<{other}>"
    if address:
        return f'<a href="{address}" rel="nofollow noopener">'
    stated = _ATTRIBUTE.findall(picture)
    attributes = dict(stated)
    address = attributes.get("src", "")
    if len(attributes) < len(stated) or not _ADDRESS.fullmatch(address):
        return _UNFIT
    return f'<img src="{address}" alt="{attributes.get("alt", "")}"/>'


def _woven(html: str, *, known: bool) -> str | None:
    """The same with the tags of the vocabulary; None when its characters need a second look, or are `known` to need
    none and there is space to be folded.
    """
    if "  " in html or not (known or html.replace("\n", "").isprintable()):
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
