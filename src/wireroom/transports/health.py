"""How each source is doing: counters and last words in memory, and in a small file that other commands read."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from wireroom.ledger.files import write_whole
from wireroom.transports.notebook import FOLDER

log = logging.getLogger("wireroom.transports")

_ENDING = ".health.json"
_SELDOM = timedelta(minutes=1)  # how often counters alone are worth a write


@dataclass(slots=True)
class Health:
    """One source. Times are aware and UTC; counters run since the file was begun.

    `failures` are those in a row. `asked` counts looks at the source, `unchanged` those that brought nothing, and
    `outcomes` what became of the versions that came. `remarks` are for the owner, by subject, in plain words (an
    address that moved for good, a hub that fell silent). `ended` says why the source is not asked any more.
    """

    source: str
    address: str = ""
    asked: int = 0
    unchanged: int = 0
    deliveries: int = 0
    bytes: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    last_asked: datetime | None = None
    last_success: datetime | None = None
    last_delivery: datetime | None = None
    last_error: str = ""
    last_error_at: datetime | None = None
    next_ask: datetime | None = None
    remarks: dict[str, str] = field(default_factory=dict)
    ended: str = ""

    def looked(self, at: datetime) -> None:
        """It is being asked, or it knocks."""
        self.asked += 1
        self.last_asked = at

    def brought(self, at: datetime, sizes: Iterable[int], outcomes: Iterable[str]) -> None:
        """It answered, with deliveries of these sizes (bytes), or with nothing new; all is in the ledger."""
        self.failures = 0
        self.last_success = at
        count = self.deliveries
        for size in sizes:
            self.deliveries += 1
            self.bytes += size
        for outcome in outcomes:
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        if self.deliveries > count:
            self.last_delivery = at
        else:
            self.unchanged += 1

    def failed(self, at: datetime, why: str) -> None:
        """It did not answer as it should."""
        self.failures += 1
        self.last_error = why
        self.last_error_at = at


class Records:
    """The health of every source of a network's folder. Used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._known: dict[str, Health] = {}
        self._written: dict[str, tuple[datetime, object]] = {}

    def of(self, source: str, address: str) -> Health:
        """That of a source; it goes on from where an earlier run left it, unless the address is another."""
        health = self._known.get(source) or _read(self._path(source))
        if health is None or health.address != address:
            health = Health(source, address)
        self._known[source] = health
        return health

    def write(self, health: Health, at: datetime) -> None:
        """Writes it when more than counters changed, or a minute has passed; a full disk is told, and stops nothing."""
        telling = (health.failures, health.last_error, health.deliveries, dict(health.remarks), health.ended)
        last, told = self._written.get(health.source, (None, None))
        if told != telling or last is None or at - last >= _SELDOM:
            self._write(health)
            self._written[health.source] = (at, telling)

    def close(self) -> None:
        """Writes all of them to the last count; nobody follows them now."""
        for health in self._known.values():
            health.next_ask = None
            self._write(health)

    def _write(self, health: Health) -> None:
        try:
            data = msgspec.json.format(msgspec.json.encode(health), indent=1)
            write_whole(self._path(health.source), data + b"\n")
        except OSError as error:
            log.warning("the health of %s cannot be written: %s", health.source, error)

    def _path(self, source: str) -> Path:
        return self._folder / f"{source}{_ENDING}"


def health_of(folder: Path) -> dict[str, Health]:
    """The health of every source that was ever followed from this network's folder, by its key."""
    found = (_read(path) for path in sorted((folder / FOLDER).glob(f"*{_ENDING}")))
    return {one.source: one for one in found if one is not None}


def _read(path: Path) -> Health | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Health)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
