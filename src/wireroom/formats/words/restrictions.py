"""Limits to use in free text ("TURKEY OUT", "NO ARCHIVAL USE", "Nur für Print") as structured restrictions.

What speaks of limits to use and is not understood is a restriction too, of kind `unknown`: it hides the copy and goes
to the desk (rights.md §1). Copyright sentences and links to terms are no limits for who has a contract.
"""

from __future__ import annotations

import pkgutil
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from wireroom.formats.model import UTC
from wireroom.formats.months import MONTH_NAME, month_number
from wireroom.formats.times import parse_time
from wireroom.formats.words.tables import fold, pattern_of, tables
from wireroom.news import Limit, Restriction

# One of these is in every restriction; a note without any needs no closer look.
_HINT = re.compile(
    r"(?<!\w)(?:no|not?|never|only|out|must|may|until|before|after|use[ds]?|usage|credit|editorial|geography|restrict\w*|prohibit\w*|"
    r"kein\w*|nicht|nur|vor|nach|aus|ausgenommen|verbot\w*|redaktionell\w*|pas|sans|sauf|interdit\w*|aucune?|uniquement|"
    r"seulement|mention|usage|utilisation|sin|solo|prohibid\w*|salvo|uso|cr[eé]dito|non|senza|vietat\w*|citare|ikke|world\w*|"
    r"nennung|quellenangabe|unver\w*|exclu\w*)(?!\w)",
    re.IGNORECASE,
)
_LONGEST = 400  # characters of a phrase; a longer one is prose
_MOST = 40  # restrictions of one version
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!]+(?=\s|$)|[;\n|•]+|\s[-–—/]+\s")
_LIST = re.compile(r"\s*,\s*(?:and |und |et |y |e )?|\s+(?:AND|UND|ET)\s+")
_BEFORE, _BEHIND = " \t\r\n([*=-", " \t\r\n)]*=,:-"  # what wraps a phrase
_LABEL = re.compile(
    r"^(?:usage(?: terms)?|restrictions?|special instructions?|nutzungshinweis|hinweis|eds|editors?)\s*:\s*",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\w)(until|till|bis|jusqu au|jusqu a|hasta(?: el)?|fino al?|before|vor|avant|antes del?|prima del?)(?!\w)"
)
_AFTER = re.compile(r"(?<!\w)(after|nach|apres(?: le)?|despues del?|dopo(?: il)?|beyond)(?!\w)")
# What begins like this limits something, also where nobody knows what.
_FORBIDS = re.compile(
    r"(?:no|not|never|only|out|kein\w*|nicht|nur|pas|prohibited|forbidden|verboten|"
    r"untersagt|interdit\w*|prohibid\w*|vietat\w*) "
)
_DATE = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\s?(?:Z|GMT|UTC|[+-]\d\d:?\d\d))?)?)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?(?P<month>{MONTH_NAME})\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})"
    rf"|(?P<am>{MONTH_NAME})\.?\s+(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<ay>\d{{4}})"
    r"|(?P<nd>\d{1,2})[./](?P<nm>\d{1,2})[./](?P<ny>\d{4})",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)  # an agency sends the same terms with all its copy
def restrictions(*terms: str, notes: str = "", zone: ZoneInfo = UTC) -> tuple[Restriction, ...]:
    """What usage terms, and notes to editors, forbid or demand, phrase by phrase; dates without a zone are in `zone`.

    Notes speak of many things: there a phrase that is not understood counts only when it can hardly be anything else.
    """
    found: dict[Restriction, None] = {}
    for text, note in [*((one, False) for one in terms), (notes, True)]:
        if not _HINT.search(text):
            continue
        for phrase in _phrases(text):
            for one in _meaning(phrase, zone):
                if one.limit is not Limit.UNKNOWN or not note or _can_be_nothing_else(phrase):
                    found[one] = None
        if len(found) > _MOST:
            break
    return tuple(found)[:_MOST]


