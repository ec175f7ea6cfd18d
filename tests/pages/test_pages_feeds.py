"""Feeds: as much of each story as its licence grants, names that stay, tombstones for what was killed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.pages.pages_helper import FULL, HEADLINE, LINK, NONE, NOW, PICTURE, Newsroom, kill, licence, network, version
from wireroom.network.licence import TdmTerms
from wireroom.network.model import Extent, Form, Search, Surface
from wireroom.news import story_id

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ID = story_id("urn:mpa:1")
TAG = f"tag:orbit.example,2026-01-01:{ID}"
FEEDS = ("/feed.xml", "/atom.xml", "/feed.json")
SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"


def newsroom(form: Form = FULL) -> Newsroom:
    return Newsroom(network(licences={"mpa": licence(forms={Surface.FEED: form})}))


def with_story(form: Form = FULL) -> Newsroom:
    made = newsroom(form)
    made.take(version())
    return made


def xml(body: bytes) -> Any:
    return etree.fromstring(body)


@pytest.mark.parametrize("path", FEEDS)
def test_by_default_no_feed_carries_licensed_copy(path: str) -> None:
    default = Newsroom()
    default.take(version())
    assert "far moon" not in default.text(path) and ID not in default.text(path)


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize(
    ("form", "headline", "summary", "body"),
    [
        (FULL, True, True, True),
        (Form(Extent.SUMMARY), True, True, False),
        (HEADLINE, True, False, False),
        (LINK, False, False, False),
        (NONE, False, False, False),
    ],
)
def test_a_feed_carries_what_is_granted(path: str, form: Form, headline: bool, summary: bool, body: bool) -> None:
    text = with_story(form).text(path)
    assert ("Probe reaches the far moon" in text) is headline
    assert ("went into orbit on Sunday" in text) is summary
    assert ("It will stay" in text) is body
    assert (ID in text) is (form is not NONE)


@pytest.mark.parametrize("path", FEEDS)
def test_a_link_form_has_no_headline_in_its_url(path: str) -> None:
    assert f"https://orbit.example/2026/11/22/story-{ID}" in with_story(LINK).text(path)


@pytest.mark.parametrize("path", FEEDS)
def test_credit_and_notice_go_with_the_copy(path: str) -> None:
    text = with_story().text(path)
    assert "Meridian Press Agency" in text and "No reuse without a licence." in text


@pytest.mark.parametrize("path", FEEDS)
def test_the_name_of_an_entry_outlives_headline_and_date(path: str) -> None:
    made = with_story()
    assert TAG in made.text(path)
    made.take(version(number=2, headline="It is there", version_created=NOW, embargoed_until=NOW + timedelta(hours=1)))
    assert TAG in made.text(path, at=NOW + timedelta(hours=2))


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
    ],
)
def test_each_feed_has_its_media_type(path: str, media_type: str) -> None:
    assert newsroom().page(path).media_type == media_type


def test_rss_says_where_it_is_and_what_is_in_it() -> None:
    channel = xml(with_story().page("/feed.xml").body)[0]
    assert channel.find(ATOM + "link").get("href") == "https://orbit.example/feed.xml"
    item = channel.find("item")
    assert item.findtext("guid") == TAG and item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate") == "Sun, 22 Nov 2026 10:00:00 +0000"
    assert item.findtext("link").startswith("https://orbit.example/2026/11/22/probe-")


def test_atom_says_where_it_is_and_what_is_in_it() -> None:
    feed = xml(with_story().page("/atom.xml").body)
    links = {one.get("rel"): one.get("href") for one in feed.findall(ATOM + "link")}
    assert links == {"self": "https://orbit.example/atom.xml", "alternate": "https://orbit.example/"}
    entry = feed.find(ATOM + "entry")
    assert entry.findtext(ATOM + "id") == TAG
    assert entry.findtext(ATOM + "published") == "2026-11-22T10:00:00Z"
    assert entry.find(ATOM + "content").get("type") == "html"


def test_json_feed_says_where_it_is_and_what_is_in_it() -> None:
    feed = json.loads(with_story().page("/feed.json").body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://orbit.example/feed.json"
    assert feed["items"][0]["id"] == TAG and "<em>two</em>" in feed["items"][0]["content_html"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_section_has_its_own_feed(path: str) -> None:
    made = with_story()
    assert ID in made.text("/launch" + path) and ID not in made.text("/science" + path)
    assert made.frame("/launch" + path).uses == {"placed:orbit/launch"}
    assert f"https://orbit.example/launch{path}" in made.text("/launch" + path)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_the_newest_twenty(path: str) -> None:
    made = newsroom(HEADLINE)
    for number in range(23):
        at = NOW - timedelta(hours=number + 1)
        made.take(version(f"urn:mpa:n{number}", headline=f"Story {number:02}", first_created=at, version_created=at))
    text = made.text(path)
    assert "Story 19" in text and "Story 20" not in text
    assert text.index("Story 00") < text.index("Story 01")


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_shows_nothing_is_still_a_feed(path: str) -> None:
    page = newsroom().page(path)
    assert page.status == 200 and page.changes_at is None


def test_atom_buries_a_killed_story() -> None:
    made = with_story()
    made.take(kill("urn:mpa:1"))
    feed = xml(made.page("/atom.xml").body)
    assert feed.find(ATOM + "entry") is None
    assert {**feed.find(GONE).attrib} == {"ref": TAG, "when": "2026-11-22T11:30:00Z"}
    assert "moon" not in made.text("/atom.xml")


def test_no_tombstone_where_no_feed_is_granted() -> None:
    made = with_story(NONE)
    made.take(kill("urn:mpa:1"))
    assert "deleted-entry" not in made.text("/atom.xml")


def test_no_tombstone_of_what_was_never_shown() -> None:
    made = newsroom()
    made.take(version(embargoed_until=NOW + timedelta(days=1)))
    made.take(kill("urn:mpa:1"))
    assert "deleted-entry" not in made.text("/atom.xml")


def test_json_feed_drops_a_killed_story() -> None:
    made = with_story()
    made.take(kill("urn:mpa:1"))
    assert json.loads(made.page("/feed.json").body)["items"] == []


@pytest.mark.parametrize("path", FEEDS)
def test_an_embargo_holds_in_feeds_to_its_second(path: str) -> None:
    made, lifts = newsroom(), NOW + timedelta(hours=1)
    made.take(version(embargoed_until=lifts))
    assert made.page(path).changes_at == lifts
    assert ID not in made.text(path, at=lifts - timedelta(microseconds=1)) and ID in made.text(path, at=lifts)


@pytest.mark.parametrize("path", FEEDS)
def test_the_same_moment_gives_the_same_bytes_and_so_does_the_next(path: str) -> None:
    made = with_story()
    assert made.page(path).etag == made.page(path, at=NOW + timedelta(days=1)).etag


MEDIA = "{http://search.yahoo.com/mrss/}"


def with_picture(form: Form = FULL) -> Newsroom:
    made = newsroom(form)
    made.take(version(associations=(PICTURE,)))
    return made


def test_rss_carries_pictures_with_credit_and_caption() -> None:
    content = xml(with_picture().page("/feed.xml").body)[0].find("item").find(MEDIA + "content")
    assert {**content.attrib} == {
        "url": f"https://orbit.example/media/{ID}/aa11-800.jpg",
        "type": "image/jpeg",
        "medium": "image",
        "width": "800",
        "height": "500",
    }
    assert content.findtext(MEDIA + "credit") == "MPA/Lena Holm"
    assert content.findtext(MEDIA + "description") == "The probe before its start"


def test_atom_encloses_pictures_with_their_words() -> None:
    entry = xml(with_picture().page("/atom.xml").body).find(ATOM + "entry")
    [link] = [one for one in entry.findall(ATOM + "link") if one.get("rel") == "enclosure"]
    assert (link.get("type"), link.get("title")) == ("image/jpeg", "The probe before its start (MPA/Lena Holm)")


def test_json_feed_attaches_pictures() -> None:
    [item] = json.loads(with_picture().page("/feed.json").body)["items"]
    assert item["image"] == item["attachments"][0]["url"] == f"https://orbit.example/media/{ID}/aa11-800.jpg"
    assert item["attachments"][0]["mime_type"] == "image/jpeg"
    assert item["attachments"][0]["_wireroom"]["credit"] == "MPA/Lena Holm"


@pytest.mark.parametrize("path", FEEDS)
def test_a_lesser_form_carries_no_picture(path: str) -> None:
    assert "aa11" not in with_picture(Form(Extent.SUMMARY)).text(path)


def searching(form: Form = FULL) -> Newsroom:
    base = network(licences={"mpa": licence(forms={Surface.FEED: form})})
    saved = (Search("moons", "Moons & more", 'probe "far moon"'),)
    return Newsroom(replace(base, sites={**base.sites, "orbit": replace(base.sites["orbit"], searches=saved)}))


@pytest.mark.parametrize("path", FEEDS)
def test_a_saved_search_has_its_own_feeds(path: str) -> None:
    made = searching()
    made.take(version())
    made.take(version("urn:mpa:2", headline="Harbour opens again", summary="", body="<p>At last.</p>"))
    text = made.text("/search/moons" + path)
    assert ID in text and story_id("urn:mpa:2") not in text and "Moons &amp; more" in text.replace(" & ", " &amp; ")
    assert f"https://orbit.example/search/moons{path}" in text
    assert made.page("/search/moons" + path, site="shield").status == 404
    assert made.page("/search/nothing" + path).status == 404


def test_a_saved_search_is_a_page_that_names_its_feeds() -> None:
    made = searching(NONE)
    made.take(version())
    text = made.bare("/search/moons")
    assert "Probe reaches the far moon" in text and "<h1" in text and "Moons &amp; more" in text
    assert 'href="/search/moons/atom.xml"' in text
    made.take(kill("urn:mpa:1"))
    assert "Probe reaches" not in made.text("/search/moons")


def test_robots_may_read_saved_searches_and_no_others() -> None:
    assert "Disallow: /search\nAllow: /search/\n" in searching().text("/robots.txt")
    assert "Allow" not in newsroom().text("/robots.txt")
    assert "<loc>https://orbit.example/search/moons</loc>" in searching().text("/sitemap/sections.xml")


@pytest.mark.samples
@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not there")
class TestSchemas:
    def rich(self) -> Newsroom:
        made = with_story()
        made.take(version("urn:mpa:2", headline="A & B < C", body="<p>x &amp; y</p>", language="ar"))
        made.take(version("urn:mpa:3"))
        made.take(version("urn:mpa:4", associations=(PICTURE,)))
        made.take(kill("urn:mpa:3", at=datetime(2026, 11, 22, 11, 0, tzinfo=UTC)))
        return made

    @pytest.mark.parametrize("path", ["/atom.xml", "/launch/atom.xml"])
    def test_atom(self, path: str) -> None:
        # The schema is of RFC 4287; elements of other namespaces may stand anywhere in a feed (§6.4).
        schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom" / "atom-rfc4287.rng"))
        for made in (self.rich(), newsroom()):
            schema.assertValid(xml(made.page(path).body))

    def test_json_feed(self) -> None:
        schema = json.loads((SCHEMAS / "jsonfeed" / "sonicdoe-schema-v1.1.json").read_text())
        feed = json.loads(self.rich().page("/feed.json").body)
        check(feed, schema, schema)


KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def check(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "$") -> None:
    """The part of JSON Schema that the feed's schema uses: types, required, properties, items, $ref, anyOf, enum."""
    if "$ref" in schema:
        found: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return check(value, found, root, where)
    for name in ("anyOf", "oneOf"):
        if name in schema:
            assert any(not fails(value, one, root) for one in schema[name]), where
    assert "type" not in schema or isinstance(value, KINDS[schema["type"]]), where
    assert value in schema.get("enum", [value]), where
    assert value == schema.get("const", value), where
    check_inside(value, schema, root, where)
    return None


