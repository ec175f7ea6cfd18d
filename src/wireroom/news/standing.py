"""The facts of a story that decide whether it may be shown: all that the gate needs, and no copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wireroom.news.restriction import Restriction


@dataclass(frozen=True, slots=True)
class Standing:
    """What the gate reads of a story.

    `source` is the configured input that delivered the binding version: it names the licence. `released` is when
    the story first came out (creation of its first version, or the end of its embargo when that is later); the
    licence's display time counts from it. `killed_at` set means killed, `held` means held until `held_until`
    (None: until released). `embargo_kept` is the last embargo that any version stated, also when a newer one without
    an embargo lifted it. `unusable` says in words why the copy is no story for readers ("" when it is one).
    `services` help to say which licence covers it; `restrictions` are what the copy's own words forbid or demand,
    as far as they were understood (what was not is a hold); `received` is when its first bytes came.
    """

    uri: str
    provider: str
    source: str
    released: datetime
    killed_at: datetime | None = None
    killed_by: str = ""
    withheld: bool = False
    held: bool = False
    held_until: datetime | None = None
    held_why: str = ""
    embargoed_until: datetime | None = None
    expires: datetime | None = None
    unusable: str = ""
    embargo_kept: datetime | None = None
    services: tuple[str, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    received: datetime | None = None
