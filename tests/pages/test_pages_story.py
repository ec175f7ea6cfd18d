"""The page of a story: its URL, what stands on it, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.pages.pages_helper import LINK, NOW, PICTURE, Newsroom, holes, licence, network, parsed, version
from wireroom.network.model import Extent, Form, Surface
from wireroom.news import Body, Dateline, Edit

PATH = "/2026/11/22/probe-reaches-the-far-moon-t6903eb8dcex"


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def test_a_story_stands_at_its_date_words_and_id(newsroom: Newsroom) -> None:
    newsroom.take(version())
    assert newsroom.page(PATH).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/22/other-words-t6903eb8dcex",
        "/1999/01/01/probe-reaches-the-far-moon-t6903eb8dcex",
        "/2026/11/22/t6903eb8dcex",
        PATH + "/",
    ],
)
def test_other_words_or_dates_lead_to_the_url_of_today(newsroom: Newsroom, path: str) -> None:
    newsroom.take(version())
    page = newsroom.page(path)
    assert (page.status, dict(page.headers)["location"]) == (301, PATH)


def test_a_headline_that_changes_moves_the_url_and_the_old_one_leads_there(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(Edit(uri="urn:mpa:1", by="ines", at=NOW, headline="Halvard is there"))
    assert dict(newsroom.page(PATH).headers)["location"] == "/2026/11/22/halvard-is-there-t6903eb8dcex"


def test_the_date_in_the_url_is_that_of_the_sites_zone(newsroom: Newsroom) -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    id = newsroom.take(version(first_created=late, version_created=late), "orbit", "shield")
    assert newsroom.url_of(id).startswith("/2026/11/22/")
    assert newsroom.url_of(id, site="shield").startswith("/2026/11/21/")


def test_a_story_is_no_page_of_a_site_it_is_not_placed_on(newsroom: Newsroom) -> None:
    newsroom.take(version(), "orbit/launch")
    assert newsroom.page(PATH, site="shield").status == 404


def test_words_in_another_script_are_percent_encoded() -> None:
    newsroom = Newsroom()
    id = newsroom.take(version(headline="Зонд на орбите"))
    path = newsroom.url_of(id)
    assert path.isascii() and "%D0%B7" in path
    assert newsroom.page(path).status == 200


def test_the_page_has_one_h1_the_headline(newsroom: Newsroom) -> None:
    newsroom.take(version())
    tree = parsed(newsroom.page(PATH).body)
    assert [one.text_content() for one in tree.iter("h1")] == ["Probe reaches the far moon"]


def test_the_skip_link_is_the_first_link(newsroom: Newsroom) -> None:
    newsroom.take(version())
    tree = parsed(newsroom.page(PATH).body)
    assert next(iter(tree.iter("a"))).get("href") == "#main"
    assert tree.get_element_by_id("main").tag == "main"


def test_the_masthead_names_the_site_its_tagline_and_sections(newsroom: Newsroom) -> None:
    text = newsroom.story(newsroom.take(version()))
    assert "Orbit Daily</a>" in text and "Your Portal To Space" in text
    assert '<a href="/launch" aria-current="page">Launch Pad</a>' in text
    assert '<a href="/science">Science</a>' in text


def test_the_dateline_is_the_wires_own(newsroom: Newsroom) -> None:
    text = newsroom.story(newsroom.take(version(dateline=Dateline("TROMSØ, Nov 22 (MPA) -", "Tromsø", None, "MPA"))))
    assert '<span class="dateline">TROMSØ, Nov 22 (MPA) -</span>' in text


def test_a_dateline_in_parts_is_put_together_the_agencys_way(newsroom: Newsroom) -> None:
    text = newsroom.story(newsroom.take(version(dateline=Dateline("", "Washington", date(2026, 3, 26), "MPA"))))
    assert '<span class="dateline">Washington, March 26 (MPA)</span>' in text


def test_without_place_and_date_no_dateline_is_made_up(newsroom: Newsroom) -> None:
    assert 'class="dateline"' not in newsroom.story(newsroom.take(version(dateline=Dateline())))


def test_the_body_is_printed_as_the_markup_it_is(newsroom: Newsroom) -> None:
    assert "<p>It will stay <em>two</em> years.</p>" in newsroom.story(newsroom.take(version()))


def test_times_are_in_the_sites_zone_and_for_machines_in_utc(newsroom: Newsroom) -> None:
    text = newsroom.story(newsroom.take(version()))
    assert '<time datetime="2026-11-22T10:00:00Z">22 November 2026, 11:00 CET</time>' in text


def test_an_update_shows_when_it_came(newsroom: Newsroom) -> None:
    id = newsroom.take(version())
    later = datetime(2026, 11, 22, 11, 15, tzinfo=UTC)
    newsroom.take(version(number=2, version_created=later))
    assert 'Updated <time datetime="2026-11-22T11:15:00Z">' in newsroom.story(id)


def test_a_correction_is_dated_and_stands_before_the_body(newsroom: Newsroom) -> None:
    id = newsroom.take(version())
    later = datetime(2026, 11, 22, 11, 15, tzinfo=UTC)
    newsroom.take(
        version(
            number=2,
            version_created=later,
            signals=("correction",),
            correction_note="The orbit is 310 kilometres high, not 130.",
            ed_note="Desk: call Ines on 555 0199",
        )
    )
    text = newsroom.story(id)
    notice = text.index('Correction, <time datetime="2026-11-22T11:15:00Z">')
    assert text.index("</h1>") < notice < text.index('<div class="body"')
    assert "The orbit is 310 kilometres high, not 130." in text
    assert "555 0199" not in text


def test_a_correction_without_a_note_is_told_all_the_same(newsroom: Newsroom) -> None:
    id = newsroom.take(version())
    newsroom.take(version(number=2, version_created=NOW, signals=("correction",)))
    assert "has been corrected by the agency" in newsroom.story(id)


def test_a_picture_has_its_measures_caption_and_credit(newsroom: Newsroom) -> None:
    id = newsroom.take(version(associations=(PICTURE,)))
    text = newsroom.story(id)
    assert f'<img src="/media/{id}/aa11-800.jpg" width="800" height="500" alt="A probe on a stand"' in text
    assert "The probe before its start" in text and "MPA/Lena Holm" in text


@pytest.mark.parametrize("lacking", [{"media": ""}, {"width": None}, {"height": None}])
def test_a_picture_without_bytes_or_measures_is_left_out(newsroom: Newsroom, lacking: dict[str, None]) -> None:
    assert "<img" not in newsroom.story(newsroom.take(version(associations=(replace(PICTURE, **lacking),))))  # type: ignore[arg-type]


def test_pictures_on_other_servers_leave_the_body_and_nothing_empty_behind(newsroom: Newsroom) -> None:
    picture = '<img src="https://elsewhere.example/a.jpg" alt="A probe"/>'
    body = (
        f"<p>It flew.</p>\n<figure>{picture}<figcaption>The start</figcaption></figure>\n"
        f'<p><a href="https://elsewhere.example/">{picture}</a></p>\n<p>It {picture}landed.</p>'
    )
    text = newsroom.story(newsroom.take(version(body=Body(body))))
    assert "elsewhere.example" not in text and "The start" not in text
    assert "<p>It flew.</p>\n<p>It landed.</p>" in text


def test_a_table_has_a_box_to_which_a_keyboard_comes_and_one_within_it_has_none(newsroom: Newsroom) -> None:
    inner = "<table><tbody><tr><td>2</td></tr></tbody></table>"
    outer = f"<table><tbody><tr><td>{inner}</td></tr></tbody></table>"
    text = newsroom.story(newsroom.take(version(body=Body(f"<p>Tides.</p>{outer}<p>Again.</p>{inner}"))))
    box = '<div class="wide" role="group" aria-label="Table" tabindex="0">'
    assert f"<p>Tides.</p>{box}{outer}</div><p>Again.</p>{box}{inner}</div>" in text


def test_a_description_says_whose_the_story_is_where_the_licence_lets_none_of_its_words_stand(
    newsroom: Newsroom,
) -> None:
    page = parsed(newsroom.story(newsroom.take(version())))
    said = page.xpath("//meta[@name='description']/@content")
    assert said == ["Meridian Press Agency, 22 November 2026, 11:00 CET – Launch Pad, Orbit Daily"]


def test_a_site_without_a_slot_has_none(newsroom: Newsroom) -> None:
    assert "Advertisement" not in newsroom.story(newsroom.take(version(), "shield"), site="shield")


def test_credit_and_notice_stand_at_the_story(newsroom: Newsroom) -> None:
    text = newsroom.story(newsroom.take(version()))
    article = text[text.index("<article") : text.index("</article>")]
    assert "Meridian Press Agency</p>" in article
    notice = "© Meridian Press Agency. No reuse without a licence."
    assert f'<a href="https://meridian.example/legal" rel="license">{notice}</a>' in article


def test_print_keeps_credit_notice_and_url_and_drops_the_rest(newsroom: Newsroom) -> None:
    text = newsroom.story(newsroom.take(version()))
    printed = text[text.index("@media print{") : text.index("</style>")]
    hidden = printed[: printed.index("{display:none}")]
    assert ".bar" in hidden and ".rails" in hidden and ".ad" in hidden
    assert ".source" not in hidden and ".rights" not in hidden and ".address{display:block" in printed
    assert f'<p class="address">https://orbit.example{PATH}</p>' in text


def test_the_rails_are_holes_in_the_frame(newsroom: Newsroom) -> None:
    newsroom.take(version())
    assert holes(newsroom.frame(PATH)) == [0, 1]


def test_the_frame_uses_the_story_and_what_it_is_related_to_alone(newsroom: Newsroom) -> None:
    newsroom.take(version())
    uses = newsroom.frame(PATH).uses
    assert {one for one in uses if not one.startswith("related:")} == {"story:urn:mpa:1"}


def test_the_canonical_url_is_on_the_storys_home(newsroom: Newsroom) -> None:
    id = newsroom.take(version(), "shield/missiles", "orbit/launch")
    home = f"https://shield.example{newsroom.url_of(id, site='shield')}"
    assert f'<link rel="canonical" href="{home}">' in newsroom.story(id)
    assert f'<link rel="canonical" href="{home}">' in newsroom.story(id, site="shield")


def test_a_site_without_a_licence_is_nobodys_home() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(sites=frozenset({"orbit"}))}))
    id = newsroom.take(version(), "shield", "orbit")
    assert '<link rel="canonical" href="https://orbit.example/2026' in newsroom.story(id)


def test_an_end_that_is_known_is_told_to_search_engines_beforehand() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(display=timedelta(days=30))}))
    page = newsroom.page(newsroom.url_of(newsroom.take(version())))
    assert b'content="max-image-preview:large, unavailable_after: 2026-12-22T10:00:00Z"' in page.body
    assert page.changes_at == datetime(2026, 12, 22, 10, 0, tzinfo=UTC)


def test_copy_in_another_language_says_so_and_turns() -> None:
    newsroom = Newsroom()
    text = newsroom.story(newsroom.take(version(language="ar", headline="المسبار", body=Body("<p>دخل</p>"))))
    assert '<h1 lang="ar" dir="rtl">' in text and '<div class="body" lang="ar" dir="rtl">' in text
    assert '<html lang="en" dir="ltr">' in text


def test_the_language_of_the_site_is_not_repeated(newsroom: Newsroom) -> None:
    assert "<h1>" in newsroom.story(newsroom.take(version(language="en-GB")))


def test_a_summary_form_shows_the_summary_and_no_body() -> None:
    forms = {Surface.PAGE: Form(Extent.SUMMARY, 4)}
    newsroom = Newsroom(network(licences={"mpa": licence(forms=forms)}))
    text = newsroom.story(newsroom.take(version()))
    assert "<p>The probe Halvard went …</p>" in text and "It will stay" not in text


def test_a_link_form_shows_no_word_of_the_copy() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.PAGE: LINK})}))
    id = newsroom.take(version())
    assert newsroom.url_of(id) == f"/2026/11/22/story-{id}"
    text = newsroom.story(id)
    article = text[text.index("<article") : text.index("</article>")]
    assert "far moon" not in article and "Read the story" in article


def test_last_modified_is_when_the_last_version_or_decision_came(newsroom: Newsroom) -> None:
    newsroom.take(version())
    newsroom.take(
        Edit(uri="urn:mpa:1", by="ines", at=NOW - timedelta(minutes=5), headline="Probe reaches the far moon")
    )
    assert newsroom.frame(PATH).last_modified == NOW - timedelta(minutes=5)


def test_links_can_be_written_for_one_server_with_all_sites(newsroom: Newsroom) -> None:
    newsroom.take(version())
    with newsroom.ledger.snapshot(NOW) as snapshot:
        page = newsroom.pages.page(snapshot, "/@orbit" + PATH)
    text = page.body.decode()
    assert '<a href="/@orbit/launch"' in text and '<a href="/@shield/">Shield Report</a>' in text
    assert f'<link rel="canonical" href="https://orbit.example{PATH}">' in text