def check_inside(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> None:
    if isinstance(value, dict):
        assert [name for name in schema.get("required", []) if name not in value] == [], where
        for name in value.keys() & schema.get("properties", {}).keys():
            check(value[name], schema["properties"][name], root, f"{where}.{name}")
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for at, one in enumerate(value):
            check(one, schema["items"], root, f"{where}[{at}]")


def fails(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    try:
        check(value, schema, root)
    except AssertionError:
        return True
    return False


RSL = "{https://rslstandard.org/rsl}"


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_an_entry_says_that_machines_may_not_mine_it(path: str) -> None:
    tdm = TdmTerms(True, "https://mpa.example/tdm?a&b")
    made = Newsroom(network(licences={"mpa": licence(forms={Surface.FEED: FULL}, tdm=tdm)}))
    id = made.take(version())
    (content,) = xml(made.page(path).body).iter(f"{RSL}content")
    assert content.getparent().tag.rpartition("}")[2] in ("item", "entry")
    assert content.get("url") == f"https://orbit.example{made.url_of(id)}"
    assert content.findtext(f"{RSL}terms") == "https://mpa.example/tdm?a&b"
    (prohibits,) = content.iter(f"{RSL}prohibits")
    assert (prohibits.get("type"), prohibits.text) == ("usage", "ai-all")


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_an_entry_whose_licence_reserves_nothing_says_nothing_of_mining(path: str) -> None:
    made = Newsroom(network(licences={"mpa": licence(forms={Surface.FEED: FULL}, tdm=TdmTerms(False))}))
    made.take(version())
    assert not list(xml(made.page(path).body).iter(f"{RSL}content"))
