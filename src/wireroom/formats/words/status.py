"""Kills and holds in words: banners, which are whole lines, and sentences that kill the item they stand in.

A kill is for good (IPTC: canceled is terminal), so only what can mean nothing else kills; what may mean it holds, and
the desk is told. Nothing here looks into running copy: a story about a kill is a story.
"""

from __future__ import annotations

import re

from wireroom.formats.words import eastern
from wireroom.formats.words.tables import LONGEST_LINE, fold, pattern_of, words_of

_MOST_WORDS = 12  # of a banner
# "*** ELIMINAR ***", "==KILL==", "--- STORNO ---": nobody decorates a headline.
_DECORATED = re.compile(r"\s*(?:\*{2,}|={2,}|-{2,}|!{2,}).*(?:\*{2,}|={2,}|-{2,}|!{2,})\s*", re.DOTALL)
_BEFORE_COLON = re.compile(r"\s*[(*]?([^\W\d_][^:–—\n]{2,60}?)\s?(?::|--|[-–—](?=\s|\S))")


def kill(*lines: str, take: bool = False) -> str:
    """The banner line or sentence by which this item is killed; "" when none does.

    Give it what stands apart from the copy: headline, lines above it, editors' note line by line. `take` says that
    the lines are take lines of a text format, where one word is enough.
    """
    return next((line.strip() for line in lines if _kills(line, take)), "")


def hold(*lines: str) -> str:
    """Why the item is held, in words: a line withholds it, or may be a kill; "" when none does."""
    for line in lines:
        if not 0 < len(line) <= LONGEST_LINE:
            continue
        folded = fold(line)
        if _banner(folded, "hold"):
            return f"the copy says “{line.strip()[:80]}”"
        if _banner(folded, "kill"):
            return f"“{line.strip()[:80]}” may be a kill"
        before = _before_mark(line)
        said = _banner(fold(before), "kill") or _banner(fold(before), "hold") if before else False
        if said and (before.isupper() or eastern.before(line)):
            return f"“{line.strip()[:80]}” may be a kill or a hold"
    return ""


def _kills(line: str, take: bool) -> bool:
    if not 0 < len(line) <= LONGEST_LINE:
        return False
    folded = fold(line)
    if not folded:
        return False
    sign = eastern.before(line)
    decorated = _DECORATED.fullmatch(line) or (sign and sign.bracketed and not sign.rest)
    if _banner(folded, "kill") and (take or decorated or _sure(folded)):
        return True
    folded = fold(eastern.QUOTED.sub(" ", line)) if eastern.written(line) else folded  # without what somebody says
    called = pattern_of("call").match(folded)
    if pattern_of("kill_sentence").match(folded, called.end() + 1 if called else 0):
        return True
    before = _before_mark(line)
    shouted = before.isupper() or sign is not None
    return bool(before) and shouted and _banner(fold(before), "kill") and _sure(fold(before))


def _before_mark(line: str) -> str:
    """What stands before the first colon or dash of a line, where a banner may be put before a headline."""
    if sign := eastern.before(line):
        return sign.word
    found = _BEFORE_COLON.match(line)
    return found[1] if found else ""


def _banner(folded: str, table: str) -> bool:
    """Whether a folded line is made of the table's words, and of those that may stand beside them, alone."""
    words, beside = words_of(table), words_of("beside")
    if folded in words:
        return True
    tokens = folded.split()
    return (
        0 < len(tokens) <= _MOST_WORDS
        and any(token in words for token in tokens)
        and all(token in words or token in beside for token in tokens)
    )


def _sure(folded: str) -> bool:
    """Whether a banner says it twice, or with a word that makes it an order, or is itself such a word."""
    tokens = folded.split()
    if folded in words_of("stress"):
        return True
    return sum(token in words_of("kill") for token in tokens) > 1 or any(
        token in words_of("stress") for token in tokens
    )
