"""How long a feed is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.transports.rhythm import fresh_for, hint_of, interval


@pytest.mark.parametrize(
    ("data", "seconds"),
    [
        (b"<rss><channel><ttl>60</ttl>", 3600),
        (b"<channel><ttl> 5 </ttl>", 300),
        (b"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
        (b"<updatePeriod>\n\tdaily\t</updatePeriod>", 86400),
        (b"<ttl>60</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        (b"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600),
        (b"<ttl>0</ttl>", None),
        (b"<ttl>soon</ttl>", None),
        (b'{"version": "x"}', None),
    ],
)
def test_what_a_feed_states(data: bytes, seconds: float | None) -> None:
    assert hint_of(data) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("max-age=60", 60), ("public, Max-Age = 5", 5), ("s-maxage=9", 0), ("no-store", 0), ("", 0)],
)
def test_what_a_server_says_of_its_caches(value: str, seconds: float) -> None:
    assert fresh_for({"cache-control": value}) == seconds


moments = st.lists(st.floats(0, 1e9), max_size=12).map(sorted)


@given(
    moments, st.floats(0, 1e6), st.floats(1, 1e5), st.floats(0, 1e5), st.none() | st.floats(1, 1e8), st.floats(0, 1e8)
)
def test_the_owners_bounds_always_hold(
    news: list[float], since: float, shortest: float, more: float, hint: float | None, fresh: float
) -> None:
    now = (news[-1] if news else 0.0) + since
    found = interval(news, now, shortest=shortest, longest=shortest + more, hint=hint, fresh=fresh)
    assert shortest <= found <= shortest + more


@given(st.floats(100, 1e5), st.floats(0, 1e6), st.floats(0, 1e6))
def test_longer_silence_never_means_more_questions(gap: float, first: float, second: float) -> None:
    news = [gap * number for number in range(5)]
    short, long = sorted((first, second))
    waits = [interval(news, news[-1] + since, shortest=1, longest=1e9) for since in (short, long)]
    assert waits[0] <= waits[1]
