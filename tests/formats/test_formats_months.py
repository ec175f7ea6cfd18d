"""Names of months, as CLDR has them, and dates as pages and wires of many countries print them."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale

from wireroom.formats.captures.days import dates_in
from wireroom.formats.months import month_number

LANGUAGES = (
    *("en", "fr", "de", "es", "it", "pt", "nl", "da", "sv", "nb", "nn", "fi", "is", "pl", "cs", "sk", "bs", "sl", "hu"),
    *("ro", "bg", "ru", "uk", "be", "mk", "sr", "el", "tr", "az", "id", "ms", "sw", "et", "lv", "lt", "sq", "ka", "hy"),
    *("he", "ar_LB", "ar_MA", "fa", "ur", "kk"),
)


@pytest.mark.parametrize("form", ["format", "stand-alone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_is_known_by_its_name(language: str, form: str) -> None:
    names = Locale.parse(language).months[form]["wide"]
    assert {name: month_number(name) for name in names.values()} == {name: month for month, name in names.items()}


def test_a_word_for_two_months_is_polands() -> None:
    assert month_number("listopada") == 11


@pytest.mark.parametrize("word", ["kov", "Ogo", "lie", "Septemberish", ""])
def test_names_known_whole_are_not_known_shortened(word: str) -> None:
    assert month_number(word) == 0


@pytest.mark.parametrize(
    "text",
    [
        "11 آب 2020",
        "11 آب/أغسطس 2020",
        "11 غشت 2020",
        "11. kolovoza 2020.",
        "2020년 8월 11일",
        "2020年8月11日",
        "the 11th of August, 2020",
        "2020 m. rugpjūčio 11 d.",
        "2020. augusztus 11.",
        "11 серпня 2020 року",
        "11 август 2020 г.",
        "11 Agustus 2020",
        "11 Ogos 2020",
        "11 באוגוסט 2020",
    ],
)
def test_a_date_is_read(text: str) -> None:
    assert dates_in(text) == [date(2020, 8, 11)]
