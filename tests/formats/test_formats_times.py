"""Times as agencies write them, one form a case."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireroom.formats.times import parse_time

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05T12:00:00Z",
        "2026-03-05T12:00:00.000Z",
        "2026-03-05T14:00:00+02:00",
        "2026-03-05T14:00:00+0200",
        "2026-03-05T07:00-05:00",
        "20260305T120000Z",
        "20260305T140000+0200",
        "20260305T070000-0500",
        "20260305T140000",
        "20260305140000",
        "2026-03-05T14:00:00",
        "2026-03-05 14:00:00",
        "2026-03-05 14:00",
        "2026-03-05 12:00:00+00:00",
        "2026-03-05 12:00:00 GMT+00:00",
        "2026-03-05 14:00:00 +0200",
        "2026-03-05T14:00:00+0200Z",
        "2026-03-05T12:00:00.123456789Z",
        " \n 2026-03-05T12:00:00Z\t",
        "Thu, 05 Mar 2026 12:00:00 GMT",
        "Thu, 5 Mar 2026 14:00:00 +0200",
        "Do, 05 Mar 26 07:00 EST",
        "05 March 2026 13:00:00 CET",
        "Thu, 05 Mar 2026 14:00:00 +0200 (EET)",
    ],
)
def test_a_form_is_read_and_given_in_utc(text: str) -> None:
    found = parse_time(text, HELSINKI)
    assert found is not None
    assert found.replace(microsecond=0) == NOON
    assert found.utcoffset() == UTC.utcoffset(None)


def test_a_date_alone_is_midnight_in_the_zone() -> None:
    assert parse_time("2026-03-05", HELSINKI) == datetime(2026, 3, 4, 22, 0, tzinfo=UTC)


def test_without_a_zone_summer_time_counts() -> None:
    assert parse_time("2026-07-01T12:00:00", HELSINKI) == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def test_a_leap_second_is_the_second_before() -> None:
    assert parse_time("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "YYYYMMDD000000-HHMM",
        "soon",
        "2026-13-05T12:00:00Z",
        "2026-03-05T25:00:00Z",
        "5/3/2026",
        "0001-01-01T00:00:00+14:00",
        "2026-03-05T12:00:00 XYZ",
        "05 Foo 2026 12:00:00 GMT",
        "99999999999999",
        "1" * 9999,
    ],
)
def test_what_is_no_time_is_none(text: str | None) -> None:
    assert parse_time(text) is None


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    parse_time(text, HELSINKI)


@settings(deadline=None)  # a busy machine is no failure
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    assert parse_time(aware.isoformat()) == aware
    assert parse_time(f"{aware:%Y%m%dT%H%M%S%z}") == aware
