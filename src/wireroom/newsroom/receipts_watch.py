"""Sees to it that every kill, hold and correction gets its receipt: asks until it has landed, tells when it has not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wireroom.ledger.files import write_whole
from wireroom.newsroom.receipts import Asking, Report, kind_of, record
from wireroom.newsroom.receipts_places import InLedger, Place, places_of
from wireroom.rights import licence_for
from wireroom.transports.fetch import Fetcher
from wireroom.transports.notebook import FOLDER

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home

log = logging.getLogger("wireroom.newsroom")

WHO = "newsroom"
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
LONGEST = timedelta(hours=24)  # of asking
_USUAL = timedelta(seconds=120)  # a kill's deadline and the life of a cached copy, where no licence says


class Open(msgspec.Struct):
    """An order whose receipt is not complete. `late` says that its deadline has passed, and that this was recorded."""

    of: int
    begun: datetime
    tries: int = 0
    again: datetime | None = None
    late: bool = False
    left: int = 0


class Memory(msgspec.Struct):
    """The last entry that was looked at, and the open orders by story; kept over restarts."""

    seq: int = -1
    open: dict[str, Open] = {}


Places = Callable[[datetime], list[Place]]


class Receipts:
    """One look after another, from one thread at a time. What came before the first look gets no receipt by itself."""

    def __init__(self, home: Home, clock: Callable[[], datetime], places: Places | None = None) -> None:
        self._home, self._clock = home, clock
        self._fetcher: Fetcher | None = None
        self._places = places or self._known
        self._memory = load(home.folder)
        if self._memory.seq < 0:
            self._memory.seq = home.ledger.seq()
            self._save()
        self._asking: dict[str, Asking] = {}

    def look(self) -> None:
        """Takes up what was ordered since the last look, and asks what is due. Raises WireroomError or OSError."""
        self._take_up()
        for uri, one in list(self._memory.open.items()):
            if one.again is None or self._clock() >= one.again:
                self._ask(uri, one)

    def _take_up(self) -> None:
        before = self._memory.seq
        for entry in self._home.ledger.entries(before):
            if kind_of(entry):
                self._memory.open[entry.uri] = Open(entry.seq, self._clock())
                self._asking.pop(entry.uri, None)
            self._memory.seq = entry.seq
        if self._memory.seq != before:
            self._save()

    def _ask(self, uri: str, one: Open) -> None:
        ledger, network = self._home.ledger, self._home.network
        asking = self._asking.get(uri)
        if asking is None:
            asking = self._asking[uri] = Asking(
                ledger, network, uri, self._clock(), WHO, "every order gets its receipt"
            )
        report = asking.ask(self._places(self._clock()), self._clock)
        now = self._clock()
        one.tries += 1
        one.left = len(report.left)
        if not report.left:
            self._close(uri, report, "landed everywhere")
        elif now - one.begun >= LONGEST:
            self._close(uri, report, "was not seen to land within a day")
        else:
            one.again = now + min(FIRST_PAUSE * 2 ** min(one.tries - 1, 12), LONGEST_PAUSE)
            if not one.late and now - one.begun >= self._deadline(uri):
                one.late = True
                record(ledger, report, now)
                log.warning(
                    "%s: its %s has not landed at %s addresses: %s", uri, report.kind, one.left, report.left[0].url
                )
        self._save()

    def _close(self, uri: str, report: Report, how: str) -> None:
        record(self._home.ledger, report, self._clock())
        log.info("%s: its %s %s: %s answers", uri, report.kind, how, len(report.checks))
        del self._memory.open[uri]
        self._asking.pop(uri, None)

    def _deadline(self, uri: str) -> timedelta:
        """How long the contract gives a kill; no cache may hold it longer than that and its own longest time."""
        with self._home.ledger.snapshot(self._clock()) as snapshot:
            story = snapshot.story(uri)
        licence = licence_for(self._home.network, story.standing) if story and story.standing else None
        return _USUAL if licence is None else licence.kill.deadline + licence.cache_max

    def _known(self, now: datetime) -> list[Place]:
        """All places but the ledger itself, where there is any other: it proves nothing that a server does not."""
        if self._fetcher is None:
            self._fetcher = Fetcher(spacing=0)
        home = self._home
        found = places_of(home.ledger, home.network, home.pages(home.network), home.folder, self._fetcher, now)
        return [one for one in found if not isinstance(one, InLedger)] or found

    def _save(self) -> None:
        write_whole(_file(self._home.folder), msgspec.json.format(msgspec.json.encode(self._memory), indent=1) + b"\n")

    def close(self) -> None:
        """Ends what is being asked."""
        if self._fetcher is not None:
            self._fetcher.close()


def load(folder: Path) -> Memory:
    """What is remembered; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(_file(folder).read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Memory()


def _file(folder: Path) -> Path:
    return folder / FOLDER / "receipts.json"
