"""What a word is to the search, in copy and in what readers type: one definition for all that looks for words."""

from __future__ import annotations

import re
import unicodedata

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


def phrases(query: str) -> list[list[str]]:
    """The query as words in a row, all of which must be found. Anything may be asked: there is no syntax to break.

    "Quoted" words belong together; so do the parts of one word such as `co-operate`.
    """
    asked = (tokens(quoted or single) for quoted, single in _QUERY.findall(query))
    return [phrase for phrase in asked if phrase]
