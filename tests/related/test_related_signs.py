"""The signs that a story is filed under."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from wireroom.news import Version
from wireroom.related import MOST_FILED, Kind, Sign, kind_of, signs_of

BASE = Version("urn:1", provider="Meridian Press Agency", headline="Osterby reactor shut after coolant leak")


def texts(version: Version, kind: Kind, opening: str = "") -> list[str]:
    return [sign.text for sign in signs_of(version, opening) if sign.kind is kind]


def test_a_slugline_is_one_sign_however_it_is_written() -> None:
    assert texts(replace(BASE, slugline="BC-EU--Osterby-Reactor"), Kind.SLUGLINE) == ["bc eu osterby reactor"]
    assert texts(replace(BASE, slugline="bc eu/Osterby Reactor"), Kind.SLUGLINE) == ["bc eu osterby reactor"]


def test_a_slugline_of_one_word_is_not_a_word_as_well() -> None:
    assert "reactor" not in texts(replace(BASE, slugline="Reactor"), Kind.WORD)


def test_the_most_special_topics_count() -> None:
    found = texts(replace(BASE, subjects=("medtop:13000000", "medtop:20000735", "medtop:20000717")), Kind.SUBJECT)
    assert set(found) == {"20000735", "20000717"}


def test_an_old_subject_code_counts_as_the_topic_that_stands_for_it() -> None:
    from wireroom.formats.mediatopics import vocabulary

    old, topics = next(iter(vocabulary().by_subject_code.items()))
    assert set(texts(replace(BASE, subjects=(f"subj:{old}",)), Kind.SUBJECT)) <= set(topics)


def test_a_name_of_several_words_is_a_sign_and_one_of_a_single_word_is_a_word() -> None:
    version = replace(BASE, people=("Ines Okafor",), organisations=("Kraftnet",))
    assert texts(version, Kind.NAME) == ["ines okafor"]
    assert "kraftnet" in texts(version, Kind.WORD)


def test_words_of_headline_and_opening_come_first_and_common_ones_never() -> None:
    words = texts(BASE, Kind.WORD, "Officials said the Osterby reactor was shut on Tuesday. Rain fell.")
    assert words[:2] == ["osterby", "reactor"]
    assert not {"said", "the", "officials", "tuesday", "after"} & set(words)


def test_a_capital_inside_a_sentence_tells_of_a_name() -> None:
    words = texts(
        replace(BASE, headline=""), Kind.WORD, "Yesterday heavily armoured lorries passed Kashan unhurriedly."
    )
    assert words[0] == "kashan"


def test_accents_and_case_do_not_part_two_agencies() -> None:
    written, typed = (replace(BASE, headline=one) for one in ("Séisme à Tromsø", "seisme a tromsø"))
    assert set(texts(written, Kind.WORD)) == set(texts(typed, Kind.WORD)) == {"seisme", "tromsø"}


def test_a_script_without_spaces_has_words_of_two_characters() -> None:
    assert "東京" in texts(replace(BASE, headline="東京で地震"), Kind.WORD)


def test_what_a_story_goes_on_from_is_a_sign() -> None:
    assert texts(replace(BASE, evolved_from="urn:0"), Kind.EVOLVED) == ["urn:0"]


@given(st.sampled_from(Kind), st.text())
def test_a_key_tells_its_kind_and_fits_four_bytes(kind: Kind, text: str) -> None:
    key = Sign(kind, text).key
    assert kind_of(key) is kind
    assert 0 < key < 1 << 32


@given(st.text(), st.text(max_size=300), st.lists(st.text(max_size=20), max_size=9))
def test_any_copy_has_few_signs(headline: str, opening: str, names: list[str]) -> None:
    version = replace(BASE, headline=headline, slugline=opening, people=tuple(names), keywords=tuple(names))
    found = signs_of(version, opening)
    assert len(found) <= 16
    assert all(sign.text for sign in found)


def test_a_full_file_is_small() -> None:
    assert MOST_FILED * 4 < 256  # bytes: two of them for each sign are read for a story's page
