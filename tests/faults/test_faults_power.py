"""Power cuts: whatever of the unsynced survives, in whatever pieces, nothing that was acknowledged is gone."""

from __future__ import annotations

import shutil

import pytest

from tests.faults import disk, world
from tests.faults.harness import FULL, Stage
from tests.faults.works import WORKS

pytestmark = pytest.mark.slow

CUTS = {"take-in": 60, "kill": 20, "backup": 10, "restore": 10, "publish": 20}
ALL_CUTS = {"take-in": 400, "kill": 100, "backup": 60, "restore": 60, "publish": 100}


def recorded(stage: Stage, work: str, *, weak: bool = False) -> disk.Recording:
    """The work as it wrote, proven: all of it done again is byte for byte what lies on the disk."""
    with stage.fresh(work) as room:
        run = stage.run(work, room, *disk.STRACE, weak=weak)
        assert run.code == 0, run.said
        recording = disk.record(run.trace, room, stage.room / f"{work}-before")
        real = {str(path): None if path.is_dir() else path.read_bytes() for path in room.rglob("*")}
        made = disk.disk(recording, disk.Cut(len(recording.ops), "all", "all"))
        assert made == {**real, str(room): None}
    return recording


def survives(stage: Stage, work: str, recording: disk.Recording, cut: disk.Cut, *, deep: bool = False) -> None:
    room = stage.room / "now"
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    disk.write(disk.disk(recording, cut), recording, room)
    try:
        world.check(room, work, disk.acknowledged(recording, cut.at), stage.result(work), deep=deep, power=False)
    except Exception as error:
        raise AssertionError(f"{work}, {cut}: {error}") from error


@pytest.mark.parametrize("work", list(WORKS))
def test_a_power_cut_at_any_moment_loses_nothing_that_was_acknowledged(stage: Stage, work: str) -> None:
    recording = recorded(stage, work)
    cuts = list(disk.cuts(recording, (ALL_CUTS if FULL else CUTS)[work]))
    for number, cut in enumerate(cuts):
        survives(stage, work, recording, cut, deep=number % 20 == 0)
    print(f"{work}: {len(cuts)} cuts")


def test_the_harness_finds_commits_that_were_not_synced(stage: Stage) -> None:
    """A control: with SQLite's own default for WAL, acknowledged copy is lost, and the harness sees it."""
    recording = recorded(stage, "take-in", weak=True)
    with pytest.raises(AssertionError, match="acknowledged"):
        for cut in disk.cuts(recording, 60):
            survives(stage, "take-in", recording, cut)
