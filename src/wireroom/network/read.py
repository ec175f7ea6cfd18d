"""Reads network.toml: every key against its declaration, every problem with its line, then the whole as a value."""

from __future__ import annotations

import tomllib
from typing import Any
from zoneinfo import ZoneInfo

from wireroom.errors import NetworkFileError, WireroomError
from wireroom.network import keys
from wireroom.network.build import network_of
from wireroom.network.declared import Key, Table
from wireroom.network.kinds import BadValueError
from wireroom.network.lines import Path, line_index
from wireroom.network.model import Network
from wireroom.network.nearest import listed, nearest
from wireroom.network.slips import slips

UTC = ZoneInfo("UTC")
_SECRETS = ("password", "passwd", "pass", "secret", "token", "api_key", "apikey")


def parse(text: str, name: str = "network.toml") -> Network:
    """The network that this text describes.

    Raises NetworkFileError with every problem found, each with its place as `NAME:LINE`.
    """
    text = text.removeprefix("\ufeff")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise NetworkFileError(slips(text, name)) from None
    reader = Reader(name, line_index(text))
    network = network_of(reader, reader.network(data))
    if reader.problems or network is None:
        raise NetworkFileError(tuple(sorted(reader.problems, key=_by_line)))
    return network


def _called(path: Path) -> str:
    """The table at this path as people find it: elements of arrays are counted from one."""
    parts = "".join(f", number {part + 1}" if isinstance(part, int) else f".{part}" for part in path)
    return f"[{parts[1:]}]" if path else "the file"


def _by_line(problem: WireroomError) -> int:
    return int(problem.where.rpartition(":")[2])


class Reader:
    """Holds one reading of the file: the problems so far and where every key stands."""

    def __init__(self, name: str, lines: dict[Path, int]) -> None:
        self.name = name
        self.lines = lines
        self.zone = UTC
        self.problems: list[WireroomError] = []

    def where(self, path: Path) -> str:
        """The place of this key, or of the nearest table around it, as `network.toml:LINE`."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"

    def problem(self, path: Path, what: str, todo: str = "") -> None:
        """Notes a problem with the key at this path."""
        self.problems.append(WireroomError(what, where=self.where(path), todo=todo))

    def network(self, data: dict[str, Any]) -> dict[str, Any]:
        """Everything in the file, read by its declarations; what could not be read is None."""
        zone_key = next(key for key in keys.NETWORK.keys if key.name == "zone")
        known = len(self.problems)
        self.zone = self._value(zone_key, data.get("zone", zone_key.default), ("zone",)) or UTC
        del self.problems[known:]  # the table below reads the zone again, and says it once
        return self.table(keys.NETWORK, data, ())

    def table(self, table: Table, data: Any, path: Path) -> dict[str, Any]:
        """The values of one table by key, defaults filled in; inner tables are read too."""
        if not isinstance(data, dict):
            self.problem(path, f"`{path[-1]}` should be a table", f"write its keys below {table.header}")
            data = {}
        for name in [one for one in data if one not in table.names]:
            meant = self._unknown(name, table, path)
            known = data.get(meant, {})
            # It is read as what was meant: else all that names what stands in it would be called wrong, too.
            if meant and isinstance(known, dict) and isinstance(data[name], dict if known else object):
                data = {**data, meant: {**data[name], **known} if known else data[name]}
                self._also(path, name, meant)
        return {key.name: self._key(key, data, path) for key in table.keys}

    def _unknown(self, name: str, table: Table, path: Path) -> str:
        """Tells of a key that nobody declared; the key that was meant, "" when none is near."""
        place = f"in {_called(path)}" if path else "at the head of the file"
        if "password_file" in table.names and name.casefold() in _SECRETS:
            todo = 'write it into a file of its own, and its name here: password_file = "secrets/NAME"'
            self.problem((*path, name), f"unknown key `{name}` {place}: no password stands in the network file", todo)
            return ""
        near = nearest(name, table.names)
        todo = f'did you mean "{near}"?' if near else "take it out, or mend it."
        self.problem((*path, name), f"unknown key `{name}` {place}", f"{todo} Allowed here: {listed(table.names)}")
        return near

    def _also(self, path: Path, name: str, meant: str) -> None:
        """The lines of a misspelt key, under the name that was meant, too."""
        old, new = (*path, name), (*path, meant)
        for way, line in list(self.lines.items()):
            if way[: len(old)] == old:
                self.lines.setdefault((*new, *way[len(old) :]), line)

    def _key(self, key: Key, data: dict[str, Any], path: Path) -> Any:
        here = (*path, key.name)
        if key.name in data:
            return self._value(key, data[key.name], here)
        if key.required:
            example = f"{key.name} = {key.example}" if key.example else key.inner.header if key.inner else ""
            self.problem(path, f"{_called(path)} lacks the key `{key.name}`: {key.help}", f"add it, as in {example}")
            return None
        if key.inner is not None and not key.inner.array and not key.inner.keyed:
            return self.table(key.inner, {}, here)
        if key.kind is None or key.default in (None, ""):
            return key.default
        return key.kind.read(key.default, self.zone)

    def _value(self, key: Key, value: Any, path: Path) -> Any:
        if key.inner is not None:
            return self._inner(key.inner, value, path)
        if key.kind is None:
            return self._names(value, path)
        try:
            return key.kind.read(value, self.zone)
        except BadValueError as error:
            self.problem(path, f"`{key.name}`: {error.what}", error.todo)
            return None

    def _inner(self, table: Table, value: Any, path: Path) -> Any:
        if table.array:
            return self._array(table, value, path)
        if table.keyed:
            return self._tables(table, value, path)
        if table.short and not isinstance(value, dict | list):
            value = {table.short: value}
        return self.table(table, value, path)

    def _array(self, table: Table, value: Any, path: Path) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            self.problem(path, f"`{path[-1]}` should be an array of tables", f"write each below {table.header}")
            return []
        return [self.table(table, one, (*path, number)) for number, one in enumerate(value)]

    def _tables(self, table: Table, value: Any, path: Path) -> dict[str, dict[str, Any]]:
        if not isinstance(value, dict):
            self.problem(path, f"`{path[-1]}` should hold tables", f"write each below {table.header}")
            return {}
        return {key: self.table(table, one, (*path, key)) for key, one in value.items()}

    def _names(self, value: Any, path: Path) -> dict[str, str]:
        """The sections of a site: keys with names."""
        if not isinstance(value, dict):
            self.problem(path, f"`{path[-1]}` should be a table of names", 'write each as in launch = "Launch Pad"')
            return {}
        good: dict[str, str] = {}
        for key, name in value.items():
            if isinstance(name, str) and name.strip():
                good[key] = name.strip()
            else:
                self.problem((*path, key), f"section `{key}` has no name", f'write it as in {key} = "Name"')
        return good
