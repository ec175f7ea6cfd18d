"""Telegrams between ZCZC and NNNN: IPTC 7901 that lost its control characters, and services with signed fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from wireroom.formats import iptc7901, subjects, textcopy
from wireroom.formats.model import Hint, Note, Reading
from wireroom.formats.profiles import profile_of
from wireroom.formats.textcopy import EOT, SOH, Copy
from wireroom.formats.times import parse_time
from wireroom.news import Dateline, Version, words_of

name = "zczc"

# Start and end of a message by CCITT Recommendation F.31, as press telegrams keep them; some write them small.
_START = re.compile(rb"[\s\x00\x01\x16\x7f]*(?:ZCZC|zczc)(?![a-z])")
_OPEN = re.compile(r"(?:^|(?<=\n))[ \t\x00\x16\x7f]*(?:ZCZC|zczc)(?![a-z])")
_CLOSE = re.compile(r"(?:^|(?<=\n))[ \t]*(?:NNNN|nnnn)[ \t\x00\x7f]*(?=\n|$)")
_SERVICE = re.compile(r"[ \t]*(?P<service>[A-Za-z]{2,4})[ \t]?(?P<number>\d{2,6})?(?=\s|$)")
# "$Headline", "#Slug", "*07000000": one sign before each field. A list's "* item" has a space.
_SIGNED = re.compile(r"(?P<sign>[#$%^:=*+&@~])(?P<value>\S.*)?")
_NAMED = re.compile(r"(?P<name>[A-Z]{2})#(?P<value>.*)")  # "TI#Headline"
_EDGE = re.compile(r"[<=]?!\s*$")
_LABEL = re.compile(r"[A-Z]{3,12} ?[:-] ?(?=\S)")  # "SPORT - Harbour", "RACING : Harbour"
_CODE = re.compile(r"[A-Za-z]{1,2}")
_SUBJECT = re.compile(r"\d{7,8}")
_IN_BRACKETS = re.compile(r"\((?P<place>[^()]{2,40})\)")
_KEYWORDS = re.compile(r"\S+/(?:\S+/)*")
_HEADLINE = 150  # characters of a line of copy that may be a headline
_MOST_HEAD = 6  # lines above the copy
_WRAPPED = 100  # characters: copy wrapped to a width stays under it


@dataclass(slots=True)
class _Fields:
    """What the fields of one message say: `titles` are its lines of title, the last the fullest."""

    named: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    headline: str = ""
    slug: str = ""
    take: str = ""
    place: str = ""
    category: str = ""


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether the first word is ZCZC."""
    return bool(_START.match(data[:256]))


def read(data: bytes, hint: Hint) -> Reading:
    """Every telegram in the bytes. Raises UnreadableError when there is none."""
    text = textcopy.decode(data, hint.language).replace("\r\n", "\n").replace("\r", "\n").replace(SOH, "")
    framed = _CLOSE.sub(EOT, _OPEN.sub(SOH, text.replace(EOT, "")))
    return textcopy.read_messages(name, framed, hint, _read_message)


def _read_message(message: str, hint: Hint, remarks: list[Note]) -> Version | None:
    if (wire := iptc7901.read_message(message, hint, remarks)) is not None:
        return wire
    first, _, rest = message.partition("\n")
    service = _SERVICE.match(first)
    lines = [line.rstrip() for line in (first[service.end() :] if service else first, *rest.split("\n"))]
    fields = _Fields()
    copied = _without_fields(lines, fields)
    copy = _start(service, fields, hint)
    body, editors = textcopy.split_notes(_headed(copy, copied, fields))
    copy.notes += editors
    body = textcopy.without_sign_off(body, (copy.profile.name, *copy.profile.names), copy.profile.sign_off)
    if any(len(line) > _WRAPPED for line in body):
        body = [one for line in body for one in (line, "")]  # a line a paragraph
    copy.body = textcopy.body_of(body)
    if not copy.body and not copy.headline:
        return None
    # Without a day of its own a slugline would be the same next month.
    copy.slug = copy.slugline if copy.created else f"{copy.slugline} {copy.headline}"
    return _finished(textcopy.version_of(copy, remarks), copy, fields)


