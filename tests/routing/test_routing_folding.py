import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.routing.folding import fold, name, padded, plain, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US-nuclear_missiles", ["us", "nuclear", "missiles"]),
        ("Élysée", ["elysee"]),
        ("E\u0301lyse\u0301e", ["elysee"]),  # accents sent as characters of their own
        ("l’OTAN – l'Otan", ["l", "otan", "l", "otan"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("İstanbul ΣΊΣΥΦΟΣ", ["istanbul", "σισυφοσ"]),
        ("Киев, Ёлка", ["киев", "елка"]),
        ("导弹防御", ["导", "弹", "防", "御"]),
        ("مُحَمَّد", ["محمد"]),
        ("Q&A 3.5 %", ["q", "a", "3", "5"]),
        ("10\u202f000\u00a0km", ["10", "000", "km"]),
        ("\u200b – …", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text())
def test_words_need_no_second_folding_of_case(text: str) -> None:
    assert words(text.upper().lower()) == words(text.lower()) or not text.isascii()
    assert all(word and " " not in word for word in words(text))


@given(st.text(alphabet="aé ’ßЖ弹-x"), st.text(alphabet="aé ’ßЖ弹-x"))
def test_words_of_two_texts_are_those_of_each(one: str, other: str) -> None:
    assert words(f"{one} {other}") == words(one) + words(other)
    assert padded(one) == f" {' '.join(words(one))} "


def test_markup_inside_a_line_parts_no_word_and_blocks_do() -> None:
    assert words(plain('<p>H<sub>2</sub>O</p><p>b<a href="https://x.example/?a>b">c</a><br/>d &amp;lt;</p>')) == [
        "h2o", "bc", "d", "lt",
    ]  # fmt: skip


def test_names_are_compared_whole() -> None:
    assert name("  Agence   Boréale ") == "agence boreale"
    assert fold("MPA") == "mpa"
