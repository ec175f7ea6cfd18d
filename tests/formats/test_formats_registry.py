"""Recognising formats from bytes, and what holds for every version whatever its format."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import Any

import pytest

from wireroom import formats
from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats import Hint, bounds
from wireroom.news import Version

_RSS = b"<rss version='2.0'><channel><item><title>Ferry back in service</title></item></channel></rss>"


def _ninjs(**fields: Any) -> bytes:
    return json.dumps({"uri": "urn:mpa:1", **fields}).encode()


def _one(data: bytes, hint: Any = Hint(), **more: Any) -> Version:  # noqa: B008
    (version,) = formats.read(data, hint, **more).versions
    return version


def test_names_are_those_of_the_command_line() -> None:
    assert set(formats.names()) >= {"newsml-g2", "newsml-1", "nitf", "ninjs", "rss", "atom", "jsonfeed"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_RSS, "rss"),
        (b"\n  <?xml version='1.0'?><!-- a > b --><rss><channel><title>x</title></channel></rss>", "rss"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "atom"),
        (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'></a:feed>", "atom"),
        (b"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel/></r:RDF>", "rss1"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "jsonfeed"),
        (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": []}', "jsonfeed"),
        (b'{"version": "1.1", "home_page_url": "https://nln.example/", "items": []}', "jsonfeed"),
        (b'{"uri": "urn:mpa:1"}', "ninjs"),
        (b'\xef\xbb\xbf [{"uri": "urn:mpa:1"}]', "ninjs"),
        (b'{"guid": "mpa-1", "type": "text"}', "ninjs"),
        ('{"uri": "urn:mpa:1"}'.encode("utf-16"), "ninjs"),
    ],
)
def test_format_is_recognised_from_the_bytes(data: bytes, name: str) -> None:
    assert formats.read(data).format == name


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "white space"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "HTML page"),
        (gzip.compress(b"<rss/>", mtime=0), "gzip"),
        (b"PK\x03\x04aaaa", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"<opml version='2.0'></opml>", "<opml>"),
        (b"<opml version='2.0'><body>", "truncated"),
        (b'{"weather": "fine"}', "weather"),
        (b'{"weather": "fi', "truncated"),
        (b"Harbour lights return", "Harbour lights"),
    ],
)
def test_unknown_bytes_are_described(data: bytes, words: str) -> None:
    with pytest.raises(UnknownFormatError, match=words) as caught:
        formats.read(data, Hint(name="x.bin"))
    assert caught.value.where == "x.bin"
    assert caught.value.todo


def test_a_named_format_is_not_recognised_but_taken() -> None:
    assert _one(_RSS, format="rss").headline == "Ferry back in service"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x01mpa0001 4 pl 41  mpa 0001\r\n\nShips/\r\n\x02Ships sail =\r\n\x03", "iptc7901"),
        (b"\x16\x16\x01V4644\x1f-----\r\nr e\x13\x11 MPA-Ships 03-05 0121\r\n\x02^Ships sail<\x03", "anpa1312"),
        (b"Delivered-To: desk@mpa.example\r\nReceived: by mail\r\n\r\nShips sail.", "email"),
    ],
)
def test_a_text_wire_is_recognised(data: bytes, name: str) -> None:
    assert formats.read(data, Hint(name="inbox/a")).format == name


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (b"ID3\x04" + bytes(20), "MP3"),
        (b"\0\0\0\x18ftypmp42" + bytes(20), "MP4"),
        (b"\x07\x08", "neither XML nor JSON"),
    ],
)
def test_what_is_no_copy_at_all_is_named(data: bytes, called: str) -> None:
    with pytest.raises(UnknownFormatError, match=called):
        formats.read(data)


@pytest.mark.parametrize(
    "data",
    [
        b'<rss version="2.0"><channel><title>Ships</title></channel></rss>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Ships</title></feed>',
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Ships", "items": []}',
    ],
)
def test_a_feed_without_entries_says_so(data: bytes) -> None:
    reading = formats.read(data)
    assert (reading.versions, [note.problem for note in reading.notes]) == ((), ["the feed has no entries"])


def test_an_unknown_format_name_gets_a_guess() -> None:
    with pytest.raises(UnknownFormatError, match="Did you mean 'ninjs'"):
        formats.read(b"{}", format="ninj")


def test_a_readers_own_failure_becomes_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    from wireroom.formats import ninjs

    def fail(data: bytes, hint: Hint) -> formats.Reading:
        raise ZeroDivisionError("no")

    monkeypatch.setattr(ninjs, "read", fail)
    with pytest.raises(UnreadableError, match=r"ninjs reader failed.*ZeroDivisionError"):
        formats.read(_ninjs())


def test_an_unreadable_file_names_itself() -> None:
    with pytest.raises(UnreadableError) as caught:
        formats.read(b'{"uri": "urn:x", oops}', Hint(name="inbox/a.json"))
    assert caught.value.where == "inbox/a.json"


def test_importing_the_room_imports_no_parser() -> None:
    code = (
        "import sys, wireroom.formats; print([m for m in ('lxml', 'nh3', 'msgspec', 'feedparser') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_picture_without_a_word_is_no_story() -> None:
    def item(said: str) -> bytes:
        text = "&lt;img src='https://mpa.example/a.jpg'&gt;" + said
        entry = f"<item><guid>urn:a</guid><description>{text}</description></item>"
        return f"<rss version='2.0'><channel>{entry}</channel></rss>".encode()

    assert (_one(item("")).kind, _one(item("Ships sail.")).kind) == ("picture", "text")


def test_format_is_set() -> None:
    assert _one(_RSS).format == "rss"


def test_provider_comes_from_the_hint_when_the_copy_names_none() -> None:
    assert _one(_RSS, Hint(provider="MPA")).provider == "MPA"


def test_provider_of_the_copy_beats_the_hint() -> None:
    assert _one(_ninjs(source="NLN"), Hint(provider="MPA")).provider == "NLN"


def test_language_comes_from_the_hint_when_the_copy_states_none() -> None:
    assert _one(_RSS, Hint(language="nb")).language == "nb"


def test_language_of_the_copy_beats_the_hint() -> None:
    assert _one(_ninjs(language="de"), Hint(language="nb")).language == "de"


def test_control_characters_leave_text_fields() -> None:
    version = _one(_ninjs(headline="Ferry\u0000\u0007 back", ed_note="x", slugline="a\u202eb", uri="urn:\u0001x"))
    assert (version.headline.replace(" ", ""), version.slugline.replace(" ", "")) == ("Ferryback", "ab")
    assert version.uri == "urn:x"


def test_control_characters_leave_parts_and_lists() -> None:
    version = _one(_ninjs(copyrightholder="M\u0000PA", keywords=["fer\u0007ry"], located="Lind\u0085holm"))
    assert "\0" not in version.rights.holder
    assert "\x07" not in version.keywords[0]
    assert "\x85" not in version.dateline.place


def test_signs_that_join_letters_stay() -> None:
    assert _one(_ninjs(headline="می\u200cخواهم")).headline == "می\u200cخواهم"


def test_a_long_headline_is_cut_and_noted() -> None:
    reading = formats.read(_ninjs(headline="word " * 1000))
    assert len(reading.versions[0].headline) <= bounds.LINE_LIMIT
    assert any("headline" in note.where and "cut off" in note.problem for note in reading.notes)


def test_a_long_summary_has_its_own_limit() -> None:
    assert len(_one(_ninjs(description_text="word " * 1000)).summary) == 4999


def test_a_body_beyond_the_limit_is_cut_between_paragraphs_and_noted() -> None:
    reading = formats.read(
        _ninjs(headline="x", body_html="<p>" + "word " * 100 + "</p>" + f"<p>{'filler ' * 200}</p>" * 1000)
    )
    body = reading.versions[0].body
    assert len(body) <= bounds.BODY_LIMIT + 64
    assert body.endswith("</p>")
    assert any("body" in note.where for note in reading.notes)


def test_a_list_beyond_the_limit_is_cut_and_noted() -> None:
    reading = formats.read(_ninjs(keywords=[f"k{n}" for n in range(900)]))
    assert len(reading.versions[0].keywords) == bounds.LIST_LIMIT
    assert any("keywords" in note.where for note in reading.notes)


def test_a_long_uri_is_told_apart_by_its_whole() -> None:
    one, other = (_one(json.dumps({"uri": "urn:" + "x" * 3000 + end}).encode()).uri for end in "ab")
    assert one != other
    assert len(one) < 100


def test_an_empty_headline_takes_the_first_sentence() -> None:
    version = _one(
        b"<rss><channel><item><guid>urn:mpa:9</guid>"
        b"<description>The ferry is back in service. It sails at noon.</description></item></channel></rss>"
    )
    assert version.headline == "The ferry is back in service"


def test_the_reading_that_needs_no_change_is_the_same_version() -> None:
    reading = formats.read(_ninjs(headline="Ferry back", source="MPA", language="en"))
    assert bounds.settle(reading, Hint()).versions[0] is reading.versions[0]
