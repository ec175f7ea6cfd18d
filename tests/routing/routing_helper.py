"""Stories and networks for the tests of routing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from wireroom import network
from wireroom.network.model import Network, Rule
from wireroom.news import Body, Dateline, Decision, Received, Story, Version
from wireroom.news.story import Decided
from wireroom.routing import Router

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

NETWORK = """
name = "Test"
[sites.orbit]
name = "Orbit"
url = "https://orbit.example"
sections = { launch = "Launch", planets = "Planets" }
[sites.shield]
name = "Shield"
url = "https://shield.example"
sections = { missiles = "Missiles" }
[sources.wire]
provider = "MPA"
from = "folder:inbox/mpa"
licence = "mpa"
[sources.nord]
provider = "Nordlicht Nachrichten"
from = "folder:inbox/nln"
licence = "nln"
[licences.mpa]
provider = "MPA"
term = { from = 2026-01-01 }
sites = ["orbit", "shield"]
[licences.nln]
provider = "Nordlicht Nachrichten"
term = { from = 2026-01-01 }
sites = ["orbit"]
"""


def with_rules(*rules: tuple[str, str, str | tuple[str, ...]]) -> Network:
    """The test network with these rules: name, condition, places."""
    made = tuple(
        Rule(name, when, (places,) if isinstance(places, str) else places, f"network.toml:{40 + number}")
        for number, (name, when, places) in enumerate(rules)
    )
    return replace(network.parse(NETWORK), rules=made)


COPY = Version(
    uri="urn:mpa:1",
    number=1,
    provider="MPA",
    language="pt-BR",
    headline="Missile shield: Élysée seeks answers",
    summary="A summit on defence ends in Genève.",
    slugline="US-nuclear-missiles",
    dateline=Dateline("GENEVA, June 1 (MPA)", "Geneva"),
    body=Body(
        '<p>Talk of H<sub>2</sub>O, Q&amp;A and <a href="https://x.example/secret">new missile</a> defense.</p>'
        "<p>The l’OTAN pact; 导弹防御 too.</p>"
    ),
    urgency=3,
    genre=("genre:Analysis",),
    subjects=("medtop:20000055", "subj:11002000", "mpacat:nuke"),
    keywords=("solar power", "grid"),
    places=("Switzerland",),
    services=("MPA World",),
    version_created=NOW,
    first_created=NOW,
)


def copy(**facts: Any) -> Version:
    return replace(COPY, **facts)


def story(*versions: Version, decisions: tuple[Decision, ...] = (), source: str = "wire") -> Story:
    received = [
        Received(one, seq, NOW + timedelta(minutes=seq), source, fingerprint=str(seq))
        for seq, one in enumerate(versions or (COPY,), 1)
    ]
    decided = [Decided(one, 100 + seq) for seq, one in enumerate(decisions)]
    return Story.fold("urn:mpa:1", received, decided)


def matches(when: str, of: Story | None = None) -> bool:
    """Whether a rule with this condition takes the story."""
    return bool(Router(with_rules(("rule", when, "orbit"))).place(of or story()))
