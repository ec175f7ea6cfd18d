"""A sender that stops at any byte of a file, for a while or for good: its story appears never, or whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.rig import Rig
from tests.transports.clocks import Wall
from tests.wires import g2, ninjs, rss
from wireroom.newsroom.replay import replay
from wireroom.transports import Folder, hint_for
from wireroom.transports.folder import Manner

LAST = "And that was the last word of it."
PARAGRAPHS = ("The ferry is back.", LAST)
MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STORIES = {
    "newsml-g2": g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry", paragraphs=PARAGRAPHS, created=MADE),
    "ninjs": ninjs("https://mpa.example/1", 1, "Ferry", paragraphs=PARAGRAPHS, versioncreated=MADE, place=[{"a": {}}]),
    "rss": rss(("tag:mpa.example,2026:1", "Ferry", " ".join(PARAGRAPHS), MADE)),
    "telex": b"ZCZC\r\nmpa001 4 pl 30 mpa 001\r\n\r\nFerry =\r\nLindholm (mpa) - The ferry is back.\r\nAnd that was the"
    b" last word of it.\r\nNNNN\r\n",
}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def look(rig: Rig, folder: Folder) -> None:
    source = rig.home.network.sources["mpa"]
    deliveries = folder.deliveries()
    rig.intake.take(source, deliveries)
    for delivery in deliveries:
        folder.done(delivery)


def bodies(rig: Rig) -> list[str]:
    """The text of every version in the ledger."""
    found = [entry.what for entry in rig.home.ledger.entries()]
    return [f"{getattr(one, 'body', '')}{getattr(one, 'summary', '')}" for one in found]


def assert_nothing_or_all(rig: Rig, cut: int) -> None:
    assert [body for body in bodies(rig) if LAST not in body] == [], cut


@pytest.mark.slow
@pytest.mark.parametrize("name", STORIES)
def test_a_story_appears_never_or_whole(rig: Rig, name: str, tmp_path: Path) -> None:
    """At every third byte the writer waits: a moment, then too long; what it left is given up, and read again later."""
    data = STORIES[name].rstrip()
    wall = Wall()
    hint = hint_for(rig.home.network.sources["mpa"])
    for cut in range(name == "ninjs", len(data), 3):
        inbox = tmp_path / "in" / str(cut)
        folder = Folder(inbox, hint, Manner(), wall=wall)
        inbox.mkdir(parents=True)
        (inbox / "a").write_bytes(data[:cut])
        for seconds in (0, 1, 3, 62, 62):
            wall.pass_by(seconds)
            look(rig, folder)
        assert_nothing_or_all(rig, cut)
    for _ in replay(rig.home, lambda: rig.now):
        pass
    assert_nothing_or_all(rig, -1)
    whole = tmp_path / "in" / "whole"
    folder = Folder(whole, hint, Manner(), wall=wall)
    whole.mkdir()
    (whole / "a").write_bytes(data)
    look(rig, folder)
    if name != "telex":
        assert any(LAST in body for body in bodies(rig))
