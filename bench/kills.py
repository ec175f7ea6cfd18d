"""Kills under load: 1,000 of them by wire, in an archive of 100,000 stories on 20 sites, while wrk reads.

Two things are told apart: whether any response begun after the commit still shows the story (counted), and how long it
takes from the wire's bytes to the last address seen to be dark. Sizes: `KILLS_STORIES`, `KILLS`, `KILLS_SITES`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.serving import wait_for
from bench.table import quantile, summary
from tests.wires import g2
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.network.model import Network
from wireroom.news import Body, Version, story_id
from wireroom.newsroom.home import Home
from wireroom.newsroom.hooks_urls import Address, Kind, list_addresses, lists_of, own_addresses
from wireroom.transports import Delivery, hint_for

STORIES = int(os.environ.get("KILLS_STORIES", "100000"))
KILLS = int(os.environ.get("KILLS", "1000"))
SITES = int(os.environ.get("KILLS_SITES", "20"))
READERS = 8  # of wrk
ASKERS = 8  # connections that check
BATCH = 1000

SITE = """
[sites.s{n}]
name = "Site {n}"
url = "https://s{n}.example"
[sites.s{n}.sections]
news = "News"
[[sites.s{n}.rails]]
title = "From next door"
from = "s{next}"
length = 5
"""
RULE = """
[[rules]]
name = "to s{n}"
when = "slugline:to{n}"
place = ["s{n}/news", "s{next}/news"]
"""
HEAD = """
name = "Kills"
[sources.mpa]
provider = "MPA"
from = "folder:inbox"
licence = "mpa"
[licences.mpa]
provider = "MPA"
term = {{ from = 2020-01-01 }}
sites = [{sites}]
forms = {{ feed = "full", json-ld = "headline" }}
credit = "MPA"
"""
SCRIPT = """
local paths = {{{paths}}}
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""


