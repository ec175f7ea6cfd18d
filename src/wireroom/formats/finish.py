"""What every wire reader does last: byline, dateline and sign-off out of the body, a headline where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import unescape
from typing import NamedTuple

from wireroom.formats import dateline as datelines
from wireroom.formats import markup, words
from wireroom.formats.openings import may_open
from wireroom.formats.profiles import Profile, is_agency
from wireroom.news import Body, Dateline, Limit

_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por|Da|Di|De|Av|Af|Door)\s+[A-ZÀ-ÞЀ-Я][^.!?:;\n]{2,70}")
# "hh/ph/ts/hd", "bur-dar-gl/fz": the initials of those who handled the copy, joined by at least one stroke.
_INITIALS = re.compile(r"(?=.*/)[^\W\d_A-Z]{1,5}(?:[-/][^\W\d_A-Z]{1,5}){1,9}")
# How press releases and some agencies say that the story is over: "ends", "-ENDS-", "###", "-30-".
_END_MARK = re.compile(r"[-–—*(/ ]*(?:ENDS?|Ends|ends)[-–—*)/. ]*|(?:# ?){2,}#|[-–—] ?30 ?[-–—]")
_SIGNED = re.compile(r"[(/=\[]*(?P<agency>[^\W\d_][^\W\d_.]*)(?:[\s/\\-]+[^\W\d_]{1,6}){0,8}[)/\]]*")
_SIGNED_BEHIND = re.compile(r"(?<=[.!?\"”»])\s+/([^\W\d_]{2,20})/</p>$")
_CORRECTS = re.compile(
    r"\((?:[^()]{0,80}[\s,])?(?:correct|corrig|berichtig|korrigi|rettelse|исправ)[^()]{3,400}\)", re.IGNORECASE
)
_ADDS = re.compile(r"\([^()]{2,400}\)")
# A note to editors before the copy, between two lines of dashes.
_FRAMED = re.compile(r"<pre>\s*-{8,}\s(?P<note>[^<]{3,1500}?)\s-{8,}\s*</pre>\n?")
# What an agency puts behind its copy: "(XYZ)", "(©XYZ).", or its name alone behind the last sentence.
_TRAILER = re.compile(
    r"\s*[(（](?:©\s?)?(?P<marked>[^()（）<>]{2,24})[)）]\.?$"
    r"|(?<=[.!?…”»\"])\s*(?P<bare>[A-ZÀ-Þ]{2,8})(?: [A-Z]{2,4}){0,3}$"
)
_PRIVATE = 600  # characters of a last paragraph in double brackets: the writer's telephone and address, for editors
_OVER = re.compile(r"\s*[(（](?:完|终|終|了|끝)[)）]</p>$")  # how Chinese, Japanese and Korean agencies say the same
_RULE = frozenset("-–—_=*#~+·•. ")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SENTENCE_END = re.compile(r"[.!?؟。！？…]+[\"'”»)\]]*(?=\s|$)|[。！？]")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(.])(?:[^\W\d_]|dr|mr|mrs|ms|st|sen|rep|gov|gen|col|lt|sgt|prof|no|nr|vs|jr|sr|hr|mme|inc|co|corp|ltd|ca|bzw|"
    r"jan|feb|aug|sept|oct|nov|dec)\.$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<place>[^\W\d_][^()\n—–]{1,60}?)\s+[-–—]{1,2}\s+")  # "NEW YORK — "
# "ST. JOHN'S, N.L. — ": capitals, with or without the province.
_BARE_PLACE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}(?:, [A-Z][\w. ]{1,20})?) (?:—|–|-{1,2}|_) (?=[\"“]?[^\W\d_a-z])"
)
_HARMLESS = frozenset({Limit.CREDIT, Limit.EDITORIAL, Limit.EDIT})
_OPENING = 400  # characters of a body in which an embargo is looked for
# Plain words: a search for them costs a tenth of one for a pattern, and every note is searched. By the stem that each
# holds, so that most notes are looked through seven times and not twenty.
_EMBARGO = {
    "embarg": ("embarg",),
    "sperrfrist": ("sperrfrist",),
    "release": ("hold for release", "not for release before", "not for release until"),
    "publi": (
        "not for publication before",
        "not for publication until",
        "do not publish before",
        "do not publish until",
        "ne pas publier avant",
        "no publicar antes",
    ),
    "pubbli": ("non pubblicare prima",),
    "gesperrt": ("gesperrt bis",),
    "difundir": ("no difundir",),
}
_EMBARGO_BEYOND_ASCII = ("не публиковать до", "解禁", "엠바고", "эмбарго", "محظور النشر", "محظورة النشر")
_MARKED = frozenset("-:–—[(/R")  # one of these is in every headline that says what version it is ("… and REPLACING")
_NO_DATELINE = Dateline()
_NO_EMBARGO = words.Embargo()
_LONGEST = 180  # characters of a headline built from the copy

_SIGNALS = {
    "update": "update",
    "updated": "update",
    "correction": "correction",
    "corrected": "correction",
    "corrective": "correction",
}


class Finished(NamedTuple):
    """The parts of a story once each in its own place; `signal` and `ed_note` are what its marks say, if asked for."""

    headline: str
    byline: str
    dateline: Dateline
    body: Body
    correction_note: str
    signal: str = ""
    ed_note: str = ""

    def signals(self, stated: tuple[str, ...]) -> tuple[str, ...]:
        """The signals that fields state, and the one that the marks do."""
        return (*stated, self.signal) if self.signal and self.signal not in stated else stated


def finish(
    *,
    headline: str,
    byline: str,
    dateline: str,
    body: Body,
    profile: Profile,
    created: datetime | None,
    corrected: bool = False,
    marks: bool = False,
) -> Finished:
    """Puts each part in its place: what the body repeats or alone holds goes to its field, and out of the body.

    A correction's note is the body's own opening "(Corrects …)", which is written for readers; editors' notes, such as
    "(Adds quotes)", are not. `marks` asks for what headline ("UPDATE 1-…") and opening say of the version: for formats
    whose fields may leave it out.
    """
    byline = markup.plain(byline)
    framed = _FRAMED.match(body) if marks and body.startswith("<pre>") else None
    if framed:
        body = markup.without_preformatted(body)
    if "/" in byline and _INITIALS.fullmatch(byline):
        byline = ""  # those of the desk, no name
    headline = markup.plain(headline)
    if body.startswith("<h"):
        body = markup.without_headline(body, headline)
    first = markup.first_paragraph(body)
    note = said = ""
    editors = " ".join(unescape(framed["note"]).split()) if framed else ""
    if marks and profile.replacing and re.fullmatch(profile.replacing, first):
        editors, said = first, "update"
        body = markup.without_first_paragraph(body)
        first = markup.first_paragraph(body)
    if marks and not said and (first[:1] == "(" or not _MARKED.isdisjoint(headline[:32])):
        said = words.signal(headline, first)
    if said == "update" and _ADDS.fullmatch(first):
        editors = first[1:-1].strip()
        body = markup.without_first_paragraph(body)
        first = markup.first_paragraph(body)
    if (corrected or said == "correction") and (found := _CORRECTS.fullmatch(first)):
        note = found[0][1:-1].strip()
        body = markup.without_first_paragraph(body)
        first = markup.first_paragraph(body)
    if first and is_byline(first, byline):
        byline = byline or first
        body = markup.without_first_paragraph(body)
        first = markup.first_paragraph(body)
    field, body = dateline_of(dateline, first, body, profile, created)
    body = _without_trailer(_without_sign_off(body, profile, byline), profile)
    if profile.headline_mark:
        headline = re.sub(f"^(?:{profile.headline_mark})", "", headline)
    return Finished(headline or first_sentence(body), byline, field, body, note, said, editors)


def is_byline(first: str, byline: str = "") -> bool:
    """Whether a line is the byline, or reads like one where the copy gives none."""
    if byline:
        if len(first) > len(byline) + 3:
            return False
        return first.casefold().removeprefix("by ") == byline.casefold().removeprefix("by ")
    return len(first) <= 80 and bool(_BYLINE.fullmatch(first))


def dateline_of(text: str, first: str, body: Body, profile: Profile, created: datetime | None) -> tuple[Dateline, Body]:
    """The field's dateline, else the body's; the body keeps none."""
    field = datelines.parse(text, year_hint=created, provider=profile.name) if text else _NO_DATELINE
    if field.place and (found := _PLACE.match(first)) and _same_place(found["place"], field.place):
        return field, markup.without_start(body, found[0].rstrip())
    if profile.bare_dateline and not field.place and (bare := _BARE_PLACE.match(first)):
        return Dateline(bare[0].rstrip(), bare["place"], field.on, profile.name), markup.without_start(body, bare[0])
    if not may_open(first):
        return field, body
    inside, rest = datelines.split_from_body(first, year_hint=created, provider=profile.name)
    if inside.text and not rest:
        body = markup.without_first_paragraph(body)
    elif inside.text:
        body = markup.without_start(body, first[: len(first) - len(rest)].rstrip())
    if inside.text and not field.place:
        return Dateline(inside.text, inside.place, inside.on or field.on, inside.provider), body
    if inside.text:
        return Dateline(field.text, field.place, field.on or inside.on, inside.provider), body
    return field, body


def _same_place(stated: str, known: str) -> bool:
    """Whether a place is the one that a field names, with or without its country."""
    known = known.casefold()
    return stated.casefold() in (known, known.split(",")[0])


def _without_sign_off(body: Body, profile: Profile, byline: str) -> Body:
    """The body without its last lines that tell who wrote or handled the copy, or that it is over: two at most."""
    for _ in range(2):
        start = body.rfind("<p>")
        private = body.startswith("((", start + 3) and body.endswith("))</p>")
        if start <= 0 or not body.endswith("</p>") or len(body) - start > (_PRIVATE if private else 120):
            break
        last = " ".join(re.sub(r"<[^>]*>", "", body[start:]).split())
        if not last or (last != byline and not private and not _is_sign_off(last, profile)):
            break  # a picture has no words at all
        body = markup.without_last_paragraph(body)
    return body


def _without_trailer(body: Body, profile: Profile) -> Body:
    """The body without the agency's name behind its last sentence."""
    if body.endswith("/</p>"):
        # Between strokes ("… at dawn. /xyz/") it may be another agency's, whose copy is passed on.
        signed = _SIGNED_BEHIND.search(body, max(len(body) - 40, 0))
        known = signed is not None and is_agency(signed[1])
        return markup.without_last_words(body, signed[0].removesuffix("</p>")) if signed and known else body
    if body[-5:-4] in "）)" and (over := _OVER.search(body, max(len(body) - 12, 0))):
        return markup.without_last_words(body, over[0].removesuffix("</p>"))
    stop = body[-5:-4] in (".", "!", "?")  # as nearly every story ends
    if not body.endswith("</p>") or (stop and body[-6:-4] != ").") or not profile.name:
        return body
    found = _TRAILER.search(body[-64:-4])
    if found is None or not profile.answers_to(found["marked"] or found["bare"]):
        return body
    return markup.without_last_words(body, found[0])


