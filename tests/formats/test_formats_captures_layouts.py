"""Text captures in the layouts that tools and sites leave: the same story, its date and the role of each line."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from tests.oldpages import CAPTURE, HEADLINE, LAYOUTS, NETWORK_NOTICE, NOTICE, OTHERS, PARAGRAPHS
from wireroom.errors import UnreadableError
from wireroom.formats.captures import dates, text_capture
from wireroom.formats.captures.credits import opening, signed
from wireroom.formats.captures.days import dates_in
from wireroom.formats.captures.model import Role
from wireroom.formats.captures.rights import owner_in
from wireroom.formats.captures.stamps import read_dateline
from wireroom.formats.markup import paragraphs
from wireroom.formats.model import UTC as ZONE
from wireroom.formats.model import Capture, Hint
from wireroom.news import Version

PRINTED, RAILS, NAMED, TITLED, DECK, COMMENTS, BELOW, CUT = LAYOUTS
EVERY = pytest.mark.parametrize("name", LAYOUTS)


def read(text: str) -> tuple[Version, Capture]:
    reading = text_capture.read(text.encode(), Hint())
    return reading.versions[0], reading.captures[0]


@EVERY
def test_headline(name: str) -> None:
    assert read(LAYOUTS[name])[0].headline == HEADLINE


@EVERY
def test_body_is_the_story_and_nothing_else(name: str) -> None:
    assert paragraphs(read(LAYOUTS[name])[0].body) == list(PARAGRAPHS)


@EVERY
def test_day_of_publication(name: str) -> None:
    published = read(LAYOUTS[name])[0].first_created
    assert published is not None
    assert published.date() == date(2019, 3, 26)


@EVERY
def test_every_word_stands_in_a_line_with_a_role(name: str) -> None:
    told = set(re.findall(r"\w{2,}", " ".join(text for _, _, text in read(LAYOUTS[name])[1].roles)))
    assert set(re.findall(r"\w{2,}", LAYOUTS[name])) <= told


@pytest.mark.parametrize(
    ("name", "line", "role"),
    [
        (PRINTED, f"3/28/2019 {HEADLINE} - Orbit Daily", Role.LEFT_OVER),
        (RAILS, OTHERS[0], Role.RAIL),
        (RAILS, "ORBIT DAILY", Role.MASTHEAD),
        (RAILS, "News from above the weather", Role.MASTHEAD),
        (RAILS, "LUNAR SCIENCE", Role.LEFT_OVER),
        (NAMED, "Anna Berg, Harbour Tribune", Role.BYLINE),
        (NAMED, "Published: March 26, 2019 5:41 PM", Role.DATELINE),
        (NAMED, "Updated: March 27, 2019 9:02 AM", Role.DATELINE),
        (NAMED, "Herring boats lay in port on Monday. Photo: K. Oster / Harbour Tribune", Role.CAPTION),
        (TITLED, "Orbit Radio", Role.MASTHEAD),
        (TITLED, "Tuesday, 26 March, 2019, 16:40 GMT", Role.DATELINE),
        (TITLED, "1. http://radio.example/", Role.LEFT_OVER),
        (DECK, "EL CORREO DEL NORTE", Role.MASTHEAD),
        (DECK, "Portada Nacional Deportes", Role.LEFT_OVER),
        (DECK, "AGENCIAS", Role.BYLINE),
        (DECK, "Lindholm, March 26 (EFE).-", Role.DATELINE),
        (CUT, "ANNABERG", Role.BYLINE),
        (CUT, "REPORTER", Role.BYLINE),
        (CUT, "26-Mar-2019", Role.DATELINE),
    ],
)
def test_role_of_a_line(name: str, line: str, role: Role) -> None:
    assert {found for _, found, text in read(LAYOUTS[name])[1].roles if text == line} == {role}


@pytest.mark.parametrize(
    ("name", "byline"), [(NAMED, "Anna Berg, Harbour Tribune"), (COMMENTS, "by anna"), (DECK, "AGENCIAS")]
)
def test_byline(name: str, byline: str) -> None:
    assert read(LAYOUTS[name])[0].byline == byline


def test_a_dateline_without_its_year_takes_that_of_the_notice() -> None:
    dateline = read(LAYOUTS[DECK])[0].dateline
    assert (dateline.place, dateline.provider, dateline.on) == ("Lindholm", "EFE", date(2019, 3, 26))


@pytest.mark.parametrize("agency", ["AFP", "UPI", "SPX"])
def test_a_notice_of_a_network_that_lists_its_agencies_is_no_doubt(agency: str) -> None:
    version, capture = read(CAPTURE.replace("(AFP)", f"({agency})").replace(NOTICE, NETWORK_NOTICE))
    assert (version.hold, [doubt for doubt in capture.doubts if "owner" in doubt]) == ("", [])
    assert version.rights.holder == "Halcyon Media Network"


@pytest.mark.parametrize(
    ("notice", "owner"),
    [
        ("© Copyright 2017 Harbour Post. All rights reserved.", "Harbour Post"),
        ("Energy Day © 2019", "Energy Day"),
        ("Copyright (c) 2004-2011 Orbit Daily, all rights reserved", "Orbit Daily"),
    ],
)
def test_owner_in_a_notice(notice: str, owner: str) -> None:
    assert owner_in(notice) == owner


@pytest.mark.parametrize(
    ("text", "place", "on"),
    [
        ("Paris, France - 12 June 2007 -", "Paris, France", date(2007, 6, 12)),
        ("ESTWICK, January 5, 2005", "ESTWICK", date(2005, 1, 5)),
        ("Lindholm (dpa) - Wed, 5 Jan 2005", "Lindholm", date(2005, 1, 5)),
    ],
)
def test_dateline_lines_of_place_and_date(text: str, place: str, on: date) -> None:
    stamp = read_dateline(text)
    assert stamp is not None
    assert (stamp.dateline.place, stamp.dateline.on) == (place, on)


@pytest.mark.parametrize(
    "text",
    [
        "Published, March 5, 2010",
        "Wednesday, January 5, 2005",
        "Anna Berg, January 5, 2005",
        "Friday, March 23, 2001, updated at 11:58(GMT+8)",
    ],
)
def test_lines_with_a_date_that_are_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("first", "place"),
    [
        ("QUELL, Ombra -- Shares in three shipyards fell on Monday.", "QUELL, Ombra"),
        ("NEW QUELL — Shares in three shipyards fell on Monday.", "NEW QUELL"),
        ("QUELL: Shares in three shipyards fell on Monday.", "QUELL"),
        ("Quell, Ombra (SPX) - Shares in three shipyards fell on Monday.", "Quell, Ombra"),
        ("Quell (AFP) Nov 4, 2013 - Shares in three shipyards fell on Monday.", "Quell"),
        ("Norderhaff. Nach dem Sturm bleibt die Strecke nach Norderhaff gesperrt.", "Norderhaff"),
        ("EXCLUSIVE: Shares in three shipyards fell on Monday.", ""),
        ("Endlich. Die Strecke nach Norderhaff ist wieder frei.", ""),
        ("Shares in three shipyards fell on Monday.", ""),
        ("Anna Berg (XYZ) - a member of the council - said no.", ""),
    ],
)
def test_place_before_the_first_sentence(first: str, place: str) -> None:
    assert opening([first], None).place == place


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Posted on September 18, 2009 by Lorna Fitch", "by Lorna Fitch"),
        ("August 11, 2020 by anna | 3 comments", "by anna"),
        ("Updated by 5 May 2010", ""),
        ("September 18, 2009", ""),
    ],
)
def test_bylines_in_lines_that_tell_the_time(text: str, byline: str) -> None:
    assert signed(text) == byline


@pytest.mark.parametrize("text", ["11-Aug-2020", "August 11th, 2020", "11th August 2020", "11. August 2020"])
def test_spellings_of_a_day(text: str) -> None:
    assert dates_in(text) == [date(2020, 8, 11)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon, 11/04/2013 - 16:15", date(2013, 11, 4)),
        ("Thu, 11/04/2013 - 16:15", date(2013, 4, 11)),
        ("11/04/2013 4:15 PM EST", date(2013, 11, 4)),
        ("11/04/2013 16:15", date(2013, 4, 11)),
    ],
)
def test_weekday_and_clock_tell_which_number_is_the_month(text: str, day: date) -> None:
    assert [one.on for one in dates.told_in(text, 1.0, ZONE)] == [day]


def test_the_banner_of_an_archive_gives_address_and_time() -> None:
    banner = (
        "The Wayback Machine - http://web.archive.org/web/20190615120133/http://www.orbit.example:80/watch.html\n\n"
    )
    version, capture = read(banner + CAPTURE)
    assert (version.uri, capture.url) == ("page:orbit.example/watch.html", "http://www.orbit.example:80/watch.html")
    assert capture.at == datetime(2019, 6, 15, 12, 1, 33, tzinfo=UTC)


def test_a_rule_under_a_sentence_makes_no_heading_of_it() -> None:
    version, _ = read(CAPTURE.replace("\n\nRelated Links", "\n------\nRelated Links"))
    assert paragraphs(version.body) == list(PARAGRAPHS)


def test_east_asian_headline_is_sure() -> None:
    text = """霧ヶ島新報
県立天文台、新しい反射望遠鏡の運用を開始
2016年11月21日
霧ヶ島県立天文台は21日、口径2.4メートルの新しい反射望遠鏡の運用を始めたと発表した。
総工費は18億円で、2012年から建設が進められていた。望遠鏡は標高1650メートルの山頂にあり、遠隔操作で動く。
来年4月からは高校生の観測にも開放される予定だ。
"""
    version, capture = read(text)
    assert (version.headline, version.hold) == ("県立天文台、新しい反射望遠鏡の運用を開始", "")
    assert capture.confidence["headline"] > 0.5
    assert version.first_created == datetime(2016, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["霧ヶ島県立天文台は、" * 20_000, ("by " * 15 + "\n") * 5_000, "11-Aug-2020 by anna\n" * 4_000]
)
def test_the_time_grows_with_the_text(text: str) -> None:
    began = time.process_time()
    with suppress(UnreadableError):
        read(text)
    assert time.process_time() - began < 10  # half a second, unless lines are looked through again and again
