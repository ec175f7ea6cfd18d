"""Datelines as fields and as beginnings of stories, one form a case."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from wireroom.formats.dateline import parse, split_from_body

HINT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "place", "on", "provider"),
    [
        ("NORDHAVEN, Aug 29, 2025 (MPA) -", "NORDHAVEN", date(2025, 8, 29), "MPA"),
        ("Nordhaven, 21 jan 2026 (AB) -", "Nordhaven", date(2026, 1, 21), "AB"),
        ("Nordhaven, 10 juil 2025 (AB)", "Nordhaven", date(2025, 7, 10), "AB"),
        ("Nordhaven, 1er août 2025 (AB) -", "Nordhaven", date(2025, 8, 1), "AB"),
        ("Nordhaven (NLN) -", "Nordhaven", None, "NLN"),
        ("10.01. Nordhaven (NLN) -", "Nordhaven", date(2026, 1, 10), "NLN"),
        ("Nordhaven (NLN/wst) -", "Nordhaven", None, "NLN/wst"),
        ("Nordhaven, 3. März (NLN) –", "Nordhaven", date(2026, 3, 3), "NLN"),
        ("NORDHAVEN, Dec 30 (MPA) -", "NORDHAVEN", date(2025, 12, 30), "MPA"),
        ("نوردهافن (أ ف ب)", "نوردهافن", None, "أ ف ب"),
        ("نوردهافن, 26-11-2025 (أ ف ب) -", "نوردهافن", date(2025, 11, 26), "أ ف ب"),
        ("نوردهافن, 3 تشرين الثاني/نوفمبر 2025 (أ ف ب) -", "نوردهافن", date(2025, 11, 3), "أ ف ب"),
        ("Нордхавен, 5 марта 2025 (АФП) -", "Нордхавен", date(2025, 3, 5), "АФП"),
        ("Puerto Norte, 3 de mayo de 2025 (MPA).-", "Puerto Norte", date(2025, 5, 3), "MPA"),
        ("NORDHAVEN, Wash.", "NORDHAVEN, Wash.", None, "house"),
        ("NORDHAVEN, Monday (MPA)", "NORDHAVEN", None, "MPA"),
        ("NORDHAVEN March 22 MPA -", "NORDHAVEN", date(2026, 3, 22), "MPA"),
        ("Nordhaven,", "Nordhaven", None, "house"),
        ("2026-01-02 13:00:03 GMT+00:00", "", date(2026, 1, 2), "house"),
        ("MARCH 04, 2025", "", date(2025, 3, 4), "house"),
        ("30 Feb 2025", "30 Feb 2025", None, "house"),
        ("3.6.2025 10:00:01 EEST", "", date(2025, 6, 3), "house"),
        ("ANSA - NORDHAVEN, 04 MAR -", "NORDHAVEN", date(2026, 3, 4), "ANSA"),
        ("ANSA SPORT - NORDHAVEN, 04 MAR -", "NORDHAVEN", date(2026, 3, 4), "ANSA"),
    ],
)
def test_a_field_is_understood(text: str, place: str, on: date | None, provider: str) -> None:
    found = parse(text, year_hint=HINT, provider="house")
    assert (found.text, found.place, found.on, found.provider) == (text, place, on, provider)


def test_an_empty_field_says_nothing() -> None:
    assert parse("  ", provider="MPA") == parse("")


def test_the_text_stays_verbatim_with_its_space_folded() -> None:
    assert parse("  Nordhaven \n (NLN)  - ").text == "Nordhaven (NLN) -"


def test_without_a_hint_a_day_without_a_year_is_no_date() -> None:
    assert parse("NORDHAVEN, Dec 30 (MPA) -").on is None


@pytest.mark.parametrize(
    ("first", "line", "rest"),
    [
        ("Nordhaven (MPA) - Ships sail.", "Nordhaven (MPA) -", "Ships sail."),
        ("Nordhaven (MPA) – Ships sail.", "Nordhaven (MPA) –", "Ships sail."),
        ("NORDHAVEN, Wash. (MPA) _ Ships sail.", "NORDHAVEN, Wash. (MPA) _", "Ships sail."),
        ("NORDHAVEN (Unheard) — Ships sail.", "NORDHAVEN (Unheard) —", "Ships sail."),
        ("Jan 3 (Unheard) - Results.", "Jan 3 (Unheard) -", "Results."),
        ("Nordhaven (AFP) -- Ships sail.", "Nordhaven (AFP) --", "Ships sail."),
        ("نوردهافن (أ ف ب) - سفن", "نوردهافن (أ ف ب) -", "سفن"),
    ],
)
def test_a_story_may_begin_with_its_dateline(first: str, line: str, rest: str) -> None:
    found, left = split_from_body(first, year_hint=HINT, provider="MPA")
    assert (found.text, left) == (line, rest)


@pytest.mark.parametrize(
    "first",
    [
        "Anna Berg (XYZ) - the minister - said ships sail.",
        "Ships (MPA) sail.",
        "(MPA) - Ships sail.",
        "Ships sail, said Anna Berg of the harbour board in a long opening sentence of that day (MPA) - and left.",
        "",
    ],
)
def test_what_is_no_dateline_stays_in_the_story(first: str) -> None:
    found, left = split_from_body(first, year_hint=HINT, provider="MPA")
    assert (found.text, left) == ("", first)


@pytest.mark.parametrize(
    ("paragraph", "place"),
    [
        ("NORDHAVEN, 2 (EUROPA PRESS)", "NORDHAVEN"),
        ("NORDHAVEN, 2 Ene. (EUROPA PRESS)", "NORDHAVEN"),
        ("Anna Berg of Nordhaven, 23 (EUROPA PRESS)", ""),
        ("See the table below (EUROPA PRESS)", ""),
    ],
)
def test_a_paragraph_that_is_nothing_but_a_dateline(paragraph: str, place: str) -> None:
    assert split_from_body(paragraph, year_hint=HINT, provider="Europa Press")[0].place == place


def test_a_day_by_the_moon_and_by_the_sun() -> None:
    paragraph = "نوردهافن 17 جمادى الآخرة 1447 هـ الموافق 10 يناير 2026 م واس"
    found, rest = split_from_body(paragraph, year_hint=HINT, provider="SPA")
    assert (found.place, found.on, rest) == ("نوردهافن", date(2026, 1, 10), "")
