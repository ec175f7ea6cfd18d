"""A small made-up network and newsroom for the tests of the pages; all agencies and copy in it are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import html

from wireroom.ledger.memory import MemoryLedger
from wireroom.network.licence import CreditTerms, NoticeTerms
from wireroom.network.model import (
    DEFAULT_FORMS,
    Extent,
    Form,
    Licence,
    Look,
    Network,
    Rail,
    Section,
    Site,
    Slot,
    Source,
    Surface,
)
from wireroom.news import (
    Association,
    Body,
    Dateline,
    Decision,
    Kill,
    Pin,
    Placement,
    Rights,
    Status,
    Story,
    Version,
    story_id,
)
from wireroom.pages import Frame, Hole, Links, Page, Pages, Request

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")

FULL = Form(Extent.FULL)
HEADLINE = Form(Extent.HEADLINE)
LINK = Form(Extent.LINK)
NONE = Form(Extent.NONE)


def licence(name: str = "mpa", provider: str = "MPA", **changes: Any) -> Licence:
    forms: Mapping[Surface, Form] = changes.pop("forms", {})
    return replace(
        Licence(
            name=name,
            provider=provider,
            term_from=datetime(2020, 1, 1, tzinfo=UTC),
            term_until=None,
            sites=frozenset({"orbit", "shield"}),
            forms={**DEFAULT_FORMS, **forms},
            credit=CreditTerms("Meridian Press Agency"),
            notice=NoticeTerms(
                "© Meridian Press Agency. No reuse without a licence.", "https://meridian.example/legal"
            ),
        ),
        **changes,
    )


def network(**changes: Any) -> Network:
    """Orbit (Oslo time, two sections, two rails) and Shield (UTC, one section); one agency, licensed to both."""
    orbit = Site(
        key="orbit",
        name="Orbit Daily",
        tagline="Your Portal To Space",
        url="https://orbit.example",
        language="en",
        zone=OSLO,
        sections=(Section("launch", "Launch Pad"), Section("science", "Science")),
        rails=(Rail("From the shield desk", "shield", 3), Rail("Launches", "orbit/launch", 4)),
        look=Look(accent="#0b5394"),
        slots=(Slot("foot", "story-end", ((320, 100), (728, 90), (728, 90))),),
    )
    shield = Site(
        key="shield",
        name="Shield Report",
        tagline="Defence, Plainly",
        url="https://shield.example",
        language="en",
        zone=ZoneInfo("UTC"),
        sections=(Section("missiles", "Missiles"),),
        rails=(),
        look=Look(type="sans", accent="#8a1c1c"),
    )
    base = Network(
        name="Example Network",
        sites={"orbit": orbit, "shield": shield},
        sources={"wire": Source("wire", "MPA", "folder:inbox", "mpa")},
        licences={"mpa": licence()},
        rules=(),
    )
    return replace(base, **changes)


def version(uri: str = "urn:mpa:1", **changes: Any) -> Version:
    made = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    return replace(
        Version(
            uri=uri,
            number=1,
            provider="MPA",
            language="en",
            headline="Probe reaches the far moon",
            summary="The probe Halvard went into orbit on Sunday.",
            byline="By Ines Okafor",
            dateline=Dateline("Tromsø, November 22 (MPA)", "Tromsø", made.date(), "MPA"),
            body=Body("<p>The probe Halvard went into orbit on Sunday.</p><p>It will stay <em>two</em> years.</p>"),
            keywords=("space", "probe"),
            rights=Rights(holder="Meridian Press Agency", notice="© 2026 Meridian Press Agency"),
            first_created=made,
            version_created=made,
            format="newsml-g2",
        ),
        **changes,
    )


PICTURE = Association(
    kind="picture",
    caption="The probe before its start",
    credit="MPA/Lena Holm",
    alt="A probe on a stand",
    width=800,
    height=500,
    media="aa11.jpg",
)


def parsed(body: bytes | str) -> Any:
    """The page as an lxml tree (whose type stubs know little of HTML)."""
    return html.fromstring(body)


class Places:
    """A router that has each story's places written down."""

    def __init__(self) -> None:
        self.where: dict[str, tuple[str, ...]] = {}

    def place(self, story: Story) -> tuple[Placement, ...]:
        found = (where.partition("/") for where in self.where.get(story.uri, ("orbit/launch",)))
        return tuple(Placement(story.uri, site, section, "by hand") for site, _, section in found)

    def pins(self, story: Story) -> tuple[Pin, ...]:
        return tuple(one.decision for one in story.decisions if isinstance(one.decision, Pin))


class Newsroom:
    """A ledger with a network and its pages: what a test needs to say what came and to look at what is out."""

    def __init__(self, of: Network | None = None, **kept: Any) -> None:
        self.network = of or network()
        self.places = Places()
        self.ledger = MemoryLedger(self.network, router_of=lambda _: self.places)
        self.pages = Pages(self.network, **kept)

    def take(self, what: Version | Decision, *where: str, at: datetime | None = None) -> str:
        """Appends it (by default when it was made) and gives the path of its story's id."""
        if where:
            self.places.where[what.uri] = where
        if at is None:
            at = what.version_created or NOW if isinstance(what, Version) else what.at
        self.ledger.append(what, at=at, source="wire")
        return story_id(what.uri)

    def page(self, path: str, at: datetime = NOW, site: str = "orbit") -> Page:
        with self.ledger.snapshot(at) as snapshot:
            return self.pages.page(snapshot, self.network.sites[site].url + path)

    def frame(
        self, path: str, at: datetime = NOW, site: str = "orbit", query: Mapping[str, str] | None = None
    ) -> Frame:
        with self.ledger.snapshot(at) as snapshot:
            links = Links.public(self.network)
            return self.pages.frame(snapshot, Request(self.network.sites[site], path, query or {}, links))

    def text(self, path: str, at: datetime = NOW, site: str = "orbit") -> str:
        return self.page(path, at, site).body.decode()

    def bare(self, path: str, at: datetime = NOW, site: str = "orbit") -> str:
        """The page without its rails."""
        return b"".join(part for part in self.frame(path, at, site).parts if isinstance(part, bytes)).decode()

    def url_of(self, id: str, at: datetime = NOW, site: str = "orbit") -> str:
        """The path that the story's URL of today has on the site."""
        location = dict(self.page(f"/2000/01/01/x-{id}", at, site).headers).get("location", "")
        assert location, "the story has no page"
        return location

    def story(self, id: str, at: datetime = NOW, site: str = "orbit") -> str:
        """The HTML of the story's page."""
        return self.text(self.url_of(id, at, site), at, site)


def kill(uri: str, at: datetime = NOW - timedelta(minutes=30), why: str = "wrong man named") -> Kill:
    return Kill(uri=uri, by="ines", at=at, why=why)


def canceled(uri: str, at: datetime = NOW - timedelta(minutes=30)) -> Version:
    return Version(uri=uri, number=9, provider="MPA", status=Status.CANCELED, version_created=at, format="newsml-g2")


def holes(frame: Frame) -> list[int]:
    return [part.rail for part in frame.parts if isinstance(part, Hole)]
