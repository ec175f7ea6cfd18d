"""URLs: which site one means, tokens, percent-encoding."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages.pages_helper import NOW, Newsroom, network, version
from wireroom.errors import NotFoundError
from wireroom.news import Position
from wireroom.pages import page
from wireroom.pages.addresses import parameters, position_of, quoted, quoted_value, resolve, token, unquoted


@pytest.mark.parametrize(
    ("url", "site", "path"),
    [
        ("https://orbit.example/launch", "orbit", "/launch"),
        ("https://orbit.example", "orbit", "/"),
        ("http://SHIELD.example:8000/x", "shield", "/x"),
        ("http://shield.localhost:8000/x", "shield", "/x"),
        ("/@orbit/launch", "orbit", "/launch"),
        ("/@orbit", "orbit", "/"),
        ("https://orbit.example/a%20b?q=1#there", "orbit", "/a b"),
    ],
)
def test_a_url_means_a_site_and_a_path(url: str, site: str, path: str) -> None:
    found = resolve(network(), url)
    assert (found[0].key, found[1]) == (site, path)


@pytest.mark.parametrize("url", ["https://other.example/", "/launch", "/@nobody/", "http://other.localhost/"])
def test_a_url_of_no_site_is_refused_with_the_names_there_are(url: str) -> None:
    with pytest.raises(NotFoundError, match="/@orbit/, /@shield/"):
        resolve(network(), url)


def test_a_bare_path_is_enough_for_one_site() -> None:
    base = network()
    alone = replace(base, sites={"orbit": base.sites["orbit"]})
    assert resolve(alone, "/launch")[:2] == (alone.sites["orbit"], "/launch")


def test_a_site_may_live_under_a_path() -> None:
    base = network()
    under = replace(base.sites["orbit"], key="deep", url="https://orbit.example/deep")
    sites = {**base.sites, "deep": under}
    assert resolve(replace(base, sites=sites), "https://orbit.example/deep/launch")[:2] == (under, "/launch")
    assert resolve(replace(base, sites=sites), "https://orbit.example/deeper")[0].key == "orbit"


def test_the_module_function_gives_the_page() -> None:
    newsroom = Newsroom()
    newsroom.take(version())
    with newsroom.ledger.snapshot(NOW) as snapshot:
        found = page(snapshot, newsroom.network, "https://orbit.example/launch")
    assert found == newsroom.page("/launch")


@given(st.datetimes(timezones=st.just(UTC)), st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=12, max_size=12))
def test_a_token_names_its_place(released: datetime, id: str) -> None:
    position = Position(released, id)
    assert position_of(token(position)) == position


@given(st.text())
def test_no_token_breaks_anything(text: str) -> None:
    assert position_of(text) is None or token(position_of(text)) == text.lstrip("0") or text[0] == "0"  # type: ignore[arg-type]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_quoted_can_be_read_back(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert parameters("q=" + quoted_value(text)) == {"q": text}
    assert not set(quoted(text)) & set("<>\"'& #?")


def test_bytes_that_are_no_text_do_not_break_a_path() -> None:
    assert unquoted("/%ff%20%zz") == "/\ufffd %zz"


@settings(deadline=None)
@given(st.text())
def test_every_path_has_an_answer(text: str) -> None:
    newsroom = NEWSROOM
    with newsroom.ledger.snapshot(NOW) as snapshot:
        found = newsroom.pages.page(snapshot, "https://orbit.example/" + text)
    assert found.status in (200, 301, 404)


NEWSROOM = Newsroom()
NEWSROOM.take(version())
