"""Snippets and fonts of the owner's own, published: the live server's bytes and headers, from nginx and Caddy too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.newsroom.publishing_helper import (
    Published,
    Server,
    archive,
    caddy,
    caddy_binary,
    free_port,
    nginx,
    nginx_binary,
)
from tests.rig import NETWORK, Rig
from wireroom.newsroom.home import Home

FONT = b"wOF2" + bytes(range(256)) * 2
MORE = """slots.top = { where = "story-top", sizes = "300x250", snippet = "top.html", csp.img = ["https://a.example"] }
slots.foot = { where = "story-end", sizes = "300x250" }
fonts.text = "Orbit Serif"
[[sites.orbit.faces]]
family = "Orbit Serif"
file = "orbit.woff2"
[sites.orbit.sections]
"""
HEADERS = (
    *("content-type", "cache-control", "content-security-policy", "x-frame-options", "x-robots-tag"),
    *("x-content-type-options", "referrer-policy", "permissions-policy"),
)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    (tmp_path / "top.html").write_text("<p>Umbrellas</p>")
    (tmp_path / "orbit.woff2").write_bytes(FONT)
    rig = Rig(tmp_path, NETWORK.replace("[sites.orbit.sections]\n", MORE, 1))
    yield rig
    rig.close()


def font(home: Home) -> str:
    return f"/assets/{home.network.sites['orbit'].look.faces[0].name}"


def test_the_live_server_lets_caches_keep_what_holds_no_copy(rig: Rig) -> None:
    slot, face, front = rig.get("orbit", "/ad/top"), rig.get("orbit", font(rig.home)), rig.get("orbit", "/")
    assert (slot.status, slot.header("cache-control")) == (200, "public, max-age=300")
    assert (face.status, face.header("cache-control")) == (200, "public, max-age=31536000, immutable")
    assert (face.body, face.header("content-type")) == (FONT, "font/woff2")
    assert slot.header("x-frame-options") == "SAMEORIGIN"
    assert (front.header("cache-control"), front.header("x-frame-options")) == ("no-cache", "DENY")
    assert rig.get("orbit", "/ad/top", {"if-none-match": slot.header("etag") or ""}).status == 304


def test_both_are_files_and_empty_slots_are_none(rig: Rig) -> None:
    published = Published(rig)
    archive(rig, 2)
    published.publish()
    names = {name: data for name, data in published.pages().items() if "/ad/" in name or "/assets/" in name}
    assert names == {"orbit/ad/top.html": rig.get("orbit", "/ad/top").body, f"orbit{font(rig.home)}": FONT}


def test_what_the_owner_changes_is_published_anew_and_what_goes_is_gone(rig: Rig) -> None:
    published = Published(rig)
    archive(rig, 2)
    published.publish()
    before = font(rig.home)
    (rig.folder / "top.html").write_text("<p>Parasols</p>")
    (rig.folder / "orbit.woff2").write_bytes(FONT + b"more")
    rig.restart()
    published.publish()
    assert b"Parasols" in (published.root / "orbit/ad/top.html").read_bytes()
    assert font(rig.home) != before
    assert not (published.root / f"orbit{before}").exists()
    assert (published.root / f"orbit{font(rig.home)}").read_bytes() == FONT + b"more"
    assert font(rig.home).encode() in (published.root / "orbit/index.html").read_bytes()
    (rig.folder / "top.html").unlink()
    rig.restart()
    published.publish()
    assert not (published.root / "orbit/ad/top.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "there"),
    [pytest.param(nginx, bool(nginx_binary()), id="nginx"), pytest.param(caddy, bool(caddy_binary()), id="caddy")],
)
def test_web_servers_answer_with_the_live_servers_headers(
    rig: Rig, start: Callable[[Published, int], Server], there: bool
) -> None:
    if not there and not os.environ.get("CI"):
        pytest.skip("it is not installed")
    archive(rig, 2)
    port = free_port()
    published = Published(rig, "inline" if start is caddy else "", listen=f"127.0.0.1:{port}")
    published.publish()
    server = start(published, port)
    try:
        for path in ("/ad/top", font(rig.home)):
            live = rig.get("orbit", path)
            status, headers, body = server.get("orbit", path)
            assert (status, body) == (200, live.body), path
            assert {name: headers.get(name) for name in HEADERS} == {name: live.header(name) for name in HEADERS}
        assert {server.get("orbit", path)[0] for path in ("/ad/foot", "/ad/top.html", "/assets/none.woff2")} == {404}
    finally:
        server.close()
