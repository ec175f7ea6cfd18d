"""How a key of network.toml is declared: its kind, help, default and example, and the table it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wireroom.network.kinds import Kind


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `default` is written as in the file; `inherits` says in words where an absent value comes from.

    A key with `inner` holds a table (or an array of tables) whose keys are declared there.
    """

    name: str
    kind: Kind | None
    help: str
    example: str
    default: Any = None
    inherits: str = ""
    required: bool = False
    inner: Table | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file: how its header is written, what it is for, and its keys.

    `short` names the key that is meant when a bare value stands in the table's place: `credit = "MPA"`.
    """

    header: str
    title: str
    help: str
    keys: tuple[Key, ...]
    short: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys, in the order of the reference page."""
        return tuple(key.name for key in self.keys)

    @property
    def array(self) -> bool:
        """Whether it is one of an array of tables: `[[rules]]`."""
        return self.header.startswith("[[")

    @property
    def keyed(self) -> bool:
        """Whether it is one of several that the owner names: `[sites.SITE]`."""
        return self.header.strip("[]").rpartition(".")[2].isupper()

    def all(self) -> Iterator[Table]:
        """This table and those inside it, in the order of the reference page."""
        yield self
        for key in self.keys:
            if key.inner is not None:
                yield from key.inner.all()
