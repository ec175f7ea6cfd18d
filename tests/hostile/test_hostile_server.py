"""The live server against hostile requests: its headers on every answer, and how often one address may search."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.rig import NETWORK, Rig
from tests.wires import g2
from wireroom.web import client
from wireroom.web.client import Response
from wireroom.web.inbox.app import Inbox
from wireroom.web.inbox.front import SEARCHES_AT_ONCE, Front

PROXIED = 'proxies = ["10.0.0.0/8"]\n' + NETWORK


class Live:
    """The whole server's application, without a socket; `seconds` is its clock."""

    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder, PROXIED)
        self.seconds = 0.0
        inbox = Inbox(self.rig.home.network, folder, _nobody, lambda key: None, clock=lambda: self.seconds)
        self.front = Front(self.rig.app, inbox, clock=lambda: self.seconds)

    def get(self, path: str, address: str = "192.0.2.1", forwarded: str = "", method: str = "GET") -> Response:
        headers = {"x-forwarded-for": forwarded} if forwarded else None
        url = f"https://orbit.example{path}"
        return asyncio.run(client.fetch(self.front, url, headers, method=method, address=address))


async def _nobody(*_: Any) -> Any:
    raise AssertionError("nothing is delivered here")


@pytest.fixture
def live(tmp_path: Path) -> Any:
    made = Live(tmp_path)
    made.rig.take("mpa", g2("urn:x:1", 1, "Rocket", created=made.rig.now, slugline="launch"))
    yield made
    made.rig.close()


def search_until_refused(live: Live, **who: str) -> tuple[int, Response]:
    for number in range(1000):
        answer = live.get(f"/search?q=word{number}", **who)
        if answer.status != 200:
            return number, answer
    raise AssertionError("nobody is ever refused")


def test_who_searches_without_end_has_to_wait_and_others_search_on(live: Live) -> None:
    answered, refusal = search_until_refused(live)
    assert answered == SEARCHES_AT_ONCE
    assert (refusal.status, refusal.header("cache-control")) == (429, "no-store")
    assert int(refusal.header("retry-after") or 0) >= 1
    assert live.get("/search?q=rocket", "192.0.2.2").status == 200
    assert live.get("/launch").status == 200, "who may not search may read"
    live.seconds += 1
    assert live.get("/search?q=rocket").status == 200


@pytest.mark.parametrize("path", ["/@orbit/search?q=x", "/%73earch?q=x", "/search?q=rocket"])
def test_no_other_way_to_write_it_is_free(live: Live, path: str) -> None:
    search_until_refused(live)
    assert live.get(path).status == 429
    assert live.front.respond("GET", b"orbit.example", *path.encode().split(b"?")) is None, "nor is the short way"


def test_nobody_makes_up_an_address(live: Live) -> None:
    answered = [live.get(f"/search?q={number}", forwarded=f"198.51.100.{number % 250}").status for number in range(60)]
    assert answered[-1] == 429


@pytest.mark.parametrize("proxy", ["127.0.0.1", "::1", "10.1.2.3"])
def test_behind_a_proxy_each_reader_counts_alone(live: Live, proxy: str) -> None:
    search_until_refused(live, address=proxy, forwarded="198.51.100.1")
    assert live.get("/search?q=x", proxy, "198.51.100.2").status == 200
    assert live.get("/search?q=x", proxy, "198.51.100.2, 198.51.100.1").status == 429, "what stands last counts"


def test_an_ipv6_customer_is_one_however_many_addresses_it_has(live: Live) -> None:
    statuses = [live.get(f"/search?q={number}", f"2001:db8:1:1::{number:x}").status for number in range(60)]
    assert statuses[-1] == 429
    assert live.get("/search?q=x", "2001:db8:1:2::1").status == 200


ROUTES = (
    *("/", "/launch", "/search?q=rocket", "/search", "/feed.xml", "/atom.xml", "/feed.json", "/rail/0", "/rail/99"),
    *("/robots.txt", "/sitemap.xml", "/news-sitemap.xml", "/sitemap/sections.xml", "/license.xml", "/no/such/page"),
    *("/media/0123456789ab/none.webp", "/2026/11/22/x-0123456789ab", "/..%2f..%2fetc/passwd", "/%00", "/inbox/desk"),
    *(
        "/inbox/desk/" + "x" * 20,
        "/@orbit/",
        "/@nowhere/",
        "/.well-known/tdmrep.json",
        "/" + "x" * 9000,
        "//evil.example",
    ),
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE"])
def test_every_answer_has_the_headers_that_keep_it_harmless(live: Live, method: str) -> None:
    story = live.rig.url("urn:x:1", "orbit")
    live.rig.take("mpa", g2("urn:x:2", 1, "Rocket two", created=live.rig.now, slugline="launch"))
    gone = live.rig.url("urn:x:2", "orbit")
    live.rig.take("mpa", g2("urn:x:2", 2, "", paragraphs=(), created=live.rig.now, status="canceled", dateline=""))
    seen = set()
    for path in (*ROUTES, story, gone):
        answer = live.get(path, method=method)
        seen.add(answer.status)
        policy = answer.header("content-security-policy") or ""
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy and "script-src" not in policy, path
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, path
        assert answer.header("x-content-type-options") == "nosniff", path
        assert answer.header("x-frame-options") == "DENY", path
        assert answer.header("referrer-policy") and answer.header("permissions-policy"), path
        assert "evil" not in (answer.header("location") or ""), path
    assert seen >= ({200, 404, 410, 414} if method in ("GET", "HEAD") else {405})
