"""Puts a network folder's parts together: the readers' application, and the whole running thing."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime
from socket import socket
from typing import Any

from wireroom.network.model import Network
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.home import Home
from wireroom.newsroom.presence import Presence, present
from wireroom.newsroom.receipts_places import announce, withdraw
from wireroom.newsroom.running import Newsroom
from wireroom.pages import Page, Pages
from wireroom.web.access import AccessLog
from wireroom.web.admin.app import Admin
from wireroom.web.api.app import Api
from wireroom.web.garbage import settle
from wireroom.web.inbox.app import Inbox
from wireroom.web.inbox.front import Front
from wireroom.web.server import listen, loop_factory, serve, url_of
from wireroom.web.site.app import SiteApp
from wireroom.web.site.countries import Countries
from wireroom.web.tally import Tally

log = logging.getLogger("wireroom")

_HANGUP = getattr(signal, "SIGHUP", None)  # not on Windows

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
        media=home.renditions,
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
    access_log: str = "",
) -> None:
    """Follows the wire and serves all sites until SIGINT or SIGTERM; then finishes what is under way.

    SIGHUP reads network file and templates again. `ready` hears the address once it answers; `job` runs beside
    everything else (the demo's simulation); `access_log` is a file for it, whatever network.toml says. Raises
    WireroomError when the port cannot be had.
    """
    sockets = listen(host, port)
    admin = _admin_sockets(home.network)
    app = site_app(home, clock, welcome=welcome)
    with present(home.folder) as presence, asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_main(home, clock, app, (sockets, admin), ready, job, presence, access_log))


def _admin_sockets(network: Network) -> list[socket]:
    """Where health and metrics are served, if anywhere of their own."""
    if not network.admin:
        return []
    host, _, port = network.admin.rpartition(":")
    return listen(host.strip("[]"), int(port))


async def _main(
    home: Home,
    clock: Clock,
    app: SiteApp,
    sockets: tuple[list[socket], list[socket]],
    ready: Callable[[str], None],
    job: Job | None,
    presence: Presence,
    access_log: str,
) -> None:
    stopping = asyncio.Event()
    access = None
    if access_log or home.network.access_log.to:
        access = AccessLog(home.network, home.folder, access_log)

    def adopted(network: Network) -> None:
        app.adopt(network, pages_of(home, network))
        inbox.network = network
        api.adopt(network)
        if access is not None:
            access.adopt(network)

    newsroom = Newsroom(home, clock, adopted=adopted, reread=presence.reread)
    _on_signals({signal.SIGINT: stopping.set, signal.SIGTERM: stopping.set, _HANGUP: newsroom.reload})
    tally = Tally()
    api = Api(home.ledger, home.network, home.folder, clock=clock)
    inbox = Inbox(home.network, home.folder, newsroom.sources.deliver, newsroom.sources.subscription)
    admin = Admin(home, clock, tally, cached=lambda: app.cached)
    readers, own = sockets
    address = url_of(readers)
    serving = serve(Front(app, inbox, api, admin), readers, stopping, tally=tally, access=access)
    tasks = [asyncio.create_task(serving), asyncio.create_task(newsroom.run(stopping))]
    if own:
        tasks.append(asyncio.create_task(serve(admin, own, stopping)))
    extra = asyncio.create_task(job(newsroom, address)) if job is not None else None
    if extra is not None:
        extra.add_done_callback(_tell)
    announce(home.folder, address)
    settle()
    ready(address)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    withdraw(home.folder)
    if extra is not None:
        extra.cancel()
    for task in done:
        task.result()
    await asyncio.gather(*tasks)
    if access is not None:
        access.close()
    log.info("stopped cleanly at entry %s", home.ledger.seq())


def _on_signals(handlers: Mapping[signal.Signals | None, Callable[[], None]]) -> None:
    loop = asyncio.get_running_loop()
    for name, handler in handlers.items():
        if name is not None:
            with suppress(NotImplementedError, RuntimeError):  # not on Windows, nor outside the main thread
                loop.add_signal_handler(name, handler)


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("a job ended early", exc_info=task.exception())
