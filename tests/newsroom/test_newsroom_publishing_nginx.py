"""Debian's nginx serves what was published with the configuration that came with it, and answers as the live server."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.newsroom.publishing_helper import Published, Server, address_of, archive, free_port, nginx, nginx_binary
from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.news import Kill, story_id

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not nginx_binary() and not os.environ.get("CI"), reason="nginx is not installed"),
]
# What a reader's browser, a crawler or a cache acts upon. A file has no lifetime of its own: it is asked for each time.
KEY_HEADERS = (
    *("content-type", "content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"),
    *("x-frame-options", "x-robots-tag", "link"),
)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.close()


def served(rig: Rig) -> tuple[Published, Server]:
    port = free_port()
    published = Published(rig, listen=f"127.0.0.1:{port}")
    published.publish()
    return published, nginx(published, port)


def test_every_page_is_answered_as_by_the_live_server(rig: Rig) -> None:
    uris = archive(rig, 120, hours=6)
    rig.take("nln", g2("urn:nln:1", 1, "Nordic copy", created=NOW - timedelta(days=29)))
    rig.home.ledger.append(Kill(uri=uris[5], by="ana", at=NOW, why="wrong"), at=NOW)
    rig.later(days=2)
    published, server = served(rig)
    try:
        names = sorted(published.pages())
        addresses = [address_of(name) for name in names]
        addresses += [
            ("orbit", "/launch/", 301),
            ("orbit", "/2026/13/45/nothing", 404),
            ("orbit", "/.wireroom/lock", 404),
        ]
        assert {status for _, _, status in addresses} >= {200, 301, 404, 410}
        for site, path, status in addresses:
            live = rig.get(site, path)
            answer, headers, body = server.get(site, path)
            assert (answer, live.status) == (status, status), (site, path)
            assert headers.get("location") == live.header("location")
            if status == 301:
                continue
            assert body == live.body, (site, path)
            for name in KEY_HEADERS:
                assert headers.get(name) == live.header(name), (site, path, name)
            assert headers.get("cache-control", "no-cache") in ("no-cache", "private, no-store")
            if live.header("tdm-reservation"):
                assert headers["tdm-reservation"] == "1"
    finally:
        server.close()


def test_what_is_for_no_reader_is_not_there(rig: Rig) -> None:
    uris = archive(rig, 3)
    rig.home.ledger.append(Kill(uri=uris[0], by="ana", at=NOW, why="wrong"), at=NOW)
    _, server = served(rig)
    try:
        id = story_id(uris[0])
        hidden = (
            f"/_410/{id}.html",
            f"/_410/{id}",
            "/index.html",
            "/launch.html",
            "/feed.xml.gz",
            "/feed.xml.br",
            "/.hidden",
        )
        assert [path for path in hidden if server.get("orbit", path)[0] != 404] == []
    finally:
        server.close()


def test_kill_expiry_and_correction_land_without_a_reload(rig: Rig) -> None:
    uris = archive(rig, 3)
    rig.take("mpa", g2("urn:mpa:short", 1, "Short lived", created=NOW, expires=NOW + timedelta(hours=5)))
    published, server = served(rig)
    try:
        paths = {uri: rig.url(uri, "orbit") for uri in (*uris, "urn:mpa:short")}
        assert {server.get("orbit", path)[0] for path in paths.values()} == {200}
        _, before, _ = server.get("orbit", "/feed.xml")
        rig.home.ledger.append(Kill(uri=uris[1], by="ana", at=NOW, why="wrong"), at=NOW)
        published.publish()
        status, _, body = server.get("orbit", paths[uris[1]])
        assert (status, body) == (410, rig.get("orbit", paths[uris[1]]).body)
        # The same length within the same second is still another file.
        assert server.get("orbit", "/feed.xml", **{"If-None-Match": before["etag"]})[0] == 200
        rig.later(hours=6)
        assert server.get("orbit", paths["urn:mpa:short"])[0] == 200
        published.publish()
        assert server.get("orbit", paths["urn:mpa:short"])[0] == 410
        assert server.get("orbit", f"/2020/01/01/{story_id('urn:mpa:short')}")[0] == 410
    finally:
        server.close()


def test_a_story_that_moved_is_found_at_its_old_address(rig: Rig) -> None:
    (uri,) = archive(rig, 1)
    old = rig.url(uri, "orbit")
    rig.take("mpa", g2(uri, 2, "Another headline", created=NOW - timedelta(minutes=3), slugline="launch"))
    _, server = served(rig)
    try:
        new = rig.url(uri, "orbit")
        assert new != old
        status, headers, _ = server.get("orbit", old)
        assert (status, headers["location"]) == (301, new)
    finally:
        server.close()


def test_feeds_are_sent_compressed_as_they_lie_there(rig: Rig) -> None:
    archive(rig, 5)
    published, server = served(rig)
    try:
        _, headers, body = server.get("orbit", "/feed.xml", **{"Accept-Encoding": "gzip"})
        assert headers["content-encoding"] == "gzip"
        assert body == (published.root / "orbit/feed.xml.gz").read_bytes()
        assert gzip.decompress(body) == rig.get("orbit", "/feed.xml").body
        _, headers, body = server.get("orbit", "/", **{"Accept-Encoding": "gzip"})
        assert gzip.decompress(body) == rig.get("orbit", "/").body
    finally:
        server.close()
