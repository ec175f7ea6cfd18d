"""The append-only record and its snapshots: memory (the definition), sqlite, search; the vault of pictures."""
