"""Acceptance: what a kill takes with it beside the pages: pictures, old addresses, rails, and every file and feed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import images
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.news import Association, Body, Kill, Rights, Version, story_id

URI = "urn:newsml:mpa.example:20261122:8401"
OLD = "/reports/old-rocket.html"
IMPORTED = NETWORK + '[sources.import]\nprovider = "MPA"\nfrom = "import:"\nlicence = "mpa"\n'


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, IMPORTED)
    yield made
    made.close()


def publish(rig: Rig, days: int = 0) -> str:
    """A story with a picture that once stood at an old address, some days ago; the picture's name."""
    picture = rig.home.vault.put(images.plain(40, 30, "PNG"), "png")
    at = NOW - timedelta(days=days, minutes=9)
    version = Version(
        URI,
        1,
        "MPA",
        "en",
        "Rocket qxzzy leaves",
        slugline="launch",
        body=Body("<p>Paragraph wqkkj in Lindholm harbour.</p>"),
        associations=(Association("picture", media=picture, width=40, height=30, caption="A pad at dusk"),),
        alt_ids=(f"url:orbit.example{OLD}",),
        rights=Rights(holder="MPA"),
        first_created=at,
        version_created=at,
        format="newsml-g2",
    )
    rig.home.ledger.append(version, at=at, source="import")
    return f"/media/{story_id(URI)}/{picture[:24]}-40.webp"


def by_wire(rig: Rig) -> None:
    fates = rig.take("mpa", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled", dateline=""))
    assert fates[0].outcome == "killed"


def by_editor(rig: Rig) -> None:
    rig.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why="wrong city"), at=NOW)


@pytest.mark.parametrize("kill", [by_wire, by_editor])
@pytest.mark.parametrize("days", [0, 400], ids=["case_11 of today", "case_12 of 400 days ago"])
def test_a_kill_takes_pictures_and_old_addresses_with_it_in_one_entry(
    rig: Rig, days: int, kill: Callable[[Rig], None]
) -> None:
    picture = publish(rig, days)
    assert (rig.get("orbit", picture).status, rig.get("orbit", OLD).status) == (200, 301)
    assert len(rig.showing("qxzzy")) > 5
    seq = rig.home.ledger.seq()
    kill(rig)
    assert rig.home.ledger.seq() == seq + 1
    assert rig.get("orbit", picture).status in (404, 410)
    assert rig.get("orbit", OLD).status == 410
    assert rig.showing("qxzzy", picture, OLD) == []
    assert rig.showing("wqkkj", picture, OLD) == []


@pytest.mark.parametrize("kill", [by_wire, by_editor])
def test_case_11_every_feed_has_its_tombstone_or_drops_it(rig: Rig, kill: Callable[[Rig], None]) -> None:
    publish(rig)
    kill(rig)
    id = story_id(URI)
    for path in ("/atom.xml", "/launch/atom.xml"):
        assert f'<at:deleted-entry ref="tag:orbit.example,2026-01-01:{id}" when="' in rig.get("orbit", path).text
    for path in ("/feed.json", "/launch/feed.json"):
        assert json.loads(rig.get("orbit", path).text)["items"] == []
    for path in ("/feed.xml", "/launch/feed.xml", "/sitemap.xml", "/news-sitemap.xml", "/rail/0", "/search?q=rocket"):
        assert id not in rig.get("orbit", path).text


def test_case_11_the_notice_is_conspicuous_and_says_nothing_of_the_story(rig: Rig) -> None:
    publish(rig)
    url = rig.url(URI, "orbit")
    by_editor(rig)
    for site in rig.home.network.sites:
        page = rig.get(site, url)
        assert page.status == 410
        assert "<h1" in page.text
        assert "withdrawn" in page.text[page.text.index("<h1") :].lower()
        assert not {"qxzzy", "wrong city", "Ana", "dusk"} & set(page.text.replace("<", " ").replace(">", " ").split())
