"""Cards for other people's pages: no more than the licence grants social cards, and gone with the story."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.pages.pages_helper import (
    FULL,
    HEADLINE,
    LINK,
    NONE,
    NOW,
    PICTURE,
    Newsroom,
    kill,
    licence,
    network,
    parsed,
    version,
)
from wireroom.network.licence import Territory
from wireroom.network.model import Extent, Form, Surface
from wireroom.pages import Frame


def newsroom(form: Form, **terms: Any) -> tuple[Newsroom, str]:
    made = Newsroom(network(licences={"mpa": licence(forms={Surface.SOCIAL_CARD: form}, **terms)}))
    id = made.take(version(associations=(PICTURE,)))
    return made, f"https://orbit.example/2026/11/22/x-{id}"


def asked(made: Newsroom, url: str, **query: str) -> Frame:
    return made.frame("/oembed", query={"url": url, **query})


def told(frame: Frame) -> dict[str, Any]:
    assert (frame.status, frame.media_type) == (200, "application/json")
    [body] = frame.parts
    assert isinstance(body, bytes)
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.mark.parametrize("form", [NONE, LINK])
def test_without_a_grant_there_is_no_card(form: Form) -> None:
    made, url = newsroom(form)
    assert asked(made, url).status == 404


def test_a_headline_form_gives_the_headline_with_credit_and_notice() -> None:
    card = told(asked(*newsroom(HEADLINE)))
    assert (card["version"], card["type"], card["title"]) == ("1.0", "rich", "Probe reaches the far moon")
    assert "Meridian Press Agency" in card["html"] and "No reuse without a licence." in card["html"]
    assert "Halvard" not in card["html"] and "thumbnail_url" not in card
    assert (card["width"], card["height"]) == (600, 180)


def test_a_summary_form_adds_the_summary() -> None:
    assert "Halvard went into orbit" in told(asked(*newsroom(Form(Extent.SUMMARY))))["html"]


def test_a_full_form_adds_the_picture_with_both_measures() -> None:
    card = told(asked(*newsroom(FULL)))
    assert card["thumbnail_url"].startswith("https://orbit.example/media/")
    assert (card["thumbnail_width"], card["thumbnail_height"]) == (800, 500)


def test_a_card_is_as_small_as_it_is_wanted() -> None:
    made, url = newsroom(HEADLINE)
    card = told(asked(made, url, maxwidth="320", maxheight="90"))
    assert (card["width"], card["height"]) == (320, 90)
    assert told(asked(made, url, maxwidth="-1"))["width"] == 600


def test_markup_in_copy_stays_words() -> None:
    made, url = newsroom(HEADLINE)
    made.take(version(number=2, headline='<script>"x"</script> & more', version_created=NOW))
    assert "<script" not in told(asked(made, url))["html"]


def test_only_json_is_spoken() -> None:
    made, url = newsroom(HEADLINE)
    assert asked(made, url, format="xml").status == 501


@pytest.mark.parametrize(
    "url", ["", "https://orbit.example/", "https://elsewhere.example/2026/11/22/x-000000000000", "/no", "%%"]
)
def test_what_is_no_story_of_this_site_has_no_card(url: str) -> None:
    made, _ = newsroom(FULL)
    assert asked(made, url).status == 404


def test_a_sister_gives_no_card_of_another_sites_address() -> None:
    made, url = newsroom(FULL)
    assert made.frame("/oembed", site="shield", query={"url": url}).status == 404


def test_a_kill_takes_the_card_along_and_its_key_says_so() -> None:
    made, url = newsroom(FULL)
    assert asked(made, url).uses == {"story:urn:mpa:1"}
    made.take(kill("urn:mpa:1"))
    assert asked(made, url).status == 404


def test_an_embargo_holds_to_its_second() -> None:
    made, url = newsroom(FULL)
    lifts = NOW + timedelta(hours=1)
    made.take(version(number=2, embargoed_until=lifts, version_created=NOW))
    assert asked(made, url).status == 404 and asked(made, url).changes_at == lifts


def test_what_is_limited_to_a_territory_has_no_card() -> None:
    made, url = newsroom(FULL, territory=Territory(allow=frozenset({"NO"})))
    assert asked(made, url).status == 404


def test_the_card_may_be_kept_no_longer_than_the_licence_lets_it() -> None:
    made, url = newsroom(HEADLINE, cache_max=timedelta(seconds=7))
    assert told(asked(made, url))["cache_age"] == 7


def test_the_story_says_where_its_card_is() -> None:
    made, url = newsroom(HEADLINE)
    page = parsed(made.story(url[-12:]))
    [address] = page.xpath("//link[@type='application/json+oembed']/@href")
    with made.ledger.snapshot(NOW) as snapshot:
        assert json.loads(made.pages.page(snapshot, address).body)["title"] == "Probe reaches the far moon"
    without, url = newsroom(NONE)
    assert not parsed(without.story(url[-12:])).xpath("//link[@type='application/json+oembed']")
