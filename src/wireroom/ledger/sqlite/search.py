"""The search index: a file of its own that follows the ledger's change feed and can always be made again from it.

It stays out of the publishing transaction, because merging its segments is what would make one commit in a hundred
slow. Killed copy needs no hurry here: hits are looked up in the snapshot's lists before anybody sees them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from wireroom.ledger import words
from wireroom.ledger.codec import micros
from wireroom.ledger.project import Router
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import projections, rows
from wireroom.ledger.sqlite.connection import Pool, connect, told
from wireroom.network.model import Network
from wireroom.news import Position, Story, story_id

# The tokenizer `ascii` splits at ASCII punctuation only, so that the words reach the index as `words.tokens` made them.
# The text is not kept (content=''): what an update replaces stays behind as a stale row, and `doc` says from which
# entry until which each row was true. So a search is exact for every snapshot, however far the index has gone on.
_TABLES = (
    "CREATE TABLE position(seq INTEGER NOT NULL, chain BLOB NOT NULL, projections TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE words USING fts5(sites, text, content='', columnsize=0, tokenize='ascii')",
    """CREATE TABLE doc(row INTEGER PRIMARY KEY, uri TEXT NOT NULL, released INTEGER NOT NULL,
        since INTEGER NOT NULL, until INTEGER, sites TEXT NOT NULL, digest BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX doc_now ON doc(uri) WHERE until IS NULL",
)
_HITS = """SELECT words.rowid, doc.uri, doc.released FROM words CROSS JOIN doc ON doc.row = words.rowid
    WHERE words MATCH ? AND words.rowid < ? AND words.rowid >= ?
    AND doc.since <= ? AND (doc.until IS NULL OR doc.until > ?) ORDER BY words.rowid DESC LIMIT ?"""
# A row's number begins with the second of the story's release: newest first is the index's own order.
_ROOM = 24  # bits for the stories of one second
_SECOND = 1_000_000
_STEP = 1000  # entries followed in one transaction
_GATHERED = 8 << 20  # bytes of new words held in memory until they are written as one segment


