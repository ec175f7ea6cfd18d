"""Erases the words of versions that nobody may keep any longer: which, when, whose and their digests stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from wireroom.ledger.codec import decode, prepare
from wireroom.ledger.sqlite import rows
from wireroom.news import LICENCES, Erase, Version

_KEPT = (
    *("uri", "number", "provider", "language", "services", "status", "signals", "first_created", "version_created"),
    *("embargoed_until", "expires", "evolved_from", "kind", "format"),
)


def without_words(version: Version) -> Version:
    """What stays of a version: its names, numbers, times and status."""
    return Version(
        **{name: getattr(version, name) for name in _KEPT},
        headline="",
        erased=version.has_copy,
    )


def erase(connection: sqlite3.Connection, provider: str, upto: int) -> int:
    """Erases inside the transaction of the caller, who wipes the file behind it; how many versions."""
    count, seq = 0, 0
    while lines := rows.lines(connection, "seq, kind, provider, what", seq, 500):
        seq = lines[-1][0]
        for number, kind, owner, data in lines:
            if number > upto or kind != Version.__name__ or owner != provider:
                continue
            version = decode(kind, data)
            assert isinstance(version, Version)
            skeleton = prepare(without_words(version))[1]
            if skeleton != data:
                connection.execute("UPDATE entry SET what = ? WHERE seq = ?", (skeleton, number))
                count += 1
    return count


def erasures(connection: sqlite3.Connection) -> Callable[[Sequence[Any]], bool]:
    """Tells whether a line (the columns of ENTRY) is one whose words were erased by order.

    It holds nothing but what stays then: content that was put in its place does not pass for that.
    """
    ordered: dict[str, int] = {}
    for entry in rows.entries_of(connection, LICENCES):
        if isinstance(entry.what, Erase):
            ordered[entry.what.provider] = max(entry.what.upto, ordered.get(entry.what.provider, 0))

    def erased(line: Sequence[Any]) -> bool:
        seq, _, kind, _, provider = line[:5]
        if kind != Version.__name__ or seq > ordered.get(provider, 0):
            return False
        version = decode(kind, line[10])
        return isinstance(version, Version) and prepare(without_words(version))[1] == line[10]

    return erased
