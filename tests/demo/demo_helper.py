"""What the demo's tests share: a fixed time, and reading a delivery as its agency's source would."""

from __future__ import annotations

from datetime import UTC, datetime

from wireroom import formats
from wireroom.formats.model import Hint
from wireroom.news import Version

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def read(agency: str, name: str, data: bytes) -> tuple[Version, ...]:
    reading = formats.read(data, Hint(name, provider=agency))
    assert not reading.notes, (name, reading.notes)
    return reading.versions
