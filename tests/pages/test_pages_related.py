"""Related headlines under a story, and near-duplicates of two agencies folded on lists; after the gate, always."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.pages.pages_helper import FULL, HEADLINE, NONE, NOW, Newsroom, kill, licence, network, parsed, version
from wireroom.network.model import Form, Network, Source, Surface
from wireroom.news import Body, Version, story_id

SOURCES = {"MPA": "wire", "ABO": "other"}


def newsroom(lists: Form = HEADLINE) -> Newsroom:
    """Two agencies; the second one's licence grants `lists` on lists."""
    base = network()
    theirs = licence("abo", "ABO", forms={Surface.LIST: lists, Surface.RAIL: lists, Surface.PAGE: FULL})
    of: Network = replace(
        base,
        sources={**base.sources, "other": Source("other", "ABO", "folder:other", "abo")},
        licences={**base.licences, "abo": theirs},
    )
    return Newsroom(of)


def told(name: str, provider: str, headline: str, opening: str, hour: float = 1, **more: object) -> Version:
    made = NOW - timedelta(hours=hour)
    one = version(f"urn:{name}", provider=provider, headline=headline, body=Body(f"<p>{opening}</p>"), summary="")
    one = replace(one, slugline=name, keywords=(), first_created=made, version_created=made)
    return replace(one, **more)  # type: ignore[arg-type]


def take(room: Newsroom, what: Version, *where: str) -> str:
    room.places.where[what.uri] = where or ("orbit/launch",)
    room.ledger.append(what, at=what.version_created or NOW, source=SOURCES[what.provider])
    return story_id(what.uri)


LEAK = told("leak", "MPA", "Osterby reactor shut down after coolant leak",
            "Operators shut down a reactor at the Osterby nuclear plant after coolant leaked.", 3)  # fmt: skip
SAME = told("same", "ABO", "Coolant leak forces Osterby nuclear reactor offline",
            "A reactor at the Osterby nuclear plant went offline after a coolant leak, Kraftnet said.", 2)  # fmt: skip
NEXT = told("next", "MPA", "Osterby reactor to stay shut until May, Kraftnet says",
            "Kraftnet said its Osterby reactor would remain shut while coolant pipes are replaced.", 1)  # fmt: skip
ELSE = told("else", "MPA", "Rovers hold Albion to goalless draw", "Rovers held Albion in driving rain.", 1)


def links(html: str, path: str) -> list[str]:
    return [one.text_content() for one in parsed(html).xpath(path)]


def others(room: Newsroom, id: str) -> list[str]:
    return links(room.story(id), "//div[@class='related']/aside[@aria-labelledby='related']//h3/a")


def test_a_story_leads_to_those_that_share_its_signs() -> None:
    room = newsroom()
    ids = [take(room, one) for one in (LEAK, NEXT, ELSE)]
    assert others(room, ids[0]) == [NEXT.headline]
    assert others(room, ids[1]) == [LEAK.headline]
    assert others(room, ids[2]) == []


def test_a_related_headline_has_its_agency_and_date() -> None:
    room = newsroom()
    id = take(room, LEAK)
    take(room, NEXT)
    row = parsed(room.story(id)).xpath("//div[@class='related']//li")[0]
    assert row.xpath(".//time/@datetime") == ["2026-11-22T11:00:00Z"]
    assert row.xpath(".//*[@class='credit']")[0].text_content() == "Meridian Press Agency"


def test_a_story_with_no_kin_has_no_list() -> None:
    room = newsroom()
    assert '<div class="related">' not in room.bare(room.url_of(take(room, ELSE)))


def test_a_licence_without_lists_keeps_a_headline_out_of_related_and_is_no_head_of_a_fold() -> None:
    room = newsroom(lists=NONE)
    ids = [take(room, one) for one in (LEAK, SAME)]
    assert others(room, ids[0]) == []
    assert LEAK.headline in links(room.text("/launch"), "//main//h2/a"), "folded under one that is not shown"
    assert others(room, ids[1]) == [LEAK.headline]


def test_a_story_of_another_site_is_not_listed() -> None:
    room = newsroom()
    id = take(room, LEAK)
    take(room, NEXT, "shield/missiles")
    assert others(room, id) == []


def test_a_killed_story_leaves_related_and_the_page_used_it() -> None:
    room = newsroom()
    id = take(room, LEAK)
    take(room, NEXT)
    assert f"story:{NEXT.uri}" in room.page(room.url_of(id)).uses
    room.take(kill(NEXT.uri))
    assert others(room, id) == []


def test_a_later_headline_touches_the_pages_it_joins() -> None:
    room = newsroom()
    id = take(room, LEAK)
    uses = room.frame(room.url_of(id)).uses
    room.places.where[NEXT.uri] = ("orbit",)
    assert room.ledger.append(NEXT, at=NOW, source="wire").touches & uses
    room.places.where[ELSE.uri] = ("shield",)
    assert not room.ledger.append(ELSE, at=NOW, source="wire").touches & uses


def test_an_embargoed_one_comes_when_its_time_comes() -> None:
    room = newsroom()
    id = take(room, LEAK)
    ends = NOW + timedelta(hours=2)
    take(room, replace(NEXT, embargoed_until=ends))
    assert others(room, id) == []
    assert room.page(room.url_of(id)).changes_at == ends
    page = room.story(id, at=ends)
    assert NEXT.headline in links(page, "//div[@class='related']//h3/a")


def test_the_same_agencys_parts_of_one_day_are_chained_in_their_order() -> None:
    room = newsroom()
    first, last = replace(LEAK, slugline="Osterby-Reactor"), replace(NEXT, slugline="Osterby-Reactor")
    middle = told("middle", "MPA", "Osterby leak: plant cordoned off", "Police sealed off the Osterby plant.", 2)
    middle = replace(middle, slugline="Osterby-Reactor")
    take(room, last)
    take(room, first)
    html = room.story(take(room, middle))
    chained = "//div[@class='related']/aside[@aria-labelledby='same-story']//h3/a"
    assert links(html, chained) == [first.headline, last.headline]


def test_near_duplicates_are_folded_on_lists_and_keep_their_pages() -> None:
    room = newsroom()
    ids = [take(room, one) for one in (LEAK, SAME)]
    for path in ("/", "/launch"):
        html = room.bare(path)
        assert SAME.headline in html
        assert LEAK.headline not in html
        (also,) = parsed(html).xpath("//a[@class='also']")
        assert also.text_content() == "Also from MPA"
        assert also.get("href").endswith(room.url_of(ids[0]))
    assert LEAK.headline in room.story(ids[0])


def test_a_rail_folds_too() -> None:
    room = newsroom()
    for one in (LEAK, SAME):
        take(room, one)
    html = room.text("/rail/1")
    assert SAME.headline in html and LEAK.headline not in html
    assert "Also from MPA" in html


def test_two_stories_of_one_agency_are_never_folded() -> None:
    room = newsroom()
    for one in (LEAK, replace(LEAK, uri="urn:again", headline=LEAK.headline + " again")):
        take(room, one)
    assert len(links(room.text("/launch"), "//main//h2/a")) == 2
