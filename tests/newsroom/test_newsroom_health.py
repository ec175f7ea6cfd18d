"""How the sources are doing, felt at the ledger: silence, gaps, fields that are gone, orders that found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.formats.test_formats_newsml_1_update import NEW_HEAD, WHOLE, changed
from tests.formats.test_formats_newsml_1_update import URI as SHIPS
from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.news import Kill, Version
from wireroom.newsroom import health_pulse
from wireroom.newsroom.health import Level, Report, spell, survey
from wireroom.newsroom.health_pulse import Pulse, Pulses
from wireroom.transports.health import Records

URI = "urn:newsml:mpa.example:20261122:"
DAY = timedelta(days=1)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def pulses(rig: Rig) -> Pulses:
    made = Pulses(seq=0)
    made.catch_up(rig.home.ledger)
    return made


def report(rig: Rig, source: str = "mpa", felt: Pulses | None = None) -> Report:
    found = survey(rig.home.network, rig.folder, felt or pulses(rig), rig.home.quarantine.list(), rig.now)
    return next(one for one in found if one.source == source)


def keys(report: Report) -> list[str]:
    return [one.key for one in report.conditions]


def rhythm(pulse: Pulse, start: datetime, days: int, hours: range) -> datetime:
    """Copy every ten minutes in these hours, for so many days; the last moment."""
    at = start
    for day in range(days):
        for hour in hours:
            for minute in range(0, 60, 10):
                at = start + DAY * day + timedelta(hours=hour, minutes=minute)
                pulse.felt(Version(uri="x", headline="A"), at)
    return at


def test_a_source_is_silent_by_its_own_rhythm_and_nights_are_part_of_it() -> None:
    daily, always = Pulse(), Pulse()
    last = rhythm(daily, datetime(2026, 11, 1, tzinfo=UTC), 7, range(8, 18))
    last_always = rhythm(always, datetime(2026, 11, 1, tzinfo=UTC), 7, range(24))
    assert daily.silence(last + timedelta(hours=14)) is None
    assert daily.silence(last + timedelta(hours=24)) is not None
    assert always.silence(last_always + timedelta(minutes=20)) is None
    assert always.silence(last_always + timedelta(hours=1)) is not None


def test_one_failure_of_the_past_does_not_make_silence_usual() -> None:
    pulse = Pulse()
    rhythm(pulse, datetime(2026, 11, 1, tzinfo=UTC), 3, range(24))
    last = rhythm(pulse, datetime(2026, 11, 6, tzinfo=UTC), 3, range(24))
    assert pulse.silence(last + timedelta(hours=2)) is not None


def test_a_source_that_is_hardly_known_may_be_silent_for_a_day() -> None:
    pulse = Pulse()
    assert pulse.silence(NOW) is None
    pulse.felt(Version(uri="x", headline="A"), NOW)
    assert pulse.silence(NOW + timedelta(hours=30)) is None
    assert pulse.silence(NOW + timedelta(hours=40)) is not None


def numbered(pulse: Pulse, *names: str) -> list[str]:
    for name in names:
        pulse.felt(Version(uri=name, headline="A", alt_ids=(name,)), NOW)
    return sorted(pulse.missing)


def test_numbers_that_did_not_come_are_missed_until_they_do() -> None:
    pulse = Pulse()
    assert numbered(pulse, "abc0012", "abc0015", "xyz0200") == ["abc 13", "abc 14"]
    assert numbered(pulse, "abc0014") == ["abc 13"]
    assert numbered(pulse, "abc0013", "abc0016") == []


def test_numbers_that_begin_again_or_jump_far_are_no_gap() -> None:
    assert numbered(Pulse(), "abc9998", "abc9999", "abc0001", "abc0002", "abc0900") == []


def test_a_field_that_is_gone_is_noticed_and_one_that_never_was_is_not() -> None:
    pulse = Pulse()
    for _ in range(150):
        pulse.felt(Version(uri="x", headline="A", byline="B. Line"), NOW)
    assert pulse.gone() == []
    for _ in range(30):
        pulse.felt(Version(uri="x", headline="A"), NOW)
    assert pulse.gone() == ["byline"]
    for _ in range(10):
        pulse.felt(Version(uri="x", headline="A", byline="B. Line"), NOW)
    assert pulse.gone() == []


def test_a_field_that_comes_now_and_then_is_not_missed() -> None:
    pulse = Pulse()
    for number in range(400):
        pulse.felt(Version(uri="x", headline="A", byline="B" if number % 3 else ""), NOW)
    for _ in range(10):
        pulse.felt(Version(uri="x", headline="A"), NOW)
    assert pulse.gone() == []


def test_a_refused_kill_is_told(rig: Rig) -> None:
    rig.take("mpa", g2(f"{URI}1", 1, "Ferry"))
    rig.take("nln", g2(f"{URI}1", 2, "", paragraphs=(), status="canceled"))
    (event,) = pulses(rig).events
    assert (event.kind, event.source) == ("refused", "nln")
    assert "a kill was refused" in event.what


def test_a_kill_without_its_story_is_told(rig: Rig) -> None:
    rig.take("mpa", g2(f"{URI}1", 2, "", paragraphs=(), status="canceled"))
    (event,) = pulses(rig).events
    assert event.kind == "unmatched"


def test_two_contents_under_one_number_are_told(rig: Rig) -> None:
    rig.take("mpa", g2(f"{URI}1", 1, "Ferry"))
    rig.take("mpa", g2(f"{URI}1", 1, "Train"))
    assert [one.kind for one in pulses(rig).events] == ["conflict"]


def test_what_is_held_for_the_desk_is_told_with_the_step(rig: Rig) -> None:
    rig.take("mpa", g2(f"{URI}1", 1, "Ferry", embargoed=""))
    (event,) = pulses(rig).events
    assert event.kind == "held"
    assert f"wireroom release {URI}1" in event.todo


def waiting(rig: Rig) -> list[str]:
    pulse = pulses(rig).sources.get("mpa", Pulse())
    return [f"{uri.rpartition(':')[2]} v{number}" for uri, (number, _) in pulse.waiting.items()]


def test_a_change_to_what_is_not_here_waits_until_that_comes(rig: Rig) -> None:
    rig.take("mpa", changed(2, '<Delete DuidRef="p1"/>'))
    rig.take("mpa", changed(3, '<Delete DuidRef="p2"/>'))
    assert len(waiting(rig)) == 1 and waiting(rig)[0].endswith(" v3")
    rig.take("mpa", WHOLE)
    assert waiting(rig) == []


def test_a_change_waits_no_more_once_a_newer_version_is_here_or_its_story_is_killed(rig: Rig) -> None:
    rig.take("mpa", NEW_HEAD)
    rig.take("mpa", WHOLE.replace(b">1</Rev", b">7</Rev").replace(b"ships:1", b"ships:7"))
    assert waiting(rig) == []
    rig.take("mpa", changed(9, '<Delete DuidRef="p1"/>'))
    assert len(waiting(rig)) == 1
    rig.home.ledger.append(Kill(uri=SHIPS, by="Ana", at=rig.now), at=rig.now)
    assert waiting(rig) == []


def test_plain_copy_and_a_kill_that_worked_are_no_events(rig: Rig) -> None:
    rig.take("mpa", g2(f"{URI}1", 1, "Ferry"), g2(f"{URI}1", 2, "", paragraphs=(), status="canceled"))
    assert pulses(rig).events == []


def test_a_pulse_felt_in_parts_is_the_one_felt_at_once_also_after_a_restart(rig: Rig) -> None:
    part = Pulses(seq=0)
    for number in range(1, 6):
        rig.take("mpa", g2(f"{URI}{number}", 1, "Ferry"))
        part.catch_up(rig.home.ledger)
        health_pulse.save(rig.folder, part)
        part = health_pulse.load(rig.folder)
    assert part == pulses(rig)


def test_a_damaged_memory_is_felt_anew(rig: Rig) -> None:
    (rig.folder / "state").mkdir()
    (rig.folder / "state" / "pulse.json").write_bytes(b'{"seq": "broken')
    assert health_pulse.load(rig.folder) == Pulses()


def test_failures_in_a_row_are_a_condition_with_its_step(rig: Rig) -> None:
    records = Records(rig.folder)
    health = records.of("mpa", "folder:inbox/mpa")
    for _ in range(2):
        health.failed(rig.now, "wire.example: no connection\n  → look after the line")
    records.write(health, rig.now)
    assert keys(report(rig)) == []
    health.failed(rig.now, "wire.example: no connection\n  → look after the line")
    records.write(health, rig.now)
    (one,) = report(rig).conditions
    assert (one.key, one.level, one.todo) == ("mpa:failing", Level.FAILURE, "look after the line")
    assert "no connection" in one.what


def test_what_was_learnt_at_another_address_counts_no_more(rig: Rig) -> None:
    records = Records(rig.folder)
    health = records.of("mpa", "https://old.example/")
    for _ in range(5):
        health.failed(rig.now, "gone")
    records.write(health, rig.now)
    assert keys(report(rig)) == []


def test_quarantine_is_told_for_a_day(rig: Rig) -> None:
    rig.take("mpa", b"<broken", name="a.xml")
    assert keys(report(rig)) == ["mpa:quarantine"]
    assert "a.xml" in report(rig).conditions[0].what
    assert report(rig).quarantined == 1
    rig.now += 2 * DAY
    assert keys(report(rig)) == []


def test_gaps_are_told_as_ranges(rig: Rig) -> None:
    felt = Pulses(seq=0, sources={"mpa": Pulse()})
    numbered(felt.sources["mpa"], "abc0012", "abc0016", "abc0018")
    (one,) = report(rig, felt=felt).conditions
    assert "abc 13–15, abc 17" in one.what


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=5), "5 seconds"),
        (timedelta(minutes=5), "5 minutes"),
        (timedelta(hours=30), "30 hours"),
        (3 * DAY, "3 days"),
    ],
)
def test_lengths_of_time_as_people_say_them(length: timedelta, words: str) -> None:
    assert spell(length) == words
