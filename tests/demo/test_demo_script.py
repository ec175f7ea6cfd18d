from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import islice

import pytest

from tests.demo.demo_helper import NOW, read
from wireroom.demo import copybook, script, wire
from wireroom.demo.script import Event
from wireroom.errors import UnreadableError
from wireroom.news import Status

LAP = len(copybook.steps())


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return list(islice(script.events(NOW), LAP + 60))


def test_new_copy_comes_every_few_seconds_for_eight_minutes(events: list[Event]) -> None:
    assert all(3 <= one.after_seconds <= 6 for one in events)
    assert sum(one.after_seconds for one in events[:LAP]) >= 8 * 60
    assert events[5].at - events[4].at == timedelta(seconds=events[5].after_seconds)


def test_everything_worth_seeing_comes_in_the_first_minute_and_a_half_and_again(events: list[Event]) -> None:
    wanted = {"update", "correction", "embargo", "kill", "strangers-kill", "again", "broken"}
    early = {one.kind for one in events if one.at <= NOW + timedelta(seconds=90)}
    assert wanted <= early
    often = Counter(one.kind for one in events[:LAP])
    assert all(often[kind] >= 2 for kind in wanted), often
    assert all(one.note for one in events[:LAP] if one.kind in wanted - {"update"})


def test_an_embargo_lifts_soon_after_arrival_to_the_second(events: list[Event]) -> None:
    for one in events:
        if one.kind == "embargo":
            (version,) = read(one.agency, one.name, one.data)
            assert version.embargoed_until is not None
            assert version.embargoed_until.microsecond == 0
            assert timedelta(seconds=28) <= version.embargoed_until - one.at <= timedelta(seconds=46)


def test_kills_and_updates_name_stories_that_were_sent(events: list[Event]) -> None:
    known = {take.uri: take.number for take in wire.standing_takes(NOW).values()}
    killed = set()
    for one in events:
        if one.kind == "broken":
            continue
        version = next(v for v in read(one.agency, one.name, one.data) if v.uri == one.uri)
        if one.kind in ("new", "embargo"):
            assert one.uri not in known
            known[one.uri] = version.number or 1
        elif one.kind in ("update", "correction"):
            assert version.number == known[one.uri] + 1
            assert one.uri not in killed
            known[one.uri] = version.number
        elif one.kind == "kill":
            assert version.status is Status.CANCELED
            assert version.number == known[one.uri] + 1
            killed.add(one.uri)
        elif one.kind == "kill-unknown":
            assert one.uri not in known
    assert killed


def test_corrections_say_so_to_readers(events: list[Event]) -> None:
    for one in events:
        if one.kind == "correction":
            (version,) = read(one.agency, one.name, one.data)
            assert version.signal == "correction"
            assert version.correction_note.startswith("Corrects ")


def test_a_strangers_kill_comes_from_another_agency(events: list[Event]) -> None:
    owners = {take.uri: take.agency.code for take in wire.standing_takes(NOW).values()}
    for one in events:
        if one.kind == "strangers-kill":
            (version,) = read(one.agency, one.name, one.data)
            assert version.status is Status.CANCELED
            assert owners[version.uri] != one.agency


def test_a_redelivery_is_the_same_bytes(events: list[Event]) -> None:
    standing = {file.data for file in wire.standing(NOW)}
    before = set(standing)
    for one in events:
        assert (one.data in before) == (one.kind == "again"), one.slug
        before.add(one.data)


def test_broken_files_cannot_be_read(events: list[Event]) -> None:
    broken = [one for one in events[:LAP] if one.kind == "broken"]
    assert {one.agency for one in broken} >= {"MPA", "NLN", "PWS"}
    for one in broken:
        with pytest.raises(UnreadableError):
            read(one.agency, one.name, one.data)


def test_the_next_lap_brings_other_stories(events: list[Event]) -> None:
    first = {one.uri for one in events[:LAP] if one.kind in ("new", "embargo")}
    again = {one.uri for one in events[LAP:] if one.kind in ("new", "embargo")}
    assert again
    assert not first & again


def test_a_second_start_goes_on_with_higher_numbers() -> None:
    later = NOW + timedelta(hours=1)
    for one in islice(script.events(later, opened=NOW), 3):
        if one.kind == "update":
            (version,) = read(one.agency, one.name, one.data)
            assert version.uri == wire.standing_takes(NOW)[one.slug].uri
            assert version.number is not None
            assert version.number > 100
            break
    else:
        raise AssertionError("no update among the first three")


def test_it_is_the_same_every_time() -> None:
    assert list(islice(script.events(NOW), 30)) == list(islice(script.events(NOW), 30))
