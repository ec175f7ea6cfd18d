"""Health and metrics: what they say, to whom, and that no word of copy is in them."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.rig import NETWORK, Rig
from tests.wires import g2
from wireroom.newsroom import health
from wireroom.transports.health import Records
from wireroom.web import client
from wireroom.web.admin import metrics
from wireroom.web.admin.app import PATHS, Admin
from wireroom.web.client import Response
from wireroom.web.inbox.app import Inbox
from wireroom.web.inbox.front import Front
from wireroom.web.tally import Tally

ROOT = Path(__file__).parents[2]
TEXTS = [path.decode() for path in PATHS]


class Live:
    """All that a server answers with, over a newsroom with one story."""

    def __init__(self, folder: Path, head: str = "") -> None:
        self.rig = Rig(folder, head + NETWORK)
        self.rig.take("mpa", g2("urn:x:1", 1, "Rocket waits", created=self.rig.now, slugline="launch"))
        home = self.rig.home
        self.tally = Tally()
        self.admin = Admin(home, lambda: self.rig.now, self.tally, cached=lambda: self.rig.app.cached)
        inbox = Inbox(home.network, home.folder, _nobody, lambda key: None)
        self.front = Front(self.rig.app, inbox, admin=self.admin)

    def ask(self, path: str, *, host: str = "localhost", address: str = "127.0.0.1", **headers: str) -> Response:
        lines = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(client.fetch(self.front, f"http://{host}{path}", lines, address=address))


async def _nobody(*_: Any) -> Any:
    raise AssertionError("nothing is delivered here")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    made = Live(tmp_path)
    yield made
    made.rig.close()


def test_a_newsroom_that_is_well_says_so(live: Live) -> None:
    answer = live.ask("/healthz")
    facts = json.loads(answer.text)
    assert (answer.status, facts["status"]) == (200, "ok")
    assert facts["checks"]["ledger"] == "ok"
    assert facts["checks"].keys() == {"ledger", "disk", "source mpa", "source nln", "source pws"}
    assert answer.header("cache-control") == "no-store"
    assert live.ask("/healthz/live").status == 200


def test_without_a_ledger_that_takes_writes_it_is_not_ready_and_lives_on(live: Live) -> None:
    (live.rig.folder / "ledger.sqlite").rename(live.rig.folder / "elsewhere.sqlite")
    answer = live.ask("/healthz")
    assert (answer.status, json.loads(answer.text)["checks"]["ledger"]) == (503, "failure")
    assert live.ask("/healthz/live").status == 200
    assert "wireroom_ready 0\n" in live.ask("/metrics").text


def test_a_transaction_under_way_is_no_fault(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from wireroom.newsroom import readiness

    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    other = sqlite3.connect(live.rig.folder / "ledger.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert live.ask("/healthz").status == 200
    other.close()


def test_a_full_disk_is_a_failure(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(health.SCANTY - 1))
    assert live.ask("/healthz").status == 503


def test_a_source_that_fails_makes_nobody_take_the_server_away(live: Live) -> None:
    records = Records(live.rig.folder)
    known = records.of("mpa", live.rig.home.network.sources["mpa"].address)
    for _ in range(health.FAILURES):
        known.failed(live.rig.now, "refused")
    records.close()
    answer = live.ask("/healthz")
    assert (answer.status, json.loads(answer.text)["status"]) == (200, "degraded")
    assert 'wireroom_source_failures{source="mpa"} 3\n' in live.ask("/metrics").text


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize(
    "asked",
    [
        {"address": "192.0.2.1"},
        {"address": ""},
        {"host": "orbit.example"},
        {"host": "orbit.localhost"},
        {"x_forwarded_for": "192.0.2.1"},
        {"x_forwarded_host": "orbit.example"},
        {"x_real_ip": "192.0.2.1"},
        {"forwarded": "for=192.0.2.1"},
        {"via": "1.1 cdn"},
    ],
)
def test_nobody_else_is_told(live: Live, path: str, asked: dict[str, str]) -> None:
    assert live.ask(path).status == 200
    answer = live.ask(path, **asked)
    assert answer.status == 404
    assert "wireroom_" not in answer.text
    assert "ledger" not in answer.text


@pytest.mark.parametrize("head", ['proxies = ["127.0.0.1"]\n', 'proxies = ["::/0"]\n', 'admin = "127.0.0.1:0"\n'])
def test_nor_anybody_on_the_readers_port_where_a_proxy_may_stand_before_it(tmp_path: Path, head: str) -> None:
    made = Live(tmp_path, head)
    assert [made.ask(path).status for path in TEXTS] == [404, 404, 404]
    made.rig.close()


def test_an_address_of_its_own_tells_whoever_reaches_it_and_nothing_else(live: Live) -> None:
    for path, status in (*((path, 200) for path in TEXTS), ("/", 404), ("/launch", 404)):
        answer = asyncio.run(client.fetch(live.admin, f"http://wire.internal:9180{path}", address="192.0.2.1"))
        assert answer.status == status, path


def test_only_get_and_head(live: Live) -> None:
    for method, status in (("HEAD", 200), ("POST", 405)):
        answer = asyncio.run(client.fetch(live.admin, "http://localhost/metrics", method=method))
        assert (answer.status, answer.body if method == "HEAD" else b"") == (status, b"")


def test_metrics_are_what_prometheus_reads(live: Live) -> None:
    live.rig.get("orbit", "/")
    live.tally.add(200, 1000)
    live.tally.add(404, 10)
    answer = live.ask("/metrics")
    assert answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    sample = re.compile(r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"\})? -?[0-9.e+-]+')
    assert all(line.startswith(("# HELP ", "# TYPE ")) or sample.fullmatch(line) for line in lines)
    assert 'wireroom_responses_total{code="200"} 1' in lines
    assert "wireroom_response_bytes_total 1010" in lines
    assert f"wireroom_ledger_entries {live.rig.home.ledger.seq()}" in lines
    assert "wireroom_cached_pages 1" in lines


def test_no_word_of_copy_is_in_it(live: Live) -> None:
    canary = "zyxcanary"
    live.rig.take("mpa", g2(f"urn:{canary}:2", 1, canary, created=live.rig.now, slugline=f"launch-{canary}"))
    live.rig.take("mpa", canary.encode(), name=f"{canary}.xml")
    live.rig.get("orbit", "/")
    for path in TEXTS:
        assert canary not in live.ask(path).text


def test_committed_page_is_what_the_metrics_say() -> None:
    assert (ROOT / "docs/reference/metrics.md").read_text(encoding="utf-8") == metrics.reference()


def test_every_metric_has_its_kind_and_a_name_of_its_own() -> None:
    names = [one.name for one in metrics.METRICS]
    assert len(set(names)) == len(names)
    assert all((one.kind == "counter") == one.name.endswith(("_total", "_entries")) for one in metrics.METRICS)
