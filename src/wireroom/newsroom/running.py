"""The running newsroom: follows every source, wakes at the next moment that changes something, reloads its file."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TypeVar

from wireroom.errors import LedgerBusyError, LedgerError, WireroomError
from wireroom.network.model import Network, Source
from wireroom.news import Illustrate
from wireroom.newsroom import agreed
from wireroom.newsroom.alerts_watch import EVERY, Watch
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.ending_purge import purge_due
from wireroom.newsroom.home import Home
from wireroom.newsroom.hooks import Hooks
from wireroom.newsroom.intake import Fate
from wireroom.newsroom.latecomers import Fetch, Latecomers, absent, illustrate
from wireroom.newsroom.receipts_watch import Receipts
from wireroom.newsroom.sources import Sources
from wireroom.transports import Delivery

log = logging.getLogger("wireroom.newsroom")

_T = TypeVar("_T")

LONGEST_SLEEP = 30.0  # seconds: a clock that was set forwards is noticed after that at the latest
FILE_LOOK = 1.0  # seconds between looks at network.toml
OUTSIDE_LOOK = 0.25  # seconds between looks for what others must hear of
PURGE_LOOK = 600.0  # seconds between looks for what may not be kept any longer


class Newsroom:
    """Runs until told to stop. One thread takes copy in, so deliveries never wait for each other's readers."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        *,
        adopted: Callable[[Network], None] = lambda network: None,
        reread: Callable[[str], None] = lambda trouble: None,
    ) -> None:
        self.home = home
        self.clock = clock
        self.sources = Sources(home.folder, clock, self._take)
        self._latecomers = Latecomers(self._picture, self._record)
        self._intake = home.intake(clock)
        self._adopted = adopted
        self._reread = reread
        self._to_reload = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._changed = asyncio.Event()

    def reload(self) -> None:
        """Reads network file and templates again, changed or not; `reread` hears what came of it."""
        self._to_reload.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Follows the wire until `stopping` is set; what was begun is finished first."""
        await self._run(partial(agreed.record, self.home.ledger, self.home.network, self.clock()))
        self.sources.adopt(self.home.network)
        tasks = [
            asyncio.create_task(self._boundaries(), name="boundaries"),
            asyncio.create_task(self._search_index(), name="search index"),
            asyncio.create_task(self._network_file(), name="network file"),
            asyncio.create_task(self._watch(), name="watch"),
            asyncio.create_task(self._outside(), name="hooks"),
            asyncio.create_task(self._receipts(), name="receipts"),
            asyncio.create_task(self._purges(), name="purges"),
        ]
        for task in tasks:
            task.add_done_callback(_told)
        try:
            await stopping.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, self.sources.close(), self._latecomers.close(), return_exceptions=True)
            self._thread.shutdown(wait=True)

    async def _take(self, source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
        """Takes deliveries in; what is returned is durable."""
        fates = await self._run(partial(self._intake.take, source, deliveries))
        self._changed.set()
        if source.address.startswith("http"):
            wanted = await asyncio.to_thread(absent, self.home.ledger, fates, source, self.clock())
            self._latecomers.expect(source, wanted)
        return fates

    async def _picture(self, source: Source, uri: str, href: str) -> Illustrate | None:
        def make(fetch: Fetch) -> Illustrate | None:
            return illustrate(self.home.vault, fetch, source, uri, href, self.clock())

        return await self.sources.picture(source, href, make)

    async def _record(self, decision: Illustrate, source: str) -> None:
        await self._run(partial(self.home.ledger.append, decision, at=self.clock(), source=source))

    async def _run(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _boundaries(self) -> None:
        """Tells of every moment at which time alone changes something, when it comes.

        Pages need no telling: each is made again by itself after its `changes_at`.
        """
        passed = self.clock()
        unkept = None  # a moment that could not be written down yet
        while True:
            now = self.clock()
            boundaries = self.home.ledger.boundaries(passed, now)
            for boundary in boundaries:
                log.info("time: %s: %s", boundary.uri, boundary.what)
            if boundaries and not self.clock.simulated:
                unkept = boundaries[-1].at
            if unkept is not None:
                try:
                    await asyncio.to_thread(self.home.passed, unkept)
                    unkept = None
                except OSError as error:
                    log.warning("that time has passed could not be written down, and is tried again: %s", error)
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
                try:
                    await asyncio.to_thread(self.home.ledger.catch_up)
                    seen = seq
                except LedgerBusyError as error:
                    log.info("search index: %s", error)
                except LedgerError as error:
                    log.warning("search index: %s", error)
                    await asyncio.sleep(LONGEST_SLEEP)
            await asyncio.sleep(0.25)

    async def _watch(self) -> None:
        """Looks after the sources, and tells whom the network file names when something is wrong."""
        watch = await asyncio.to_thread(Watch, self.home, self.clock)
        try:
            while True:
                try:
                    await asyncio.to_thread(watch.look)
                except (WireroomError, OSError) as error:
                    log.warning("the sources could not be looked after: %s", error)
                await asyncio.sleep(EVERY)
        finally:
            watch.close()

    async def _outside(self) -> None:
        """Tells others of changed pages, whoever changed them."""
        hooks = await asyncio.to_thread(Hooks, self.home, self.clock)
        await self._looking(hooks.look, hooks.close, "nobody could be told of changed pages: %s")

    async def _receipts(self) -> None:
        """Asks whether kills and corrections have landed."""
        receipts = await asyncio.to_thread(Receipts, self.home, self.clock)
        await self._looking(receipts.look, receipts.close, "whether it has landed could not be asked: %s")

    async def _purges(self) -> None:
        """Erases what an ended contract leaves no right to keep, once its time to wind down is over."""
        await self._looking(partial(purge_due, self.home, self.clock), lambda: None, "not erased: %s", PURGE_LOOK)

    async def _looking(
        self, look: Callable[[], None], close: Callable[[], None], trouble: str, every: float = OUTSIDE_LOOK
    ) -> None:
        try:
            while True:
                try:
                    await asyncio.to_thread(look)
                except (WireroomError, OSError) as error:
                    log.warning(trouble, error)
                await asyncio.sleep(every)
        finally:
            close()

    async def _network_file(self) -> None:
        """Adopts network.toml when it changes or somebody asks; a file that cannot be used changes nothing."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._to_reload.wait(), FILE_LOOK)
            asked = self._to_reload.is_set()
            self._to_reload.clear()
            stamp, read_as = self.home.stamp(), self.home.read_as
            if stamp == read_as and not asked:
                continue
            try:
                network = self.home.reload()
                if stamp and read_as and stamp[:2] == read_as[:2]:
                    self._adopted(network)  # a contract has ended: readers wait for no lists to be made anew
                await self._run(partial(self.home.ledger.adopt, network))
                await self._run(partial(agreed.record, self.home.ledger, network, self.clock()))
                self._adopted(network)
            except (WireroomError, OSError) as error:
                log.error("the network file was not adopted, the old one stays in force:\n%s", error)
                self._reread(str(error))
                continue
            self.sources.adopt(network)
            log.info("adopted %s", self.home.file.name)
            self._reread("")


def _told(task: asyncio.Task[None]) -> None:
    """Nobody waits for what goes on beside: should it end by a fault of ours, it does not do so in silence."""
    if not task.cancelled() and (error := task.exception()):
        log.critical("%s: it has stopped; start Wireroom again", task.get_name(), exc_info=error)
