"""Clocks that jump: nothing shows early by our own clock, and no jump back re-opens or re-hides anything."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.newsroom import clock as clocks
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.home import Home
from wireroom.newsroom.running import Newsroom
from wireroom.web.assembly import site_app
from wireroom.web.client import get

URI = "urn:newsml:mpa.example:20261122:4001"
LIFTS = NOW + timedelta(hours=1)
ENDS = NOW + timedelta(hours=3)


class Wall:
    """The system's clock, set by the test."""

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self, zone: object) -> datetime:
        return self.at

    min = datetime.min


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    made = Wall(NOW)
    monkeypatch.setattr(clocks, "datetime", made)
    return made


def embargoed(rig: Rig) -> None:
    rig.take("mpa", g2(URI, 1, "Rocket under embargo", created=rig.now, embargoed=LIFTS, expires=ENDS))


def shows(home: Home, clock: Clock) -> bool:
    return "under embargo" in get(site_app(home, clock), "https://orbit.example/").text


@given(st.lists(st.integers(-100, 400), min_size=1, max_size=20))
def test_the_clock_tells_the_latest_that_was_ever_seen(minutes: list[int]) -> None:
    wall = Wall(NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clocks, "datetime", wall)
        clock = Clock(floor=NOW)
        for number, one in enumerate(minutes, 1):
            wall.at = NOW + timedelta(minutes=one)
            assert clock() == NOW + timedelta(minutes=max([0, *minutes[:number]]))


def test_an_embargo_lifts_by_our_clock_and_a_jump_back_changes_nothing(rig: Rig, wall: Wall) -> None:
    embargoed(rig)
    clock = rig.home.clock()
    moments = [
        (timedelta(minutes=59, seconds=59), False),
        (timedelta(hours=1), True),
        (timedelta(hours=-5), True),  # set back: what is out stays out
        (timedelta(hours=2, minutes=59), True),
        (timedelta(hours=3), False),
        (timedelta(hours=2), False),  # set back: what has ended stays ended
    ]
    for ahead, expected in moments:
        wall.at = NOW + ahead
        assert shows(rig.home, clock) is expected, ahead


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Berlin", datetime(2026, 10, 25)), ("America/New_York", datetime(2027, 3, 14))]
)
def test_days_on_which_the_clocks_change_lift_at_the_one_right_second(tmp_path: Path, zone: str, day: datetime) -> None:
    """Each quarter of an hour of that night, given in local time with its offset, lifts at that very moment."""
    rig = Rig(tmp_path, NETWORK, day.replace(tzinfo=UTC))
    local = ZoneInfo(zone)
    for quarter in range(6 * 4):
        lifts = datetime(day.year, day.month, day.day, tzinfo=local).astimezone(UTC) + timedelta(minutes=15 * quarter)
        headline = f"Rocket of quarter {quarter}."
        rig.now = lifts - timedelta(days=1)
        uri = f"{URI}{quarter}"
        rig.take("mpa", g2(uri, 1, headline, created=rig.now, embargoed=lifts.astimezone(local)))
        url = rig.url(uri, "orbit")
        rig.now = lifts - timedelta(seconds=1)
        assert rig.get("orbit", url).status == 404
        rig.now = lifts
        assert headline in rig.get("orbit", "/").text
    rig.close()


def test_a_restart_after_a_jump_back_re_opens_nothing(tmp_path: Path, wall: Wall) -> None:
    """Time alone ended the story; the ledger knows no entry of that moment, and the newsroom remembers it."""
    rig = Rig(tmp_path, NETWORK)
    embargoed(rig)

    async def run(clock: Clock) -> None:
        newsroom, stop = Newsroom(rig.home, clock), asyncio.Event()
        task = asyncio.create_task(newsroom.run(stop))
        while not any(one.get_name() == "boundaries" for one in asyncio.all_tasks()):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        wall.at = ENDS + timedelta(minutes=1)
        for _ in range(12_000):
            newsroom._changed.set()
            await asyncio.sleep(0.01)
            if (tmp_path / "state/clock").exists():
                break
        stop.set()
        await task

    asyncio.run(run(rig.home.clock()))
    wall.at = NOW + timedelta(hours=2)
    rig.restart()
    high_water = rig.home.ledger.high_water()
    assert high_water is not None
    assert high_water < ENDS
    clock = rig.home.clock()
    assert clock() >= ENDS
    assert not shows(rig.home, clock)
    rig.close()


@pytest.mark.slow
def test_a_real_process_under_a_false_clock(tmp_path: Path) -> None:
    """faketime(1) sets the clock of `wireroom get` before, at and after the embargo, then a day back."""
    if shutil.which("faketime") is None:
        pytest.skip("apt-get install faketime")
    rig = Rig(tmp_path, NETWORK)
    embargoed(rig)
    rig.close()

    def shown(moment: datetime) -> bool:
        command = [
            "faketime",
            f"{moment:%Y-%m-%d %H:%M:%S}",
            sys.executable,
            "-c",
            "from wireroom.cli import main; main()",
            "get",
        ]
        done = subprocess.run(
            [*command, "https://orbit.example/", "-n", str(tmp_path)],
            check=True,
            capture_output=True,
            text=True,
            env={"TZ": "UTC", "PATH": "/usr/bin:/bin"},
        )
        return "under embargo" in done.stdout

    assert not shown(LIFTS - timedelta(seconds=30))
    assert shown(LIFTS + timedelta(seconds=1))
    assert not shown(ENDS + timedelta(seconds=1))
    assert not shown(LIFTS - timedelta(days=1))
