"""Bytes to versions: one module a format, recognised from the bytes; agencies' habits as data in profiles/."""

from wireroom.formats.model import UTC, Format, Hint, Note, Reading
from wireroom.formats.registry import names, read

__all__ = ["UTC", "Format", "Hint", "Note", "Reading", "names", "read"]
