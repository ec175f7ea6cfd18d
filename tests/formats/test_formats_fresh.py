"""What is new in a feed that is read again: never less, and never otherwise, than a whole reading would find."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats.feeds import slices
from wireroom.formats.fresh import Seen, fresh
from wireroom.formats.model import Hint, Reading

_HINT = Hint(provider="NLN")
_Maker = Callable[..., bytes]


def _rss(*entries: str, head: str = "<link>https://nln.example/</link>", tail: str = "") -> bytes:
    items = "\n".join(f"<item><guid>urn:nln:{one}</guid><title>Ferry {one}</title></item>" for one in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>{tail}'.encode()


def _rss1(*entries: str, head: str = "<link>https://nln.example/</link>", tail: str = "") -> bytes:
    items = "".join(f'<item rdf:about="urn:nln:{one}"><title>Ferry {one}</title></item>' for one in entries)
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f"<channel>{head}</channel>{items}</rdf:RDF>{tail}"
    ).encode()


def _atom(*entries: str, head: str = "<title>NLN</title>", tail: str = "") -> bytes:
    items = "\n  ".join(f"<entry><id>urn:nln:{one}</id><title>Ferry {one}</title></entry>" for one in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{items}</feed>{tail}'.encode()


def _json(*entries: str, head: str = "NLN", tail: str = "") -> bytes:
    items = [{"id": f"urn:nln:{one}", "title": f"Ferry {one}", "content_text": "It sails."} for one in entries]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": head, "items": items}).encode()


_MAKERS = pytest.mark.parametrize("make", [_rss, _rss1, _atom, _json], ids=lambda make: make.__name__.strip("_"))


def _again(data: bytes, seen: Seen | None = None, hint: Hint = _HINT) -> tuple[Reading, Seen | None]:
    found = fresh(data, hint, seen)
    assert found is not None
    return found


def _uris(reading: Reading) -> list[str]:
    return [version.uri for version in reading.versions]


@_MAKERS
def test_the_first_reading_is_the_whole(make: _Maker) -> None:
    data = make("1", "2", "3")
    reading, seen = _again(data)
    assert reading == formats.read(data, _HINT)
    assert seen is not None


@_MAKERS
def test_the_next_is_what_is_new(make: _Maker) -> None:
    _, seen = _again(make("1", "2", "3"))
    data = make("4", "1", "2")
    reading, _ = _again(data, seen)
    assert reading.versions == formats.read(data, _HINT).versions[:1]


@_MAKERS
def test_nothing_is_new(make: _Maker) -> None:
    _, seen = _again(make("1", "2"))
    reading, after = _again(make("2"), seen)
    assert reading.versions == ()
    assert after is not None
    assert _uris(_again(make("1", "2"), after)[0]) == ["urn:nln:1"]


@_MAKERS
def test_an_entry_that_changed_is_new(make: _Maker) -> None:
    _, seen = _again(make("1", "2"))
    reading, _ = _again(make("1", "2").replace(b"Ferry 2", b"Ferry II"), seen)
    assert _uris(reading) == ["urn:nln:2"]


@_MAKERS
def test_another_head_makes_all_new(make: _Maker) -> None:
    _, seen = _again(make("1", "2"))
    head = "<link>https://ab.example/</link>" if make is not _json else "Agence Boréale"
    assert len(_again(make("1", "2", head=head), seen)[0].versions) == 2


@_MAKERS
def test_another_hint_makes_all_new(make: _Maker) -> None:
    _, seen = _again(make("1", "2"))
    assert len(_again(make("1", "2"), seen, replace(_HINT, language="nb"))[0].versions) == 2


@pytest.mark.parametrize("make", [_rss, _rss1])
@pytest.mark.parametrize(
    "element", ["<pubDate>{}</pubDate>", "<lastBuildDate>{}</lastBuildDate>", "<dc:date>{}</dc:date>", "<!-- {} -->"]
)
def test_the_feeds_own_date_makes_nothing_new(make: _Maker, element: str) -> None:
    head = f"<link>https://nln.example/</link><x xmlns:dc='http://purl.org/dc/elements/1.1/'>{element}</x>"
    _, seen = _again(make("1", head=head.format("Monday")))
    assert _again(make("1", head=head.format("Tuesday")), seen)[0].versions == ()


def test_when_the_document_was_made_makes_nothing_new() -> None:
    _, seen = _again(_atom("1", head="<updated>2026-01-01</updated>", tail="<!-- 0.12 s -->"))
    assert _again(_atom("1", head="<updated>2026-01-02</updated>", tail="<!-- 0.34 s -->"), seen)[0].versions == ()


@pytest.mark.parametrize("make", [_rss, _rss1, _atom])
@pytest.mark.parametrize("name", ["pubDate", "lastBuildDate", "updated", "modified", "date", "dc:date", "atom:updated"])
def test_no_reader_takes_anything_from_the_feeds_own_date(make: _Maker, name: str) -> None:
    names = "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom'"
    heads = [f"<title>N</title><{name} {names if ':' in name else ''}>{day}</{name}>" for day in ("2026-01-01", "soon")]
    one, other = (formats.read(make("1", "2", head=head), _HINT).versions for head in heads)
    assert one == other


def test_a_date_that_is_text_of_another_element_is_none() -> None:
    head = "<link><![CDATA[https://nln.example/<pubDate>{}</pubDate>]]></link>"
    _, seen = _again(_rss("1", head=head.format("a")))
    assert len(_again(_rss("1", head=head.format("b")), seen)[0].versions) == 1


_SECOND = "<item><guid>urn:nln:2</guid><title>Ferry 2</title></item>"
_HIDDEN = [
    f"<description><![CDATA[</item>{_SECOND}<item>]]></description>",
    f"<description><![CDATA[</item>\n{_SECOND}\n<item> ]]></description>",
    f"<!-- </item>{_SECOND}<item> -->",
]


@pytest.mark.parametrize("hidden", _HIDDEN)
def test_entries_in_the_text_of_an_entry_are_not_taken_for_entries(hidden: str) -> None:
    _, seen = _again(_rss("1", "2"))
    data = _rss("1").replace(b"<item>", f"<item>{hidden}".encode(), 1)
    found = fresh(data, _HINT, seen)
    assert found is None or found[0] == formats.read(data, _HINT)


@pytest.mark.parametrize("hidden", _HIDDEN)
def test_entries_in_text_are_never_remembered(hidden: str) -> None:
    found = fresh(_rss("1").replace(b"<item>", f"<item>{hidden}".encode(), 1), _HINT, None)
    assert found is None or found[1] is None


def test_what_had_to_be_mended_is_read_whole_and_not_remembered() -> None:
    data = _rss("1", "2").replace(b"Ferry 1", b"Ferry & 1")
    reading, seen = _again(data)
    assert (reading, seen) == (formats.read(data, _HINT), None)


def test_a_new_entry_that_has_to_be_mended_has_all_read_anew() -> None:
    _, seen = _again(_rss("1", "2"))
    assert fresh(_rss("3 & 4", "1"), _HINT, seen) is None


def test_a_new_entry_in_another_encoding_has_all_read_anew() -> None:
    _, seen = _again(_rss("ø"))
    assert fresh(_rss("ø").replace(b"<item>", b"<item><title>\xd8l</title></item><item>"), _HINT, seen) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"<rss><channel></channel></rss>",
        b"<rss><channel><item/></channel></rss>",
        b"<rss><channel><item>x</item>text<item>y</item></channel></rss>",
        b"<rss><channel><item>x</item></channel><item",
        b'{"items": [',
        b'{"items": [], "items": []}',
        b'{"items": 1}',
        "<rss><channel><item><title>x</title></item></channel></rss>".encode("utf-16"),
    ],
)
def test_what_cannot_be_cut_is_left_whole(data: bytes) -> None:
    assert slices.cut(data) is None


def test_no_other_document_is_a_feed() -> None:
    assert fresh(b"<list><item>1</item></list>", _HINT, None) is None


_ENTRIES = st.lists(
    st.sampled_from(["1", "2", "3", "4 &amp; 5", "<![CDATA[6]]>", "ø", "<b>7</b>", "8 & 9"]), max_size=5
)


@_MAKERS
@given(st.lists(_ENTRIES, max_size=6))
def test_polls_add_up_to_what_whole_readings_find(make: _Maker, polls: list[list[str]]) -> None:
    """Whatever a whole reading finds, the polls up to then have found; and they find nothing else."""
    seen: Seen | None = None
    found = set()
    for entries in polls:
        data = make(*entries)
        whole = formats.read(data, _HINT)
        result = fresh(data, _HINT, seen)
        reading, seen = result if result is not None else (whole, None)
        assert set(reading.versions) <= set(whole.versions)
        found |= set(reading.versions)
        assert found >= set(whole.versions)


_SHARDS = st.lists(
    st.sampled_from(
        [
            *(
                "<item>",
                "</item>",
                "<item >",
                "<item/>",
                "<items>",
                "</items>",
                "<![CDATA[",
                "]]>",
                "<!--",
                "-->",
                "<?x",
                "?>",
            ),
            *(
                "<guid>urn:a</guid>",
                "<guid>urn:b</guid>",
                "<title>t</title>",
                "<title>",
                "</title>",
                " ",
                "\n",
                "text",
                "&",
            ),
            *(
                "<item><guid>urn:c</guid></item>",
                "<item><guid>urn:d</guid><title>D</title></item>",
                "</channel>",
                "&lt;",
            ),
        ]
    ),
    max_size=9,
).map("".join)


@given(st.lists(_SHARDS, min_size=2, max_size=4))
def test_hostile_bytes_change_nothing_of_that(bodies: list[str]) -> None:
    known = "<item><guid>urn:d</guid><title>D</title></item>"
    seen: Seen | None = None
    found = set()
    for body in [known, *bodies, known]:
        data = f"<rss><channel>{body}</channel></rss>".encode()
        result = fresh(data, _HINT, seen)
        try:
            whole = formats.read(data, _HINT)
        except UnreadableError:
            assert result is None
            seen = None
            continue
        reading, seen = result if result is not None else (whole, None)
        assert set(reading.versions) <= set(whole.versions)
        found |= set(reading.versions)
        assert found >= set(whole.versions)


def test_what_an_open_comment_hides_was_not_seen() -> None:
    _, seen = _again(b"<rss><channel><item><guid>urn:a</guid></item></channel></rss>")
    assert fresh(b"<rss><channel><!--<item><guid>urn:a</guid></item></channel></rss>", _HINT, seen) is None
