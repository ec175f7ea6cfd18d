"""The index of words and lists: a file of its own that follows the ledger's change feed and can be made again from it.

It stays out of the publishing transaction, because merging its segments is what would make one commit in a hundred
slow. Killed copy needs no hurry here: hits are looked up in the snapshot's lists before anybody sees them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from wireroom.ledger import words
from wireroom.ledger.codec import micros
from wireroom.ledger.model import BEST_OF
from wireroom.ledger.project import Router
from wireroom.ledger.record import fold
from wireroom.ledger.sqlite import projections, rows
from wireroom.ledger.sqlite.connection import Pool, connect, told, wipe
from wireroom.network.model import Network
from wireroom.news import EVERYTHING, Narrowing, Position, Story, story_id
from wireroom.news.tokens import phrases
from wireroom.routing.shelves import on_shelves, shelves_of

# The tokenizer `ascii` splits at ASCII punctuation only, so that the words reach the index as `words.tokens` made them.
# The text is not kept (content=''): what an update replaces stays behind as a stale row, and `doc` says from which
# entry until which each row was true. So a search is exact for every snapshot, however far the index has gone on.
_TABLES = (
    "CREATE TABLE position(seq INTEGER NOT NULL, chain BLOB NOT NULL, projections TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE words USING fts5(lists, text, content='', columnsize=0, tokenize='ascii')",
    """CREATE TABLE doc(row INTEGER PRIMARY KEY, uri TEXT NOT NULL, released INTEGER NOT NULL,
        since INTEGER NOT NULL, until INTEGER, lists BLOB NOT NULL, digest BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX doc_now ON doc(uri) WHERE until IS NULL",
)
_VERSION = 2  # of these tables; an index with others is made again
_HITS = """SELECT words.rowid, doc.uri, doc.released FROM words CROSS JOIN doc ON doc.row = words.rowid
    WHERE words MATCH ? AND words.rowid < ? AND words.rowid >= ?
    AND doc.since <= ? AND (doc.until IS NULL OR doc.until > ?) ORDER BY words.rowid DESC LIMIT ?"""
# The newest are found first and then weighed, so that a common word costs no more than a rare one.
_BEST = f"""SELECT uri, released FROM (SELECT words.rowid AS row, doc.uri, doc.released, bm25(words, 0.0, 1.0) AS weight
    FROM words CROSS JOIN doc ON doc.row = words.rowid WHERE words MATCH ? AND words.rowid < ? AND words.rowid >= ?
    AND doc.since <= ? AND (doc.until IS NULL OR doc.until > ?) ORDER BY words.rowid DESC LIMIT {BEST_OF})
    ORDER BY weight, row DESC"""
# A row's number begins with the second of the story's release: newest first is the index's own order.
_ROOM = 24  # bits for the stories of one second
_SECOND = 1_000_000
_STEP = 1000  # entries followed in one transaction
_EXPECTED = 256  # stories that were just recorded, each with its copy, that wait to be taken in
_GATHERED = 8 << 20  # bytes of new words held in memory until they are written as one segment


class Made(NamedTuple):
    """A story as an entry left it, and the lists of sites and sections that it is in."""

    story: Story
    lists: list[str]


class Question(NamedTuple):
    """What is looked for: all words of `query` in one list, narrowed; nothing released before `oldest` counts."""

    where: str
    query: str
    narrowing: Narrowing
    oldest: int


