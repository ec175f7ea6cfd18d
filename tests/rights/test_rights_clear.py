from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rights.rights_helper import DAY, NOW, SECOND, forms, licence, standing
from wireroom.network.licence import DEFAULT_FORMS, CreditTerms, Extent, Form, Licence, NoticeTerms, Surface
from wireroom.news import Standing
from wireroom.rights import Clearance, Verdict, clear


def cleared(
    of: Standing | None = None,
    under: Licence | None = None,
    *,
    site: str = "orbit",
    surface: Surface = Surface.PAGE,
    at: datetime = NOW,
) -> Clearance:
    return clear(of or standing(), under or licence(), site, surface, at)


def test_licensed_copy_is_shown_with_its_duties() -> None:
    under = licence(
        credit=CreditTerms("Meridian"), notice=NoticeTerms("All rights.", "https://mpa.example"), cache_max=5 * SECOND
    )
    clearance = cleared(under=under)
    assert (clearance.allowed, clearance.verdict, clearance.form) == (True, Verdict.SHOWN, Form(Extent.FULL))
    assert (clearance.credit_line, clearance.notice) == ("Meridian", "All rights.")
    assert (clearance.notice_link, clearance.cache_max) == ("https://mpa.example", 5 * SECOND)
    assert clearance.because == "licence 'mpa' grants full on the surface page of orbit"


def test_credit_is_a_duty_even_when_the_licence_words_none() -> None:
    assert cleared().credit_line == "MPA"


@pytest.mark.parametrize(
    ("facts", "verdict", "because"),
    [
        ({"killed_at": NOW - DAY, "killed_by": "MPA"}, Verdict.KILLED, "killed by MPA on 2026-05-31 12:00:00 UTC"),
        ({"killed_at": NOW + DAY}, Verdict.KILLED, "killed on 2026-06-02 12:00:00 UTC"),
        ({"unusable": "no copy has come yet"}, Verdict.NOT_A_STORY, "no copy has come yet"),
        ({"withheld": True}, Verdict.WITHHELD, "withheld by MPA"),
        ({"held": True, "held_why": "check the name"}, Verdict.HELD, "held until it is released: check the name"),
    ],
)
def test_what_copy_and_desk_forbid_for_good(facts: dict[str, Any], verdict: Verdict, because: str) -> None:
    for surface in Surface:
        clearance = cleared(standing(**facts), surface=surface)
        assert (clearance.allowed, clearance.verdict, clearance.because) == (False, verdict, because)
        assert clearance.changes_at is None


def test_no_licence_no_show() -> None:
    clearance = clear(standing(), None, "orbit", Surface.PAGE, NOW)
    assert (clearance.allowed, clearance.verdict) == (False, Verdict.NO_LICENCE)
    assert clearance.because == "no licence covers the source 'wire'"


def test_licence_of_another_provider_does_not_cover() -> None:
    clearance = cleared(under=licence(provider="NLN"))
    assert (clearance.allowed, clearance.verdict) == (False, Verdict.WRONG_PROVIDER)
    assert clearance.because == "licence 'mpa' covers 'NLN', and the copy is of 'MPA'"


def test_sister_site_without_a_licence() -> None:
    clearance = cleared(site="shield")
    assert (clearance.allowed, clearance.verdict) == (False, Verdict.NOT_THIS_SITE)
    assert clearance.because == "licence 'mpa' does not name the site 'shield'"


@pytest.mark.parametrize("surface", list(Surface))
def test_each_surface_has_its_own_form(surface: Surface) -> None:
    clearance = cleared(surface=surface)
    assert clearance.form == DEFAULT_FORMS[surface]
    assert clearance.allowed is (DEFAULT_FORMS[surface].extent is not Extent.NONE)


def test_surface_without_a_grant() -> None:
    clearance = cleared(surface=Surface.FEED)
    assert (clearance.allowed, clearance.verdict) == (False, Verdict.NOT_THIS_SURFACE)
    assert clearance.because == "licence 'mpa' grants nothing on the surface feed"


def test_surface_that_a_licence_does_not_know_is_refused() -> None:
    assert not cleared(under=licence(forms={}), surface=Surface.PAGE).allowed


def opens(of: Standing, under: Licence, moment: datetime, verdict: Verdict) -> Clearance:
    """Says that time opens the gate at this very moment, and returns the refusal before."""
    before = cleared(of, under, at=moment - timedelta(microseconds=1))
    assert (before.allowed, before.verdict, before.changes_at) == (False, verdict, moment)
    assert cleared(of, under, at=moment).allowed
    return before


def closes(of: Standing, under: Licence, moment: datetime, verdict: Verdict) -> Clearance:
    """Says that time closes the gate at this very moment, for good, and returns the refusal from then on."""
    before = cleared(of, under, at=moment - timedelta(microseconds=1))
    assert (before.allowed, before.changes_at) == (True, moment)
    after = cleared(of, under, at=moment)
    assert (after.allowed, after.verdict, after.changes_at) == (False, verdict, None)
    return after


def test_hold_with_an_end() -> None:
    before = opens(standing(held=True, held_until=NOW, held_why="lunch"), licence(), NOW, Verdict.HELD)
    assert before.because == "held until 2026-06-01 12:00:00 UTC: lunch"


def test_hold_time_without_a_hold_means_nothing() -> None:
    assert cleared(standing(held=False, held_until=NOW + DAY)).allowed


