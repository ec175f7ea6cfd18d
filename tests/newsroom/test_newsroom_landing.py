"""A kill from the shell beside a real server: gone at once, told outside, its receipt recorded, the server proven."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.newsroom.test_newsroom_running import WIREROOM, Running
from tests.rig import NETWORK
from tests.transports.faulty import Server, answer
from tests.wires import g2
from wireroom.news import story_id

URI = "urn:newsml:mpa.example:20261122:8301"


@pytest.fixture
def outside() -> Iterator[Server]:
    made = Server()
    made.replies["/purge"] = answer(200)
    yield made
    made.close()


@pytest.fixture
def running(tmp_path: Path, outside: Server) -> Iterator[Running]:
    hooks = f'[hooks]\npurge = "{outside.url}/purge"\nallow_private = true\n'
    (tmp_path / "network.toml").write_text(NETWORK + hooks, encoding="utf-8")
    made = Running(tmp_path)
    yield made
    made.stop()
    assert made.process.stdout
    made.process.stdout.close()


def wireroom(running: Running, *words: str) -> subprocess.CompletedProcess[str]:
    command = [WIREROOM, *words, "-n", str(running.folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def until(what: str, holds: Callable[[], bool]) -> None:
    for _ in range(1800):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(what)


@pytest.mark.slow
def test_a_kill_beside_a_running_server_lands_and_is_proven(running: Running, outside: Server) -> None:
    made = datetime.now(UTC) - timedelta(minutes=5)
    running.drop("one.xml", g2(URI, 1, "Rocket qxzzy leaves", created=made))
    until("the story shows", lambda: "qxzzy" in running.get("/@orbit/")[1])
    verified = wireroom(running, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "0 differ" in verified.stdout
    assert wireroom(running, "kill", URI, "--by", "Ana").returncode == 0
    assert "qxzzy" not in running.get("/@orbit/")[1]
    assert running.get(f"/@orbit/2026/11/22/x-{story_id(URI)}")[0] == 410
    until("the cache hears of it", lambda: any(one.path == "/purge" for one in outside.asked))
    told = json.loads(outside.asked[0].body)
    assert [url.endswith(story_id(URI)) for url in told["gone"]] == [True]
    until(
        "a receipt is recorded", lambda: '"newsroom"' in wireroom(running, "log", "--kind", "receipt", "--json").stdout
    )
    receipt = wireroom(running, "receipt", URI, "--json")
    assert receipt.returncode == 0, receipt.stderr
    facts = json.loads(receipt.stdout)
    assert facts["complete"] is True
    assert [one["place"].startswith("server http://") for one in facts["places"]] == [True]


@pytest.mark.slow
def test_a_contracts_end_darkens_a_running_server(running: Running) -> None:
    made = datetime.now(UTC) - timedelta(minutes=5)
    running.drop("one.xml", g2(URI, 1, "Rocket qxzzy leaves", created=made))
    until("the story shows", lambda: "qxzzy" in running.get("/@orbit/")[1])
    wireroom(running, "licence", "end", "MPA", "--by", "Ana")
    until("it is dark", lambda: "qxzzy" not in running.get("/@orbit/")[1])
    again = wireroom(running, "licence", "end", "MPA")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "nothing is left on any surface" in again.stdout
    running.drop("two.xml", g2(URI + "2", 1, "Rocket qxzzy again", created=made))
    until("it is recorded", lambda: "8301" + "2" in wireroom(running, "log").stdout)
    assert "qxzzy" not in running.get("/@orbit/")[1]