def _start(service: re.Match[str] | None, fields: _Fields, hint: Hint) -> Copy:
    """What header and fields say, but for the headline above the copy."""
    named = fields.named
    profile = profile_of(service["service"] if service else "", named.get("KN", ""), hint.provider)
    if hint.provider and not profile.names:
        profile = profile_of(hint.provider)
    return Copy(
        name,
        profile,
        hint,
        service=service["service"].lower() if service else "",
        number=service["number"] if service and int(service["number"] or 0) else "",
        slugline=fields.slug or named.get("KY", ""),
        headline=fields.headline,
        byline=named.get("BY", ""),
        summary=named.get("AB", ""),
        marks=[fields.take] if fields.take else [],
        subjects=[*fields.subjects, *([f"{name}:{fields.category.lower()}"] if fields.category else [])],
        created=parse_time(named.get("PD", ""), profile.zone_for(hint.zone)),
        language=hint.language,
    )


def _finished(version: Version, copy: Copy, fields: _Fields) -> Version:
    """The version with the names and the place that the fields give; a service alone names no telegram."""
    place, item = fields.place, fields.named.get("AN", "")
    source = words_of(copy.profile.name or "wire")
    return replace(
        version,
        uri=f"urn:x-{name}:{source}:{item}" if item else version.uri,
        alt_ids=version.alt_ids if copy.number else (),
        dateline=Dateline(place, place, None, copy.profile.name)
        if place and not version.dateline.place
        else version.dateline,
    )


def _without_fields(lines: list[str], fields: _Fields) -> list[str]:
    """Reads the fields above the copy; what is left is the copy."""
    for at, line in enumerate(lines):
        bare = _EDGE.sub("", line).strip()
        if found := _NAMED.fullmatch(bare):
            fields.named.setdefault(found["name"], found["value"].strip())
            if found["name"] == "TX":
                fields.headline = fields.named.get("TI", "")
                return [found["value"], *lines[at + 1 :]]
        elif found := _SIGNED.fullmatch(bare):
            _put(found["sign"], (found["value"] or "").strip(), fields)
        elif bare:
            # What stands there before the first field is an address for the machines on the way.
            later = any(_SIGNED.fullmatch(one.strip()) for one in lines[at + 1 : at + 3])
            if not (later and at <= 1 and bare.upper() == bare):
                return lines[at:]
    return []


def _put(sign: str, value: str, fields: _Fields) -> None:
    """One field: services differ in their signs, so what the value looks like counts too."""
    if not value:
        return
    if sign in "*+" or _SUBJECT.fullmatch(value):
        fields.subjects += [code] if (code := subjects.of_digits(value)) else []
    elif sign in "$%" and _CODE.fullmatch(value):
        fields.category = fields.category or value
    elif sign in "$^":
        fields.headline = value
    elif sign == "#":
        fields.slug = value
    elif sign == "=":
        fields.take = value
    elif found := _IN_BRACKETS.fullmatch(value):
        fields.place = found["place"].strip()
    elif sign == ":":
        fields.titles += [one.strip() for one in value.split(" :") if one.strip()]


def _headed(copy: Copy, lines: list[str], fields: _Fields) -> list[str]:
    """Finds the headline above the copy where no field holds it; what is left is the copy."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = next((at for at in range(start, len(lines)) if not lines[at].strip() or lines[at][:1] in " \t"), len(lines))
    head = [_EDGE.sub("", line).strip() for line in lines[start:end]]
    if copy.headline or fields.titles:
        alone = len(head) == 1 and len(head[0]) <= _HEADLINE and not head[0].endswith(".")
        alone = alone and not "".join(lines[end : end + 1]).strip()  # what is indented below it would be its own
        if not copy.headline:
            copy.headline = head[0] if alone else _LABEL.sub("", fields.titles[-1])
            return lines[end:] if alone else lines
        return lines
    routing: list[str] = []
    while len(head) > 1 and head[0].upper() == head[0]:
        routing.append(head.pop(0))
    if not head or len(head) > _MOST_HEAD or len(head[0]) > _HEADLINE or end == len(lines):
        return lines
    copy.slugline = next((one for one in reversed(routing) if _KEYWORDS.fullmatch(one) or "-" in one), "")
    copy.headline = _LABEL.sub("", " ".join(head) if len(head) <= 2 else head[0])
    return lines[end:] if len(head) <= 2 else lines[start + len(routing) + 1 :]
