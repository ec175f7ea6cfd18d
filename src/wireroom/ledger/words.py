"""What a word is to the search, and what it means that a story matches a query: one definition for every ledger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

from wireroom.news import Story

# A word is a run of letters and digits; where a script writes no spaces, each character is one.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{1,64}"
)
# Accents and vowel points, which readers leave out: combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic.
_MARKS = re.compile(
    r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]+"
)
_LONGEST = 64  # longer runs, which no reader types, are taken in pieces
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}
_QUERY = re.compile(r'"([^"]*)"?|([^\s"]+)')
_TAG = re.compile(r"<[^>]*>")
# Ends of blocks and line breaks part words; other tags (strong, em, a …) stand inside them.
_PART = re.compile(
    r"</(?:p|h[1-6]|li|t[dhr]|blockquote|figcaption|caption|pre|div)>|<br ?/?>|<(?:img|ul|ol|table)\b[^>]*>"
)


def tokens(text: str) -> list[str]:
    """The words of the text, casefolded and without accents."""
    if text.isascii():
        folded = text.lower()
        found = folded.translate(_SPACED).split()  # five times as fast as the pattern, and most copy is ASCII
        if not found or len(max(found, key=len)) <= _LONGEST:
            return found
    else:
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
        # Some capitals decompose into letters that fold again; NFC keeps Hangul syllables whole.
        folded = unicodedata.normalize("NFC", folded.casefold())
    return _WORD.findall(folded)


def text_of(markup: str) -> str:
    """The words of a clean body, without its tags."""
    text = markup.replace("</p>", " ").replace("<p>", "")
    if "<" in text:  # more than paragraphs of words alone
        text = _TAG.sub("", _PART.sub(" ", markup))
    return unescape(text) if "&" in text else text


def words_of(story: Story) -> list[str]:
    """The words that the story is found by: those of the headline shown, the summary, the keywords and the body.

    Nothing that is for editors only; a blank word between the parts keeps phrases from running across them.
    """
    if story.shown is None:
        return []
    version = story.shown.version
    found: list[str] = []
    for part in (story.headline, version.summary, *version.keywords, text_of(version.body)):
        if words := tokens(part):
            found += [*words, BLANK]
    return found


BLANK = "\N{SYMBOL FOR SPACE}"  # no word holds it, so no phrase can


def phrases(query: str) -> list[list[str]]:
    """The query as words in a row, all of which must be found. Anything may be asked: there is no syntax to break.

    "Quoted" words belong together; so do the parts of one word such as `co-operate`.
    """
    asked = (tokens(quoted or single) for quoted, single in _QUERY.findall(query))
    return [phrase for phrase in asked if phrase]


def matches(words: Sequence[str], query: str) -> bool:
    """Whether the words hold every phrase of the query; an empty query matches nothing."""
    asked = phrases(query)
    return bool(asked) and all(_within(phrase, words) for phrase in asked)


def _within(phrase: Sequence[str], words: Sequence[str]) -> bool:
    length = len(phrase)
    if length == 1:
        return phrase[0] in words
    return any(list(words[start : start + length]) == list(phrase) for start in range(len(words) - length + 1))
