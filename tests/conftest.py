"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.chromium import CHROMIUM, FLAGS

PATIENCE = 180_000  # milliseconds within which a browser has to do what it was asked to
# A busy machine is no failure. CI repeats the same examples, so that a red run is about the change and can be repeated;
# everybody else's run looks further.
# Of a planted fault nobody wants to see the smallest example.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    phases=(Phase.explicit, Phase.reuse, Phase.generate) if "WIREROOM_PLANTED" in os.environ else tuple(Phase),
)
settings.load_profile("house")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[object]:
    """A newsroom with the test network."""
    from tests.rig import Rig

    made = Rig(tmp_path)
    yield made
    made.close()


def patiently(make: Callable[..., Any]) -> Callable[..., Any]:
    """Pages that wait for a machine of whatever speed: half a minute is not long on one with much else to do."""

    def made(*args: Any, **options: Any) -> Any:
        found = make(*args, **options)
        found.set_default_timeout(PATIENCE)
        return found

    return made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser; in CI it has to be there.

    A module's and not a session's: while one runs, its thread counts as one with a running event loop, in which no
    other test could start a loop or a browser of its own.
    """
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        (pytest.fail if "CI" in os.environ else pytest.skip)("it takes Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for name in ("new_page", "new_context"):
            setattr(browser, name, patiently(getattr(browser, name)))
        yield browser
        browser.close()
