"""Watches over the running newsroom: feels the sources' pulse, and sees that somebody hears when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wireroom.ledger.quarantine import Case
from wireroom.newsroom import alerts as memory
from wireroom.newsroom import health_pulse
from wireroom.newsroom.alerts import Alerts, Send
from wireroom.newsroom.alerts_ways import ways_of
from wireroom.newsroom.health import disk, survey
from wireroom.transports.fetch import Fetcher

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home

log = logging.getLogger("wireroom.newsroom")

EVERY = 10.0  # seconds between two looks
_SAVED = timedelta(minutes=1)

Ways = Callable[[], dict[str, Send]]


class Watch:
    """One look after another, from one thread at a time; `ways` tells how to send, by the network file of that moment.

    Looking needs the ledger and the small files beside it; whatever is wrong with them is logged and stops nothing.
    """

    def __init__(self, home: Home, clock: Callable[[], datetime], ways: Ways | None = None) -> None:
        self._home = home
        self._clock = clock
        self._fetcher: Fetcher | None = None
        self._ways = ways or self._configured
        self._pulses = health_pulse.load(home.folder)
        # What happened before anybody asked to be told is told by `wireroom sources` and `log`.
        self._alerts = memory.load(home.folder) or Alerts(seq=home.ledger.seq())
        self._saved: datetime | None = None
        self._cases: tuple[int, list[Case]] = (0, [])

    def look(self) -> None:
        """Feels what came since the last look, and tells of it. Raises nothing that is not a defect."""
        now = self._clock()
        before = self._pulses.seq
        self._pulses.catch_up(self._home.ledger)
        reports = survey(self._home.network, self._home.folder, self._pulses, self._quarantined(), now)
        conditions = [one for report in reports for one in report.conditions]
        low = disk(self._home.folder)
        if low:
            conditions.append(low)
        every = self._home.network.alerts.every
        message = self._alerts.next(conditions, self._pulses.events, now, every)
        if message:
            log.warning("%s", message.text)
        self._alerts.send(message, self._ways())
        self._save(now, message is not None, moved=self._pulses.seq != before)

    def _save(self, now: datetime, told: bool, *, moved: bool) -> None:
        if told or self._saved is None or now - self._saved >= _SAVED:
            self._saved = now
            memory.save(self._home.folder, self._alerts)
            if moved or told:
                health_pulse.save(self._home.folder, self._pulses)

    def _quarantined(self) -> list[Case]:
        """The cases, read anew when the folder has changed."""
        try:
            changed = (self._home.folder / "quarantine").stat().st_mtime_ns
        except OSError:
            return []
        if changed != self._cases[0]:
            self._cases = (changed, self._home.quarantine.list())
        return self._cases[1]

    def _configured(self) -> dict[str, Send]:
        network = self._home.network
        if not network.alerts.ways:
            return {}
        if self._fetcher is None:
            self._fetcher = Fetcher()
        return ways_of(network.alerts, self._home.folder, self._fetcher, network.name)

    def close(self) -> None:
        """Remembers all of it, and ends what is being sent."""
        if self._fetcher is not None:
            self._fetcher.close()
        health_pulse.save(self._home.folder, self._pulses)
