"""Erases what a contract's end leaves no right to keep: words, originals and pictures that are nobody else's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wireroom.errors import RefusedError
from wireroom.ledger.model import Ledger
from wireroom.network.model import Network
from wireroom.news import LICENCES, Erase, Illustrate, Version
from wireroom.newsroom.ending import ends_of

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home

log = logging.getLogger("wireroom.newsroom")


@dataclass(frozen=True, slots=True)
class Purged:
    """What was erased; `versions` lost their words, `kept` came with copy of others, too, and stays for theirs."""

    originals: int
    pictures: int
    versions: int
    kept: int


def due(network: Network, ledger: Ledger, now: datetime) -> list[str]:
    """The providers whose contracts were ended, whose time to wind down is over, and of whom nothing was erased since.

    Only where a contract says how long bytes may be held (`retain`): a slip in a date must not cost an archive.
    """
    history = ledger.history(LICENCES)
    erased = {one.what.provider: one.seq for one in history if isinstance(one.what, Erase)}
    found = []
    for end in ends_of(history):
        licences = [one for one in network.licences.values() if one.provider == end.provider]
        over = [one for one in licences if one.term_until is not None and now >= one.term_until + one.wind_down]
        bound = any(one.retain is not None for one in licences)
        if licences and len(over) == len(licences) and bound and end.provider not in erased:
            found.append(end.provider)
    return list(dict.fromkeys(found))


def purge_due(home: Home, clock: Callable[[], datetime]) -> None:
    """Erases what is due by itself. Raises LedgerError."""
    for provider in due(home.network, home.ledger, clock()):
        done = purge(home, provider, "newsroom", "the time to wind down is over", clock())
        log.warning(
            "%s: its contract has ended: erased %s originals, %s pictures", provider, done.originals, done.pictures
        )


def purge(home: Home, provider: str, by: str, why: str, now: datetime) -> Purged:
    """Erases; raises RefusedError while a licence of the provider still grants anything or has time to wind down.

    The ledger keeps who, when and which; this is an entry of its own there.
    """
    _demand_over(home.network, provider, now)
    mine, others = _bytes_of(home.ledger, provider)
    gone = mine - others
    names = sorted(one for one in gone if "." in one)
    digests = sorted(one for one in gone if "." not in one)
    erase = Erase(uri=LICENCES, by=by, at=now, why=why, provider=provider, upto=home.ledger.seq())
    home.ledger.append(erase, at=now)
    words, originals = home.ledger.erase(provider, erase.upto, digests)
    done = Purged(originals, home.vault.erase(names), words, len(mine & others))
    home.renditions.erase(names)  # when nobody can make them again
    return done


def _demand_over(network: Network, provider: str, now: datetime) -> None:
    for key, one in network.licences.items():
        if one.provider == provider and (one.term_until is None or now < one.term_until + one.wind_down):
            until = "has no end" if one.term_until is None else f"may be held until {one.term_until + one.wind_down}"
            raise RefusedError(
                f"licence {key!r} {until}: nothing is erased before", todo=f"wireroom licence end {provider}"
            )


def _bytes_of(ledger: Ledger, provider: str) -> tuple[set[str], set[str]]:
    """The originals (by digest) and pictures (by name) of the provider's copy, and those of everybody else's."""
    mine: set[str] = set()
    others: set[str] = set()
    owners: dict[str, set[str]] = {}
    for entry in ledger.entries():
        what = entry.what
        if isinstance(what, Version):
            found = {part.media for part in what.associations if part.media} | (
                {entry.digest} if entry.digest else set()
            )
            (mine if what.provider == provider else others).update(found)
            owners.setdefault(entry.uri, set()).add(what.provider)
        elif isinstance(what, Illustrate):
            (mine if owners.get(entry.uri) == {provider} else others).add(what.media)
        elif entry.digest:
            others.add(entry.digest)  # a receipt, say
    return mine, others
