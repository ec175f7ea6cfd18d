"""The stories that one transaction writes to: read at once, gone on from in memory, written at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from wireroom.ledger.codec import fingerprint_of, kind_of, prepare
from wireroom.ledger.model import Entry, Outcome
from wireroom.ledger.project import NOTHING, Before, Projection, Router, project, touches_of
from wireroom.ledger.record import Item, demand_name, duplicate_of, fold, outcome_of
from wireroom.ledger.sqlite import naming, originals, rows
from wireroom.ledger.sqlite.projections import Changes
from wireroom.ledger.sqlite.recent import Left
from wireroom.ledger.sqlite.search import Made
from wireroom.network.model import Network
from wireroom.news import Decision, Version

_INSERT = f"INSERT INTO entry({rows.ENTRY}, chain) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Prepared(NamedTuple):
    """An item as it will be recorded: `data` are its canonical bytes, `fingerprint` their digest (hex)."""

    what: Version | Decision
    source: str
    digest: str
    kind: str
    data: bytes
    fingerprint: str


def prepared(item: Item) -> Prepared:
    """The item ready to be recorded. Raises RefusedError or LedgerError when it cannot be."""
    what, source, digest = item
    demand_name(what)
    sound, data = prepare(what)
    kind = kind_of(sound)
    return Prepared(sound, source, digest, kind, data, fingerprint_of(kind, data).hex())


class Batch:
    """Records items one after the other: each sees what those before it made of its story, in the file or here.

    Nothing is written before `write`; a story that comes several times has its lines written once, as they are at the
    end. `seq` is the number of the last entry, and `chain` its link at the beginning; `made` are the stories by the
    link of the entry that made them; `left` is how each story is left, by its uri.
    """

    def __init__(self, connection: sqlite3.Connection, uris: Sequence[str], seq: int, chain: bytes) -> None:
        named = list(dict.fromkeys(uris))
        self._past = rows.entries_about(connection, named)
        self._memos = rows.memos_of(connection, named)
        self._before = {uri: memo.before() for uri, memo in self._memos.items()}
        self._now: dict[str, Projection] = {}
        self.seq = seq
        self._chain = chain
        self._entries: list[Entry] = []
        self._lines: list[tuple[object, ...]] = []
        self.made: dict[bytes, Made] = {}
        self.left: dict[str, Left] = {}

    def record(self, item: Prepared, at: datetime, network: Network, router: Router) -> Entry:
        """The entry of an item; for what is here already, that of the entry that holds it, and nothing is to write."""
        what, uri = item.what, item.what.uri
        past = self._past.setdefault(uri, [])
        if known := duplicate_of(what, item.fingerprint, past):
            return replace(known, outcome=Outcome.DUPLICATE, touches=frozenset())
        seq = self.seq + 1
        entry = Entry(seq, at, what, item.source, item.digest, item.fingerprint, frozenset(), Outcome.DECIDED)
        story = fold(uri, [*past, entry])
        before = self._before.get(uri, NOTHING)
        now = project(story, at, network, router, before)
        entry = replace(entry, outcome=outcome_of(what, seq, past, story), touches=touches_of(uri, before, now))
        line = rows.entry_row(entry, item.data, item.kind, self._chain)
        self._lines.append(line)
        self.seq, self._chain = seq, line[-1]
        past.append(entry)
        self._before[uri], self._now[uri] = Before.of(now), now
        self._entries.append(entry)
        self.left[uri] = Left(story, {})
        self.made[self._chain] = Made(story, sorted(now.rows))
        return entry

    @property
    def written(self) -> int:
        """How many entries there are to write."""
        return len(self._entries)

    def write(self, connection: sqlite3.Connection, packs: Mapping[str, bytes]) -> None:
        """Writes what was recorded and the originals that it names, in the transaction that the caller holds.

        `packs` are packed originals by digest.
        """
        connection.executemany(_INSERT, self._lines)
        named = dict.fromkeys(entry.digest for entry in self._entries)
        originals.write(connection, ((digest, packs[digest]) for digest in named if digest in packs))
        changes = Changes()
        for uri, now in self._now.items():
            old = self._memos.get(uri)
            listed = changes.add(uri, self._past[uri][0].seq, old, now)
            besides = bool(now.gone or now.pins or (old and (old.gone or old.pins)))
            self.left[uri] = self.left[uri]._replace(rows=listed, besides=besides)
        changes.write(connection)
        naming.write(connection, self._entries)
