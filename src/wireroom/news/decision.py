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


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrate(_Ordered):
    """One of the copy's own pictures has come, later than its story: the one that the copy calls `href`.

    `media` names the stored picture, width and height (pixels) are its own. The newsroom decides this by itself.
    """

    href: str
    media: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(_Ordered):
    """The licences in force from now on, of all copy: `terms` says them as the network file does, `digest` names them.

    Its `uri` is `LICENCES`: it is about no story.
    """

    terms: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End(_Ordered):
    """All contracts with the provider that began before `until` end then, whatever the network file says of their term.

    Its `uri` is `LICENCES`.
    """

    provider: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(_Ordered):
    """The words of the provider's versions up to entry `upto` were erased here; who, when and which stay.

    Its `uri` is `LICENCES`.
    """

    provider: str
    upto: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(_Ordered):
    """The network's own addresses were asked whether entry `of` has landed; this entry's digest names the report.

    `proves` is "takedown", "correction" or "end"; so many were `asked`, and `left` still showed what they must not.
    `landed` is when the last of them was first found as it must be, None as long as any is left.
    """

    proves: str
    of: int
    asked: int
    left: int
    landed: datetime | None = None


LICENCES = "urn:wireroom:licences"

Decision: TypeAlias = (
    Place | Pin | Remove | Hold | Release | Kill | Reinstate | Join | Edit | Illustrate | Agree | End | Erase | Receipt
)