def _can_be_nothing_else(phrase: str) -> bool:
    """Whether a phrase of a note is about the use of the copy: it names use and its limit side by side."""
    return bool(pattern_of("forbids_use").search(fold(phrase))) and (phrase.isupper() or len(phrase.split()) <= 12)


def _phrases(text: str) -> Iterator[str]:
    """The phrases of a text: its sentences, and the members of lists in capitals ("TURKEY OUT, NO SALES")."""
    for sentence in _SENTENCE.split(text):
        sentence = sentence.lstrip(_BEFORE).rstrip(_BEHIND)
        if not 2 < len(sentence) <= _LONGEST:
            continue
        sentence = _LABEL.sub("", sentence)
        parts = _LIST.split(sentence) if "," in sentence or sentence.isupper() else [sentence]
        parts = _whole_parts([part for part in parts if part])
        if len(parts) > 1 and (sentence.isupper() or all(_is_known(part) for part in parts)):
            yield from parts
        else:
            yield sentence


def _whole_parts(parts: list[str]) -> list[str]:
    """The members of a list, with those that say nothing alone put to the next ("JAPAN, KOREA OUT")."""
    whole: list[str] = []
    waiting = ""
    for part in parts:
        waiting = f"{waiting} and {part}" if waiting else part
        if _speaks(fold(part)):
            whole.append(waiting)
            waiting = ""
    if waiting and whole:
        whole[-1] += f" and {waiting}"
    return whole or parts


def _is_known(phrase: str) -> bool:
    return any(one.limit is not Limit.UNKNOWN for one in _meaning(phrase, UTC))


@lru_cache(maxsize=4096)
def _meaning(phrase: str, zone: ZoneInfo) -> tuple[Restriction, ...]:
    """What a phrase means; an agency sends the same few with all its copy."""
    return tuple(_understood(phrase, zone))


def _understood(phrase: str, zone: ZoneInfo) -> Iterator[Restriction]:
    phrase = phrase.lstrip(_BEFORE).rstrip(_BEHIND)
    folded = fold(phrase)
    text = " ".join(phrase.split())[:_LONGEST]
    if not folded or not _speaks(folded):
        return
    if timed := _timed(phrase, folded, zone, text):
        yield timed
        return
    surfaces = tuple(name for name in tables()["surface"] if _whole("surface", name).fullmatch(folded))
    if surfaces:
        yield Restriction(Limit.SURFACE, surfaces=surfaces, text=text)
        if folded.startswith("no sales"):
            yield Restriction(Limit.RESALE, text=text)
        return
    for name in tables()["limit"]:
        if _whole("limit", name).fullmatch(folded):
            yield Restriction(Limit(name), text=text)
            return
    for limit, table in ((Limit.ONLY, "territory_only"), (Limit.EXCEPT, "territory_out")):
        if places := _places(table, folded):
            yield Restriction(limit, territories=places, text=text)
            return
    if not pattern_of("boilerplate").search(folded) and _limits(folded):
        yield Restriction(Limit.UNKNOWN, text=text)


@cache
def _whole(table: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in tables()[table][name]))


@cache
def _speaks_pattern() -> re.Pattern[str]:
    known = "|".join(
        f"(?:{one})" for name in ("surface", "limit") for group in tables()[name].values() for one in group
    )
    return re.compile(rf"(?<!\w)(?:{known})(?!\w)")


def _speaks(folded: str) -> bool:
    """Whether a phrase might be a restriction at all; most sentences are not, and this is asked of each."""
    return bool(pattern_of("speaks_of_limit").search(folded) or _speaks_pattern().search(folded)) or any(
        word in folded for word in (" aus", "exclu", "geography", "editorial", "redaktionell", "credit", "obligat")
    )


