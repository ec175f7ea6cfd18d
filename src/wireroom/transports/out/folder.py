"""Published files in a local folder: each is written aside and moved to its place, so that nobody sees a half one."""

from __future__ import annotations

import contextlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.ledger.files import sync

KEPT = ".wireroom"
"""The folder inside that no server may show: what is written aside, and the manifest."""

_MOST_OPEN = 64  # folders
_MOST_SYNCED = 512  # files that are made durable one by one; when more have changed, the whole system is
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)


class Folder:
    """A `Destination` in the folder `root`. `worker` tells several that write into it at a time apart.

    Files are made through descriptors of their folders, which spares the kernel the walk along the path. Moving a file
    to its place is atomic; that the move outlasts a power cut costs a wait for the disk, which only `flush` with
    `durable` asks for. A file that takes another's place is always a second younger: servers tell files apart by
    length and whole seconds, and would call a page that was killed within the second of its making "not modified".
    """

    suffix = ".html"

    def __init__(self, root: Path, worker: int = 0) -> None:
        self.where = str(root)
        self._root = root
        self._open: OrderedDict[str, int] = OrderedDict()
        self._unsynced: dict[str, None] = {}  # files and folders, none once they are too many
        self._many = False
        self._emptied: set[str] = set()
        self._part = f"part-{worker}"
        with self._told(KEPT):
            (root / KEPT).mkdir(parents=True, exist_ok=True)
            self._aside = os.open(root / KEPT, _FOLDER)

    def holds(self, path: str, body: bytes | None) -> bool:
        try:
            return (self._root / path).read_bytes() == body
        except OSError:
            return body is None

    def put(self, path: str, media_type: str, body: bytes) -> None:
        folder, _, name = path.rpartition("/")
        with self._told(path):
            at = self._folder(folder)
            file = os.open(self._part, _NEW, 0o644, dir_fd=self._aside)
            try:
                left = memoryview(body)
                while left:
                    left = left[os.write(file, left) :]
                self._make_younger(file, name, at)
            finally:
                os.close(file)
            os.replace(self._part, name, src_dir_fd=self._aside, dst_dir_fd=at)
        self._changed(path, folder)

    def remove(self, path: str) -> None:
        folder, _, name = path.rpartition("/")
        with self._told(path), contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self._folder(folder, make=False))
            self._changed(folder)
            self._emptied.add(folder)

    def flush(self, *, durable: bool) -> None:
        if durable and self._many:
            os.sync()
        elif durable:
            for path in self._unsynced:
                self._sync(path)
        self._unsynced.clear()
        self._many = False
        for folder in sorted(self._emptied, key=len, reverse=True):
            self._tidy(folder)
        self._emptied.clear()

    def close(self) -> None:
        self._forget_all()
        if self._aside >= 0:
            with contextlib.suppress(OSError):
                os.unlink(self._part, dir_fd=self._aside)
            os.close(self._aside)
            self._aside = -1

    def _folder(self, folder: str, *, make: bool = True) -> int:
        """The descriptor of a folder, which is made when it is not there."""
        found = self._open.get(folder)
        if found is not None:
            self._open.move_to_end(folder)
            return found
        path = self._root / folder
        try:
            found = os.open(path, _FOLDER)
        except FileNotFoundError:
            if not make:
                raise
            path.mkdir(parents=True, exist_ok=True)
            self._changed(folder.rpartition("/")[0])
            found = os.open(path, _FOLDER)
        if len(self._open) >= _MOST_OPEN:
            os.close(self._open.popitem(last=False)[1])
        self._open[folder] = found
        return found

    @staticmethod
    def _make_younger(file: int, name: str, at: int) -> None:
        try:
            old = int(os.stat(name, dir_fd=at, follow_symlinks=False).st_mtime)
        except FileNotFoundError:
            return
        if int(os.fstat(file).st_mtime) <= old:
            os.utime(file, (old + 1, old + 1))

    def _changed(self, *paths: str) -> None:
        """Remembers what a power cut could undo."""
        if not self._many:
            self._unsynced.update(dict.fromkeys(paths))
            if len(self._unsynced) > _MOST_SYNCED:
                self._unsynced.clear()
                self._many = True

    def _sync(self, path: str) -> None:
        """Makes a file, or the names in a folder, durable."""
        with self._told(path), contextlib.suppress(FileNotFoundError):
            handle = os.open(self._root / path, os.O_RDONLY)
            try:
                sync(handle, self._root / path)
            finally:
                os.close(handle)

    def _tidy(self, folder: str) -> None:
        """Removes a folder that has become empty, and those above it."""
        while folder:
            opened = self._open.pop(folder, None)
            if opened is not None:
                os.close(opened)
            try:
                (self._root / folder).rmdir()
            except OSError:
                return
            folder = folder.rpartition("/")[0]

    def _forget_all(self) -> None:
        while self._open:
            os.close(self._open.popitem()[1])

    @contextlib.contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = str(self._root / path)
            todo = "free some space or mend the folder's permissions, then publish again: it goes on where it stopped"
            raise TransportError(f"a page cannot be written: {error.strerror}", where=where, todo=todo) from error
