"""The vault: pictures as they came, as files by their digest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from wireroom.errors import LedgerError
from wireroom.ledger.files import write_whole
from wireroom.ledger.originals import digest_of

_MEDIA = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


class Vault:
    """Pictures as files under `media/` in `folder`.

    Put a picture here first and append to the ledger then: a picture without an entry is harmless, an entry without
    its picture is not.
    """

    def __init__(self, folder: Path) -> None:
        self._media = folder / "media"

    def put(self, data: bytes, ending: str) -> str:
        """Keeps a picture as a file; its name, made of digest and ending (such as "jpg"). Raises LedgerError."""
        name = f"{digest_of(data)}.{ending.removeprefix('.').lower()}"
        if not _MEDIA.fullmatch(name):
            raise LedgerError(f"{ending!r} is no ending of a picture file", todo="use letters and digits, such as jpg")
        path = self._file(name)
        try:
            if not path.exists():
                write_whole(path, data)
        except OSError as error:
            todo = "free some space or mend the folder's permissions"
            raise LedgerError(f"the picture cannot be kept: {error.strerror}", where=str(path), todo=todo) from error
        return name

    def get(self, name: str) -> bytes | None:
        """The picture with this name; None when it is not here, and for any name that is not digest and ending."""
        if not _MEDIA.fullmatch(name):
            return None
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            return None

    def erase(self, names: Sequence[str]) -> int:
        """Erases these pictures; how many were there. Raises LedgerError."""
        count = 0
        for name in names:
            if _MEDIA.fullmatch(name):
                path = self._file(name)
                try:
                    count += path.exists()
                    path.unlink(missing_ok=True)
                except OSError as error:
                    todo = "mend the folder's permissions"
                    raise LedgerError(f"the picture cannot be erased: {error}", where=str(path), todo=todo) from error
        return count

    def _file(self, name: str) -> Path:
        return self._media / name[:2] / name
