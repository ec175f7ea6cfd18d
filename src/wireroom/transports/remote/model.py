"""What a server of files must be able to do, whatever it speaks."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol

from wireroom.errors import TransportError


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in a listing: its path below the source's folder, with `/`; its size where told; `changed` as told."""

    name: str
    size: int | None
    changed: str

    @property
    def mark(self) -> str:
        """Changes when the content may have."""
        return f"{'?' if self.size is None else self.size}:{self.changed}"


class BrokenOffError(TransportError):
    """The connection ended in the middle of something; what has come is not lost."""


class MissingError(TransportError):
    """The server has no such file (any more), or does not give it out."""


class Server(Protocol):
    """A connection, for one look. Every method raises TransportError; paths are below the source's folder.

    Nothing that a server says is believed: names that lead out of the folder are left out by `listing`.
    """

    def listing(self, below: str) -> tuple[list[Listed], list[str]]:
        """The files and the folders of one folder."""

    def read(self, name: str, offset: int) -> Generator[bytes, None, None]:
        """The bytes of a file from there on.

        Raises BrokenOffError when it breaks off, MissingError when there is none.
        """

    def resumes(self) -> bool:
        """Whether a file can be read from the middle."""

    def move(self, name: str, target: str) -> None:
        """Moves a file; the folders of the target are made."""

    def delete(self, name: str) -> None:
        """Deletes a file."""

    def close(self) -> None:
        """Ends the connection; raises nothing."""


Connect = Callable[[], Server]
"""Connects and logs in; raises TransportError."""
