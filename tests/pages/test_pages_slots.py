"""Places for advertising: their room and label, the closed page in each, and where none may be."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from tests.pages.pages_helper import PICTURE, Newsroom, kill, licence, network, parsed, version
from wireroom.network.licence import Match
from wireroom.network.model import Network, Site, Slot
from wireroom.news import Body

SIZES = ((320, 100), (728, 90), (970, 250))
PARAGRAPH = f"<p>{'The probe flew on over the quiet plain. ' * 10}</p>"
LONG = Body(PARAGRAPH * 30)


def with_slots(*slots: Slot, **changes: Any) -> Network:
    base = network(**changes)
    orbit: Site = replace(base.sites["orbit"], slots=slots)
    return replace(base, sites={**base.sites, "orbit": orbit})


def slot(key: str = "top", where: str = "story-top", **changes: Any) -> Slot:
    return replace(Slot(key, where, SIZES, snippet="a.html", html="<p>Buy <b>this</b></p>"), **changes)


def boxes(text: str) -> list[Any]:
    found: list[Any] = parsed(text).xpath("//aside[contains(@class, 'ad-')]")
    return found


def test_a_slot_keeps_its_room_at_every_width() -> None:
    room = Newsroom(with_slots(slot()))
    text = room.story(room.take(version()))
    assert ".ad-top{--w:320px;--h:100px;display:block}" in text
    assert "@media(min-width:38em){.ad-top{--w:728px;--h:90px;display:block}}" in text
    assert "@media(min-width:62em){.ad-top{--w:970px;--h:250px;display:block}}" in text
    assert "height:var(--h)" in text


def test_a_slot_that_is_not_for_phones_is_not_there_on_them() -> None:
    room = Newsroom(with_slots(slot(sizes=(None, (728, 90), (728, 90)))))
    text = room.story(room.take(version()))
    assert ".ad-top{display:none}@media(min-width:38em){.ad-top{--w:728px;--h:90px;display:block}}" in text
    assert "62em){.ad-top" not in text


def test_what_is_in_a_slot_is_a_frame_of_its_own() -> None:
    room = Newsroom(with_slots(slot()))
    (box,) = boxes(room.story(room.take(version())))
    (frame,) = box.xpath(".//iframe")
    assert frame.attrib == {
        "class": "slot",
        "src": "/ad/top",
        "title": "Advertisement",
        "width": "320",
        "height": "100",
        "loading": "lazy",
        "sandbox": "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    }


def test_pages_may_have_frames_of_their_site_only_where_a_slot_is_filled() -> None:
    def policy(of: Network) -> str:
        return dict(Newsroom(of).page("/").headers)["content-security-policy"]

    assert "; frame-src 'self';" in policy(with_slots(slot()))
    assert "frame-src" not in policy(with_slots(slot(html="")))
    assert "script-src" not in policy(with_slots(slot(csp=(("script", ("https://ads.example",)),))))


def test_a_slot_without_a_snippet_keeps_its_labelled_room() -> None:
    room = Newsroom(with_slots(slot(html="")))
    (box,) = boxes(room.story(room.take(version())))
    assert box.text_content().strip() == "Advertisement"
    assert not box.xpath(".//iframe") and box.xpath(".//div[@class='slot']")
    assert room.page("/ad/top").status == 404


def test_the_label_is_in_the_sites_language_or_the_owners_words() -> None:
    of = with_slots(slot(), slot("end", "story-end", label="Partner & friend"))
    of = replace(of, sites={**of.sites, "orbit": replace(of.sites["orbit"], language="de")})
    room = Newsroom(of)
    first, last = boxes(room.story(room.take(version())))
    assert (first.get("aria-label"), first.text_content().strip()) == ("Anzeige", "Anzeige")
    assert (last.get("aria-label"), last.text_content().strip()) == ("Partner & friend", "Partner & friend")


def test_no_two_slots_are_called_alike() -> None:
    room = Newsroom(with_slots(slot(), slot("end", "story-end")))
    found = boxes(room.story(room.take(version())))
    assert [box.get("aria-label") for box in found] == ["Advertisement", "Advertisement 2"]
    assert [box.xpath(".//iframe")[0].get("title") for box in found] == ["Advertisement", "Advertisement 2"]
    assert [box.xpath(".//p[@class='tag']")[0].text for box in found] == ["Advertisement", "Advertisement"]


PLACES = {
    "front-top": ("/",),
    "front-inline": ("/",),
    "list-top": ("/launch", "/agency/mpa", "/archive/2026/11/22"),
    "story-top": ("story",),
    "story-inline": ("story",),
    "story-end": ("story",),
    "rail": ("/", "/launch", "/agency/mpa", "/archive/2026/11/22", "story"),
}


@pytest.mark.parametrize("where", PLACES)
def test_a_slot_stands_where_it_is_said_to_and_nowhere_else(where: str) -> None:
    room = Newsroom(with_slots(slot(where=where)))
    id = room.take(version(body=LONG))
    pages = {path: room.text(path) for path in ("/", "/launch", "/agency/mpa", "/archive/2026/11/22")}
    pages |= {"story": room.story(id), "about": room.text("/about"), "search": room.text("/search")}
    pages |= {"corrections": room.text("/corrections"), "rights": room.text("/rights"), "text": room.text("/text/")}
    assert {name for name, text in pages.items() if boxes(text)} == set(PLACES[where])


def test_notices_have_no_slot() -> None:
    room = Newsroom(with_slots(*(slot(where, where) for where in PLACES)))
    id = room.take(version())
    path = room.url_of(id)
    room.take(kill("urn:mpa:1"))
    assert room.page(path).status == 410
    assert not boxes(room.text(path)) and not boxes(room.text("/nowhere"))


def test_the_text_edition_has_no_slot() -> None:
    room = Newsroom(with_slots(*(slot(where, where) for where in PLACES)))
    path = room.url_of(room.take(version(body=LONG)))
    assert room.page(f"/text{path}").status == 200
    assert "iframe" not in room.text(f"/text{path}")


def test_a_licence_may_keep_advertising_off_its_stories() -> None:
    every = [slot(where, where) for where in PLACES]
    room = Newsroom(with_slots(*every, licences={"mpa": licence(ads=False)}))
    assert not boxes(room.story(room.take(version(body=LONG))))
    assert boxes(room.text("/"))  # a headline is no story


def test_the_licence_of_a_picture_keeps_advertising_off_too() -> None:
    of = with_slots(
        slot(),
        licences={
            "mpa": licence(),
            "pictures": licence("pictures", match=Match(kinds=frozenset({"picture"})), ads=False),
        },
    )
    room = Newsroom(of)
    assert boxes(room.story(room.take(version())))
    assert not boxes(room.story(room.take(version("urn:mpa:2", associations=(PICTURE,)))))


def between(text: str) -> list[int]:
    """How many of the body's paragraphs stand before each of its slots."""
    (body,) = parsed(text).xpath("//div[@class='body']")
    children = list(body)
    return [sum(one.tag == "p" for one in children[:at]) for at, one in enumerate(children) if one.tag == "aside"]


