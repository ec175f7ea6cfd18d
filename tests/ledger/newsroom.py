"""A small network and its copy for the ledger's tests: three sites, three agencies, four licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wireroom.network.model import Licence, Network, Rule, Section, Site, Source
from wireroom.news import Body, Version

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MPA, NLN, AB = "Meridian Press Agency", "Nordlicht Nachrichten", "Agence Boréale"


def site(key: str, *sections: str) -> Site:
    return Site(
        key=key,
        name=key.title(),
        tagline="",
        url=f"https://{key}.example",
        language="en",
        zone=ZoneInfo("UTC"),
        sections=tuple(Section(one, one.title()) for one in sections),
        rails=(),
    )


def source(key: str, provider: str, licence: str) -> Source:
    return Source(key, provider, f"folder:inbox/{key}", licence)


LICENCES: Mapping[str, Licence] = {
    "mpa": Licence(
        "mpa",
        MPA,
        START - timedelta(days=400),
        None,
        frozenset({"orbit", "shield"}),
        display=timedelta(days=30),
    ),
    "nln": Licence(
        "nln",
        NLN,
        START - timedelta(days=400),
        START + timedelta(days=45),
        frozenset({"energy", "orbit"}),
        expires="stale",
    ),
    "ab": Licence("ab", AB, START + timedelta(days=1), None, frozenset({"energy", "orbit", "shield"})),
}

NETWORK = Network(
    name="Test Network",
    sites={
        "orbit": site("orbit", "launch", "science"),
        "shield": site("shield", "missiles"),
        "energy": site("energy", "grid"),
    },
    sources={
        "mpa": source("mpa", MPA, "mpa"),
        "nln": source("nln", NLN, "nln"),
        "ab": source("ab", AB, "ab"),
    },
    licences=LICENCES,
    rules=(
        Rule("launches", "slugline:launch*", ("orbit/launch",)),
        Rule("rockets", "slugline:*missile*", ("shield/missiles", "orbit/science")),
        Rule("power", "slugline:grid*", ("energy/grid", "orbit")),
    ),
    digest="first",
)

# The same newsroom a year on: a section moved, a licence cut down, another let go of its display time.
CHANGED = replace(
    NETWORK,
    licences={
        "mpa": replace(LICENCES["mpa"], sites=frozenset({"orbit"}), display=timedelta(days=3)),
        "nln": replace(LICENCES["nln"], term_until=None),
        "ab": replace(LICENCES["ab"], term_from=START - timedelta(days=2)),
    },
    rules=(Rule("launches", "slugline:launch*", ("orbit/science", "energy")), *NETWORK.rules[1:]),
    digest="second",
)
LISTS = ("orbit", "orbit/launch", "orbit/science", "shield", "shield/missiles", "energy", "energy/grid", "nowhere")


def version(uri: str = "urn:mpa:1", number: int | None = 1, provider: str = MPA, **more: object) -> Version:
    """Copy about a launch, unless told otherwise."""
    base = Version(
        uri=uri,
        number=number,
        provider=provider,
        language="en",
        headline="Probe sets out for the outer moons",
        slugline="launch-probe",
        body=Body("<p>The probe left its pad at dawn, engineers said.</p><p>It will arrive in six years.</p>"),
        first_created=START,
        version_created=START,
        format="newsml-g2",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def hours(number: float) -> datetime:
    """So many hours after the newsroom opened."""
    return START + timedelta(hours=number)
