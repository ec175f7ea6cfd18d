"""Acceptance: hostile copy and hostile servers, where no browser is needed to see it (`tests/hostile` opens one)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from tests.hostile.documents import FORMATS
from tests.newsroom.publishing_helper import Published
from tests.rig import NETWORK, NOW, Rig
from tests.transports.faulty import Server, answer, packed
from tests.wires import g2, ninjs, rss
from wireroom import network as networks
from wireroom.ledger.model import Outcome
from wireroom.network.model import Source
from wireroom.newsroom.intake import Fate
from wireroom.newsroom.sources import Sources
from wireroom.transports import Delivery
from wireroom.transports.fetch import Fetcher
from wireroom.transports.health import Health, health_of

URI = "urn:newsml:mpa.example:20261122:8801"
FEED = rss(("tag:pws.example,2026:1", "Cable laid", "A cable was laid.", NOW))
ACTIVE = {"svg", "math", "iframe", "frame", "object", "embed", "base", "applet", "template"}


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


# Hostile copy


def active(body: bytes) -> list[str]:
    """What of a page would do something by itself, or when it is touched."""
    found = []
    for one in lxml.html.document_fromstring(body).iter("*"):
        data = one.tag == "script" and one.get("type") == "application/ld+json"
        form = one.tag == "form" and one.get("role") != "search"
        if one.tag in ACTIVE or form or (one.tag == "script" and not data):
            found.append(str(one.tag))
        for name, value in ((str(name), str(value)) for name, value in one.items()):
            scheme = re.match(r"\s*(javascript|vbscript|data)\s*:", value, re.IGNORECASE)
            if name.startswith("on") or name in ("srcdoc", "style") or (name in ("href", "src", "action") and scheme):
                found.append(f"{one.tag} {name}={value}")
    return found


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<svg onload="alert(1)"><a href="javascript:alert(1)">x</a></svg>',
        '"><iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    ],
)
def test_case_32_nothing_active_is_in_any_answer(rig: Rig, text: str) -> None:
    rig.take("mpa", *[write(text, f"urn:hostile:{name}") for name, write in FORMATS.items()])
    pages = [(url, page.body) for url, page in rig.crawl().items() if b"<!doctype html" in page.body[:20].lower()]
    assert len(pages) > 15
    assert [(url, found) for url, body in pages if (found := active(body))] == []
    assert active(f"<p>{text}</p>".encode()), "and this test can see it"


def test_case_32_nothing_is_asked_of_where_copy_points(rig: Rig, server: Server) -> None:
    there = f"{server.url}/beacon"
    text = f'<img src="{there}.png"><link href="{there}.css" rel="stylesheet"><a href="{there}">x</a>'
    rig.take("mpa", *[write(text, f"urn:pointing:{name}") for name, write in FORMATS.items()])
    outside = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % a SYSTEM "{there}.dtd"> %a; <!ENTITY b SYSTEM "{there}">]>'
    rig.take("mpa", outside.encode() + g2(URI, 1, "Rocket &b;", created=NOW).partition(b"?>")[2])
    rig.crawl()
    Published(rig).publish()
    assert server.asked == []


def test_case_32_no_entity_reads_a_file(rig: Rig) -> None:
    (rig.folder / "secret").write_text("qxzzy of the house")
    opening = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file://{rig.folder}/secret">]>'
    body = g2(URI, 1, "Rocket HERE", paragraphs=("HERE",), created=NOW).partition(b"?>")[2]
    rig.take("mpa", opening.encode() + body.replace(b"HERE", b"&a;"))
    assert rig.showing("qxzzy") == []


@pytest.mark.parametrize("name", ["../../escaped.jpg", "/etc/passwd", "..\\escaped.jpg", "a/../../../escaped.jpg"])
def test_case_32_no_path_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    room = tmp_path / "room"
    room.mkdir()
    rig = Rig(room)
    picture = {"a": {"type": "picture", "renditions": {"web": {"href": name, "mimetype": "image/jpeg"}}}}
    rig.take(
        "mpa", ninjs(f"urn:{name}", 1, f"Rocket {name}", slugline=f"launch{name}", associations=picture), name=name
    )
    rig.take("mpa", b"<broken", name=name)
    Published(rig).publish()
    outside = [path for path in tmp_path.rglob("*") if room not in path.parents and path != room]
    assert outside == []
    assert b"root:" not in b"".join(page.body for page in rig.crawl().values())
    rig.close()


def test_case_32_a_field_of_megabytes_ends_in_bounded_pages(rig: Rig) -> None:
    rig.take("mpa", g2(URI, 1, "Rocket " + "x" * (4 << 20), created=NOW, slugline="launch"))
    assert max(len(page.body) for page in rig.crawl().values()) < 1 << 20


@pytest.mark.parametrize("spoiled", [b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\x00", b"\xf0\x9f"])
def test_case_32_broken_encodings_stop_nothing(rig: Rig, spoiled: bytes) -> None:
    document = g2(URI, 1, "Rocket HERE leaves", created=NOW).replace(b"HERE", spoiled)
    fates = rig.take("mpa", document, g2(f"{URI}2", 1, "Rocket that is sound", created=NOW))
    assert len(fates) == 2
    assert "Rocket that is sound" in rig.get("orbit", "/").text
    for page in rig.crawl().values():
        page.body.decode("utf-8")


def test_case_32_bombs_are_set_aside_and_neighbours_are_taken(rig: Rig) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><newsItem>&l11;</newsItem>'
    deep = json.dumps({"uri": URI}).replace("}", ', "a": ' + "[" * 200_000 + "]" * 200_000 + "}")
    fates = rig.take("mpa", bomb.encode(), deep.encode(), g2(f"{URI}2", 1, "Rocket that is sound", created=NOW))
    assert [fate.outcome for fate in fates].count("accepted") == 1
    assert [fate.outcome for fate in fates].count("quarantined") == 2


# Hostile servers


def polled(folder: Path, server: Server, address: str, more: str = "") -> tuple[Health, list[bytes]]:
    """How a feed at this address does after it was asked once, and what was taken in."""
    text = f"""
        {NETWORK}
        [sources.polled]
        provider = "PWS"
        from = "{address}"
        licence = "pws"
        {more}
    """
    taken: list[bytes] = []

    async def follow() -> None:
        rested = asyncio.Event()

        async def take(source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
            taken.extend(one.data for one in deliveries)
            return [Fate("x", Outcome.ACCEPTED)]

        async def sleep(seconds: float) -> None:
            rested.set()
            await asyncio.Event().wait()

        network = networks.parse("\n".join(line.strip() for line in text.splitlines()))
        sources = Sources(folder, lambda: NOW, take, sleep=sleep, fetcher=Fetcher(spacing=0))
        only = {"polled": network.sources["polled"]}
        sources.adopt(replace(network, sources=only))
        await asyncio.wait_for(rested.wait(), 120)
        await sources.close()

    asyncio.run(follow())
    return health_of(folder)["polled"], taken


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0x7f000001"])
def test_case_33_a_poll_never_reaches_this_machine(tmp_path: Path, server: Server, host: str) -> None:
    server.replies["/feed.xml"] = answer(200, FEED)
    health, taken = polled(tmp_path, server, f"http://{host}:{server.port}/feed.xml")
    assert (server.asked, taken, health.failures) == ([], [], 1)


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.1.1", "169.254.169.254", "[fe80::1]", "[fd12:3456::1]"])
def test_case_33_nor_a_private_or_link_local_address(tmp_path: Path, server: Server, address: str) -> None:
    health, taken = polled(tmp_path, server, f"http://{address}/feed.xml")
    assert "open internet" in health.last_error
    assert taken == []


def test_case_33_unless_the_network_file_says_so(tmp_path: Path, server: Server) -> None:
    server.replies["/feed.xml"] = answer(200, FEED)
    _, taken = polled(tmp_path, server, f"{server.url}/feed.xml", "allow_private = true")
    assert taken == [FEED]


def test_case_33_what_is_allowed_for_the_feed_is_not_for_other_ports(tmp_path: Path, server: Server) -> None:
    other = Server()
    server.replies["/feed.xml"] = answer(302, location=f"{other.url}/admin")
    try:
        health, taken = polled(tmp_path, server, f"{server.url}/feed.xml", "allow_private = true")
        assert (other.asked, taken, health.failures) == ([], [], 1)
    finally:
        other.close()


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\n\r\n"
    while True:
        yield b"<item/>" * 100_000


@pytest.mark.parametrize("reply", [lambda asked: endless(), packed(bytes(64 << 20))], ids=["without end", "a bomb"])
def test_case_33_a_body_without_end_stops_at_the_stated_limit(tmp_path: Path, server: Server, reply: object) -> None:
    server.replies["/feed.xml"] = reply  # type: ignore[assignment]
    health, taken = polled(tmp_path, server, f"{server.url}/feed.xml", "allow_private = true")
    assert "larger than 32 MB" in health.last_error
    assert taken == []
