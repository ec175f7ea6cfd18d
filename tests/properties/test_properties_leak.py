"""The leak proof: whatever happens, nothing can be read that the contracts, the copy and the desk do not allow.

The quick suite tries a few short histories, the slow one many long ones, and `./dev leaks N` as many as are wanted.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.leak_histories import FULL_FEED, histories, opening
from tests.properties.leak_newsroom import READERS, Newsroom
from tests.properties.leak_proof import LATER, History, crawled
from tests.properties.leak_world import PROVIDERS, Terms

# No shrinking: a history takes a tenth of a second, and a leak names its address, its canary and its moment.
LOOK = settings(deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


def test_what_a_page_shows_of_other_stories_is_judged_as_what_it_is(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, dict.fromkeys(PROVIDERS, Terms(forms=FULL_FEED, to_full=False)))
    try:
        for step in opening():
            newsroom.apply(step)
        newsroom.look(READERS[0])
        assert newsroom.parts == {"page", "list", "rail", "json-ld", "social-card"}
    finally:
        newsroom.close()


@settings(LOOK, max_examples=2)
@given(histories(), st.sampled_from(LATER))
def test_nothing_leaks(history: History, later: timedelta) -> None:
    crawled(history, later)


@pytest.mark.slow
@settings(LOOK, max_examples=12)
@given(histories(12), st.sampled_from(LATER))
def test_nothing_leaks_in_long_histories(history: History, later: timedelta) -> None:
    crawled(history, later)
