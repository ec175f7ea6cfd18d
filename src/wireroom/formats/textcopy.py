"""What the text wires share: their bytes as text, their lines as paragraphs, and a version made of the parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape

from wireroom.errors import UnreadableError
from wireroom.formats import charsets, markup, words
from wireroom.formats.dateline import split_from_body
from wireroom.formats.finish import advisory, finish
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.months import MONTH_NAME, month_number
from wireroom.formats.profiles import Profile, is_agency, profile_of
from wireroom.formats.times import parse_time
from wireroom.formats.words.tables import fold, pattern_of
from wireroom.news import Act, Association, Body, Order, Rights, Status, Version, words_of

# Bytes that cp1252 leaves undefined stand for the controls of ISO 8859-1.
_LATIN = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_LANGUAGE_CHARSETS = {
    "ru": "cp1251",
    "uk": "cp1251",
    "bg": "cp1251",
    "ar": "cp1256",
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
}
_CENTRAL = frozenset({"pl", "cs", "sk", "hu", "ro", "hr", "sl"})
_SOUND = 5  # letters of several bytes that must be sound for each that is broken, for bytes to count as UTF-8

_RULE = "-_=*.~ \t"  # what a line that only parts others is made of
_HASH_TITLE = re.compile(r"#{1,3}\s+\S")
_STARS = re.compile(r"\s*(?:\*\s*){3,}")
_ITEM = re.compile(r"\s{0,4}[-•*]\s+(?=\S)")
_BULLET = re.compile(r"[•*] \S")  # a dash may be one of the sentence
_COLUMNS = re.compile(r"\S(?: {3,}|\t+|\.{4,})(?=\S)")
SOH, EOT = "\x01", "\x04"
_MOST_MESSAGES = 5000  # in one file
LONGEST_COPY = 262_144
"""Characters of one message's copy; a book is no wire story."""
_LONGEST_PARAGRAPH = 20_000  # characters
_SIGNED = 80  # characters of a line that tells who handled the copy
# "ab - cd", "ab/cd": small letters, joined by at least one stroke.
_INITIALS = re.compile(r"(?=.*[-/])[^\W\d_A-Z]{1,4}(?:\s?[-/]\s?[^\W\d_A-Z]{1,4}){1,4}")
_WIDEST = 300  # characters of a row of columns
_INDENT = re.compile(r"(?:[ \t]{2,}|\u3000)\S")
# Between these a new line is no space: Chinese and Japanese have none between words.
_NO_SPACE = re.compile(r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffee])\n(?=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffee])")
_TRAILER = re.compile(
    rf"(?<!\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\s+(?:(?P<zone>GMT|UTC|UT|Z|[A-Z]{{3,4}})\s+)?"
    rf"(?P<month>{MONTH_NAME})\.?\s+(?P<year>\d{{4}}|\d\d)(?!\d)"
)
# A slugline that each alert of the day has, whatever it is about.
_SERIES = re.compile(r"(?:^|[^a-z])(?:AP)?News ?Alert[^\w]*$", re.IGNORECASE)
_FEW_WORDS = 0.5  # of the declared words: with fewer the copy looks cut off


