"""Quarantine: deliveries that nobody could read, with their bytes and the reason, until a person or a better reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from wireroom.errors import LedgerError, NotFoundError
from wireroom.ledger.files import sync_folder, write_whole
from wireroom.ledger.originals import digest_of

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Case:
    """One delivery in quarantine. `digest` (blake2b-256, hex) is its key, `name` what the sender called it."""

    digest: str
    source: str
    name: str
    reason: str
    where: str
    at: datetime


class Quarantine:
    """The folder `quarantine/`: for each case the bytes (DIGEST.bin) and the facts beside them (DIGEST.json)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, data: bytes, *, source: str, name: str, reason: str, where: str = "", at: datetime) -> Case:
        """Keeps the bytes and the reason; the same bytes again are the same case, with the later reason.

        Raises LedgerError when they cannot be kept: then do not acknowledge the delivery.
        """
        case = Case(digest_of(data), source, name, reason, where, at)
        facts = msgspec.json.format(msgspec.json.encode(_plain(case)), indent=2)
        try:
            # The facts come last: a case is there once they are.
            write_whole(self._path(case.digest, "bin"), data)
            write_whole(self._path(case.digest, "json"), facts + b"\n")
        except OSError as error:
            raise LedgerError(
                f"quarantine cannot keep {name}: {error.strerror}",
                where=str(self._folder),
                todo="free some space or mend the folder's permissions; the delivery stays where it was",
            ) from error
        return case

    def list(self) -> list[Case]:
        """All cases, the oldest first. Facts that a person has spoiled are told as such, never passed over."""
        return sorted((self._case(path) for path in self._folder.glob("*.json")), key=lambda one: (one.at, one.digest))

    def _case(self, path: Path) -> Case:
        try:
            return msgspec.json.decode(path.read_bytes(), type=Case)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            return Case(path.stem, "", path.name, f"its facts cannot be read: {error}", str(path), at)

    def read(self, digest: str) -> bytes:
        """The bytes of a case. Raises NotFoundError when there is no such case."""
        try:
            return self._path(digest, "bin").read_bytes()
        except FileNotFoundError:
            raise self._unknown(digest) from None

    def remove(self, digest: str) -> None:
        """Ends a case: its bytes are in the ledger now, or a person threw them away. Raises NotFoundError."""
        path = self._path(digest, "json")
        if not path.exists():
            raise self._unknown(digest)
        path.unlink()
        self._path(digest, "bin").unlink(missing_ok=True)
        sync_folder(self._folder)

    def _path(self, digest: str, ending: str) -> Path:
        if not _KEY.fullmatch(digest):
            raise self._unknown(digest)
        return self._folder / f"{digest}.{ending}"

    def _unknown(self, digest: str) -> NotFoundError:
        return NotFoundError(f"no case {digest!r} in quarantine", where=str(self._folder), todo="wireroom log")


def _plain(case: Case) -> dict[str, str]:
    """The facts as JSON takes them: text from a sender may hold halves of surrogate pairs."""
    return {
        "digest": case.digest,
        "at": case.at.isoformat(),
        **{
            name: getattr(case, name).encode("utf-8", "replace").decode()
            for name in ("source", "name", "reason", "where")
        },
    }
