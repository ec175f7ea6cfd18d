"""Sitemaps and robots.txt: each story once, on its home; news for two days; nothing that may not be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.pages.pages_helper import LINK, NONE, NOW, Newsroom, kill, licence, network, version
from wireroom.network.model import Surface
from wireroom.news import story_id

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas" / "sitemap"
ID = story_id("urn:mpa:1")


def locations(newsroom: Newsroom, path: str, at: datetime = NOW, site: str = "orbit") -> list[str]:
    tree: Any = etree.fromstring(newsroom.page(path, at, site).body)
    return [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def came(newsroom: Newsroom, uri: str, at: datetime, *where: str, **changes: Any) -> str:
    return newsroom.take(version(uri, first_created=at, version_created=at, **changes), *where)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def test_the_index_has_one_sitemap_for_each_month_with_stories(newsroom: Newsroom) -> None:
    for number, (year, month) in enumerate([(2026, 11), (2026, 11), (2026, 9), (2019, 12)]):
        came(newsroom, f"urn:mpa:{number}", datetime(year, month, 3 + number, tzinfo=UTC))
    assert locations(newsroom, "/sitemap.xml") == [
        "https://orbit.example/sitemap/sections.xml",
        "https://orbit.example/sitemap/2026-11.xml",
        "https://orbit.example/sitemap/2026-09.xml",
        "https://orbit.example/sitemap/2019-12.xml",
    ]


def test_a_month_has_its_stories_from_its_first_moment_to_its_last(newsroom: Newsroom) -> None:
    first = datetime(2026, 10, 1, tzinfo=UTC)
    ids = [
        came(newsroom, f"urn:mpa:{number}", at)
        for number, at in enumerate(
            [
                first - timedelta(microseconds=1),
                first,
                datetime(2026, 11, 1, tzinfo=UTC) - timedelta(microseconds=1),
                datetime(2026, 11, 1, tzinfo=UTC),
            ]
        )
    ]
    assert [url[-12:] for url in locations(newsroom, "/sitemap/2026-10.xml")] == [ids[2], ids[1]]
    assert [url[-12:] for url in locations(newsroom, "/sitemap/2026-09.xml")] == [ids[0]]


def test_the_sections_have_a_sitemap(newsroom: Newsroom) -> None:
    base = "https://orbit.example"
    assert locations(newsroom, "/sitemap/sections.xml") == [f"{base}/", f"{base}/launch", f"{base}/science"]


@pytest.mark.parametrize("path", ["/sitemap/2026-11.xml", "/news-sitemap.xml"])
def test_a_story_on_two_sites_is_listed_at_its_home_only(newsroom: Newsroom, path: str) -> None:
    newsroom.take(version(), "shield", "orbit")
    assert ID in newsroom.bare(path, site="shield") and ID not in newsroom.bare(path)


def test_news_leaves_its_sitemap_after_two_days(newsroom: Newsroom) -> None:
    newsroom.take(version())
    over = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert newsroom.frame("/news-sitemap.xml").changes_at == over
    assert ID in newsroom.text("/news-sitemap.xml", at=over - timedelta(microseconds=1))
    assert ID not in newsroom.text("/news-sitemap.xml", at=over)


def test_news_has_name_language_time_and_title(newsroom: Newsroom) -> None:
    newsroom.take(version(language="en-GB"))
    text = newsroom.text("/news-sitemap.xml")
    assert "<news:name>Orbit Daily</news:name><news:language>en</news:language>" in text
    assert "<news:publication_date>2026-11-22T10:00:00Z</news:publication_date>" in text
    assert "<news:title>Probe reaches the far moon</news:title>" in text


def test_news_has_a_thousand_at_most(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wireroom.pages.sitemaps.NEWS_MOST", 3)
    for number in range(5):
        came(newsroom, f"urn:mpa:{number}", NOW - timedelta(hours=number + 1))
    assert len(locations(newsroom, "/news-sitemap.xml")) == 3


@pytest.mark.parametrize("path", ["/sitemap/2026-11.xml", "/news-sitemap.xml"])
def test_no_grant_no_listing(path: str) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.SITEMAP: NONE})}))
    newsroom.take(version())
    assert ID not in newsroom.bare(path)


def test_a_link_form_is_listed_without_words_and_is_no_news() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.SITEMAP: LINK})}))
    newsroom.take(version())
    assert locations(newsroom, "/sitemap/2026-11.xml") == [f"https://orbit.example/2026/11/22/story-{ID}"]
    assert ID not in newsroom.text("/news-sitemap.xml")


def test_an_embargo_is_not_told_by_the_index(newsroom: Newsroom) -> None:
    newsroom.take(version(embargoed_until=datetime(2026, 12, 5, tzinfo=UTC)))
    assert locations(newsroom, "/sitemap.xml") == ["https://orbit.example/sitemap/sections.xml"]
    assert newsroom.page("/sitemap/2026-12.xml").body == newsroom.page("/nope").body
    assert newsroom.frame("/sitemap.xml").changes_at == datetime(2026, 12, 5, tzinfo=UTC)


def test_a_killed_story_leaves_the_sitemaps(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(kill("urn:mpa:1"))
    assert newsroom.page("/sitemap/2026-11.xml").status == 404
    assert ID not in newsroom.text("/news-sitemap.xml")


def test_robots_disallows_no_story(newsroom: Newsroom) -> None:
    page = newsroom.page("/robots.txt")
    assert page.media_type == "text/plain; charset=utf-8"
    lines = page.body.decode().splitlines()
    assert "Sitemap: https://orbit.example/sitemap.xml" in lines
    assert "Sitemap: https://orbit.example/news-sitemap.xml" in lines
    assert [line for line in lines if line.startswith("Disallow")] == ["Disallow: /search", "Disallow: /rail/"]


@pytest.mark.samples
@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not there")
class TestSchemas:
    def both(self) -> etree.XMLSchema:
        both = (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            '<xs:import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" '
            f'schemaLocation="{SCHEMAS}/sitemap.xsd"/>'
            '<xs:import namespace="http://www.google.com/schemas/sitemap-news/0.9" '
            f'schemaLocation="{SCHEMAS}/sitemap-news.xsd"/></xs:schema>'
        )
        return etree.XMLSchema(etree.fromstring(both))

    @pytest.mark.parametrize("path", ["/news-sitemap.xml", "/sitemap/2026-11.xml", "/sitemap/sections.xml"])
    def test_urls(self, newsroom: Newsroom, path: str) -> None:
        newsroom.take(version(headline="A & B <"))
        self.both().assertValid(etree.fromstring(newsroom.page(path).body))

    def test_no_news(self, newsroom: Newsroom) -> None:
        self.both().assertValid(etree.fromstring(newsroom.page("/news-sitemap.xml").body))

    def test_index(self, newsroom: Newsroom) -> None:
        newsroom.take(version())
        schema = etree.XMLSchema(etree.parse(SCHEMAS / "siteindex.xsd"))
        schema.assertValid(etree.fromstring(newsroom.page("/sitemap.xml").body))


def crowded(monkeypatch: pytest.MonkeyPatch, most: int = 3) -> Newsroom:
    """Seven stories in November, five of them within an hour of its 20th; two in October."""
    monkeypatch.setattr("wireroom.pages.sitemaps.MOST", most)
    room = Newsroom(network())
    day = datetime(2026, 11, 20, 9, tzinfo=UTC)
    times = [day + timedelta(minutes=number) for number in range(5)]
    times += [day - timedelta(days=9), day + timedelta(hours=5), day - timedelta(days=31), day - timedelta(days=32)]
    for number, at in enumerate(times):
        came(room, f"urn:mpa:crowd{number}", at)
    return room


def parts(room: Newsroom) -> dict[str, list[str]]:
    """The stories in each sitemap that the index names."""
    paths = [one.removeprefix("https://orbit.example") for one in locations(room, "/sitemap.xml")]
    return {path: locations(room, path) for path in paths if path != "/sitemap/sections.xml"}


def test_a_month_that_holds_too_much_is_told_of_by_days_and_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    found = parts(crowded(monkeypatch))
    assert {path: len(urls) for path, urls in found.items()} == {
        "/sitemap/2026-11-20T14.xml": 1,
        "/sitemap/2026-11-20T09.xml": 3,  # no more, and there is nothing finer
        "/sitemap/2026-11-11.xml": 1,
        "/sitemap/2026-10.xml": 2,
    }


@pytest.mark.parametrize("most", [5, 6])
def test_every_story_stands_in_one_part(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    found = parts(crowded(monkeypatch, most))
    listed = [url for urls in found.values() for url in urls]
    assert len(listed) == len(set(listed)) == 9
    assert all(len(urls) <= most for urls in found.values())


def test_a_month_that_holds_as_much_as_it_may_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(parts(crowded(monkeypatch, 7))) == ["/sitemap/2026-11.xml", "/sitemap/2026-10.xml"]


def test_what_comes_or_goes_later_moves_no_story_to_another_part(monkeypatch: pytest.MonkeyPatch) -> None:
    room = crowded(monkeypatch, 5)
    before = parts(room)
    for number in range(4):
        came(room, f"urn:mpa:later{number}", NOW - timedelta(minutes=number + 1))
    room.take(kill("urn:mpa:crowd5"))
    after = parts(room)
    gone = "/sitemap/2026-11-11.xml"
    assert gone not in after
    for path, urls in before.items():
        assert path == gone or after[path] == urls


def test_a_month_that_is_split_has_no_sitemap_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    room = crowded(monkeypatch)
    assert {room.page(f"/sitemap/{one}.xml").status for one in ("2026-11", "2026-11-20")} == {404}


@pytest.mark.parametrize("name", ["2026-13", "2026-11-31", "2026-11-20T24", "0000-01", "9999-12", "2026-11-20T"])
def test_what_names_no_month_day_or_hour_is_not_there(newsroom: Newsroom, name: str) -> None:
    assert newsroom.page(f"/sitemap/{name}.xml").status == 404


def test_a_quiet_month_is_never_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(*_: object) -> bool:
        raise AssertionError("it was counted")

    room = crowded(monkeypatch, 50_000)
    monkeypatch.setattr("wireroom.pages.sitemaps.islice", counted)
    assert room.page("/sitemap.xml").status == 200
