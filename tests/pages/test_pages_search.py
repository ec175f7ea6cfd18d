"""The search: what each filter leaves, the order, honest counts, marked words, and links that keep what was asked."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.pages.pages_helper import NONE, NOW, Newsroom, kill, licence, network, version
from wireroom.network.model import Extent, Form, Source, Surface
from wireroom.news import Body
from wireroom.pages.highlights import Highlighter

DAY = timedelta(days=1)


def two_agencies() -> Newsroom:
    sources = {"wire": Source("wire", "MPA", "folder:a", "mpa"), "nord": Source("nord", "NLN", "folder:b", "nln")}
    return Newsroom(network(sources=sources, licences={"mpa": licence(), "nln": licence("nln", "NLN")}))


def take(newsroom: Newsroom, number: int, where: str = "orbit/launch", days: int = 0, **changes: object) -> None:
    at = NOW - timedelta(minutes=number) - days * DAY
    changes = {"headline": f"Story {number:03}", **changes}
    newsroom.take(version(f"urn:mpa:{number}", first_created=at, version_created=at, **changes), where)


def found(newsroom: Newsroom, query: str) -> list[str]:
    text = newsroom.text(f"/search?{query}")
    return re.findall(r">(Story \d{3})</a>", text[text.index("<main") : text.index("</main>")])


@pytest.fixture
def newsroom() -> Newsroom:
    made = Newsroom()
    take(made, 1)
    take(made, 2, "orbit/science")
    take(made, 3, days=3)
    return made


def test_all_words_are_looked_for_on_the_whole_site(newsroom: Newsroom) -> None:
    assert found(newsroom, "q=halvard") == ["Story 001", "Story 002", "Story 003"]


def test_a_section_leaves_its_own(newsroom: Newsroom) -> None:
    assert found(newsroom, "q=halvard&section=science") == ["Story 002"]


def test_a_section_that_is_none_counts_as_not_said(newsroom: Newsroom) -> None:
    assert len(found(newsroom, "q=halvard&section=nowhere")) == 3


def test_days_bound_it_and_belong_to_it(newsroom: Newsroom) -> None:
    assert found(newsroom, "q=halvard&to=2026-11-19") == ["Story 003"]
    assert found(newsroom, "q=halvard&from=2026-11-22&to=2026-11-22") == ["Story 001", "Story 002"]


@pytest.mark.parametrize("day", ["2026-11-32", "yesterday", "0001-01-01", "9999-12-31", "2026-11-2"])
def test_a_day_that_is_none_counts_as_not_said(newsroom: Newsroom, day: str) -> None:
    assert len(found(newsroom, f"q=halvard&from={day}&to={day}")) == 3


def test_an_agency_leaves_its_own() -> None:
    newsroom = two_agencies()
    take(newsroom, 1)
    newsroom.ledger.append(version("urn:nln:1", provider="NLN", headline="Story 009"), at=NOW, source="nord")
    assert found(newsroom, "q=halvard&agency=nln") == ["Story 009"]
    assert found(newsroom, "agency=mpa") == ["Story 001"]


def test_nothing_asked_finds_nothing_and_says_nothing(newsroom: Newsroom) -> None:
    text = newsroom.text("/search?section=launch")
    assert 'role="status"' not in text and found(newsroom, "section=launch") == []


def test_the_best_come_first_when_asked(newsroom: Newsroom) -> None:
    take(newsroom, 4, days=5, body=Body("<p>Halvard, Halvard, Halvard.</p>"))
    assert found(newsroom, "q=halvard&order=relevance")[0] == "Story 004"
    assert found(newsroom, "q=halvard")[-1] == "Story 004"


@pytest.mark.parametrize(("count", "said"), [(1, "One story"), (25, "25 stories"), (101, "More than 100 stories")])
def test_it_says_how_many_there_are(count: int, said: str) -> None:
    newsroom = Newsroom()
    for number in range(count):
        take(newsroom, number)
    assert f'role="status">{said}</p>' in newsroom.text("/search?q=halvard")


def test_what_may_not_be_shown_is_not_counted(newsroom: Newsroom) -> None:
    newsroom.take(kill("urn:mpa:1"))
    assert "2 stories" in newsroom.text("/search?q=halvard")


def test_what_no_search_may_show_is_not_found() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.SEARCH: NONE})}))
    take(newsroom, 1)
    assert "No story holds" in newsroom.text("/search?q=halvard")


def test_older_hits_keep_what_was_asked() -> None:
    newsroom = Newsroom()
    for number in range(50):
        take(newsroom, number)
    seen, path = [], "/search?q=halvard&section=launch&from=2026-01-01"
    while path:
        text = newsroom.text(path)
        seen += re.findall(r">(Story \d{3})</a>", text[text.index("<main") : text.index("</main>")])
        older = re.search(r'<a href="([^"]+)" rel="next">', text)
        path = html.unescape(older[1]) if older else ""
        assert not path or "section=launch&from=2026-01-01" in path
    assert seen == [f"Story {number:03}" for number in range(50)]


def test_the_words_are_marked_in_what_may_be_shown() -> None:
    newsroom = Newsroom(network(licences={"mpa": licence(forms={Surface.SEARCH: Form(Extent.SUMMARY)})}))
    take(newsroom, 1, headline="Halvard’s long way")
    text = newsroom.text("/search?q=HALVARD")
    assert "<mark>Halvard</mark> went into orbit" in text


def test_no_word_is_marked_that_may_not_be_shown(newsroom: Newsroom) -> None:
    assert "<mark>" not in newsroom.text("/search?q=halvard")


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("sejour", "Un séjour court", "Un <mark>séjour</mark> court"),
        ('"low orbit"', "Low, in orbit", "<mark>Low</mark>, in <mark>orbit</mark>"),
        ("b", "<b>a b</b>", "&lt;<mark>b</mark>&gt;a <mark>b</mark>&lt;/<mark>b</mark>&gt;"),
        ("orb", "orbit", "orbit"),
        ("", "orbit", "orbit"),
    ],
)
def test_whole_words_are_marked_whatever_their_accents(query: str, text: str, marked: str) -> None:
    assert str(Highlighter(query).marked(text)) == marked


def test_the_form_remembers_what_was_asked(newsroom: Newsroom) -> None:
    text = newsroom.text("/search?q=a%22b&section=science&from=2026-11-01&order=relevance")
    assert 'value="a&quot;b"' in text and '<option value="science" selected>' in text
    assert 'value="2026-11-01"' in text and '<option value="relevance" selected>' in text
    assert '<details class="filters" open>' in text


def test_a_place_that_is_none_of_ours_is_not_there(newsroom: Newsroom) -> None:
    assert newsroom.page("/search?q=halvard&before=nonsense").status == 404
