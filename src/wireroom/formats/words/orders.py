"""Orders in words about other items: "Please kill item xyz 123 'Rocket leaves'", in the languages of the wires.

Only what begins like an order is one, and only in short items or notes to editors: a story that quotes such words is
a story. What is meant is read from the words; which story that is, the newsroom finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from wireroom.formats.months import MONTH_NAME, month_number
from wireroom.formats.words import eastern
from wireroom.formats.words.tables import fold, pattern_of
from wireroom.news import Act, Order

# The stems of the verbs: most notes have none, and need no closer look.
_HINT = re.compile(
    r"kill|eliminat|withdr|retract|recall|delet|remov|spike|cancel|hold|disregard|do not|suspend|"
    r"refrain|released|published|"
    r"storn|streich|lösch|zurück|annul|verwend|veröffentl|sperr|freigegeben|gegenstandslos|beachten|"
    r"supprim|détrui|retir|utilis|publi|retenir|attente|"
    r"anul|elimin|suprim|utiliz|reten|difund|ritir|tratten|sospend|pubblic|cancell|desconsider|"
    r"exclu|trek|verwijder|gebruik|schrap|houden|"
    r"vervalt|usun|wycof|wstrzym|niepubl|аннул|удал|сня|недейств|придерж|публик|задерж|использ|حذف|"
    r"لغا|سحب|استخدام|نشر|ملغ|makul|stryk|"
    r"radera|ta bort|inne|använd|"
    r"取り消|取消|使用しない|見合わせ|保留|暂停|暫停|暂缓|暫緩|撤稿|撤销|撤銷|撤回|作废|作廢|註銷|毙稿|停用|勿用|취소|삭제|사용하지|보류",
    re.IGNORECASE,
)
# What is taken out is a part of a story, not the story.
_PART = re.compile(
    r"(?<!\w)(?:paragraphs?|paras?|grafs?|words?|names?|sentences?|lines?|quotes?|figures?|bylines?|"
    r"absatz|absatze|satz|wort|namen|zitat|"
    r"paragraphes?|phrases?|mots?|parrafos?|frases?|palabras?|paragrafi?o?|frasi|parol[ae]|абзац\w*|"
    r"слов\w*|фраз\w*|alinea|zin)(?!\w)"
)
_LONGEST = 700  # characters of a paragraph that gives an order
_LOOKED_AT = 6  # paragraphs
_MOST_KNOWN = 16_384  # words
MOST_WORDS = 250
"""Words of an item that consists of orders: in longer copy only headline and notes are looked at."""
_NEAR = 4  # words within which a verb without a request has its object
# In a call these words are none by themselves.
_NO_CALL = frozenset("the and to all a note".split())
# A wire number in one word, or a kind of item with its title: what an order without a call to editors must have.
_POINTS = re.compile(r"(?<!\w)[^\W\d_]{1,4}\d{3,6}(?!\w)|(?<!\w)[^\W\d_]{4,12},? [“„«\"'‘]")
_FIRST = 9  # words within which the verb of an order stands
_QUOTED = re.compile(
    r"[“„«]\s?([^“”„«»\n]{4,250}?)\s?[”“»]|\"([^\"\n]{4,250})\"|(?<!\w)['‘‚]((?:[^'‘’\n]|['’](?=\w)){4,250})['’](?!\w)"
)
_SLUG = re.compile(
    r"(?:\bslug(?:ged|line)?:?\s+)([^\s,;:()“”\"]{3,60})"
    r"|(?<![\w/-])(BC-[^,;:()\n]{3,60})"
    r"|(?<![\w/-])([^\W\d_][\w.]{1,40}(?:(?:--?|/)[\w.]{1,40}){1,6})(?![\w/-])"
)
# "eca0123", "V9991", "dpa 123", "No. 64": not a year, a time or a sum of money.
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:(?:No|Nr|Nº|n°|№)\.?\s?|#)(\d{1,6})(?!\w)"
    r"|(?<![\w.,:/#-])([^\W\d_]{1,4})-?(\d{3,6})(?![\w:/-])"
    r"|(?<![\w.,:/$€£-])(?P<after>[^\W\d_]{2,9}) (\d{2,6})(?![\w:/%-]|[.,]\d)"
)
_NOT_AFTER = frozenset(
    "of in at by to on the and from for until before after since about some than over under "
    "vom am um bis le la du de del el en a".split()
)
_DAY = re.compile(
    rf"(?<!\d)(\d{{1,2}})\.?\s+(?:de\s+)?({MONTH_NAME})|({MONTH_NAME})\.?\s+(\d{{1,2}})(?!\d)|(\d{{4}})-(\d\d)-(\d\d)"
    r"|(?<!\d)(\d{1,2})(?:月|월 ?)(\d{1,2})[日일]"
)


def orders(
    headline: str = "",
    paragraphs: tuple[str, ...] | list[str] = (),
    notes: str = "",
    *,
    created: datetime | None = None,
) -> tuple[Order, ...]:
    """The orders about other items that the words give, in their order; none for ordinary copy.

    `notes` are those to editors. `created` gives the year of a day that is named. An order without anything that
    names a story is not among them: it is about the item itself (`status.kill`).
    """
    texts = [headline] if _hinted(headline) else []
    if paragraphs and (copy := list(filter(_hinted, paragraphs[:_LOOKED_AT]))):
        texts += copy if sum(map(eastern.length, paragraphs)) <= MOST_WORDS else []
    if notes:
        texts += filter(_hinted, notes.split("\n"))
    # Most texts hold no stem, and most of the others no order.
    return tuple({one: None for text in texts for one in _read(" ".join(text.split()), created)}) if texts else ()


_STEMS = tuple(one for one in _HINT.pattern.split("|") if " " not in one)
_SPACED_STEMS = tuple(one for one in _HINT.pattern.split("|") if " " in one)


def _hinted(text: str) -> bool:
    """Whether one of the stems is in the text: asked of its words, as most of them come again and again."""
    if not text or len(text) > _LONGEST:
        return False
    lowered = text.lower()
    return _holds_stem(lowered.split()) or _holds_phrase(lowered)


def hinted(words: list[str]) -> bool:
    """Whether one of the stems is in a text of these words, in lower case: without any there is no order in it."""
    return _holds_stem(words) or _holds_phrase(" ".join(words))


def _holds_stem(words: list[str]) -> bool:
    return not _STEMLESS.issuperset(words) and any(map(_HOLDS_STEM.__getitem__, words))


def _holds_phrase(lowered: str) -> bool:
    for stem in _SPACED_STEMS:  # noqa: SIM110 - a generator would cost as much as the search
        if stem in lowered:
            return True
    return False


class _HoldsStem(dict[str, bool]):
    """Whether a word holds one of the stems, worked out once each."""

    def __missing__(self, word: str) -> bool:
        found = any(stem in word for stem in _STEMS)
        if len(self) >= _MOST_KNOWN:
            self.clear()
            _STEMLESS.clear()
        self[word] = found
        if not found:
            _STEMLESS.add(word)
        return found


_HOLDS_STEM = _HoldsStem()
_STEMLESS: set[str] = set()  # those of them that hold none, to ask of all words at once


def _read(text: str, created: datetime | None) -> Iterator[Order]:
    if text[0] in "“„«\"'‘":
        return  # somebody's words
    # What somebody says in 「…」 is no order; a headline there names the story.
    named = [next(filter(None, one.groups())).strip() for one in eastern.QUOTED.finditer(text)]
    said, text = text, eastern.QUOTED.sub(" ", text) if named else text
    folded = fold(text)
    if not pattern_of("order_noun").search(folded) and not _QUOTED.search(text) and not named:
        return
    act, sure = _act(text, folded)
    if act is None:
        return
    if act is Act.KILL and _PART.search(folded):
        act = Act.HOLD  # until a person has looked what is left of it
    quoted = named or [next(filter(None, one.groups())).strip() for one in _QUOTED.finditer(text)]
    outside = _QUOTED.sub(" ", text)
    slugs = (next(filter(None, one.groups())).strip() for one in _SLUG.finditer(outside))
    slug = next((one for one in slugs if not one.replace("-", "").isdigit()), "")
    numbers = list(_numbers(outside.replace(slug, " ") if slug else outside))
    if not (quoted or slug or numbers):
        return
    on = _day(outside, created)
    if len(numbers) > 1 and not quoted and not slug:
        yield from (Order(act, service, number, on=on, sure=sure, text=said) for service, number in numbers)
        return
    service, number = numbers[0] if numbers else ("", "")
    yield Order(act, service, number, slug, quoted[0] if quoted else "", on=on, sure=sure, text=said)


def _act(text: str, folded: str) -> tuple[Act | None, bool]:
    """What a paragraph orders, and whether that is beyond doubt."""
    called = pattern_of("call").match(folded)
    calls = called is not None and not set(called[0].split()) <= _NO_CALL
    rest = folded[called.end() :].lstrip() if called else folded
    please = pattern_of("order_please").match(rest)
    start = rest[please.end() :].strip() if please else rest
    head = " ".join(start.split()[:_FIRST]) if please else start
    kill, hold = pattern_of("order_kill"), pattern_of("order_hold")
    if please:
        # German and Polish put the verb last.
        if found := hold.search(head) or (None if kill.search(head) else hold.search(start)):
            return Act.HOLD, not kill.search(found[0])
        if kill.search(head) or kill.search(start):
            return Act.KILL, True
    if pattern_of("order_killed").search(rest) and pattern_of("order_noun").search(rest):
        # "The story … was withdrawn" is an order when editors are called; else it may be news of somebody's story.
        if calls or please or "mandatory" in folded:
            return Act.KILL, True
        ours = _POINTS.search(text) or pattern_of("order_ours").search(rest)
        return (Act.KILL, False) if ours else (None, False)
    if pattern_of("order_released").search(rest) and pattern_of("order_noun").search(rest):
        return Act.RELEASE, calls
    near = " ".join(start.split()[:_NEAR])
    if kill.match(start) and pattern_of("order_noun").search(near):
        return Act.KILL, calls or "mandatory" in folded
    if hold.match(start) and pattern_of("order_noun").search(near):
        return Act.HOLD, calls
    return None, False


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Wire numbers with the service or agency written before them."""
    for found in _NUMBER.finditer(text):
        if found[1]:
            yield "", found[1]
        elif found[2]:
            yield found[2].lower(), found[3]
        elif (
            fold(found["after"]) not in _NOT_AFTER
            and not month_number(found["after"])
            and not re.match(r"\s?(?:GMT|UTC|Uhr|h\b|hrs|EST|EDT|words|percent|people)", text[found.end() :])
        ):
            noun = pattern_of("order_noun").fullmatch(fold(found["after"]))
            yield "" if noun else found["after"].lower(), found[5]


def _day(text: str, created: datetime | None) -> date | None:
    for found in _DAY.finditer(text):
        try:
            if found[5]:
                return date(int(found[5]), int(found[6]), int(found[7]))
            month = int(found[8]) if found[8] else month_number(found[2] or found[3])
            day = int(found[1] or found[4] or found[9])
            if month and created:
                years = (created.year - 1, created.year)
                return max(one for year in years if (one := date(year, month, day)) <= created.date())
        except ValueError:
            continue
    return None
