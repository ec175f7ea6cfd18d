"""The stage that faults are put on: one process for all works of a test run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.harness import Stage, traceable


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The works, ready to be traced."""
    if not traceable():
        pytest.skip("faults are put in with strace, and nobody may be traced here: apt-get install strace")
    made = Stage()
    yield made
    made.close()
