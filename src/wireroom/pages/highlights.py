"""The words that a reader looked for, marked where they stand in what may be shown."""

from __future__ import annotations

import re

from minijinja import safe

from wireroom.news.tokens import phrases, tokens
from wireroom.pages.text import plain

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Highlighter:
    """Marks the words of one query, whatever their accents and capitals."""

    def __init__(self, query: str) -> None:
        self.words = frozenset(word for phrase in phrases(query) for word in phrase)

    def marked(self, text: str) -> str:
        """The text as HTML, each word that was looked for in a `<mark>`."""
        out, end = [], 0
        for found in _WORD.finditer(text):
            if self.words.isdisjoint(tokens(found[0])):
                continue
            out += [plain(text[end : found.start()]), "<mark>", plain(found[0]), "</mark>"]
            end = found.end()
        return safe("".join((*out, plain(text[end:]))))
