"""The end of a contract: an order in the ledger that no network file can undo."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from wireroom.errors import LedgerError
from wireroom.ledger.model import Entry
from wireroom.ledger.sqlite import rows
from wireroom.ledger.sqlite.connection import connect, told
from wireroom.network.model import Network
from wireroom.news import LICENCES, End


def ends_in(ledger: Path) -> tuple[End, ...]:
    """The contracts' ends in a ledger file that nobody has opened yet; none where there is no file.

    Of one that cannot be read nothing can be shown either: whoever opens it will say what is wrong.
    """
    if not ledger.exists():
        return ()
    with suppress(LedgerError), told(ledger), closing(connect(ledger)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchone():
            return ends_of(rows.entries_of(connection, LICENCES))
    return ()


def ends_of(history: Iterable[Entry]) -> tuple[End, ...]:
    """The ends among these entries, each not before it was ordered."""
    found = ((one.what, one.at) for one in history)
    return tuple(replace(what, until=max(what.until, at)) for what, at in found if isinstance(what, End))


def narrowed(network: Network, ends: Iterable[End]) -> Network:
    """The network with these ends in force. A licence that begins at or after an end is a new contract and stands."""
    licences = dict(network.licences)
    ended = []
    for end in ends:
        for key, one in licences.items():
            begun = one.provider == end.provider and one.term_from < end.until
            if begun and (one.term_until is None or one.term_until > end.until):
                licences[key] = replace(one, term_until=end.until)
                ended.append((key, end.until.isoformat()))
    if not ended:
        return network
    digest = blake2b(repr((network.digest, ended)).encode(), digest_size=16).hexdigest() if network.digest else ""
    return replace(network, licences=licences, digest=digest)
