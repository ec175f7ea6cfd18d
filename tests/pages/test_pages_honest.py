"""Over made-up histories: the same snapshot gives the same page, `uses` and `changes_at` are honest."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages.pages_helper import FULL, NOW, Newsroom, licence, network, version
from wireroom.network.model import Surface
from wireroom.news import Decision, Edit, Hold, Kill, Pin, Release, Status, Version, story_id
from wireroom.pages import Page

URIS = tuple(f"urn:mpa:{number}" for number in range(4))
WHERE = (("orbit/launch",), ("orbit/launch", "shield/missiles"), ("shield", "orbit/science"), ("shield",))
FORMS = {Surface.FEED: FULL, Surface.JSON_LD: FULL}
PATHS = (
    "/", "/launch", "/science", "/missiles", "/search?q=probe", "/feed.xml", "/launch/atom.xml", "/feed.json",
    "/sitemap.xml", "/sitemap/2026-11.xml", "/news-sitemap.xml", "/rail/0", "/nothing",
    *(f"/2026/11/22/x-{story_id(uri)}" for uri in URIS),
    *(f"/2026/11/22/probe-{story_id(uri)}" for uri in URIS),
)  # fmt: skip

hours = st.integers(-6, 72).map(lambda hour: NOW + timedelta(hours=hour))
maybe = st.none() | hours


@st.composite
def copy(draw: st.DrawFn) -> Version:
    made = NOW - timedelta(minutes=draw(st.integers(1, 600)))
    return version(
        draw(st.sampled_from(URIS)),
        number=draw(st.integers(1, 4)),
        headline=draw(st.sampled_from(["Probe", "Probe there", "Rocket"])),
        status=draw(st.sampled_from([Status.USABLE] * 6 + [Status.WITHHELD, Status.CANCELED])),
        signals=draw(st.sampled_from([(), ("correction",)])),
        first_created=made,
        version_created=made,
        embargoed_until=draw(maybe),
        expires=draw(maybe),
    )


@st.composite
def decision(draw: st.DrawFn) -> Decision:
    uri = draw(st.sampled_from(URIS))
    kind = draw(st.sampled_from(["kill", "hold", "release", "pin", "edit"]))
    if kind == "kill":
        return Kill(uri=uri, by="ines", at=NOW)
    if kind == "hold":
        return Hold(uri=uri, by="ines", at=NOW, until=draw(maybe))
    if kind == "pin":
        return Pin(uri=uri, by="ines", at=NOW, site="orbit", until=draw(maybe))
    if kind == "release":
        return Release(uri=uri, by="ines", at=NOW)
    return Edit(uri=uri, by="ines", at=NOW, headline=draw(st.sampled_from(["Probe", "Edited"])))


HISTORIES = st.lists(copy() | decision(), max_size=8)


def showing() -> Newsroom:
    """A newsroom that already shows something, so that there is something to go wrong with."""
    newsroom = Newsroom(network(licences={"mpa": licence(forms=FORMS, display=timedelta(days=2))}))
    for uri, where in zip(URIS, WHERE, strict=True):
        newsroom.places.where[uri] = where
    for uri in URIS[:3]:
        made = NOW - timedelta(hours=20)
        newsroom.take(version(uri, headline="Probe", first_created=made, version_created=made), at=made)
    return newsroom


def pages(newsroom: Newsroom, at: datetime) -> dict[tuple[str, str], Page]:
    return {(site, path): newsroom.page(path, at, site) for site in ("orbit", "shield") for path in PATHS}


def same(one: Page, other: Page) -> bool:
    return (one.status, one.body, one.headers) == (other.status, other.body, other.headers)


FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(HISTORIES, copy() | decision())
def test_a_page_changes_only_when_an_entry_touches_what_it_uses(
    history: list[Version | Decision], last: Version | Decision
) -> None:
    newsroom = showing()
    for one in history:
        newsroom.ledger.append(one, at=NOW, source="wire")
    before = pages(newsroom, NOW)
    entry = newsroom.ledger.append(last, at=NOW, source="wire")
    for key, page in pages(newsroom, NOW).items():
        if not before[key].uses & entry.touches:
            assert same(before[key], page), key


@FEW
@given(HISTORIES, st.integers(0, 72 * 60))
def test_time_alone_changes_a_page_no_sooner_than_it_says(history: list[Version | Decision], minutes: int) -> None:
    newsroom = showing()
    for one in history:
        newsroom.ledger.append(one, at=NOW, source="wire")
    later = NOW + timedelta(minutes=minutes)
    now, then = pages(newsroom, NOW), pages(newsroom, later)
    for key, page in now.items():
        changes = page.changes_at
        if changes is None or later < changes:
            assert same(page, then[key]), key
        assert changes is None or changes > NOW, key


@FEW
@given(HISTORIES)
def test_the_same_snapshot_gives_the_same_pages(history: list[Version | Decision]) -> None:
    newsroom = showing()
    for one in history:
        newsroom.ledger.append(one, at=NOW, source="wire")
    assert pages(newsroom, NOW) == pages(newsroom, NOW)
