"""Tells when something has happened in a watched folder, without a gap between two looks at it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from wireroom.transports import Folder

FOLDER_LOOK = 2.0  # seconds between looks at a folder that tells of no change (network drives tell of none)
_Place = tuple[Path, int]  # a folder, and which one stands at that path


class Changes:
    """Watches one folder from the first `wait` to the end of the `with` block.

    What happens between two waits ends the second at once: nothing has to begin anew after each file, during which
    the next one would go unseen.
    """

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._happened = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    def __enter__(self) -> Changes:
        return self

    def __exit__(self, *error: object) -> None:
        self._stop()

    async def wait(self, folder: Folder) -> None:
        """Returns when the folder is worth another look: something happened in it, or a while has passed."""
        if folder.manner.poll is not None:
            await asyncio.sleep(folder.manner.poll)
            return
        places = [(path, _number_of(path)) for path in folder.watched]
        if self._watching is None or self._watching.done() or self._places != places:
            self._stop()
            self._places = places
            self._watching = asyncio.create_task(self._watch(), name=f"watch {folder.path}")
            await asyncio.sleep(0)  # in which the watch begins: the next look finds what came before that
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._happened.wait(), FOLDER_LOOK)
        self._happened.clear()

    def _stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        from watchfiles import awatch

        paths = [path for path, _ in self._places]
        try:
            async for _ in awatch(*paths, debounce=5, step=1, rust_timeout=100, recursive=False):
                self._happened.set()
        except (OSError, RuntimeError):  # too many watches, say, or a folder that went: it begins anew after a while
            await asyncio.sleep(FOLDER_LOOK)


def _number_of(path: Path) -> int:
    """What tells a folder from another one made in its place, of which the old watch hears nothing."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0
