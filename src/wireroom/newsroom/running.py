"""The running newsroom: follows every source, wakes at the next moment that changes something, reloads its file."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from wireroom.errors import LedgerBusyError, TransportError, WireroomError
from wireroom.network.model import Network, Source
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.home import Home
from wireroom.transports import Folder, Transport, open_source

log = logging.getLogger("wireroom.newsroom")

_T = TypeVar("_T")

LONGEST_SLEEP = 30.0  # seconds: a clock that was set forwards is noticed after that at the latest
FOLDER_LOOK = 2.0  # seconds between looks at a folder that tells of no change (network drives tell of none)
FILE_LOOK = 1.0  # seconds between looks at network.toml
LATEST_RETRY = 300.0


class Newsroom:
    """Runs until told to stop. One thread takes copy in, so deliveries never wait for each other's readers."""

    def __init__(self, home: Home, clock: Clock, *, adopted: Callable[[Network], None] = lambda network: None) -> None:
        self.home = home
        self.clock = clock
        self._intake = home.intake(clock)
        self._adopted = adopted
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._changed = asyncio.Event()
        self._following: dict[str, tuple[Source, asyncio.Task[None]]] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Follows the wire until `stopping` is set; what was begun is finished first."""
        self._follow_sources()
        tasks = [
            asyncio.create_task(self._boundaries(), name="boundaries"),
            asyncio.create_task(self._search_index(), name="search index"),
            asyncio.create_task(self._network_file(), name="network file"),
        ]
        try:
            await stopping.wait()
        finally:
            following = [task for _, task in self._following.values()]
            for task in [*tasks, *following]:
                task.cancel()
            await asyncio.gather(*tasks, *following, return_exceptions=True)
            self._thread.shutdown(wait=True)

    def _follow_sources(self) -> None:
        """Begins with sources that are new or changed, and leaves those that are gone."""
        wanted = self.home.network.sources
        for key in [key for key, (source, _) in self._following.items() if wanted.get(key) != source]:
            self._following.pop(key)[1].cancel()
        for key, source in wanted.items():
            if key not in self._following:
                task = asyncio.create_task(self._follow(source), name=f"source {key}")
                self._following[key] = (source, task)

    async def _follow(self, source: Source) -> None:
        try:
            transport = open_source(source, self.home.folder)
        except TransportError as error:
            log.error("%s", error)
            return
        log.info("following %s from %s", source.key, source.address)
        failures = 0
        while True:
            try:
                took = await self._run(partial(self._take, source, transport))
                failures = 0
            except (WireroomError, OSError) as error:
                failures += 1
                took = 0
                log.warning("source %s: %s", source.key, error)
            if took:
                self._changed.set()
                if isinstance(transport, Folder):
                    continue  # there may be more than one batch
            await self._pause(source, transport, failures)

    def _take(self, source: Source, transport: Transport) -> int:
        deliveries = transport.deliveries()
        if deliveries:
            self._intake.take(source, deliveries)
            for delivery in deliveries:
                transport.done(delivery)
        return len(deliveries)

    async def _pause(self, source: Source, transport: Transport, failures: int) -> None:
        """Waits until the source is worth another look."""
        if failures:
            await asyncio.sleep(min(LATEST_RETRY, 2.0**failures) * random.uniform(0.8, 1.2))
        elif isinstance(transport, Folder):
            await _folder_changes(transport.path)
        else:
            # Jitter, so that many feeds of one host are not asked at one moment.
            await asyncio.sleep(source.every.total_seconds() * random.uniform(0.9, 1.1))

    async def _run(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _boundaries(self) -> None:
        """Tells of every moment at which time alone changes something, when it comes.

        Pages need no telling: each is made again by itself after its `changes_at`.
        """
        passed = self.clock()
        while True:
            now = self.clock()
            for boundary in self.home.ledger.boundaries(passed, now):
                log.info("time: %s: %s", boundary.uri, boundary.what)
            passed = now
            upcoming = self.home.ledger.next_boundary(now)
            wait = LONGEST_SLEEP
            if upcoming is not None:
                wait = min(wait, max(0.0, (upcoming - self.clock()) / timedelta(seconds=1)) + 0.001)
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), wait)

    async def _search_index(self) -> None:
        """Feeds the search index behind the ledger; a search that comes earlier does so by itself."""
        seen = -1
        while True:
            seq = self.home.ledger.seq()
            if seq != seen:
                seen = seq
                try:
                    await asyncio.to_thread(self.home.ledger.catch_up)
                except LedgerBusyError as error:
                    log.info("search index: %s", error)
            await asyncio.sleep(0.25)

    async def _network_file(self) -> None:
        """Adopts network.toml when it changes; a file that cannot be used changes nothing."""
        while True:
            await asyncio.sleep(FILE_LOOK)
            if self.home.stamp() == self.home.read_as:
                continue
            try:
                network = self.home.reload()
                await self._run(partial(self.home.ledger.adopt, network))
                self._adopted(network)
            except (WireroomError, OSError) as error:
                log.error("the network file was not adopted, the old one stays in force:\n%s", error)
                continue
            self._follow_sources()
            log.info("adopted %s", self.home.file.name)


async def _folder_changes(path: Path) -> None:
    """Returns when something happened in the folder, or after a while."""
    from watchfiles import awatch

    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(FOLDER_LOOK, stop.set)
    try:
        async for _ in awatch(path, debounce=5, step=1, rust_timeout=100, stop_event=stop, recursive=False):
            return
    except (OSError, RuntimeError):
        await asyncio.sleep(FOLDER_LOOK)
