"""Markup so plain that nothing is to be done to it: told by one expression, at a tenth of a cleaner's cost."""

from __future__ import annotations

import re

# No expression here ever goes back ("++", "*+"): its time grows with the length alone.
_WORDS = r"[^<>&\n]++"
_SANITISED_WORDS = r"[^<>\n]++"
# An address that every reader of URLs takes as it stands: a host of plain labels, nothing to be escaped behind it.
_PLAIN_ADDRESS = r"https?://(?![^/\"]*--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)++[a-z]{2,24}(?:[/?#][A-Za-z0-9._~/?#%+=:@!,;*-]*+)?"
_SANITISED_ADDRESS = r"(?:https?://|mailto:)[^\s\"<>]++"


def _block(address: str, words: str) -> str:
    inline = rf'<(?:a href="{address}">(?! ){words}(?<! )</a|(strong|em|b|i)>(?! ){words}(?<! )</\2)>'
    return rf"<(p|h[234])>(?! )(?:{words}|{inline})++(?<! )</\1>\s*+"


_ANY = re.compile(rf"(?:{_block(_PLAIN_ADDRESS, _WORDS)})++")
_SANITISED = re.compile(rf"\s*+{_block(_SANITISED_ADDRESS, _SANITISED_WORDS)}")
_END = re.compile(r"(</(?:p|h[234])>)\s*(?=<)")


def straight(html: str) -> str | None:
    """The markup as a clean body when it is plain paragraphs and headings of words, links and emphasis; else None.

    What is invisible or turns the direction of text, and every character reference, is left to the long way.
    """
    woven = _woven(html) if html[:2] in ("<p", "<h") and _ANY.fullmatch(html) else None
    if woven is None:
        return None
    woven = woven.replace("</p><", "</p>\n<")
    # A substitution costs as much as all the rest: it is made where paragraphs do not follow each other line by line.
    paragraphs = woven.startswith("<p>") and woven.endswith("</p>")
    regular = paragraphs and woven.count("</p>") == woven.count("</p>\n<p>") + 1
    return woven if regular else _END.sub(r"\1\n", woven)


def straight_block(html: str, at: int) -> tuple[str, int] | None:
    """The plain block that stands at this place of sanitised markup, and where it ends; None when there is none.

    The place must be outside of all elements. One block at a time, so that nothing is looked through twice.
    """
    found = _SANITISED.match(html, at)
    woven = _woven(found[0]) if found is not None else None
    return (woven, found.end()) if found is not None and woven is not None else None


def _woven(html: str) -> str | None:
    """The same with the tags of the vocabulary; None when its characters need a second look."""
    if "  " in html or not html.replace("\n", "").isprintable():
        return None
    if '">' in html:
        html = html.replace('">', '" rel="nofollow noopener">')
    if "<b>" in html or "<i>" in html:
        html = html.replace("<b>", "<strong>").replace("</b>", "</strong>")
        html = html.replace("<i>", "<em>").replace("</i>", "</em>")
    return html.strip()
