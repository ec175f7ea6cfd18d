"""The ledger in a SQLite file, the embedded default."""

from wireroom.ledger.sqlite.ledger import SqliteLedger

__all__ = ["SqliteLedger"]
