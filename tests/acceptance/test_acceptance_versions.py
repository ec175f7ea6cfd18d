"""Acceptance: versions, duplicates and broken files."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.rig import NOW, Rig
from tests.wires import g2, rss

URI = "urn:newsml:mpa.example:20261122:7001"


def test_case_01_version_1_then_2_is_one_page_at_the_same_url(rig: Rig) -> None:
    rig.take("mpa", g2(URI, 1, "Rocket leaves the pad", created=NOW - timedelta(minutes=9)))
    url = rig.url(URI, "orbit")
    assert "Rocket leaves the pad" in rig.get("orbit", url).text
    rig.take("mpa", g2(URI, 2, "Rocket reaches orbit", created=NOW - timedelta(minutes=2)))
    moved = rig.get("orbit", url)
    assert moved.status == 301
    assert dict(moved.headers)["location"].endswith(url.rsplit("-", 1)[1])
    assert "Rocket reaches orbit" in rig.get("orbit", rig.url(URI, "orbit")).text
    assert rig.showing("Rocket leaves the pad") == []
    listed = rig.get("orbit", "/launch").text
    assert listed.count(f'{url.rsplit("-", 1)[1]}">') == 1  # links; machines are told of the list's order besides
    assert [entry.what.number for entry in rig.home.ledger.history(URI)] == [1, 2]  # type: ignore[union-attr]


def test_case_02_version_3_before_2_stays(rig: Rig) -> None:
    outcomes = []
    for number, headline in ((1, "Rocket one"), (3, "Rocket three"), (2, "Rocket two")):
        fates = rig.take("mpa", g2(URI, number, headline, created=NOW - timedelta(minutes=10 - number)))
        outcomes.append(fates[0].outcome)
    assert outcomes == ["accepted", "updated", "older"]
    assert "Rocket three" in rig.get("orbit", rig.url(URI, "orbit")).text
    assert rig.showing("Rocket two") == []


def test_case_03_version_2_without_1_is_published(rig: Rig) -> None:
    fates = rig.take("mpa", g2(URI, 2, "Rocket without a beginning", created=NOW))
    assert fates[0].outcome == "accepted"
    assert rig.get("orbit", rig.url(URI, "orbit")).status == 200


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(days=366)])
def test_case_04_the_same_delivery_again_changes_nothing(rig: Rig, later: timedelta) -> None:
    data = g2(URI, 1, "Rocket leaves the pad", created=NOW)
    rig.take("mpa", data)
    seq = rig.home.ledger.seq()
    rig.now += later
    before = {key: response.body for key, response in rig.crawl().items()}
    assert [fate.outcome for fate in rig.take("mpa", data)] == ["duplicate"]
    # The same content in other bytes is the same delivery too.
    assert [fate.outcome for fate in rig.take("mpa", data + b"\n")] == ["duplicate"]
    assert rig.home.ledger.seq() == seq
    assert {key: response.body for key, response in rig.crawl().items()} == before


def test_case_04_a_feed_polled_again_brings_only_what_is_new(rig: Rig) -> None:
    first = ("tag:pws.example,2026:1", "Cable laid", "A cable was laid.", NOW - timedelta(hours=2))
    second = ("tag:pws.example,2026:2", "Cable tested", "It works.", NOW - timedelta(hours=1))
    assert [fate.outcome for fate in rig.take("pws", rss(first))] == ["accepted"]
    assert sorted(fate.outcome for fate in rig.take("pws", rss(second, first))) == ["accepted", "duplicate"]
    assert rig.home.ledger.seq() == 2


def test_case_07_one_broken_file_among_many(rig: Rig) -> None:
    good = [g2(f"{URI}{n}", 1, f"Rocket number {n}", created=NOW - timedelta(minutes=60 - n)) for n in range(60)]
    broken = b'<?xml version="1.0"?><newsItem guid="urn:x" version="1"><itemMeta><<<'
    fates = rig.take("mpa", *good[:30], broken, *good[30:])
    assert [fate.outcome for fate in fates].count("accepted") == 60
    assert [fate.outcome for fate in fates].count("quarantined") == 1
    (item,) = rig.home.quarantine.list()
    assert rig.home.quarantine.read(item.digest) == broken
    assert item.reason
    assert "Rocket number 59" in rig.get("orbit", "/launch").text


def test_case_07_replay_publishes_what_a_mended_reader_understands(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    from wireroom import formats
    from wireroom.newsroom.replay import replay

    data = g2(URI, 1, "Rocket at last", created=NOW)
    with monkeypatch.context() as broken:

        def fails(*_: object, **__: object) -> formats.Reading:
            raise RuntimeError("a reader's own fault")

        broken.setattr(formats, "read", fails)
        assert [fate.outcome for fate in rig.take("mpa", data)] == ["quarantined"]
    assert rig.showing("Rocket at last") == []
    outcomes = [fate.outcome for _, fates in replay(rig.home, lambda: rig.now) for fate in fates]
    assert outcomes == ["accepted"]
    assert rig.home.quarantine.list() == []
    assert rig.get("orbit", rig.url(URI, "orbit")).status == 200


def test_two_contents_under_one_number_are_told_and_the_narrowest_wins(rig: Rig) -> None:
    rig.take("mpa", g2(URI, 1, "Rocket in the open", created=NOW))
    fates = rig.take("mpa", g2(URI, 1, "Rocket kept back", created=NOW, embargoed=NOW + timedelta(hours=1)))
    assert fates[0].outcome == "conflict"
    assert rig.showing("Rocket in the open") == []
    assert rig.showing("Rocket kept back") == []
