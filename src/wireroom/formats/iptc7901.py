"""IPTC 7901: the text wire of the seven-bit lines, as agencies send it today (IPTC Recommendation 7901, 1987)."""

from __future__ import annotations

import re

from wireroom.formats import textcopy, words
from wireroom.formats.dateline import split_from_body
from wireroom.formats.finish import is_byline
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.profiles import Profile, profile_of
from wireroom.formats.textcopy import Copy
from wireroom.formats.words.tables import fold, languages_of, words_of
from wireroom.news import Association, Version

name = "iptc7901"

_SOH, _STX, _ETX, _EOT, _BEL = "\x01", "\x02", "\x03", "\x04", "\x07"
_START = re.compile(rb"[\x00\x16\x7f\s]*\x01[A-Za-z]{2,4}\d{2,6} +\d ")
_BARE_START = re.compile(
    rb"[\x00\x16\x7f\s]*[A-Za-z]{3}\d{3,5} +\d +[A-Za-z]{1,4} +\d+ [^\n\x02]{0,200}\r?\n[^\x02]{0,600}\x02"
)
# `<service><number> <priority> <desk> <words> [flags] <agency> <agency's number>`
_HEADER = re.compile(
    r"(?P<service>[^\W\d_]{2,4})(?P<number>\d{2,6})[ \t]+(?P<priority>\d)[ \t]+(?P<desk>[^\W\d_]{1,4})"
    r"(?:[ \t]+(?P<words>\d{1,5}))?"
    r"(?:[ \t]+(?P<rest>.*))?"
)
_AGENCY = re.compile(r"(?:^|[ \t/])(?P<agency>[^\W\d_]{2,12})(?:-[^\s]*)?[ \t]*(?:\d+)?[ \t]*$")
_HEADER_LINE = 200  # characters of a header line
_MOST_HEAD = 14  # lines between the start of the text and the "=" that ends the headline
_PHOTO = re.compile(
    r"\((?:mit |with |avec |con )?(?:\w+-?)?"
    r"(?:foto|photo|bild|grafik|graphic|graphique|infographi|video|audio|imagen)\w*\b.*\)?$",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:By|Von|Par|Por) (?:\w+ ){0,3}"
    r"(?:correspondents?|staff|reporters?|Korrespondenten|corresponsales|correspondants)"
)
_BELOW = re.compile(r"(?:Utl|Untertitel|Unterzeile|Sous-titre|Subhead)\.?\s?:\s*(.+)")  # the line below the headline
_NOTE = re.compile(r"\(.*\)")
_LINE = 2000  # characters of a line above the copy
_URGENT_PREFIX = re.compile(r"(?P<word>[^:\n]{2,20})\s?:\s*(?=\S)|(?P<bare>[^\W\d_]{2,12})\s(?=\S)")
_FLASH, _URGENT = 10, 5  # bells (section 4.2 leaves their number to the agency; dpa and AFP ring so)


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether a message begins with SOH and a header line; or with a header line and an STX behind it."""
    return bool(_START.match(data[:1024]) or _BARE_START.match(data[:1024]))


def read(data: bytes, hint: Hint) -> Reading:
    """Every message in the bytes. Raises UnreadableError when none has a header."""
    return textcopy.read_messages(name, textcopy.decode(data, hint.language), hint, read_message)


def read_message(message: str, hint: Hint, remarks: list[Note]) -> Version | None:
    """The version that one message makes, from behind its SOH; None where it has no header line."""
    head, framed, rest = message.partition(_STX)
    if not framed:
        head, rest = _unframed(head)
    text, ended, trailer = rest.partition(_ETX)
    header, _, keywords = head.strip("\x00\x16\x7f \n\t").partition("\n")
    found = _HEADER.match(header[:_HEADER_LINE])
    if found is None:
        return None
    copy = _start(found, "".join(line.strip() for line in keywords.split("\n")), hint)
    if not ended and _STX in message:
        remarks.append(Note(found[0][:40], "no ETX: the message may be cut off"))
    lines = [line.replace("\x7f", "").rstrip() for line in text.split("\n")]
    if trailer.strip("\x00\x7f \n\t"):
        copy.created = textcopy.sent_at(trailer, hint=hint, profile=copy.profile)
    elif (last := next((line for line in reversed(lines) if line.strip()), "")) and len(last) < 60:
        # AFP writes "AFP 310544 AOU 97" under the copy itself.
        copy.created = textcopy.sent_at(last, hint=hint, profile=copy.profile)
        if copy.created:
            lines = lines[: len(lines) - lines[::-1].index(last) - 1]
    body = _without_takes(copy, _headed(copy, lines))
    body, editors = textcopy.split_notes(body)
    copy.notes += editors
    agencies = (copy.profile.name, *copy.profile.names)
    copy.body = textcopy.body_of(textcopy.without_sign_off(body, agencies, copy.profile.sign_off))
    return textcopy.version_of(copy, remarks)


def _unframed(message: str) -> tuple[str, str]:
    """Header and text of a message that lost its STX on the way: the keywords end with a stroke, if there are any."""
    header, _, rest = message.lstrip("\x00\x16\x7f \n\t").partition("\n")
    first, _, below = rest.lstrip("\n \t").partition("\n")
    return (f"{header}\n{first}", below) if first.rstrip().endswith("/") else (header, rest)


def _start(header: re.Match[str], keywords: str, hint: Hint) -> Copy:
    service = header["service"]
    profile = _agency(header["rest"] or "", service, hint)
    desk = header["desk"].lower()
    topic = profile.desks.get(desk, "")
    parts = [part.strip() for part in keywords.split("/") if part.strip()]
    priority = int(header["priority"])
    return Copy(
        name,
        profile,
        hint,
        service=service,
        number=header["number"],
        family=service,
        slugline=keywords.strip(),
        slug=keywords,
        keywords=parts,
        subjects=[one for one in (topic, f"{name}:{desk}") if one],
        urgency=priority if 1 <= priority <= 9 else None,
        language=profile.languages.get(service.lower(), ""),
        declared=int(header["words"]) if header["words"] else None,
    )


def _agency(rest: str, service: str, hint: Hint) -> Profile:
    found = _AGENCY.search(rest.strip())
    names = [found["agency"]] if found else []
    # "FRA/AFP-RC58": the agency stands within.
    names += [part for part in re.split(r"[\s/.-]+", rest) if len(part) > 1 and part.isalpha()]
    known = next((profile for one in (*names, service) if (profile := profile_of(one)).names), None)
    return known or profile_of(hint.provider, *names[:1])


def _headed(copy: Copy, lines: list[str]) -> list[str]:
    """Reads what stands above the copy into its fields; what is left is the copy."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    looked_at = range(first, min(first + _MOST_HEAD, len(lines)))
    end = next((number for number in looked_at if lines[number].rstrip().endswith("=")), None)
    if end is None:
        # Without "=" the headline ends at the first blank line.
        end = next((number for number in looked_at if not lines[number].strip()), looked_at.stop) - 1
        if end < first or _is_copy(lines[first : end + 1]):
            return lines[first:]
    head = [line[:_LINE].rstrip("= \t").strip() for line in lines[first : end + 1]]
    _sort([line for line in head if line], copy)
    return lines[end + 1 :]


