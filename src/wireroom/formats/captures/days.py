"""Days as pages spell them: every date in a line, and what the line says beside days and times."""

from __future__ import annotations

import re
from datetime import date

from wireroom.formats import dateline as datelines

CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|uhr)?\b|\b\d{1,2}\s*[ap]\.?m\.?\b|"
    r"\b(?:GMT|UTC|BST|E[SD]T|P[SD]T|C[SED]S?T|MSK|IST|JST|AEST)\b|\b(?:at|um|à|alle|в)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b\.?|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b|"
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|"
    r"\b(?:lunes|martes|miercoles|miércoles|jueves|viernes|sabado|sábado|domingo)\b|"
    r"\b(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b|"
    r"(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد)",
    re.IGNORECASE,
)
_STROKES = re.compile(r"(?<=\d)[-/](?=[^\W\d_]{3})|(?<=[^\W\d_]{3})[-/](?=(?:19|20)\d\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(,?)(?=\s+(?:19|20)\d\d)")


def dates_in(text: str) -> list[date]:
    """Every full date in the text, in its order."""
    return [on for on, _, _ in dated_spans(text)]


def dated_spans(text: str) -> list[tuple[date, int, int]]:
    """Every full date in the text with where it stands, also "11-Aug-2020" and "August 11th, 2020"."""
    # What is put in the place of strokes and endings is as long, so that the spans are those of the text.
    plain = _ORDINAL.sub(lambda found: found[1].ljust(len(found[0])), text)
    return datelines.dates_in(_STROKES.sub(" ", plain))


def without_dates(text: str) -> str:
    """What a line says beside its days and times of day."""
    for _, start, end in sorted(dated_spans(text), key=lambda one: -one[1]):
        text = text[:start] + " " + text[end:]
    text = _WEEKDAY.sub(" ", CLOCK.sub(" ", text))
    return " ".join(text.split()).strip(" ,;:-–—_،|./")


def names_weekday(text: str) -> bool:
    """Whether the text holds the name of a day of the week."""
    return _WEEKDAY.search(text) is not None
