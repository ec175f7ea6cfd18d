"""The certificate of a contract's end: every story named by its digests, and every address asked whether it is gone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from wireroom.errors import RefusedError, WireroomError
from wireroom.ledger.model import Entry, Ledger
from wireroom.ledger.originals import digest_of
from wireroom.network.model import Network
from wireroom.news import LICENCES, End, Erase, Receipt, Story, Version
from wireroom.newsroom.ending_dark import SHOWN_ON
from wireroom.newsroom.hooks_news import stories_of
from wireroom.newsroom.hooks_urls import Address, Kind, list_addresses, lists_of, own_addresses
from wireroom.newsroom.receipts import SOURCE, Check
from wireroom.newsroom.receipts_page import facts, page, table
from wireroom.newsroom.receipts_places import Found, Place
from wireroom.rights import clear, licence_for

SAMPLE = 500  # stories whose own addresses are asked one by one, unless all are wanted
_NAMED = re.compile(r"[0-9a-hjkmnp-tv-z]{12}")
_TOMBSTONE = re.compile(r"<at:deleted-entry[^>]*/>")


@dataclass(slots=True)
class Certificate:
    """What was the provider's, and what is left of it: `open` are verdicts that would still show a story."""

    network: str
    provider: str
    end: dict[str, Any]
    licences: tuple[str, ...]
    stories: int = 0
    versions: int = 0
    asked_stories: int = 0
    list_digest: str = ""
    open: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    erased: dict[str, Any] = field(default_factory=dict)
    asked_by: str = ""

    @property
    def left(self) -> list[Check]:
        """The answers that still hold something."""
        return [one for one in self.checks if one.left]

    @property
    def complete(self) -> bool:
        """Whether nothing is left on any surface."""
        return not self.open and not self.left

    def facts(self) -> dict[str, Any]:
        """The whole certificate as JSON has it."""
        told = asdict(self)
        del told["open"], told["checks"]
        return {
            "certificate": "contract end",
            **told,
            "complete": self.complete,
            "surfaces": [one.value for one in SHOWN_ON],
            "still_shown": self.open,
            "asked": len(self.checks),
            "left": len(self.left),
            "checks": [asdict(one) for one in self.checks],
        }


def end_of(ledger: Ledger, provider: str) -> Entry:
    """The entry that ended the contracts with the provider; raises RefusedError when there is none."""
    found = [one for one in ledger.history(LICENCES) if isinstance(one.what, End) and one.what.provider == provider]
    if not found:
        raise RefusedError(
            f"no contract with {provider} was ended here", todo=f"wireroom licence end {provider} --dry-run"
        )
    return found[-1]


def listing(ledger: Ledger, provider: str) -> Iterator[dict[str, Any]]:
    """Every version of the provider's by its digests: what the ledger keeps for good, without a word of the copy."""
    for entry in ledger.entries():
        if isinstance(entry.what, Version) and entry.what.provider == provider:
            yield {
                "seq": entry.seq,
                "uri": entry.uri,
                "number": entry.what.number,
                "received": entry.at.isoformat(),
                "fingerprint": entry.fingerprint,
                "original": entry.digest,
            }


def certify(
    ledger: Ledger,
    network: Network,
    provider: str,
    places: Sequence[Place],
    clock: Callable[[], datetime],
    by: str,
    sample: int = SAMPLE,
) -> Certificate:
    """Looks at every story of the provider by the gate, and asks every list and so many stories' addresses."""
    end = end_of(ledger, provider)
    licences = tuple(key for key, one in network.licences.items() if one.provider == provider)
    made = Certificate(network.name, provider, _ended(end), licences, asked_by=by)
    uris = sorted(uri for uri, _ in stories_of(ledger, [provider]))
    made.stories = len(uris)
    lines = [json.dumps(one, sort_keys=True) + "\n" for one in listing(ledger, provider)]
    made.versions = len(lines)
    made.list_digest = ledger.keep("".join(lines).encode())
    made.erased = _erased(ledger, provider)
    stories = _stories(ledger, network, uris, clock(), made)
    chosen = sorted(stories, key=lambda one: one.id)[:sample] if sample else stories
    made.asked_stories = len(chosen)
    ids = {one.id for one in stories}
    addresses = list(dict.fromkeys(_addresses(ledger, network, uris, chosen)))
    for place in places:
        for address in addresses:
            if address.site in place.sites:
                made.checks += _asked(place, address, ids, clock)
    return made


def _ended(end: Entry) -> dict[str, Any]:
    what = end.what
    assert isinstance(what, End)
    until = max(what.until, end.at)
    return {
        "seq": end.seq,
        "ordered": end.at.isoformat(),
        "until": until.isoformat(),
        "by": what.by,
        "why": what.why,
        "fingerprint": end.fingerprint,
    }


