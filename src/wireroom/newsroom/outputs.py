"""Whether what the running server answers equals what is made anew of the ledger, byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from wireroom.ledger.model import Ledger
from wireroom.network.model import Network
from wireroom.newsroom.hooks_urls import Address, Kind, list_addresses
from wireroom.newsroom.receipts_places import Served
from wireroom.pages import Pages
from wireroom.pages.addresses import story_path

NEWEST = 50  # stories of each site that are asked for
_TRIES = 3  # a story may come, or a second pass, between the two


@dataclass(frozen=True, slots=True)
class Compared:
    """How many answers were held against a page made anew, and those that differ."""

    asked: int
    differ: tuple[str, ...]


def compare(
    ledger: Ledger, network: Network, pages: Pages, server: Served, clock: Callable[[], datetime], newest: int = NEWEST
) -> Compared:
    """Asks for every list, feed, sitemap and rail, and the newest stories of each site. Raises TransportError."""
    asked, differ = 0, []
    for address in _addresses(ledger, network, clock(), newest):
        asked += 1
        if not any(_same(ledger, pages, server, address, clock) for _ in range(_TRIES)):
            differ.append(f"{server.root}/@{address.site}{address.path}")
    return Compared(asked, tuple(differ))


def _same(ledger: Ledger, pages: Pages, server: Served, address: Address, clock: Callable[[], datetime]) -> bool:
    found = next(server.ask(address))
    with ledger.snapshot(clock()) as snapshot:
        page = pages.page(snapshot, f"/@{address.site}{address.path}")
        if page.status == 301:  # which the client has followed
            page = pages.page(snapshot, dict(page.headers)["location"])
    return (found.status, found.body) == (page.status, page.body)


def _addresses(ledger: Ledger, network: Network, at: datetime, newest: int) -> Iterator[Address]:
    for site in network.sites.values():
        lists = [site.key, *(f"{site.key}/{section.key}" for section in site.sections)]
        yield from (one for one in list_addresses(network, lists, None) if one.site == site.key)
        yield from (Address(site.key, f"/rail/{number}", Kind.RAIL) for number in range(len(site.rails)))
    with ledger.snapshot(at) as snapshot:
        for site in network.sites.values():
            for one in islice(snapshot.placed(site.key), newest):
                path = story_path(one.id, one.text, one.released, site.zone)
                yield Address(site.key, path, Kind.STORY)
