from typing import Any

import pytest

from tests.rights.rights_helper import DAY, NOW, forms, licence, standing
from wireroom.network.licence import LinkTerms
from wireroom.network.model import Extent, Form, Surface
from wireroom.rights import ALWAYS, Dark, dark_from


@pytest.mark.parametrize(
    "facts",
    [{"killed_at": NOW}, {"unusable": "an advisory"}, {"withheld": True}, {"held": True}, {"provider": "NLN"}],
)
def test_what_no_clock_can_lift_is_dark(facts: dict[str, Any]) -> None:
    dark = dark_from(standing(**facts), licence(), "orbit")
    assert dark.since == ALWAYS
    assert dark.because


def test_no_licence_and_no_site_are_dark() -> None:
    assert dark_from(standing(), None, "orbit").since == ALWAYS
    assert dark_from(standing(), licence(), "shield").since == ALWAYS


def test_one_surface_that_may_show_it_keeps_it_in_the_lists() -> None:
    nothing = dict.fromkeys(Surface, Form(Extent.NONE))
    assert dark_from(standing(), licence(forms=nothing), "orbit").since == ALWAYS
    some = {**nothing, Surface.RAIL: Form(Extent.LINK)}
    assert (
        dark_from(standing(), licence(forms=some, link=LinkTerms(headline_to_full=False)), "orbit").since
        == NOW + 100 * DAY
    )
    assert dark_from(standing(), licence(forms=forms(Surface.LIST, Extent.NONE)), "orbit").since == NOW + 100 * DAY


def test_not_yet_is_not_dark() -> None:
    waiting = standing(held=True, held_until=NOW + DAY, embargoed_until=NOW + 2 * DAY)
    assert dark_from(waiting, licence(term_from=NOW + 3 * DAY, term_until=None), "orbit") == Dark(None)


@pytest.mark.parametrize(
    ("facts", "terms", "since", "because"),
    [
        ({}, {}, NOW + 100 * DAY, "licence 'mpa' ended on"),
        ({"expires": NOW + DAY}, {}, NOW + DAY, "expired on"),
        ({"expires": NOW + DAY}, {"expires": "stale"}, NOW + 100 * DAY, "licence 'mpa' ended on"),
        ({"released": NOW}, {"display": 3 * DAY}, NOW + 3 * DAY, "lets it show for 3 days"),
    ],
)
def test_dark_begins_with_the_first_end(facts: dict[str, Any], terms: dict[str, Any], since: Any, because: str) -> None:
    dark = dark_from(standing(**facts), licence(**terms), "orbit")
    assert dark.since == since
    assert because in dark.because


def test_what_is_over_before_it_begins_is_always_dark() -> None:
    dark = dark_from(standing(embargoed_until=NOW + DAY, expires=NOW), licence(), "orbit")
    assert dark.since == ALWAYS
    assert "before it begins" in dark.because