class SearchIndex:
    """Finds stories by their words. Several processes may share the file; each brings it up to date when it must."""

    def __init__(self, path: Path, ledger: Pool) -> None:
        self._path = path
        self._ledger = ledger
        self._lock = Lock()
        self._waiting: list[tuple[int, str, str]] = []
        # Of a step: row, release, digest of its stories; lines of `doc` that begin and that end; last rows of seconds.
        self._docs: dict[str, tuple[int, int, bytes] | None] = {}
        self._new: dict[int, list[object]] = {}
        self._ended: list[tuple[int, int]] = []
        self._rooms: dict[int, int] = {}
        self._top = -1
        self._expected: dict[bytes, Made] = {}
        self._expected_of = ""  # with which network file
        self._expected_lock = Lock()
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
            if not _is_made(connection):
                connection.execute("BEGIN IMMEDIATE")
                if not _is_made(connection):
                    _create(connection)
                connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def expect(self, made: Mapping[bytes, Made], network: Network) -> None:
        """Hears of stories just recorded, by the link of their entry, so that they need not be read and folded again.

        Never waits for a step that is being followed. Only some are kept: what is not here is read from the ledger.
        """
        with self._expected_lock:
            if self._expected_of != (key := projections.key_of(network)):
                self._expected.clear()
                self._expected_of = key
            self._expected.update(made)
            for link in list(islice(self._expected, max(0, len(self._expected) - _EXPECTED))):
                del self._expected[link]

    def _just_made(self, link: bytes, network: Network) -> Made | None:
        with self._expected_lock:
            made = self._expected.pop(link, None)
            return made if self._expected_of == projections.key_of(network) else None

    def catch_up(self, network: Network, router: Router) -> None:
        """Brings the index up to the last committed entry. Raises LedgerBusyError when another process is at it."""
        with self._lock, told(self._path):
            while self._step(network, router):
                pass

    def begin_again(self) -> None:
        """Forgets all words for good; the next step begins with the first entry."""
        with self._lock, told(self._path):
            with self._expected_lock:
                self._expected.clear()
            self._writer.execute("BEGIN IMMEDIATE")
            _create(self._writer)
            self._writer.execute("COMMIT")
            wipe(self._writer)

    def _step(self, network: Network, router: Router) -> bool:
        """Follows the ledger for a step; whether there may be more to follow."""
        with self._ledger.reading() as ledger:
            writer = self._writer
            writer.execute("BEGIN IMMEDIATE")
            try:
                self._top = writer.execute("SELECT coalesce(max(row), -1) FROM doc").fetchone()[0]
                seq = self._position(ledger, projections.key_of(network))
                lines = rows.lines(ledger, "seq, uri, chain", seq, _STEP)
                self._look_up(dict.fromkeys(uri for _, uri, _ in lines))
                for number, uri, link in lines:
                    made = self._just_made(link, network) or _made_again(ledger, number, uri, network, router)
                    self._put(number, *made)
                writer.executemany("UPDATE doc SET until = ? WHERE row = ?", self._ended)
                writer.executemany("INSERT INTO doc VALUES(?, ?, ?, ?, ?, ?, ?)", self._new.values())
                # In rising order: a row below the one before it makes the index write out all it has gathered.
                writer.executemany("INSERT INTO words(rowid, lists, text) VALUES(?, ?, ?)", sorted(self._waiting))
                if lines:
                    seq = lines[-1][0]
                    writer.execute("UPDATE position SET seq = ?, chain = ?", (seq, lines[-1][2]))
                writer.execute("COMMIT")
            except BaseException:
                if writer.in_transaction:
                    writer.execute("ROLLBACK")
                raise
            finally:
                for gathered in (self._waiting, self._docs, self._new, self._ended, self._rooms):
                    gathered.clear()
            self._checked = True
            return len(lines) == _STEP

    def _position(self, ledger: sqlite3.Connection, key: str) -> int:
        """How far the index has come; it begins again when it belongs to another ledger."""
        seq, chain, made_with = self._writer.execute("SELECT seq, chain, projections FROM position").fetchone()
        there = ledger.execute("SELECT chain FROM entry WHERE seq = ?", (seq,)).fetchone() if seq else (b"",)
        if there is None or there[0] != chain:
            _create(self._writer)
            seq = 0
        if made_with != key:
            self._resettle(ledger, seq)
            self._writer.execute("UPDATE position SET projections = ?", (key,))
        return int(seq)

    def _resettle(self, ledger: sqlite3.Connection, seq: int) -> None:
        """After another network file: takes in anew the stories that are in other lists now, and leaves the rest."""
        for uri, data in ledger.execute("SELECT uri, memo FROM story"):
            memo = rows.memo(data)
            lists = memo.lists()
            row = self._writer.execute("SELECT lists FROM doc WHERE uri = ? AND until IS NULL", (uri,)).fetchone()
            if (row[0] if row else b"") != _digest_of(_list_words([*lists, *on_shelves(lists, memo.shelves)])):
                self._look_up([uri])
                self._put(seq, fold(uri, rows.entries_of(ledger, uri, seq)), lists)

    def _look_up(self, uris: Iterable[str]) -> None:
        """Remembers until the step is done what the index now holds of these stories."""
        asked = "SELECT uri, row, released, digest FROM doc WHERE until IS NULL AND uri IN"
        missing = [
            uri for uri in uris if uri not in self._docs
        ]  # what the step has made of the others is not written yet
        self._docs.update(dict.fromkeys(missing))
        for uri, row, released, digest in rows.each_of(self._writer, asked, missing):
            self._docs[uri] = (row, released, digest)

    def _put(self, seq: int, story: Story, lists: list[str]) -> None:
        old = self._docs.get(story.uri)
        if not lists or story.standing is None:
            if old:
                self._end(old[0], seq)
                self._docs[story.uri] = None
            return
        released = micros(story.standing.released)
        where, text = _list_words([*lists, *on_shelves(lists, shelves_of(story))]), " ".join(words.words_of(story))
        digest = hashlib.blake2b(f"{where}\n{text}".encode(), digest_size=16).digest()
        if old:
            if old[1:] == (released, digest):
                return
            self._end(old[0], seq)
        row = self._room(released)
        self._waiting.append((row, where, text))
        self._docs[story.uri] = (row, released, digest)
        self._new[row] = [row, story.uri, released, seq, None, _digest_of(where), digest]

    def _end(self, row: int, seq: int) -> None:
        """The row was true up to entry `seq`."""
        if row in self._new:
            self._new[row][4] = seq
        else:
            self._ended.append((seq, row))

    def _room(self, released: int) -> int:
        """A row in the second of the release: behind those that are there."""
        first, end = _row(released), _row(released + _SECOND)
        if first in self._rooms:
            row = self._rooms[first] + 1
        elif first > self._top:
            row = first
        else:
            asked = "SELECT max(row) FROM doc WHERE row >= ? AND row < ?"
            last = self._writer.execute(asked, (first, end)).fetchone()[0]
            row = first if last is None else int(last) + 1
        self._rooms[first] = row
        return row

    def up_to(self, seq: int, network: Network, router: Router) -> None:
        """Makes sure that the index knows entry `seq` of this ledger, as this network places it."""
        with self._readers.reading() as connection:
            known, made_with = connection.execute("SELECT seq, projections FROM position").fetchone()
        if known < seq or made_with != projections.key_of(network) or not self._checked:
            self.catch_up(network, router)

    def hits(self, asked: Question, seq: int, before: Position | None = None) -> Iterator[tuple[int, str]]:
        """Release (microseconds) and id of the stories that matched as of entry `seq`, newest first, lazily."""
        match, row, floor = _match(asked), *_bounds(asked, before)
        if not match:
            return
        top = (-micros(before.released), before.id) if before else None
        # Rows of one second stand in no order: each second is sorted by itself.
        second: list[tuple[int, str]] = []
        for released, uri in self._stepwise(match, row, floor, seq):
            if not _in_time(released, asked.narrowing):
                continue
            if second and second[-1][0] // _SECOND != released // _SECOND:
                yield from _newest_first(second, top)
                second = []
            second.append((released, story_id(uri)))
        yield from _newest_first(second, top)

    def best(self, asked: Question, seq: int) -> Iterator[tuple[int, str]]:
        """Release and id of the newest that matched as of entry `seq`, those first in which the words weigh most."""
        match, row, floor = _match(asked), *_bounds(asked)
        if not match:
            return
        with self._readers.reading() as connection:
            found = connection.execute(_BEST, (match, row, floor, seq, seq)).fetchall()
        for uri, released in found:
            if _in_time(released, asked.narrowing):
                yield released, story_id(uri)

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


