"""Acceptance: what only a server under readers can show."""

from __future__ import annotations

import http.client
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.news import story_id
from wireroom.web.server import Server

KILLS = 40
PLACES = (
    "/",
    "/launch",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/search?q=rocket",
)


@pytest.mark.slow
def test_case_11_no_response_begun_after_the_commit_shows_it(tmp_path: Path) -> None:
    """Readers ask without rest while one story after the other is killed; each answer is held against the moment at
    which its request began. The kills are committed by another connection to the ledger, as another process's are."""
    rig, other = Rig(tmp_path), Rig(tmp_path)
    made = NOW - timedelta(minutes=9)
    uris = [f"urn:newsml:mpa.example:20261122:{number}" for number in range(KILLS)]
    rig.take("mpa", *[g2(uri, 1, f"Rocket qxzzy{n}q leaves", created=made) for n, uri in enumerate(uris)])
    server = Server(rig.app, "127.0.0.1").start()
    port = int(server.url.rpartition(":")[2])
    killed: dict[int, float] = {}
    shown: list[str] = []
    asked = [0, 0]
    ended = threading.Event()

    def read(reader: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        turn = reader
        while not ended.is_set():
            turn += 1
            number = turn % KILLS
            path = f"/2026/11/22/x-{story_id(uris[number])}" if turn % 2 else PLACES[turn // 2 % len(PLACES)]
            began = time.monotonic()
            gone = {one for one, at in list(killed.items()) if at < began}
            connection.request("GET", path, headers={"Host": "orbit.example"})
            answer = connection.getresponse()
            text = answer.read().decode() + str(answer.getheaders())
            shown.extend(f"{path}: {one}" for one in gone if f"qxzzy{one}q" in text)
            if turn % 2 and number in gone and answer.status != 410:
                shown.append(f"{path}: {answer.status}")
            asked[reader] += 1
        connection.close()

    readers = [threading.Thread(target=read, args=(number,), daemon=True) for number in range(2)]

    def go_on(count: int) -> None:
        """Waits until so many more answers were read."""
        until = sum(asked) + count
        while sum(asked) < until:
            assert all(reader.is_alive() for reader in readers), "a reader had no answer"
            time.sleep(0.001)

    for reader in readers:
        reader.start()
    for number, uri in enumerate(uris):
        go_on(10)
        other.take("mpa", g2(uri, 2, "", paragraphs=(), created=NOW, status="canceled", dateline=""))
        killed[number] = time.monotonic()
    go_on(4 * KILLS)
    ended.set()
    for reader in readers:
        reader.join()
    server.stop()
    other.close()
    rig.close()
    assert shown == []
