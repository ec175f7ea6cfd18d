"""Generated histories of a newsroom that is already showing stories, and a reference that says what may be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.rig import NETWORK, NOW
from wireroom import network as networks
from wireroom.ledger.model import Entry, Ledger
from wireroom.network.model import Network
from wireroom.news import Body, Dateline, Decision, Hold, Kill, Place, Reinstate, Release, Remove, Status, Version

SOURCES = {"MPA": "mpa", "NLN": "nln", "PWS": "pws"}
SLUGS = ("launch", "missile", "grid", "other")
BEGIN = NOW - timedelta(days=3)


def network() -> Network:
    return networks.parse(NETWORK)


def token(uri: str, serial: int) -> str:
    """A word that stands in this version's copy and nowhere else."""
    return f"zq{uri.rsplit(':', 1)[1]}x{serial}qz"


@dataclass(frozen=True)
class Step:
    """One thing that happens; `after` is the time since the one before."""

    what: Version | Decision
    source: str
    after: timedelta


@dataclass
class History:
    """A ledger with what was put in, for the reference to judge by."""

    steps: list[Step] = field(default_factory=list)


@st.composite
def steps(draw: st.DrawFn, serial: int, at: datetime) -> Step:
    """A version in any state, or an editor's decision, about one of a few stories."""
    number = draw(st.integers(0, 9))
    owner = ("MPA", "MPA", "NLN", "PWS")[number % 4]
    uri = f"urn:newsml:test.example:2026:{number}"
    after = draw(st.sampled_from([timedelta(seconds=1), timedelta(minutes=7), timedelta(hours=5), timedelta(days=2)]))
    if draw(st.integers(0, 3)) == 0:
        return Step(draw(decisions(uri, at)), "", after)
    provider = draw(st.sampled_from([owner, owner, owner, owner, "NLN"]))
    return Step(draw(versions(uri, provider, serial, at)), SOURCES[provider], after)


@st.composite
def decisions(draw: st.DrawFn, uri: str, at: datetime) -> Decision:
    facts: dict[str, Any] = {"uri": uri, "by": "Ana", "at": at}
    kind = draw(st.sampled_from(["kill", "reinstate", "hold", "until", "release", "place", "remove"]))
    match kind:
        case "kill":
            return Kill(**facts)
        case "reinstate":
            return Reinstate(**facts)
        case "hold":
            return Hold(**facts)
        case "until":
            return Hold(**facts, until=at + timedelta(hours=draw(st.integers(1, 60))))
        case "release":
            return Release(**facts)
        case "place":
            return Place(**facts, site="shield", section="missiles")
        case _:
            return Remove(**facts, site="orbit")


@st.composite
def versions(draw: st.DrawFn, uri: str, provider: str, serial: int, at: datetime) -> Version:
    word = token(uri, serial)
    status = draw(st.sampled_from([Status.USABLE] * 6 + [Status.WITHHELD, Status.CANCELED]))
    hours = draw(st.sampled_from([None, None, None, -5, 1, 30, 90]))
    expiry = draw(st.sampled_from([None, None, None, 2, 40, 24 * 45]))
    return Version(
        uri=uri,
        number=draw(st.integers(1, 4)),
        provider=provider,
        language="en",
        headline=f"Headline {word}",
        summary=f"Summary {word}",
        slugline=draw(st.sampled_from(SLUGS)),
        byline=f"By {word}",
        dateline=Dateline(text=f"LINDHOLM {word}", place="Lindholm"),
        body=Body(f"<p>Body {word} of the harbour.</p>"),
        ed_note=f"note{word}",
        status=status,
        signals=draw(st.sampled_from([(), (), ("update",), ("correction",)])),
        first_created=BEGIN,
        version_created=at - timedelta(minutes=draw(st.integers(0, 50))),
        embargoed_until=None if hours is None else at + timedelta(hours=hours),
        hold=draw(st.sampled_from(["", "", "", "", "embargoed without a time"])),
        expires=None if expiry is None else at + timedelta(hours=expiry),
        format="newsml-g2",
    )


def opening() -> list[Step]:
    """A newsroom that is already showing stories: one of each of the ten that the steps are about."""
    made = []
    for number in range(10):
        provider = ("MPA", "MPA", "NLN", "PWS")[number % 4]
        uri = f"urn:newsml:test.example:2026:{number}"
        word = token(uri, 0)
        version = Version(
            uri=uri,
            number=1,
            provider=provider,
            language="en",
            headline=f"Headline {word}",
            slugline=SLUGS[number % 4],
            body=Body(f"<p>Body {word} of the harbour.</p>"),
            first_created=BEGIN,
            version_created=BEGIN + timedelta(minutes=number),
            format="newsml-g2",
        )
        made.append(Step(version, SOURCES[provider], timedelta(minutes=1)))
    return made


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Step]:
    at = BEGIN
    made = opening()
    at += sum((step.after for step in made), timedelta())
    for serial in range(1, draw(st.integers(1, most)) + 1):
        step = draw(steps(serial, at))
        made.append(step)
        at += step.after
    return made


def write(ledger: Ledger, history: list[Step]) -> tuple[list[Entry], datetime]:
    """Puts the history into a ledger; the entries, and the moment after the last."""
    at = BEGIN
    entries = []
    for step in history:
        at += step.after
        entries.append(ledger.append(step.what, at=at, source=step.source))
    return entries, at
