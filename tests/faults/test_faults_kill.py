"""Case 30: SIGKILL at the system calls of take-in, kill, backup, restore and publish, then a start."""

from __future__ import annotations

import pytest

from tests.faults import world
from tests.faults.harness import DEADLY, FULL, Point, Stage, share
from tests.faults.works import WORKS

pytestmark = pytest.mark.slow

POINTS = {"take-in": 50, "kill": 20, "backup": 20, "restore": 20, "publish": 20}
"""CI's share, 130 in all; `./dev faults` dies at every one."""


def die(stage: Stage, point: Point, *, deep: bool = False) -> None:
    with stage.fresh(point.work) as room:
        kill = f"inject={point.call}:signal=SIGKILL:when={point.at}"
        run = stage.run(point.work, room, "-e", f"trace={point.call}", "-e", kill)
        assert run.code == -9, f"{point}: {run.said}"
        try:
            world.check(room, point.work, run.acknowledged, stage.result(point.work), deep=deep)
        except Exception as error:
            raise AssertionError(f"died in {point}: {error}") from error


@pytest.mark.parametrize("work", list(WORKS))
def test_case_30_a_process_killed_at_any_write_loses_nothing_and_undoes_no_kill(stage: Stage, work: str) -> None:
    points = stage.points(work, DEADLY)
    for number, point in enumerate(points if FULL else share(points, POINTS[work])):
        die(stage, point, deep=number % 20 == 0)
    print(f"{work}: {len(points)} points")
    assert len(points) > POINTS[work]


def test_case_30_the_harness_finds_an_acknowledgement_that_comes_too_early(stage: Stage) -> None:
    """A control: a newsroom that puts files away before the ledger has them is caught."""
    with pytest.raises(AssertionError, match="lost"):
        for point in share(stage.points("hasty", ("pwrite64",)), 20):
            die(stage, point)