def _made_again(ledger: sqlite3.Connection, seq: int, uri: str, network: Network, router: Router) -> Made:
    """The state of one story after entry `seq`, from the ledger."""
    entries = rows.entries_of(ledger, uri, seq)
    newest = ledger.execute("SELECT max(seq) FROM entry WHERE uri = ?", (uri,)).fetchone()[0]
    if newest == seq:
        memo = rows.memo_of(ledger, uri) or rows.NO_MEMO
    else:
        # The file knows only the present; what the story was between two entries is made again.
        memo = rows.Memo.of(projections.replay(ledger, uri, network, router, seq))
    return Made(fold(uri, entries), memo.lists())


def _is_made(connection: sqlite3.Connection) -> bool:
    made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'position'").fetchone()
    return made is not None and connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION


def _create(connection: sqlite3.Connection) -> None:
    """The empty tables, in place of whatever is there."""
    for table in ("words", "doc", "position"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO words(words, rank) VALUES('hashsize', ?)", (_GATHERED,))
    connection.execute("INSERT INTO position VALUES(0, x'', '')")


def _row(released: int) -> int:
    return (released // _SECOND) << _ROOM


def _match(asked: Question) -> str:
    """The question in the index's own syntax; "" where nothing is asked."""
    found = phrases(asked.query)
    if not found and asked.narrowing == EVERYTHING:
        return ""
    shelves = on_shelves([asked.where.partition("/")[0]], asked.narrowing.shelves)
    lists = (f"lists : {_word_of(one)}" for one in (*shelves, asked.where))
    return " AND ".join((*lists, *(f'text : "{" ".join(phrase)}"' for phrase in found)))


def _bounds(asked: Question, before: Position | None = None) -> tuple[int, int]:
    """The row behind the first that counts, and the last."""
    _, since, until = asked.narrowing
    ends = [-(-micros(until) // _SECOND) * _SECOND] if until is not None else []
    ends += [micros(before.released) + _SECOND] if before is not None else []
    oldest = asked.oldest if since is None else max(asked.oldest, micros(since))
    return min(map(_row, ends), default=1 << 62), _row(oldest)


def _in_time(released: int, narrowing: Narrowing) -> bool:
    _, since, until = narrowing
    return (since is None or released >= micros(since)) and (until is None or released < micros(until))


@lru_cache(maxsize=16384)
def _word_of(where: str) -> str:
    """A list's name as one short word of letters and digits, whatever is in it."""
    return "l" + hashlib.blake2b(where.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _list_words(lists: Iterable[str]) -> str:
    return " ".join(map(_word_of, lists))


def _digest_of(words_of_lists: str) -> bytes:
    """What tells one set of lists from another; empty for none."""
    return hashlib.blake2b(words_of_lists.encode(), digest_size=8).digest() if words_of_lists else b""


def _newest_first(second: list[tuple[int, str]], top: tuple[int, str] | None) -> list[tuple[int, str]]:
    found = sorted(second, key=lambda one: (-one[0], one[1]))
    return found if top is None else [one for one in found if (-one[0], one[1]) > top]
