"""`wireroom` with a clock that a soak can set: the seconds that its clock is wrong by stand in a file.

Not libfaketime: it takes a lock for every look at any clock, also for those with which threads wait for each other, and
so took fifteen times the CPU of the newsroom itself.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

VARIABLE = "SOAK_CLOCK"
_FRESH = 0.2  # seconds after which the file is read again


class Wall(datetime):
    """This machine's clock, and as wrong as the file says."""

    _offset = timedelta(0)
    _read = float("-inf")

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """What a wrong clock says."""
        now = time.monotonic()
        if now - cls._read > _FRESH:
            cls._offset = timedelta(seconds=float(Path(os.environ[VARIABLE]).read_text(encoding="ascii")))
            cls._read = now
        return datetime.now(tz) + cls._offset


def main() -> None:
    """The command line, which reads no other clock than these."""
    from wireroom.cli import backup, main, restore
    from wireroom.newsroom import clock

    for module in (clock, backup, restore):
        module.datetime = Wall  # type: ignore[attr-defined]
    main()
