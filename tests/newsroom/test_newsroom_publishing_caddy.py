"""Debian's Caddy serves what was published, with rails that the browser keeps fresh, and answers as the live server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.newsroom.publishing_helper import Published, address_of, archive, caddy, caddy_binary, free_port
from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.news import Kill, story_id

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not caddy_binary() and not os.environ.get("CI"), reason="caddy is not installed"),
]
KEY_HEADERS = (
    *("content-type", "x-content-type-options", "referrer-policy", "permissions-policy", "x-frame-options"),
    *("x-robots-tag", "link"),
)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.close()


def test_every_file_is_served_with_the_live_servers_status_and_headers(rig: Rig) -> None:
    uris = archive(rig, 60)
    old = rig.url(uris[0], "orbit")
    rig.take("mpa", g2(uris[0], 2, "Another headline", created=NOW - timedelta(minutes=3), slugline="launch"))
    rig.home.ledger.append(Kill(uri=uris[5], by="ana", at=NOW, why="wrong"), at=NOW)
    published = Published(rig, "inline")
    published.publish()
    server = caddy(published, free_port())
    try:
        names = [name for name in sorted(published.pages()) if not name.endswith("/rails.js")]
        for name in names:
            site, path, status = address_of(name)
            live = rig.get(site, path)
            answer, headers, body = server.get(site, path)
            assert (answer, body) == (status, (published.root / name).read_bytes()), name
            assert {one: headers.get(one) for one in KEY_HEADERS} == {one: live.header(one) for one in KEY_HEADERS}, (
                name
            )
            assert headers["content-security-policy"].startswith(live.header("content-security-policy") or "?"), name
            assert headers["cache-control"] == "no-cache"
        assert server.get("orbit", "/rails.js")[1]["content-type"] == "text/javascript; charset=utf-8"
        status, headers, _ = server.get("orbit", old)
        assert (status, headers["location"]) == (301, rig.url(uris[0], "orbit"))
        id = story_id(uris[5])
        assert server.get("orbit", f"/2020/01/01/other-words-{id}")[0] == 410
        hidden = (f"/_410/{id}.html", f"/_410/{id}", "/index.html", "/launch.html", "/feed.xml.gz", "/.wireroom/lock")
        assert [path for path in hidden if server.get("orbit", path)[0] != 404] == []
        rig.home.ledger.append(Kill(uri=uris[6], by="ana", at=NOW, why="wrong"), at=NOW)
        published.publish()
        assert server.get("orbit", f"/2020/01/01/{story_id(uris[6])}")[0] == 410
    finally:
        server.close()
