"""Pages in several languages: the wire's translations of a story and fronts of one edition name each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.pages.pages_helper import NOW, Newsroom, kill, licence, network, parsed, version
from wireroom import network as networks
from wireroom.errors import NetworkFileError
from wireroom.network.licence import Match, Territory
from wireroom.network.model import Network
from wireroom.news import Body, Version, original_of, translation_of
from wireroom.pages import Links, Request

URI = "urn:newsml:mpa.example:2026:probe"
GERMAN = translation_of(URI, "de")


def bilingual(shield: str = "de-AT", **changes: Any) -> Network:
    base = network(**changes)
    other = replace(base.sites["shield"], language=shield, edition_of="orbit")
    return replace(base, sites={**base.sites, "shield": other})


def german(**changes: Any) -> Version:
    copy = version(GERMAN, language="de", headline="Sonde erreicht den fernen Mond", body=Body("<p>Am Sonntag.</p>"))
    return replace(copy, **changes)


def links(text: str) -> dict[str, str]:
    found = parsed(text).xpath("//link[@rel='alternate'][@hreflang]")
    return {one.get("hreflang"): one.get("href") for one in found}


def both(of: Network | None = None) -> tuple[Newsroom, str, str]:
    room = Newsroom(of or bilingual())
    return room, room.take(version(URI), "orbit/launch"), room.take(german(), "shield/missiles")


def test_a_translation_has_a_uri_that_leads_to_the_original() -> None:
    assert original_of(GERMAN) == URI
    assert original_of(URI) == URI
    assert original_of("urn:x#no language, a fragment") == "urn:x#no language, a fragment"


def test_a_story_and_its_translation_say_the_same_of_each_other() -> None:
    room, first, second = both()
    told = {
        "en": f"https://orbit.example{room.url_of(first)}",
        "de": f"https://shield.example{room.url_of(second, site='shield')}",
    }
    told["x-default"] = told["en"]
    assert links(room.story(first)) == told
    assert links(room.story(second, site="shield")) == told


def test_a_translation_that_comes_later_makes_the_page_anew() -> None:
    room = Newsroom(bilingual())
    first = room.take(version(URI), "orbit/launch")
    assert links(room.story(first)) == {}
    uses = room.frame(room.url_of(first)).uses
    room.places.where[GERMAN] = ("shield/missiles",)
    assert room.ledger.append(german(), at=NOW, source="wire").touches & uses
    assert set(links(room.story(first))) == {"en", "de", "x-default"}


def test_a_killed_translation_is_named_no_more() -> None:
    room, first, _ = both()
    room.take(kill(GERMAN))
    assert links(room.story(first)) == {}


def test_a_translation_under_embargo_is_not_named_and_comes_in_time() -> None:
    room = Newsroom(bilingual())
    first = room.take(version(URI), "orbit/launch")
    room.take(german(embargoed_until=NOW + timedelta(hours=1)), "shield/missiles")
    assert links(room.story(first)) == {}
    assert room.page(room.url_of(first)).changes_at == NOW + timedelta(hours=1)
    assert set(links(room.story(first, at=NOW + timedelta(hours=1)))) == {"en", "de", "x-default"}


def test_what_only_some_countries_may_read_is_told_to_none() -> None:
    limited = licence(territory=Territory(allow=frozenset({"NO"})))
    room, first, _ = both(bilingual(licences={"mpa": limited}))
    site, links_of = room.network.sites["orbit"], Links.public(room.network)
    path = f"/2000/01/01/x-{first}"
    with room.ledger.snapshot(NOW) as snapshot:
        moved = room.pages.frame(snapshot, Request(site, path, {}, links_of, "NO"))
        path = dict(moved.headers)["location"]
        frame = room.pages.frame(snapshot, Request(site, path, {}, links_of, "NO"))
    assert frame.status == 200
    assert b"hreflang" not in b"".join(one for one in frame.parts if isinstance(one, bytes))


def test_a_site_names_no_story_that_it_may_not_show() -> None:
    here = {"mpa": licence(), "german": licence("german", sites=frozenset({"shield"}), match=Match(frozenset({"de"})))}
    room = Newsroom(bilingual(licences=here))
    first = room.take(version(URI), "orbit/launch")
    second = room.take(german(services=("de",)), "shield/missiles")
    assert room.page(room.url_of(second, site="shield"), site="shield").status == 200
    assert links(room.story(first)) == links(room.story(second, site="shield")) == {}


def test_only_the_page_that_is_canonical_names_translations() -> None:
    room = Newsroom(bilingual())
    first = room.take(version(URI), "orbit/launch", "shield/missiles")
    room.take(german(), "shield/missiles")
    assert links(room.story(first)) and not links(room.story(first, site="shield"))


def test_a_network_of_one_language_asks_for_no_translation() -> None:
    room = Newsroom(bilingual("en-GB"))
    first = room.take(version(URI), "orbit/launch")
    assert not [one for one in room.frame(room.url_of(first)).uses if "#" in one and "urn:" in one]


def test_fronts_of_one_edition_name_each_other() -> None:
    room = Newsroom(bilingual())
    told = {"en": "https://orbit.example/", "de-AT": "https://shield.example/", "x-default": "https://orbit.example/"}
    assert links(room.text("/")) == links(room.text("/", site="shield")) == told


def test_fronts_of_sites_that_have_nothing_to_do_with_each_other_do_not() -> None:
    assert links(Newsroom(network()).text("/")) == {}


FILE = """\
name = "N"
language = "en"
[sites.orbit]
name = "Orbit"
url = "https://orbit.example"
[sites.umlauf]
name = "Umlauf"
url = "https://umlauf.example"
{}
"""


def test_an_edition_is_named_in_the_network_file() -> None:
    found = networks.parse(FILE.format('edition_of = "orbit"\nlanguage = "de"'))
    assert found.sites["umlauf"].edition_of == "orbit"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('edition_of = "orbitt"\nlanguage = "de"', 'did you mean "orbit"?'),
        ('edition_of = "umlauf"\nlanguage = "de"', "a site is no edition of itself"),
        ('edition_of = "orbit"', "it has the language of 'orbit'"),
        ('edition_of = "orbit"\nlanguage = "EN"', "it has the language of 'orbit'"),
    ],
)
def test_an_edition_that_cannot_be_is_refused(lines: str, said: str) -> None:
    with pytest.raises(NetworkFileError) as caught:
        networks.parse(FILE.format(lines))
    assert str(caught.value).startswith("network.toml:9: ") and said in str(caught.value)
