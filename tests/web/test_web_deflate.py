"""Parts deflated apart are one gzip member together."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.web.site.deflate import accepts_gzip, deflated, gzipped


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=8))
def test_any_parts_come_out_whole(parts: list[bytes]) -> None:
    body = gzipped([deflated(part) for part in parts], parts, zlib.crc32(parts[0]))
    assert gzip.decompress(body) == b"".join(parts)


def test_a_wrong_crc_would_be_seen() -> None:
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(gzipped([deflated(b"a")], [b"a"], 1))


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        (b"", False),
        (b"gzip", True),
        (b"GZIP", True),
        (b"x-gzip", True),
        (b"br, gzip;q=0.5", True),
        (b"gzip;q=0", False),
        (b"gzip; q=0.000", False),
        (b"*", True),
        (b"*;q=0", False),
        (b"gzip;q=0, *", False),
        (b"identity;q=1, *;q=0", False),
        (b"br", False),
        (b"gzip;q=nonsense", False),
        (b"notgzip", False),
    ],
)
def test_accept_encoding(header: bytes, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
