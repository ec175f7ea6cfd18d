"""Renditions of pictures: made when they are first wanted, by a few quiet threads, and kept as files meanwhile."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from wireroom.errors import LedgerError
from wireroom.newsroom import pictures
from wireroom.pages.renditions import FIGURE, Rendition

FOLDER = "renditions"
LIMIT = 2 << 30  # bytes of all files; beyond it those made longest ago go, and are made again when they are wanted
MOST_WAITING = 64  # renditions that wait for a thread: whoever comes then is asked to come again
_LARGE = FIGURE.widths[-1]
_SUM = 16  # bytes of a digest before those of the rendition: no file is made durable, so none is taken on trust
_NICE = 10

Stored = Callable[[str], bytes | None]
"""The stored picture with this name, or None."""


class Renditions:
    """The renditions of one network's pictures in `folder`, which may be deleted at any time. Safe to use from threads.

    Nothing here decides who may see a picture: whoever asks has asked the gate. What is made of a picture depends on
    its bytes and the rendition's name alone, so it does not matter when, where and how often it is made.
    """

    def __init__(self, folder: Path, stored: Stored, *, limit: int = LIMIT, threads: int = 0) -> None:
        self._root = folder
        self._folder = folder / pictures.way()
        self._stored = stored
        self._limit = limit
        self._written = limit  # bytes since the folder was looked over: with the first it is
        self._lock = threading.Lock()
        self._under_way: dict[Rendition, Future[None]] = {}
        self._threads = threads or max(1, (os.cpu_count() or 1) // 2)
        self._pool: ThreadPoolExecutor | None = None

    def made(self, wanted: Rendition) -> bytes | None:
        """The rendition if it was made already, b"" if it cannot be made; else None."""
        try:
            data = self._file(wanted).read_bytes()
        except FileNotFoundError:
            return None
        body = data[_SUM:]
        return body if data[:_SUM] == _sum(body) else None

    async def making(self, wanted: Rendition) -> bool:
        """Waits until it is made; False when too many wait already. Without a running loop it is made at once."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._make([wanted])
            return True
        future = self._begin(wanted)
        if future is None:
            return False
        # One reader who goes away must not take it from the others.
        await asyncio.shield(asyncio.wrap_future(future))
        return True

    def make(self, wanted: Sequence[Rendition]) -> None:
        """Makes those that are not there, with all processors and yet behind everything else; ends when it is done."""
        missing = [one for one in dict.fromkeys(wanted) if self.made(one) is None]
        by_picture: dict[str, list[Rendition]] = {}
        for one in missing:
            by_picture.setdefault(one.media, []).append(one)
        with ThreadPoolExecutor(os.cpu_count() or 1, initializer=_go_behind) as pool:
            wait([pool.submit(self._make, some) for some in by_picture.values()])

    def erase(self, names: Iterable[str]) -> None:
        """Erases all that was made of these stored pictures. Raises LedgerError."""
        for name in names:
            for folder in self._root.glob(f"*/{name[:2]}/{name.partition('.')[0]}"):
                try:
                    shutil.rmtree(folder)
                except OSError as error:
                    todo = "mend the folder's permissions"
                    raise LedgerError(f"renditions cannot be erased: {error}", where=str(folder), todo=todo) from error

    def close(self) -> None:
        """Begins nothing more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, wanted: Rendition) -> Future[None] | None:
        with self._lock:
            future = self._under_way.get(wanted)
            if future is None and len(self._under_way) < MOST_WAITING:
                if self._pool is None:
                    self._pool = ThreadPoolExecutor(self._threads, "renditions", _go_behind)
                future = self._under_way[wanted] = self._pool.submit(self._make, [wanted])
        if future is not None:
            future.add_done_callback(lambda _: self._under_way.pop(wanted, None))
        return future

    def _make(self, wanted: Sequence[Rendition]) -> None:
        """Makes renditions of one picture. What cannot be kept (the disk is full, say) is made again when wanted."""
        data = self._stored(wanted[0].media)
        if data is None:
            return
        picture = pictures.decode(data, _LARGE)
        for one in wanted:
            try:
                body = pictures.render(picture, one) if picture else b""
            except Exception:  # whatever an encoder says of such a picture, it would say again
                body = b""
            with suppress(OSError):
                self._keep(self._file(one), body)
        if self._stored(wanted[0].media) is None:
            self.erase([wanted[0].media])  # it was erased meanwhile, and nothing made of it may stay

    def _keep(self, path: Path, body: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_sum(body) + body)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        self._written += len(body)
        if self._written >= self._limit // 8:
            self._look_over()

    def _look_over(self) -> None:
        """Removes what was made another way, and the oldest when there is too much."""
        self._written = 0
        for other in self._root.iterdir():
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
        found = []
        for path in self._folder.rglob("*"):
            with suppress(FileNotFoundError):
                stat = path.stat()
                if path.is_file():
                    found.append((stat.st_mtime, stat.st_size, path))
        size = sum(one[1] for one in found)
        for _, bytes_of, path in sorted(found):
            if size <= self._limit:
                return
            path.unlink(missing_ok=True)
            size -= bytes_of

    def _file(self, wanted: Rendition) -> Path:
        return self._folder / wanted.media[:2] / wanted.media.partition(".")[0] / wanted.name


def _sum(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SUM).digest()


def _go_behind() -> None:
    """Lets everything else on this machine go before this thread, where a thread can have that of its own."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
