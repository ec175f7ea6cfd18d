"""A backup as one file: a tar in zstd, with the digest of every file in it at its end.

`zstd -dc FILE | tar x` opens it without Wireroom.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec
import zstandard

from wireroom.errors import LedgerError
from wireroom.ledger.files import make_folder, sync

FACTS = "backup.json"
_FORMAT = "wireroom-backup-1"
_PIECE = 1 << 20
_MOST_FACTS = 1 << 30  # bytes: a hundred bytes a file, so ten million pictures
Progress = Callable[[int], None]
"""Hears how many bytes were packed or unpacked since the last time."""


class Pack:
    """Writes a backup to an open file, member by member. `finish` makes it one; before, it is none."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        press = zstandard.ZstdCompressor(level=3, write_checksum=True)
        self._stream = press.stream_writer(file, closefd=False)
        self._tar = tarfile.open(fileobj=self._stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - ended by finish
        self._files: dict[str, str] = {}
        self._progress = progress

    def add(self, name: str, path: Path) -> None:
        """Packs the file at `path` under this name. Raises OSError; FileNotFoundError when it has gone meanwhile."""
        with path.open("rb") as file:
            about = tarfile.TarInfo(name)
            about.size = os.fstat(file.fileno()).st_size
            hashed = _Hashed(file, self._progress)
            self._tar.addfile(about, hashed)
        self._files[name] = hashed.digest()

    def finish(self, facts: dict[str, Any]) -> None:
        """Writes the digests and these facts, and ends the file's content; the file itself stays open."""
        data = msgspec.json.encode({"format": _FORMAT, **facts, "files": self._files})
        about = tarfile.TarInfo(FACTS)
        about.size = len(data)
        self._tar.addfile(about, io.BytesIO(data))
        self._tar.close()
        self._stream.close()  # type: ignore[no-untyped-call]


def unpack(file: Path, folder: Path, progress: Progress, *, only: str = "") -> dict[str, Any]:
    """Unpacks a backup into `folder`, durably, and its facts. `only` leaves all members out but this one.

    Raises LedgerError when the file is no backup, ends too early, or holds a byte that was not packed.
    """
    try:
        with file.open("rb") as raw:
            return _unpack(raw, file, folder, progress, only)
    except (zstandard.ZstdError, tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise _damaged(file, f"it is no whole backup ({error})") from error


def _unpack(raw: IO[bytes], file: Path, folder: Path, progress: Progress, only: str) -> dict[str, Any]:
    digests: dict[str, str] = {}
    stream = zstandard.ZstdDecompressor().stream_reader(raw)
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is None:
                raise _damaged(file, f"it holds something that is no file ({member.name})")
            if member.name == FACTS:
                facts = _facts(content.read(_MOST_FACTS), file, digests)
                while stream.read(_PIECE):  # on to the end, where the checksum of all is looked at
                    pass
                return facts
            hashed = _Hashed(content, progress)
            if only in ("", member.name):
                _write(hashed, folder / _safe(member.name, file))
            hashed.exhaust()
            digests[member.name] = hashed.digest()
    raise _damaged(file, "its end is missing")


def _facts(data: bytes, file: Path, digests: dict[str, str]) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise _damaged(file, f"its table of contents cannot be read ({error})") from error
    if facts.get("format") != _FORMAT:
        raise _damaged(file, f"this release does not know its format ({facts.get('format')})")
    stated = facts.pop("files", None)
    if stated != digests:
        wrong = sorted(set(digests.items()) ^ set(stated.items() if isinstance(stated, dict) else ()))
        raise _damaged(file, f"{wrong[0][0]} in it is not what was packed")
    return facts


def _write(content: _Hashed, path: Path) -> None:
    make_folder(path.parent)
    with path.open("xb") as file:
        while piece := content.read(_PIECE):
            file.write(piece)
        file.flush()
        sync(file.fileno(), path)


def _safe(name: str, file: Path) -> PurePosixPath:
    """The member's path, which may not lead out of the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in name or ":" in name:
        raise _damaged(file, f"it holds a file by the name {name!r}")
    return path


def _damaged(file: Path, what: str) -> LedgerError:
    return LedgerError(what, where=str(file), todo="take another backup; nothing was restored")


class _Hashed:
    """A file that is read once and hashed on the way."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._hash = hashlib.blake2b(digest_size=32)
        self._progress = progress

    def read(self, size: int = _PIECE) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        self._progress(len(data))
        return data

    def exhaust(self) -> None:
        """Reads what is left."""
        while self.read():
            pass

    def digest(self) -> str:
        return self._hash.hexdigest()
