"""Acceptance: kill, hold, embargo, expiry and licence, on every surface."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.news import Hold, Kill, Release

URI = "urn:newsml:mpa.example:20261122:8001"
OTHER = "urn:newsml:mpa.example:20261122:8002"
TOKEN = "Rocket qxzzy"
PARAGRAPH = "Paragraph wqkkj in Lindholm harbour."


def story(number: int, **facts: object) -> bytes:
    facts = {"created": NOW - timedelta(minutes=20 - number), "first": NOW - timedelta(minutes=19), **facts}
    return g2(URI, number, TOKEN, paragraphs=(PARAGRAPH,), **facts)  # type: ignore[arg-type]


def everywhere(rig: Rig, *more: str) -> list[str]:
    return sorted({*rig.showing("qxzzy", *more), *rig.showing("wqkkj", *more)})


def test_case_11_a_canceled_version_is_gone_everywhere_in_one_entry(rig: Rig) -> None:
    rig.take("mpa", story(1), g2(OTHER, 1, "Rocket that stays", created=NOW))
    url = rig.url(URI, "orbit")
    assert len(everywhere(rig)) > 10
    seq = rig.home.ledger.seq()
    fates = rig.take("mpa", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled", dateline=""))
    assert fates[0].outcome == "killed"
    assert rig.home.ledger.seq() == seq + 1
    assert everywhere(rig, f"/{url.rsplit('/', 1)[1]}") == []
    for site in ("orbit", "shield", "current"):
        gone = rig.get(site, url)
        assert gone.status == 410
        assert "withdrawn" in gone.text.lower()
        assert "qxzzy" not in gone.text.lower()
        assert "noindex" in dict(gone.headers).get("x-robots-tag", "") + gone.text
    atom = rig.get("orbit", "/atom.xml").text
    assert "deleted-entry" in atom
    assert url.rsplit("-", 1)[1] in atom
    assert url.rsplit("-", 1)[1] not in rig.get("orbit", "/feed.json").text
    assert "Rocket that stays" in rig.get("orbit", "/").text


def test_case_11_an_editors_kill_does_the_same(rig: Rig) -> None:
    rig.take("mpa", story(1))
    url = rig.url(URI, "orbit")
    rig.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why="wrong city"), at=NOW)
    assert everywhere(rig, url) == []
    assert rig.get("orbit", url).status == 410


def test_case_12_the_kill_of_a_story_of_four_hundred_days_ago(rig: Rig) -> None:
    rig.now = NOW - timedelta(days=400)
    rig.take("mpa", g2(URI, 1, TOKEN, paragraphs=(PARAGRAPH,), created=rig.now))
    url = rig.url(URI, "orbit")
    rig.now = NOW
    assert rig.get("orbit", url).status == 200
    rig.take("mpa", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled"))
    assert everywhere(rig, url) == []
    assert rig.get("orbit", url).status == 410


def test_case_13_a_kill_before_its_story_refuses_it(rig: Rig) -> None:
    fates = rig.take("mpa", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled"))
    assert fates[0].outcome == "killed"
    assert rig.take("mpa", story(1))[0].outcome == "dark"
    assert everywhere(rig) == []
    assert len(rig.home.ledger.history(URI)) == 2


def test_case_14_a_strangers_kill_is_refused_and_logged(rig: Rig) -> None:
    rig.take("mpa", story(1))
    fates = rig.take("nln", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled"))
    assert fates[0].outcome == "refused"
    assert rig.get("orbit", rig.url(URI, "orbit")).status == 200
    assert [str(entry.outcome) for entry in rig.home.ledger.history(URI)] == ["accepted", "refused"]


def test_case_15_withheld_darkens_and_usable_brings_back_at_the_same_url(rig: Rig) -> None:
    rig.take("mpa", story(1))
    url = rig.url(URI, "orbit")
    rig.take("mpa", story(2, status="withheld"))
    assert everywhere(rig, url) == []
    assert rig.get("orbit", url).status == 404
    rig.take("mpa", story(3, status="usable"))
    assert rig.get("orbit", url).status == 200


def test_case_15_canceled_never_comes_back(rig: Rig) -> None:
    rig.take("mpa", story(1), story(2, status="canceled"), story(3, status="usable"))
    assert everywhere(rig) == []


def test_case_16_an_embargo_lifts_to_the_second_also_across_a_restart(rig: Rig) -> None:
    until = NOW + timedelta(hours=3)
    rig.take("mpa", story(1, embargoed=until))
    url = f"/{until:%Y/%m/%d}/rocket-qxzzy-{rig.url(URI, 'orbit').rsplit('-', 1)[1]}"
    for moment in (NOW, until - timedelta(seconds=1), until - timedelta(microseconds=1)):
        rig.now = moment
        assert everywhere(rig, url) == []
        assert rig.get("orbit", url).status == 404
        rig.restart()
        assert everywhere(rig, url) == []
    rig.now = until
    assert rig.get("orbit", url).status == 200
    assert len(everywhere(rig)) > 10


def test_case_16_nothing_tells_an_embargoed_story_from_one_that_never_was(rig: Rig) -> None:
    rig.take("mpa", story(1, embargoed=NOW + timedelta(hours=3)))
    id = rig.url(URI, "orbit").rsplit("-", 1)[1]
    hidden = rig.get("orbit", f"/2026/11/22/x-{id}")
    never = rig.get("orbit", "/2026/11/22/x-0123456789ab")
    assert (hidden.status, hidden.headers) == (never.status, never.headers)
    assert hidden.body.replace(id.encode(), b"") == never.body.replace(b"0123456789ab", b"")


def test_case_16_an_empty_embargo_holds_until_released(rig: Rig) -> None:
    rig.take("mpa", story(1, embargoed=""))
    rig.later(days=30)
    assert everywhere(rig) == []
    rig.home.ledger.append(Release(uri=URI, by="Ana", at=rig.now), at=rig.now)
    assert rig.get("orbit", rig.url(URI, "orbit")).status == 200


def test_case_16_an_empty_embargo_is_released_by_a_later_version(rig: Rig) -> None:
    rig.take("mpa", story(1, embargoed=""))
    assert everywhere(rig) == []
    rig.take("mpa", story(2))
    assert rig.get("orbit", rig.url(URI, "orbit")).status == 200


def test_a_desks_hold_ends_by_itself_or_by_release(rig: Rig) -> None:
    rig.take("mpa", story(1))
    url = rig.url(URI, "orbit")
    rig.home.ledger.append(Hold(uri=URI, by="Ana", at=NOW, until=NOW + timedelta(hours=1)), at=NOW)
    assert everywhere(rig, url) == []
    rig.later(hours=1)
    assert rig.get("orbit", url).status == 200


@pytest.mark.parametrize(
    ("copy", "licence", "dark"),
    [
        ({"expires": NOW + timedelta(days=3)}, 'display = "30 days"', NOW + timedelta(days=3)),
        ({}, 'display = "30 days"', NOW - timedelta(minutes=19) + timedelta(days=30)),
        ({"expires": NOW + timedelta(days=90)}, "", NOW + timedelta(days=39, hours=12)),
    ],
    ids=["the copy's expiry", "the licence's display time", "the licence's end"],
)
def test_case_17_the_earliest_end_darkens(
    tmp_path_factory: pytest.TempPathFactory, copy: dict[str, object], licence: str, dark: datetime
) -> None:
    text = NETWORK.replace(
        'until = 2029-12-31 }\nsites = ["orbit", "shield", "current"]\nforms = { feed = "full"',
        f'until = 2026-12-31 }}\n{licence}\nsites = ["orbit", "shield", "current"]\nforms = {{ feed = "full"',
    )
    rig = Rig(tmp_path_factory.mktemp("rig"), text)
    rig.take("mpa", story(1, **copy))
    url = rig.url(URI, "orbit")
    rig.now = dark - timedelta(seconds=1)
    assert rig.get("orbit", url).status == 200
    rig.now = dark
    assert rig.get("orbit", url).status == 410
    assert everywhere(rig, url) == []
    rig.close()


def test_case_19_copy_licensed_to_one_site_is_not_on_its_sister_nor_in_her_rails(rig: Rig) -> None:
    rig.take("nln", g2(URI, 1, TOKEN, paragraphs=(PARAGRAPH,), slugline="launch", created=NOW - timedelta(minutes=5)))
    shown = everywhere(rig, rig.url(URI, "orbit"))
    assert any(key.startswith("orbit/launch") for key in shown)
    assert [key for key in shown if not key.startswith("orbit/")] == []


def test_editors_notes_reach_no_public_byte(rig: Rig) -> None:
    rig.take("mpa", story(1, ed_note="Call Jo Vesterby on 555 0199", signal="correction"))
    assert "correct" in rig.get("orbit", rig.url(URI, "orbit")).text.lower()
    assert rig.showing("Vesterby") == []
