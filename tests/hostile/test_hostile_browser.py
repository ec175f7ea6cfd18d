"""Hostile copy in a real browser: nothing runs, nothing is asked for, nothing active stands in a page.

Once with the cleaner alone, once with the content security policy alone, and once without both, which shows that the
harness bites.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.documents import FORMATS
from tests.hostile.hall import Hall, Seen
from tests.hostile.payloads import OWN, attacks

pytestmark = pytest.mark.browser
BATCH = 12  # texts whose pages are open side by side


def shown(
    browser: Any, folder: Path, texts: Sequence[str], *, each: int = 1, cleaned: bool = True, policy: bool = True
) -> Seen:
    """What the browser did with all of these texts, each in as many formats, one after another."""
    names = tuple(FORMATS)
    turns = [[names[(number + turn) % len(names)] for turn in range(each)] for number in range(len(texts))]
    waiting = iter(zip(texts, turns, strict=True))
    seen = Seen()
    for batch in iter(lambda: list(islice(waiting, BATCH)), []):
        inside = folder / f"batch-{seen.opened}"
        inside.mkdir()
        hall = Hall(browser, inside, cleaned=cleaned, policy=policy)
        try:
            hall.show(batch)
        finally:
            hall.close()
        seen.opened += hall.seen.opened
        seen.ran += hall.seen.ran
        seen.asked += hall.seen.asked
        seen.active += hall.seen.active
    return seen


def test_the_cleaner_alone_is_enough(chromium: Any, tmp_path: Path) -> None:
    seen = shown(chromium, tmp_path, OWN, each=len(FORMATS), policy=False)
    assert (seen.ran, seen.asked, seen.active) == ([], [], [])
    assert seen.opened > len(OWN) * len(FORMATS)


def test_the_policy_alone_is_enough(chromium: Any, tmp_path: Path) -> None:
    seen = shown(chromium, tmp_path, OWN, cleaned=False)
    assert (seen.ran, seen.asked) == ([], [])


def test_without_both_it_runs_so_the_harness_bites(chromium: Any, tmp_path: Path) -> None:
    seen = shown(chromium, tmp_path, OWN, cleaned=False, policy=False)
    assert len(seen.ran) > 20
    assert len(seen.asked) > 5


@pytest.mark.slow
@pytest.mark.samples
@pytest.mark.parametrize("cleaned", [True, False], ids=["the cleaner alone", "the policy alone"])
def test_the_public_collection(chromium: Any, tmp_path: Path, cleaned: bool) -> None:
    # Each time a few hundred of its texts, all of them with WIREROOM_FAULTS=full.
    texts = attacks()[:: 1 if os.environ.get("WIREROOM_FAULTS") == "full" else 6]
    if not texts:
        pytest.skip("the collection is not there")
    seen = shown(chromium, tmp_path, texts, each=2 if cleaned else 1, cleaned=cleaned, policy=not cleaned)
    assert (seen.ran, seen.asked, seen.active) == ([], [], [])
