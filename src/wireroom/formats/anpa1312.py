"""ANPA 1312: the text wire of North American agencies (ANPA Special Report 84-2, "1312 wire service transmission")."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape

from wireroom.formats import markup, textcopy
from wireroom.formats.finish import is_byline
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.profiles import Profile, is_agency, profile_of
from wireroom.formats.textcopy import Copy
from wireroom.formats.times import parse_time
from wireroom.formats.words.tables import fold, words_of
from wireroom.news import Association, Body, Version

name = "anpa1312"

_SOH, _STX, _ETX, _EOT = "\x01", "\x02", "\x03", "\x04"
_START = re.compile(rb"[\x00\x16\x7f\s]*\x01[A-Za-z]\d{4}[ \x10-\x1f\r\n]")
_SERVICE = re.compile(r"(?P<service>[A-Za-z])(?P<number>\d{4})(?:[\x10-\x1f ]+(?P<selector>[^\r\n\x10-\x1f]{0,12}))?")
_HEADER = re.compile(
    r"(?P<priority>[A-Za-z])[ ](?P<category>[A-Za-z])[ ]?[\x13\x14]?(?P<format>[\x11\x12])?[ ]*"
    r"(?P<keyword>[^\s\x00-\x1f]+)?"
    r"(?P<rest>[^\n]*)"
)
_DATE = re.compile(r"(?<!\d)(\d\d?)-(\d\d)(?!\d)")
_WORDS = re.compile(r"(?<![\d-])(\d{4})\s*$")
# "AP-WF-08-29-16 1626GMT": agency, wire, date and time; some name only the agency, or nothing.
_TRAILER = re.compile(
    r"(?:(?P<agency>[A-Za-z]{2,12})(?:-[A-Za-z]{2,4}-|\s)|(?<![\d:-]))(?P<one>\d\d)-(?P<two>\d\d)-(?P<year>\d\d)\s*"
    r"(?P<time>\d\d:?\d\d)\s?(?P<zone>[A-Z]{3,4})?"
)
# "KWS-21:37-09-12-18": wire, time and date.
_TIME_FIRST = re.compile(
    r"(?:^|\n)(?P<wire>[A-Z]{2,5})[- ](?P<time>\d\d:\d\d)[- ](?P<one>\d\d)-(?P<two>\d\d)-(?P<year>\d\d)\s*$"
)
_SIGNED = re.compile(r"(?:^|\n)==[ ]?(?P<agency>[A-Za-z][\w ]{1,24}?)[ ]*(?:\n|$)")
# "BC-US--Giant Lobster Death, 1st Ld-Writethru,127": keyword, version, words.
_VERSION_LINE = re.compile(r"(?P<keyword>[^,<]{2,80}?)(?:,\s?(?P<version>[^,<]{2,60}?))??(?:,\s?\d{2,5})?")
_NUMBERED = re.compile(r",\s?\d{2,5}\s*$")
_PREFIX = re.compile(r"(?:BC|AP|AM|PM|[A-Z]{2})-(?:-?[A-Z]{2}--)?(?=\S)")
_PHOTOS = re.compile(
    r"(?:With )?(?:AP|[A-Z]{2,6}) (?:Photos?|Graphics?|Videos?)\b\s*(?P<names>[A-Z0-9, ]*)", re.IGNORECASE
)
_EDITORS = re.compile(
    r"\(?(?:Eds|Editors|Editor'?s?'? note|Note to editors|Attention editors)\b\s*[:,_—-]+\s*(?P<note>.*)",
    re.IGNORECASE | re.DOTALL,
)
_AGENCY_LINE = re.compile(
    r"(?:The )?(?:Associated Press|[A-Z][\w. ]{2,30} (?:Press|News|News Service|Writer|Staff Writer|Correspondent))"
)
_CLOSED = "<=+"  # what ends a field
_SUMMARY = 120  # characters of a field that tells the story
_TAIL = 200  # characters of copy in which an agency signs
_LONGEST_FIELD = 1500  # characters of one that is closed
_HEAD_NOTES = 3  # lines of copy among which a note to editors may stand
_LINE = 300  # characters of a header or field
_ROW = "\x08"
_CELLS = re.compile(r"[\x1e\x1f\t]+")
_TWO_FIELDS = re.compile(r"([<=])[ ]*\^")
_CONTROLS = re.compile("[\x00\x05-\x07\x0b-\x1f\x7f]")
_FRACTIONS = {"{": "½", "}": "¼", "|": "¾"}
# Section "Priority": flash, bulletin, urgent, regular, deferred; advances are held for release.
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "w": 5}
_ADVANCES = {"a": "a weekday advance", "s": "a Sunday advance", "h": "a hold for release"}
_ADVISORY = "v"  # category
_LANGUAGE = "en"


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether a message begins with SYN, SOH, a service letter and four digits."""
    return bool(_START.match(data[:256]))