def _is_sign_off(last: str, profile: Profile) -> bool:
    if _INITIALS.fullmatch(last) or _END_MARK.fullmatch(last):
        return True
    name = _EDGES.sub("", last)
    if not name:
        return _RULE.issuperset(last)  # a line of dashes; stars that rate are the writer's words
    if profile.sign_off and len(last) <= 80 and re.fullmatch(profile.sign_off, last):
        return True
    if len(last) > 40:
        return False
    # "(XYZ)", "XYZ ab cd"; in a frame ("(XYZ/ab)", "/xyz/") it may be another agency's.
    found = _SIGNED.fullmatch(last)
    agency = found["agency"] if found else name
    if found is not None and last[0] in "(/=[" and is_agency(agency):
        return True
    # A name joined to another by a stroke alone may be a story's own last word.
    return bool(profile.name) and "/" not in name and profile.answers_to(agency)


def first_sentence(body: Body) -> str:
    """The first sentence of a body, for a headline where the wire gives none: alerts are often one line without."""
    text = markup.first_words(body)[: 4 * _LONGEST]
    for found in _SENTENCE_END.finditer(text):
        if not _ABBREVIATED.search(text[: found.end()]) or found.end() == len(text):
            text = text[: found.end()]
            break
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-–—") + "…"
    return text.removesuffix(".")


