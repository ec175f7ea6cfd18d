"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure. CI repeats the same examples, so that a red run is about the change and can be repeated;
# everybody else's run looks further.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("house")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[object]:
    """A newsroom with the test network."""
    from tests.rig import Rig

    made = Rig(tmp_path)
    yield made
    made.close()
