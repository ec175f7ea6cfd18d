"""Plays the made-up wire: writes each event's file into its agency's inbox at its time, and keeps what to look at."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta
from pathlib import Path

from wireroom.demo.folder import inbox, wall_clock
from wireroom.demo.script import Event, events

KEPT = 60


class Simulation:
    """What has been sent so far, newest first, and the way it is sent."""

    def __init__(self, folder: Path, opened: datetime) -> None:
        self.folder = folder
        self.opened = opened
        self.sent: deque[Event] = deque(maxlen=KEPT)

    async def play(self) -> None:
        """Sends events at their times until cancelled. After a sleep of the machine they go on, late but in order."""
        start = wall_clock() + timedelta(seconds=2)
        for event in events(start, self.opened):
            wait = (event.at - wall_clock()).total_seconds()
            await asyncio.sleep(max(0.05, wait))
            self._deliver(event)
            self.sent.appendleft(event)

    def _deliver(self, event: Event) -> None:
        place = inbox(self.folder, event.agency)
        # As a careful sender does: under another name first, then renamed when whole. The broken one is sent the
        # same way: what is broken in it is the document.
        unfinished = place / f"{event.name}.part"
        unfinished.write_bytes(event.data)
        unfinished.rename(place / event.name)
