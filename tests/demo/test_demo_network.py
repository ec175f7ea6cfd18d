from __future__ import annotations

import pkgutil
from collections import Counter

import pytest

from tests.demo.demo_helper import NOW, read
from wireroom import routing
from wireroom.demo import copybook, wire
from wireroom.demo.copybook import Text
from wireroom.network import parse
from wireroom.network.model import Extent, Network, Surface
from wireroom.news import Received, Story
from wireroom.routing import Router


@pytest.fixture(scope="module")
def network() -> Network:
    data = pkgutil.get_data("wireroom.demo", "network.toml")
    assert data is not None
    return parse(data.decode())


@pytest.fixture(scope="module")
def placed(network: Network) -> dict[str, tuple[Text, frozenset[str]]]:
    """Of every story that there is, by slug: its text, and the places where it may be shown."""
    router = Router(network)
    sources = {source.provider: source for source in network.sources.values()}
    live = [step.text for step in copybook.steps() if step.verb == "new" and step.text]
    takes = [*wire.standing_takes(NOW).values(), *(wire.first_take(text, NOW) for text in live)]
    found = {}
    for seq, take in enumerate(takes):
        file = wire.write(take)
        (version,) = read(file.agency, file.name, file.data)
        source = sources[file.agency]
        story = Story.fold(version.uri, [Received(version, seq, NOW, source.key)])
        licence = network.licences[source.licence]
        places = {one.where for one in router.place(story)}
        found[take.text.slug] = take.text, frozenset(p for p in places if p.partition("/")[0] in licence.sites)
    return found


def test_the_network_file_has_nothing_to_complain_of(network: Network) -> None:
    assert routing.check(network) == []
    assert len(network.sites) >= 4
    assert {source.provider for source in network.sources.values()} == set(wire.AGENCIES)


def test_every_source_is_the_folder_of_its_agency(network: Network) -> None:
    assert {one.address for one in network.sources.values()} == {f"folder:inbox/{a}" for a in wire.AGENCIES}


def test_every_story_is_where_its_desk_meant_it(placed: dict[str, tuple[Text, frozenset[str]]]) -> None:
    missing = {slug: set(text.homes) - places for slug, (text, places) in placed.items() if set(text.homes) - places}
    assert missing == {}
    assert [slug for slug, (_, places) in placed.items() if not places] == []


def test_every_section_is_well_filled_when_the_demo_opens(
    network: Network, placed: dict[str, tuple[Text, frozenset[str]]]
) -> None:
    there = Counter(place for text, places in placed.values() if text.age is not None for place in places)
    thin = {
        f"{site.key}/{section.key}": there[f"{site.key}/{section.key}"]
        for site in network.sites.values()
        for section in site.sections
        if there[f"{site.key}/{section.key}"] < 6
    }
    assert thin == {}


def test_rails_are_those_of_a_real_network(network: Network) -> None:
    for site in network.sites.values():
        assert 5 <= len(site.rails) <= 6
        wholes = [rail.where for rail in site.rails if "/" not in rail.where]
        assert wholes, f"{site.key} has no rail of a sister's whole front"
        assert all(rail.where.partition("/")[0] != site.key for rail in site.rails)
        assert sum("/" in rail.where for rail in site.rails) >= 3


def test_sites_are_told_apart(network: Network) -> None:
    looks = [site.look for site in network.sites.values()]
    assert len({look.accent for look in looks}) == len(looks)
    assert len({look.type for look in looks}) >= 4
    assert all(4 <= len(site.sections) <= 6 for site in network.sites.values())


def test_licences_differ_in_sites_forms_and_time(network: Network) -> None:
    licences = list(network.licences.values())
    assert any(licence.sites < set(network.sites) for licence in licences)
    assert any(licence.display for licence in licences)
    assert {licence.forms[Surface.FEED].extent for licence in licences} >= {
        Extent.FULL,
        Extent.SUMMARY,
        Extent.HEADLINE,
    }
    assert all(licence.credit.text and licence.notice.text for licence in licences)


def test_copy_for_three_sites_would_be_in_a_sisters_rail_if_it_might(
    network: Network, placed: dict[str, tuple[Text, frozenset[str]]]
) -> None:
    narrow = network.licences["tideline"]
    rails = [(site.key, rail.where) for site in network.sites.values() for rail in site.rails]
    shown_from = {place for text, places in placed.values() if text.agency == narrow.provider for place in places}
    kept_off = {
        (site, where)
        for site, where in rails
        if site not in narrow.sites and any(place == where or place.startswith(f"{where}/") for place in shown_from)
    }
    assert kept_off, "no rail shows that a licence ends at a site's border"
