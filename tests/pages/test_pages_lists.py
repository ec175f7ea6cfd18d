"""Fronts, sections, search and rails: what stands in them, in which order, and how one leafs on."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.pages.pages_helper import NONE, NOW, PICTURE, Newsroom, holes, kill, licence, network, parsed, version
from wireroom.network.model import Extent, Form, Surface
from wireroom.news import Pin, story_id
from wireroom.pages import Links

MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
SUMMARIES = {Surface.LIST: Form(Extent.SUMMARY)}


def fill(newsroom: Newsroom, count: int, *where: str, start: int = 0, step: int = 7) -> None:
    """So many stories, number 0 the newest, seven minutes apart."""
    for number in reversed(range(start, start + count)):
        made = NOW - timedelta(minutes=1 + step * number)
        newsroom.take(
            version(f"urn:mpa:n{number}", headline=f"Story {number:03}", first_created=made, version_created=made),
            *(where or ("orbit/launch",)),
        )


def headlines(text: str) -> list[str]:
    """The headlines in the main part, in order."""
    return re.findall(r">(Story \d{3})</a>", text[text.index("<main") : text.index("</main>")])


def leaves(newsroom: Newsroom) -> dict[str, str]:
    """The main part of each page of the launch section by its path, newest first."""
    found, path = {}, "/launch"
    while path:
        text = newsroom.text(path)
        found[path] = text[text.index("<main") : text.index("</main>")]
        older = re.search(r'<a href="([^"]+)" rel="next">', text)
        path = older[1] if older else ""
    return found


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


# The front


def test_an_empty_front_says_so(newsroom: Newsroom) -> None:
    page = newsroom.page("/")
    assert page.status == 200 and b"No stories yet" in page.body


def test_the_newest_leads(newsroom: Newsroom) -> None:
    fill(newsroom, 3)
    text = newsroom.text("/")
    assert headlines(text) == ["Story 000", "Story 001", "Story 002"]
    assert text.index('id="lead"') < text.index("Story 000") < text.index('id="latest"')


def test_something_urgent_leads_before_what_is_newer(newsroom: Newsroom) -> None:
    fill(newsroom, 3)
    made = NOW - timedelta(minutes=16)
    newsroom.take(version(headline="Story 999", urgency=1, first_created=made, version_created=made))
    assert headlines(newsroom.text("/"))[0] == "Story 999"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 12, 25, 60, 200])
def test_no_story_stands_on_a_front_twice(newsroom: Newsroom, count: int) -> None:
    fill(newsroom, count // 2, "orbit/launch", "orbit/science")
    fill(newsroom, count - count // 2, "orbit/science", start=count // 2)
    found = headlines(newsroom.text("/"))
    assert len(found) == len(set(found))
    assert len(found) == count or len(found) >= 25


def test_a_section_has_its_block(newsroom: Newsroom) -> None:
    fill(newsroom, 30, "orbit/launch")
    fill(newsroom, 6, "orbit/science", start=30)
    text = newsroom.text("/")
    block = text[text.index('id="section-science"') : text.index('id="more"')]
    assert '<a href="/science">Science</a>' in block
    assert re.findall(r"Story \d{3}", block) == [f"Story 0{number}" for number in range(30, 35)]


def test_with_few_stories_the_sections_are_not_empty(newsroom: Newsroom) -> None:
    fill(newsroom, 8, "orbit/launch")
    assert 'id="section-launch"' in newsroom.text("/")


def test_what_is_pinned_leads_and_the_last_pinned_first(newsroom: Newsroom) -> None:
    fill(newsroom, 20)
    for number, minutes in ((15, 9), (17, 8)):
        newsroom.take(Pin(uri=f"urn:mpa:n{number}", by="ines", at=NOW - timedelta(minutes=minutes), site="orbit"))
    assert headlines(newsroom.text("/"))[:3] == ["Story 017", "Story 015", "Story 000"]


def test_a_pin_ends_by_time_and_the_front_knows_when(newsroom: Newsroom) -> None:
    fill(newsroom, 20)
    until = NOW + timedelta(hours=1)
    newsroom.take(Pin(uri="urn:mpa:n15", by="ines", at=NOW, site="orbit", until=until))
    assert newsroom.frame("/").changes_at == until
    assert headlines(newsroom.text("/", at=until))[0] == "Story 000"


def test_a_pinned_story_that_is_killed_leads_nothing(newsroom: Newsroom) -> None:
    fill(newsroom, 5)
    newsroom.take(Pin(uri="urn:mpa:n3", by="ines", at=NOW - timedelta(minutes=9), site="orbit"))
    newsroom.take(kill("urn:mpa:n3", at=NOW - timedelta(minutes=8)))
    assert "Story 003" not in headlines(newsroom.text("/"))


def test_the_front_has_todays_date_and_changes_at_midnight_of_its_zone(newsroom: Newsroom) -> None:
    assert b"Sunday, 22 November 2026" in newsroom.page("/").body
    assert newsroom.frame("/").changes_at == MIDNIGHT


def test_the_front_tells_the_time_of_today_and_the_day_of_what_is_older(newsroom: Newsroom) -> None:
    fill(newsroom, 2, step=60 * 24)
    text = newsroom.text("/")
    assert ">12:59</time>" in text and ">21 Nov 12:59</time>" in text


def test_the_front_uses_its_lists(newsroom: Newsroom) -> None:
    assert newsroom.frame("/").uses == {"placed:orbit", "placed:orbit/launch", "placed:orbit/science"}


def test_the_name_of_the_site_is_the_fronts_h1(newsroom: Newsroom) -> None:
    fill(newsroom, 3)
    names = [one.text_content().strip() for one in parsed(newsroom.page("/").body).iter("h1")]
    assert names == ["ODOrbit Daily"]  # the mark is hidden from screen readers


# Sections


def test_a_section_lists_newest_first_and_leads_on_by_keyset(newsroom: Newsroom) -> None:
    fill(newsroom, 170)
    seen = [headlines(newsroom.text(path)) for path in leaves(newsroom)]
    assert len(seen) >= 3
    assert all(16 <= len(one) <= 110 for one in seen)
    assert [one for page in seen for one in page] == [f"Story {number:03}" for number in range(170)]


@pytest.mark.parametrize("killed", [3, 60, 110, 169])
def test_a_kill_moves_no_more_than_the_ends_of_pages_next_to_it(newsroom: Newsroom, killed: int) -> None:
    fill(newsroom, 170)
    before = leaves(newsroom)
    newsroom.take(kill(f"urn:mpa:n{killed}"))
    after = leaves(newsroom)
    assert f"Story {killed:03}" not in "".join(after.values())
    same = [path for path, text in after.items() if before.get(path) == text]
    assert len(before) - len(same) <= 2


def test_a_new_story_moves_nothing_behind_a_token(newsroom: Newsroom) -> None:
    fill(newsroom, 120, start=1)
    before = leaves(newsroom)
    fill(newsroom, 1)
    after = leaves(newsroom)
    assert [path for path in before if after.get(path) != before[path]] == ["/launch"]


def test_no_older_link_when_there_is_nothing_behind(newsroom: Newsroom) -> None:
    fill(newsroom, 31)
    assert len(headlines(newsroom.text("/launch"))) in (16, 31)
    assert 'rel="next"' not in newsroom.text(list(leaves(newsroom))[-1])


def test_few_stories_are_on_one_page(newsroom: Newsroom) -> None:
    fill(newsroom, 30)
    assert 'rel="next"' not in newsroom.text("/launch")


def test_hidden_stories_take_no_room_in_a_section(newsroom: Newsroom) -> None:
    fill(newsroom, 30)
    newsroom.take(version("urn:mpa:later", headline="Story 900", embargoed_until=NOW + timedelta(hours=1)))
    assert headlines(newsroom.text("/launch")) == [f"Story {number:03}" for number in range(30)]
    assert newsroom.frame("/launch").changes_at == NOW + timedelta(hours=1)


def test_a_token_that_is_none_is_a_404(newsroom: Newsroom) -> None:
    assert newsroom.page("/launch/before/zzz").status == 404
    assert newsroom.page("/launch/before/ffffffffffffffff-000000000000").status == 404


def test_a_section_has_a_canonical_url_and_its_own_feeds(newsroom: Newsroom) -> None:
    text = newsroom.text("/launch")
    assert '<link rel="canonical" href="https://orbit.example/launch">' in text
    assert 'type="application/rss+xml" title="Launch Pad – Orbit Daily" href="/launch/feed.xml"' in text


def test_older_pages_are_not_to_be_indexed(newsroom: Newsroom) -> None:
    fill(newsroom, 120)
    older = list(leaves(newsroom))[1]
    assert '<meta name="robots" content="noindex, follow">' in newsroom.text(older)
    assert 'content="max-image-preview:large"' in newsroom.text("/launch")


def test_a_list_shows_summaries_only_where_they_are_granted(newsroom: Newsroom) -> None:
    newsroom.take(version())
    assert "went into orbit" not in newsroom.text("/launch")
    other = Newsroom(network(licences={"mpa": licence(forms=SUMMARIES)}))
    other.take(version())
    assert '<p class="summary">The probe Halvard went into orbit on Sunday.</p>' in other.text("/launch")


def test_a_list_shows_pictures_only_where_all_is_granted() -> None:
    for form, shown in ((Extent.FULL, True), (Extent.SUMMARY, False)):
        newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: Form(form)})}))
        newsroom.take(version(associations=(PICTURE,)))
        assert ("<img" in newsroom.text("/launch")) is shown


def test_a_row_has_time_credit_and_a_word_when_it_was_corrected(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(version(number=2, version_created=NOW, signals=("correction",)))
    text = newsroom.text("/launch")
    assert '<time datetime="2026-11-22T10:00:00Z">22 Nov 11:00</time>' in text
    assert '<span class="credit">Meridian Press Agency</span>' in text and ">Corrected</strong>" in text


def test_a_year_that_has_passed_is_told_and_the_list_knows_when_it_passes(newsroom: Newsroom) -> None:
    newsroom.take(version())
    assert newsroom.frame("/launch").changes_at == NEW_YEAR
    assert ">22 Nov 11:00<" in newsroom.text("/launch", at=NEW_YEAR - timedelta(seconds=1))
    assert ">22 Nov 2026<" in newsroom.text("/launch", at=NEW_YEAR)


def test_the_notice_owed_stands_in_the_list_once(newsroom: Newsroom) -> None:
    fill(newsroom, 5)
    main = newsroom.text("/launch").partition("</main>")[0]
    assert main.count("No reuse without a licence.") == 1


def test_a_killed_story_leaves_every_list(newsroom: Newsroom) -> None:
    fill(newsroom, 5)
    newsroom.take(kill("urn:mpa:n2"))
    for path in ("/", "/launch", "/search?q=story", "/feed.xml", "/atom.xml", "/feed.json", "/news-sitemap.xml"):
        assert "Story 002" not in newsroom.text(path), path


# Search


def test_search_finds_newest_first(newsroom: Newsroom) -> None:
    fill(newsroom, 25)
    text = newsroom.text("/search?q=halvard")
    assert headlines(text) == [f"Story {number:03}" for number in range(20)]
    found = re.search(r'<a href="([^"]+)" rel="next">', text)
    assert found
    assert headlines(newsroom.text(found[1].replace("&amp;", "&"))) == [
        f"Story {number:03}" for number in range(20, 25)
    ]


def test_search_is_not_to_be_indexed(newsroom: Newsroom) -> None:
    page = newsroom.page("/search?q=x")
    assert dict(page.headers)["x-robots-tag"] == "noindex" and b'content="noindex, follow"' in page.body


def test_search_without_words_is_a_form(newsroom: Newsroom) -> None:
    text = newsroom.text("/search")
    assert 'role="search" action="/search"' in text and "No story holds" not in text


def test_search_that_finds_nothing_says_so(newsroom: Newsroom) -> None:
    assert "No story holds all of these words" in newsroom.text("/search?q=zebra")


def test_search_needs_its_own_grant() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.SEARCH: NONE})}))
    newsroom.take(version())
    assert "far moon" not in newsroom.text("/search?q=probe").partition("</main>")[0]


# Rails


def test_a_rail_has_its_headlines_and_length(newsroom: Newsroom) -> None:
    fill(newsroom, 9)
    text = newsroom.text("/rail/1")
    assert re.findall(r"Story \d{3}", text) == [f"Story {number:03}" for number in range(4)]
    assert text.startswith('<aside class="rail" aria-labelledby="rail-1">') and 'id="rail-1"' in text


def test_a_rail_of_a_sister_leads_to_the_sister(newsroom: Newsroom) -> None:
    newsroom.take(version(), "shield/missiles")
    assert f'<a href="https://shield.example/2026/11/22/probe-reaches-the-far-moon-{story_id("urn:mpa:1")}">' in (
        newsroom.text("/rail/0")
    )


def test_copy_licensed_to_the_sister_only_is_not_in_the_rail() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(sites=frozenset({"shield"}))}))
    newsroom.take(version(), "shield/missiles")
    assert newsroom.page("/rail/0").body == b""
    assert "far moon" in newsroom.text("/missiles", site="shield")


def test_a_rail_leads_to_no_page_that_is_not_there() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.PAGE: NONE})}))
    newsroom.take(version(), "shield/missiles")
    assert newsroom.page("/rail/0").body == b""


def test_a_rail_uses_its_list(newsroom: Newsroom) -> None:
    assert newsroom.frame("/rail/0").uses == {"placed:shield"}
    assert newsroom.frame("/rail/1").uses == {"placed:orbit/launch"}


def test_an_old_story_shows_new_headlines_in_its_rails_and_its_frame_stays(newsroom: Newsroom) -> None:
    old = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
    id = newsroom.take(version(first_created=old, version_created=old), "orbit/science")
    path = newsroom.url_of(id)
    frame = newsroom.frame(path)
    fill(newsroom, 2, "shield/missiles")
    assert newsroom.frame(path).parts == frame.parts
    assert "Story 000" in newsroom.text(path)


def test_a_page_is_its_frame_and_rails_joined(newsroom: Newsroom) -> None:
    fill(newsroom, 5, "orbit/launch", "shield/missiles")
    frame, page = newsroom.frame("/launch"), newsroom.page("/launch")
    rails = [newsroom.page(f"/rail/{number}") for number in holes(frame)]
    pieces = iter(rails)
    joined = b"".join(part if isinstance(part, bytes) else next(pieces).body for part in frame.parts)
    assert page.body == joined
    assert page.uses == frame.uses.union(*(rail.uses for rail in rails))


def test_rails_tell_their_number_to_nobody_out_of_range(newsroom: Newsroom) -> None:
    with newsroom.ledger.snapshot(NOW) as snapshot, pytest.raises(IndexError):
        site = newsroom.network.sites["orbit"]
        newsroom.pages.rail(snapshot, site, 2, Links.public(newsroom.network))
