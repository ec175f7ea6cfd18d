"""One file that holds a network: what its owner wrote and all that Wireroom keeps, as of one moment, while it runs."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wireroom.errors import LedgerError, NotFoundError
from wireroom.ledger.archive import Pack, Progress
from wireroom.ledger.codec import moment
from wireroom.ledger.files import make_folder, sync, sync_folder
from wireroom.ledger.sqlite import originals, rows
from wireroom.ledger.sqlite.connection import connect, told
from wireroom.newsroom.home import LEDGER, Home
from wireroom.newsroom.receipts_places import SERVING
from wireroom.transports.notebook import FOLDER as STATE

_WRITTEN = ("templates", "static")  # by the owner, beside the network file
_PAGES = 4096  # of a file copied between two signs of progress
_DAY = 86_400.0
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup of `size` bytes holds: the ledger up to entry `seq`, of the moment `at`.

    `absent` originals that entries name were not there any more.
    """

    seq: int
    at: datetime | None
    size: int
    absent: int


def backup(home: Home, target: Path, now: Callable[[], datetime], progress: Progress) -> Backup:
    """Writes the backup; `target` appears whole or stays as it is. A running Wireroom goes on meanwhile.

    The order matters. What may be older than the ledger comes first: cursors (copy is fetched again and recognised) and
    quarantine (a case that was settled meanwhile is settled again). What must be no older than the ledger comes after
    it: pictures, which are kept before the entry that names them is written.
    Raises NotFoundError without a ledger or the target's folder, LedgerError when the ledger is damaged, OSError when
    the target cannot be written.
    """
    if not (home.folder / LEDGER).exists():
        raise NotFoundError("there is no ledger", where=str(home.folder / LEDGER), todo="wireroom run makes one")
    if not (kept := target.absolute().parent).is_dir():
        # Made here it would hide a slip, or stand on this very disk in place of a drive that is not mounted.
        todo = f"mount its drive, or make it: mkdir -p {shlex.quote(str(kept))}"
        raise NotFoundError("there is no such folder for the backup", where=str(kept), todo=todo)
    home.ledger  # noqa: B018 - brought to this release's tables, with the originals of an earlier one
    with workshop(target) as room:
        archive, ledger = room / "archive", room / "ledger"
        with archive.open("xb") as file:
            pack = Pack(file, progress)
            for folder in (*_WRITTEN, STATE, "quarantine"):
                _add_all(pack, home.folder, folder, room)
            pack.add(home.file.name, home.file)
            _copy(home.folder / LEDGER, ledger, progress)
            pack.add(LEDGER, ledger)
            _add_all(pack, home.folder, "vault/media", room)
            seq, at, chain = _last(ledger)
            absent = _absent(ledger)
            pack.finish(
                {
                    "made": now(),
                    "folder": str(home.folder.absolute()),
                    "network": home.file.name,
                    "seq": seq,
                    "at": at,
                    "chain": chain.hex(),
                    "absent": absent,
                }
            )
            file.flush()
            sync(file.fileno(), target)
            size = os.fstat(file.fileno()).st_size
        archive.replace(target)
        sync_folder(target.parent)
    return Backup(seq, at, size, absent)


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder of its own beside `target`, for what becomes it; removed at the end, also that of a killed process."""
    make_folder(target.absolute().parent)
    prefix = f".{target.name}."
    for left in target.absolute().parent.glob(f"{prefix}*{_PART}"):
        if time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)
    room = Path(tempfile.mkdtemp(prefix=prefix, suffix=_PART, dir=target.absolute().parent))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _add_all(pack: Pack, home: Path, folder: str, room: Path) -> None:
    """Packs every file of a folder; databases by a copy of one moment. What goes away meanwhile is passed over."""
    for below, folders, names in os.walk(home / folder):
        folders.sort()
        for name in sorted(names):
            path = Path(below, name)
            if name.startswith(".") or name.endswith(("-wal", "-shm", "-journal")) or not path.is_file():
                continue
            if path == home / SERVING:
                continue  # the copy would take the server of the original for its own
            try:
                with path.open("rb") as file:
                    database = file.read(16) == b"SQLite format 3\0"
                if database:
                    _copy(path, room / "other", lambda size: None)
                pack.add(path.relative_to(home).as_posix(), room / "other" if database else path)
            except FileNotFoundError:
                continue


def _copy(path: Path, copy: Path, progress: Progress) -> None:
    """A copy of the database as of one moment; whoever writes to it meanwhile goes on.

    The read transaction is what keeps the moment: a copy in steps would begin anew with each commit of another process.
    """
    copy.unlink(missing_ok=True)
    done = 0

    def step(status: int, remaining: int, total: int) -> None:
        nonlocal done
        progress((total - remaining - done) * page)
        done = total - remaining

    with told(path), closing(connect(path)) as source, closing(sqlite3.connect(copy, isolation_level=None)) as made:
        made.execute("PRAGMA synchronous = OFF")  # it is packed, and gone
        source.execute("BEGIN")
        page = source.execute("PRAGMA page_size").fetchone()[0]
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(made, pages=_PAGES, progress=step)
        state = made.execute("PRAGMA quick_check(1)").fetchone()[0]
    if state != "ok":
        todo = "wireroom doctor; an earlier backup may be sound"
        raise LedgerError(f"the file is damaged ({state}): no backup was made", where=str(path), todo=todo)


def _last(ledger: Path) -> tuple[int, datetime | None, bytes]:
    with told(ledger), closing(connect(ledger)) as connection:
        seq, at, chain = rows.last_of(connection)
    return seq, None if at is None else moment(at), chain


def _absent(ledger: Path) -> int:
    with told(ledger), closing(connect(ledger)) as connection:
        return originals.absent(connection)
