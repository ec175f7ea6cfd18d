from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.rights.rights_helper import (
    DAY,
    NOW,
    PICTURE,
    SECOND,
    forms,
    headline,
    licence,
    network,
    standing,
    story,
    version,
)
from wireroom.network.licence import CreditTerms, Extent, Match, NoticeTerms, Surface
from wireroom.network.model import Network
from wireroom.news import Dateline, Rights, Status, Version
from wireroom.rights import Clearance, ShownHeadline, ShownStory, Verdict, show_headline, show_story


def granting(extent: Extent, words: int | None = None, surface: Surface = Surface.LIST) -> Network:
    return network(licence(forms=forms(surface, extent, words), credit=CreditTerms("Meridian")))


def row(extent: Extent, words: int | None = None) -> ShownHeadline:
    shown, clearance = show_headline(headline(), granting(extent, words), "orbit", Surface.LIST, NOW)
    assert shown is not None
    assert clearance.allowed
    return shown


def page(extent: Extent, words: int | None = None, *versions: Version, **terms: Any) -> ShownStory:
    under = licence(forms=forms(Surface.PAGE, extent, words), **terms)
    shown, clearance = show_story(story(*versions), network(under), "orbit", NOW)
    assert shown is not None
    assert clearance.allowed
    return shown


def test_full_row_has_everything_that_lists_need() -> None:
    shown = row(Extent.FULL)
    assert (shown.text, shown.summary, shown.picture) == ("Rocket rises", "one two three four five", PICTURE)
    assert (shown.id, shown.uri, shown.language, shown.provider) == ("abc", "urn:mpa:1", "en", "MPA")
    assert (shown.released, shown.updated, shown.urgency) == (NOW - 2 * DAY, NOW - DAY, 3)
    assert (shown.home, shown.sections, shown.corrected) == ("orbit", ("launch",), True)


@pytest.mark.parametrize(
    ("words", "summary"),
    [(None, "one two three four five"), (5, "one two three four five"), (2, "one two …")],
)
def test_summary_row_is_cut_in_words_and_has_no_picture(words: int | None, summary: str) -> None:
    shown = row(Extent.SUMMARY, words)
    assert (shown.text, shown.summary, shown.picture) == ("Rocket rises", summary, None)


def test_headline_row_has_neither_summary_nor_picture() -> None:
    shown = row(Extent.HEADLINE)
    assert (shown.text, shown.summary, shown.picture) == ("Rocket rises", "", None)


def test_link_row_has_no_word_of_the_copy() -> None:
    shown = row(Extent.LINK)
    assert (shown.text, shown.summary, shown.picture) == ("", "", None)
    assert shown.id == "abc"


def test_row_carries_the_credit() -> None:
    assert row(Extent.HEADLINE).credit_line == "Meridian"


def test_refused_row_is_nothing_but_the_reason() -> None:
    shown, clearance = show_headline(
        headline(standing(killed_at=NOW)), granting(Extent.FULL), "orbit", Surface.LIST, NOW
    )
    assert (shown, clearance.verdict) == (None, Verdict.KILLED)


def test_row_of_an_unknown_source_is_refused() -> None:
    stray = headline(standing(source="other"))
    shown, clearance = show_headline(stray, granting(Extent.FULL), "orbit", Surface.LIST, NOW)
    assert (shown, clearance.verdict) == (None, Verdict.NO_LICENCE)


def test_row_asks_for_its_own_surface_and_site() -> None:
    under = granting(Extent.FULL)
    assert show_headline(headline(), under, "orbit", Surface.FEED, NOW)[1].verdict is Verdict.NOT_THIS_SURFACE
    assert show_headline(headline(), under, "shield", Surface.LIST, NOW)[1].verdict is Verdict.NOT_THIS_SITE


def test_full_page_has_the_copy_and_no_word_for_editors() -> None:
    shown = page(Extent.FULL)
    assert (shown.headline, shown.body, shown.byline) == ("Rocket rises", "<p>It rose.</p>", "By Ada Nord")
    assert (shown.summary, shown.dateline.text) == ("one two three four five", "KOUROU, June 1 (MPA)")
    assert (shown.subjects, shown.keywords, shown.places) == (("medtop:13000000",), ("rockets",), ("Kourou",))
    assert (shown.number, shown.language, shown.provider) == (2, "en", "MPA")
    assert (shown.released, shown.updated) == (NOW - 2 * DAY, NOW - DAY)
    assert [one.note for one in shown.corrections] == ["The name of the pilot was wrong."]
    assert "NOT FOR READERS" not in repr(shown)


def test_page_has_pictures_and_no_other_things() -> None:
    assert page(Extent.FULL).pictures == (PICTURE,)


def with_pictures_under(**terms: Any) -> Network:
    """The wire's own licence ends in a hundred days; this one is about its pictures alone."""
    pictures = licence(name="pictures", match=Match(kinds=frozenset({"picture"})), **terms)
    return replace(network(licence()), licences={"mpa": licence(), "pictures": pictures})


def shown_both_ways(of: Network, at: datetime = NOW) -> list[tuple[bool, Clearance]]:
    """Whether the picture is there, and the clearance: on the story's page and on a list."""
    page, of_page = show_story(story(), of, "orbit", at)
    row, of_row = show_headline(headline(), with_lists(of), "orbit", Surface.LIST, at)
    assert page is not None and row is not None
    assert page.expires == NOW + 100 * DAY, "the story itself stays"
    return [(bool(page.pictures), of_page), (row.picture is not None, of_row)]


