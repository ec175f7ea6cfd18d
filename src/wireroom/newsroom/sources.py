"""Follows every source of the network: looks when it is time, hands copy on, and keeps account of how each is doing."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from wireroom.errors import GoneError, TransportError, WireroomError
from wireroom.ledger.model import Outcome
from wireroom.network.model import Network, Source
from wireroom.newsroom.changes import Changes
from wireroom.newsroom.intake import NOTHING, QUARANTINED, Fate
from wireroom.newsroom.latecomers import LARGEST, Fetch
from wireroom.transports import Delivery, Folder, Paced, Parting, Roused, Transport, open_source
from wireroom.transports.access import Access, refusal
from wireroom.transports.fetch import Fetcher
from wireroom.transports.health import Health, Records

if TYPE_CHECKING:
    from wireroom.transports.websub import Subscription

log = logging.getLogger("wireroom.newsroom")

_T = TypeVar("_T")
Take = Callable[[Source, Sequence[Delivery]], Awaitable[list[Fate]]]

FETCHERS = 24  # threads that may wait for other machines at a time; copy is read and recorded by another
LATEST_RETRY = 300.0
_NO_NEWS = frozenset({Outcome.DUPLICATE, QUARANTINED, NOTHING})


class Sources:
    """One task a source. A slow server holds nobody up: what waits for it is a thread of its own."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        take: Take,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        fetcher: Fetcher | None = None,
    ) -> None:
        self.records = Records(folder)
        self._sleep = sleep
        self._folder = folder
        self._clock = clock
        self._take = take
        self._threads = ThreadPoolExecutor(FETCHERS, thread_name_prefix="fetch")
        self._following: dict[str, tuple[Source, asyncio.Task[None]]] = {}
        self._transports: dict[str, Transport] = {}
        self._parting: set[asyncio.Task[None]] = set()
        self._network: Network | None = None
        self._fetcher = fetcher
        self._making = Lock()
        self._turns: dict[str, asyncio.Lock] = {}

    def adopt(self, network: Network) -> None:
        """Begins with sources that are new or changed, and leaves those that are gone."""
        moved = self._network is not None and self._network.inbox != network.inbox
        self._network = network
        for key, (source, task) in list(self._following.items()):
            if moved or network.sources.get(key) != source:
                del self._following[key]
                task.cancel()
                self._part(key, network.sources.get(key), source, network.inbox)
        for key, source in network.sources.items():
            if key not in self._following and not source.address.startswith(("push:", "import:")):
                task = asyncio.create_task(self._follow(source), name=f"source {key}")
                self._following[key] = (source, task)

    def _part(self, key: str, now: Source | None, before: Source, inbox: str) -> None:
        """Ends at the other side what was agreed for a source that is gone, or is now another."""
        transport = self._transports.get(key)
        wanted = now is not None and now.address == before.address and now.websub and inbox
        if isinstance(transport, Parting) and not wanted:
            task = asyncio.create_task(self._run(transport.leave))
            self._parting.add(task)
            task.add_done_callback(self._parting.discard)

    def subscription(self, key: str) -> Subscription | None:
        """What is agreed with the hub of this source's feed; also of one that was taken out, until the hub knows."""
        found: Subscription | None = getattr(self._transports.get(key), "subscription", None)
        return found

    def tasks(self) -> list[asyncio.Task[None]]:
        """The tasks that follow sources now."""
        return [task for _, task in self._following.values()]

    async def close(self) -> None:
        """Stops following; what waits for other machines is cut off."""
        if self._fetcher is not None:
            self._fetcher.close()
        tasks = [*self.tasks(), *self._parting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.records.close()

    async def deliver(self, source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
        """Takes in what others brought here; returns when it is in the ledger. Raises as `take` does."""
        health = self.records.of(source.key, source.address)
        health.looked(self._clock())
        try:
            fates = await self._take(source, deliveries)
        except WireroomError as error:
            self._failed(health, error)
            raise
        self._brought(health, deliveries, fates)
        return fates

    async def picture(self, source: Source, url: str, make: Callable[[Fetch], _T]) -> _T:
        """What `make` makes of the picture at this URL, in a thread that may wait; it is given how to fetch it."""

        def work() -> _T:
            access = Access(source, self._folder, self._client())

            def fetch(url: str) -> bytes:
                answer = access.ask(url, most=LARGEST)
                if answer.status != 200:
                    raise refusal(answer, self._clock().timestamp())
                return answer.body

            return make(fetch)

        async with self._turn(url):
            return await self._run(work)

    def _turn(self, url: str) -> AbstractAsyncContextManager[None]:
        """Waits for others that ask the same web server, here and not in a thread: one that hangs holds only one."""
        host = urlsplit(url).hostname if url.startswith("http") else None
        return self._turns.setdefault(host, asyncio.Lock()) if host else nullcontext()

    async def _follow(self, source: Source) -> None:
        health = self.records.of(source.key, source.address)
        health.ended = ""
        transport: Transport | None = None
        with Changes() as changes:
            while True:
                health.looked(self._clock())
                try:
                    if transport is None:
                        transport = self._transports[source.key] = await self._run(partial(self._open, source))
                        log.info("following %s from %s", source.key, source.address)
                    fates = await self._look(source, transport, health)
                    await self._pause(source, transport, health, fates, changes)
                except GoneError as error:
                    health.ended = error.what
                    self._failed(health, error)
                    return
                except (WireroomError, OSError, sqlite3.Error) as error:  # what it remembers may not fit on the disk
                    self._failed(health, error)
                    await self._rest(health, stay(source, health.failures, error))

    def _open(self, source: Source) -> Transport:
        fetcher = self._client() if source.address.startswith("http") else None
        inbox = self._network.inbox if self._network else ""
        return open_source(source, self._folder, fetcher=fetcher, inbox=inbox)

    def _client(self) -> Fetcher:
        """The one HTTP client, made when it is first needed."""
        with self._making:
            if self._fetcher is None:
                self._fetcher = Fetcher()
            return self._fetcher

    async def _look(self, source: Source, transport: Transport, health: Health) -> list[Fate] | None:
        """What became of what is there now; None when nothing is. Acknowledged when the ledger has it."""
        async with self._turn(source.address):
            deliveries = await self._run(transport.deliveries)
        fates = await self._take(source, deliveries) if deliveries else None

        def done() -> None:
            for delivery in deliveries:
                transport.done(delivery)

        if deliveries:
            await self._run(done)
        if isinstance(transport, Paced):
            health.remarks = dict(transport.remarks)
        self._brought(health, deliveries, fates or [])
        return fates

    async def _pause(
        self, source: Source, transport: Transport, health: Health, fates: list[Fate] | None, changes: Changes
    ) -> None:
        """Waits until the source is worth another look."""
        if isinstance(transport, Folder):
            if fates is None:  # else there may be more than one batch
                await changes.wait(transport)
        elif isinstance(transport, Paced):
            news = any(fate.outcome not in _NO_NEWS for fate in fates or ())
            seconds = await self._run(partial(transport.interval, news))
            await self._rest(health, seconds, transport if isinstance(transport, Roused) and seconds else None)
        else:
            # Jitter, so that many sources at one host are not asked at one moment.
            await self._rest(health, source.every.total_seconds() * random.uniform(0.9, 1.1))

    async def _rest(self, health: Health, seconds: float, roused: Roused | None = None) -> None:
        now = self._clock()
        health.next_ask = now + timedelta(seconds=seconds)
        self.records.write(health, now)
        if roused is None:
            await self._sleep(seconds)
        else:
            await told_of_news(roused, seconds)

    def _brought(self, health: Health, deliveries: Sequence[Delivery], fates: Sequence[Fate]) -> None:
        now = self._clock()
        health.brought(now, (len(one.data) for one in deliveries), (str(fate.outcome) for fate in fates))
        self.records.write(health, now)

    def _failed(self, health: Health, error: Exception) -> None:
        now = self._clock()
        health.failed(now, str(error) if isinstance(error, WireroomError) else f"{type(error).__name__}: {error}")
        self.records.write(health, now)
        log.warning("source %s: %s", health.source, error)

    async def _run(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


async def told_of_news(transport: Roused, seconds: float) -> None:
    """Waits as `Roused.wait` does, in a thread of its own: one for each such source, beside those that fetch."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def work() -> None:
        try:
            transport.wait(seconds)
        finally:
            with suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(over.set)

    Thread(target=work, name="told of news", daemon=True).start()
    try:
        await over.wait()
    except asyncio.CancelledError:
        transport.rouse()
        raise


def stay(source: Source, failures: int, error: Exception) -> float:
    """The seconds to stay away after trouble: longer each time, no less than the other side asks for."""
    wait = min(LATEST_RETRY, 2.0 ** min(failures, 12)) * random.uniform(0.8, 1.2)
    if isinstance(error, TransportError):
        if error.status:  # it is there, and said no: asking sooner than usual is not the answer
            wait = max(wait, source.every.total_seconds())
        wait = max(wait, error.retry_after or 0.0)
    return wait
