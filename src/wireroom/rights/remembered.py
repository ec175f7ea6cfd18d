"""What the gate said of a site's list rows, remembered for as long as it promised to say the same."""

from __future__ import annotations

from datetime import datetime

from wireroom.network.model import Network, Surface
from wireroom.rights.model import Clearance, ShownHeadline
from wireroom.rights.shown import show_headline
from wireroom.rights.stock import Listed

MOST = 512  # rows; a front has fewer than a hundred


class Remembered:
    """`show_headline` for one network and site. An arriving story leaves the rows below it as they were.

    The gate reads nothing but the row's standing, the network, site, surface and moment, and its answer stays from
    the moment it was given until `changes_at`. A row that an entry has changed is another object, so it is asked for
    anew. Refusals are not kept: they are rare, and their words follow the clock.
    """

    def __init__(self, network: Network, site: str) -> None:
        self._network = network
        self._site = site
        # By identity, which holds as the row is kept with its answer: to hash a row costs as much as to clear it.
        self._kept: dict[tuple[int, Surface], tuple[Listed, datetime, ShownHeadline, Clearance]] = {}

    def show(self, headline: Listed, surface: Surface, at: datetime) -> tuple[ShownHeadline | None, Clearance]:
        """The list row as the site may show it on this surface now, or None; and why."""
        kept = self._kept.get((id(headline), surface))
        if kept is not None:
            _, since, shown, clearance = kept
            if since <= at and (clearance.changes_at is None or at < clearance.changes_at):
                return shown, clearance
        found, clearance = show_headline(headline, self._network, self._site, surface, at)
        if found is not None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[id(headline), surface] = headline, at, found, clearance
        return found, clearance