def test_embargo_lifts_to_the_microsecond() -> None:
    before = opens(standing(embargoed_until=NOW), licence(), NOW, Verdict.EMBARGOED)
    assert before.because == "embargoed until 2026-06-01 12:00:00 UTC"


def test_term_begins() -> None:
    before = opens(standing(), licence(term_from=NOW), NOW, Verdict.NOT_BEGUN)
    assert before.because == "licence 'mpa' begins on 2026-06-01 12:00:00 UTC"


def test_term_ends_exclusively() -> None:
    after = closes(standing(), licence(term_until=NOW), NOW, Verdict.ENDED)
    assert after.because == "licence 'mpa' ended on 2026-06-01 12:00:00 UTC"


def test_term_without_an_end_never_changes() -> None:
    clearance = cleared(under=licence(term_until=None))
    assert (clearance.allowed, clearance.changes_at) == (True, None)


def test_copy_expires() -> None:
    after = closes(standing(expires=NOW), licence(), NOW, Verdict.EXPIRED)
    assert after.because == "expired on 2026-06-01 12:00:00 UTC"


def test_expiry_that_only_makes_stale() -> None:
    clearance = cleared(standing(expires=NOW - DAY), licence(expires="stale"))
    assert (clearance.allowed, clearance.changes_at) == (True, NOW + 100 * DAY)


def test_stale_copy_is_never_called_expired() -> None:
    clearance = cleared(standing(expires=NOW - DAY), licence(expires="stale", display=DAY))
    assert (clearance.allowed, clearance.verdict) == (False, Verdict.DISPLAY_OVER)


def test_display_time_runs_from_release() -> None:
    after = closes(standing(released=NOW - 30 * DAY), licence(display=30 * DAY), NOW, Verdict.DISPLAY_OVER)
    assert after.because == "licence 'mpa' lets it show for 30 days from 2026-05-02 12:00:00 UTC"


def test_display_time_beyond_the_calendar_is_no_end() -> None:
    far = standing(released=datetime(9999, 1, 1, tzinfo=UTC))
    clearance = cleared(far, licence(display=36500 * DAY, term_until=None))
    assert (clearance.allowed, clearance.changes_at) == (True, None)


@pytest.mark.parametrize("first", ["term", "expiry", "display"])
def test_the_earliest_end_counts(first: str) -> None:
    ends = {name: NOW + (1 if name == first else 5) * DAY for name in ("term", "expiry", "display")}
    of = standing(expires=ends["expiry"], released=NOW)
    under = licence(term_until=ends["term"], display=ends["display"] - NOW)
    verdict = {"term": Verdict.ENDED, "expiry": Verdict.EXPIRED, "display": Verdict.DISPLAY_OVER}[first]
    closes(of, under, NOW + DAY, verdict)


@pytest.mark.parametrize("last", ["hold", "embargo", "term"])
def test_the_latest_beginning_counts(last: str) -> None:
    begins = {name: NOW + (5 if name == last else 1) * DAY for name in ("hold", "embargo", "term")}
    of = standing(held=True, held_until=begins["hold"], embargoed_until=begins["embargo"])
    verdict = {"hold": Verdict.HELD, "embargo": Verdict.EMBARGOED, "term": Verdict.NOT_BEGUN}[last]
    opens(of, licence(term_from=begins["term"]), NOW + 5 * DAY, verdict)


def test_embargo_that_lifts_after_the_term_never_opens() -> None:
    of, under = standing(embargoed_until=NOW + 2 * DAY), licence(term_until=NOW + DAY)
    clearance = cleared(of, under)
    assert (clearance.verdict, clearance.changes_at) == (Verdict.EMBARGOED, None)
    assert clearance.because.endswith("; by then it will be over (2026-06-02 12:00:00 UTC)")
    assert not any(cleared(of, under, at=NOW + hours * DAY / 24).allowed for hours in range(96))


def test_what_lasts_is_said_before_what_time_lifts() -> None:
    clearance = cleared(standing(embargoed_until=NOW + DAY), site="shield")
    assert (clearance.verdict, clearance.changes_at) == (Verdict.NOT_THIS_SITE, None)


FAULTS: list[tuple[Verdict, dict[str, Any]]] = [
    (Verdict.KILLED, {"killed_at": NOW}),
    (Verdict.NOT_A_STORY, {"unusable": "a picture, not a story"}),
    (Verdict.WITHHELD, {"withheld": True}),
    (Verdict.HELD, {"held": True}),
]


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_of_several_reasons_the_gravest_is_said(number: int) -> None:
    facts = {key: value for _, fault in FAULTS[number:] for key, value in fault.items()}
    of = standing(**facts, embargoed_until=NOW + DAY, expires=NOW - DAY)
    for under in (None, licence(provider="X", sites=frozenset()), licence(term_until=NOW - DAY)):
        assert clear(of, under, "shield", Surface.PUSH, NOW).verdict is FAULTS[number][0]


def test_order_of_what_the_contract_refuses() -> None:
    of = standing(embargoed_until=NOW + DAY)
    assert cleared(of, licence(provider="X", sites=frozenset())).verdict is Verdict.WRONG_PROVIDER
    assert cleared(of, licence(sites=frozenset(), forms={})).verdict is Verdict.NOT_THIS_SITE
    assert cleared(of, licence(forms=forms(Surface.PAGE, Extent.NONE))).verdict is Verdict.NOT_THIS_SURFACE
