"""What stands at the URL of a story that may not be shown: a notice that reveals nothing, or a 404."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.pages.pages_helper import NONE, NOW, Newsroom, canceled, kill, licence, network, version
from wireroom.network.model import Network, Surface
from wireroom.news import Hold, Status, Version, story_id

ID = story_id("urn:mpa:1")
PATH = f"/2026/11/22/probe-reaches-the-far-moon-{ID}"
SECRETS = ("Halvard", "far moon", "far-moon", "probe", "Tromsø", "Okafor", "Meridian Press", "urn:mpa", "wrong man")


def bare(text: str) -> str:
    """The page without its rails, which show other stories."""
    return text[: text.index('<div class="rails">')] if '<div class="rails">' in text else text


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def test_a_killed_story_answers_410_at_the_same_url(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(kill("urn:mpa:1"))
    assert newsroom.page(PATH).status == 410


@pytest.mark.parametrize("site", ["orbit", "shield"])
def test_the_notice_stands_on_every_site(newsroom: Newsroom, site: str) -> None:
    newsroom.take(version(), "orbit/launch", "shield/missiles")
    newsroom.take(canceled("urn:mpa:1"))
    page = newsroom.page(PATH, site=site)
    assert page.status == 410 and b"This story has been withdrawn" in page.body


def test_the_notice_reveals_nothing(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(kill("urn:mpa:1"))
    text = newsroom.text(PATH)
    assert [word for word in SECRETS if word.lower() in text.lower()] == []


def test_the_notice_is_no_redirect_to_a_telling_url(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(kill("urn:mpa:1"))
    page = newsroom.page(f"/1999/01/01/anything-{ID}")
    assert page.status == 410 and "location" not in dict(page.headers)


def test_the_notice_is_not_to_be_indexed_and_has_no_advertisement(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(kill("urn:mpa:1"))
    page = newsroom.page(PATH)
    assert b'<meta name="robots" content="noindex">' in page.body and dict(page.headers)["x-robots-tag"] == "noindex"
    assert b"Advertisement" not in page.body and b"canonical" not in page.body


def test_the_notice_says_when(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(kill("urn:mpa:1"))
    assert 'Withdrawn <time datetime="2026-11-22T11:30:00Z">22 November 2026, 12:30 CET</time>' in newsroom.text(PATH)


def test_a_story_killed_before_anybody_could_see_it_was_never_there(newsroom: Newsroom) -> None:
    newsroom.take(version(embargoed_until=NOW + timedelta(days=1)))
    newsroom.take(kill("urn:mpa:1"))
    assert newsroom.page(PATH).status == 404


def test_the_kill_of_another_story_makes_no_notice_here(newsroom: Newsroom) -> None:
    newsroom.take(version("urn:mpa:2"))
    newsroom.take(kill("urn:mpa:2"))
    newsroom.take(version(embargoed_until=NOW + timedelta(days=1)))
    newsroom.take(kill("urn:mpa:1"))
    assert newsroom.page(PATH).status == 404


def test_a_kill_before_its_story_leaves_a_404_and_the_story_stays_out(newsroom: Newsroom) -> None:
    newsroom.take(canceled("urn:mpa:1"))
    newsroom.take(version(), at=NOW - timedelta(minutes=10))
    assert newsroom.page(PATH).status == 404


@pytest.mark.parametrize(
    ("changed", "ended"),
    [
        ({"display": timedelta(hours=1)}, {}),
        ({"term_until": NOW - timedelta(minutes=1)}, {}),
        ({}, {"expires": NOW - timedelta(minutes=1)}),
    ],
)
def test_what_has_run_out_answers_410_gone(changed: dict[str, Any], ended: dict[str, Any]) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(**changed)}))
    newsroom.take(replace(version(), **ended))
    assert newsroom.page(PATH, at=datetime(2026, 11, 22, 10, 30, tzinfo=UTC)).status == 200
    page = newsroom.page(PATH)
    assert page.status == 410 and b"no longer available" in page.body
    text = page.body.decode()
    assert [word for word in SECRETS if word.lower() in text.lower()] == []


def test_what_came_after_its_time_was_never_there(newsroom: Newsroom) -> None:
    newsroom.take(version(expires=NOW - timedelta(hours=1)), at=NOW - timedelta(minutes=5))
    assert newsroom.page(PATH).status == 404


def hidden(reason: str) -> Newsroom:
    """A newsroom with the story hidden for this reason."""
    out: Network = network()
    story: Version = version()
    if reason == "unlicensed":
        out = network(licences={})
    elif reason == "other site":
        out = network(licences={"mpa": licence(sites=frozenset({"shield"}))})
    elif reason == "no page form":
        out = network(licences={"mpa": licence(forms={Surface.PAGE: NONE})})
    elif reason == "embargoed":
        story = version(embargoed_until=NOW + timedelta(hours=1))
    elif reason == "withheld":
        story = version(status=Status.WITHHELD)
    newsroom = Newsroom(out)
    newsroom.take(story)
    if reason == "held":
        newsroom.take(Hold(uri="urn:mpa:1", by="ines", at=NOW - timedelta(minutes=1), until=NOW + timedelta(minutes=9)))
    return newsroom


HIDDEN = ["unlicensed", "other site", "no page form", "embargoed", "withheld", "held"]


@pytest.mark.parametrize("reason", HIDDEN)
@pytest.mark.parametrize("path", [PATH, f"/2026/11/22/x-{ID}"])
def test_a_hidden_story_answers_as_if_there_were_none(reason: str, path: str) -> None:
    newsroom = hidden(reason)
    found, nothing = newsroom.page(path), newsroom.page("/2026/11/22/nothing-000000000000")
    assert found.status == 404
    assert found.headers == nothing.headers and bare(found.body.decode()) == bare(nothing.body.decode())


@pytest.mark.parametrize("reason", HIDDEN)
def test_no_cache_may_keep_a_404_whose_end_would_tell_of_an_embargo(reason: str) -> None:
    assert hidden(reason).frame(PATH).cache_max == timedelta(0)
    assert hidden(reason).frame("/nothing").cache_max == timedelta(0)


def test_the_404_of_an_embargo_knows_when_it_changes() -> None:
    assert hidden("embargoed").frame(PATH).changes_at == NOW + timedelta(hours=1)


def test_the_story_is_there_in_the_second_its_embargo_lifts() -> None:
    newsroom = hidden("embargoed")
    lifts = NOW + timedelta(hours=1)
    assert newsroom.page(PATH, at=lifts - timedelta(microseconds=1)).status == 404
    assert newsroom.page(newsroom.url_of(ID, at=lifts), at=lifts).status == 200


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/launch/nothing", "/feed.xml/", "/launch/feed.xml/x", "/rail/9", "/rail/01", "/rail/-1", "/rail/x",
     "/sitemap/2026-13.xml", "/sitemap/1999-01.xml", "/2026/11/22", "/2026/11/22/x-ilou00000000", "/launch/../", "//"],
)  # fmt: skip
def test_everything_else_is_the_same_404(newsroom: Newsroom, path: str) -> None:
    page = newsroom.page(path)
    assert page.status == 404 and page.body == newsroom.page("/nope").body


def test_a_section_with_a_slash_behind_it_leads_to_the_section(newsroom: Newsroom) -> None:
    page = newsroom.page("/launch/")
    assert (page.status, dict(page.headers)["location"]) == (301, "/launch")
