"""Times as feeds write them, one form a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.formats.feeds.dates import feed_time
from wireroom.formats.model import UTC as ZONE

_SECOND = datetime(2026, 7, 5, 16, 4, 9, tzinfo=UTC)
_MINUTE = _SECOND.replace(second=0)
_DAY = datetime(2026, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "stated",
    [
        "Sun, 05 Jul 2026 16:04:09 GMT",
        "Sun, 05 Jul 2026 18:04:09 +0200",
        "Sun, 5 July 2026 16:04:09 Z",
        "Sun, 05 Jul, 2026 16:04:09 UTC",
        "Sun, 05 Jul 2026 18:04:09 MEST",
        "Sun, 05 Jul 2026 16:04:09 Etc/GMT",
        "Sun, 05 Jul 2026 11:04:09 ET",
        "Sun Jul  5 16:04:09 2026",
        "Sun Jul 05 16:04:09 +0000 2026",
        "Sun Jul 5 2026 18:04:09 +0200",
        "Sun, 2026/07/05 12:04:09 EDT",
        "2026-07-05T16:04:09Z",
        "2026-07-05T18:04:09+02:00extra",
        "2026.07.05 16:04:09",
        "2026년 07월 05일 16:04:09",
        "2026-07-05 오후 04:04:09",
        "2026-július-05T18:04:09+02:00",
        "5. Juli 2026 16:04:09",
        "5 juillet 2026 à 16:04:09",
        "domingo, 5 de julio de 2026, 16:04:09",
        "Κυρ, 05 Ιούλ 2026 16:04:09 GMT",
        "Вс, 05 июля 2026 16:04:09 GMT",
        "July 5, 2026 at 4:04:09 pm",
        "05.07.2026 16:04:09",
        "1783267449",
        "1783267449000",
    ],
)
def test_a_time(stated: str) -> None:
    assert feed_time(stated, ZONE) == _SECOND


@pytest.mark.parametrize("stated", ["5 Jul 2026 16:04", "2026-07-05 16:04", "July 5, 2026 4:04 pm"])
def test_a_time_without_seconds(stated: str) -> None:
    assert feed_time(stated, ZONE) == _MINUTE


@pytest.mark.parametrize("stated", ["5 July 2026", "2026-07-05", "26-07-05", "260705", "July 5th, 2026", "05.07.2026"])
def test_a_day(stated: str) -> None:
    assert feed_time(stated, ZONE) == _DAY


def test_a_month_and_a_year() -> None:
    assert feed_time("2026-07", ZONE) == datetime(2026, 7, 1, tzinfo=UTC)
    assert feed_time("2026", ZONE) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("stated", ["5 juillet 2026 à 16:04:09", "2026.07.05 16:04:09", "Sun Jul  5 16:04:09 2026"])
def test_without_a_zone_it_is_the_hints(stated: str) -> None:
    assert feed_time(stated, ZoneInfo("Europe/Paris")) == _SECOND - timedelta(hours=2)


@pytest.mark.parametrize("stated", ["", "soon", "32 Jul 2026", "5 Brumaire 2026", "2026-13-05", "9" * 400, "Sun, "])
def test_no_time(stated: str) -> None:
    assert feed_time(stated, ZONE) is None


@given(st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 31)), st.integers(-14 * 60, 14 * 60))
def test_every_moment_in_rfc_822_and_iso_8601(moment: datetime, minutes: int) -> None:
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    wanted = moment.replace(microsecond=0, tzinfo=UTC) - timedelta(minutes=minutes)
    assert feed_time(f"{moment:%a, %d %b %Y %H:%M:%S} {zone}", ZONE) == wanted
    assert feed_time(f"{moment:%Y-%m-%dT%H:%M:%S}{zone}", ZONE) == wanted


@given(st.text(max_size=120))
def test_any_text_is_survived(stated: str) -> None:
    found = feed_time(stated, ZONE)
    assert found is None or found.tzinfo is not None
