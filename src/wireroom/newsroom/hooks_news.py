"""What has changed for the outside since a place in the ledger: stories that are new, changed or gone, and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from wireroom.ledger.model import Boundary, Entry, Ledger, Outcome
from wireroom.network.model import Network
from wireroom.news import LICENCES, Edit, End, Receipt, Version
from wireroom.newsroom.hooks_urls import Public, lists_of, public
from wireroom.routing import Router

MOST = 500  # entries that are gone through at once


@dataclass(frozen=True, slots=True)
class Told:
    """One story that changed for readers: what they can have seen of it on each site, and why.

    `urgent` says that copies elsewhere must go: it is dark now, or what they say was wrong.
    """

    uri: str
    seq: int
    because: str
    sites: dict[str, Public]
    urgent: bool

    @property
    def gone(self) -> bool:
        """Whether it is dark on every site."""
        return not any(one.now for one in self.sites.values())


@dataclass(frozen=True, slots=True)
class News:
    """What changed up to entry `seq` and up to the moment `until`: `more` says that there is more behind it."""

    seq: int
    until: datetime
    stories: tuple[Told, ...]
    lists: frozenset[str]
    more: bool = False

    def of(self, sites: Iterable[str]) -> News:
        """The part of it that concerns these sites."""
        wanted = set(sites)
        stories = []
        for one in self.stories:
            here = {site: public for site, public in one.sites.items() if site in wanted}
            if here:
                stories.append(Told(one.uri, one.seq, one.because, here, one.urgent))
        lists = frozenset(where for where in self.lists if where.partition("/")[0] in wanted)
        return News(self.seq, self.until, tuple(stories), lists, self.more)


def news_since(ledger: Ledger, network: Network, after: int, passed: datetime, now: datetime) -> News:
    """What the entries behind `after`, and time since `passed`, changed; of a long time only a part, and `more`.

    Each story is told once, by what holds now: whoever comes late hears of no state between.
    """
    found = list(islice(ledger.entries(after), MOST + 1))
    more, entries = len(found) > MOST, found[:MOST]
    # Time is caught up with last, when all entries are.
    turns = [] if more else ledger.boundaries(passed, now)
    stories = []
    lists: set[str] = set()
    router = Router(network)
    for uri, reasons in _touched(ledger, network, entries, turns).items():
        history = ledger.history(uri)
        told = _told(network, router, history, reasons, now)
        if told is not None:
            stories.append(told)
            lists |= {where for where in _lists(history) if where.partition("/")[0] in told.sites}
    seq = entries[-1].seq if entries else after
    return News(seq, passed if more else now, tuple(stories), frozenset(lists), more)


_Reason = Entry | Boundary | End


def _touched(
    ledger: Ledger, network: Network, entries: Sequence[Entry], turns: Sequence[Boundary]
) -> dict[str, list[_Reason]]:
    """The stories concerned, each with all that happened to it."""
    found: dict[str, list[_Reason]] = {}
    ended: dict[str, _Reason] = {}
    for entry in entries:
        if isinstance(entry.what, End) and entry.what.until <= entry.at:
            ended[entry.what.provider] = entry.what
        elif entry.uri != LICENCES and not isinstance(entry.what, Receipt) and entry.outcome is not Outcome.REFUSED:
            found.setdefault(entry.uri, []).append(entry)
    for turn in turns:
        if turn.uri:
            found.setdefault(turn.uri, []).append(turn)
        else:
            ended |= {one.provider: turn for one in network.licences.values() if f"licence {one.name} " in turn.what}
    for uri, provider in stories_of(ledger, ended) if ended else ():
        found.setdefault(uri, []).append(ended[provider])
    return found


def stories_of(ledger: Ledger, providers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every story that one of these providers has sent copy of, and whose it is: the whole ledger is read for it."""
    wanted, seen = set(providers), set()
    for entry in ledger.entries():
        if isinstance(entry.what, Version) and entry.what.provider in wanted and entry.uri not in seen:
            seen.add(entry.uri)
            yield entry.uri, entry.what.provider


def _told(
    network: Network, router: Router, history: Sequence[Entry], reasons: Sequence[_Reason], now: datetime
) -> Told | None:
    sites = {where.partition("/")[0] for where in _lists(history)} & set(network.sites)
    found = {site: one for site in sorted(sites) if (one := public(network, router, history, site, now)).addresses}
    if not found:
        return None
    dark = any(not one.now for one in found.values())
    wrong = any(isinstance(one, Entry) and _mends(one) for one in reasons)
    return Told(history[-1].uri, history[-1].seq, _because(reasons[-1]), found, dark or wrong)


def _mends(entry: Entry) -> bool:
    """Whether what readers saw before was wrong."""
    return isinstance(entry.what, Edit) or (isinstance(entry.what, Version) and entry.what.signal == "correction")


def _because(reason: _Reason) -> str:
    match reason:
        case Boundary():
            return reason.what
        case End():
            return f"the contract with {reason.provider} has ended"
        case Entry(what=Version() as version):
            return f"{reason.outcome}: {version.signal or version.status}"
    return type(reason.what).__name__.lower()


def _lists(history: Iterable[Entry]) -> frozenset[str]:
    """Every list the story was ever in."""
    return frozenset(where for entry in history for where in lists_of(entry.touches))