def decode(data: bytes, language: str = "", declared: str = "") -> str:
    """The bytes as text. UTF-8 where they can be that; else what is `declared`, if they may be that, or the set that
    the language's copy comes in, cp1252 for most.

    A few bytes that are not UTF-8 in what else is (a message cut in the middle of a letter) become "\ufffd".
    Raises UnreadableError for what would be read as other words than were written.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if (text := charsets.escaped(data)) is not None:
        return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
        broken = text.count("\ufffd")
        if broken * _SOUND <= sum(char > "\x7f" for char in text) - broken:
            return text
    known = charsets.stated(data, declared)
    if known is None:
        known = charsets.guessed(data, language, eastern=charsets.is_eastern(declared))
    return known if known is not None else _eight_bits(data, language, declared)


def _eight_bits(data: bytes, language: str, declared: str) -> str:
    """Text of one byte a letter, by what is declared, or by its language."""
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    charset = "cp1250" if language in _CENTRAL else _LANGUAGE_CHARSETS.get(language, "cp1252")
    if charset == "cp1252":
        charsets.refuse_unknown(data)
    return data.decode(charset, "surrogateescape").translate({0xDC00 + byte: char for byte, char in _LATIN.items()})


def read_messages(
    name: str, text: str, hint: Hint, read_one: Callable[[str, Hint, list[Note]], Version | None]
) -> Reading:
    """Every message in a text, from its SOH to its EOT; what lies between two is the line's noise.

    Raises UnreadableError when none has a header line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = text.split(SOH, _MOST_MESSAGES + 1)
    messages = [one for one in parts[1:] or parts if one.strip("\x00\x01\x04\x16\x7f \n\t")]
    notes: list[Note] = []
    versions: list[Version] = []
    for number, message in enumerate(messages[:_MOST_MESSAGES], 1):
        version = read_one(message.split(EOT, 1)[0], hint, notes)
        if version is not None:
            versions.append(version)
        else:
            notes.append(Note(f"message {number}", f"no header line: {message[:60].strip()!r}"))
    if len(messages) > _MOST_MESSAGES:
        notes.append(Note(f"message {_MOST_MESSAGES + 1}", "so many messages in one file: the rest was left unread"))
    if not versions:
        raise UnreadableError(
            "no message with a header line (service and number, priority, desk or category)",
            where="message 1",
            todo="see that the control characters SOH, STX and ETX are not lost on the way",
        )
    return Reading(name, tuple(versions), tuple(notes))


def sent_at(text: str, *, hint: Hint, profile: Profile) -> datetime | None:
    """The time in a line as IPTC 7901 ends a message with (DDHHMM [GMT] Mon YY), in UTC; None without one."""
    for found in _TRAILER.finditer(text[:_WIDEST]):
        month = month_number(found["month"])
        if not month:
            continue
        year = found["year"] if len(found["year"]) == 4 else f"{20 if int(found['year']) < 70 else 19}{found['year']}"
        stated = f"{year}-{month:02}-{found['day']}T{found['hour']}:{found['minute']}:00 {found['zone'] or ''}"
        moment = parse_time(stated, profile.zone_for(hint.zone)) or parse_time(stated[:19], profile.zone_for(hint.zone))
        if moment:
            return moment
    return None


