"""Serves an application on a port with uvicorn, until told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from wireroom.errors import WireroomError
from wireroom.web.access import AccessLog
from wireroom.web.asgi import Application
from wireroom.web.tally import Tally

log = logging.getLogger("wireroom.web")

BACKLOG = 2048
KEEP_ALIVE = 15  # seconds that an idle connection is kept
LONGEST_STOP = 3  # seconds that requests under way may still take


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """The quickest event loop there is: uvloop's where it is installed, for `asyncio.Runner(loop_factory=…)`."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def listen(host: str, port: int) -> list[socket.socket]:
    """Listening sockets; port 0 takes a free one. `localhost` listens on both loopback addresses where it can.

    Raises WireroomError when the port is taken, not allowed, or the host is not of this machine.
    """
    first = _bound("127.0.0.1" if host == "localhost" else host, port)
    sockets = [first]
    if host == "localhost":
        # SITE.localhost may mean either to a browser. A machine without IPv6, or with that port taken there, has one.
        with suppress(WireroomError):
            sockets.append(_bound("::1", first.getsockname()[1]))
    return sockets


def _bound(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:  # the resolver would take it modulo 65,536
        raise WireroomError(f"there is no port {port}", where=host, todo="try --port 8080")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            bound.bind(address)
            # Listening already here: of two that bound one port with SO_REUSEADDR, the second fails only now.
            bound.listen(BACKLOG)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        raise _cannot_listen(host, port, error) from error
    bound.setblocking(False)
    return bound


def _cannot_listen(host: str, port: int, error: OSError) -> WireroomError:
    if error.errno == errno.EADDRINUSE:
        return WireroomError(f"port {port} is in use", where=host, todo=f"try --port {port + 1 if port < 65535 else 0}")
    if error.errno == errno.EACCES:
        return WireroomError(f"port {port} needs more rights than you have", where=host, todo="try --port 8080")
    return WireroomError(f"cannot listen here: {error}", where=f"{host}:{port}", todo="try --host 127.0.0.1")


def url_of(sockets: list[socket.socket]) -> str:
    """The URL at which a browser on this machine finds what listens here."""
    host, port = sockets[0].getsockname()[:2]
    if host in ("127.0.0.1", "::1", "0.0.0.0", "::"):
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(
    app: Application,
    sockets: list[socket.socket],
    stopping: asyncio.Event,
    *,
    tally: Tally | None = None,
    access: AccessLog | None = None,
) -> None:
    """Serves on these sockets until `stopping` is set; requests under way are finished, for a few seconds at most.

    `tally` counts the answers and `access` writes them down.
    """
    from wireroom.web.readers import server_of  # uvicorn takes its time to import

    server = server_of(
        app, keep_alive=KEEP_ALIVE, longest_stop=LONGEST_STOP, backlog=BACKLOG, tally=tally, access=access
    )
    if tally is not None:
        tally.connections = server.server_state.connections
    serving = asyncio.create_task(server.serve(sockets), name="web")
    stopped = asyncio.create_task(stopping.wait(), name="web stops")
    try:
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        server.should_exit = True
        await serving
        for one in sockets:
            one.close()


class Server:
    """Serves from a thread of its own: for tests, benchmarks and notebooks.

    `start()` returns when requests are answered; `stop()` when all is closed. The application is then used in that
    thread only. Raises WireroomError where the port cannot be had.
    """

    def __init__(
        self,
        app: Application,
        host: str = "localhost",
        port: int = 0,
        *,
        tally: Tally | None = None,
        access: AccessLog | None = None,
    ) -> None:
        self._app = app
        self._tally = tally
        self._access = access
        self._sockets = listen(host, port)
        self.url = url_of(self._sockets)
        self._thread = threading.Thread(target=self._run, name="web", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._started = threading.Event()

    def start(self) -> Server:
        """Begins to serve."""
        self._thread.start()
        self._started.wait()
        return self

    def stop(self) -> None:
        """Finishes what is under way and closes."""
        if self._loop is not None and self._stopping is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        # The sockets listen since they were made, so a request that comes at once waits and is not refused.
        self._started.set()
        await serve(self._app, self._sockets, self._stopping, tally=self._tally, access=self._access)
        if self._access is not None:
            self._access.close()
