"""The network as files: what is published, brought up to date with the ledger and nothing besides."""
