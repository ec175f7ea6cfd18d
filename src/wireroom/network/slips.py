"""Says what a person most likely meant where network.toml is no TOML, line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from wireroom.errors import WireroomError

_MOST = 20  # of one file; who has more has pasted something else
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_PAIR = re.compile(r"""\s*((?:[\w.-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*[\w-]+)*)\s*=\s*(.*)""")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]*?)\s*(\]\]?)?\s*(?:#.*)?")
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'""")
_DATE = re.compile(r"(?<![\w.-])(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?![\w/])")
_AGAIN = ("overwrite", "twice", "mutate", "Duplicate", "redefine")
_SHAPES = ("“", "”", "„", "‘", "’", "«", "»")


class _Slip(NamedTuple):
    """A line that is no TOML: the parser's words, the lines from the first, and which it is (from 1)."""

    said: str
    lines: list[str]
    number: int
    name: str

    @property
    def line(self) -> str:
        return self.lines[self.number - 1].rstrip("\r")

    @property
    def key(self) -> str:
        pair = _PAIR.match(self.line)
        return pair.group(1) if pair else ""

    @property
    def value(self) -> str:
        pair = _PAIR.match(self.line)
        return pair.group(2).strip() if pair else ""


_Advice = tuple[str, str] | None
"""What is wrong, and what to do; None where a rule knows nothing of it."""


def slips(text: str, name: str) -> tuple[WireroomError, ...]:
    """Every line of `text` that is no TOML, as `NAME:LINE`; none when it parses.

    A line that is wrong by itself is left out and the rest is read again; behind any other mistake nothing can be told.
    """
    lines = text.split("\n")
    found: list[WireroomError] = []
    while len(found) < _MOST:
        try:
            tomllib.loads("\n".join(lines))
            break
        except tomllib.TOMLDecodeError as error:
            place = _PLACE.search(str(error))
            number = int(place.group(1)) if place and place.group(1) else len(lines)
            said = str(error)[: place.start()] if place else str(error)
            if any(one.where == f"{name}:{number}" for one in found):
                break  # it was left out, and what is open above it shows: that was meant already
            slip = _Slip(said, lines, number, name)
            found.append(_explained(slip, f" (column {place.group(2)})" if place and place.group(2) else ""))
        if not _alone(slip.line):
            break
        lines[number - 1] = ""
    return tuple(found)


def _explained(slip: _Slip, column: str) -> WireroomError:
    what, todo = next(
        (advice for rule in _RULES if (advice := rule(slip))),
        (f"not valid TOML: {slip.said}{column}", "look at quotes, brackets and equals signs, here and above"),
    )
    return WireroomError(what, where=f"{slip.name}:{slip.number}", todo=todo)


def _alone(line: str) -> bool:
    """Whether the line is wrong by itself, and nothing that follows hangs on it."""
    bare = _QUOTED.sub("", line).partition("#")[0]
    opens = bare.count("[") > bare.count("]") or bare.count("{") > bare.count("}") or '"""' in line or "'''" in line
    return bool(line.strip()) and not line.lstrip().startswith(("[", "<<<<<<<")) and not opens and not _reads(line)


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _merging(slip: _Slip) -> _Advice:
    if re.match(r"(<{7}|={7}|>{7}|\|{7})(\s|$)", slip.line):
        return "two versions of this file were merged, and the marks still stand", "choose a text, take out the marks"
    return None


def _again(slip: _Slip) -> _Advice:
    """A table or key that stands a second time."""
    if not any(word in slip.said for word in _AGAIN):
        return None
    here = _HEADER.fullmatch(slip.line)
    if not here:
        for number in range(slip.number - 1, 0, -1):
            if slip.lines[number - 1].lstrip().startswith("["):
                break
            if (pair := _PAIR.match(slip.lines[number - 1])) and pair.group(1) == slip.key:
                return f"`{slip.key}` stands twice here, first in {slip.name}:{number}", "leave one of the two"
        return None
    for number, line in enumerate(slip.lines[: slip.number - 1], 1):
        first = _HEADER.fullmatch(line)
        if first and first.group(2) == here.group(2):
            title, there = here.group(2), f"{slip.name}:{number}"
            if first.group(1) != here.group(1):
                what = f"[{title}] and [[{title}]] cannot both be; the other stands in {there}"
                return what, f"where there may be several, write [[{title}]] for each"
            return f"[{title}] stands twice, first in {there}", "put all its keys below one, or rename the other"
    return None


