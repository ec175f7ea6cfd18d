"""Delivery hazards: what wires do to whoever takes their copy in, each with a test that is found by its number."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.textwires import iptc
from tests.wires import g2, iso, ninjs, rss
from wireroom.news import Kill, Reinstate, Release, story_id
from wireroom.newsroom.backup import backup
from wireroom.newsroom.find import story_named
from wireroom.newsroom.home import Home
from wireroom.newsroom.restore import restore

URI = "urn:newsml:mpa.example:20261122:7001"
WORDS = "Rocket qxzzy"
PARAGRAPH = "Paragraph wqkkj in Lindholm harbour."
# Tried where the way in is: the number, and the tests that hold it.
ELSEWHERE = {
    1: ("newsroom/test_newsroom_half_written.py", "test_a_story_appears_never_or_whole"),
    14: (
        "transports/test_transports_pages.py",
        "test_after_73_hours_the_feed_is_begun_again_from_before_the_last_page",
    ),
    15: ("transports/test_transports_folder.py", "test_a_million_files_need_little_memory_and_few_looks"),
}


def story(number: int, **facts: object) -> bytes:
    given = {"created": NOW - timedelta(minutes=20 - number), "first": NOW - timedelta(minutes=19), **facts}
    return g2(URI, number, WORDS, paragraphs=(f"{PARAGRAPH} v{number}v",), **given)  # type: ignore[arg-type]


def kill(number: int, **facts: object) -> bytes:
    return g2(URI, number, "", paragraphs=(), created=NOW, status="canceled", dateline="", **facts)  # type: ignore[arg-type]


def page(rig: Rig) -> tuple[int, str]:
    """What a reader of the story finds."""
    answer = rig.get("orbit", f"/2026/11/22/x-{story_id(URI)}")
    if answer.status == 301:
        answer = rig.get("orbit", answer.header("location") or "")
    return answer.status, answer.text


def everywhere(rig: Rig) -> list[str]:
    more = f"/2026/11/22/x-{story_id(URI)}"
    return sorted({*rig.showing("qxzzy", more), *rig.showing("wqkkj", more)})


@pytest.fixture
def rigs(tmp_path: Path) -> Iterator[list[Rig]]:
    made: list[Rig] = []
    yield made
    for rig in made:
        rig.close()


def fresh(rigs: list[Rig], tmp_path: Path, network: str = NETWORK) -> Rig:
    folder = tmp_path / str(len(rigs))
    folder.mkdir()
    rigs.append(Rig(folder, network))
    return rigs[-1]


@pytest.mark.parametrize("number", ELSEWHERE)
def test_the_other_hazards_have_their_tests_where_copy_comes_in(number: int) -> None:
    file, name = ELSEWHERE[number]
    text = (Path(__file__).parent.parent / file).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {name}\b", text, re.MULTILINE)


def test_hazard_02_duplicates_change_no_byte(rig: Rig) -> None:
    documents = [story(number) for number in (1, 2, 3)]
    rig.take("mpa", *documents)
    seq, before = rig.home.ledger.seq(), rig.crawl()
    for again in (*documents, *reversed(documents), documents[1], documents[1]):
        assert rig.take("mpa", again)[0].outcome == "duplicate"
    assert rig.home.ledger.seq() == seq
    assert {key: answer.body for key, answer in rig.crawl().items()} == {k: a.body for k, a in before.items()}


def test_hazard_03_all_orders_of_arrival_come_to_the_same(rigs: list[Rig], tmp_path: Path) -> None:
    """Two contents under one number among them: both bind, and the narrower embargo is in both."""
    documents = [story(1), story(2), story(3), story(3, embargoed=NOW + timedelta(hours=2))]
    seen = set()
    for order in permutations(documents):
        rig = fresh(rigs, tmp_path)
        rig.take("mpa", *order)
        assert everywhere(rig) == []
        rig.later(hours=2)
        status, text = page(rig)
        assert status == 200 and "v3v" in text
        seen.add(text)
    assert len(seen) == 1


def test_hazard_04_the_agencys_clock_orders_its_versions_and_ours_lifts_embargoes(rig: Rig) -> None:
    ahead = NOW + timedelta(hours=1)
    rig.take("mpa", story(1, created=ahead, first=ahead, embargoed=NOW + timedelta(minutes=30)))
    assert everywhere(rig) == []
    rig.later(minutes=30)
    assert page(rig)[0] == 200
    rig.now -= timedelta(hours=1)  # our own clock is set back
    assert page(rig)[0] == 200, "what has opened in this run stays open"


@pytest.mark.parametrize("later", [story(1), story(3)], ids=["an earlier version", "a later version"])
def test_hazard_05_a_kill_before_its_story_refuses_it(rig: Rig, later: bytes) -> None:
    rig.take("mpa", kill(2))
    assert rig.take("mpa", later)[0].outcome == "dark"
    rig.restart()
    assert everywhere(rig) == []


def test_hazard_06_the_kill_of_a_story_never_received_is_recorded(rig: Rig) -> None:
    assert rig.take("mpa", kill(2))[0].outcome == "killed"
    assert len(rig.home.ledger.history(URI)) == 1
    assert page(rig)[0] == 404, "nobody ever saw it, so there is nothing to take back in public"


def test_hazard_07_a_kill_in_words_finds_its_story_and_is_no_story(rig: Rig) -> None:
    rig.take("mpa", iptc("Ferry qxzzy back in service", number="0101", sent=NOW))
    assert len(everywhere(rig)) > 3
    words = "Please kill item mpe0101 'Ferry qxzzy back in service'. A kill is mandatory."
    fates = rig.take("mpa", iptc("KILL KILL KILL", words, number="0102", sent=NOW))
    assert "killed" in {fate.outcome for fate in fates}
    assert everywhere(rig) == []
    assert rig.showing("mandatory") == []


@pytest.mark.parametrize("name", ["uri", "id", "url"])
def test_hazard_08_a_kill_by_telephone_is_one_order_by_any_name(rig: Rig, name: str) -> None:
    rig.take("mpa", story(1))
    url = f"https://orbit.example{rig.url(URI, 'orbit')}"
    with rig.home.ledger.snapshot(NOW) as snapshot:
        found = story_named(snapshot, {"uri": URI, "id": story_id(URI), "url": url}[name])
    rig.home.ledger.append(Kill(uri=found.uri, by="Ana", at=NOW, why="by telephone"), at=NOW)
    assert (page(rig)[0], everywhere(rig)) == (410, [])


def test_hazard_09_a_hold_is_lifted_by_its_agency_or_the_desk_alone(rig: Rig) -> None:
    rig.take("mpa", story(1), story(2, status="withheld"))
    rig.later(days=3)
    assert everywhere(rig) == []
    rig.take("mpa", story(3))
    assert page(rig)[0] == 200


def test_hazard_10_nothing_after_a_kill_shows_until_a_person_reinstates_the_desks_own(rig: Rig) -> None:
    rig.take("mpa", story(1))
    rig.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why="wrong city"), at=NOW)
    rig.take("mpa", story(2), story(3, signal="correction"))
    assert everywhere(rig) == []
    rig.home.ledger.append(Reinstate(uri=URI, by="Ana", at=NOW, why="the right city"), at=NOW)
    assert page(rig)[0] == 200
    rig.take("mpa", kill(4))
    rig.home.ledger.append(Reinstate(uri=URI, by="Ana", at=NOW, why="a mistake"), at=NOW)
    rig.take("mpa", story(5))
    assert everywhere(rig) == [], "what its agency killed no person brings back"


def test_hazard_11_the_newest_version_says_whether_there_is_an_embargo(rig: Rig) -> None:
    rig.take("mpa", story(1, embargoed=NOW + timedelta(hours=9)), story(2, embargoed=NOW + timedelta(hours=2)))
    rig.now = NOW + timedelta(hours=2, seconds=-1)
    assert everywhere(rig) == []
    rig.later(seconds=1)
    assert page(rig)[0] == 200
    rig.take("mpa", story(3, embargoed=NOW + timedelta(hours=9)))
    assert everywhere(rig) == []
    rig.take("mpa", story(4))
    assert page(rig)[0] == 200


def test_hazard_11_where_the_contract_says_keeps_silence_lifts_nothing(rigs: list[Rig], tmp_path: Path) -> None:
    keeps = NETWORK.replace('credit = "MPA"', 'credit = "MPA"\nembargo = { absent = "keeps" }')
    rig = fresh(rigs, tmp_path, keeps)
    rig.take("mpa", story(1, embargoed=NOW + timedelta(hours=2)), story(2))
    assert everywhere(rig) == []
    rig.later(hours=2)
    assert page(rig)[0] == 200


def test_hazard_11_an_embargo_in_a_feed_outlasts_an_entry_that_is_silent(rig: Rig) -> None:
    at = NOW - timedelta(minutes=5)
    spoken = f"EMBARGOED UNTIL {iso(NOW + timedelta(hours=2))}. {PARAGRAPH}"
    rig.take("mpa", rss(("qxzzy-1", WORDS, spoken, at)))
    assert everywhere(rig) == []
    rig.take("mpa", rss(("qxzzy-1", WORDS, PARAGRAPH, at + timedelta(minutes=2))))
    rig.now = NOW + timedelta(hours=2, seconds=-1)
    assert rig.showing("wqkkj") == []
    rig.later(seconds=1)
    assert len(rig.showing("wqkkj")) > 3


@pytest.mark.parametrize(
    "headline", ["EMBARGOED: Rocket qxzzy", "Sperrfrist beachten: qxzzy", "Hold for release: qxzzy"]
)
def test_hazard_11_an_embargo_in_words_alone_holds_in_every_format(rig: Rig, headline: str) -> None:
    rig.take("mpa", g2(URI, 1, headline, paragraphs=(PARAGRAPH,), created=NOW, slugline="launch"))
    rig.later(days=300)
    assert everywhere(rig) == []


@pytest.mark.parametrize("headline", ["Embargo on oil qxzzy tightened", "Arms embargo lifted qxzzy"])
def test_hazard_11_a_story_about_an_embargo_is_a_story(rig: Rig, headline: str) -> None:
    rig.take("mpa", g2(URI, 1, headline, paragraphs=(PARAGRAPH,), created=NOW, slugline="launch"))
    assert page(rig)[0] == 200


@pytest.mark.parametrize("stated", ["", "tomorrow at noon or so", "2026-13-45T99:00:00Z"])
def test_hazard_11_an_embargo_that_nobody_can_read_holds(rig: Rig, stated: str) -> None:
    rig.take("mpa", ninjs(URI, 1, WORDS, embargoed=stated, slugline="launch", firstcreated=NOW, paragraphs=[PARAGRAPH]))
    rig.later(days=300)
    assert everywhere(rig) == []
    rig.home.ledger.append(Release(uri=URI, by="Ana", at=rig.now), at=rig.now)
    assert page(rig)[0] == 200


def nitf(times: str) -> bytes:
    return (
        f'<nitf><head><docdata management-status="embargoed"><doc-id id-string="{URI}" regsrc="MPA"/>'
        f'<date.issue norm="20261122T110000Z"/>{times}</docdata></head><body><body.head><hedline><hl1>{WORDS}</hl1>'
        f"</hedline></body.head><body.content><p>{PARAGRAPH}</p></body.content></body></nitf>"
    ).encode()


def test_hazard_12_the_expiry_of_an_embargoed_document_is_its_release(rig: Rig) -> None:
    rig.take("mpa", nitf('<date.expire norm="20261122T140000Z"/>'))
    rig.now = NOW + timedelta(hours=2, seconds=-1)
    assert everywhere(rig) == []
    rig.later(seconds=1)
    assert page(rig)[0] == 200
    rig.later(days=3)
    assert page(rig)[0] == 200, "it was never an expiry"


def test_hazard_12_an_embargoed_document_without_any_time_waits(rig: Rig) -> None:
    rig.take("mpa", nitf(""))
    rig.later(days=30)
    assert everywhere(rig) == []


def test_hazard_13_a_version_that_goes_back_changes_nothing_and_is_told(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.take("mpa", story(3))
    before = page(rig)
    with caplog.at_level(logging.WARNING):
        fate = rig.take("mpa", story(2, created=NOW + timedelta(hours=1)))[0]
    assert (fate.outcome, page(rig)) == ("older", before)
    assert "ask the agency" in fate.why
    assert "ask the agency" in caplog.text


def test_hazard_13_one_that_is_merely_late_is_no_alarm(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.take("mpa", story(3))
    with caplog.at_level(logging.WARNING):
        rig.take("mpa", story(2))
    assert caplog.text == ""


def test_hazard_16_a_story_needs_none_of_its_parts_to_be_published(rig: Rig) -> None:
    pictured = {"main": {"type": "picture", "renditions": {"best": {"href": "late.jpg", "mimetype": "image/jpeg"}}}}
    facts = {"associations": pictured, "slugline": "launch", "firstcreated": NOW, "paragraphs": [PARAGRAPH]}
    rig.take("mpa", ninjs(URI, 1, WORDS, **facts))
    status, text = page(rig)
    assert (status, "late.jpg" in text, "<img" in text) == (200, False, False)


def test_hazard_17_no_old_backup_brings_back_what_was_killed(rig: Rig, tmp_path: Path) -> None:
    rig.take("mpa", story(1))
    file = tmp_path / "old.wireroom"
    backup(rig.home, file, lambda: NOW, lambda size: None)
    rig.take("mpa", kill(2))
    folder = tmp_path / "again"
    assert restore(file, folder, (), lambda: NOW, lambda size: None).carried == 1
    rig.home.close()
    rig.home, rig.folder = Home(folder / "network.toml"), folder
    rig.restart()
    assert everywhere(rig) == []
    rig.take("mpa", story(1), story(3))
    assert everywhere(rig) == []
    assert page(rig)[0] == 410
