"""Case 31: system calls that fail, once or from then on: clear words, nothing acknowledged is lost, no second fsync."""

from __future__ import annotations

import re

import pytest

from tests.faults import disk, world
from tests.faults.harness import FAILING, FULL, Point, Run, Stage, share
from tests.faults.test_faults_power import survives
from tests.faults.works import WORKS

pytestmark = pytest.mark.slow

ERRORS = {"take-in": 40, "kill": 15, "backup": 15, "restore": 15, "publish": 15}
ALL_ERRORS = {"take-in": 250, "kill": 100, "backup": 100, "restore": 100, "publish": 100}
_STATED = re.compile(r"^(?:wireroom: |Error: )", re.MULTILINE)


def fail(stage: Stage, point: Point, error: str, onwards: str, *, deep: bool = False) -> Run:
    with stage.fresh(point.work) as room:
        inject = f"inject={point.call}:error={error}:when={point.at}{onwards}"
        run = stage.run(point.work, room, "-e", f"trace={','.join(FAILING)}", "-e", inject)
        try:
            if not (point.call == "write" and onwards):  # then it cannot print either
                assert run.code in (0, 1), f"no clear end: {run.code}"
                assert run.code == 0 or _STATED.search(run.said), "it ended without a word"
            world.check(room, point.work, run.acknowledged, stage.result(point.work), deep=deep)
        except Exception as problem:
            raise AssertionError(f"{error}{onwards} in {point}: {problem}\n{run.said[-2000:]}") from problem
    return run


@pytest.mark.parametrize("work", list(WORKS))
def test_case_31_a_disk_that_fails_or_is_full_costs_nothing_acknowledged(stage: Stage, work: str) -> None:
    points = share(stage.points(work, FAILING), (ALL_ERRORS if FULL else ERRORS)[work])
    for number, point in enumerate(points):
        error = ("EIO", "ENOSPC")[number % 2]
        fail(stage, point, error, ("", "+")[number // 2 % 2], deep=number % 20 == 0)
    print(f"{work}: {len(points)} failed calls")


def fail_to_sync(stage: Stage, point: Point) -> bool:
    """One fsync fails; then the power goes, with all that was not synced. Whether the process ended itself."""
    with stage.fresh(point.work) as room:
        run = stage.run(point.work, room, *disk.STRACE, "-e", f"inject={point.call}:error=EIO:when={point.at}")
        recording = disk.record(run.trace, room, stage.room / f"{point.work}-before")
    before, _, after = run.trace.partition("(INJECTED)")
    handle = re.findall(r"\((\d+)\)", before)[-1]
    # A new file that could not be begun SQLite empties again, before it says so.
    after = re.sub(
        rf"^\d+ +ftruncate\({handle}, 0\) .*\n\d+ +f(?:data)?sync\({handle}\) .*$", "", after, flags=re.MULTILINE
    )
    again = after.partition(f"close({handle})")[0]
    if run.code == 0:
        assert not re.search(rf"f(?:data)?sync\({handle}\)", again), f"{point}: tried again"
    else:
        assert "the disk did not keep what was written" in run.said, f"{point}: {run.said}"
        assert not re.search(r" (?:f(?:data)?sync|pwrite64|rename)\(", after), f"{point}: it went on writing"
    for names in ("none", "all"):
        survives(stage, point.work, recording, disk.Cut(len(recording.ops), names, "none"))
    return run.code == 1


@pytest.mark.parametrize("work", list(WORKS))
def test_a_failed_fsync_ends_the_process_and_is_never_tried_again(stage: Stage, work: str) -> None:
    """Two kinds SQLite keeps to itself, and neither matters: that of a WAL's folder, which the ledger has synced
    before, and that of the last checkpoint when the file is closed, after which the WAL stays."""
    points = share(stage.points(work, ("fsync", "fdatasync")), 60 if FULL else 8)
    ended = [point for point in points if fail_to_sync(stage, point)]
    assert len(ended) > len(points) / 3
