"""The embedded ledger: one SQLite file, projections in the same transaction as the entry."""
