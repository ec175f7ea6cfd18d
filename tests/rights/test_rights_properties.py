"""The gate against a predicate written from rights.md alone, over generated standings, licences and moments."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rights.rights_helper import NOW
from wireroom.network.licence import Extent, Form, Licence, LinkTerms, Surface
from wireroom.news import Standing
from wireroom.rights import ALWAYS, clear, dark_from

HOUR = timedelta(hours=1)
# Few moments, so that boundaries meet each other and the moment asked for.
MOMENTS = st.integers(-6, 6).map(lambda hours: NOW + hours * HOUR)
MAYBE = st.none() | MOMENTS
# A newsroom mostly shows its stories: what hides one is the exception, or nothing else would ever be tested.
RARELY = st.sampled_from([False, False, False, False, True])
SITES = ("orbit", "shield")
EXTENTS = (Extent.FULL, Extent.SUMMARY, Extent.HEADLINE, Extent.LINK, Extent.NONE)


def seldom(value: st.SearchStrategy[datetime]) -> st.SearchStrategy[datetime | None]:
    return RARELY.flatmap(lambda yes: value if yes else st.none())


STANDINGS = st.builds(
    Standing,
    uri=st.just("urn:mpa:1"),
    provider=st.sampled_from(["MPA", "MPA", "MPA", "NLN"]),
    source=st.just("wire"),
    released=MOMENTS,
    killed_at=seldom(MOMENTS),
    withheld=RARELY,
    held=st.booleans(),
    held_until=MAYBE,
    embargoed_until=MAYBE,
    expires=MAYBE,
    unusable=RARELY.map(lambda yes: "a picture, not a story" if yes else ""),
)
LICENCES = st.builds(
    Licence,
    name=st.just("mpa"),
    provider=st.just("MPA"),
    term_from=MOMENTS,
    term_until=MAYBE,
    sites=st.sampled_from([frozenset(SITES), frozenset(SITES), frozenset({"orbit"}), frozenset()]),
    forms=st.dictionaries(
        st.sampled_from([Surface.PAGE, Surface.LIST]),
        st.sampled_from(EXTENTS).map(lambda extent: Form(extent, 3 if extent is Extent.SUMMARY else None)),
        min_size=1,
    ),
    display=st.none() | st.integers(1, 8).map(lambda hours: hours * HOUR),
    expires=st.sampled_from(["hide", "stale"]),
    link=st.just(LinkTerms(headline_to_full=False)),
)
MAYBE_LICENCES = st.sampled_from([False, True, True, True, True]).flatmap(lambda yes: LICENCES if yes else st.none())
SURFACES = st.sampled_from([Surface.PAGE, Surface.LIST])


def shows(of: Standing, under: Licence | None, site: str, surface: Surface, at: datetime) -> bool:
    """Whether the copy shows, said as one sentence and without the gate."""
    return (
        under is not None
        and under.provider == of.provider
        and {site} <= under.sites
        and surface in under.forms
        and under.forms[surface].extent.value != "none"
        and of.killed_at is None
        and not of.withheld
        and of.unusable == ""
        and not (of.held and (of.held_until is None or of.held_until > at))
        and not (of.embargoed_until and of.embargoed_until > at)
        and not at < under.term_from
        and not (under.term_until and under.term_until <= at)
        and not (under.expires == "hide" and of.expires and of.expires <= at)
        and not (under.display and at - of.released >= under.display)
    )


MINUTES = [NOW + minutes * timedelta(minutes=30) for minutes in range(-30, 60)]


@settings(max_examples=400)
@given(STANDINGS, MAYBE_LICENCES, st.sampled_from(SITES), SURFACES, MOMENTS)
def test_gate_agrees_with_the_sentence(
    of: Standing, under: Licence | None, site: str, surface: Surface, at: datetime
) -> None:
    clearance = clear(of, under, site, surface, at)
    assert clearance.allowed == shows(of, under, site, surface, at)
    assert clearance.because
    assert clearance.allowed == (clearance.form.extent is not Extent.NONE)
    if clearance.allowed and under:
        assert clearance.form == under.forms[surface]


@settings(max_examples=200)
@given(STANDINGS, MAYBE_LICENCES, SURFACES, MOMENTS)
def test_changes_at_is_honest_and_no_earlier_than_needed(
    of: Standing, under: Licence | None, surface: Surface, at: datetime
) -> None:
    now = clear(of, under, "orbit", surface, at)
    for later in (one for one in MINUTES if one >= at):
        if now.changes_at is None or later < now.changes_at:
            then = clear(of, under, "orbit", surface, later)
            assert (then.allowed, then.form, then.changes_at) == (now.allowed, now.form, now.changes_at)
    if now.changes_at is not None:
        assert now.changes_at > at
        assert clear(of, under, "orbit", surface, now.changes_at).allowed is not now.allowed


def narrower(under: Licence) -> list[Licence]:
    """The licence with one thing taken away, in every way that there is."""
    later, sooner = under.term_from + HOUR, (under.term_until or NOW) - HOUR
    less = {surface: Form(EXTENTS[min(4, EXTENTS.index(form.extent) + 1)], 1) for surface, form in under.forms.items()}
    display = min(under.display or HOUR, HOUR)
    return [
        replace(under, term_from=later),
        replace(under, term_until=sooner),
        replace(under, sites=under.sites - {"orbit"}),
        replace(under, forms=less),
        replace(under, forms={}),
        replace(under, display=display),
        replace(under, expires="hide"),
        replace(under, provider="another"),
    ]


def graver(of: Standing) -> list[Standing]:
    """The standing with one thing more that stands against showing."""
    return [
        replace(of, killed_at=NOW),
        replace(of, withheld=True),
        replace(of, held=True, held_until=None),
        replace(of, held=True, held_until=max(NOW, of.held_until or NOW) if not of.held or of.held_until else None),
        replace(of, embargoed_until=(of.embargoed_until or NOW) + HOUR),
        replace(of, expires=min(of.expires or NOW, NOW)),
        replace(of, unusable="an advisory"),
    ]


@given(STANDINGS, LICENCES, SURFACES, MOMENTS)
def test_narrowing_never_shows_more(of: Standing, under: Licence, surface: Surface, at: datetime) -> None:
    before = clear(of, under, "orbit", surface, at)
    rank = EXTENTS.index(before.form.extent)
    for less in [None, *narrower(under)]:
        assert EXTENTS.index(clear(of, less, "orbit", surface, at).form.extent) >= rank
    for worse in graver(of):
        assert EXTENTS.index(clear(worse, under, "orbit", surface, at).form.extent) >= rank


@settings(max_examples=200)
@given(STANDINGS, MAYBE_LICENCES)
def test_dark_is_for_good_on_every_surface_and_no_sooner_than_true(of: Standing, under: Licence | None) -> None:
    dark = dark_from(of, under, "orbit")
    shown = [one for one in MINUTES if any(shows(of, under, "orbit", surface, one) for surface in Surface)]
    if dark.since is not None:
        assert all(one < dark.since for one in shown)
        assert dark.because
        assert bool(shown) is (dark.since != ALWAYS)
        if shown:
            assert max(shown) == dark.since - timedelta(minutes=30)
    else:
        assert shown[-1:] == MINUTES[-1:]