def _erased(ledger: Ledger, provider: str) -> dict[str, Any]:
    found = [one for one in ledger.history(LICENCES) if isinstance(one.what, Erase) and one.what.provider == provider]
    if not found:
        return {}
    what = found[-1].what
    assert isinstance(what, Erase)
    return {"seq": found[-1].seq, "at": found[-1].at.isoformat(), "upto": what.upto, "by": what.by, "why": what.why}


def _stories(ledger: Ledger, network: Network, uris: Sequence[str], at: datetime, made: Certificate) -> list[Story]:
    """The provider's stories; each is asked of the gate on every site and surface."""
    stories = []
    for uri in uris:
        with ledger.snapshot(at) as snapshot:
            story = snapshot.story(uri)
        if story is None or story.standing is None:
            continue
        stories.append(story)
        licence = licence_for(network, story.standing)
        for key in network.sites:
            shown = [one for one in SHOWN_ON if clear(story.standing, licence, key, one, at, "").allowed]
            made.open += [f"{uri} on {key}: {one}" for one in shown]
    return stories


def _addresses(ledger: Ledger, network: Network, uris: Sequence[str], chosen: Sequence[Story]) -> Iterator[Address]:
    lists: set[str] = set()
    for uri in uris:
        lists |= {where for entry in ledger.history(uri) for where in lists_of(entry.touches)}
    yield from (one for one in list_addresses(network, lists, None))
    for story in chosen:
        yield from own_addresses(network, ledger.history(story.uri), network.sites)
        yield from (one for one in list_addresses(network, lists, story.released) if one.kind is Kind.SITEMAP)


def _asked(place: Place, address: Address, ids: set[str], clock: Callable[[], datetime]) -> Iterator[Check]:
    try:
        for found in place.ask(address):
            digest = hashlib.sha256(found.body).hexdigest()
            yield Check(
                place.name,
                found.url,
                found.status,
                len(found.body),
                digest,
                clock().isoformat(),
                _left(address, found, ids),
            )
    except (WireroomError, OSError) as error:
        told = f"nobody can tell: {error.what if isinstance(error, WireroomError) else error}"
        yield Check(place.name, address.path, 0, 0, "", clock().isoformat(), told)


def _left(address: Address, found: Found, ids: set[str]) -> str:
    if found.status >= 500:
        return f"nobody can tell: it answered {found.status}"
    if address.kind in (Kind.STORY, Kind.PICTURE, Kind.OLD) and found.status not in (404, 410):
        return f"it answered {found.status}"
    text = _TOMBSTONE.sub("", found.body.decode("utf-8", "replace")) + found.headers
    named = ids.intersection(_NAMED.findall(text))
    return f"{sorted(named)[0]} is in it" if named else ""


def record(ledger: Ledger, made: Certificate, at: datetime) -> tuple[Entry, str]:
    """Keeps the certificate, and records its digest."""
    data = json.dumps(made.facts(), ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    digest = digest_of(data)
    receipt = Receipt(
        uri=LICENCES,
        by=made.asked_by,
        at=at,
        proves="end",
        of=made.end["seq"],
        asked=len(made.checks),
        left=len(made.left) + len(made.open),
        landed=at if made.complete else None,
    )
    return ledger.append_all([(receipt, SOURCE, digest)], at=at, originals={digest: data})[0], digest


def certificate_page(told: dict[str, Any]) -> str:
    """The certificate as a page fit to be sent."""
    end, erased = told["end"], told["erased"]
    verdict = (
        f"Nothing of {told['provider']} is left on any surface: {told['stories']} stories, {told['asked']} answers."
        if told["complete"]
        else f"{told['left'] + len(told['still_shown'])} findings: copy of {told['provider']} is not gone yet."
    )
    about = facts(
        {
            "Provider": told["provider"],
            "Licences": ", ".join(told["licences"]),
            "Ended": end["until"],
            "Ordered": f"{end['ordered']} by {end['by']} (entry {end['seq']})",
            "Reason": end["why"],
            "Stories": told["stories"],
            "Versions": told["versions"],
            "Surfaces asked of the gate, for every story on every site": ", ".join(told["surfaces"]),
            "Stories whose own addresses were asked": told["asked_stories"],
            "Digest of the list of all versions (BLAKE2b-256)": told["list_digest"],
            "Words erased": erased and f"{erased['at']} by {erased['by']} (entry {erased['seq']})",
            "Asked by": told["asked_by"],
        }
    )
    wrong = [one for one in told["checks"] if one["left"]]
    rows = [
        (one["url"], one["status"] or "–", one["at"], one["left"] or "nothing", one["sha256"])
        for one in [*wrong, *(one for one in told["checks"] if not one["left"])]
    ]
    parts = [about, table("Still shown", ("story",), [(one,) for one in told["still_shown"]])]
    parts.append(table("Answers", ("address", "status", "asked", "left", "SHA-256 of the body"), rows))
    title = f"Certificate of the end of the contract with {told['provider']}"
    return page(title, told["network"], verdict, bool(told["complete"]), parts)
