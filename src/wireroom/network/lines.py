"""Finds the line of every key in a TOML text, which the standard parser does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]
"""The way to a value: table names and keys, with an index from 0 for each element of an array."""

_SKIP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_STRING = re.compile(
    r"""
      "{3} (?: \\. | [^\\] )*? "{3,5}   # text over several lines
    | '{3} .*? '{3,5}               # the same, verbatim
    | " (?: \\. | [^"\\\n] )* "
    | ' [^'\n]* '
    """,
    re.DOTALL | re.VERBOSE,
)


def line_index(text: str) -> dict[Path, int]:
    """The line (from 1) on which each table, key and array element is first written. `text` must be valid TOML."""
    return _Scan(text).index


class _Scan:
    """One walk over the text. The text is known to parse, so no rule of the grammar is checked a second time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.index: dict[Path, int] = {}
        self.last: dict[Path, int] = {}  # the newest element of each array of tables
        self._document()

    def _document(self) -> None:
        table: Path = ()
        self._skip()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self._header(2)
            elif self.text[self.at] == "[":
                table = self._header(1)
            else:
                self._pair(table)
            self._skip()

    def _header(self, brackets: int) -> Path:
        here = self.at
        self.at += brackets
        parts = self._key()
        self.at += brackets
        path: Path = ()
        for number, part in enumerate(parts, 1):
            path = self._mark((*path, part), here)
            if brackets == 2 and number == len(parts):
                self.last[path] = self.last.get(path, -1) + 1
            if path in self.last:
                path = self._mark((*path, self.last[path]), here)
        return path

    def _pair(self, table: Path) -> None:
        here = self.at
        path = table
        for part in self._key():
            path = self._mark((*path, part), here)
        self.at += 1  # the equals sign
        self._skip()
        self._value(path)

    def _key(self) -> list[str]:
        """A dotted key, up to what stands behind it."""
        parts: list[str] = []
        while True:
            self._skip()
            if match := _STRING.match(self.text, self.at):
                parts.append(tomllib.loads(f"key = {match.group()}")["key"])
            else:
                match = _BARE_KEY.match(self.text, self.at)
                assert match is not None, "the text was parsed before"
                parts.append(match.group())
            self.at = match.end()
            self._skip()
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self._inside("]", path)
        elif opening == "{":
            self._inside("}", path)
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            assert match is not None, "the text was parsed before"
            self.at = match.end()

    def _inside(self, closing: str, path: Path) -> None:
        """The elements of an array, or the pairs of an inline table."""
        self.at += 1
        number = 0
        while True:
            self._skip()
            if self.text[self.at] == closing:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
            elif closing == "]":
                self._value(self._mark((*path, number), self.at))
                number += 1
            else:
                self._pair(path)

    def _skip(self) -> None:
        match = _SKIP.match(self.text, self.at)
        assert match is not None, "the pattern matches nothing too"
        self.at = match.end()

    def _mark(self, path: Path, at: int) -> Path:
        self.index.setdefault(path, bisect_right(self.starts, at))
        return path
