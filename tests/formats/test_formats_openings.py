"""How agencies begin their stories, each in its own way; and first sentences that only look like it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.formats.dateline import split_from_body
from wireroom.formats.months import month_number

HINT = datetime(2026, 4, 5, tzinfo=UTC)
FOURTH = date(2026, 4, 4)


@pytest.mark.parametrize(
    ("line", "place", "on", "agency", "rest"),
    [
        ("NORDHAVEN, April 4 (Reuters) - ", "NORDHAVEN", FOURTH, "Reuters", "Ships"),
        ("NORDHAVEN/LINDHOLM, April 4 (Reuters) - ", "NORDHAVEN/LINDHOLM", FOURTH, "Reuters", "Ships"),
        ("NORDHAVEN (AP) — ", "NORDHAVEN", None, "AP", "Ships"),
        ("Nordhaven, 4 abr (EFE).- ", "Nordhaven", FOURTH, "EFE", "Barcos"),
        ("NORDHAVEN, 4 Abr. (EUROPA PRESS) - ", "NORDHAVEN", FOURTH, "EUROPA PRESS", "Barcos"),
        ("(ANSA) - NORDHAVEN, 04 APR - ", "NORDHAVEN", FOURTH, "ANSA", "Navi"),
        ("(AGI) - Nordhaven, 4 apr. - ", "Nordhaven", FOURTH, "AGI", "Navi"),
        ("НОРДХАВЕН, 4 апреля. /ТАСС/. ", "НОРДХАВЕН", FOURTH, "ТАСС", "Корабли"),
        ("НОРДХАВЕН, 4 апр - РИА Новости. ", "НОРДХАВЕН", FOURTH, "РИА Новости", "Корабли"),
        ("Нордхавен. 4 апреля. INTERFAX.RU - ", "Нордхавен", FOURTH, "INTERFAX.RU", "Корабли"),
        ("NORDHAVEN, April 4 (Xinhua) -- ", "NORDHAVEN", FOURTH, "Xinhua", "Ships"),
        ("NORDHAVEN, April 4, Kyodo - ", "NORDHAVEN", FOURTH, "Kyodo", "Ships"),
        ("NORDHAVEN, April 4 AAP - ", "NORDHAVEN", FOURTH, "AAP", "Ships"),
        ("NORDHAVEN, April 4, 2026 /PRNewswire/ -- ", "NORDHAVEN", FOURTH, "PRNewswire", "Ships"),
        ("NORDHAVEN, le 4 avril 2026 /CNW Telbec/ - ", "NORDHAVEN", FOURTH, "CNW Telbec", "Navires"),
        ("NORDHAVEN, Nl.--(BUSINESS WIRE)--", "NORDHAVEN, Nl.", None, "BUSINESS WIRE", "Ships"),
        ("NORDHAVEN, NL / ACCESSWIRE / April 4, 2026 / ", "NORDHAVEN, NL", FOURTH, "ACCESSWIRE", "Ships"),
        (
            "New Haven, Nordland – (GlobeNewswire - April 4, 2026) - ",
            "New Haven, Nordland",
            FOURTH,
            "GlobeNewswire",
            "S",
        ),
        ("NORDHAVEN, NL--(Marketwired - Apr 4, 2026) - ", "NORDHAVEN, NL", FOURTH, "Marketwired", "Ships"),
        ("Nordhavn /ritzau/AFP/: ", "Nordhavn", None, "ritzau", "Skibe"),
        ("NORDHAVEN (Reuters) -", "NORDHAVEN", None, "Reuters", "Ships"),
        ("New Haven, Apr 4 (PTI) ", "New Haven", FOURTH, "PTI", "Ships"),
        ("New Haven [Nordland], April 4 (ANI): ", "New Haven [Nordland]", FOURTH, "ANI", "Ships"),
        ("NORDHAVEN 04/04 (BELGA) = ", "NORDHAVEN", FOURTH, "BELGA", "Schepen"),
        ("Nordhafen (KNA) ", "Nordhafen", None, "KNA", "Schiffe"),
        ("Nordhafen (APA) - ", "Nordhafen", None, "APA", "Schiffe"),
        ("Nordhaven 4. dubna (ČTK) - ", "Nordhaven", FOURTH, "ČTK", "Lodi"),
        ("Nordhaven, 2026. április 4., szombat (MTI) - ", "Nordhaven", FOURTH, "MTI", "Hajók"),
        ("نوردهافن (أ ف ب) ", "نوردهافن", None, "أ ف ب", "السفن"),
        ("نوردهافن 4 أبريل (رويترز) - ", "نوردهافن", FOURTH, "رويترز", "السفن"),
        ("新华社北京4月4日电（记者 王某）", "北京", FOURTH, "新华社", "船"),
        ("【東京共同】", "東京", None, "共同", "船"),
        ("(서울=연합뉴스) 김아무 기자 = ", "서울", None, "연합뉴스", "배"),
    ],
)
def test_a_dateline_of_each_shape(line: str, place: str, on: date | None, agency: str, rest: str) -> None:
    found, left = split_from_body(line + rest, year_hint=HINT)
    assert (found.place, found.on, found.provider, left) == (place, on, agency, rest)


@pytest.mark.parametrize(
    "first",
    [
        "The harbour workers' union (HWU) said ships sail.",
        "The Associated Press (AP) Reported it first.",
        "Anna Berg (AP) said it.",
        "He told Reuters (AFP) That was all.",
        "Reporter Anna Berg (AP) Was there.",
        "On April 4, Reuters - an agency - wrote of ships.",
        "In 2026, 4 ships - AP. said the paper.",
        "Am 4. April - Kyodo. Nichts.",
        "The score was 4/ap/5.",
        "On 4 April, ships sailed - and Reuters was there.",
    ],
)
def test_a_first_sentence_stays_whole(first: str) -> None:
    found, left = split_from_body(first, year_hint=HINT)
    assert (found.text, left) == ("", first)


@given(
    st.lists(st.sampled_from("the ship sails on April 4 from Nordhaven and Anna says it is old".split()), min_size=1)
)
def test_words_without_an_agency_are_never_a_dateline(words: list[str]) -> None:
    first = " ".join(words) + "."
    assert split_from_body(first, year_hint=HINT)[1] == first


@given(st.text(max_size=200))
def test_nothing_is_lost(first: str) -> None:
    found, left = split_from_body(first, year_hint=HINT)
    assert first.endswith(left)
    assert found.text or left == first


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Okt", 10),
        ("août", 8),
        ("dez.", 12),
        ("mayıs", 5),
        ("آذار", 3),
        ("أيلول/سبتمبر", 9),
        ("Marseille", 0),
        ("Settlers", 0),
    ],
)
def test_months_by_name(name: str, number: int) -> None:
    assert month_number(name) == number
