"""Topic, place, agency and author pages: what stands on them, where they lead, and what they never tell."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.pages.pages_helper import FULL, HEADLINE, NONE, NOW, Newsroom, kill, licence, network, version
from wireroom.network.model import Surface
from wireroom.news import Dateline, story_id
from wireroom.news.bylines import authors_of
from wireroom.pages.addresses import quoted
from wireroom.pages.shelves import most_exact, shelf_path, topic_words
from wireroom.routing.shelves import places_of

SPACE, SCIENCE = "medtop:20000739", "medtop:13000000"
HOURS = timedelta(hours=1)


def take(newsroom: Newsroom, number: int = 1, **changes: object) -> str:
    at = NOW - number * HOURS
    changes = {"subjects": (SPACE,), "headline": f"Story {number:03}", **changes}
    return newsroom.take(version(f"urn:mpa:{number}", first_created=at, version_created=at, **changes))


@pytest.fixture
def newsroom() -> Newsroom:
    made = Newsroom()
    take(made)
    return made


def full_lists() -> Newsroom:
    return Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: FULL})}))


def test_a_topic_is_answered_by_its_name(newsroom: Newsroom) -> None:
    assert "Story 001" in newsroom.text("/topic/space-exploration")


def test_its_code_leads_there(newsroom: Newsroom) -> None:
    page = newsroom.page("/topic/20000739")
    assert page.status == 301 and dict(page.headers)["location"].endswith("/topic/space-exploration")


def test_a_broader_topic_has_the_stories_of_all_below(newsroom: Newsroom) -> None:
    assert "Story 001" in newsroom.text("/topic/science-and-technology")


def test_a_topic_names_those_above_it(newsroom: Newsroom) -> None:
    crumbs = newsroom.text("/topic/space-exploration").partition("</nav>\n<header")[0]
    assert crumbs.index("/topic/science-and-technology") < crumbs.rindex("</ol>")


def test_a_topic_names_those_below_that_have_copy_and_no_others(newsroom: Newsroom) -> None:
    below = newsroom.text("/topic/science-and-technology").partition('class="narrower"')[2].partition("</nav>")[0]
    assert re.findall('href="([^"]+)"', below) == ["/topic/scientific-research"]


@pytest.mark.parametrize("path", ["/topic/war-crime", "/topic/no-such-topic", "/topic/", "/topic", "/topic/20000739/"])
def test_a_topic_without_copy_is_not_there(newsroom: Newsroom, path: str) -> None:
    assert newsroom.page(path).status == 404


def test_every_topic_has_a_path_of_its_own() -> None:
    assert len(set(topic_words().values())) == len(topic_words())


def test_a_place_is_found_by_its_words_in_any_spelling(newsroom: Newsroom) -> None:
    assert "Story 001" in newsroom.text("/place/tromsø")
    assert dict(newsroom.page("/place/TROMSØ").headers)["location"].endswith("/place/troms%C3%B8")


def test_an_agency_is_called_as_its_credit_says(newsroom: Newsroom) -> None:
    assert "<h1>Meridian Press Agency</h1>" in newsroom.text("/agency/mpa")


def test_an_author_is_found_by_the_byline(newsroom: Newsroom) -> None:
    assert "Story 001" in newsroom.text("/author/ines-okafor")


def test_where_lists_may_tell_it_a_place_is_written_as_the_copy_writes_it() -> None:
    newsroom = full_lists()
    take(newsroom, dateline=Dateline(place="ÎLE D'OR"))
    assert "<h1>Île D'Or</h1>" in newsroom.text("/place/ile-dor").replace("&#x27;", "'")


def test_where_lists_may_not_it_is_written_as_the_reader_wrote_it(newsroom: Newsroom) -> None:
    take(newsroom, 2, dateline=Dateline(place="Île d'Or"))
    text = newsroom.bare("/place/ile-dor")
    assert "<h1>Ile Dor</h1>" in text and "Île" not in text


def test_no_shelf_shows_what_no_list_may() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: NONE})}))
    take(newsroom)
    assert [newsroom.page(path).status for path in ("/place/tromsø", "/agency/mpa", "/archive/2026")] == [404] * 3


def test_a_killed_story_leaves_its_shelves(newsroom: Newsroom) -> None:
    newsroom.take(kill("urn:mpa:1"))
    assert newsroom.page("/topic/space-exploration").status == 404


def test_a_shelf_of_another_site_is_empty_here(newsroom: Newsroom) -> None:
    assert newsroom.page("/topic/space-exploration", site="shield").status == 404


def test_a_page_uses_its_own_list_and_no_other(newsroom: Newsroom) -> None:
    assert newsroom.frame("/agency/mpa").uses == {"placed:orbit#agency/mpa"}


def test_a_story_leaves_when_its_time_is_over() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(display=timedelta(days=2))}))
    take(newsroom)
    over = newsroom.frame("/agency/mpa").changes_at
    assert over == NOW - HOURS + timedelta(days=2)
    assert newsroom.page("/agency/mpa", at=over).status == 404


def test_older_pages_follow_by_links_and_no_story_is_lost() -> None:
    newsroom = Newsroom()
    for number in range(1, 81):
        take(newsroom, number)
    found, path = [], "/agency/mpa"
    while path:
        text = newsroom.text(path)
        found += re.findall(r">(Story \d{3})</a>", text[text.index("<main") : text.index("</main>")])
        older = re.search(r'<a href="([^"]+)" rel="next">', text)
        path = older[1] if older else ""
    assert found == [f"Story {number:03}" for number in range(1, 81)]


def test_a_shelf_has_a_feed(newsroom: Newsroom) -> None:
    text = newsroom.text("/topic/space-exploration")
    assert 'href="/topic/space-exploration/feed.xml"' in text
    assert newsroom.page("/topic/space-exploration/feed.xml").media_type.startswith("application/rss+xml")
    assert newsroom.page("/topic/war-crime/feed.xml").status == 404


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json"])
@pytest.mark.parametrize("path", ["/topic/space-exploration", "/agency/mpa", "/author/ines-okafor", "/place/tromsø"])
def test_a_shelf_has_every_kind_of_feed_and_names_it(path: str, name: str) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: FULL, Surface.FEED: FULL})}))
    take(newsroom)
    assert f'href="{quoted(path)}/{name}"' in newsroom.text(path)
    page = newsroom.page(f"{path}/{name}")
    assert page.status == 200 and b"Story 001" in page.body


def test_a_killed_story_leaves_a_tombstone_on_its_shelves_and_on_no_other() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: FULL, Surface.FEED: FULL})}))
    take(newsroom)
    take(newsroom, 2, byline="By Ana Duarte")
    uses = newsroom.frame("/author/ines-okafor/atom.xml").uses
    newsroom.places.where["urn:mpa:1"] = ("orbit/launch",)
    killed = kill("urn:mpa:1", at=NOW)
    assert newsroom.ledger.append(killed, at=NOW, source="wire").touches & uses
    told = newsroom.text("/topic/space-exploration/atom.xml")
    assert f'<at:deleted-entry ref="tag:orbit.example,2026-01-01:{story_id("urn:mpa:1")}"' in told
    assert story_id("urn:mpa:1") not in newsroom.text("/author/ana-duarte/atom.xml")
    for name in ("feed.xml", "feed.json"):
        assert story_id("urn:mpa:1") not in newsroom.text(f"/topic/space-exploration/{name}")


@pytest.mark.parametrize("path", ["/place/tromsø", "/author/ines-okafor"])
def test_where_feeds_may_tell_nothing_no_feed_bears_a_name_that_copy_gave(path: str) -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: FULL, Surface.FEED: NONE})}))
    take(newsroom)
    assert "/feed.xml" not in newsroom.text(path).replace('"/feed.xml"', ""), "the site's own feed is another matter"
    assert newsroom.page(f"{path}/feed.xml").status == 404
    assert newsroom.page("/topic/space-exploration/feed.xml").status == 200


def test_the_story_leads_to_its_shelves(newsroom: Newsroom) -> None:
    take(newsroom, 2, headline="Another")
    text = newsroom.story(take(newsroom, 3))
    for path in ("/topic/space-exploration", "/place/troms%C3%B8", "/author/ines-okafor", "/agency/mpa"):
        assert f'href="{path}"' in text and newsroom.page(path).status == 200


def test_the_story_leads_nowhere_when_no_list_may_have_it() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: NONE})}))
    assert "/topic/" not in newsroom.story(take(newsroom))


def test_only_the_most_exact_topics_are_named() -> None:
    assert most_exact((SCIENCE, SPACE, "mpa:other", "medtop:99999999")) == ["20000739"]


def test_what_is_no_shelf_has_no_path() -> None:
    assert shelf_path("corrections") == shelf_path("topic/99999999") == ""


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By INES OKAFOR and Per Lund, MPA Science Writer", ("Ines Okafor", "Per Lund")),
        ("Von Anna-Lena Schmidt und Karl van der Berg", ("Anna-Lena Schmidt", "Karl van der Berg")),
        ("Par Émile Zabre, à Lindholm", ("Émile Zabre",)),
        ("By JANE O'NEIL (MPA)", ("Jane O'Neil",)),
        ("By MARÍA DE LA FUENTE", ("María de la Fuente",)),
        ("By Li Wei in Lindholm", ("Li Wei",)),
        ("From our correspondent", ()),
        ("Meridian Press Agency", ()),
        ("By our staff", ()),
        ("", ()),
    ],
)
def test_a_byline_names_persons_and_nothing_else(byline: str, names: tuple[str, ...]) -> None:
    assert authors_of(byline) == names


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("GALWAY, Ireland", "Galway, Ireland"),
        ("PORT-AU-PRINCE", "Port-au-Prince"),
        ("N'DJAMENA", "N'Djamena"),
        ("USA", "USA"),
        ("Kourou", "Kourou"),
    ],
)
def test_a_place_is_written_as_places_are(place: str, written: str) -> None:
    assert places_of(Dateline(place=place), ()) == (written,)


def test_codes_are_no_places_and_the_same_place_is_named_once() -> None:
    assert places_of(Dateline(place="KOUROU"), ("Kourou", "geo:123", "")) == ("Kourou",)


def test_headlines_alone_are_enough_for_a_shelf() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.LIST: HEADLINE})}))
    take(newsroom)
    text = newsroom.bare("/author/ines-okafor")
    assert "Story 001" in text and "The probe Halvard" not in text
