"""Whether a running newsroom can do its work, asked every few seconds by whoever looks after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wireroom.newsroom import health_pulse
from wireroom.newsroom.health import Level, Report, disk, survey
from wireroom.newsroom.home import LEDGER, Home

PATIENCE = 2.0  # seconds that another's transaction is waited for


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `level` is None when all is well; without what is `vital` nothing goes on."""

    name: str
    level: Level | None
    vital: bool = False


def checks(home: Home, now: datetime) -> Iterator[Check]:
    """The ledger, the disk and each source. No word of copy is in it; `wireroom doctor` says what and why."""
    yield Check("ledger", None if _takes_writes(home) else Level.FAILURE, vital=True)
    try:
        low = disk(home.folder)
    except OSError:
        yield Check("disk", Level.FAILURE, vital=True)
    else:
        yield Check("disk", low.level if low else None, vital=True)
    for report in reports(home, now):
        yield Check(f"source {report.source}", _worst(report))


def reports(home: Home, now: datetime) -> list[Report]:
    """How each source is doing, as it was when last somebody looked."""
    return survey(home.network, home.folder, health_pulse.load(home.folder), [], now)


def _worst(report: Report) -> Level | None:
    found = {one.level for one in report.conditions}
    return next((level for level in Level if level in found), None)


def _takes_writes(home: Home) -> bool:
    """Whether a transaction can be begun. That another is at work for a while is no fault."""
    file = (home.folder / LEDGER).absolute()
    try:
        base = sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            base.execute("BEGIN IMMEDIATE")
            base.execute("ROLLBACK")
        finally:
            base.close()
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return True
