"""Acceptance: rails across the network, and why."""

from __future__ import annotations

from datetime import timedelta

from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.newsroom.find import story_named
from wireroom.newsroom.why import explain

OLD = "urn:newsml:mpa.example:20061122:1"
NEW = "urn:newsml:mpa.example:20261122:2"


def test_case_25_a_new_headline_is_in_the_sisters_rail_on_a_page_of_years_ago(rig: Rig) -> None:
    rig.now = NOW - timedelta(days=5 * 365)
    rig.take("mpa", g2(OLD, 1, "Missile treaty signed", slugline="missile", created=rig.now))
    url = rig.url(OLD, "shield")
    rig.now = NOW
    before = rig.get("shield", url)
    stored = [entry.what for entry in rig.home.ledger.history(OLD)]
    rig.take("mpa", g2(NEW, 1, "Rocket leaves the pad", slugline="launch", created=NOW))
    after = rig.get("shield", url)
    assert "Rocket leaves the pad" not in before.text
    assert "Rocket leaves the pad" in after.text
    assert "https://orbit.example/" in after.text
    assert [entry.what for entry in rig.home.ledger.history(OLD)] == stored
    assert (
        after.text.split("<article")[1].split("</article>")[0]
        == before.text.split("<article")[1].split("</article>")[0]
    )


def test_case_28_why_explains_each_site(rig: Rig) -> None:
    rig.take("mpa", g2(NEW, 1, "Rocket leaves the pad", slugline="launch", created=NOW - timedelta(minutes=1)))
    with rig.home.ledger.snapshot(NOW) as snapshot:
        facts = explain(snapshot, rig.home.network, story_named(snapshot, NEW))
    sites = facts["sites"]
    assert sites["orbit"].allowed
    assert "launch" in sites["orbit"].sections
    assert sites["orbit"].url.startswith("https://orbit.example/2026/11/22/rocket-leaves-the-pad-")
    assert not sites["shield"].allowed
    assert "no rule" in sites["shield"].because
    assert {rule["rule"] for rule in facts["rules"] if rule["matched"]} == {"launches", "rest of MPA"}


def test_case_28_why_names_what_stops_a_story(rig: Rig) -> None:
    rig.take("mpa", g2(NEW, 1, "Rocket", created=NOW, embargoed=NOW + timedelta(hours=2)))
    with rig.home.ledger.snapshot(NOW) as snapshot:
        orbit = explain(snapshot, rig.home.network, story_named(snapshot, NEW))["sites"]["orbit"]
    assert not orbit.allowed
    assert orbit.verdict == "embargoed"
    assert orbit.changes_at == NOW + timedelta(hours=2)