def _heading(slip: _Slip) -> _Advice:
    header = _HEADER.fullmatch(slip.line)
    if not header:
        return None
    opening, title, closing = header.groups()
    if len(closing or "") != len(opening):
        return "a bracket is missing", f"write {opening}{title}{']' * len(opening)}"
    if re.search(r"[^\w.\"'-]", title):
        return f"{title!r} cannot be the name of a table", "use letters, digits and hyphens, with dots between names"
    return None


def _without_equals(slip: _Slip) -> _Advice:
    if colon := re.fullmatch(r"\s*([\w-]+)\s*:\s*(.+)", slip.line):
        return "a colon stands where an equals sign belongs", f"write {colon.group(1)} = {colon.group(2).strip()}"
    if bare := re.fullmatch(r"""\s*([\w-]+)\s+(["'\[{\d].*)""", slip.line):
        return "the equals sign is missing", f"write {bare.group(1)} = {bare.group(2).strip()}"
    words = re.match(r"\s*(\w+(?:[ \t]+\w+)+)\s*=", slip.line)
    if words:
        return f"{words.group(1)!r} is more than one word before the equals sign", f'write "{words.group(1)}" = …'
    if slip.line.strip() and "=" not in slip.line:
        return f"{slip.line.strip()[:40]!r} is neither a table nor a key", "write key = value, or # before a remark"
    return None


def _typographic(slip: _Slip) -> _Advice:
    bare = _QUOTED.sub("", slip.value)
    if any(shape in bare for shape in _SHAPES):
        straight = re.sub("[" + "".join(_SHAPES) + "]", '"', slip.value)
        return "these quotes are typographic", f"write straight ones: {slip.key} = {straight}"
    return None


def _dated(slip: _Slip) -> _Advice:
    for found in _DATE.finditer(_QUOTED.sub("", slip.value)):
        try:
            date.fromisoformat(found.group())
        except ValueError:
            todo = "write year, month and day, as in 2026-03-26"
            return f"there is no date {found.group()}", todo
    return None


def _bare(slip: _Slip) -> _Advice:
    """Text without quotes, and words that others write for true and false."""
    value = slip.value.partition(" #")[0].strip()
    if not value:
        return (f"`{slip.key}` has no value", 'write one behind the =, text in quotes: "…"') if slip.key else None
    if value.casefold() in ("true", "false", "yes", "no", "on", "off"):
        word = "true" if value.casefold() in ("true", "yes", "on") else "false"
        return f"{value!r} is not understood", f"write {slip.key} = {word}"
    if re.match(r"[^\W\d]", value):
        return "text has to stand in quotes", f'write {slip.key} = "{value}"'
    return None


def _quoted(slip: _Slip) -> _Advice:
    value, mark = slip.value, slip.value[:1]
    if mark not in ('"', "'"):
        return None
    if "\\" in value and mark == '"' and ("escape" in slip.said or "hex" in slip.said):
        return "a backslash means something else in these quotes", f"put single quotes around it: {slip.key} = '…'"
    closed = _QUOTED.match(value)
    if closed is None:
        return "a quote is not closed", f"end the text with {mark} on the same line"
    rest = value[closed.end() :].strip()
    if rest and not rest.startswith("#") and value.endswith(mark):
        other = "'" if mark == '"' else '"'
        return f"quotes {mark} stand inside of quotes {mark}", f"put others around all: {other}{value[1:-1]}{other}"
    if rest and not rest.startswith("#"):
        return f"{rest[:30]!r} stands behind the closing quote", "take it out, or put # before a remark"
    return None


def _braces(slip: _Slip) -> _Advice:
    bare = _QUOTED.sub("", slip.value).partition("#")[0]
    if not bare.startswith("{"):
        return None
    if bare.count("{") > bare.count("}"):
        return "what stands in { } has to stand on one line", "write it so, or its keys below a [table] of its own"
    if re.search(r",\s*\}", bare):
        return "a comma stands before the closing }", "take it out"
    return None


def _brackets(slip: _Slip) -> _Advice:
    """The line is good by itself: something above it is still open."""
    if slip.key and _reads(slip.line):
        return "something above this line is not closed", "look for a [, a { or quotes that lack their other half"
    return None


_RULES: tuple[Callable[[_Slip], _Advice], ...] = (
    _merging, _again, _heading, _brackets, _without_equals, _typographic, _dated, _bare, _quoted, _braces,
)  # fmt: skip
