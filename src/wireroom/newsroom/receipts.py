"""Takedown and correction receipts: the network asks its own addresses whether an order has landed, and records it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from wireroom.errors import RefusedError, WireroomError
from wireroom.ledger.model import Entry, Ledger, Outcome, Snapshot
from wireroom.ledger.originals import digest_of
from wireroom.network.model import Network
from wireroom.news import Hold, Kill, Receipt, Remove, Status, Story, Version
from wireroom.newsroom.hooks_urls import Address, Kind, list_addresses, lists_of, own_addresses, search_address
from wireroom.newsroom.receipts_canaries import Canaries, left, of_correction, of_takedown
from wireroom.newsroom.receipts_places import Place
from wireroom.rights import licence_for

TAKEDOWN, CORRECTION = "takedown", "correction"
SOURCE = "receipt"


@dataclass(frozen=True, slots=True)
class Check:
    """One answer of one address: its digest is SHA-256 of the body in hex; `left` says what of the story it held."""

    place: str
    url: str
    status: int
    bytes: int
    sha256: str
    at: str
    left: str


@dataclass(slots=True)
class Report:
    """What was asked and found, fit to be sent: all times are ISO 8601, in UTC."""

    kind: str
    network: str
    uri: str
    id: str
    provider: str
    headline: str
    order: dict[str, Any]
    asked_by: str
    why: str
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[Check]:
        """The answers that are not as they must be."""
        return [one for one in self.checks if one.left]

    @property
    def landed(self) -> str:
        """When the last address was found as it must be; "" while one is not."""
        return "" if self.left or not self.checks else max(one.at for one in self.checks)

    def facts(self) -> dict[str, Any]:
        """The whole report as JSON has it."""
        places = dict.fromkeys(one.place for one in self.checks)
        return {
            "receipt": self.kind,
            "network": self.network,
            "uri": self.uri,
            "id": self.id,
            "provider": self.provider,
            "headline": self.headline,
            "order": self.order,
            "asked_by": self.asked_by,
            "why": self.why,
            "complete": not self.left and bool(self.checks),
            "landed": self.landed or None,
            "places": [self._place(name) for name in places],
            "notes": self.notes,
            "checks": [asdict(one) for one in self.checks],
        }

    def _place(self, name: str) -> dict[str, Any]:
        mine = [one for one in self.checks if one.place == name]
        wrong = sum(bool(one.left) for one in mine)
        return {
            "place": name,
            "asked": len(mine),
            "left": wrong,
            "landed": None if wrong else max(one.at for one in mine),
        }

    def bytes(self) -> bytes:
        """The report as it is kept."""
        return json.dumps(self.facts(), ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def order_of(history: Sequence[Entry]) -> tuple[str, Entry] | None:
    """The last order of this story that has to land, and its kind: a kill, a hold, a removal, or a correction."""
    found = None
    for entry in history:
        kind = kind_of(entry)
        if kind:
            found = kind, entry
    return found


def kind_of(entry: Entry) -> str:
    """What receipt this entry needs; "" for none."""
    if entry.outcome is Outcome.REFUSED:
        return ""
    if entry.outcome is Outcome.KILLED or isinstance(entry.what, Kill | Hold | Remove):
        return TAKEDOWN
    if isinstance(entry.what, Version) and entry.outcome in (Outcome.UPDATED, Outcome.CONFLICT):
        if entry.what.status is Status.WITHHELD:
            return TAKEDOWN
        return CORRECTION if entry.what.signal == "correction" else ""
    return ""


class Asking:
    """One order on its way: asks what has not been found as it must be, again and again."""

    def __init__(self, ledger: Ledger, network: Network, uri: str, at: datetime, by: str, why: str = "") -> None:
        self._history = ledger.history(uri)
        order = order_of(self._history)
        with ledger.snapshot(at) as snapshot:
            story = snapshot.story(uri)
            if story is None or order is None:
                raise RefusedError(
                    "nothing of this story was killed, held, withheld, removed or corrected",
                    where=uri,
                    todo="wireroom log STORY tells what happened to it",
                )
            self.kind, self.order = order
            self._canaries = _canaries(self.kind, snapshot, network, story)
            self.report = _begun(self.kind, self.order, network, story, by, why)
            self.report.notes += [f"another story has this headline, too: {one}" for one in self._canaries.shared]
            self._todo = list(dict.fromkeys(self._addresses(network, story)))
        self._network = network
        self._good: dict[tuple[str, Address], list[Check]] = {}

    def _addresses(self, network: Network, story: Story) -> Iterator[Address]:
        sites = list(network.sites)
        if isinstance(self.order.what, Remove):
            sites = [self.order.what.site] if self.order.what.site in network.sites else []
        lists = {where for entry in self._history for where in lists_of(entry.touches)}
        lists = {where for where in lists if where.partition("/")[0] in sites}
        if self.kind == CORRECTION:
            sites = sorted({where.partition("/")[0] for where in lists} & set(network.sites))
            own = [one for one in own_addresses(network, self._history, sites) if one.kind is Kind.STORY]
            last = {one.site: one for one in own}
            yield from last.values()
        else:
            yield from own_addresses(network, self._history, sites)
        around = list_addresses(network, lists, story.released)
        if isinstance(self.order.what, Remove):  # pages may show it in a rail from where it still stands
            yield from (one for one in around if one.kind in (Kind.FEED, Kind.SITEMAP))
            return
        yield from around
        if self.kind == TAKEDOWN and story.headline:
            yield from (search_address(site, story.headline) for site in sites)

    def ask(self, places: Sequence[Place], clock: Callable[[], datetime]) -> Report:
        """Asks all that is left to be asked at these places; the report as it stands then."""
        checks: list[Check] = []
        for place in places:
            for address in self._todo:
                if address.site in place.sites:
                    key = (place.name, address)
                    if key not in self._good:
                        found = self._checked(place, address, clock)
                        if not any(one.left for one in found):
                            self._good[key] = found
                        checks += found
                    else:
                        checks += self._good[key]
        self.report.checks = checks
        return self.report

    def _checked(self, place: Place, address: Address, clock: Callable[[], datetime]) -> list[Check]:
        checks = []
        try:
            for found in place.ask(address):
                digest = hashlib.sha256(found.body).hexdigest()
                wrong = left(self._canaries, address, found)
                size = len(found.body)
                checks.append(Check(place.name, found.url, found.status, size, digest, _iso(clock()), wrong))
        except (WireroomError, OSError) as error:
            told = f"nobody can tell: {error.what if isinstance(error, WireroomError) else error}"
            checks.append(Check(place.name, address.url(self._network), 0, 0, "", _iso(clock()), told))
        return checks


def _canaries(kind: str, snapshot: Snapshot, network: Network, story: Story) -> Canaries:
    if kind == TAKEDOWN:
        return of_takedown(snapshot, network, story)
    licence = licence_for(network, story.standing) if story.standing else None
    return of_correction(story, notice=licence is None or licence.correction.notice)


def _begun(kind: str, order: Entry, network: Network, story: Story, by: str, why: str) -> Report:
    what = order.what
    who = what.provider if isinstance(what, Version) else what.by
    facts = {
        "seq": order.seq,
        "kind": str(what.status) if isinstance(what, Version) else type(what).__name__.lower(),
        "signal": what.signal if isinstance(what, Version) else "",
        "by": who,
        "why": "" if isinstance(what, Version) else what.why,
        "at": _iso(order.at),
        "outcome": str(order.outcome),
        "original": order.digest,
        "fingerprint": order.fingerprint,
    }
    return Report(kind, network.name, story.uri, story.id, story.owner, story.headline, facts, by, why)


def record(ledger: Ledger, report: Report, at: datetime) -> Entry:
    """Keeps the report, and records its digest."""
    data = report.bytes()
    digest = digest_of(data)
    landed = datetime.fromisoformat(report.landed) if report.landed else None
    receipt = Receipt(
        uri=report.uri,
        by=report.asked_by,
        at=at,
        why=report.why,
        proves=report.kind,
        of=report.order["seq"],
        asked=len(report.checks),
        left=len(report.left),
        landed=landed,
    )
    return ledger.append_all([(receipt, SOURCE, digest)], at=at, originals={digest: data})[0]


def recorded(ledger: Ledger, uri: str) -> list[dict[str, Any]]:
    """The receipts of a story as they were recorded, the newest last; each with its place in the ledger."""
    found = []
    for entry in ledger.history(uri):
        if isinstance(entry.what, Receipt):
            data = ledger.original(entry.digest)
            facts = json.loads(data) if data is not None else {"receipt": entry.what.proves, "uri": uri, "lost": True}
            found.append({**facts, "recorded": {"seq": entry.seq, "at": _iso(entry.at), "digest": entry.digest}})
    return found


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