class SearchIndex:
    """Finds stories by their words. Several processes may share the file; each brings it up to date when it must."""

    def __init__(self, path: Path, ledger: Pool) -> None:
        self._path = path
        self._ledger = ledger
        self._lock = Lock()
        self._waiting: list[tuple[int, str, str]] = []
        self._checked = False  # whether the index was found to belong to this ledger
        with told(path):
            self._writer = self._open()
        self._readers = Pool(path)

    def _open(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # A damaged index is no loss: everything in it comes from the ledger.
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        # NORMAL may lose the last commits in a power cut; the position is lost with them, so they are done again.
        connection = connect(self._path, synchronous="NORMAL", write=True, cache_kib=16384)
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'position'").fetchone():
                connection.execute("BEGIN IMMEDIATE")
                if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'position'").fetchone():
                    _create(connection)
                connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def catch_up(self, network: Network, router: Router) -> None:
        """Brings the index up to the last committed entry. Raises LedgerBusyError when another process is at it."""
        with self._lock, told(self._path):
            while self._step(network, router):
                pass

    def _step(self, network: Network, router: Router) -> bool:
        """Follows the ledger for a step; whether there may be more to follow."""
        with self._ledger.reading() as ledger:
            writer = self._writer
            writer.execute("BEGIN IMMEDIATE")
            try:
                seq = self._position(ledger, projections.key_of(network))
                lines = rows.lines(ledger, "seq, uri, chain", seq, _STEP)
                for number, uri, _ in lines:
                    self._follow(ledger, number, uri, network, router)
                # In rising order: a row below the one before it makes the index write out all it has gathered.
                writer.executemany("INSERT INTO words(rowid, sites, text) VALUES(?, ?, ?)", sorted(self._waiting))
                if lines:
                    seq = lines[-1][0]
                    writer.execute("UPDATE position SET seq = ?, chain = ?", (seq, lines[-1][2]))
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise
            finally:
                self._waiting.clear()
            self._checked = True
            return len(lines) == _STEP

    def _position(self, ledger: sqlite3.Connection, key: str) -> int:
        """How far the index has come; it begins again when it belongs to another ledger."""
        seq, chain, made_with = self._writer.execute("SELECT seq, chain, projections FROM position").fetchone()
        there = ledger.execute("SELECT chain FROM entry WHERE seq = ?", (seq,)).fetchone() if seq else (b"",)
        if there is None or there[0] != chain:
            for table in ("words", "doc", "position"):
                self._writer.execute(f"DROP TABLE {table}")
            _create(self._writer)
            seq = 0
        if made_with != key:
            self._resettle(ledger, seq)
            self._writer.execute("UPDATE position SET projections = ?", (key,))
        return int(seq)

    def _resettle(self, ledger: sqlite3.Connection, seq: int) -> None:
        """After another network file: takes in anew the stories that are on other sites now, and leaves the rest."""
        for uri, data in ledger.execute("SELECT uri, memo FROM story"):
            sites = rows.memo(data).sites()
            row = self._writer.execute("SELECT sites FROM doc WHERE uri = ? AND until IS NULL", (uri,)).fetchone()
            if (row[0] if row else "") != _site_words(sites):
                self._put(seq, fold(uri, rows.entries_of(ledger, uri, seq)), sites)

    def _follow(self, ledger: sqlite3.Connection, seq: int, uri: str, network: Network, router: Router) -> None:
        """Takes in the state of one story after entry `seq`."""
        entries = rows.entries_of(ledger, uri, seq)
        newest = ledger.execute("SELECT max(seq) FROM entry WHERE uri = ?", (uri,)).fetchone()[0]
        if newest == seq:
            memo = rows.memo_of(ledger, uri) or rows.NO_MEMO
        else:
            # The file knows only the present; what the story was between two entries is made again.
            memo = rows.Memo.of(projections.replay(ledger, uri, network, router, seq))
        self._put(seq, fold(uri, entries), memo.sites())

    def _put(self, seq: int, story: Story, sites: list[str]) -> None:
        execute = self._writer.execute
        old = execute("SELECT row, released, digest FROM doc WHERE uri = ? AND until IS NULL", (story.uri,)).fetchone()
        if not sites or story.standing is None:
            if old:
                execute("UPDATE doc SET until = ? WHERE row = ?", (seq, old[0]))
            return
        released = micros(story.standing.released)
        where, text = _site_words(sites), " ".join(words.words_of(story))
        digest = hashlib.blake2b(f"{where}\n{text}".encode(), digest_size=16).digest()
        if old:
            if old[1:] == (released, digest):
                return
            execute("UPDATE doc SET until = ? WHERE row = ?", (seq, old[0]))
        row = self._room(released)
        self._waiting.append((row, where, text))
        execute("INSERT INTO doc VALUES(?, ?, ?, ?, NULL, ?, ?)", (row, story.uri, released, seq, where, digest))

    def _room(self, released: int) -> int:
        first, end = _row(released), _row(released + _SECOND)
        last = self._writer.execute("SELECT max(row) FROM doc WHERE row >= ? AND row < ?", (first, end)).fetchone()[0]
        return first if last is None else int(last) + 1

    def up_to(self, seq: int, network: Network, router: Router) -> None:
        """Makes sure that the index knows entry `seq` of this ledger, as this network places it."""
        with self._readers.reading() as connection:
            known, made_with = connection.execute("SELECT seq, projections FROM position").fetchone()
        if known < seq or made_with != projections.key_of(network) or not self._checked:
            self.catch_up(network, router)

    def hits(self, site: str, query: str, seq: int, before: Position | None, oldest: int) -> Iterator[tuple[int, str]]:
        """Release (microseconds) and id of the site's stories that matched as of entry `seq`, newest first, lazily.

        Nothing released before `oldest` is looked at.
        """
        asked = words.phrases(query)
        if not asked:
            return
        match = " AND ".join([f"sites : {_site_words([site])}", *(f'text : "{" ".join(phrase)}"' for phrase in asked)])
        top = (-micros(before.released), before.id) if before else None
        row = _row(micros(before.released) + _SECOND) if before else 1 << 62
        # Rows of one second stand in no order: each second is sorted by itself.
        second: list[tuple[int, str]] = []
        for released, uri in self._stepwise(match, row, _row(oldest), seq):
            if second and second[-1][0] // _SECOND != released // _SECOND:
                yield from _newest_first(second, top)
                second = []
            second.append((released, story_id(uri)))
        yield from _newest_first(second, top)

    def _stepwise(self, match: str, row: int, floor: int, seq: int) -> Iterator[tuple[int, str]]:
        step = 32
        while True:
            with self._readers.reading() as connection:
                found = connection.execute(_HITS, (match, row, floor, seq, seq, step)).fetchall()
            yield from ((released, uri) for _, uri, released in found)
            if len(found) < step:
                return
            row, step = found[-1][0], 250

    def close(self) -> None:
        """Closes the file."""
        self._readers.close()
        with self._lock:
            self._writer.close()


def _create(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO words(words, rank) VALUES('hashsize', ?)", (_GATHERED,))
    connection.execute("INSERT INTO position VALUES(0, x'', '')")


def _row(released: int) -> int:
    return (released // _SECOND) << _ROOM


def _site_words(sites: list[str]) -> str:
    """The sites' keys, each as one word of letters and digits whatever is in it."""
    return " ".join("s" + site.encode().hex() for site in sites)


def _newest_first(second: list[tuple[int, str]], top: tuple[int, str] | None) -> list[tuple[int, str]]:
    found = sorted(second, key=lambda one: (-one[0], one[1]))
    return found if top is None else [one for one in found if (-one[0], one[1]) > top]
