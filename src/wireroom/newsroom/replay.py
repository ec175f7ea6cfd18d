"""Reads quarantined files again, after a reader or the network file was mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from wireroom.newsroom.intake import QUARANTINED, Fate
from wireroom.transports import redelivered

if TYPE_CHECKING:
    from collections.abc import Callable

    from wireroom.ledger.quarantine import Case
    from wireroom.newsroom.home import Home


def replay(home: Home, clock: Callable[[], datetime]) -> Iterator[tuple[Case, list[Fate]]]:
    """Takes each quarantined file in again as its source's copy; what can be read leaves quarantine."""
    intake = home.intake(clock)
    for item in home.quarantine.list():
        source = home.network.sources.get(item.source)
        if source is None:
            yield item, [Fate(item.name, QUARANTINED, why=f"the network file has no source '{item.source}' now")]
            continue
        fates = intake.take(source, redelivered(source, item.name, home.quarantine.read(item.digest)))
        if not any(fate.outcome == QUARANTINED for fate in fates):
            home.quarantine.remove(item.digest)
        yield item, fates
