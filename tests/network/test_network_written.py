from dataclasses import replace
from datetime import timedelta

import pytest

from tests.network.test_network_file import GOOD
from tests.rights.rights_cases import Cases
from wireroom import network
from wireroom.network.licence import (
    AlterTerms,
    CorrectionTerms,
    CreditTerms,
    EmbargoTerms,
    Extent,
    Form,
    KillTerms,
    Licence,
    LinkTerms,
    Match,
    NoticeTerms,
    Surface,
    TdmTerms,
    Territory,
)
from wireroom.network.written import digest_of, read_terms, terms_text, toml_of

EVERYTHING = {
    "match": Match(frozenset({"sport"}), frozenset({"text", "picture"})),
    "wind_down": timedelta(days=30),
    "territory": Territory(frozenset({"IT", "SM"}), frozenset({"TR"}), True),
    "credit": CreditTerms(
        'Me "and" \\ you', frozenset({Surface.PAGE}), False, False, "https://x.example/l.png", "https://x.example/"
    ),
    "notice": NoticeTerms("© ü\x7f\t.", "https://x.example/n", frozenset({Surface.FEED, Surface.PAGE})),
    "alter": AlterTerms(False, False, True, True),
    "embargo": EmbargoTerms(True, timedelta(seconds=30)),
    "kill": KillTerms(timedelta(seconds=10), False, frozenset({"pictures"})),
    "correction": CorrectionTerms(False, True),
    "link": LinkTerms(False, False, False),
    "tdm": TdmTerms(False, "https://x.example/tdm"),
    "robots": ("noarchive", "max-snippet:50"),
    "cache_max": timedelta(seconds=5),
    "basis": "own",
    "archive_after": timedelta(hours=36),
}


def again(licence: Licence) -> Licence:
    return read_terms(toml_of(licence)).licences[licence.name]


def test_every_field_is_written_and_read_again() -> None:
    base = network.parse(GOOD).licences["mpa"]
    assert again(base) == base
    whole = replace(base, **EVERYTHING)  # type: ignore[arg-type]
    assert again(whole) == whole


@pytest.mark.parametrize("name", EVERYTHING)
def test_each_field_alone_is_written(name: str) -> None:
    base = network.parse(GOOD).licences["mpa"]
    changed = replace(base, **{name: EVERYTHING[name]})  # type: ignore[arg-type]
    assert again(changed) == changed != base


def test_licences_of_all_kinds_are_written_and_read_again() -> None:
    cases = Cases(21)
    for _ in range(200):
        licence = cases.licence()
        full = replace(licence, forms={one: licence.forms.get(one, Form(Extent.NONE)) for one in Surface})
        assert again(full) == full


def test_what_is_as_it_would_be_anyway_is_not_written() -> None:
    text = toml_of(network.parse(GOOD).licences["mpa"])
    assert "territory" not in text
    assert "kill" not in text
    assert 'forms = { list = "summary(40)", feed = "headline" }' in text


def test_terms_of_a_whole_network() -> None:
    made = network.parse(GOOD)
    text = terms_text(made)
    terms = read_terms(text)
    assert terms.licences == made.licences
    assert terms.sources == {"wire": ("MPA", "mpa")}
    assert digest_of(text) == digest_of(terms_text(network.parse(GOOD.replace("Orbit Daily", "Orbit"))))
    assert digest_of(text) != digest_of(terms_text(network.parse(GOOD.replace("30 days", "31 days"))))
