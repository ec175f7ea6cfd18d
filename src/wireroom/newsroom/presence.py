"""How a running server makes itself known to commands beside it: a file that it holds locked as long as it lives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wireroom.transports.notebook import FOLDER

try:
    import fcntl
except ImportError:  # Windows has neither these locks nor the signal that they are for
    fcntl = None  # type: ignore[assignment]

LOCK = f"{FOLDER}/server.lock"


@dataclass(frozen=True, slots=True)
class Told:
    """What the server says of itself: how often it has read its files since it began, and why not the last time."""

    pid: int
    read: int = 0
    trouble: str = ""


class Presence:
    """The server's own side. Of two servers of one folder the first alone is known."""

    def __init__(self, file: int = -1) -> None:
        self._file = file
        self._told = Told(os.getpid())
        self._write()

    def reread(self, trouble: str = "") -> None:
        """The files were read again, or could not be used."""
        self._told = Told(self._told.pid, self._told.read + 1, trouble)
        self._write()

    def _write(self) -> None:
        if self._file >= 0:
            with suppress(OSError):  # a full disk: then nobody beside hears of it
                data = msgspec.json.encode(self._told)
                os.ftruncate(self._file, os.pwrite(self._file, data, 0))


@contextmanager
def present(folder: Path) -> Iterator[Presence]:
    """Makes a server of this folder known while the block runs."""
    if fcntl is None:
        yield Presence()
        return
    try:
        (folder / LOCK).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        yield Presence()
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield Presence()
        else:
            yield Presence(file)
    finally:
        os.close(file)


def running(folder: Path) -> Told | None:
    """The server of this folder, None when none runs: a file that was left behind is not locked by anybody."""
    if fcntl is None:
        return None
    try:
        file = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None
    except OSError:
        with suppress(msgspec.MsgspecError, UnicodeDecodeError):
            return msgspec.json.decode(os.pread(file, 65536, 0), type=Told)
        return None
    finally:
        os.close(file)
