"""Files that are there whole or not at all, also after a power cut; and the end of the process when a disk lies."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

# What systems answer that have no fsync for this, a folder on some network drives say: it is no failure of the disk.
_CANNOT = frozenset({errno.EINVAL, errno.ENOTSUP})


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file beside its place, makes it durable, moves it there. Raises OSError, leaving nothing behind."""
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            sync(file.fileno(), path)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Makes the folder, and those it lies in, with durable names: a file is lost with the folder that it lies in."""
    made = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for one in made:
        sync_folder(one.parent)


def sync(handle: int, path: Path) -> None:
    """Makes what was written to an open file (or folder) durable, where the system can; else ends the process."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            end_process(path, error.strerror or str(error))


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable, as `sync` does."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # Windows opens no folders
    try:
        sync(handle, folder)
    finally:
        os.close(handle)


def end_process(path: Path, why: str) -> NoReturn:
    """Ends the process at once, with exit code 1, because a failed fsync cannot be made good by another one.

    After it the system may call pages written that never reached the disk, and a second fsync succeeds (PostgreSQL's
    "fsyncgate", 2018). No thread may catch this and acknowledge anything more. Starting again reads what is truly
    there; what was not acknowledged comes again.
    """
    lines = (
        f"wireroom: {path}: the disk did not keep what was written ({why})",
        "  → Wireroom has stopped itself: nothing that it said yes to is lost. Look after the disk, then start again",
    )
    try:
        print(*lines, sep="\n", file=sys.stderr, flush=True)
    finally:
        os._exit(1)
