"""The words a story is found by, and what it means that it matches a query: one definition for every ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from wireroom.news import Story
from wireroom.news.tokens import phrases, tokens

_TAG = re.compile(r"<[^>]*>")
# Ends of blocks and line breaks part words; other tags (strong, em, a …) stand inside them.
_PART = re.compile(
    r"</(?:p|h[1-6]|li|t[dhr]|blockquote|figcaption|caption|pre|div)>|<br ?/?>|<(?:img|ul|ol|table)\b[^>]*>"
)


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


def matches(words: Sequence[str], query: str) -> bool:
    """Whether the words hold every phrase of the query; an empty query matches nothing."""
    asked = phrases(query)
    return bool(asked) and all(_within(phrase, words) for phrase in asked)


def weight(words: Sequence[str], query: str) -> float:
    """How much the phrases of the query weigh among the words: the oftener one stands there the more, up to a limit.

    Okapi BM25 without its measure of length and of rareness (k1 = 1.2), of which the newest stories need neither.
    """
    counts = (_count(phrase, words) for phrase in phrases(query))
    return sum(2.2 * count / (count + 1.2) for count in counts)


def _count(phrase: Sequence[str], words: Sequence[str]) -> int:
    length = len(phrase)
    return sum(list(words[start : start + length]) == list(phrase) for start in range(len(words) - length + 1))


def _within(phrase: Sequence[str], words: Sequence[str]) -> bool:
    length = len(phrase)
    if length == 1:
        return phrase[0] in words
    return any(list(words[start : start + length]) == list(phrase) for start in range(len(words) - length + 1))
