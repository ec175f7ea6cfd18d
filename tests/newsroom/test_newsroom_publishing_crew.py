"""Several processes that make pages: the same bytes and the same memory of them, whatever becomes of the processes."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.newsroom.publishing_helper import Published, archive
from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.news import Kill
from wireroom.newsroom.publishing import crew, publisher
from wireroom.transports.out import KEPT

WORKER = (sys.executable, "-m", "wireroom.cli.publish_worker")
# Makes one piece, and is gone.
_DYING = """
import sys
import wireroom.newsroom.publishing.crew as crew
from wireroom.cli.publish_worker import main
receive, asked = crew._receive, []
def once(stream):
    asked.append(stream)
    return receive(stream) if len(asked) == 1 else sys.exit(1)
crew._receive = once
main(*sys.argv[1:])
"""
_OTHERS = """
import sys
import wireroom.cli.publish_worker as worker
worker.made_with = lambda home, weaving: "another network"
worker.main(*sys.argv[1:])
"""
DYING, OTHERS, GONE = ((sys.executable, "-c", text) for text in (_DYING, _OTHERS, ""))

pytestmark = pytest.mark.slow


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    uris = archive(made, 120, hours=11)
    made.take("pws", g2("urn:pws:1", 1, "Grid copy", created=NOW, slugline="grid"))
    made.take("mpa", g2("urn:mpa:later", 1, "Later", created=NOW, embargoed=NOW + timedelta(hours=3)))
    made.home.ledger.append(Kill(uri=uris[70], by="ana", at=NOW, why="wrong"), at=NOW)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes start for a few pages, and there are two of them, wherever this runs."""
    monkeypatch.setattr(publisher, "_MANY", 3)
    monkeypatch.setattr(crew, "processors", lambda: 2)


def outcome(rig: Rig, worker: tuple[str, ...]) -> tuple[dict[str, bytes], list[list[tuple[object, ...]]], list[int]]:
    """Everything that is published, all that is remembered of it, and how many pages the processes made."""
    counted = []
    make = crew.Crew.make

    def counting(self: crew.Crew, *asked: object) -> Iterator[object]:
        for made in make(self, *asked):  # type: ignore[arg-type]
            counted.append(made is not None)
            yield made

    crew.Crew.make = counting  # type: ignore[method-assign, assignment]
    try:
        published = Published(rig, worker=worker)
        published.publish()
    finally:
        crew.Crew.make = make  # type: ignore[method-assign]
    files = published.files()
    with closing(sqlite3.connect(published.root / KEPT / "manifest.sqlite")) as base:
        slots = dict(base.execute("SELECT n, site || key FROM slot").fetchall())
        queries = ["SELECT n, site, key, round, changes_at FROM slot", "SELECT n, name, digest, twins FROM file"]
        queries += ["SELECT n, key FROM uses", "SELECT n, key FROM link", "SELECT n, list, newest, oldest FROM span"]
        memory = [sorted((slots[n], *rest) for n, *rest in base.execute(query).fetchall()) for query in queries]
    shutil.rmtree(published.root)
    return files, memory, [sum(counted), len(counted)]


def test_the_same_is_published_and_remembered_as_by_one_process(rig: Rig) -> None:
    alone = outcome(rig, ())
    together = outcome(rig, WORKER)
    assert alone[:2] == together[:2]
    assert alone[2] == [0, 0]
    assert together[2][0] == together[2][1] > 200


@pytest.mark.parametrize("worker", [GONE, DYING, OTHERS], ids=["gone", "dying", "others"])
def test_so_it_is_when_the_processes_end_early_or_know_another_network(rig: Rig, worker: tuple[str, ...]) -> None:
    alone = outcome(rig, ())
    together = outcome(rig, worker)
    assert alone[:2] == together[:2]
    assert together[2][0] < together[2][1]


def test_what_comes_meanwhile_is_seen_by_nobody_too_early(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between the publisher's look and theirs: no page is made of two moments."""
    ask = crew.Crew._ask
    uri = "urn:newsml:mpa.example:2026:a90"

    def killing(self: crew.Crew, *asked: object) -> None:
        if not rig.home.ledger.seq() > before:
            rig.home.ledger.append(Kill(uri=uri, by="ana", at=NOW, why="meanwhile"), at=NOW)
        ask(self, *asked)  # type: ignore[arg-type]

    before = rig.home.ledger.seq()
    monkeypatch.setattr(crew.Crew, "_ask", killing)
    together = outcome(rig, WORKER)
    monkeypatch.setattr(crew.Crew, "_ask", ask)
    assert rig.home.ledger.seq() == before + 1
    assert together[2][0] < together[2][1]
    assert together[0] == outcome(rig, ())[0]