def with_lists(of: Network) -> Network:
    full = forms(Surface.LIST, Extent.FULL)
    return replace(of, licences={key: replace(one, forms=full) for key, one in of.licences.items()})


def test_what_shows_a_picture_changes_when_the_picture_must_go() -> None:
    end = NOW + 5 * DAY
    of = with_pictures_under(term_until=end)
    for there, clearance in shown_both_ways(of):
        assert (there, clearance.changes_at) == (True, end)
    for there, clearance in shown_both_ways(of, end):
        assert (there, clearance.changes_at) == (False, NOW + 100 * DAY)


def test_what_lacks_a_picture_changes_when_it_may_come() -> None:
    begin = NOW + 5 * DAY
    for there, clearance in shown_both_ways(with_pictures_under(term_from=begin)):
        assert (there, clearance.changes_at) == (False, begin)


def test_duties_to_the_pictures_agency_bind_what_shows_them() -> None:
    of = with_pictures_under(notice=NoticeTerms("Pictures © MPA", "/pictures"), cache_max=timedelta(seconds=30))
    for _, clearance in shown_both_ways(of):
        assert (clearance.notice, clearance.notice_link) == ("Pictures © MPA", "/pictures")
        assert clearance.cache_max == timedelta(seconds=30)
    for there, clearance in shown_both_ways(with_pictures_under(notice=NoticeTerms("x"), sites=frozenset())):
        assert (there, clearance.notice) == (False, "")


def test_summary_page_has_neither_body_nor_pictures() -> None:
    shown = page(Extent.SUMMARY, 2)
    assert (shown.headline, shown.summary, shown.byline) == ("Rocket rises", "one two …", "By Ada Nord")
    assert (shown.body, shown.pictures) == ("", ())


def test_headline_page_has_the_headline_alone() -> None:
    shown = page(Extent.HEADLINE)
    assert shown.headline == "Rocket rises"
    assert (shown.summary, shown.body, shown.pictures, shown.byline, shown.dateline) == ("", "", (), "", Dateline())
    assert (shown.keywords, shown.places, [one.note for one in shown.corrections]) == ((), (), [""])


def test_link_page_has_no_word_of_the_copy() -> None:
    shown = page(Extent.LINK)
    words = {"rocket", "rose", "ada", "kourou", "pilot", "three", "13000000"}
    assert not words & {word for word in words if word in repr(shown).lower()}


def test_credit_is_the_contracts_before_the_copys() -> None:
    assert page(Extent.FULL, credit=CreditTerms("Meridian")).credit_line == "Meridian"
    assert page(Extent.FULL).credit_line == "Copy: MPA"
    assert page(Extent.FULL, None, version(rights=Rights())).credit_line == "MPA"


def test_notices_of_contract_and_copy_stand_apart() -> None:
    shown = page(Extent.FULL, notice=NoticeTerms("Licensed.", "https://mpa.example"))
    assert (shown.notice, shown.notice_link) == ("Licensed.", "https://mpa.example")
    assert (shown.copyright_notice, shown.holder) == ("© MPA", "MPA GmbH")


def test_page_says_until_when_it_shows() -> None:
    assert page(Extent.FULL, None, version(expires=NOW + DAY)).expires == NOW + DAY
    assert page(Extent.FULL, None, version(expires=NOW + DAY), expires="stale").expires == NOW + 100 * DAY
    assert page(Extent.FULL, term_until=None).expires is None


def test_story_without_versions_is_no_story() -> None:
    empty = replace(story(), versions=(), latest=None, shown=None, standing=None)
    shown, clearance = show_story(empty, granting(Extent.FULL), "orbit", NOW)
    assert (shown, clearance.allowed, clearance.verdict) == (None, False, Verdict.NOT_A_STORY)


def test_killed_story_is_refused_on_every_surface() -> None:
    kill = version(number=3, status=Status.CANCELED, headline="", body="", version_created=NOW - SECOND)
    killed = story(version(), kill)
    under = network(licence(forms=dict.fromkeys(Surface, forms(Surface.PAGE, Extent.FULL)[Surface.PAGE])))
    for surface in Surface:
        shown, clearance = show_story(killed, under, "orbit", NOW, surface)
        assert (shown, clearance.verdict) == (None, Verdict.KILLED)


def test_story_asks_for_its_own_surface() -> None:
    under = granting(Extent.SUMMARY, 1)
    shown, clearance = show_story(story(), under, "orbit", NOW, surface=Surface.LIST)
    assert shown is not None
    assert (shown.summary, shown.body) == ("one …", "")
    assert clearance.because == "licence 'mpa' grants summary on the surface list of orbit"
    assert show_story(story(), under, "orbit", NOW, surface=Surface.FEED)[0] is None


def test_page_opens_when_its_embargo_lifts() -> None:
    held = story(version(embargoed_until=NOW + DAY))
    under = network(licence())
    assert show_story(held, under, "orbit", NOW)[0] is None
    assert show_story(held, under, "orbit", NOW + DAY - timedelta(microseconds=1))[0] is None
    assert show_story(held, under, "orbit", NOW + DAY)[0] is not None


def test_latest_version_binds_and_its_source_names_the_licence() -> None:
    under = network(licence())
    other = replace(under, sources={})
    assert show_story(story(), under, "orbit", NOW)[0] is not None
    assert show_story(story(), other, "orbit", NOW)[1].verdict is Verdict.NO_LICENCE
