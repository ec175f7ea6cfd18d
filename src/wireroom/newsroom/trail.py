"""The audit trail as facts: what each entry says, and which of them somebody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Protocol, get_args

from wireroom.ledger.model import Entry, Outcome
from wireroom.news import Decision, Version

COLUMNS = (
    *("seq", "at", "kind", "outcome", "uri", "provider", "source", "by", "why", "number", "status", "signal"),
    *("headline", "digest", "fingerprint", "chain"),
)
"""Of a table; what else a decision says stands in JSON alone."""
_FAR = 1000  # entries that are skipped one by one before a new start is cheaper


class Linked(Protocol):
    """The part of a ledger that an auditor needs."""

    def entries(self, after: int = 0) -> Iterable[Entry]: ...
    def links(self, after: int = 0) -> Iterable[tuple[int, str]]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: "" and None ask for all. `kind` is "version" or a decision's name, `until` is exclusive."""

    provider: str = ""
    source: str = ""
    kind: str = ""
    outcome: str = ""
    by: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __call__(self, entry: Entry) -> bool:
        what = entry.what
        provider = what.provider if isinstance(what, Version) else getattr(what, "provider", "")
        who = "" if isinstance(what, Version) else what.by
        asked = (
            (self.provider, provider),
            (self.source, entry.source),
            (self.kind, kind_of(entry)),
            (self.outcome, str(entry.outcome)),
            (self.by, who),
        )
        return (
            all(not wanted or wanted.casefold() == found.casefold() for wanted, found in asked)
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
        )


def names_in(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """What the words of `Wanted` can be: of kinds and outcomes all there are, of the others those in the entries."""
    names: dict[str, set[str]] = {"provider": set(), "source": set(), "by": set()}
    for entry in entries:
        facts = facts_of(entry)
        for name, known in names.items():
            known.add(facts.get(name) or "")
    kinds = {one.__name__.lower() for one in (Version, *get_args(Decision))}
    return names | {"kind": kinds, "outcome": {str(one) for one in Outcome}}


def kind_of(entry: Entry) -> str:
    """What it is, as one word."""
    return type(entry.what).__name__.lower()


def facts_of(entry: Entry) -> dict[str, Any]:
    """All that the entry says, but the copy itself."""
    what = entry.what
    facts: dict[str, Any] = {
        "seq": entry.seq,
        "at": entry.at,
        "kind": kind_of(entry),
        "uri": entry.uri,
        "outcome": str(entry.outcome),
        "source": entry.source,
        "digest": entry.digest,
        "fingerprint": entry.fingerprint,
    }
    if isinstance(what, Version):
        names = ("provider", "number", "status", "signal", "headline")
        return facts | {name: getattr(what, name) for name in names} | {"status": str(what.status)}
    return facts | {key: value for key, value in asdict(what).items() if key not in ("uri", "at")}


def chained(ledger: Linked, entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """The entries, which are in order, each with its link of the hash chain in hex."""
    links: Iterator[tuple[int, str]] = iter(())
    at = -1
    for entry in entries:
        if entry.seq - at > _FAR or at < 0:
            links = iter(ledger.links(entry.seq - 1))
        else:
            links = islice(links, entry.seq - at - 1, None)
        at, link = next(links)
        yield entry, link
