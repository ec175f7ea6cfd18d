"""What bytes tell of their own end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wires import g2, ninjs, rss
from wireroom.transports.whole import Wholeness, looks_whole, truncated, wholeness

STORY = g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry back in service")
AGENCY = (
    b"\x16\x16\x01abc0012 4 pl 120 mpa 017\r\n\r\nTransport/Ferry/\r\n\x02Ferry back =\r\nLindholm - It sails.\r\n"
    b"\x03221205 Nov 26\r\n\x7f\x7f\x04"
)
MAIL = b'From: d@mpa.example\r\nContent-Type: multipart/mixed;\r\n boundary="x1"\r\n'
MAIL += b"\r\n--x1\r\n\r\nIt sails.\r\n--x1--\r\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (STORY, "whole"),
        (STORY + b"\n<!-- sent by desk 4 -->\n\0\0", "whole"),
        (STORY + b"\nsent by desk 4", "unsure"),
        (b'{"uri": "x"}', "whole"),
        (b'{"uri": "x"', "cut"),
        (b'{"a": {"b": 1}', "cut"),
        (b'{"uri": "x"}\n{"uri": "y"}', "unsure"),
        (b"[1, 2]\n", "whole"),
        (b"\xef\xbb\xbf<a><b/></a>", "whole"),
        ("\ufeff<a>ü</a>".encode("utf-16-le"), "whole"),
        ("<a>ü</a>".encode("utf-16-be"), "whole"),
        ("\ufeff<a>ü</".encode("utf-16-le"), "cut"),
        (b'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x "y">]><nitf></nitf>', "whole"),
        (b"<a><b></b>", "cut"),
        (b"<a><a></a>", "cut"),
        (b"<a><a/></a>", "whole"),
        (b"<a><![CDATA[ <a > ]]></a>", "whole"),
        (b"<a><a><![CDATA[ <a > ]]></a>", "cut"),
        (b"<a/>", "unsure"),
        (b"<!DOCTYPE html><html><p>no end needed", "unsure"),
        (b"", "cut"),
        (b" \n", "cut"),
        (b"plain text", "unsure"),
        (AGENCY, "whole"),
        (AGENCY.partition(b"\x7f")[0], "unsure"),
        (AGENCY.partition(b"\x03")[0], "cut"),
        (AGENCY + AGENCY[:80], "cut"),
        (b"ZCZC\r\nabc\r\n", "cut"),
        (b"ZCZC\r\nabc\r\nNNNN\r\n", "whole"),
        (MAIL, "whole"),
        (MAIL[:-6], "cut"),
        (MAIL.partition(b"\r\n\r\n")[0], "cut"),
        (b"Subject: Ferry\n\nIt sails.\n", "unsure"),
    ],
)
def test_what_looks_whole(data: bytes, said: str) -> None:
    assert wholeness(data) == said
    assert looks_whole(data) is (said == "whole")
    assert bool(truncated(data)) is (said == "cut")


def _feed() -> bytes:
    return rss(("tag:1", "Ferry back", "It sails.", datetime(2026, 11, 22, tzinfo=UTC)))


@given(
    st.sampled_from([STORY, ninjs("urn:x", 1, "Ferry", place={"a": [1, {"b": {}}]}), _feed(), AGENCY, MAIL]),
    st.integers(0, 10_000),
)
def test_nothing_cut_is_ever_called_whole(data: bytes, cut: int) -> None:
    whole = data.rstrip(b"\r\n ")
    assert wholeness(whole[: cut % len(whole)]) is not Wholeness.WHOLE


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    assert wholeness(data) in set(Wholeness)
