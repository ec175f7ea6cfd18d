"""The names in a story's URL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.news.identity import ID_LENGTH, story_id, words_of


@given(st.text())
def test_an_id_has_twelve_plain_characters_and_never_changes(uri: str) -> None:
    assert story_id(uri) == story_id(uri)
    assert len(story_id(uri)) == ID_LENGTH
    assert set(story_id(uri)) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_ids_of_many_stories_differ() -> None:
    assert len({story_id(f"urn:newsml:mpa.example:20261122:{n}") for n in range(50_000)}) == 50_000


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("Rocket lands; crew's safe", "rocket-lands-crews-safe"),
        ("Größe zählt: 5 % mehr", "große-zahlt-5-mehr".replace("ß", "ss")),
        ("Élection à Québec", "election-a-quebec"),
        ("زلزال", "زلزال"),
        ("../../etc/passwd", "etc-passwd"),
        ("!!!", "story"),
    ],
)
def test_words(headline: str, words: str) -> None:
    assert words_of(headline) == words


@given(st.text(max_size=400))
def test_words_never_hold_what_a_path_could_misread(headline: str) -> None:
    words = words_of(headline)
    assert words
    assert len(words) <= 60
    assert not set(words) & set("/?#%.\\ \n\t")
