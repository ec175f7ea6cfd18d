"""Who hears of what, and when: one message for each trouble, one when it is over, and never a flood of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from wireroom.errors import WireroomError
from wireroom.ledger.files import write_whole
from wireroom.newsroom.health import Condition, Level
from wireroom.newsroom.health_pulse import Event
from wireroom.transports.notebook import FOLDER

log = logging.getLogger("wireroom.newsroom")

CALM = timedelta(minutes=10)  # how long a trouble must be over before it is said to be
MOST_LINES = 50


@dataclass(slots=True)
class Open:
    """A trouble that lasts: when it began, when it was last seen, and whether it was told."""

    what: str
    since: datetime
    seen: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, by every way: a subject, and lines that each say what and what to do."""

    subject: str
    lines: tuple[str, ...]
    troubles: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def text(self) -> str:
        """The whole message as plain text."""
        return "\n".join(self.lines)


Send = Callable[[Message], None]
"""Sends by one way; raises WireroomError."""


@dataclass(slots=True)
class Alerts:
    """What is open and what was told, up to the event `seq`; kept in a small file over restarts.

    `owed` are the ways that could not be reached, with the messages that they have not had.
    """

    seq: int = -1
    open: dict[str, Open] = field(default_factory=dict)
    sent: datetime | None = None
    owed: dict[str, list[Message]] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)

    def next(
        self, conditions: Iterable[Condition], events: Iterable[Event], now: datetime, every: timedelta
    ) -> Message | None:
        """The message that is due now: what is new since the last one, when that is long enough ago."""
        for condition in conditions:
            if condition.level is not Level.NOTICE:
                known = self.open.setdefault(condition.key, Open("", now, now))
                known.what, known.seen = f"{condition.what}\n  → {condition.todo}", now
        happened = [one for one in events if one.seq > self.seq]
        if self.sent is not None and now - self.sent < every:
            return None
        over = [key for key, one in self.open.items() if now - one.seen >= CALM]
        healed = [one for one in (self.open.pop(key) for key in over) if one.told]
        news = [one for one in self.open.values() if not one.told]
        if happened:
            self.seq = max(one.seq for one in happened)
        for one in news:
            one.told = True
        if not (news or happened or healed):
            return None
        self.sent = now
        return _message([one.what for one in news], happened, [_first(one.what) for one in healed], now)

    def send(self, message: Message | None, ways: dict[str, Send]) -> None:
        """Sends by every way, and what a way is still owed with it; a way that fails holds up no other."""
        for name, way in ways.items():
            waiting = [*self.owed.pop(name, []), *([message] if message else [])]
            for number, one in enumerate(waiting):
                try:
                    way(one)
                    self.troubles.pop(name, None)
                except (WireroomError, OSError) as error:
                    self.owed[name] = waiting[number:][-20:]
                    self.troubles[name] = str(error)
                    log.warning("an alert could not be sent by %s: %s", name, error)
                    break
        for name in [name for name in self.owed if name not in ways]:
            del self.owed[name]


def _message(news: list[str], events: list[Event], over: list[str], now: datetime) -> Message:
    happened = [f"{one.what}\n  → {one.todo}" for one in events]
    lines = [*news, *happened, *(f"over: {one}" for one in over)]
    first = _first(lines[0])
    more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} more\n  → wireroom doctor"]
    return Message(f"{first[:150]}{more}", tuple(lines), tuple(news), tuple(happened), tuple(over), now)


def _first(text: str) -> str:
    return text.partition("\n")[0]


def load(folder: Path) -> Alerts | None:
    """What is remembered in this network's folder; None where there is nothing yet."""
    try:
        return msgspec.json.decode(_file(folder).read_bytes(), type=Alerts)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def save(folder: Path, alerts: Alerts) -> None:
    """Remembers it; raises OSError."""
    write_whole(_file(folder), msgspec.json.format(msgspec.json.encode(alerts), indent=1) + b"\n")


def _file(folder: Path) -> Path:
    return folder / FOLDER / "alerts.json"
