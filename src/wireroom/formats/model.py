"""What readers take and give: a hint about the bytes in, versions and notes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from wireroom.news import Version

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the bytes beside themselves. Names and media types may lie; the bytes decide.

    `provider` and `language` fill in what the copy does not say; `zone` is that of times without one. `earlier` are
    originals of the same story, for a reading that asked for them (`Reading.needs`).
    """

    name: str = ""
    media_type: str = ""
    provider: str = ""
    language: str = ""
    zone: ZoneInfo = UTC
    earlier: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader did not understand, or mended: where (a path or line in the file) and what."""

    where: str
    problem: str


class Rail(NamedTuple):
    """A box of headlines that stood on an old page, "" for a title that it does not have."""

    title: str
    headlines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """What is known of an old page beside its story.

    `url` is where it stood, `at` when it was captured. `confidence` says of each field how sure its reading is (0 to
    1), `doubts` in words what the desk should look at; `roles` are the page's lines: number, role, text.
    """

    url: str = ""
    at: datetime | None = None
    confidence: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    doubts: tuple[str, ...] = ()
    rails: tuple[Rail, ...] = ()
    roles: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: versions in the order of the file, and notes. Nothing not understood is lost silently.

    Readers of old pages give a capture for each version. `needs` are the stories whose earlier originals are wanted:
    read again with them in the hint, partial updates become whole.
    """

    format: str
    versions: tuple[Version, ...]
    notes: tuple[Note, ...] = ()
    captures: tuple[Capture, ...] = ()
    needs: tuple[str, ...] = ()


class Format(Protocol):
    """A module of this room satisfies it."""

    name: str

    def recognises(self, data: bytes, hint: Hint) -> bool:
        """Whether these bytes are of this format; cheap, and never raises."""

    def read(self, data: bytes, hint: Hint) -> Reading:
        """Reads them; raises UnreadableError with the reason and the place in the file."""