def body_of(lines: list[str]) -> Body:
    """Lines of copy as a body: paragraphs where a line is blank or indented, lists, and columns as they stand.

    At most LONGEST_COPY characters of them.
    """
    whole = itertools.takewhile(
        lambda total: total <= LONGEST_COPY, itertools.accumulate(len(one) + 1 for one in lines)
    )
    kept = lines[: sum(1 for _ in whole)]
    if len(kept) < len(lines):
        kept.append(lines[len(kept)][: LONGEST_COPY // 2])
    return markup.clean("".join(_html(block) for block in _blocks(kept)))


def _blocks(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = []
    open_block = False
    for line in lines:
        if not line.strip(_RULE):
            open_block = False
            continue
        new = _INDENT.match(line) and not (
            blocks and open_block and (_is_table([blocks[-1][-1], line]) or _ITEM.match(blocks[-1][0]))
        )
        if not open_block or new or (_BULLET.match(line) and not _ITEM.match(blocks[-1][0])):
            blocks.append([])
            open_block = True
        blocks[-1].append(line.rstrip())
    return _joined(blocks)


def _joined(blocks: list[list[str]]) -> list[list[str]]:
    """Rows of one table, which its indents have parted, together again."""
    out: list[list[str]] = []
    in_table = False
    for block in blocks:
        row = len(block) == 1 and _is_row(block[0])
        if in_table and row:
            out[-1] += block
        else:
            out.append(block)
            in_table = row or all(map(_is_row, block))
    return out


def _is_row(line: str) -> bool:
    if not ("   " in line or "\t" in line or "...." in line):  # as in nearly every line of copy
        return False
    return len(line) <= _WIDEST and bool(_COLUMNS.search(line.strip()))


def _is_table(block: list[str]) -> bool:
    rows = sum(map(_is_row, block))
    return rows >= 2 and rows * 2 > len(block)


def _html(block: list[str]) -> str:
    if _is_table(block):
        return f"<pre>{escape(chr(10).join(block), quote=False)}</pre>"
    if _ITEM.match(block[0]):
        items: list[str] = []
        for line in block:
            if (mark := _ITEM.match(line)) or not items:
                items.append(line[mark.end() if mark else 0 :].strip())
            else:
                items[-1] += " " + line.strip()
        if len(items) > 1:
            return "<ul>" + "".join(f"<li>{escape(one, quote=False)}</li>" for one in items) + "</ul>"
    text = _NO_SPACE.sub("", "\n".join(line.strip() for line in block)).replace("\n", " ")
    pieces = [text[at : at + _LONGEST_PARAGRAPH] for at in range(0, len(text), _LONGEST_PARAGRAPH)]
    return "".join(f"<p>{escape(piece, quote=False)}</p>" for piece in pieces)


def split_notes(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of copy, and those for editors: from a note pad's title, or what is said not to be for publication."""
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or len(stripped) > 120:
            continue
        folded = fold(stripped)
        if _HASH_TITLE.match(stripped) or pattern_of("private", "pad").fullmatch(folded):
            return lines[:number], lines[number:]
        if pattern_of("private", "words").search(folded) and len(folded.split()) <= 14:
            start = number
            while start and (not lines[start - 1].strip() or _STARS.fullmatch(lines[start - 1])):
                start -= 1
            return lines[:start], lines[start:]
    return lines, []


def without_sign_off(lines: list[str], agencies: tuple[str, ...], own: str = "") -> list[str]:
    """The lines without the last, two at most, that hold the agency's name or initials of those who handled the copy.

    `own` is the pattern of the agency's habit.
    """
    kept = list(lines)
    names = "|".join(re.escape(one) for one in agencies if one)
    signed = rf"(?:{names})(?:[\s/]+[^\W_]{{1,6}}){{0,8}}" if names else r"(?!)"
    for _ in range(2):
        while kept and not kept[-1].strip():
            kept.pop()
        last = kept[-1].strip() if kept else ""
        if (
            not last
            or len(last) > _SIGNED
            or not (
                re.fullmatch(signed, last, re.IGNORECASE)
                or _INITIALS.fullmatch(last)
                or (own and re.fullmatch(own, last))
            )
        ):
            break
        kept.pop()
    return kept


NO_BODY = Body("")


@dataclass(slots=True)
class Copy:
    """The parts of one message while it is read. `takes` are whole lines that stand above or beside the headline,
    `family` and `slug` are what its identity is made of, `number` is the wire's own sequence number; `heads` are
    headings that stand above the copy, `restricted` what limits its use."""

    format: str
    profile: Profile
    hint: Hint
    service: str = ""
    number: str = ""
    family: str = ""
    slugline: str = ""
    slug: str = ""
    headline: str = ""
    byline: str = ""
    summary: str = ""
    takes: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    genre: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)
    body: Body = NO_BODY
    created: datetime | None = None
    urgency: int | None = None
    language: str = ""
    declared: int | None = None
    hold: str = ""
    restricted: list[str] = field(default_factory=list)


def version_of(copy: Copy, remarks: list[Note]) -> Version:
    """The version that a message of a text wire makes, with what its words order of itself and of others."""
    mark = words.mark_of(*copy.takes, *copy.marks)
    if not copy.profile.names:
        _know_agency(copy)
    done = finish(
        headline=copy.headline,
        byline=copy.byline,
        dateline="",
        body=copy.body,
        profile=copy.profile,
        created=copy.created,
        corrected=mark.signal == "correction",
    )
    mark = _with_opening(mark, done.headline, markup.first_paragraph(done.body))
    ed_note = "\n".join(line.strip() for line in copy.notes if line.strip())
    status, hold, orders = _standing(copy, done.headline, done.body, ed_note)
    embargo = words.embargo(ed_note, *copy.takes, done.headline, markup.first_paragraph(done.body))
    plans = advisory(copy.profile, done.headline, copy.slugline, *copy.takes) or words.advisory(
        *copy.takes, done.headline, copy.slugline.rstrip("/")
    )
    named = any(order.number or order.headline or order.slugline for order in orders if not order.start)
    _check_length(copy, done.body, remarks)
    return Version(
        uri=_uri(copy, done.headline, alone=bool(named or plans or _SERIES.search(copy.slug))),
        number=mark.ordinal if status is Status.USABLE else None,
        provider=copy.profile.name,
        language=copy.language or mark.language or copy.hint.language,
        headline=done.headline,
        summary=copy.summary,
        slugline=copy.slugline,
        byline=done.byline,
        dateline=done.dateline,
        body=done.body,
        ed_note=ed_note,
        urgency=copy.urgency,
        genre=tuple(dict.fromkeys(copy.genre)),
        subjects=tuple(dict.fromkeys(copy.subjects)),
        keywords=tuple(dict.fromkeys(copy.keywords)),
        services=(copy.service,) if copy.service else (),
        status=status,
        signals=tuple(filter(None, dict.fromkeys([mark.signal, *_verbatim(copy)]))),
        correction_note=done.correction_note,
        first_created=copy.created if mark.ordinal == 1 and status is Status.USABLE else None,
        version_created=copy.created,
        embargoed_until=embargo.until,
        hold=copy.hold or hold or plans or embargo.why,
        rights=Rights(usage_terms=tuple(copy.restricted)),
        associations=tuple(copy.associations),
        alt_ids=tuple(filter(None, [f"{copy.service}{copy.number}"])),
        orders=orders,
        kind="advisory" if named and status is not Status.CANCELED else "text",
        format=copy.format,
    )


def _know_agency(copy: Copy) -> None:
    """Where the header names no agency that is known (an office stands there), the dateline may."""
    opening, _ = split_from_body(markup.first_paragraph(copy.body), year_hint=copy.created)
    if is_agency(opening.provider):
        copy.profile = profile_of(opening.provider)
        copy.language = copy.language or copy.profile.languages.get(copy.service.lower(), "")


def _with_opening(mark: words.Mark, headline: str, first: str) -> words.Mark:
    """The mark with what a headline ("CORRECTED-…") and a first paragraph ("(Adds …)") say of it."""
    said = words.signal(headline, first)
    if not said or said in mark.kinds:
        return mark
    return replace(mark, kinds=mark.kinds | {said}, ordinal=mark.ordinal if mark.kinds and said == "update" else None)


def _verbatim(copy: Copy) -> list[str]:
    """The take lines and version sluglines as they were sent: they say more than update or correction."""
    return [take.strip("() ") for take in dict.fromkeys([*copy.takes, *copy.marks]) if len(take) <= 60]


def _standing(copy: Copy, headline: str, body: Body, ed_note: str) -> tuple[Status, str, tuple[Order, ...]]:
    """Status and hold of the message, and what it orders of others: those it names, else those that look like it."""
    paragraphs = markup.paragraphs(body)
    apart = [copy.headline, *ed_note.split("\n"), *(paragraphs[:2] if len(paragraphs) < 4 else ())]
    orders = words.orders(headline, paragraphs, ed_note, created=copy.created)
    killed = words.kill(*copy.takes, take=True) or words.kill(*apart)
    hold = "" if killed else words.hold(*copy.takes, *apart)
    if (killed or hold) and not orders:
        start = next((one for one in paragraphs if len(one) > 40), "")[:200]
        act = Act.KILL if killed else Act.HOLD
        on = copy.created.date() if copy.created else None
        orders = (Order(act, copy.service, "", copy.slugline, "", start, on, bool(killed), killed or hold),)
    return Status.CANCELED if killed else Status.USABLE, hold, orders


def _uri(copy: Copy, headline: str, *, alone: bool) -> str:
    """Agency, service, day and slugline: the same for a story's leads and corrections. What is only about another
    story or one of a series (`alone`), and what has no slugline, is known by its sequence number."""
    source = words_of(copy.profile.name or copy.hint.provider) if (copy.profile.name or copy.hint.provider) else "wire"
    day = f"{copy.created:%Y%m%d}" if copy.created else "undated"
    number = f"{copy.service}{copy.number}".lower()
    key = words_of(copy.slug) if copy.slug.strip(" /-") else ""
    parts = [number if alone else copy.family.lower(), key] if key else [number or words_of(headline)]
    return ":".join([f"urn:x-{copy.format}", source, day, *filter(None, parts)])


def _check_length(copy: Copy, body: Body, remarks: list[Note]) -> None:
    if not copy.declared or copy.declared < 20:
        return
    found = sum(len(one.split()) for one in markup.paragraphs(body)) + sum(len(one.split()) for one in copy.notes)
    if found < copy.declared * _FEW_WORDS:
        remarks.append(Note(copy.number, f"{copy.declared} words are declared and {found} are here: perhaps cut off"))
