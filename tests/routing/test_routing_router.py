from dataclasses import replace
from datetime import timedelta

import pytest

from tests.routing.routing_helper import NOW, copy, story, with_rules
from wireroom.news import Hold, Kill, Pin, Place, Placement, Release, Remove, Status
from wireroom.routing import Explained, Router

DESK = {"uri": "urn:mpa:1", "by": "ada", "at": NOW}


def place(site: str, section: str = "") -> Place:
    return Place(uri="urn:mpa:1", by="ada", at=NOW, site=site, section=section)


def remove(site: str) -> Remove:
    return Remove(uri="urn:mpa:1", by="ada", at=NOW, site=site)


def pin(site: str, hours: int | None = None) -> Pin:
    until = None if hours is None else NOW + timedelta(hours=hours)
    return Pin(uri="urn:mpa:1", by="ada", at=NOW, site=site, until=until)


MISSILES = ("missiles", "slugline:missile*", ("shield/missiles", "orbit"))
REST = ("rest", "provider:MPA", "orbit/planets")


def test_placement_names_the_story_and_the_rule() -> None:
    assert Router(with_rules(REST)).place(story()) == (Placement("urn:mpa:1", "orbit", "planets", "rest"),)


def test_places_stand_in_the_order_of_the_rules() -> None:
    found = Router(with_rules(("space", "*", "orbit/launch"), MISSILES, REST)).place(story())
    assert [one.where for one in found] == ["orbit/launch", "shield/missiles", "orbit/planets"]


def test_front_alone_gives_way_to_a_section_of_the_site() -> None:
    found = Router(with_rules(MISSILES, REST)).place(story())
    assert [(one.where, one.because) for one in found] == [("shield/missiles", "missiles"), ("orbit/planets", "rest")]


def test_no_place_twice_and_the_first_rule_takes_the_credit() -> None:
    found = Router(with_rules(REST, ("more", "*", ("orbit/planets", "orbit/planets")))).place(story())
    assert [(one.where, one.because) for one in found] == [("orbit/planets", "rest")]


def test_story_that_no_rule_matches_is_nowhere() -> None:
    assert Router(with_rules(("other", "provider:NLN", "orbit"))).place(story()) == ()


def test_newest_copy_decides() -> None:
    router = Router(with_rules(("a", "slugline:comet", "orbit/launch"), ("b", "slugline:missiles", "shield")))
    moved = story(copy(), copy(number=2, slugline="comet", version_created=NOW + timedelta(hours=1)))
    assert [one.where for one in router.place(moved)] == ["orbit/launch"]


@pytest.mark.parametrize("status", [Status.CANCELED, Status.WITHHELD])
def test_status_without_copy_moves_nothing(status: Status) -> None:
    bare = copy(number=2, status=status, headline="", body="", slugline="comet", subjects=())
    assert Router(with_rules(MISSILES)).place(story(copy(), bare)) == Router(with_rules(MISSILES)).place(story())


def test_kill_with_words_of_its_own_moves_nothing() -> None:
    notice = copy(number=2, status=Status.CANCELED, headline="KILL: comet", slugline="comet-kill")
    router = Router(with_rules(("comets", "comet", "orbit"), MISSILES))
    assert router.place(story(copy(), notice)) == router.place(story())


def test_provider_is_the_storys_owner_and_source_the_versions() -> None:
    router = Router(with_rules(("nord", "source:nord AND provider:MPA", "orbit")))
    assert router.place(story(source="nord"))
    assert not router.place(story(source="wire"))


def test_desk_places_where_no_rule_does() -> None:
    found = Router(with_rules(MISSILES)).place(story(decisions=(place("orbit", "launch"),)))
    assert [(one.where, one.because) for one in found] == [
        ("shield/missiles", "missiles"),
        ("orbit/launch", "placed by ada"),
    ]


def test_desk_places_a_story_without_copy() -> None:
    bare = copy(headline="", body="")
    assert [one.where for one in Router(with_rules(MISSILES)).place(story(bare, decisions=(place("orbit"),)))] == [
        "orbit"
    ]


def test_desk_removes_from_a_site_whatever_the_rules_say() -> None:
    found = Router(with_rules(MISSILES, REST)).place(story(decisions=(remove("orbit"),)))
    assert [one.where for one in found] == ["shield/missiles"]


def test_what_the_desk_orders_last_stands() -> None:
    router = Router(with_rules(REST))
    assert [one.where for one in router.place(story(decisions=(remove("orbit"), place("orbit", "launch"))))] == [
        "orbit/launch"
    ]
    assert router.place(story(decisions=(place("orbit", "launch"), remove("orbit")))) == ()


def test_desk_orders_for_what_is_no_longer_there() -> None:
    found = Router(with_rules()).place(story(decisions=(place("gone"), place("orbit", "closed"))))
    assert [one.where for one in found] == ["orbit"]


def test_other_decisions_move_nothing() -> None:
    orders = (Hold(**DESK), Release(**DESK), Kill(**DESK))  # type: ignore[arg-type]
    assert Router(with_rules(REST)).place(story(decisions=orders)) == Router(with_rules(REST)).place(story())


def test_pins_stand_in_the_order_given_with_the_last_of_each_site() -> None:
    first, other, last = pin("orbit"), pin("shield", 2), pin("orbit", 5)
    assert Router(with_rules(REST)).pins(story(decisions=(first, other, last))) == (other, last)


def test_removing_ends_the_pin() -> None:
    router = Router(with_rules(REST))
    assert router.pins(story(decisions=(pin("orbit"), remove("orbit"), place("orbit")))) == ()
    assert router.pins(story(decisions=(pin("orbit"), remove("shield")))) == (pin("orbit"),)


def test_pin_to_an_unknown_site_is_passed_over() -> None:
    assert Router(with_rules()).pins(story(decisions=(pin("gone"),))) == ()


def test_explain_says_for_every_rule_why() -> None:
    router = Router(
        with_rules(
            ("a", "slugline:missile* OR rocket", "orbit"),
            ("b", "subject:20000053 AND urgency:<3", "orbit"),
            ("c", "missile NOT shield", "orbit"),
            ("d", "*", "orbit"),
        )
    )
    assert router.explain(story()) == [
        Explained("a", True, 'slugline has "missile*"'),
        Explained("b", False, "not: urgency is <3"),
        Explained("c", False, 'yet text has "shield"'),
        Explained("d", True, "everything matches"),
    ]


def test_explain_agrees_with_place() -> None:
    conditions = ["missile", "rocket", "-rocket", "missile -shield", "subject:sport OR urgency:3", "NOT (a OR missile)"]
    router = Router(with_rules(*((when, when, "orbit") for when in conditions)))
    alone = [bool(Router(with_rules((when, when, "orbit"))).place(story())) for when in conditions]
    assert [one.matched for one in router.explain(story())] == alone


def test_explain_names_the_topic() -> None:
    [one] = Router(with_rules(("terror", "subject:20000053", "orbit"))).explain(story())
    assert one.because == "subject medtop:20000053 (act of terror) or one below it"


def test_explain_without_copy() -> None:
    empty = replace(story(), versions=(), latest=None, shown=None)
    assert Router(with_rules(REST)).explain(empty) == [Explained("rest", False, "no copy has come yet")]
    assert Router(with_rules(REST)).place(empty) == ()
