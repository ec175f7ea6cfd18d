"""The text edition: the same copy under the same rights, without pictures, and small."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

from tests.pages.pages_helper import NONE, NOW, PICTURE, Newsroom, canceled, kill, licence, network, version
from wireroom.network.model import Surface
from wireroom.news import Body


@pytest.fixture
def newsroom() -> Newsroom:
    made = Newsroom()
    made.take(version(associations=(PICTURE,)))
    return made


def of_story(newsroom: Newsroom) -> str:
    return "/text" + newsroom.url_of(newsroom.take(version(associations=(PICTURE,))))


def test_the_front_has_the_newest_headlines_and_leads_to_text(newsroom: Newsroom) -> None:
    assert f'href="{of_story(newsroom)}"' in newsroom.text("/text/")


def test_the_story_has_its_text_dateline_byline_and_duties(newsroom: Newsroom) -> None:
    text = newsroom.text(of_story(newsroom))
    for part in ("It will stay <em>two</em> years", "Tromsø, November 22 (MPA)", "By Ines Okafor"):
        assert part in text
    for duty in ("Meridian Press Agency", "No reuse without a licence"):
        assert duty in text


def test_there_is_no_picture_and_nothing_to_fetch(newsroom: Newsroom) -> None:
    text = newsroom.text(of_story(newsroom))
    assert "<img" not in text and "/media/" not in text and "<script" not in text and 'rel="icon"' not in text


def test_search_engines_are_sent_to_the_page_itself(newsroom: Newsroom) -> None:
    path = of_story(newsroom)
    assert f'<link rel="canonical" href="https://orbit.example{path.removeprefix("/text")}">' in newsroom.text(path)
    assert '<link rel="canonical" href="https://orbit.example/launch">' in newsroom.text("/text/launch")


def test_a_story_of_six_hundred_words_takes_less_than_five_thousand_bytes() -> None:
    newsroom = Newsroom()
    words = " ".join(f"word{number * 7919 % 600}" for number in range(600))
    id = newsroom.take(version(body=Body(f"<p>{words}</p>")))
    assert len(gzip.compress(newsroom.page("/text" + newsroom.url_of(id)).body)) < 5000


def test_other_words_lead_to_todays_address(newsroom: Newsroom) -> None:
    path = of_story(newsroom)
    page = newsroom.page(f"/text/2001/01/01/old-{path[-12:]}")
    assert page.status == 301 and dict(page.headers)["location"] == path


def test_the_bare_word_leads_to_the_front() -> None:
    page = Newsroom().page("/text")
    assert page.status == 301 and dict(page.headers)["location"] == "/text/"


def test_a_killed_story_has_its_notice_there_too(newsroom: Newsroom) -> None:
    path = of_story(newsroom)
    newsroom.take(canceled("urn:mpa:1"))
    assert newsroom.page(path).status == 410 and b"Probe" not in newsroom.page(path).body


def test_what_is_hidden_is_not_there_and_tells_nothing(newsroom: Newsroom) -> None:
    path = of_story(newsroom)
    later = NOW + timedelta(hours=5)
    hidden = version("urn:mpa:2", embargoed_until=later)
    id = newsroom.take(hidden, at=NOW)
    missing = newsroom.page("/text/2026/11/22/x-000000000000")
    assert newsroom.page(f"/text/2026/11/22/x-{id}").body == missing.body and missing.status == 404
    newsroom.take(kill("urn:mpa:1"))
    assert path not in newsroom.text("/text/")


def test_a_section_has_its_own_and_goes_on_by_links() -> None:
    newsroom = Newsroom()
    for number in range(60):
        at = NOW - timedelta(minutes=number)
        newsroom.take(version(f"urn:mpa:{number}", headline=f"S{number:02}", first_created=at, version_created=at))
    seen, path = "", "/text/launch"
    while path:
        text = newsroom.text(path)
        seen += text
        path = text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0] if 'rel="next"' in text else ""
    assert all(f">S{number:02}</a>" in seen for number in range(60))


def test_no_list_shows_what_lists_may_not() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: NONE})}))
    newsroom.take(version())
    assert "No stories yet" in newsroom.text("/text/")


@pytest.mark.parametrize("path", ["/text/nowhere", "/text/launch/", "/text/launch/before/x", "/text/about"])
def test_there_is_nothing_else(path: str) -> None:
    assert Newsroom().page(path).status == 404
