"""Looks through a folder and its sub-folders for files, in little memory however many there are."""

from __future__ import annotations

import heapq
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wireroom.transports.names import is_picture, shown, unfinished, wanted

log = logging.getLogger("wireroom.transports")

WINDOW = 50_000  # files that one look brings at most: the oldest
DEEPEST = 20
FULL_LOOK = 60.0  # seconds after which a folder is listed though its time says that nothing came
LEFT_LYING = 86_400.0  # seconds after which pictures and markers are put away
MOST_LEFTOVERS = 5000
_COARSE = 5.0  # seconds: the times of some file systems have steps of two


@dataclass(frozen=True, slots=True)
class Found:
    """A file: `name` is its path from the folder, with `/`; `changed` the nanosecond it was written last."""

    name: str
    size: int
    changed: int

    @classmethod
    def of(cls, name: str, stat: os.stat_result) -> Found:
        """The file as the system tells it."""
        return cls(name, stat.st_size, stat.st_mtime_ns)

    @property
    def mark(self) -> str:
        """Changes when the content may have."""
        return f"{self.size}:{self.changed}"


class Walk:
    """The files that are wanted in one folder, but for its folder `aside`. `wall` tells the time in seconds since 1970.

    A folder whose time has not changed since a listing that left nothing to do is not listed again, but once a minute,
    or after ten times as long as a listing takes: a file written again in place changes no folder's time.
    """

    def __init__(
        self,
        path: Path,
        files: tuple[str, ...],
        marker: str,
        *,
        subfolders: bool,
        aside: str,
        wall: Callable[[], float],
    ) -> None:
        self._root = path
        self._files = files
        self._marker = marker
        self._subfolders = subfolders
        self._aside = aside
        self._wall = wall
        self._quiet: dict[str, tuple[int, tuple[str, ...]]] = {}  # a folder's time then, and the folders in it
        self._busy: set[str] = set()
        self._full_at = 0.0
        self.leftovers: list[Found] = []
        self.folders: list[str] = []
        self.listed = 0

    def look(self, new: Callable[[Found], bool]) -> list[Found]:
        """The files for which `new` holds, the oldest first, at most a window of them; raises OSError.

        Afterwards `leftovers` holds pictures and markers that have lain here for a day, `folders` the sub-folders, and
        `listed` how many names were read from the disk.
        """
        began = self._wall()
        full = began >= self._full_at
        if full:
            self._quiet.clear()
        self._busy.clear()
        self.leftovers, self.folders, self.listed = [], [], 0
        oldest: list[tuple[int, str, Found]] = []
        for below, found in self._all(began):
            if not new(found):
                continue
            self._busy.add(below)
            entry = (-found.changed, found.name, found)
            if len(oldest) < WINDOW:
                heapq.heappush(oldest, entry)
            else:
                heapq.heappushpop(oldest, entry)
        if full:
            ended = self._wall()
            self._full_at = ended + max(FULL_LOOK, 10 * (ended - began))
        oldest.sort(key=lambda entry: (-entry[0], entry[1]))
        return [entry[2] for entry in oldest]

    def markers(self, name: str) -> Iterator[Path]:
        """Where the marker of this file may lie: after its name, or in place of its ending."""
        path = self._root / name
        yield path.with_name(path.name + self._marker)
        if path.suffix:
            yield path.with_name(path.stem + self._marker)

    def _all(self, now: float) -> Iterator[tuple[str, Found]]:
        waiting = [("", 0)]
        while waiting:
            below, depth = waiting.pop()
            inner: list[str] = []
            try:
                changed = (self._root / below).stat().st_mtime_ns
                if below in self._quiet and self._quiet[below][0] == changed:
                    inner = list(self._quiet[below][1])
                else:
                    yield from self._listed(below, inner, now)
                    # Something may have come within the same step of the folder's time: that is not quiet yet.
                    if below not in self._busy and changed < (now - _COARSE) * 1e9:
                        self._quiet[below] = (changed, tuple(inner))
                    else:
                        self._quiet.pop(below, None)
            except OSError as error:
                if not below:
                    raise
                log.warning("%s cannot be read: %s", shown(str(self._root / below)), error.strerror)
            if self._subfolders and depth < DEEPEST:
                names = [f"{below}/{one}" if below else one for one in inner]
                self.folders += names
                waiting += [(name, depth + 1) for name in names]

    def _listed(self, below: str, inner: list[str], now: float) -> Iterator[tuple[str, Found]]:
        """The wanted files of one folder; its folders are added to `inner`."""
        with os.scandir(self._root / below) as entries:
            for entry in entries:
                self.listed += 1
                name = f"{below}/{entry.name}" if below else entry.name
                try:
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.startswith(".") and name != self._aside:
                            inner.append(entry.name)
                    elif entry.is_file(follow_symlinks=False) and not unfinished(entry.name):
                        found = Found.of(name, entry.stat(follow_symlinks=False))
                        if self._waits_for_another(entry.name):
                            self._left_lying(found, now)
                        elif wanted(name, self._files) and self._announced(name):
                            yield below, found
                except FileNotFoundError:
                    continue  # gone since it was listed

    def _waits_for_another(self, bare: str) -> bool:
        return is_picture(bare) or bool(self._marker and bare.endswith(self._marker))

    def _announced(self, name: str) -> bool:
        return not self._marker or any(os.path.lexists(marker) for marker in self.markers(name))

    def _left_lying(self, found: Found, now: float) -> None:
        if now - found.changed / 1e9 > LEFT_LYING and len(self.leftovers) < MOST_LEFTOVERS:
            self.leftovers.append(found)
