"""The words that mark the parts of a page (phrases.toml), and whether a line is marked by them."""

from __future__ import annotations

import pkgutil
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from wireroom.formats.captures.model import Role

_EDGES = " \t_:.!*•·-–—|>»›#[]()…"
_JOINTS = frozenset("this with on via and the by to us your & und et y e и و article story page".split())
_ORDER = ("ad", "rail", "comments", "share", "rights", "promo", "caption", "tail", "nav")
"""Kinds by precedence: a line that several of them mark goes to the first."""


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Lower case without accents, quotes made plain and space folded: what two spellings of a line have in common."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("ß", "ss"))
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())


class _Kind:
    """The phrases of one kind, ready to be asked."""

    def __init__(self, table: Mapping[str, list[str]]) -> None:
        self.lines = frozenset(bare(one).strip(_EDGES) for one in table.get("lines", []))
        self.starts = _pattern(r"(?:%s)", table.get("starts", []), tail=r"(?!\w)")
        self.holds = _pattern(r"(?:%s)", table.get("holds", []))
        self.ends = _pattern(
            r"(?:^|[.!?)\"”»]\s+|\()(?:%s)\s*:?\s*(?:[^.!?]|(?<=\b\w)\.){2,60}[.)]*$", table.get("ends", [])
        )


def _pattern(frame: str, phrases: list[str], tail: str = "") -> re.Pattern[str] | None:
    if not phrases:
        return None
    ordered = sorted({bare(one) for one in phrases}, key=len, reverse=True)
    words = "|".join(re.escape(one) + (tail if one[-1].isalnum() else "") for one in ordered)
    return re.compile(frame % words)


@cache
def _kinds() -> Mapping[str, _Kind]:
    data = pkgutil.get_data(__name__, "phrases.toml") or b""
    return {name: _Kind(table) for name, table in tomllib.loads(data.decode("utf-8")).items()}


def marked(text: str, kind: str) -> bool:
    """Whether the whole line, or its beginning, is one of the phrases of this kind."""
    line = bare(text[:400])
    return is_line(line, kind) or begins(line, kind)


def is_line(line: str, kind: str) -> bool:
    """Whether this (bare) line is, edge signs aside, one of the kind's whole lines."""
    return line.strip(_EDGES) in _kinds()[kind].lines


def made_of(line: str, kind: str) -> bool:
    """Whether nearly all words of this (bare) line are lines of the kind by themselves: "home news world sport"."""
    words = [word for word in re.findall(r"[\w'&-]+", line) if word not in _JOINTS]
    known = _kinds()[kind].lines
    return 2 <= len(words) <= 40 and sum(1 for word in words if word in known) >= 0.8 * len(words)


def begins(line: str, kind: str) -> bool:
    """Whether this (bare) line begins with a phrase of the kind."""
    pattern = _kinds()[kind].starts
    return pattern is not None and pattern.match(line.lstrip(_EDGES.replace("(", "").replace("[", ""))) is not None


def ends(line: str, kind: str) -> bool:
    """Whether this (bare) line ends with a part of its own that such a phrase begins: "… the pad. Image: Anna Berg"."""
    pattern = _kinds()[kind].ends
    return pattern is not None and pattern.search(line) is not None


def count_of(text: str, kind: str) -> int:
    """How many phrases of the kind the text holds."""
    pattern = _kinds()[kind].holds
    return 0 if pattern is None else len({found[0] for found in pattern.finditer(bare(text))})


def kinds() -> tuple[str, ...]:
    """The kinds in the order in which they are asked."""
    return _ORDER


def role_of_kind(kind: str) -> Role:
    """What a line of this kind is on the page."""
    return {"ad": Role.AD, "rail": Role.RAIL, "rights": Role.RIGHTS, "caption": Role.CAPTION}.get(kind, Role.LEFT_OVER)
