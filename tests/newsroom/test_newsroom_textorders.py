"""Text wires taken in: leads find their story, kills and holds in words find theirs, and only their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rig import Rig
from tests.textwires import SENT, anpa, iptc, mail
from tests.wires import g2
from wireroom.ledger.verify import verify
from wireroom.news import Story, Version

OTHER = (
    "Nordhaven (mpa) - Ferry operators have asked for a new pier on the northern shore of the bay.",
    "Talks begin soon.",
)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def stories(rig: Rig) -> list[Story]:
    uris = dict.fromkeys(entry.uri for entry in rig.home.ledger.entries())
    with rig.home.ledger.snapshot(rig.now) as snapshot:
        found = [snapshot.story(uri) for uri in uris]
    return [one for one in found if one is not None]


def shown(rig: Rig) -> list[str]:
    """The headlines of all stories that are not dark, oldest first."""
    return [
        one.headline
        for one in stories(rig)
        if one.standing and not one.killed and not one.held and not one.standing.unusable and not one.standing.withheld
    ]


def named(rig: Rig, headline: str) -> Story:
    return next(one for one in stories(rig) if any(each.version.headline == headline for each in one.versions))


def test_a_lead_is_the_next_version_of_its_story(rig: Rig) -> None:
    rig.take("mpa", iptc())
    rig.take(
        "mpa", iptc("Ferry back, second boat waits", number="0177", takes=("1ST LEAD",), sent=SENT + timedelta(hours=1))
    )
    assert shown(rig) == ["Ferry back, second boat waits"]
    assert len(stories(rig)[0].versions) == 2


def test_a_lead_after_midnight_finds_its_story(rig: Rig) -> None:
    rig.take("mpa", iptc())
    rig.take(
        "mpa", iptc("Ferry back, pier damaged", number="0003", takes=("2ND LEAD",), sent=SENT + timedelta(hours=13))
    )
    assert shown(rig) == ["Ferry back, pier damaged"]


def test_two_stories_of_one_slugline_stay_two(rig: Rig) -> None:
    rig.take("mpa", iptc(), iptc("New pier wanted", *OTHER, number="0102"))
    assert shown(rig) == ["Ferry back in service", "New pier wanted"]


def test_a_lead_of_one_of_two_goes_to_the_more_alike(rig: Rig) -> None:
    rig.take("mpa", iptc(), iptc("New pier wanted", *OTHER, number="0102"))
    rig.take(
        "mpa",
        iptc("New pier wanted by all", *OTHER, number="0110", takes=("1ST LEAD",), sent=SENT + timedelta(hours=1)),
    )
    assert sorted(shown(rig)) == ["Ferry back in service", "New pier wanted by all"]


def test_the_same_copy_sent_again_with_another_frame_changes_nothing(rig: Rig) -> None:
    rig.take("mpa", iptc(), iptc("New pier wanted", *OTHER, number="0102"))
    before = shown(rig)
    rig.take("mpa", b"\x7f\x7f" + iptc(), b"\x7f\x7f" + iptc("New pier wanted", *OTHER, number="0102"))
    assert shown(rig) == before


def test_an_addition_joins_its_story(rig: Rig) -> None:
    rig.take("mpa", anpa())
    rig.take(
        "mpa",
        anpa(
            "",
            "\t   The second boat follows on Monday.",
            version="1st Add",
            number="4700",
            sent=SENT + timedelta(minutes=9),
        ),
    )
    body = stories(rig)[0].shown
    assert body is not None
    assert "after a week of storms" in body.version.body
    assert "follows on Monday" in body.version.body


def test_an_addition_without_its_story_is_held(rig: Rig) -> None:
    rig.take("mpa", anpa("More", "\t   The second boat follows on Monday.", version="1st Add"))
    assert shown(rig) == []


KILLS = [
    iptc("KILL KILL KILL", number="0150", sent=SENT + timedelta(minutes=20)),
    iptc(
        "",
        number="0150",
        takes=("*** ELIMINAR - ELIMINAR ***", "ATENCION REDACCIONES"),
        sent=SENT + timedelta(minutes=20),
    ),
    iptc("АННУЛИРОВАНИЕ АННУЛИРОВАНИЕ", number="0150", sent=SENT + timedelta(minutes=20)),
    iptc("حظر حظر حظر", number="0150", sent=SENT + timedelta(minutes=20)),
    iptc("", "Please kill item mpa 0101 'Ferry back in service'.", number="0150", sent=SENT + timedelta(minutes=20)),
    iptc(
        "ADVISORY",
        "Editors: please kill the story Transport/ferry/, mpe0101. A kill is mandatory.",
        number="0150",
        sent=SENT + timedelta(minutes=20),
    ),
    iptc(
        "Achtung Redaktionen",
        "Bitte die Meldung mpe0101 «Ferry back in service» nicht verwenden.",
        number="0150",
        sent=SENT + timedelta(minutes=20),
    ),
    iptc(
        "",
        "Veuillez annuler la dépêche MPE0101 « Ferry back in service ».",
        number="0150",
        sent=SENT + timedelta(minutes=20),
    ),
    iptc(
        "",
        'Rogamos anulen la noticia mpe0101 "Ferry back in service".',
        number="0150",
        sent=SENT + timedelta(minutes=20),
    ),
    iptc(
        "",
        "Si prega di annullare la notizia mpe0101 “Ferry back in service”.",
        number="0150",
        sent=SENT + timedelta(minutes=20),
    ),
    mail("MANDATORY KILL", "Please kill item mpe0101 'Ferry back in service'.", sent=SENT + timedelta(minutes=20)),
]


@pytest.mark.parametrize("kill", KILLS)
def test_a_kill_in_words_kills_its_story_and_no_other(rig: Rig, kill: bytes) -> None:
    rig.take("mpa", iptc(), iptc("New pier wanted", *OTHER, number="0102"))
    rig.take("mpa", kill)
    assert named(rig, "Ferry back in service").killed
    assert shown(rig) == ["New pier wanted"]


@pytest.mark.parametrize("kill", KILLS)
def test_a_kill_in_words_that_comes_first_refuses_its_story(rig: Rig, kill: bytes) -> None:
    rig.take("mpa", kill)
    rig.take("mpa", iptc("New pier wanted", *OTHER, number="0102"), iptc())
    assert shown(rig) == ["New pier wanted"]


@pytest.mark.parametrize("kill", KILLS)
def test_a_kill_in_one_delivery_with_its_story_kills_it(rig: Rig, kill: bytes) -> None:
    rig.take("mpa", iptc("New pier wanted", *OTHER, number="0102"), kill, iptc())
    assert shown(rig) == ["New pier wanted"]


@pytest.mark.parametrize("kill", KILLS)
def test_a_kill_in_words_is_itself_never_public(rig: Rig, kill: bytes) -> None:
    rig.take("mpa", kill)
    assert shown(rig) == []


@pytest.mark.parametrize("kill", KILLS)
def test_another_providers_words_kill_nothing(rig: Rig, kill: bytes) -> None:
    rig.take("mpa", iptc())
    rig.take("pws", kill)
    assert shown(rig) == ["Ferry back in service"]


def test_a_kill_in_words_finds_a_story_of_another_format(rig: Rig) -> None:
    rig.take("mpa", g2("urn:newsml:mpa.example:1", 1, "Rocket leaves for Mars", slugline="rocket-mars", created=SENT))
    rig.take(
        "mpa",
        iptc("", "Please kill the item 'Rocket leaves for Mars'.", number="0150", sent=SENT + timedelta(minutes=20)),
    )
    assert named(rig, "Rocket leaves for Mars").killed


def test_a_kill_that_may_mean_several_holds_them_all(rig: Rig) -> None:
    rig.take("mpa", iptc(), iptc("New pier wanted", *OTHER, number="0102"))
    fates = rig.take(
        "mpa",
        iptc("", "Please kill the story slugged Transport/ferry/.", number="0150", sent=SENT + timedelta(minutes=20)),
    )
    assert shown(rig) == []
    assert not any(one.killed for one in stories(rig))
    assert any("may mean this story" in fate.why for fate in fates)


def test_a_number_whose_headline_is_another_holds(rig: Rig) -> None:
    rig.take("mpa", iptc())
    rig.take(
        "mpa",
        iptc(
            "",
            "Please kill item mpa 0101 'Sheep shearing contest opens'.",
            number="0150",
            sent=SENT + timedelta(minutes=20),
        ),
    )
    story = named(rig, "Ferry back in service")
    assert story.held
    assert not story.killed


def test_a_number_of_last_week_is_not_meant(rig: Rig) -> None:
    rig.take("mpa", iptc(sent=SENT - timedelta(days=7)))
    rig.take("mpa", iptc("", "Please kill item mpa 0101.", number="0150"))
    assert shown(rig) == ["Ferry back in service"]


def test_a_hold_in_words_holds_and_a_release_lifts_it(rig: Rig) -> None:
    rig.take("mpa", iptc())
    rig.take(
        "mpa",
        iptc(
            "", "Please hold item mpa 0101 'Ferry back in service'.", number="0150", sent=SENT + timedelta(minutes=20)
        ),
    )
    assert shown(rig) == []
    words = "Editors: the story mpe0101 'Ferry back in service' has been released for publication."
    rig.take("mpa", iptc("", words, number="0160", sent=SENT + timedelta(minutes=30)))
    assert shown(rig) == ["Ferry back in service"]


def test_a_story_made_after_the_kill_is_another_one(rig: Rig) -> None:
    rig.take("mpa", iptc(), iptc("KILL KILL KILL", number="0150", sent=SENT + timedelta(minutes=20)))
    rig.take(
        "mpa",
        iptc(
            "Ferry returns tomorrow",
            "Nordhaven (mpa) - The ferry will sail again tomorrow, its owner said.",
            number="0180",
            sent=SENT + timedelta(hours=2),
        ),
    )
    assert shown(rig) == ["Ferry returns tomorrow"]


def test_a_story_about_a_kill_is_a_story(rig: Rig) -> None:
    text = "Nordhaven (mpa) - The editor was told to “kill the story” about the ferry, a court heard on Sunday."
    rig.take(
        "mpa", iptc(), iptc("Editor told to kill story, court hears", text, number="0190", slugline="Courts/press/")
    )
    assert sorted(shown(rig)) == ["Editor told to kill story, court hears", "Ferry back in service"]


def test_the_chain_of_names_is_verified(rig: Rig) -> None:
    rig.take("mpa", iptc(), *KILLS[:3])
    rig.home.ledger.catch_up()
    report = verify(rig.folder / "ledger.sqlite", rig.home.network)
    assert report.difference == ""


def test_the_reason_stands_in_the_ledger(rig: Rig) -> None:
    rig.take("mpa", iptc())
    rig.take(
        "mpa",
        iptc(
            "", "Please kill item mpa 0101 'Ferry back in service'.", number="0150", sent=SENT + timedelta(minutes=20)
        ),
    )
    kill = next(
        e.what for e in rig.home.ledger.entries() if isinstance(e.what, Version) and e.what.status == "canceled"
    )
    assert "Please kill item mpa 0101" in kill.ed_note
