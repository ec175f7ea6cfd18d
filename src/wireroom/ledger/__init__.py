"""The append-only record and its snapshots: memory (the definition), sqlite, the vault of originals, search."""
