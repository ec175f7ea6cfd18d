"""How bytes arrive: watched folders and polled feeds."""