def read(data: bytes, hint: Hint) -> Reading:
    """Every message in the bytes. Raises UnreadableError when none has a header."""
    return textcopy.read_messages(name, textcopy.decode(data, hint.language), hint, _read_message)


def _read_message(message: str, hint: Hint, remarks: list[Note]) -> Version | None:
    head, found_text, rest = message.partition(_STX)
    text, ended, trailer = rest.partition(_ETX)
    first, _, second = head.strip("\x00\x16\x7f \n").partition("\n")
    service, header = _SERVICE.match(first), _HEADER.match(second.strip("\x00\x7f \n")[:_LINE])
    if service is None or header is None or not found_text:
        return None
    if found := _TIME_FIRST.search(text):
        text, trailer = text[: found.start()], found[0]
    signed = _SIGNED.search(text, max(len(text) - _TAIL, 0))
    copy = _start(service, header, trailer, hint, signed["agency"] if signed else "")
    if not ended:
        remarks.append(Note(f"{service[1]}{service[2]}", "no ETX: the message may be cut off"))
    _read_text(copy, text[: signed.start()] if signed else text, header["keyword"] or "")
    return textcopy.version_of(copy, remarks)


def _start(service: re.Match[str], header: re.Match[str], trailer: str, hint: Hint, signed: str) -> Copy:
    ends = _TRAILER.search(trailer[:_LINE])
    profile = profile_of((ends["agency"] or "") if ends else "", signed, hint.provider)
    if ends and not profile.names and hint.provider:
        profile = profile_of(hint.provider)
    priority, category = header["priority"].lower(), header["category"].lower()
    rest = header["rest"]
    declared = _WORDS.search(rest)
    day = _DATE.search(rest)
    version = rest[: day.start()] if day else _WORDS.sub("", rest)
    keyword = (header["keyword"] or "").partition(",")[0]
    if _DATE.fullmatch(keyword):
        keyword = ""
    copy = Copy(
        name,
        profile,
        hint,
        service=service["service"],
        number=service["number"],
        family="",
        slugline=_PREFIX.sub("", keyword, count=1),
        slug=keyword,
        marks=[version.strip()] if version.strip() else [],
        subjects=[one for one in (profile.desks.get(category, ""), f"{name}:{category}") if one],
        created=_moment(ends or _TIME_FIRST.search(trailer[:_LINE].strip()), profile, hint),
        urgency=_URGENCY.get(priority),
        language=hint.language or profile.languages.get(service["service"].lower(), _LANGUAGE),
        declared=int(declared[1]) if declared else None,
    )
    if priority in _ADVANCES:
        copy.hold = f"the wire marks it as {_ADVANCES[priority]} (priority {priority})"
    elif category == _ADVISORY:
        copy.hold = "the wire's category says that it is an advisory to editors (category v)"
    return copy


def _moment(found: re.Match[str] | None, profile: Profile, hint: Hint) -> datetime | None:
    if found is None:
        return None
    month, day = (found["two"], found["one"]) if profile.day_first else (found["one"], found["two"])
    if int(month) > 12:
        month, day = day, month
    year = ("20" if int(found["year"]) < 70 else "19") + found["year"]
    stated = f"{year}-{month}-{day}T{found['time'][:2]}:{found['time'][-2:]}:00"
    zone = profile.zone_for(hint.zone)
    return parse_time(f"{stated} {found.groupdict().get('zone') or ''}", zone) or parse_time(stated, zone)


def _read_text(copy: Copy, text: str, keyword: str) -> None:
    """Reads the lines behind STX: what begins with "^" and ends with "<" or "=" is a field, the rest is copy."""
    text = _TWO_FIELDS.sub(r"\1\n^", text)
    lines = [line for line in text.split("\n") if line.strip("^ \t\x00\x7f")]
    at = 0
    while at < len(lines) and not _begins_copy(lines[at]) and len(lines[at]) <= _longest(lines[at]):
        if not _field(copy, _clean(lines[at].strip().removeprefix("^")), at, keyword):
            break
        at += 1
    # "All Times EDT=": what heads the columns stands among the fields.
    heads = [f"^{line}=" for line in copy.heads]
    copy.body = _body(copy, [*heads, *lines[at:]])


def _longest(line: str) -> int:
    """Characters that a line may have to be a field: more where its end is marked."""
    return _LONGEST_FIELD if line.startswith("^") and line.rstrip().endswith("<") else _LINE


def _begins_copy(line: str) -> bool:
    return line.startswith(("\t", "   ", _ROW, "^" + _ROW))