def _without_takes(copy: Copy, lines: list[str]) -> list[str]:
    """The copy without a line in brackets above it that says what version it is, which goes to the take lines."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    line = "".join(lines[start : start + 1]).strip()
    alone = not "".join(lines[start + 1 : start + 2]).strip()
    if alone and len(line) <= _HEADER_LINE and _NOTE.fullmatch(line) and words.mark_of(line).kinds:
        copy.takes.append(line)
        return lines[start + 1 :]
    return lines


def _is_copy(lines: list[str]) -> bool:
    """Whether lines without a headline's mark are the first paragraph already."""
    return len(lines) > 4 or bool(split_from_body(" ".join(" ".join(lines).split()))[0].text)


def _sort(head: list[str], copy: Copy) -> None:
    """Each line above the copy by what it is: take line, note in brackets, byline, genre, picture; else headline."""
    headline: list[str] = []
    for number, raw in enumerate(head):
        line = _without_bells(raw, copy)
        more = number < len(head) - 1
        if not line:
            continue
        if headline and (below := _BELOW.match(line)):
            copy.summary = below[1]
        elif _PHOTO.match(line):
            copy.associations.append(Association("picture", caption=line.strip("() ")))
        elif _NOTE.fullmatch(line) or (line.startswith("(") and ")" not in line):
            copy.takes.append(line)
        elif headline and (is_byline(line) or (not more and _STAFF.fullmatch(line))):
            copy.byline = line
        elif not headline and _is_take(line, more):
            copy.takes.append(line)
            if fold(line) in words_of("genre"):
                copy.genre.append(line)
        else:
            headline.append(line)
    copy.headline = _without_urgency(" ".join(headline), copy)
    if _banner_only(copy):
        copy.headline = ""


def _banner_only(copy: Copy) -> bool:
    """Whether the headline is nothing but what a banner says once more ("ATENCION REDACCIONES")."""
    allowed = words_of("beside") | words_of("kill")
    if words.kill(copy.headline):
        copy.takes.append(copy.headline)
        return True
    return (
        bool(words.kill(*copy.takes, take=True))
        and bool(copy.headline)
        and all(token in allowed for token in fold(copy.headline).split())
    )


def _without_bells(line: str, copy: Copy) -> str:
    bells = line.count(_BEL)
    if bells:
        urgency = 1 if bells >= _FLASH else 2 if bells >= _URGENT else None
        if urgency and (copy.urgency is None or copy.urgency > urgency):
            copy.urgency = urgency
        line = " ".join(line.replace(_BEL, " ").split()).replace(" )", ")")
    return line


def _is_take(line: str, more: bool) -> bool:
    """Whether a line above the headline is one of the wire's own words, or capitals over a headline that has small
    letters."""
    folded = fold(line)
    if words.kill(line, take=True) or words.hold(line) or folded in words_of("urgent") or folded in words_of("genre"):
        return True
    if words.mark_of(line).kinds and len(folded.split()) <= 4:
        return True
    return more and line.isupper() and len(folded.split()) <= 3


def _without_urgency(headline: str, copy: Copy) -> str:
    """The headline without "URGENT:", "FLASH", "СРОЧНО:" before it, whose language tells that of the wire."""
    languages = languages_of("urgent")
    while found := _URGENT_PREFIX.match(headline):
        word = found["word"] or found["bare"]
        if (folded := fold(word)) not in languages or not (found["word"] or word.isupper()):
            break
        copy.takes.append(word.strip())
        if languages[folded] not in ("", "en"):
            copy.language = languages[folded]
        headline = headline[found.end() :].lstrip(" -–:")
    return headline
