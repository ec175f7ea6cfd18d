"""Bytes to versions: one module a format, recognised from the bytes; agencies' habits as data in profiles/."""
