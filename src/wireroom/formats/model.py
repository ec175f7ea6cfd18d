"""What readers take and give: a hint about the bytes in, versions and notes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from wireroom.news import Version

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the bytes beside themselves. Names and media types may lie; the bytes decide.

    `provider` and `language` fill in what the copy does not say; `zone` is that of times without one.
    """

    name: str = ""
    media_type: str = ""
    provider: str = ""
    language: str = ""
    zone: ZoneInfo = UTC


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader did not understand, or mended: where (a path or line in the file) and what."""

    where: str
    problem: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: versions in the order of the file, and notes. Nothing not understood is lost silently."""

    format: str
    versions: tuple[Version, ...]
    notes: tuple[Note, ...] = ()


class Format(Protocol):
    """A module of this room satisfies it."""

    name: str

    def recognises(self, data: bytes, hint: Hint) -> bool:
        """Whether these bytes are of this format; cheap, and never raises."""

    def read(self, data: bytes, hint: Hint) -> Reading:
        """Reads them; raises UnreadableError with the reason and the place in the file."""
