"""Original bytes: kept with the entry that names them, or not at all; given back as they came."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.ledger.newsroom import NETWORK, START, version
from wireroom.errors import LedgerError
from wireroom.ledger.memory import MemoryLedger
from wireroom.ledger.model import Ledger
from wireroom.ledger.originals import digest_of, packed
from wireroom.ledger.sqlite import SqliteLedger

COPY = b"<newsItem/>" * 5000
DIGEST = digest_of(COPY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, path: Path) -> Iterator[Ledger]:
    made: Ledger = MemoryLedger(NETWORK) if request.param == "memory" else SqliteLedger(path, NETWORK)
    yield made
    made.close()


def take(ledger: Ledger, digest: str = DIGEST, data: bytes = COPY) -> None:
    ledger.append_all([(version(), "mpa", digest)], at=START, originals={digest: data})


@pytest.mark.parametrize("data", [b"", COPY, bytes(range(256))])
def test_they_come_back_by_digest(ledger: Ledger, data: bytes) -> None:
    take(ledger, digest_of(data), data)
    assert ledger.original(digest_of(data)) == data


@pytest.mark.parametrize("digest", [digest_of(b"never seen"), "", "../../etc/passwd", DIGEST[:-1], DIGEST + "00"])
def test_what_is_not_here_is_nothing(ledger: Ledger, digest: str) -> None:
    take(ledger)
    assert ledger.original(digest) is None


def test_what_no_new_entry_names_is_not_kept(ledger: Ledger) -> None:
    take(ledger)
    other = b"the same story in other bytes"
    take(ledger, digest_of(other), other)
    ledger.append_all([], at=START, originals={digest_of(b"x"): b"x"})
    assert ledger.original(digest_of(other)) is None
    assert ledger.original(digest_of(b"x")) is None


def test_bytes_may_be_kept_that_an_entry_names_in_its_own_words(ledger: Ledger) -> None:
    assert ledger.keep(COPY) == ledger.keep(COPY) == DIGEST
    assert ledger.original(DIGEST) == COPY
    assert not ledger.knows(DIGEST)


def test_they_are_there_after_a_restart_and_take_little_room(path: Path) -> None:
    ledger = SqliteLedger(path, NETWORK)
    large = COPY * 20
    take(ledger, digest_of(large), large)
    ledger.close()
    ledger = SqliteLedger(path, NETWORK)
    assert ledger.original(digest_of(large)) == large
    ledger.close()
    assert path.stat().st_size < len(large) / 4


def test_a_damaged_one_is_told(path: Path) -> None:
    ledger = SqliteLedger(path, NETWORK)
    digests = [ledger.keep(b"one"), ledger.keep(b"two")]
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE original SET data = (SELECT data FROM original WHERE number = 1)")
        raw.execute("UPDATE original SET data = x'00' WHERE number = 1")
    for digest in digests:
        with pytest.raises(LedgerError, match="is damaged"):
            ledger.original(digest)
    ledger.close()


def test_those_of_an_earlier_release_move_in(path: Path) -> None:
    beside = path.parent / "vault" / "originals.sqlite"
    beside.parent.mkdir()
    with closing(sqlite3.connect(beside, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(
            "CREATE TABLE original(number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, data BLOB NOT NULL)"
        )
        raw.execute("INSERT INTO original(digest, data) VALUES(?, ?)", (bytes.fromhex(DIGEST), packed(COPY)))
    for _ in range(2):
        ledger = SqliteLedger(path, NETWORK)
        assert ledger.original(DIGEST) == COPY
        ledger.close()
    assert list(beside.parent.iterdir()) == []
