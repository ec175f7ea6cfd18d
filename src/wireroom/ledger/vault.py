"""The vault: original bytes as they came, by digest, so that a better reader can read them again; and pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import zstandard

from wireroom.errors import LedgerError
from wireroom.ledger.files import make_folder, sync_folder, write_whole
from wireroom.ledger.sqlite.connection import Pool, connect, told, wipe
from wireroom.ledger.sqlite.rows import each_of

_TABLE = (
    "CREATE TABLE IF NOT EXISTS original(number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, data BLOB NOT NULL)"
)
_MEDIA = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")
_LEVEL = 3  # zstd's default: a wire file shrinks to about a third, in a few dozen microseconds


def digest_of(data: bytes) -> str:
    """The name that bytes go by: their blake2b-256 in hex."""
    return hashlib.blake2b(data, digest_size=32).hexdigest()


class Vault:
    """Originals in `originals.sqlite`, pictures as files under `media/`, both in `folder`.

    Originals are rows and not files: a file that survives a power cut costs two fsyncs of its own, a flood of a
    million of them a million inodes, and a file cut short looks like a whole one. Here a flood is one commit, a row is
    there or not, and a backup is one file. Write to the vault first and to the ledger then: an original without an
    entry is harmless, an entry without its original is not.
    """

    def __init__(self, folder: Path) -> None:
        self._media = folder / "media"
        self._path = folder / "originals.sqlite"
        self._lock = Lock()
        make_folder(folder)
        with told(self._path):
            self._writer = connect(self._path, write=True)
            self._writer.execute(_TABLE)
        sync_folder(folder)
        self._readers = Pool(self._path)

    def put(self, data: bytes) -> str:
        """Keeps the bytes durably; their digest (hex). Raises LedgerBusyError or LedgerError, and then kept nothing."""
        return self.put_all([data])[0]

    def put_all(self, originals: Sequence[bytes]) -> list[str]:
        """Keeps many in one commit: their digests, in order."""
        digests = [digest_of(data) for data in originals]
        with self._lock, told(self._path):
            press = zstandard.ZstdCompressor(_LEVEL)
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                new = {bytes.fromhex(digest): data for digest, data in zip(digests, originals, strict=True)}
                for (known,) in each_of(self._writer, "SELECT digest FROM original WHERE digest IN", list(new)):
                    del new[known]
                lines = ((digest, press.compress(data)) for digest, data in new.items())
                self._writer.executemany("INSERT INTO original(digest, data) VALUES(?, ?)", lines)
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
        return digests

    def get(self, digest: str) -> bytes | None:
        """The bytes with this digest, None when they are not here. Raises LedgerError when they are damaged."""
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            return None
        with self._readers.reading() as connection:
            row = connection.execute("SELECT data FROM original WHERE digest = ?", (bytes.fromhex(digest),)).fetchone()
        if row is None:
            return None
        try:
            data = zstandard.ZstdDecompressor().decompress(row[0])
        except zstandard.ZstdError:
            data = b""
        if digest_of(data) != digest:
            raise LedgerError(f"the original {digest} is damaged", where=str(self._path), todo="restore a backup")
        return data

    def erase(self, digests: Sequence[str]) -> int:
        """Erases these originals for good, also from the file's free pages; how many were there."""
        with self._lock, told(self._path):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                keys = [(bytes.fromhex(digest),) for digest in digests]
                count = sum(self._writer.execute("DELETE FROM original WHERE digest = ?", key).rowcount for key in keys)
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
            wipe(self._writer)
        return count

    def erase_media(self, names: Sequence[str]) -> int:
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

    def put_media(self, data: bytes, ending: str) -> str:
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

    def media(self, name: str) -> bytes | None:
        """The picture with this name; None when it is not here, and for any name that is not digest and ending."""
        if not _MEDIA.fullmatch(name):
            return None
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            return None

    def _file(self, name: str) -> Path:
        return self._media / name[:2] / name

    def close(self) -> None:
        """Closes the file."""
        self._readers.close()
        with self._lock:
            self._writer.close()
