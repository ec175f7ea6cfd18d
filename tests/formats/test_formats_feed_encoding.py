"""The characters of a feed: declared, served, mixed and wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom import formats
from wireroom.formats import Hint
from wireroom.formats.feeds.encoding import as_utf8


def _headline(data: bytes, media_type: str = "") -> str:
    return formats.read(data, Hint(media_type=media_type)).versions[0].headline


def _feed(title: bytes, declaration: bytes = b"") -> bytes:
    return declaration + b"<rss><channel><item><title>" + title + b"</title></item></channel></rss>"


_KOI8 = b"<?xml version='1.0' encoding='koi8-r'?>"
_UTF8 = b"<?xml version='1.0' encoding='utf-8'?>"


def test_the_server_tells_what_the_document_does_not() -> None:
    data = _feed("Паром вернулся".encode("windows-1251"))
    assert _headline(data, "application/rss+xml; charset=windows-1251") == "Паром вернулся"


def test_the_server_goes_before_the_document() -> None:
    data = _feed("Паром".encode("windows-1251"), _UTF8)
    assert _headline(data, 'text/xml; charset="windows-1251"') == "Паром"


@pytest.mark.parametrize("charset", ["ISO-8859-1", "us-ascii", "windows-1252", "utf-8", "no-such", "punycode"])
def test_what_servers_say_of_everything_yields_to_the_document(charset: str) -> None:
    assert _headline(_feed("Паром".encode("koi8-r"), _KOI8), f"text/xml; charset={charset}") == "Паром"


@pytest.mark.parametrize("charset", ["", "windows-1251", "koi8-r", "iso-8859-1"])
def test_what_is_utf_8_is_read_as_that_whatever_anyone_says(charset: str) -> None:
    assert _headline(_feed("Паром".encode()), f"text/xml; charset={charset}") == "Паром"


def test_one_entry_in_another_encoding_leaves_its_neighbours_alone() -> None:
    data = _feed("Bjørnøya på nytt: ".encode() + "“Müsli”".encode("windows-1252"), _UTF8)
    assert _headline(data) == "Bjørnøya på nytt: “Müsli”"


def test_a_feed_in_windows_1252_that_declares_nothing() -> None:
    assert _headline(_feed("Fähre “zurück”".encode("windows-1252"))) == "Fähre “zurück”"


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "latin-1", "koi8-r", "hex", "idna", "x" * 80]))
def test_any_bytes_are_survived(data: bytes, charset: str) -> None:
    as_utf8(data, Hint(media_type=f"text/xml; charset={charset}"))


@given(st.text())
def test_what_is_utf_8_stays_as_it_is(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    assert as_utf8(data, Hint(media_type="text/xml; charset=koi8-r")) == data
