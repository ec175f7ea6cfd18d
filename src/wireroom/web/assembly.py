"""Puts a network folder's parts together: the readers' application, and the whole running thing."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

from wireroom.network.model import Network
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.home import Home
from wireroom.newsroom.receipts_places import announce, withdraw
from wireroom.newsroom.running import Newsroom
from wireroom.pages import Page, Pages
from wireroom.web.inbox.app import Inbox
from wireroom.web.inbox.front import Front
from wireroom.web.server import listen, loop_factory, serve, url_of
from wireroom.web.site.app import SiteApp
from wireroom.web.site.countries import Countries

log = logging.getLogger("wireroom")

Job = Callable[[Newsroom, str], Coroutine[Any, Any, None]]


def pages_of(home: Home, network: Network) -> Pages:
    """The network's pages, with the owner's own templates: `templates/NAME` for all sites, `templates/SITE/NAME`."""
    return home.pages(network)


def site_app(
    home: Home, clock: Callable[[], datetime], *, welcome: Callable[[], Page | None] = lambda: None
) -> SiteApp:
    """The readers' application of a network folder."""
    network = home.network
    return SiteApp(
        home.ledger,
        network,
        pages_of(home, network),
        media=home.vault.media,
        clock=clock,
        countries=Countries(home.folder).of,
        welcome=welcome,
    )


def run(
    home: Home,
    clock: Clock,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    welcome: Callable[[], Page | None] = lambda: None,
    job: Job | None = None,
) -> None:
    """Follows the wire and serves all sites until SIGINT or SIGTERM; then finishes what is under way.

    `ready` hears the address once it answers; `job` runs beside everything else (the demo's simulation). Raises
    WireroomError when the port cannot be had.
    """
    sockets = listen(host, port)
    app = site_app(home, clock, welcome=welcome)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_main(home, clock, app, sockets, ready, job))


async def _main(
    home: Home, clock: Clock, app: SiteApp, sockets: list[Any], ready: Callable[[str], None], job: Job | None
) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError):  # not on Windows, nor outside the main thread
            loop.add_signal_handler(name, stopping.set)

    def adopted(network: Network) -> None:
        app.adopt(network, pages_of(home, network))
        inbox.network = network

    newsroom = Newsroom(home, clock, adopted=adopted)
    inbox = Inbox(home.network, home.folder, newsroom.sources.deliver, newsroom.sources.subscription)
    address = url_of(sockets)
    tasks = [
        asyncio.create_task(serve(Front(app, inbox), sockets, stopping)),
        asyncio.create_task(newsroom.run(stopping)),
    ]
    extra = asyncio.create_task(job(newsroom, address)) if job is not None else None
    if extra is not None:
        extra.add_done_callback(_tell)
    announce(home.folder, address)
    ready(address)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    withdraw(home.folder)
    if extra is not None:
        extra.cancel()
    for task in done:
        task.result()
    await asyncio.gather(*tasks)
    log.info("stopped cleanly at entry %s", home.ledger.seq())


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("a job ended early", exc_info=task.exception())