def _field(copy: Copy, line: str, at: int, keyword: str) -> bool:
    """Puts a line into the field that it is; False for the first that is copy."""
    closed, line = line[-1:] if line[-1:] in _CLOSED else "", line.rstrip(_CLOSED + " ")
    if not copy.headline and (fold(line) in words_of("urgent") or _is_version_line(line, keyword, at)):
        _read_version_line(copy, line)
    elif at == 0 and closed == "<" and not re.search(r"[^\W\d_]{2}", line):
        pass  # a selector code ("*9006")
    elif found := _EDITORS.fullmatch(line):
        copy.notes.append(line)
        copy.marks += [found["note"].strip(") ").split(".")[0]] if "orrect" in found["note"][:40] else []
    elif (found := _PHOTOS.fullmatch(line)) or _PHOTOS.match(line):
        _pictures(copy, line)
    elif (closed == "=" or (closed and copy.headline)) and not copy.byline and is_byline(line):
        copy.byline = line
    elif closed == "=" and copy.byline and (_AGENCY_LINE.fullmatch(line) or is_agency(line)):
        copy.notes.append(line)
        copy.profile = copy.profile if copy.profile.names else profile_of(line)
    elif closed and not copy.headline:
        copy.headline = line
    elif closed == "=":
        copy.heads.append(line)
    elif closed == "<" and len(line) >= _SUMMARY and not copy.summary:
        copy.summary = line
    elif closed == "<":
        copy.notes.append(line)
    else:
        return not closed and not copy.headline and _take_headline(copy, line)
    return True


def _take_headline(copy: Copy, line: str) -> bool:
    if not line or len(line) > 200:
        return False
    copy.headline = line
    return True


def _is_version_line(line: str, keyword: str, at: int) -> bool:
    """Whether a line gives the keyword once more, in full; the header holds only its first 24 characters."""
    if at > 1:
        return False

    def bare(text: str) -> str:
        return re.sub(r"[\W_]+", "", text).lower()

    wanted = bare(keyword)
    return bool(wanted and bare(line).startswith(wanted[: max(len(wanted) - 1, 4)])) and (
        line.startswith(("BC-", "AP-", keyword[:3])) or bool(_NUMBERED.search(line))
    )


def _read_version_line(copy: Copy, line: str) -> None:
    """The keyword and the version that a line gives; a word of urgency alone ("BULLETIN") is a mark."""
    if fold(line) in words_of("urgent"):
        copy.marks.append(line)
        return
    found = _VERSION_LINE.fullmatch(line)
    if found is None:
        return
    copy.slug = found["keyword"]
    if found["version"]:
        copy.marks.append(found["version"])


def _pictures(copy: Copy, line: str) -> None:
    """Each picture that a line names ("AP Photo XHG401, XHG102"), as what belongs to the story."""
    found = _PHOTOS.match(line)
    named = [one.strip() for one in (found["names"] if found else "").split(",") if one.strip()]
    agency = line.split()[0].upper()
    copy.associations += [Association("picture", uri=f"{agency}:{one}") for one in named if re.search(r"\d", one)]
    copy.notes.append(line)


def _clean(text: str) -> str:
    """The copy's own signs as what they stand for: quotation marks, dash, fractions; no control characters."""
    text = text.replace("``", "“").replace("''", "”").replace("\x10", " ")
    text = re.sub(r"(?<=\s)_(?=\s)", "—", text)
    text = re.sub(r"(?<=\d)[{}|](?!\w)", lambda found: _FRACTIONS[found[0]], text)
    return " ".join(_CONTROLS.sub("", text).split())


def _body(copy: Copy, lines: list[str]) -> Body:
    """The copy: paragraphs, headings (a line that ends with "="), and rows of columns as tables."""
    blocks: list[tuple[str, list[str]]] = []
    rows: list[list[str]] = []
    for number, raw in enumerate(lines):
        line = raw.removeprefix("^")
        if line.startswith(_ROW):
            if not rows:
                blocks.append(("table", []))
            rows.append([_clean(cell).strip("^") for cell in _CELLS.split(line[1:].rstrip("\x1e\x1f"))])
            continue
        if rows:
            blocks[-1][1].append(_table(rows))
            rows = []
        text = _clean(line.rstrip().rstrip("<"))
        if not text.strip("_-= *.—"):
            continue
        kind = "h3" if raw.startswith("^") and text.endswith("=") else "p"
        text = text.removesuffix("=").rstrip()
        if number < _HEAD_NOTES and len(text) <= _LINE and _EDITORS.match(text):
            copy.notes.append(text)
        elif kind == "h3" or raw.startswith(("^", "\t", " ")) or not blocks or blocks[-1][0] != "p":
            blocks.append((kind, [text]))
        else:
            blocks[-1][1].append(text)
    if rows:
        blocks[-1][1].append(_table(rows))
    return markup.clean("".join(_element(kind, texts) for kind, texts in blocks))


def _element(kind: str, texts: list[str]) -> str:
    return texts[0] if kind == "table" else f"<{kind}>{escape(' '.join(texts), quote=False)}</{kind}>"


def _table(rows: list[list[str]]) -> str:
    """Rows of an agate table; a cell of white space alone was only there to move the next."""
    out = []
    for row in rows:
        cells = [row[0], *(cell for cell in row[1:] if cell)]
        out.append(
            "<tr>" + "".join(f"<td>{escape(cell.replace('_', '—'), quote=False)}</td>" for cell in cells) + "</tr>"
        )
    return "<table>" + "".join(out) + "</table>"
