"""Where publishing happens: the folder that is locked, what a power cut or a stranger did to it, the memory of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.newsroom.publishing.manifest import UNKNOWN, Manifest
from wireroom.newsroom.publishing.servers import FOLDERS
from wireroom.transports.out import KEPT, Destination, is_store, open_destination

_MANIFEST = "manifest.sqlite"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Place:
    """A destination with its manifest, held by one publisher.

    The manifest is in the folder itself, under a name that no server shows, or for an object store in `memory`.
    Raises TransportError when somebody else publishes there, or when the folder holds what was not published.
    """

    def __init__(self, address: str, memory: Path) -> None:
        self.root = None if is_store(address) else Path(address).resolve()
        self._kept = (self.root / KEPT) if self.root else memory
        if self.root:
            _demand_ours(self.root)
        with _told(self._kept):
            self._kept.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._kept / "lock", address)
        self.destination: Destination = open_destination(str(self.root) if self.root else address)
        self.manifest = Manifest(self._kept / _MANIFEST)

    def look_around(self) -> None:
        """Trusts nothing that it remembers of files after a power cut, and removes those that it knows nothing of.

        What was written last may be missing then, and what was removed last may be there again: files are not waited
        for one by one when there are many.
        """
        boot = _boot()
        if self.manifest.noted("boot") == boot and self.manifest.noted("looked") == "yes":
            return
        if self.manifest.is_damaged():
            self.manifest.close()
            (self._kept / _MANIFEST).unlink()
            self.manifest = Manifest(self._kept / _MANIFEST)
        strays = self.manifest.strays(_files(self.root)) if self.root else iter(())
        if self.manifest.noted("round"):
            for name in strays:
                self.destination.remove(name)
            self.destination.flush(durable=True)
        with self.manifest.writing():
            # With its memory lost, what is there stays until it is known what should be.
            for name in strays:
                self.manifest.expect({(name.partition("/")[0], UNKNOWN): [name]})
            self.manifest.doubt_all()
            for key, value in (("boot", boot), ("looked", "yes"), ("made with", "")):
                self.manifest.note(key, value)

    @contextlib.contextmanager
    def rehearsal(self) -> Iterator[Manifest]:
        """A copy of the manifest, for finding out what would be done."""
        with tempfile.TemporaryDirectory(prefix="wireroom-") as folder:
            path = Path(folder) / _MANIFEST
            self.manifest.copy_to(path)
            copy = Manifest(path)
            try:
                yield copy
            finally:
                copy.close()

    def close(self) -> None:
        """Lets go of it."""
        self.manifest.close()
        self.destination.close()
        os.close(self._lock)


def _demand_ours(root: Path) -> None:
    """Whatever nobody remembers having published is removed: so a folder with other things in it is refused."""
    with _told(root):
        if root.is_dir() and any(root.iterdir()) and not (root / KEPT).is_dir():
            raise TransportError(
                "the folder holds files that were not published from here",
                where=str(root),
                todo="name a new or an empty folder",
            )


def _locked(path: Path, address: str) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # not on Windows
        pass
    except OSError as error:
        who = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
        os.close(handle)
        raise TransportError(
            f"another publisher is at work here{f', process {who}' if who else ''}",
            where=address,
            todo="wait until it is done, or stop it; a --watch goes on until it is stopped",
        ) from error
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    return handle


def _boot() -> str:
    """What changes when the machine starts anew; always the same where nobody tells."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"


def _files(root: Path) -> Iterator[str]:
    """Every file in the sites' folders, without the twins of those that are there."""
    for folder, folders, names in os.walk(root):
        inside = Path(folder).relative_to(root).as_posix()
        if inside == ".":
            folders[:] = [one for one in folders if one not in (KEPT, *FOLDERS)]
            continue
        for name in names:
            stem = name.removesuffix(".gz").removesuffix(".br")
            if stem == name or stem not in names:
                yield f"{inside}/{name}"


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        todo = "mend the folder's permissions"
        raise TransportError(f"the folder cannot be used: {error.strerror}", where=str(path), todo=todo) from error
