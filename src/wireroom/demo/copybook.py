"""Reads the demo's copy: plain text files with a few header lines and one line a paragraph."""

from __future__ import annotations

import pkgutil
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

_FILES = ("alerts", "space", "defence", "energy", "earth", "world")
_LIVE = "live"
_AGE = re.compile(r"(\d+)([smhdy])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 365 * 86_400}
_KEYS = frozenset("language topics words home picture embargo watch note correction byline".split())
_KEPT = re.compile(r"\[(\d+)(-?)(\d*)\]")
_WHEN = re.compile(r"\{(day|month|year)([+-]\d+)?\}")
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "el_lunes el_martes el_miércoles el_jueves el_viernes el_sábado el_domingo",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Text:
    """One story of the copy files.

    `age` is how long ago it came when the demo opens (None: it comes while the demo runs). `homes` are the places
    that the rules must give it, at the least. `embargo` is how long after its arrival it may first be seen.
    """

    slug: str
    agency: str
    age: timedelta | None
    urgency: int
    slugline: str
    headline: str
    place: str
    byline: str
    paragraphs: tuple[str, ...]
    language: str = "en"
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    picture: str = ""
    caption: str = ""
    embargo: timedelta | None = None

    def at(self, moment: datetime) -> Text:
        """The story as written at this moment: `{day}`, `{month+1}`, `{year}` and the like become words."""
        return replace(
            self,
            headline=_dated(self.headline, moment, self.language),
            paragraphs=tuple(_dated(one, moment, self.language) for one in self.paragraphs),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the simulation: what is done (`new`, `update`, `kill` …) to which story, and what to watch for.

    `text` is the story as it stands after the step, where the step brings copy; `by` is another agency, where one acts.
    """

    verb: str
    slug: str
    watch: str
    text: Text | None = None
    by: str = ""
    note: str = ""
    correction: str = ""


def _dated(words: str, moment: datetime, language: str) -> str:
    def word(found: re.Match[str]) -> str:
        shift = int(found[2] or 0)
        if found[1] == "day":
            names = _DAYS[language].split()
            return names[(moment.weekday() + shift) % 7].replace("_", " ")
        if found[1] == "month":
            return _MONTHS[(moment.month - 1 + shift) % 12]
        return str(moment.year + shift)

    return _WHEN.sub(word, words)


def _duration(words: str) -> timedelta:
    found = _AGE.fullmatch(words)
    if found is None:
        raise ValueError(f"{words!r} is no duration; write 30s, 5m, 3h, 2d or 4y")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def _records(name: str) -> list[tuple[str, list[str], list[str]]]:
    """Of each record its title line, its header lines and its paragraphs."""
    data = pkgutil.get_data(__package__, f"copy/{name}.txt")
    assert data is not None, "the copy ships in the package"
    found = []
    for record in re.split(r"^=== ", data.decode("utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = record.partition("\n\n")
        title, *lines = head.splitlines()
        found.append((title.strip(), [one for one in lines if one.strip()], body.split("\n")))
    return found


def _keyed(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines without a key, and the others by theirs."""
    plain: list[str] = []
    keys: dict[str, str] = {}
    for line in lines:
        key, _, value = line.partition(" ")
        if key in _KEYS:
            keys[key] = value.strip()
        else:
            plain.append(line.strip())
    return plain, keys


def _picture(keys: dict[str, str]) -> tuple[str, str]:
    """The picture's name and its caption."""
    name, _, caption = keys.get("picture", "").partition("|")
    return name.strip(), caption.strip()


def _text(slug: str, lines: list[str], body: list[str]) -> Text:
    (about, headline, where), keys = _keyed(lines)
    agency, age, urgency, slugline = (part.strip() for part in about.split("|"))
    place, _, byline = (part.strip() for part in where.partition("|"))
    picture, caption = _picture(keys)
    return Text(
        slug=slug,
        agency=agency,
        age=None if age == "now" else _duration(age),
        urgency=int(urgency),
        slugline=slugline,
        headline="" if headline == "-" else headline,
        place=place,
        byline=byline,
        paragraphs=tuple(line.strip() for line in body if line.strip()),
        language=keys.get("language", "en"),
        topics=tuple(keys.get("topics", "").split()),
        keywords=tuple(one.strip() for one in keys.get("words", "").split(",") if one.strip()),
        homes=tuple(keys.get("home", "").split()),
        picture=picture,
        caption=caption,
        embargo=_duration(keys["embargo"]) if "embargo" in keys else None,
    )


@cache
def standing() -> tuple[Text, ...]:
    """The stories that are there when the demo opens."""
    return tuple(_text(title, lines, body) for name in _FILES for title, lines, body in _records(name))


def _replaced(old: tuple[str, ...], lines: list[str]) -> tuple[str, ...]:
    """New paragraphs, among which `[2-]` or `[1-3]` stands for paragraphs of the earlier version."""
    found: list[str] = []
    for line in (one.strip() for one in lines):
        kept = _KEPT.fullmatch(line)
        if kept:
            last = int(kept[3]) if kept[3] else len(old) if kept[2] else int(kept[1])
            found += old[int(kept[1]) - 1 : last]
        elif line:
            found.append(line)
    return tuple(found)


@cache
def steps() -> tuple[Step, ...]:
    """The simulation, in order."""
    texts = {one.slug: one for one in standing()}
    found = []
    for title, lines, body in _records(_LIVE):
        slug, _, rest = title.partition(" ")
        verb, _, by = rest.partition(" ")
        plain, keys = _keyed(lines)
        text: Text | None = None
        if not verb:
            text = texts[slug] = _text(slug, lines, body)
        elif verb in ("update", "correction"):
            old = texts[slug]
            picture, caption = _picture(keys) if "picture" in keys else (old.picture, old.caption)
            text = texts[slug] = replace(
                old,
                picture=picture,
                caption=caption,
                headline=plain[0] if plain else old.headline,
                byline=keys.get("byline", old.byline),
                paragraphs=_replaced(old.paragraphs, body),
                embargo=None,
            )
        found.append(
            Step(
                verb or "new",
                slug,
                keys.get("watch", ""),
                text or texts.get(slug),
                by,
                keys.get("note", ""),
                keys.get("correction", ""),
            )
        )
    return tuple(found)
