"""The archive: calendars that lead only to days with stories, and the stories of a day, in the site's own time."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.pages.pages_helper import Newsroom, kill, version


def take(newsroom: Newsroom, *moments: str) -> None:
    for number, moment in enumerate(moments, 1):
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        newsroom.take(version(f"urn:mpa:{number}", headline=f"Story {number:03}", first_created=at, version_created=at))


@pytest.fixture
def newsroom() -> Newsroom:
    made = Newsroom()
    take(made, "2025-03-09T10:00", "2026-10-30T10:00", "2026-11-20T10:00", "2026-11-20T23:30", "2026-11-22T10:00")
    return made


def links(newsroom: Newsroom, path: str) -> list[str]:
    """The links of the main part below `path` that lead down."""
    text = newsroom.text(path)
    main = text[text.index("<main") : text.index("</main>")]
    return [one for one in re.findall(r'href="([^"]+)"', main) if one.startswith(f"{path}/") and "before" not in one]


def test_the_archive_leads_to_years_with_stories(newsroom: Newsroom) -> None:
    assert links(newsroom, "/archive") == ["/archive/2026", "/archive/2025"]


def test_a_year_leads_to_months_with_stories_and_names_the_others(newsroom: Newsroom) -> None:
    assert links(newsroom, "/archive/2026") == ["/archive/2026/10", "/archive/2026/11"]
    assert "<span>February</span>" in newsroom.text("/archive/2026")


def test_a_month_leads_to_days_with_stories_by_the_clock_of_the_site(newsroom: Newsroom) -> None:
    # 23:30 UTC on the 20th is the 21st in Oslo.
    assert links(newsroom, "/archive/2026/11") == [f"/archive/2026/11/{day}" for day in (20, 21, 22)]


def test_a_day_has_its_stories_and_no_others(newsroom: Newsroom) -> None:
    assert re.findall(r">(Story \d{3})</a>", newsroom.bare("/archive/2026/11/20")) == ["Story 003"]
    assert re.findall(r">(Story \d{3})</a>", newsroom.bare("/archive/2026/11/21")) == ["Story 004"]


def test_a_day_leads_to_the_one_before_that_has_stories_and_to_the_next(newsroom: Newsroom) -> None:
    text = newsroom.bare("/archive/2026/11/20")
    assert '<a href="/archive/2026/10/30" rel="prev">' in text and '<a href="/archive/2026/11/21" rel="next">' in text


@pytest.mark.parametrize(
    "path",
    [
        *("/archive/2024", "/archive/2026/09", "/archive/2026/11/19", "/archive/2026/02/30", "/archive/2026/13"),
        *("/archive/", "/archive/2026/", "/archive/2026/1", "/archive/0000/01", "/archive/2026/11/20/x"),
        *("/archive/2026/before/5-000000000000", "/archive/2026/11/20/before/5-000000000000"),
    ],
)
def test_there_is_nothing_where_no_story_is(newsroom: Newsroom, path: str) -> None:
    assert newsroom.page(path).status == 404


def test_a_day_goes_when_its_only_story_is_killed(newsroom: Newsroom) -> None:
    newsroom.take(kill("urn:mpa:5"))
    assert newsroom.page("/archive/2026/11/22").status == 404
    assert "/archive/2026/11/22" not in links(newsroom, "/archive/2026/11")


def test_an_empty_archive_says_so() -> None:
    page = Newsroom().page("/archive")
    assert page.status == 200 and b"No stories yet" in page.body


def test_a_long_day_goes_on_by_links() -> None:
    newsroom = Newsroom()
    take(newsroom, *(f"2026-11-20T{10 + number // 60}:{number % 60:02}" for number in range(90)))
    found, path = 0, "/archive/2026/11/20"
    while path:
        text = newsroom.bare(path)
        found += len(re.findall(r">Story \d{3}</a>", text))
        older = re.search(r'<a href="([^"]+/before/[^"]+)" rel="next">', text)
        path = older[1] if older else ""
    assert found == 90


def test_a_calendar_owes_no_notice(newsroom: Newsroom) -> None:
    assert 'class="rights"' not in newsroom.bare("/archive/2026/11")
