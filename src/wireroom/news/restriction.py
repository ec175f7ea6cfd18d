"""What the copy's own words forbid or demand, understood as far as a machine can act on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Limit(StrEnum):
    """What kind of limit it is."""

    EXCEPT = "except"  # not in these territories ("TURKEY OUT")
    ONLY = "only"  # in these territories alone ("Not for use outside Italy")
    SURFACE = "surface"  # not on these surfaces ("NO ARCHIVAL USE", "ONLINE OUT", "NO MOBILE USE UNTIL …")
    TIME = "time"  # not before, or not after, a time ("NO USE AFTER …")
    EDIT = "edit"  # may not be altered
    RESALE = "resale"  # may not be passed on or sold
    EDITORIAL = "editorial"  # for news, not for advertising
    CREDIT = "credit"  # a credit line is demanded
    UNKNOWN = "unknown"  # it speaks of limits to use, and was not understood: hide, and ask the desk


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction. `territories` are ISO 3166-1 alpha-2; `surfaces` are of `archive`, `online`, `mobile`,
    `print`, `broadcast`, `social`.

    The limit holds between `since` and `until` where they are given (aware, UTC); for TIME, use is allowed only
    between them. `text` is the phrase as the copy has it, for the desk.
    """

    limit: Limit
    territories: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""

    @property
    def clear(self) -> bool:
        """Whether a machine can act on it: it was understood, and names what it limits."""
        if self.limit is Limit.UNKNOWN:
            return False
        if self.limit in (Limit.EXCEPT, Limit.ONLY):
            return bool(self.territories)
        if self.limit is Limit.SURFACE:
            return bool(self.surfaces)
        return self.limit is not Limit.TIME or bool(self.since or self.until)

    def active(self, at: datetime) -> bool:
        """Whether it holds at this moment."""
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)
