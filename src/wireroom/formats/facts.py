"""A version as plain facts, for `wireroom read --json`: the field names of the news nouns, times in ISO 8601."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from wireroom.formats.model import Capture, Note
from wireroom.news import Version


def as_json(version: Version, *, file: str = "", format: str = "", notes: Iterable[Note] = ()) -> dict[str, Any]:
    """One JSON object: every field of the version (`signal` beside `signals`), and file, format and notes.

    Fields without a value are null, "" or [], never left out.
    """
    facts: dict[str, Any] = {"file": file, "format": format or version.format}
    for key, value in asdict(version).items():
        if key != "format":
            facts[key] = _plain(value)
        if key == "signals":
            facts["signal"] = version.signal
    facts["notes"] = [{"where": note.where, "problem": note.problem} for note in notes]
    return facts


def captured(capture: Capture) -> dict[str, Any]:
    """What is known of an old page beside its story: confidence by field, doubts, rails, and the role of every line."""
    return {
        "url": capture.url,
        "captured": capture.at.isoformat() if capture.at else None,
        "confidence": dict(capture.confidence),
        "doubts": list(capture.doubts),
        "rails": [{"title": rail.title, "headlines": list(rail.headlines)} for rail in capture.rails],
        "roles": [{"line": line, "role": role, "text": text} for line, role, text in capture.roles],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return str(value) if isinstance(value, str) else value
