"""Whoever waits for a folder hears of what happened since the last look, however little time lies between two waits."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from wireroom.formats import Hint
from wireroom.newsroom import changes as room
from wireroom.newsroom.changes import Changes
from wireroom.transports.folder import Folder, Manner

PATIENCE = 600.0  # seconds: in place of the look that comes after a while anyway


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FOLDER_LOOK", PATIENCE)


def test_what_happens_between_two_waits_ends_the_second(tmp_path: Path) -> None:
    async def follow() -> None:
        folder = Folder(tmp_path, Hint(), Manner())
        with Changes() as changes:
            await changes.wait(folder)  # the watch begins
            for number in range(20):
                (tmp_path / f"{number}.xml").write_text("<a/>")
                await asyncio.wait_for(changes.wait(folder), 60)

    asyncio.run(follow())


def test_a_folder_made_anew_is_watched_anew(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    async def follow() -> None:
        folder = Folder(inbox, Hint(), Manner())
        with Changes() as changes:
            await changes.wait(folder)
            inbox.rename(tmp_path / "away")
            inbox.mkdir()
            await asyncio.wait_for(changes.wait(folder), 60)
            (inbox / "new.xml").write_text("<a/>")
            await asyncio.wait_for(changes.wait(folder), 60)

    asyncio.run(follow())


def test_a_drive_that_tells_of_nothing_is_looked_at_by_the_clock(tmp_path: Path) -> None:
    async def follow() -> float:
        began = time.monotonic()
        with Changes() as changes:
            await changes.wait(Folder(tmp_path, Hint(), Manner(poll=0.05)))
        assert len(asyncio.all_tasks()) == 1, "nothing is watched"
        return time.monotonic() - began

    assert asyncio.run(follow()) >= 0.05


def test_nothing_is_watched_once_it_is_over(tmp_path: Path) -> None:
    async def follow() -> None:
        with Changes() as changes:
            await changes.wait(Folder(tmp_path, Hint(), Manner()))
            assert len(asyncio.all_tasks()) > 1
        async with asyncio.timeout(60):
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0.01)

    asyncio.run(follow())
