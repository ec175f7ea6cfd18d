"""May it be shown, here and now, on this surface, with what credit, until when: always with the reason."""

from wireroom.rights.gate import clear, dark_from, erase_from, moments, window
from wireroom.rights.model import ALWAYS, Clearance, Dark, ShownHeadline, ShownStory, Verdict
from wireroom.rights.passing import as_version, show_to_partner, was_passed
from wireroom.rights.remembered import Remembered
from wireroom.rights.shown import (
    as_headline,
    headline_of,
    licence_for,
    may_shorten,
    show_headline,
    show_story,
)

__all__ = [
    "ALWAYS",
    "Clearance",
    "Dark",
    "Remembered",
    "ShownHeadline",
    "ShownStory",
    "Verdict",
    "as_headline",
    "as_version",
    "clear",
    "dark_from",
    "erase_from",
    "headline_of",
    "licence_for",
    "may_shorten",
    "moments",
    "show_headline",
    "show_story",
    "show_to_partner",
    "was_passed",
    "window",
]