def run() -> None:
    """Measures and prints."""
    logging.getLogger("wireroom").setLevel(logging.ERROR)  # each kill is a warning
    with tempfile.TemporaryDirectory() as name:
        home = Home(_network(Path(name)))
        now = datetime.now(UTC).replace(microsecond=0)
        began = time.monotonic()
        _archive(home.ledger, now)
        print(f"{STORIES:,} stories on {SITES} sites, made in {time.monotonic() - began:.0f} s", flush=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.serving", str(home.file)], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            wait_for(port)
            for load in (False, True):
                asyncio.run(_measure(home, port, load=load))
        finally:
            server.terminate()
            server.wait()
        home.close()


def _network(folder: Path) -> Path:
    names = ", ".join(f'"s{n}"' for n in range(SITES))
    text = HEAD.format(sites=names)
    text += "".join(SITE.format(n=n, next=(n + 1) % SITES) for n in range(SITES))
    text += "".join(RULE.format(n=n, next=(n + 1) % SITES) for n in range(SITES))
    file = folder / "network.toml"
    file.write_text(text, encoding="utf-8")
    return file


def _uri(number: int) -> str:
    return f"urn:newsml:mpa.example:2026:{number}"


def _archive(ledger: SqliteLedger, now: datetime) -> None:
    """Stories over two years, the last of them a minute old; each on two sites, and in the rails of three."""
    for start in range(0, STORIES, BATCH):
        items = []
        for number in range(start, min(start + BATCH, STORIES)):
            at = now - timedelta(days=730) * ((STORIES - number) / STORIES) - timedelta(minutes=1)
            words = f"harbour signal northern council budget {number:07d}zq"
            body = Body(
                "".join(f"<p>{words} valley research committee station winter {part}.</p>" for part in range(6))
            )
            items.append(
                (
                    Version(
                        *(_uri(number), 1, "MPA", "en", f"Headline {words}", "", f"to{number % SITES}"),
                        body=body,
                        first_created=at,
                        version_created=at,
                        format="newsml-g2",
                    ),
                    "mpa",
                    "",
                )
            )
        ledger.append_all(items, at=items[-1][0].version_created or now)
    ledger.catch_up()


async def _measure(home: Home, port: int, *, load: bool) -> None:
    """Kills `KILLS` stories, every second one among the newest, the others from all over the archive."""
    wrk = _wrk(home, port) if load else None
    askers = [await _Asker.open(port) for _ in range(ASKERS)]
    took_in, dark, shown, asked = [], [], 0, 0
    try:
        for number in _victims(load):
            addresses = list(_addresses(home.ledger, home.network, number))
            before = await _ask(askers, addresses[:1])
            assert before[0][0] == 200, (number, before[0][0])
            began = time.monotonic()
            _kill(home, number)
            took_in.append(time.monotonic() - began)
            answers = await _ask(askers, addresses)
            dark.append(time.monotonic() - began)
            asked += len(answers)
            name = story_id(_uri(number)).encode()
            for address, (status, body) in zip(addresses, answers, strict=True):
                bare = re.sub(rb"<at:deleted-entry[^>]*/>", b"", body)
                if name in bare or f"{number:07d}zq".encode() in bare or (address.kind is Kind.STORY and status != 410):
                    shown += 1
                    print("shown:", address, status)
    finally:
        for one in askers:
            one.close()
        told = _end(wrk) if wrk else "nobody else reads"
    print(f"\n{told}")
    print(f"{len(dark):,} kills by wire, {asked:,} addresses asked after the commit: {shown} showed the story")
    print(f"bytes to commit:          {summary(took_in)}")
    print(f"bytes to dark everywhere: {summary(dark)}   p95 {quantile(dark, 0.95) * 1e3:.1f} ms")
    print(
        f"                          ({asked / len(dark):.0f} addresses a kill, asked by {ASKERS} connections)",
        flush=True,
    )


def _victims(load: bool) -> Iterator[int]:
    """Twice over, none twice."""
    for turn in range(KILLS):
        if turn % 2:
            yield STORIES - 1 - turn - KILLS * load
        else:
            yield (turn + load) * (STORIES // 2) // KILLS


def _addresses(ledger: SqliteLedger, network: Network, number: int) -> Iterator[Address]:
    """The story on every site, and every list, feed, sitemap, rail and search that held it."""
    history = ledger.history(_uri(number))
    yield from sorted(own_addresses(network, history, network.sites), key=lambda one: one.site != f"s{number % SITES}")
    version = history[0].what
    assert isinstance(version, Version)
    lists = {where for entry in history for where in lists_of(entry.touches)}
    yield from list_addresses(network, lists, version.first_created)
    yield from (Address(where, f"/search?q={number:07d}z", Kind.SEARCH) for where in sorted(lists) if "/" not in where)


def _kill(home: Home, number: int) -> None:
    source = home.network.sources["mpa"]
    now = datetime.now(UTC)
    data = g2(_uri(number), 2, "", paragraphs=(), created=now, status="canceled", dateline="")
    fates = home.intake(lambda: now).take(source, [Delivery(f"kill-{number}", data, hint_for(source))])
    assert fates[0].outcome == "killed", fates


class _Asker:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @staticmethod
    async def open(port: int) -> _Asker:
        return _Asker(*await asyncio.open_connection("127.0.0.1", port))

    async def get(self, address: Address) -> tuple[int, bytes]:
        self._writer.write(f"GET {address.path} HTTP/1.1\r\nhost: {address.site}.example\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert length, head
        return int(head[9:12]), await self._reader.readexactly(int(length[1]))

    def close(self) -> None:
        self._writer.close()


async def _ask(askers: list[_Asker], addresses: list[Address]) -> list[tuple[int, bytes]]:
    """Every address once, as many at a time as there are connections; the answers in order."""
    found: dict[int, tuple[int, bytes]] = {}
    waiting = iter(enumerate(addresses))

    async def work(asker: _Asker) -> None:
        for number, address in waiting:
            found[number] = await asker.get(address)

    await asyncio.gather(*(work(asker) for asker in askers))
    return [found[number] for number in range(len(addresses))]


def _wrk(home: Home, port: int) -> subprocess.Popen[str]:
    """Readers of fronts, sections and the newest stories of one site."""
    with home.ledger.snapshot(datetime.now(UTC)) as snapshot:
        newest = [one.id for one, _ in zip(snapshot.placed("s0"), range(500), strict=False)]
    paths = ["/", "/news", "/feed.xml", *(f"/2026/01/01/x-{id}" for id in newest)]
    script = home.folder / "wrk.lua"
    script.write_text(SCRIPT.format(paths=", ".join(f'"{path}"' for path in paths)), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{READERS}", "-d24h", "-s", str(script), "-H", "host: s0.example"]
    return subprocess.Popen([*command, f"http://127.0.0.1:{port}/"], stdout=subprocess.PIPE, text=True)


def _end(wrk: subprocess.Popen[str]) -> str:
    wrk.send_signal(2)  # it tells what it did when it is interrupted
    said = wrk.communicate()[0]
    rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
    return f"under wrk, {READERS} connections: {float(rate[1]):,.0f} requests a second" if rate else "under wrk"


if __name__ == "__main__":
    run()