def test_slots_in_a_story_stand_between_paragraphs_far_apart() -> None:
    inline = [slot(f"in{number}", "story-inline") for number in range(3)]
    room = Newsroom(with_slots(*inline))
    found = between(room.story(room.take(version(body=LONG))))
    assert len(found) == 3
    assert found[0] >= 3 and all(after - before >= 6 for before, after in pairwise(found))


@pytest.mark.parametrize("paragraphs", range(1, 12))
def test_a_short_story_has_as_many_as_it_is_long_enough_for_and_none_at_its_end(paragraphs: int) -> None:
    inline = [slot(f"in{number}", "story-inline") for number in range(3)]
    room = Newsroom(with_slots(*inline))
    found = between(room.story(room.take(version(body=Body(PARAGRAPH * paragraphs)))))
    assert len(found) == (0 if paragraphs < 5 else 1 if paragraphs < 11 else 2)
    assert all(one <= paragraphs - 2 for one in found)


@pytest.mark.parametrize("around", ["blockquote", "ul", "table", "figure"])
def test_no_slot_breaks_a_quotation_a_list_or_a_table(around: str) -> None:
    inside = {"ul": "<ul><li>{}</li></ul>", "table": "<table><tbody><tr><td>{}</td></tr></tbody></table>"}
    whole = inside.get(around, f"<{around}>{{}}</{around}>").format(PARAGRAPH * 10)
    room = Newsroom(with_slots(slot(where="story-inline")))
    text = room.story(room.take(version(body=Body(whole + PARAGRAPH * 4))))
    (box,) = boxes(text)
    assert box.getparent().get("class") == "body"
    assert [one.tag for one in box.itersiblings(preceding=True)][-1] in (around, "span")


def test_a_slot_in_a_story_of_another_language_says_its_own() -> None:
    room = Newsroom(with_slots(slot(where="story-inline")))
    (box,) = boxes(room.story(room.take(version(body=LONG, language="ar"))))
    assert (box.get("lang"), box.get("dir")) == ("en", "ltr")


def test_the_page_in_the_frame_holds_the_snippet_and_is_nobodys() -> None:
    room = Newsroom(with_slots(slot(csp=(("script", ("https://ads.example",)), ("img", ("https://img.example",))))))
    page = room.page("/ad/top")
    assert page.status == 200 and page.media_type.startswith("text/html")
    assert b"<p>Buy <b>this</b></p>" in page.body
    assert dict(page.headers)["content-security-policy"] == (
        "default-src 'none'; script-src 'unsafe-inline' https://ads.example; style-src 'unsafe-inline'; "
        "img-src data: https://img.example; font-src data:; base-uri 'none'; frame-ancestors 'self'; "
        "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
    )
    assert dict(page.headers)["x-frame-options"] == "SAMEORIGIN"
    assert parsed(page.body).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_server_that_sends_no_headers_gives_the_frame_its_policy_all_the_same() -> None:
    page = Newsroom(with_slots(slot(csp=(("frame", ("https://ads.example",)),)))).page("/ad/top")
    (meta,) = parsed(page.body).xpath("//meta[@http-equiv='content-security-policy']")
    assert dict(page.headers)["content-security-policy"].startswith(meta.get("content") + "; ")


def test_no_story_changes_the_page_in_the_frame() -> None:
    room = Newsroom(with_slots(slot()))
    before = room.page("/ad/top")
    room.take(version())
    assert (before.uses, before.changes_at) == (frozenset(), None)
    assert room.page("/ad/top").body == before.body


def test_what_is_no_slot_has_no_page() -> None:
    room = Newsroom(with_slots(slot()))
    assert {room.page(path).status for path in ("/ad/", "/ad", "/ad/other", "/ad/top/", "/ad/top/x")} == {404}
    assert room.page("/ad/top", site="shield").status == 404
