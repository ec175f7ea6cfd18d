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
