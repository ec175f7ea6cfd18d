"""Acceptance: what agencies send that is no story, and orders that only words tell of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.textwires import SENT, anpa, iptc
from tests.wires import g2, iso
from wireroom.news import Release
from wireroom.newsroom.health_pulse import Pulses

LATER = SENT + timedelta(minutes=20)
FERRY = ("NORDHAVEN (MPA) _ The ferry qxzzy sails again after a week of storms.",)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path, NETWORK)
    yield rig
    rig.close()


def media_api(*signals: str, **fields: object) -> bytes:
    item = {
        "altids": {"itemid": "0a1b2c3d", "etag": "0a1b2c3d_1"},
        "version": 0,
        "type": "text",
        "pubstatus": "usable",
        "signals": list(signals),
        "firstcreated": iso(NOW),
        "versioncreated": iso(NOW),
        "headline": "Rocket qxzzy leaves",
        "body_nitf": "<nitf><body><body.content><p>It leaves.</p></body.content></body></nitf>",
        **fields,
    }
    return json.dumps({"api_version": "1.1", "data": {"items": [{"item": item}]}}).encode()


def told(rig: Rig) -> list[str]:
    """The kinds of trouble that the desk and whom the network file names hear of."""
    pulses = Pulses(seq=0)
    pulses.catch_up(rig.home.ledger)
    return [one.kind for one in pulses.events]


def everything(rig: Rig) -> list[str]:
    return rig.showing("qxzzy")


NO_STORIES = {
    "an API item without the signal of news": media_api("NewsroomReady"),
    "an API item of a test": media_api("newscontent", "Test"),
    "an API item that is an advisory": media_api("newscontent", editorialtypes=["Advisory"]),
    "an advisory": g2("urn:mpa:1", 1, "ADVISORY: qxzzy", created=NOW),
    "an advisory in NITF": (
        b'<nitf><head><docdata><doc-id id-string="urn:mpa:2" regsrc="MPA"/>'
        b'<date.issue norm="20261122T110000Z"/></docdata>'
        b"</head><body><body.head><hedline><hl1>ADVISORY: qxzzy</hl1></hedline></body.head>"
        b"<body.content><p>It follows at noon.</p></body.content></body></nitf>"
    ),
    "a planning note": iptc("Folgende Berichte zu qxzzy sind geplant", takes=("(Achtung - Planungshinweis)",)),
    "a test": iptc("TEST TEST TEST", "Nordhaven (mpa) - qxzzy, ignore this."),
    "a memo": iptc("Note aux rédactions", "Nordhaven (mpa) - Nous suivons qxzzy."),
    "an advisory in a category of its own": anpa("qxzzy", *FERRY, category="v"),
    "an advance": anpa("qxzzy", *FERRY, priority="a"),
}


@pytest.mark.parametrize("document", NO_STORIES.values(), ids=NO_STORIES)
def test_case_21_usable_copy_that_is_no_story_never_becomes_public_by_itself(rig: Rig, document: bytes) -> None:
    rig.take("mpa", document)
    (entry,) = rig.home.ledger.entries()
    rig.later(days=20)
    assert everything(rig) == []
    rig.home.ledger.append(Release(uri=entry.uri, by="Ana", at=rig.now), at=rig.now)
    assert everything(rig) != [], "a person may think otherwise"


def test_case_21_the_same_with_the_signal_is_a_story(rig: Rig) -> None:
    rig.take("mpa", media_api("newscontent"))
    assert len(everything(rig)) > 3


KILLS = {
    "KILL KILL KILL": iptc("KILL KILL KILL", "Kill item mpe0101.", number="0150", sent=LATER),
    "a mandatory kill": iptc("", "Please kill item mpe0101. A kill is mandatory.", number="0150", sent=LATER),
    "an advisory that names a number": iptc(
        "ADVISORY", "Editors: please kill the story Transport/ferry/, mpe0101.", number="0150", sent=LATER
    ),
}


@pytest.mark.parametrize("kill", KILLS.values(), ids=KILLS)
def test_case_22_a_kill_in_words_finds_its_story_by_number_and_slugline(rig: Rig, kill: bytes) -> None:
    rig.now = LATER
    rig.take("mpa", iptc("Ferry qxzzy back in service"))
    (found,) = {re.sub(r".*-", "", one) for one in everything(rig) if re.search(r"/\d{4}/\d\d/\d\d/", one)}
    rig.take("mpa", kill)
    assert everything(rig) == []
    assert rig.get("orbit", f"/2026/11/22/x-{found}").status == 410


def test_case_22_in_anpa_too(rig: Rig) -> None:
    rig.now = LATER
    rig.take("mpa", anpa("Ferry qxzzy back in service", *FERRY))
    assert everything(rig) != []
    words = "Editors: please kill the story Ferry Back, V4644. A kill is mandatory."
    rig.take("mpa", anpa("Ferry Back, KILL", words, number="4702", category="v", sent=LATER))
    assert everything(rig) == []


def test_case_22_a_hold_in_words_holds(rig: Rig) -> None:
    rig.now = LATER
    rig.take("mpa", iptc("Ferry qxzzy back in service"))
    rig.take("mpa", iptc("", "Please hold item mpe0101.", number="0150", sent=LATER))
    assert everything(rig) == []
    rig.take("mpa", iptc("", "The story mpe0101 has been released for publication.", number="0151", sent=LATER))
    assert everything(rig) != []


def test_case_22_an_order_that_may_mean_several_darkens_them_all_and_calls_the_desk(rig: Rig) -> None:
    rig.now = LATER
    rig.take("mpa", iptc("Ferry qxzzy back in service"), iptc("New pier qxzzy wanted", *FERRY, number="0102"))
    assert told(rig) == []
    rig.take("mpa", iptc("", "Please kill the story slugged Transport/ferry/.", number="0150", sent=LATER))
    assert everything(rig) == []
    assert told(rig).count("held") >= 2


def test_case_22_an_order_that_finds_nothing_calls_the_desk_and_stays_in_force(rig: Rig) -> None:
    rig.now = LATER
    rig.take("mpa", iptc("", "Please kill item mpe0101. A kill is mandatory.", number="0150", sent=LATER))
    assert told(rig) == ["unmatched"]
    rig.take("mpa", iptc("Ferry qxzzy back in service"))
    assert everything(rig) == []
