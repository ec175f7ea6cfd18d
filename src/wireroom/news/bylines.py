"""The people whom a byline names, as far as it names people: agencies write titles, desks and places into it too."""

from __future__ import annotations

import re
from functools import lru_cache

_OPENING = re.compile(
    r"\s*(?:(?:text|story|report(?:ing)?|words|photos?|analysis)\s+)?(?:by|von|par|por|di|da|av|af|door|oleh)\b[\s:]+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;/|&•·]|\s(?:and|und|et|y|e|og|och|en|with|mit|avec|con)\s|\s[-–—]+\s|\bin\s)\s*")
_PARENTHESIS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_NAME = re.compile(r"[^\W\d_](?:[\w.'’ʼ-]*[\w.])?")
_PARTICLES = frozenset(
    "al ap ben bin bint d da dai das de degli dei del della den der des di do dos du e el ibn la le los mac mc st "
    "ten ter the van von vom zu zum zur y".split()
)
# What a byline says besides names: none of these words stands in a person's name.
_NO_NAME = frozenset(
    "agency analyst associated bureau business chief columnist contributor correspondent correspondents desk "
    "diplomatic editor editors editorial foreign graphics international medical news newsroom of our photographer "
    "political press producer redaktion reporter reporters reporting science senior service services special sports "
    "staff team technology writer writers your".split()
)
_MOST_WORDS = 5


@lru_cache(maxsize=4096)
def authors_of(byline: str) -> tuple[str, ...]:
    """The names of the persons in a byline, once each; names all in capitals are set as names are.

    A name is two to five words that begin with a capital (particles such as `van` may not); what is a desk, a title
    or a place by its words is none. "By INES OKAFOR and Per Lund, MPA Science Writer" names two.
    """
    text = _PARENTHESIS.sub("", _OPENING.sub("", byline, count=1))
    found = (_name(" ".join(part.split())) for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(filter(None, found)))


def _name(part: str) -> str:
    """The part as a person's name; "" when it is none."""
    words = part.split()
    if not 2 <= len(words) <= _MOST_WORDS or not all(_NAME.fullmatch(word) for word in words):
        return ""
    if any(word.casefold() in _NO_NAME for word in words):
        return ""
    proper = [word for word in words if word.casefold() not in _PARTICLES]
    if len(proper) < 2 or not all(word[0].isupper() or not word[0].islower() for word in proper):
        return ""
    if all(word.isupper() for word in proper if len(word) > 2) and any(len(word) > 2 for word in proper):
        return " ".join(_set(word) for word in words)
    return part


def _set(word: str) -> str:
    """A word of capitals with a capital at the head of each of its parts: O'NEIL, LUND-BERG, J.R."""
    if word.casefold() in _PARTICLES:
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), word)
