"""A watched folder: files dropped by hand, by a script or by an FTP server beside it, here or on a network drive."""

from __future__ import annotations

import logging
import os
import stat
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.beside import beside
from wireroom.transports.model import Delivery
from wireroom.transports.names import shown
from wireroom.transports.notebook import FOLDER
from wireroom.transports.parcels import KEPT_OF_TOO_LARGE, LARGEST, TOO_LARGE, Parcels, readiness
from wireroom.transports.seen import Seen
from wireroom.transports.walk import Found, Walk
from wireroom.transports.whole import Wholeness

log = logging.getLogger("wireroom.transports")

TAKEN = "taken"
BATCH = 200
BATCH_BYTES = 64 * 1024 * 1024
LATE = 900.0  # seconds for which a file that was not whole for sure is looked at again after it was taken
MOST_LATE = 1000
STUCK = 60.0  # seconds until a file that could not be read or moved is tried again
MOST_STUCK = 10_000
MOST_WATCHED = 100
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the owner wants a folder read.

    `done` is "move" (to `taken/DATE/`), "delete" or "keep"; a file is taken once `marker` (".ok", say) lies beside it,
    where one is named; `files` are the patterns of names that are wanted, none meaning all. A file whose format cannot
    tell its end must rest for `settle` seconds; one that is cut off is given up as truncated after `patience` seconds.
    `make` allows the folder to be made where it is not there; every `poll` seconds it is looked at when it is on a
    drive that tells of no change.
    """

    done: str = "move"
    marker: str = ""
    files: tuple[str, ...] = ()
    subfolders: bool = True
    settle: float = 2.0
    patience: float = 60.0
    make: bool = True
    poll: float | None = None


def open_folder(source: Source, home: Path, hint: Hint) -> Folder:
    """The transport of a `folder:` source. A folder elsewhere than in the network's own is not made: it may be a drive
    that is not mounted.
    """
    named = Path(source.address.partition(":")[2])
    files = source.files
    settle = files.settle.total_seconds()
    manner = Manner(
        done=files.done,
        marker=files.marker,
        files=files.names,
        subfolders=files.subfolders,
        settle=settle,
        make=not named.is_absolute(),
        poll=files.poll.total_seconds() if files.poll else None,
    )
    seen = Seen(home / FOLDER / f"{source.key}.seen") if files.done == "keep" else None
    return Folder(home / named, hint, manner, seen=seen)


class Folder:
    """Takes whole files out of a folder and its sub-folders, the oldest first.

    `seen` remembers what was taken where files are kept in place. `wall` tells the time in seconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        hint: Hint,
        manner: Manner = Manner(),
        *,
        seen: Seen | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self.manner = manner
        self.remarks: dict[str, str] = {}
        self._wall = wall
        self._parcels = Parcels(hint)
        aside = "" if manner.done == "keep" else TAKEN
        self._walk = Walk(path, manner.files, manner.marker, subfolders=manner.subfolders, aside=aside, wall=wall)
        self._queue: deque[Found] = deque()
        self._watched: dict[str, tuple[str, float]] = {}  # a file that is not ready: its mark, and since when
        self._out: dict[
            str, tuple[Found, bool]
        ] = {}  # delivered and not done: as it was read, and whether surely whole
        self._stuck: dict[str, tuple[str, float]] = {}  # what could not be read or moved, and until when
        self._late: dict[str, tuple[Found, float]] = {}
        self._made: set[Path] = set()
        self._day: tuple[int, Path] = (-1, path)  # the number of a day since 1970, and its folder
        self._seen = seen if seen is not None else Seen(":memory:") if manner.done == "keep" else None

    def deliveries(self) -> list[Delivery]:
        """Whole files, the oldest first, at most a batch of them; raises TransportError when the folder is not there.

        What was delivered before and not done comes again.
        """
        self._queue.extendleft(found for found, _ in reversed(self._out.values()))
        self._out.clear()
        if not self._queue:
            self._queue.extend(self._look())
        made: list[Delivery] = []
        size = 0
        while self._queue and len(made) < BATCH and size < BATCH_BYTES:
            found = self._queue.popleft()
            made += self._read(found)
            size += found.size
        return made

    @property
    def watched(self) -> list[Path]:
        """The folders in which something new would show: this one, and those inside it, as many as one can watch."""
        return [self.path, *(self.path / below for below in self._walk.folders[:MOST_WATCHED])]

    def interval(self, news: bool) -> float:
        """The seconds until the next look where nothing tells of a change."""
        return self.manner.poll or 0.0

    def _look(self) -> list[Found]:
        try:
            if self.manner.make:
                self.path.mkdir(parents=True, exist_ok=True)
            candidates = self._walk.look(self._new)
        except OSError as error:
            raise TransportError(
                f"the folder cannot be read: {error.strerror}",
                where=str(self.path),
                todo="check that it is there, mounted, and readable by the user that Wireroom runs as",
            ) from error
        if not self._stuck:
            self.remarks.pop("permissions", None)
        if self.manner.done != "keep":
            self._sweep(self._walk.leftovers)
        names = {one.name for one in candidates}
        for name in [name for name in self._watched if name not in names and name not in self._late]:
            del self._watched[name]
        return [*self._latecomers(), *candidates]

    def _new(self, found: Found) -> bool:
        """Whether a file that lies there was not taken as it is now."""
        if self._stuck:
            mark, until = self._stuck.get(found.name, ("", 0.0))
            if mark == found.mark and self._wall() < until:
                return False
        return self._seen is None or self._seen.mark(found.name) != found.mark

    def _read(self, found: Found) -> list[Delivery]:
        """The deliveries of one file when it is ready, else none; then it is found again at the next look."""
        now = self._wall()
        known, since = self._watched.get(found.name, ("", now))
        rested = now - since if known == found.mark else -1.0
        if known and 0 <= rested < self.manner.settle:
            return []
        try:
            now_is, data = self._bytes(found)
        except FileNotFoundError:
            return []
        except OSError as error:
            self._complain(found, f"cannot be read: {error.strerror}")
            return []
        if now_is.mark != found.mark:
            rested = -1.0
        large = now_is.size > LARGEST
        state = Wholeness.UNSURE if large else readiness(data)
        needed = {Wholeness.WHOLE: -1.0, Wholeness.UNSURE: self.manner.settle, Wholeness.CUT: self.manner.patience}[
            state
        ]
        if rested < needed:
            if rested < 0 or known != now_is.mark:
                self._watched[found.name] = (now_is.mark, now)
            return []
        self._watched.pop(found.name, None)
        whole = state is Wholeness.WHOLE
        self._out[found.name] = (now_is, whole)
        problem = TOO_LARGE if large else ""
        return self._parcels.open(found.name, data, partial(self._beside, found), problem=problem, whole=whole)

    def _rest(self, state: Wholeness) -> float:
        """The seconds for which a file must have lain still before it is taken."""
        if state is Wholeness.WHOLE:
            return -1.0
        return self.manner.settle if state is Wholeness.UNSURE else self.manner.patience

    def _bytes(self, found: Found) -> tuple[Found, bytes]:
        """The file's bytes and what it was after reading them; of one too large, the beginning. Raises OSError."""
        handle = os.open(self.path / found.name, _OPEN)
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise FileNotFoundError
            data = file.read(KEPT_OF_TOO_LARGE if before.st_size > LARGEST else before.st_size + 1)
            after = os.fstat(handle)
        now_is = Found.of(found.name, after)
        if Found.of(found.name, before).mark != now_is.mark:
            raise FileNotFoundError  # it is being written: the next look finds it
        return now_is, data

    def _beside(self, found: Found, name: str) -> bytes | None:
        """A picture that came with this file: it lies beside it, or where it went with an earlier version."""
        below = found.name.rpartition("/")[0]
        return beside(self.path / below, *(self._taken(days) / below for days in (0, 1)))(name)

    def _taken(self, days: int = 0) -> Path:
        if self.manner.done == "delete":
            return self.path / TAKEN  # only passed through
        number = int(self._wall() // 86_400) - days
        if number != self._day[0]:
            day = date(1970, 1, 1) + timedelta(days=number)
            self._day = (number, self.path / TAKEN / day.isoformat())
        return self._day[1]

    def done(self, delivery: Delivery) -> None:
        """Moves, deletes or remembers the file, once all that came in it is done."""
        name = self._parcels.done(delivery)
        if name is None or name not in self._out:
            return
        found, sure = self._out.pop(name)
        if name in self._late:
            self._late[name] = (found, self._wall())
            return
        try:
            self._put_away(found, sure)
        except FileNotFoundError:
            return
        except OSError as error:
            self._complain(found, f"was taken in and cannot be {self.manner.done}d: {error.strerror}")

    def _complain(self, found: Found, what: str) -> None:
        self._stuck[found.name] = (found.mark, self._wall() + STUCK)
        while len(self._stuck) > MOST_STUCK:
            del self._stuck[next(iter(self._stuck))]
        self.remarks["permissions"] = f"{shown(found.name)} {what}"
        log.warning("%s %s → check the permissions of the folder", shown(str(self.path / found.name)), what)

    def _put_away(self, found: Found, sure: bool) -> None:
        if self._seen is not None:
            self._seen.add(found.name, found.mark)
            return
        there = self._move(found)
        same = Found.of(found.name, there.lstat()).mark == found.mark
        if self.manner.done == "delete" and same and sure:
            there.unlink()
        elif not (same and sure):
            # Its writer may not have been done, or put another file in its place just now: look again.
            name = there.relative_to(self.path).as_posix()
            self._late[name] = (Found(name, found.size, found.changed), self._wall())
            while len(self._late) > MOST_LATE:
                del self._late[next(iter(self._late))]
        if self.manner.marker:
            for marker in self._walk.markers(found.name):
                marker.unlink(missing_ok=True)

    def _move(self, found: Found) -> Path:
        """To `taken/DATE/`, under another name when that one is used; never over another file."""
        below, _, bare = found.name.rpartition("/")
        target = self._taken() / below if below else self._taken()
        if target not in self._made:
            target.mkdir(parents=True, exist_ok=True)
            self._made = {target}
        there = target / bare
        number = int(self._wall() * 1000)
        while os.path.lexists(there):
            there = target / f"{bare}.{number}"
            number += 1
        here = self.path / found.name
        try:
            here.rename(there)
        except FileNotFoundError:
            target.mkdir(parents=True, exist_ok=True)  # somebody has cleared `taken`; or the file itself is gone
            here.rename(there)
        return there

    def _latecomers(self) -> list[Found]:
        """Files taken lately, not surely whole, that have changed since; those of long ago are let go."""
        changed = []
        for name, (found, since) in list(self._late.items()):
            try:
                now_is = Found.of(name, (self.path / name).lstat())
            except OSError:
                del self._late[name]
                continue
            if now_is.mark != found.mark:
                changed.append(now_is)
            elif self._wall() - since > LATE:
                del self._late[name]
                if self.manner.done == "delete":
                    (self.path / found.name).unlink(missing_ok=True)
        return changed

    def _sweep(self, leftovers: list[Found]) -> None:
        """Puts away pictures and markers that have lain here for long: the folder stays small."""
        for found in leftovers:
            try:
                if self.manner.done == "delete":
                    (self.path / found.name).unlink(missing_ok=True)
                else:
                    self._move(found)
            except OSError as error:
                self._complain(found, f"cannot be {self.manner.done}d: {error.strerror}")
                return

    def close(self) -> None:
        """Lets go of what it remembers."""
        if self._seen is not None:
            self._seen.close()
