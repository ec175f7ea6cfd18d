"""The gate's answer, and the copy that has passed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from wireroom.network.licence import Extent, Form, Licence
from wireroom.news import Association, Body, Correction, Dateline

NO_FORM = Form(Extent.NONE)
HEADLINE = Form(Extent.HEADLINE)


class Verdict(StrEnum):
    """Why a story may or may not be shown, as a word that programs can rely on."""

    SHOWN = "shown"
    KILLED = "killed"
    WITHHELD = "withheld"
    HELD = "held"
    EMBARGOED = "embargoed"
    EXPIRED = "expired"
    DISPLAY_OVER = "display-over"
    NO_LICENCE = "no-licence"
    WRONG_PROVIDER = "wrong-provider"
    NOT_BEGUN = "licence-not-begun"
    ENDED = "licence-ended"
    NOT_THIS_SITE = "not-this-site"
    NOT_THIS_SURFACE = "not-this-surface"
    NOT_THIS_TERRITORY = "not-this-territory"
    RESTRICTED = "restricted"
    USE_OVER = "use-over"
    NOT_HELD = "not-held"
    NOT_A_STORY = "not-a-story"


class Clearance(NamedTuple):
    """The verdict on one story for one site and surface at one moment.

    `because` says it in words; `changes_at` is the next moment at which time alone changes the answer, `allowed` or
    `form` (None: never; the words of a refusal may change before: held, then embargoed). `credit_line` and `notice`
    are duties: an output that carries the copy carries them too; the rest of the duties stand in `licence`.
    `local` says that the answer would be another for a reader in another country.
    """

    allowed: bool
    verdict: Verdict
    because: str
    form: Form = NO_FORM
    credit_line: str = ""
    notice: str = ""
    notice_link: str = ""
    changes_at: datetime | None = None
    cache_max: timedelta | None = None
    licence: Licence | None = None
    local: bool = False


ALWAYS = datetime.min.replace(tzinfo=UTC)
"""A moment before all news: dark since then means never shown at all."""


class Dark(NamedTuple):
    """From which moment on nothing of a story can show on any list of a site, whatever time does; None: none yet.

    `ALWAYS` says that it cannot show at all as things stand. Only a new entry in the ledger, or a changed network
    file, can undo it. `because` says it in words ("" when nothing darkens it).
    """

    since: datetime | None
    because: str = ""


class ShownHeadline(NamedTuple):
    """A list row that has passed the gate, narrowed to the form granted.

    A tuple, as a front makes a hundred of them: they are built and compared in a third of a dataclass's time.
    """

    id: str
    uri: str
    text: str
    summary: str
    language: str
    provider: str
    credit_line: str
    released: datetime
    updated: datetime
    urgency: int | None
    home: str
    sections: tuple[str, ...]
    corrected: bool
    picture: Association | None
    signs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownStory:
    """A story that has passed the gate, narrowed to the form granted, with the duties that come with it."""

    id: str
    uri: str
    number: int | None
    headline: str
    summary: str
    language: str
    provider: str
    byline: str
    dateline: Dateline
    body: Body
    pictures: tuple[Association, ...]
    released: datetime
    updated: datetime
    corrections: tuple[Correction, ...]
    subjects: tuple[str, ...]
    keywords: tuple[str, ...]
    places: tuple[str, ...]
    holder: str
    copyright_notice: str
    credit_line: str
    notice: str
    notice_link: str
    expires: datetime | None
    history: tuple[datetime, ...] = ()
