"""What a block is by itself: its kind by the words and shape it has, before its neighbours are asked."""

from __future__ import annotations

import re

from wireroom.formats.captures import phrases
from wireroom.formats.captures.model import Block
from wireroom.formats.captures.stamps import is_byline, is_dateline, is_stamp

# Kinds besides those of phrases.toml.
PROSE = "prose"
SENTENCE = "sentence"  # a short block that ends as a sentence does
TITLE = "title"  # a short line that does not
WORD = "word"  # up to three words

_SENTENCE_END = re.compile(r"[.!?؟。！？…।][\"'”’»“)\]）]*\s*(?:\[\d+\])?$")
_INNER_END = re.compile(r"[.!?؟。！？][\"'”’»)]*\s+[\"'“«„(]?[^\W\d_a-zа-я]")
_QUOTE = re.compile('["“”„«»]')
_WE = re.compile(
    r"\b(?:we|our|us|you|your|wir|uns|unsere?r?|ihre?|nous|notre|nos|vous|votre|vos|nuestr[oa]s?|su|tu|nostr[oaie]|"
    r"vostr[oaie]|мы|нас|наш\w*|вы|вас|ваш\w*)\b",
    re.IGNORECASE,
)
_LIST_MARKS = re.compile(r"\s[|•·›»/>]\s")
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\w{2,}")
_NUMBERS = re.compile(r"^[\d\s.,:%+$€£()/–-]+$")
_COUNTED = re.compile(r"^\d{1,4}\s+(?=\w)")  # "3 comments"
_DATED_SIGN = re.compile(r"©[^.!?]{0,60}\b(?:19|20)\d\d\b")
_WHOSE = re.compile(r"\([A-ZÀ-Þ][^()/\d]{3,40}/[^()/\d]{2,40}\)\.?$")  # "(Anna Berg/Orbit Daily)"
_AGO = re.compile(r"\b\d+\s*(?:h|hrs?|hours?|min(?:ute)?s?|days?|d|weeks?)\s+ago\b", re.IGNORECASE)


def classify(blocks: list[Block]) -> None:
    """Sets the kind of every block."""
    for block in blocks:
        block.kind = _kind(block)


def ends_as_sentence(text: str) -> bool:
    """Whether the text ends with the sign that ends a sentence."""
    return _SENTENCE_END.search(text) is not None


def speaks_to_readers(block: Block) -> bool:
    """Whether the page speaks of itself, or to its reader, outside of quotation marks."""
    return _QUOTE.search(block.text) is None and len(_WE.findall(block.text)) >= 2


def _kind(block: Block) -> str:
    text = block.text
    if not any(char.isalnum() for char in text):
        return "nav"
    if _NUMBERS.match(text):
        return "stamp" if len(text) < 160 and is_stamp(text) else "nav"
    bare = phrases.bare(text[:500])
    if block.zone == "comments":
        return "comments-text"
    if len(text) < 160 and is_dateline(text):
        return "dateline"
    if len(text) < 160 and is_byline(text):
        return "byline"
    if len(text) < 160 and is_stamp(text):
        return "stamp"
    marked = _marked(block, bare)
    if marked:
        return marked
    return _shape(block)


def _marked(block: Block, bare: str) -> str:
    """The kind that the block's words tell; "" when they tell none."""
    short = block.words <= 14
    if short and _COUNTED.match(bare) and phrases.marked(_COUNTED.sub("", bare), "comments"):
        return "comments"
    for kind in phrases.kinds():
        if phrases.is_line(bare, kind) or (kind in ("share", "nav") and phrases.made_of(bare, kind)):
            return kind
        lead = kind == "rail" and ":" in bare[:28] and block.words <= 30  # "Read more: " and a headline
        if (short or lead or kind in ("promo", "rights", "caption", "ad")) and phrases.begins(bare, kind):
            if kind == "promo" and not _promotes(block, bare, 1):
                continue
            if kind == "caption" and block.words > 70:
                continue
            if kind in ("rights", "ad") and block.words > 120:
                continue
            if kind == "nav" and (block.words > 6 or ends_as_sentence(block.text)):
                continue
            if kind == "tail" and ends_as_sentence(block.text) and block.words > 8:
                continue
            return kind
    return _held(block, bare)


def _held(block: Block, bare: str) -> str:
    """The kind that words and signs tell wherever in the block they stand; "" when they tell none."""
    credit = block.words <= 70 and phrases.ends(bare, "caption")
    rights = phrases.count_of(bare, "rights")
    if rights and (block.words <= 30 or rights >= 2):
        return "rights"
    if block.words <= 30 and not credit and _DATED_SIGN.search(block.text):
        return "rights"
    if credit or (block.words <= 45 and (phrases.count_of(bare, "caption") or _WHOSE.search(block.text))):
        return "caption"
    return "promo" if _promotes(block, bare, 2) else ""


def _promotes(block: Block, bare: str, enough: int) -> bool:
    """Whether the page speaks to its reader here, of itself: never in quotation marks, often of "our" and "you"."""
    if _QUOTE.search(block.text) or block.words > 160:
        return False
    held = phrases.count_of(bare, "promo")
    you = len(_WE.findall(block.text))
    begins = phrases.begins(bare, "promo")
    if enough == 1:
        return held + you > 0 or block.words <= 14
    return (held >= 2 and you >= 1) or (held >= 1 and you >= 2) or (begins and held + you >= 1) or held >= 3


def _shape(block: Block) -> str:
    text = block.text
    if _AGO.search(text) and block.words < 12:
        return "stamp"
    if block.row and not _INNER_END.search(text):
        return "nav"
    if _LIST_MARKS.search(text) and len(_LIST_MARKS.findall(text)) >= 2 and not _INNER_END.search(text):
        return "nav"
    if block.linked > 0.6 and block.words < 40:
        return TITLE if block.words > 3 else "nav"
    if block.words < 9 and len(text) < 400 and _ADDRESS.search(text):
        return "nav"
    if block.level:
        return TITLE if block.words > 1 or block.level == 1 else WORD
    if ends_as_sentence(text):
        if text.endswith(("...", "…")) and block.words < 45:
            return "teaser"
        return PROSE if block.words >= 14 else SENTENCE if block.words >= 3 else WORD
    if block.words >= 30 or (block.words >= 20 and _INNER_END.search(text)):
        return PROSE
    if text.endswith((":", ",", ";", "،")) and block.words >= 9:
        return SENTENCE
    return TITLE if block.words >= 4 or len(text) > 24 else WORD
