"""Dates in running text: each is found once, in its order, however many there are."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wireroom.formats.dateline import dates_in

_PIECES = st.sampled_from(
    [
        *(
            "2026-04-05",
            "5.4.2026",
            "April 5, 2026",
            "5 April 2026",
            "5 de abril de 2026",
            "2026年4月5日",
            "2026. április 4.",
        ),
        *(" ", "/", ", ", "-", "1", "2026", " at sea ", "4 May", "31.2.2026"),
    ]
)


@given(st.lists(_PIECES, max_size=10).map("".join))
def test_no_two_dates_overlap_and_all_are_in_order(text: str) -> None:
    spans = [(start, end) for _, start, end in dates_in(text)]
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_text_of_many_thousand_dates_is_read_whole() -> None:
    days = [date(1990, 1, 1) + timedelta(days=number) for number in range(12_000)]
    text = "; ".join(f"{day:%d %B %Y}" if day.day % 2 else day.isoformat() for day in days)
    assert [on for on, _, _ in dates_in(text)] == days
