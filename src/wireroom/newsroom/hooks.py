"""Tells others of changed pages, durably: each way has a place in the ledger up to which it has been told.

That place is the whole queue. What could not be delivered is worked out again from the ledger, and merged with what has
come since, so nothing is lost in a crash, nothing old overtakes something new, and telling twice says the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from wireroom.errors import TransportError, WireroomError
from wireroom.ledger.files import write_whole
from wireroom.newsroom.hooks_news import news_since
from wireroom.newsroom.hooks_ways import Way, ways_of
from wireroom.transports.fetch import Fetcher
from wireroom.transports.notebook import FOLDER

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home

log = logging.getLogger("wireroom.newsroom")

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
FAILURES = 3  # in a row, before `doctor` calls it one


class Told(msgspec.Struct):
    """How far a way has been told: entries up to `seq`, and what time alone changed up to `until`."""

    seq: int
    until: datetime
    failures: int = 0
    since: datetime | None = None  # when it began to fail
    again: datetime | None = None
    trouble: str = ""


class Hooks:
    """Tells every way that the network file names. `look` may be called at any time and returns at once.

    A way that is named for the first time hears of what comes from then on.
    """

    def __init__(self, home: Home, clock: Callable[[], datetime], fetcher: Fetcher | None = None) -> None:
        self._home = home
        self._clock = clock
        self._fetcher = fetcher
        self._told = load(home.folder)
        self._lock = Lock()
        self._busy: dict[str, Future[None]] = {}
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="hooks")
        self._network: object = None
        self._ways: list[Way] = []

    def look(self) -> None:
        """Sets every way going that has something to be told and is not at it."""
        now, seq = self._clock(), self._home.ledger.seq()
        ways = self._configured(seq, now)
        for way in ways:
            told = self._told[way.name]
            running = self._busy.get(way.name)
            if (running is None or running.done()) and self._due(told, seq, now):
                self._busy[way.name] = self._threads.submit(self._tell, way, told)

    def _configured(self, seq: int, now: datetime) -> list[Way]:
        network = self._home.network
        if network is not self._network:
            self._network = network
            wanted = any(site.hooks.tells for site in network.sites.values())
            if wanted and self._fetcher is None:
                self._fetcher = Fetcher()
            self._ways = ways_of(network, self._home.folder, self._fetcher) if self._fetcher else []
            names = [way.name for way in self._ways]
            with self._lock:
                self._told = {name: self._told.get(name) or Told(seq, now) for name in names}
                self._save()
        return self._ways

    def _due(self, told: Told, seq: int, now: datetime) -> bool:
        if told.again is not None and now < told.again:
            return False
        return told.again is not None or seq != told.seq or bool(self._home.ledger.boundaries(told.until, now))

    def _tell(self, way: Way, told: Told) -> None:
        """Tells one way all that it has not heard; what fails is left for a later look."""
        more = True
        while more:
            now = self._clock()
            try:
                news = news_since(self._home.ledger, self._home.network, told.seq, told.until, now)
                way.send(news.of(way.sites))
            except (WireroomError, OSError) as error:
                self._failed(way, told, error, now)
                return
            if told.failures:
                log.info("%s: is told again", way.name)
            more = news.more
            with self._lock:
                told.seq, told.until = news.seq, news.until
                told.failures, told.since, told.again, told.trouble = 0, None, None, ""
                self._save()

    def _failed(self, way: Way, told: Told, error: Exception, now: datetime) -> None:
        asked = getattr(error, "retry_after", None) if isinstance(error, TransportError) else None
        pause = min(FIRST_PAUSE * 2 ** min(told.failures, 12), LONGEST_PAUSE)
        pause = max(pause, timedelta(seconds=asked or 0))
        log.warning("%s could not be told, again in %d s: %s", way.name, pause.total_seconds(), error)
        with self._lock:
            told.failures += 1
            told.since = told.since or now
            told.again, told.trouble = now + pause, str(error)
            self._save()

    def _save(self) -> None:
        try:
            write_whole(
                _file(self._home.folder), msgspec.json.format(msgspec.json.encode(self._told), indent=1) + b"\n"
            )
        except OSError as error:
            log.warning("how far others were told could not be written down; they may be told twice: %s", error)

    def wait(self) -> None:
        """Until what is under way is done."""
        for one in list(self._busy.values()):
            one.result()

    def close(self) -> None:
        """Ends what is under way; the next run goes on from there."""
        if self._fetcher is not None:
            self._fetcher.close()
        self._threads.shutdown(wait=True)


def load(folder: Path) -> dict[str, Told]:
    """How far each way was told, by its name; what cannot be read counts as nothing."""
    try:
        return msgspec.json.decode(_file(folder).read_bytes(), type=dict[str, Told])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        log.warning("%s: begun anew, it cannot be read: %s", _file(folder), error)
        return {}


def _file(folder: Path) -> Path:
    return folder / FOLDER / "hooks.json"