def _limits(folded: str) -> bool:
    """Whether a phrase speaks of use and of limits to it, the words near each other."""
    tokens = folded.split()
    if len(tokens) > 30:
        return False
    if _FORBIDS.match(folded) or (tokens[-1] == "out" and len(tokens) <= 4):
        return True
    return bool(pattern_of("speaks_of_use").search(folded) and pattern_of("speaks_of_limit").search(folded))


def _places(table: str, folded: str) -> tuple[str, ...]:
    """The countries that a phrase names, all of them or none: a half-understood limit is not understood."""
    for pattern in tables()[table]["words"]:
        found = re.search(pattern, folded)
        if found and (places := _codes(found[1])):
            return places
    return ()


def _codes(names: str) -> tuple[str, ...]:
    codes: set[str] = set()
    for name in re.split(r" (?:and|und|et|y|e|or|oder|ou|o|nor) ", names):
        name = re.sub(
            r"^(?:the|der|den|die|la|le|les|l|el|los|in|all|all of|ganz) | (?:territory|market|clients|subscribers)$",
            "",
            name,
        )
        known = _territories().get(name) or _territories().get(f"the {name}")
        if known is None:
            listed = _several(name)
            if not listed:
                return ()
            codes |= listed
        else:
            codes |= set(known)
    return tuple(sorted(codes))


def _several(names: str) -> set[str]:
    """Countries in a row without a word between them ("usa canada japan")."""
    tokens, codes, at = names.split(), set(), 0
    while at < len(tokens):
        for length in (4, 3, 2, 1):
            known = _territories().get(" ".join(tokens[at : at + length]))
            if known and at + length <= len(tokens):
                codes |= set(known)
                at += length
                break
        else:
            return set()
    return codes


@cache
def _territories() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((pkgutil.get_data(__name__, "territories.toml") or b"").decode("utf-8"))
    found = {fold(name): (code,) for code, names in data["countries"].items() for name in names}
    return found | {fold(name): tuple(codes) for name, codes in data["regions"].items()}


def _timed(phrase: str, folded: str, zone: ZoneInfo, text: str) -> Restriction | None:
    """A limit that begins or ends at a date; without a date that can be read it is left to the other rules."""
    after, until = _AFTER.search(folded), _UNTIL.search(folded)
    if not (after or until) or not pattern_of("speaks_of_use").search(folded):
        return None
    days = list(_DATE.finditer(phrase))
    surfaces = tuple(name for name in ("mobile", "online", "archive", "social", "print", "broadcast") if name in folded)
    negative = re.search(r"(?<!\w)(?:no|not|kein\w*|nicht|pas|ne|non|sin)(?!\w)", folded)
    if len(days) != 1 or (moment := _moment(days[0], zone)) is None:
        if surfaces and until and negative:
            return Restriction(Limit.SURFACE, surfaces=surfaces, text=text)  # until a moment that nobody can tell
        return None
    start, end = moment
    if surfaces and negative:
        return Restriction(
            Limit.SURFACE, surfaces=surfaces, since=end if after else None, until=None if after else start, text=text
        )
    if after and negative:
        return Restriction(Limit.TIME, until=end, text=text)
    if until and negative:
        return Restriction(Limit.TIME, since=start, text=text)
    if (
        until
        and not negative
        and until[1] not in ("before", "vor", "avant", "antes de", "antes del", "prima di", "prima del")
    ):
        return Restriction(Limit.TIME, until=end, text=text)
    return None


def _moment(found: re.Match[str], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The beginning and the end of what is named: a day, or a moment."""
    try:
        if found["iso"]:
            moment = parse_time(found["iso"], zone)
            if moment is None:
                return None
            return (moment, moment) if len(found["iso"]) > 10 else (moment, moment + timedelta(days=1))
        if found["month"] or found["am"]:
            month = month_number(found["month"] or found["am"])
            day, year = int(found["day"] or found["ad"]), int(found["year"] or found["ay"])
        else:
            day, month, year = int(found["nd"]), int(found["nm"]), int(found["ny"])
        start = datetime(year, month, day, tzinfo=zone)
        return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
