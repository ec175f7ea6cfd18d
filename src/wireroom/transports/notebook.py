"""What a way in must remember over a restart (validators, cursors, leases): a few facts in one small file a source."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec

from wireroom.errors import TransportError
from wireroom.ledger.files import write_whole

log = logging.getLogger("wireroom.transports")

FOLDER = "state"

_T = TypeVar("_T")


class Notebook:
    """Facts by name, durable once `keep` returns. They are the address's: for another address they begin empty.

    Nothing here is needed for truth, only for manners and speed: without it a source is asked for more than
    necessary, and the ledger knows what it has. A damaged file therefore counts as none.
    """

    def __init__(self, path: Path | None, address: str) -> None:
        self._path = path
        self._lock = Lock()
        self._facts: dict[str, Any] = {"address": address}
        if path is not None:
            self._facts |= _read(path, address)

    @staticmethod
    def of(folder: Path, source: str, address: str) -> Notebook:
        """That of a source in the network's folder."""
        return Notebook(folder / FOLDER / f"{source}.json", address)

    def get(self, name: str, default: _T) -> _T:
        """The fact, or `default` when there is none or it is of another type."""
        value = self._facts.get(name)
        return value if isinstance(value, type(default)) else default

    def keep(self, **facts: Any) -> None:
        """Remembers these facts (None: forgets one). Raises TransportError when they cannot be written."""
        with self._lock:
            wanted = {name: value for name, value in (self._facts | facts).items() if value is not None}
            if wanted == self._facts:
                return
            self._facts = wanted
            if self._path is None:
                return
            try:
                write_whole(self._path, msgspec.json.format(msgspec.json.encode(wanted), indent=1) + b"\n")
            except OSError as error:
                todo = "free some space or mend the folder's permissions"
                raise TransportError(
                    f"cannot be written: {error.strerror}", where=str(self._path), todo=todo
                ) from error


def _read(path: Path, address: str) -> dict[str, Any]:
    try:
        facts = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("%s: begun anew, it cannot be read: %s", path, error)
        return {}
    return facts if facts.get("address") == address else {}
