"""Original bytes in the ledger's file: kept in the very transaction of the entries that name them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

BESIDE = Path("vault", "originals.sqlite")
"""Where earlier releases kept them, beside the ledger's file."""


def write(connection: sqlite3.Connection, packed: Iterable[tuple[str, bytes]]) -> None:
    """Keeps these (digest, packed bytes); what is here already stays as it is."""
    connection.executemany(
        "INSERT OR IGNORE INTO original(digest, data) VALUES(?, ?)",
        ((bytes.fromhex(digest), data) for digest, data in packed),
    )


def find(connection: sqlite3.Connection, digest: str) -> bytes | None:
    """The packed bytes that go by this digest."""
    key = (bytes.fromhex(digest),)
    row = connection.execute("SELECT data FROM original WHERE digest = ?", key).fetchone()
    return row[0] if row else None


def erase(connection: sqlite3.Connection, digests: Sequence[str]) -> int:
    """Erases inside the transaction of the caller, who wipes the file behind it; how many were there."""
    keys = [(bytes.fromhex(digest),) for digest in digests]
    return sum(connection.execute("DELETE FROM original WHERE digest = ?", key).rowcount for key in keys)


def absent(connection: sqlite3.Connection) -> int:
    """How many originals the entries name that are not here: thrown away by contract, or lost."""
    connection.create_function("bytes_of", 1, bytes.fromhex, deterministic=True)
    count: int = connection.execute(
        """SELECT count(*) FROM (SELECT DISTINCT digest FROM entry WHERE digest != '' AND kind = 'Version') AS named
           WHERE NOT EXISTS (SELECT 1 FROM original WHERE original.digest = bytes_of(named.digest))"""
    ).fetchone()[0]
    return count


def move_in(connection: sqlite3.Connection, beside: Path) -> None:
    """Takes over what an earlier release kept in a file of its own, which then goes.

    A process that ends in between leaves both; the next one does it again.
    """
    if not beside.exists():
        return
    connection.execute("ATTACH ? AS beside", (str(beside),))
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT OR IGNORE INTO original(digest, data) SELECT digest, data FROM beside.original ORDER BY number"
        )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("DETACH beside")
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            beside.with_name(beside.name + ending).unlink()
