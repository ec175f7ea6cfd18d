"""What a story page tells machines: JSON-LD and Open Graph, no more than the licence grants each."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.pages.pages_helper import FULL, HEADLINE, LINK, NONE, NOW, PICTURE, Newsroom, licence, network, version
from wireroom.network.model import Extent, Form, Surface

SUMMARY = Form(Extent.SUMMARY)


def page(surface: Surface, form: Form, **changes: Any) -> str:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={surface: form}, display=timedelta(days=30))}))
    id = newsroom.take(version(associations=(PICTURE,)))
    if changes:
        newsroom.take(version(number=2, version_created=NOW, associations=(PICTURE,), **changes))
    return newsroom.story(id)


def json_ld(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return next(one for one in graph if one["@type"] == "NewsArticle")


def card(text: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', text))


@pytest.mark.parametrize("form", [NONE, LINK])
def test_without_a_grant_json_ld_has_no_word_of_the_copy(form: Form) -> None:
    told = json_ld(page(Surface.JSON_LD, form))
    assert set(told) == {
        "@type", "@id", "url", "mainEntityOfPage", "datePublished", "dateModified", "publisher", "isPartOf",
        "sourceOrganization", "creditText", "copyrightNotice", "usageInfo", "expires",
    }  # fmt: skip
    copied = json.dumps({key: value for key, value in told.items() if key not in ("@id", "url", "mainEntityOfPage")})
    assert "moon" not in copied and "Halvard" not in copied


def test_a_headline_form_tells_the_headline_and_no_summary() -> None:
    told = json_ld(page(Surface.JSON_LD, HEADLINE))
    assert told["headline"] == "Probe reaches the far moon" and "description" not in told and "image" not in told


def test_a_summary_form_tells_dateline_and_author() -> None:
    told = json_ld(page(Surface.JSON_LD, SUMMARY))
    assert told["dateline"] == "Tromsø, November 22 (MPA)"
    assert told["author"] == {"@type": "Person", "name": "Ines Okafor"}
    assert told["description"] == "The probe Halvard went into orbit on Sunday."


def test_a_full_form_tells_the_picture_with_its_credit() -> None:
    image = json_ld(page(Surface.JSON_LD, FULL))["image"][0]
    assert image["url"].startswith("https://orbit.example/media/") and image["creditText"] == "MPA/Lena Holm"


def test_duties_and_facts_are_always_told() -> None:
    told = json_ld(page(Surface.JSON_LD, NONE))
    assert told["creditText"] == "Meridian Press Agency"
    assert told["copyrightNotice"] == "© 2026 Meridian Press Agency"
    assert told["usageInfo"] == "https://meridian.example/legal"
    assert told["expires"] == "2026-12-22T10:00:00Z"
    assert told["isPartOf"] == {"@type": "WebSite", "name": "Orbit Daily", "url": "https://orbit.example/"}


def test_a_correction_is_told_as_one() -> None:
    told = json_ld(page(Surface.JSON_LD, FULL, signals=("correction",), correction_note="310 kilometres, not 130."))
    assert told["correction"] == [
        {"@type": "CorrectionComment", "text": "310 kilometres, not 130.", "datePublished": "2026-11-22T12:00:00Z"}
    ]
    assert told["dateModified"] == "2026-11-22T12:00:00Z"


@pytest.mark.parametrize("form", [NONE, LINK])
def test_without_a_grant_the_card_has_site_kind_and_url_only(form: Form) -> None:
    told = card(page(Surface.SOCIAL_CARD, form))
    assert told["og:site_name"] == "Orbit Daily" and told["og:type"] == "article"
    assert told["og:url"].startswith("https://orbit.example/2026/11/22/")
    assert "og:title" not in told and "og:description" not in told and "og:image" not in told


def test_the_card_has_what_is_granted() -> None:
    assert card(page(Surface.SOCIAL_CARD, HEADLINE))["og:title"] == "Probe reaches the far moon"
    assert "og:description" not in card(page(Surface.SOCIAL_CARD, HEADLINE))
    assert "og:description" in card(page(Surface.SOCIAL_CARD, SUMMARY))
    full = card(page(Surface.SOCIAL_CARD, FULL))
    assert full["og:image"].startswith("https://orbit.example/media/") and full["og:image:width"] == "800"


def test_the_story_page_names_the_feeds() -> None:
    text = page(Surface.JSON_LD, NONE)
    for kind, path in (("rss+xml", "/feed.xml"), ("atom+xml", "/atom.xml"), ("feed+json", "/feed.json")):
        assert re.search(rf'<link rel="alternate" type="application/{re.escape(kind)}" [^>]*href="{path}">', text)


def evolved(form: Form = FULL, **changes: Any) -> tuple[Newsroom, str, str]:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.JSON_LD: form})}))
    first = newsroom.take(version("urn:mpa:first", version_created=NOW - timedelta(hours=3), **changes))
    return newsroom, first, newsroom.take(version("urn:mpa:next", headline="It goes on", evolved_from="urn:mpa:first"))


def test_a_story_that_goes_on_from_another_is_based_on_it() -> None:
    newsroom, first, then = evolved()
    assert json_ld(newsroom.story(then))["isBasedOn"] == f"https://orbit.example{newsroom.url_of(first)}"
    assert "isBasedOn" not in json_ld(newsroom.story(first))


def test_what_may_not_be_shown_is_based_upon_by_nobody() -> None:
    newsroom, _, then = evolved(embargoed_until=NOW + timedelta(days=1))
    assert "isBasedOn" not in json_ld(newsroom.story(then))
    newsroom, _, then = evolved(NONE)
    assert "isBasedOn" not in json_ld(newsroom.story(then))


def item_list(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.mark.parametrize("path", ["/", "/launch", "/agency/mpa", "/archive/2026/11/22"])
def test_lists_tell_machines_their_order(path: str) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.JSON_LD: HEADLINE})}))
    for number in range(5):
        at = NOW - timedelta(minutes=number + 1)
        newsroom.take(version(f"urn:mpa:{number}", headline=f"Story {number}", first_created=at, version_created=at))
    told = item_list(newsroom.text(path))
    assert (told["@type"], told["url"]) == ("ItemList", f"https://orbit.example{path}")
    assert [one["position"] for one in told["itemListElement"]] == list(range(1, told["numberOfItems"] + 1))
    urls = [one["url"] for one in told["itemListElement"]]
    assert len(set(urls)) == len(urls) == (4 if path == "/" else 5)
    shown = [f"https://orbit.example{one}" for one in re.findall(r'href="(/2026/[^"]+)"', newsroom.text(path))]
    assert list(dict.fromkeys(shown))[: len(urls)] == urls


@pytest.mark.parametrize("form", [NONE, LINK])
def test_a_list_tells_machines_of_no_story_without_a_grant(form: Form) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.JSON_LD: form})}))
    newsroom.take(version())
    assert "Probe" in newsroom.text("/launch") and "ld+json" not in newsroom.text("/launch") + newsroom.text("/")


def test_an_empty_list_tells_nothing() -> None:
    assert "ld+json" not in Newsroom(network()).text("/launch") + Newsroom(network()).text("/")
