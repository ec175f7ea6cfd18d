"""The gate against the reference, over seeded cases with every term that there is."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from bench.verdicts import share
from tests.properties.reference_rights import ORDER, permitted
from tests.rights.rights_cases import HOUR, MICRO, READERS, Case, Cases
from wireroom.network.licence import Surface
from wireroom.network.narrowest import narrowest
from wireroom.rights import clear, dark_from


def cases(seed: int, count: int) -> list[Case]:
    drawn = Cases(seed)
    return [drawn.case() for _ in range(count)]


def reach(case: Case) -> tuple[int, float]:
    """How much is shown, for comparing: extent, then words."""
    form = clear(*case).form
    return ORDER.index(form.extent.value), float("inf") if form.words is None else form.words


def test_gate_and_reference_agree() -> None:
    asked, shown, different = share(7, 40_000)
    assert different == ""
    assert shown > asked / 20, "a gate that shows nothing agrees with everything"


@pytest.mark.slow
def test_gate_and_reference_agree_a_million_times() -> None:
    assert [share(seed, 250_000)[2] for seed in range(4)] == ["", "", "", ""]


def test_nothing_changes_before_changes_at() -> None:
    for case in cases(8, 1500):
        now = clear(*case)
        end = now.changes_at or case.at + 30 * HOUR
        assert end > case.at
        for later in moments(case.at, end):
            then = clear(*case._replace(at=later))
            assert (then.allowed, then.form) == (now.allowed, now.form), (case, later)


def moments(start: datetime, end: datetime) -> list[datetime]:
    """A moment in every half hour up to the end, and the last before it."""
    hours = int((end - start) / timedelta(minutes=30)) + 1
    inside = (start + number * timedelta(minutes=30) for number in range(min(hours, 60)))
    return [*(one for one in inside if one < end), end - MICRO]


def test_two_licences_together_show_no_more_than_either() -> None:
    first, second = Cases(9), Cases(10)
    for _ in range(3000):
        case, other = first.case(), second.licence()
        if case.licence is not None:
            both = case._replace(licence=narrowest([case.licence, other]))
            alone = case._replace(licence=other)
            # `gone` after the display time is narrower than the headline alone.
            assert reach(both) <= min(reach(case), reach(alone)), (case, other)


def test_a_restriction_more_never_shows_more() -> None:
    drawn = Cases(11)
    for _ in range(3000):
        case = drawn.case()
        more = (*case.standing.restrictions, drawn.restriction())
        worse = case._replace(standing=replaced(case, restrictions=more))
        assert reach(worse) <= reach(case)


def replaced(case: Case, **facts: object):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(case.standing, **facts)  # type: ignore[arg-type]


def test_who_cannot_be_known_reads_no_more_than_anybody() -> None:
    for case in cases(12, 3000):
        unknown = reach(case._replace(country=None))
        assert all(unknown <= reach(case._replace(country=country)) for country in READERS)


def test_what_is_dark_shows_nowhere_from_then_on() -> None:
    for case in cases(13, 400):
        dark = dark_from(case.standing, case.licence, case.site)
        if dark.since is not None:
            later = [max(dark.since, case.at - 20 * HOUR) + number * HOUR for number in range(0, 40, 3)]
            for at, surface, country in product(later, Surface, READERS):
                asked = (case.standing, case.licence, case.site, surface.value, at, country)
                assert permitted(*asked) == ("none", None), (case, at)
