"""Corrections, about, rights: what the wire and the network file say, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.pages.pages_helper import FULL, NONE, NOW, Newsroom, canceled, licence, network, version
from wireroom.network.licence import CorrectionTerms, TdmTerms
from wireroom.network.model import Network, Publisher, Surface

HOUR = timedelta(hours=1)


def told() -> Network:
    """The usual network, whose lists may show words."""
    return network(licences={"mpa": licence(forms={Surface.LIST: FULL})})


def correct(newsroom: Newsroom, uri: str, hours: int, note: str) -> None:
    at = NOW - hours * HOUR
    newsroom.take(version(uri, number=2, version_created=at, signals=("correction",), correction_note=note), at=at)


def published(**changes: object) -> Network:
    base = network()
    return replace(base, sites={**base.sites, "orbit": replace(base.sites["orbit"], **changes)})  # type: ignore[arg-type]


def test_corrections_stand_by_when_they_were_made() -> None:
    newsroom = Newsroom(told())
    newsroom.take(version("urn:mpa:1"))
    newsroom.take(version("urn:mpa:2", first_created=NOW - 90 * HOUR, version_created=NOW - 90 * HOUR))
    correct(newsroom, "urn:mpa:1", 2, "The probe weighs two tons, not three.")
    correct(newsroom, "urn:mpa:2", 1, "It is the second probe.")
    text = newsroom.bare("/corrections")
    assert text.index("It is the second probe.") < text.index("The probe weighs two tons")


def test_a_correction_leads_to_the_story_and_names_the_agency() -> None:
    newsroom = Newsroom(told())
    id = newsroom.take(version())
    correct(newsroom, "urn:mpa:1", 1, "Two tons.")
    text = newsroom.bare("/corrections")
    assert newsroom.url_of(id) in text and "Meridian Press Agency" in text


def test_where_lists_may_not_tell_the_words_it_says_that_there_was_one() -> None:
    newsroom = Newsroom()
    newsroom.take(version())
    correct(newsroom, "urn:mpa:1", 1, "Two tons.")
    text = newsroom.bare("/corrections")
    assert "has been corrected by the agency" in text and "Two tons." not in text


def test_what_is_killed_is_not_told_of_there() -> None:
    newsroom = Newsroom(told())
    newsroom.take(version())
    correct(newsroom, "urn:mpa:1", 2, "Two tons.")
    newsroom.take(canceled("urn:mpa:1"))
    assert "Nothing has been corrected" in newsroom.bare("/corrections")


def test_what_no_list_may_show_or_no_reader_be_told_of_is_not_there() -> None:
    for one in (licence(forms={Surface.LIST: NONE}), licence(correction=CorrectionTerms(notice=False))):
        newsroom = Newsroom(network(licences={"mpa": one}))
        newsroom.take(version())
        correct(newsroom, "urn:mpa:1", 1, "Two tons.")
        assert "Nothing has been corrected" in newsroom.bare("/corrections")


def test_many_corrections_go_on_by_links() -> None:
    newsroom = Newsroom(told())
    for number in range(40):
        newsroom.take(version(f"urn:mpa:{number}"))
        correct(newsroom, f"urn:mpa:{number}", 1, f"Note {number:02}.")
    first = newsroom.bare("/corrections")
    older = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = newsroom.bare(older)
    assert {n for n in range(40) if f"Note {n:02}." in first + second} == set(range(40))
    assert not any(f"Note {n:02}." in first and f"Note {n:02}." in second for n in range(40))


def test_a_page_of_corrections_uses_no_list_that_every_arrival_touches() -> None:
    newsroom = Newsroom(told())
    newsroom.take(version())
    assert newsroom.frame("/corrections").uses == {"placed:orbit#corrections"}


def test_about_says_who_publishes_and_where_to_write() -> None:
    publisher = Publisher(name="Lindholm Media", url="https://lindholm.example", email="desk@lindholm.example")
    text = Newsroom(published(publisher=publisher, about="We follow rockets.\n\nDaily.")).bare("/about")
    assert '<a href="https://lindholm.example">Lindholm Media</a>' in text
    assert 'href="mailto:desk@lindholm.example"' in text
    assert "<p>We follow rockets.</p>\n<p>Daily.</p>" in text


def test_about_names_the_policies_that_there_are_and_no_others() -> None:
    text = Newsroom(published(publisher=Publisher(ethics="https://lindholm.example/ethics"))).bare("/about")
    assert '<a href="https://lindholm.example/ethics">Our rules of conduct</a>' in text
    assert "Our rules for unnamed sources" not in text


def test_about_names_the_agencies_of_this_site_alone() -> None:
    others = {"mpa": licence(), "nln": licence("nln", "NLN", sites=frozenset({"shield"}))}
    text = Newsroom(network(licences=others)).bare("/about")
    assert 'href="/agency/mpa"' in text and "/agency/nln" not in text


def test_rights_says_credit_notice_and_mining_of_each_agency() -> None:
    own = licence(tdm=TdmTerms(policy="https://meridian.example/mining"))
    text = Newsroom(network(licences={"mpa": own})).bare("/rights")
    assert '<a href="https://meridian.example/legal" rel="license">© Meridian Press Agency.' in text
    assert "To be credited as <strong>Meridian Press Agency</strong>" in text
    assert '<a href="https://meridian.example/mining">Terms for mining</a>' in text


def test_rights_names_the_commons_licence_that_copy_comes_under() -> None:
    own = licence(basis="cc-by-sa", tdm=TdmTerms(reserve=False))
    text = Newsroom(network(licences={"mpa": own})).bare("/rights")
    assert 'href="https://creativecommons.org/licenses/by-sa/4.0/"' in text and "is not reserved" in text


def test_the_same_agency_stands_there_once_unless_its_terms_differ() -> None:
    twice = {"a": licence("a"), "b": licence("b"), "c": licence("c", tdm=TdmTerms(reserve=False))}
    assert Newsroom(network(licences=twice)).bare("/rights").count('class="terms"') == 2


def test_nothing_stands_below_them() -> None:
    newsroom = Newsroom()
    for path in ("/about/x", "/rights/", "/corrections/x", "/corrections/"):
        assert newsroom.page(path).status == 404


def test_every_page_leads_to_them() -> None:
    text = Newsroom().bare("/")
    assert all(f'href="{path}"' in text for path in ("/about", "/rights", "/corrections", "/archive", "/text/"))
