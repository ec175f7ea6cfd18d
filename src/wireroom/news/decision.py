"""What an editor ordered: a closed union, written once and never changed.

Times are aware and UTC. `by` names the person, `why` is the reason in words; both stay in the ledger for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ordered:
    uri: str
    by: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(_Ordered):
    """Put the story on a site, in a section when one is named."""

    site: str
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(_Ordered):
    """Keep the story at the head of the site's front until the given time (None: until it is removed)."""

    site: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(_Ordered):
    """Take the story off a site, whatever the rules say."""

    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(_Ordered):
    """Show the story nowhere until the given time; None: until it is released."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(_Ordered):
    """End the desk's hold, and the copy's open-ended one. It never lifts an embargo that has a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill(_Ordered):
    """Take the story off everything, with a notice at its URL, until a named person reinstates it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstate(_Ordered):
    """Undo the desk's own kill. A provider's kill is final (IPTC: canceled is terminal)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(_Ordered):
    """Put the story into a storyline."""

    storyline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(_Ordered):
    """Change the headline shown; None leaves it as the wire has it."""

    headline: str | None = None


Decision: TypeAlias = Place | Pin | Remove | Hold | Release | Kill | Reinstate | Join | Edit
