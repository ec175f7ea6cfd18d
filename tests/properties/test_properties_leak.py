"""The leak proof: whatever happens, nothing can be read that the contracts, the copy and the desk do not allow.

The quick suite tries a few short histories, the slow one many long ones, and `./dev leaks N` as many as are wanted.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.properties.leak_histories import histories
from tests.properties.leak_proof import LATER, History, crawled

# No shrinking: a history takes a tenth of a second, and a leak names its address, its canary and its moment.
LOOK = settings(deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


@settings(LOOK, max_examples=3)
@given(histories(), st.sampled_from(LATER))
def test_nothing_leaks(history: History, later: timedelta) -> None:
    crawled(history, later)


@pytest.mark.slow
@settings(LOOK, max_examples=12)
@given(histories(12), st.sampled_from(LATER))
def test_nothing_leaks_in_long_histories(history: History, later: timedelta) -> None:
    crawled(history, later)
