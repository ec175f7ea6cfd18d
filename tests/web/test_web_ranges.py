"""Parts of pictures, as a real server gives them, and nothing else in parts (RFC 9110 §14)."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.test_web_media import ID, SHOWN, WHOLE, Room
from wireroom.web.server import Server
from wireroom.web.site.answer import Answer
from wireroom.web.site.ranges import part_of

PICTURE = f"/media/{ID}/{SHOWN}"
Found = tuple[int, dict[str, str], bytes]


class Served:
    def __init__(self, folder: Path) -> None:
        room = Room(folder)
        room.take()
        self.server = Server(room.app, "127.0.0.1").start()
        self.port = int(self.server.url.rpartition(":")[2])

    def ask(self, path: str = PICTURE, method: str = "GET", **headers: str) -> Found:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        lines = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": "orbit.example", **lines})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("ranges"))
    yield made
    made.server.stop()


@pytest.mark.parametrize(
    ("wanted", "part", "where"),
    [
        ("bytes=0-3", b"RIFF", "0-3"),
        ("bytes=5-", b"shown", "5-9"),
        ("bytes=-3", b"own", "7-9"),
        ("bytes=0-999999999999999999", b"RIFF shown", "0-9"),
        ("bytes=-999", b"RIFF shown", "0-9"),
        ("Bytes= 9-9 ", b"n", "9-9"),
    ],
)
def test_a_part_is_given(served: Served, wanted: str, part: bytes, where: str) -> None:
    status, headers, body = served.ask(Range=wanted)
    assert (status, body) == (206, part)
    assert headers["content-range"] == f"bytes {where}/{len(WHOLE)}"
    whole = served.ask()
    for name in ("etag", "cache-control", "content-type", "content-security-policy", "accept-ranges"):
        assert headers[name] == whole[1][name]
    assert whole[1]["accept-ranges"] == "bytes"


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=10-20", "bytes=-0"])
def test_what_is_not_there_is_416(served: Served, wanted: str) -> None:
    status, headers, body = served.ask(Range=wanted)
    assert (status, headers["content-range"]) == (416, f"bytes */{len(WHOLE)}")
    assert b"RIFF" not in body
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,3-4", "bytes=3-1", "lines=0-1", "bytes=", "bytes=-", "bytes=a-b", "0-1", "bytes=" + "9" * 40]
)
def test_what_is_no_single_range_gets_the_whole(served: Served, wanted: str) -> None:
    assert served.ask(Range=wanted)[::2] == (200, WHOLE)


def test_if_range_takes_the_same_picture_only(served: Served) -> None:
    etag = served.ask()[1]["etag"]
    assert served.ask(Range="bytes=0-3", If_Range=etag)[0] == 206
    for other in ('"other"', f"W/{etag}", "Sun, 22 Nov 2026 12:00:00 GMT", ""):
        assert served.ask(Range="bytes=0-3", If_Range=other or "x")[::2] == (200, WHOLE)


def test_who_has_it_already_gets_no_part(served: Served) -> None:
    etag = served.ask()[1]["etag"]
    assert served.ask(Range="bytes=0-3", If_None_Match=etag)[::2] == (304, b"")


def test_head_is_of_the_whole(served: Served) -> None:
    status, headers, _ = served.ask(method="HEAD", Range="bytes=0-3")
    assert (status, headers["content-length"]) == (200, str(len(WHOLE)))


@pytest.mark.parametrize("path", ["/", "/launch", "/feed.xml", "/robots.txt", "/media/000000000000/x.webp", "/none"])
def test_nothing_else_comes_in_parts(served: Served, path: str) -> None:
    whole, asked = served.ask(path), served.ask(path, Range="bytes=0-3")
    assert (whole[0], whole[2]) == (asked[0], asked[2])
    assert "accept-ranges" not in asked[1]


@given(st.binary(min_size=1, max_size=50), st.integers(0, 60), st.integers(0, 60))
def test_every_part_is_what_stands_there(body: bytes, first: int, last: int) -> None:
    whole = Answer(200, [(b"accept-ranges", b"bytes"), (b"content-length", b"%d" % len(body))], body)
    part = part_of(whole, b"bytes=%d-%d" % (first, last), b"")
    if last < first:
        assert part is whole
    elif first >= len(body):
        assert part.status == 416
    else:
        assert (part.status, part.body) == (206, body[first : last + 1])
        assert dict(part.headers)[b"content-length"] == b"%d" % len(part.body)
