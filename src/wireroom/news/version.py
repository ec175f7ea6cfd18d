"""One received version of a story, as the copy itself states it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from wireroom.news.order import Order
from wireroom.news.restriction import Restriction

Body = NewType("Body", str)
"""Clean XHTML of a small closed vocabulary. Only `formats.markup.clean` makes one; everything else passes it on."""


class Status(StrEnum):
    """IPTC pubStatus (cv.iptc.org/newscodes/pubstatusg2), in its spelling."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline: the verbatim `text`, and what was understood of it."""

    text: str = ""
    place: str = ""
    on: date | None = None
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the copy says of its own use; `restrictions` are what its words were understood to mean.

    What the contract says is a `Licence`.
    """

    holder: str = ""
    notice: str = ""
    credit_line: str = ""
    usage_terms: tuple[str, ...] = ()
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True, slots=True)
class Association:
    """A picture or other thing that belongs to the story.

    `href` is what the wire gave (a file name or URL); `media` names the stored picture once its bytes are there
    (their digest with its ending), and width and height (pixels) are then those of that picture when it stands upright.
    `focus` is the point that matters most, `crops` are the parts that the wire would show (left, top, right, bottom),
    both in thousandths of width and height from the upper left.
    """

    kind: str
    href: str = ""
    uri: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    media_type: str = ""
    rendition: str = ""
    width: int | None = None
    height: int | None = None
    media: str = ""
    focus: tuple[int, int] | None = None
    crops: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one story, read from the wire.

    All times are aware and UTC. `number` is the provider's version number, None where the format has none: such
    versions are ordered by `version_created`. `embargoed_until` is the copy's own embargo; an embargo without a
    usable time (empty `<embargoed/>`, embargo words in text) is a `hold`, with its reason in words. `urgency` is
    IPTC's 1 (most urgent) to 9. `subjects` are `scheme:code` strings, Media Topics as `medtop:NNNNNNNN`.
    `ed_note` is for editors only and reaches no public byte. `kind` is IPTC's item class (`text`, `picture`,
    `composite` …); only text becomes a story page. `orders` are what the item orders about other items.
    """

    uri: str
    number: int | None = None
    provider: str = ""
    language: str = ""
    headline: str = ""
    summary: str = ""
    slugline: str = ""
    byline: str = ""
    dateline: Dateline = field(default_factory=Dateline)
    body: Body = Body("")
    ed_note: str = ""
    urgency: int | None = None
    genre: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    status: Status = Status.USABLE
    signals: tuple[str, ...] = ()
    correction_note: str = ""
    first_created: datetime | None = None
    version_created: datetime | None = None
    embargoed_until: datetime | None = None
    hold: str = ""
    expires: datetime | None = None
    rights: Rights = field(default_factory=Rights)
    associations: tuple[Association, ...] = ()
    alt_ids: tuple[str, ...] = ()
    evolved_from: str = ""
    orders: tuple[Order, ...] = ()
    kind: str = "text"
    format: str = ""
    erased: bool = False

    @property
    def signal(self) -> str:
        """The one signal that matters to readers: `correction` before `update`, else the first as sent."""
        for name in ("correction", "update"):
            if name in self.signals:
                return name
        return self.signals[0] if self.signals else ""

    @property
    def has_copy(self) -> bool:
        """Whether it came with anything to show; status changes often arrive with neither headline nor body."""
        return bool(self.headline or self.body) or self.erased

    @property
    def waits(self) -> bool:
        """Whether it is a change to an earlier version that was not here when it came: held, and without copy."""
        return bool(self.hold) and self.number is not None and self.status is Status.USABLE and not self.has_copy
