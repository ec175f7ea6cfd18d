"""How the live server is run: what it writes down of its readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AccessLog:
    """`to` is a path from the network's folder, "-" for standard output, or "" for no log at all."""

    to: str = ""
    format: str = "combined"
    addresses: str = "short"


def access_log_of(one: dict[str, Any]) -> AccessLog:
    """As read from the table."""
    return AccessLog(**{name: value for name, value in one.items() if value is not None})
