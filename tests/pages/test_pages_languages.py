"""The interface in every language: no word is missing, dates are those of Unicode's CLDR, pages turn."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

from tests.pages.pages_helper import NOW, Newsroom, network, parsed, version
from wireroom.pages.labels import labels_for, languages

LANGUAGES = sorted(languages())
DAYS = [date(2026, 1, 1) + timedelta(days=31 * number) for number in range(12)]
# English as the world outside America writes it; digits as Arabic news sites have them.
LOCALES = {language: Locale.parse({"en": "en_GB"}.get(language, language)) for language in LANGUAGES}
_PLACE = re.compile(r"\{\w+\}")


def words(language: str) -> dict[str, Any]:
    file = resources.files("wireroom.pages") / "languages" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def flat(table: dict[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        found.update(flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value})
    return found


def test_there_are_twelve_languages() -> None:
    assert len(LANGUAGES) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_or_empty(language: str) -> None:
    own, english = flat(words(language)), flat(words("en"))
    assert own.keys() == english.keys()
    assert [key for key, value in own.items() if value in ("", [])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_into_a_sentence_has_its_place_in_each(language: str) -> None:
    own, english = flat(words(language)), flat(words("en"))
    for key, value in english.items():
        if isinstance(value, str) and not key.startswith("dates."):
            assert set(_PLACE.findall(own[key])) == set(_PLACE.findall(value)), key


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_sentences_are_translated(language: str) -> None:
    own, english = flat(words(language)), flat(words("en"))
    sentences = {key for key, value in english.items() if not key.startswith("dates.") and len(value) > 20}
    assert [key for key in sentences if own[key] == english[key]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_those_of_cldr(language: str) -> None:
    labels, locale = labels_for(language), LOCALES[language]
    for day in DAYS:
        assert labels.day_name(day) == format_date(day, "long", locale)
        assert labels.whole_day(day) == format_date(day, "full", locale)
        assert labels.month_of(day) == format_skeleton("yMMMM", day, locale=locale)
        if language != "en":  # datelines have the month first; September has three letters on a wire
            assert labels.month_day(day.month, day.day) == format_skeleton("MMMMd", day, locale=locale)
            noon = datetime(day.year, day.month, day.day, 12, 5, tzinfo=UTC)
            shortest = format_skeleton("MMMd", day, locale=locale)
            assert labels.short(noon, ZoneInfo("UTC"), day.year) == f"{shortest} 12:05"
            assert labels.short(noon, ZoneInfo("UTC"), day.year + 1) == format_skeleton("yMMMd", day, locale=locale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_calendars_are_headed_as_in_cldr(language: str) -> None:
    labels, locale = labels_for(language), LOCALES[language]
    assert labels.weekdays_short == tuple(get_day_names("short", "stand-alone", locale)[at] for at in range(7))
    assert labels.months_alone == tuple(get_month_names("wide", "stand-alone", locale)[at] for at in range(1, 13))


def test_a_region_has_its_languages_words() -> None:
    assert labels_for("pt-BR") is labels_for("pt")


def test_a_language_without_words_has_english_ones() -> None:
    assert labels_for("xx") is labels_for("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_speaks_its_language_and_turns_with_it(language: str) -> None:
    base = network()
    own = replace(base.sites["orbit"], language=language)
    newsroom = Newsroom(replace(base, sites={**base.sites, "orbit": own}))
    id = newsroom.take(version(language=language))
    labels = labels_for(language)
    tree = parsed(newsroom.story(id))
    assert (tree.get("lang"), tree.get("dir")) == (language, "rtl" if language in ("ar", "he") else "ltr")
    assert tree.xpath("//a[@class='skip']/text()") == [labels.skip]
    assert labels.moment(NOW - timedelta(hours=2), own.zone) in tree.text_content()
