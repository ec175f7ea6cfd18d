"""What reading an old page works with: its blocks, their roles, the rules of its site, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a line or block of a page is."""

    MASTHEAD = "masthead"
    HEADLINE = "headline"
    DATELINE = "dateline"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    AD = "advertisement label"
    RAIL = "rail"
    RIGHTS = "rights notice"
    LEFT_OVER = "left over"


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list item or line of a page, `line` lines down its file (from 1).

    `level` is that of a heading (0: none), `bullet` tells a list item, `linked` which share of its text is links,
    `gap` how many blank lines stand before it, `zone` what HTML says it stands in (nav, aside, footer, comments …).
    `row` tells a line of several short texts side by side, as rows of links are in captures.
    `kind` is what it was taken for by its words alone (see `local`); `role` is settled last.
    """

    text: str
    line: int
    level: int = 0
    bullet: bool = False
    linked: float = 0.0
    gap: int = 0
    zone: str = ""
    row: bool = False
    kind: str = ""
    role: Role = Role.LEFT_OVER
    words: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What the owner knows of one site's pages: CSS selectors for HTML, lines for text captures.

    `drop` takes elements away before anything is read; `story_after` and `story_before` are lines of text captures
    between which the story stands, `drop_lines` lines that are never part of it.
    """

    headline: str = ""
    body: str = ""
    byline: str = ""
    date: str = ""
    drop: tuple[str, ...] = ()
    story_after: tuple[str, ...] = ()
    story_before: tuple[str, ...] = ()
    drop_lines: tuple[str, ...] = ()
    agency: str = ""
    name: str = ""


NO_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a capture comes from, as far as is known: the page's old URL and the time of the capture."""

    url: str = ""
    at: datetime | None = None
    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page's own metadata says, each the best of several places, with how sure that is (0 to 1)."""

    titles: tuple[tuple[str, float], ...] = ()
    dates: tuple[tuple[date, datetime | None, float], ...] = ()
    modified: datetime | None = None
    byline: str = ""
    language: str = ""
    site: str = ""
    canonical: str = ""
    summary: str = ""
    holder: str = ""
    keywords: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
