"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[object]:
    """A newsroom with the test network."""
    from tests.rig import Rig

    made = Rig(tmp_path)
    yield made
    made.close()
