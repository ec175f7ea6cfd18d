"""A watched folder: files dropped by hand, by a script or by an FTP server beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.transports.model import Delivery
from wireroom.transports.whole import looks_whole

# Senders write under such names first and rename when they are done.
UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".swp", "~")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".avif")
BATCH = 200
LARGEST = 64 * 1024 * 1024


class Folder:
    """Takes whole files out of a folder; what is taken moves to `taken/DATE/` inside it.

    A file that looks whole is taken at once, any other when its size and time have rested for `settle` seconds.
    """

    def __init__(self, path: Path, hint: Hint, *, settle: float = 2.0, wall: Callable[[], float] = time.time) -> None:
        self.path = path
        self.hint = hint
        self.settle = settle
        self._wall = wall
        self._done = path / "taken"

    def deliveries(self) -> list[Delivery]:
        """The whole files now in the folder, oldest first, at most a batch of them."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            candidates = sorted(self._candidates())
        except OSError as error:
            raise TransportError(
                f"the folder cannot be read: {error.strerror}", where=str(self.path), todo="check its permissions"
            ) from error
        found = []
        for _, name in candidates:
            delivery = self._read(name)
            if delivery is not None:
                found.append(delivery)
            if len(found) == BATCH:
                break
        return found

    def _candidates(self) -> Iterator[tuple[int, str]]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith(".") or name.lower().endswith(UNFINISHED + PICTURES):
                    continue
                if entry.is_file(follow_symlinks=False):
                    yield entry.stat(follow_symlinks=False).st_mtime_ns, name

    def _read(self, name: str) -> Delivery | None:
        path = self.path / name
        try:
            before = path.stat()
            if before.st_size > LARGEST:
                data = path.open("rb").read(LARGEST)
            else:
                data = path.read_bytes()
            after = path.stat()
        except FileNotFoundError:
            return None
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            return None
        resting = self._wall() - after.st_mtime
        if not resting >= self.settle and not looks_whole(data):
            return None
        hint = Hint(name, "", self.hint.provider, self.hint.language, self.hint.zone)
        return Delivery(name, data, hint, beside(self.path, self._today()))

    def _today(self) -> Path:
        return self._done / datetime.fromtimestamp(self._wall(), UTC).strftime("%Y-%m-%d")

    def done(self, delivery: Delivery) -> None:
        """Moves the file to `taken/DATE/`, under another name when that one is used."""
        target = self._today()
        target.mkdir(parents=True, exist_ok=True)
        source = self.path / delivery.key
        number = 0
        while True:
            stem = f"{delivery.key}.{number}" if number else delivery.key
            if not (target / stem).exists():
                break
            number += 1
        try:
            source.rename(target / stem)
        except FileNotFoundError:
            return


def beside(*folders: Path) -> Callable[[str], bytes | None]:
    """Finds pictures sent along in these folders; names that lead out of them find nothing."""

    def find(name: str) -> bytes | None:
        bare = name.replace("\\", "/").rsplit("/", 1)[-1]
        if not bare.lower().endswith(PICTURES) or bare.startswith("."):
            return None
        for folder in folders:
            path = folder / bare
            try:
                if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST:
                    return path.read_bytes()
            except OSError:
                continue
        return None

    return find
