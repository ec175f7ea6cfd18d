"""The licences in the ledger: each change is an entry, so that what was allowed at any past moment can be shown."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from wireroom.ledger.model import Entry, Ledger
from wireroom.network.model import Network
from wireroom.network.written import digest_of, read_terms, terms_text
from wireroom.news import LICENCES, Agree


def record(ledger: Ledger, network: Network, at: datetime) -> Entry | None:
    """Records the network's licences unless they are those of the last record; None says that they are."""
    terms = terms_text(network)
    digest = digest_of(terms)
    last = _last(ledger, None)
    if last is not None and last.digest == digest:
        return None
    why = "the network file was read" if last is None else "the network file has changed"
    return ledger.append(Agree(uri=LICENCES, by=_who(), at=at, why=why, terms=terms, digest=digest), at=at)


def network_at(ledger: Ledger, network: Network, at: datetime) -> Network:
    """The network with the licences that were in force at this moment; as it is where no record reaches back so far.

    Sites, sections and rules stay those of today: where a story stood is in the record of its placements.
    """
    agreed = _last(ledger, at)
    if agreed is None:
        return network
    terms = read_terms(agreed.terms)
    sources = {
        key: replace(source, provider=terms.sources[key][0], licence=terms.sources[key][1])
        for key, source in network.sources.items()
        if key in terms.sources
    }
    return replace(network, licences=terms.licences, sources=sources)


def _last(ledger: Ledger, at: datetime | None) -> Agree | None:
    found = [entry.what for entry in _records(ledger) if at is None or entry.at <= at]
    agreed = found[-1] if found else None
    return agreed if isinstance(agreed, Agree) else None


def _records(ledger: Ledger) -> Iterator[Entry]:
    return (entry for entry in ledger.history(LICENCES) if isinstance(entry.what, Agree))


def _who() -> str:
    """Whose newsroom read the file: the name of the person logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "newsroom"