def signals(raw: Iterable[str], profile: Profile) -> tuple[tuple[str, ...], bool]:
    """The signals with `update` and `correction` in those words, all others as sent; and whether one of them kills."""
    found: dict[str, None] = {}
    kills = False
    for one in raw:
        meaning = profile.signals.get(one) or _SIGNALS.get(re.split(r"[:/]", one)[-1].lower(), one)
        kills = kills or meaning == "canceled"
        if one:
            found[one if meaning == "canceled" else meaning] = None
    return tuple(found), kills


def embargo_in_words(notes: str) -> str:
    """Why copy is held whose notes to editors speak of an embargo that no field states; "" when they do not.

    Converters lose embargoes, and AP's own guide says to read the notes; a lifted one may be spoken of.
    """
    if not _names_embargo(notes) or words.embargo(notes) == words.Embargo():
        return ""
    return "the notes to editors speak of an embargo, and no field gives its time"


def embargo_in_copy(headline: str, body: Body) -> words.Embargo:
    """The embargo that the headline or the first paragraph begins with, where no field states one: feeds and converters
    know no other place for it."""
    if not _names_embargo(f"{headline} {body[:_OPENING]}"):
        return _NO_EMBARGO
    return words.embargo("", headline, markup.first_words(body))


def _names_embargo(text: str) -> bool:
    """Whether one of the words is in the text; asked of every story."""
    lowered = text.lower()
    for stem, spelled in _EMBARGO.items():
        if stem in lowered and any(one in lowered for one in spelled):
            return True
    return not lowered.isascii() and any(one in lowered for one in _EMBARGO_BEYOND_ASCII)


def picture_limit(*terms: str, notes: str = "") -> str:
    """The limit in a picture's own terms for which it is left out of its story; "" when they ask for credit alone.

    They bind the picture alone, and the story's page has one set of readers, surfaces and times for all that is on it.
    """
    found = words.restrictions(*terms, notes=notes)
    return next((one.text for one in found if one.limit not in _HARMLESS), "")


def advisory(profile: Profile, *texts: str) -> str:
    """Why "usable" copy is none for readers, in words; "" when it is a story."""
    if profile.advisory:
        for text in texts:
            if text and re.match(profile.advisory, text):
                return f"{profile.name} marks it as a note to editors: “{text[:80]}”"
    return words.advisory(*texts)
