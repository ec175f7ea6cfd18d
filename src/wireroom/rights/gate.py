"""The gate: may this story be shown on this site and surface at this moment, and until when; a pure reading of facts.

What time cannot change is asked first, then what it can: the hold's end, the embargo and the term's beginning open the
window in which a story shows; the term's end, the copy's expiry and the display time close it. Where it may be read is
asked last, so that no refusal tells of a story that is not out. Everything only narrows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wireroom.network.licence import After, Extent, Licence, Surface
from wireroom.news import Standing
from wireroom.rights import restrictions
from wireroom.rights.model import ALWAYS, HEADLINE, NO_FORM, Clearance, Dark, Verdict

_Denial = tuple[Verdict, str]


def clear(
    standing: Standing, licence: Licence | None, site: str, surface: Surface, at: datetime, country: str | None = None
) -> Clearance:
    """The verdict on one story, with its reason in words, the duties, and the next moment that changes it.

    `country` is the reader's (ISO 3166-1 alpha-2), "" when the address tells none, and None for outputs whose readers
    nobody knows: what is limited to territories is not on those at all. Between `at` and `changes_at` the answer
    (`allowed` and `form`) stays. Only a new entry in the ledger or another network file can change it otherwise.
    """
    denial = _of_copy(standing)
    if denial is not None:
        return Clearance(False, *denial)
    if licence is None:
        return Clearance(False, Verdict.NO_LICENCE, f"no licence covers the source {standing.source!r}")
    denial = _of_contract(standing, licence, site)
    if denial is not None:
        return Clearance(False, *denial)
    form = licence.forms.get(surface, NO_FORM)
    if form.extent is Extent.NONE:
        words = f"licence {licence.name!r} grants nothing on the surface {surface}"
        return Clearance(False, Verdict.NOT_THIS_SURFACE, words)
    opens, closes = window(standing, licence)
    if at < opens or (closes is not None and at >= closes):
        return _outside(standing, licence, at, opens, closes)
    changes_at, local = closes, False
    if standing.restrictions or licence.territory.limited:
        local = licence.territory.limited or restrictions.territorial(standing.restrictions)
        denied, changes_at = _limited(standing, licence, surface, at, country, closes)
        if denied is not None:
            return Clearance(False, *denied, changes_at=changes_at, local=denied[0] is Verdict.NOT_THIS_TERRITORY)
    if licence.after is After.HEADLINE and form.extent in (Extent.FULL, Extent.SUMMARY):
        over = display_over(standing, licence)
        if over is not None and at >= over:
            form = HEADLINE
        else:
            changes_at = earliest(changes_at, over)
    return Clearance(
        True,
        Verdict.SHOWN,
        f"licence {licence.name!r} grants {form.extent} on the surface {surface} of {site}",
        form,
        (licence.credit.text if surface in licence.credit.places else "") or standing.provider,
        licence.notice.text if surface in licence.notice.places else "",
        licence.notice.link,
        changes_at,
        min(licence.cache_max, licence.kill.deadline),
        licence,
        local,
    )


def dark_from(standing: Standing, licence: Licence | None, site: str) -> Dark:
    """From when on the story can show on no list of the site, on any surface, whatever time does.

    Lists skip what is dark; what is only not yet visible (held, embargoed, before the term) is not dark.
    """
    denial = _of_copy(standing)
    if denial is not None:
        return Dark(ALWAYS, denial[1])
    if licence is None:
        return Dark(ALWAYS, f"no licence covers the source {standing.source!r}")
    denial = _of_contract(standing, licence, site)
    if denial is not None:
        return Dark(ALWAYS, denial[1])
    if all(form.extent is Extent.NONE for form in licence.forms.values()):
        return Dark(ALWAYS, f"licence {licence.name!r} grants nothing on any surface")
    opens, closes = window(standing, licence)
    if closes is None:
        return Dark(None)
    if opens >= closes:
        return Dark(ALWAYS, f"it would be over ({said(closes)}) before it begins ({said(opens)})")
    return Dark(closes, _timed(standing, licence, closes)[1])


def window(standing: Standing, licence: Licence) -> tuple[datetime, datetime | None]:
    """The span in which time lets the story show, from the first moment to the one behind the last (None: no end)."""
    opens = licence.term_from
    if standing.embargoed_until is not None or standing.embargo_kept is not None:
        embargo = embargo_of(standing, licence)
        if embargo is not None and embargo > opens:
            opens = embargo
    if standing.held and standing.held_until is not None and standing.held_until > opens:
        opens = standing.held_until
    closes = licence.term_until
    if standing.expires is not None and licence.expires != "stale" and (closes is None or standing.expires < closes):
        closes = standing.expires
    if licence.after is not After.HEADLINE:
        over = display_over(standing, licence)
        if over is not None and (closes is None or over < closes):
            closes = over
    if licence.retain is not None:
        closes = earliest(closes, retained_until(standing, licence))
    if standing.restrictions:
        opens = max(opens, restrictions.opening(standing.restrictions) or opens)
        closes = earliest(closes, _forbidden_from(standing, licence))
    return opens, closes


def moments(standing: Standing, licence: Licence) -> Iterator[tuple[datetime | None, str]]:
    """Every moment at which time alone changes what may be shown of this story (None: never), with words for each."""
    yield embargo_of(standing, licence), "its embargo lifts"
    yield standing.held_until if standing.held else None, "its hold ends"
    yield standing.expires if licence.expires == "hide" else None, "the copy expires"
    yield display_over(standing, licence), f"its display time under licence {licence.name} is over"
    yield retained_until(standing, licence), f"licence {licence.name} lets its bytes be held no longer"
    if standing.restrictions:
        yield _forbidden_from(standing, licence), "the copy forbids use from here on"
        for one in standing.restrictions:
            yield one.since, f"a limit in its terms of use begins: {one.text}"
            yield one.until, f"a limit in its terms of use ends: {one.text}"


def embargo_of(standing: Standing, licence: Licence) -> datetime | None:
    """The embargo as the contract reads it, with the margin it wants."""
    embargo = standing.embargoed_until
    if licence.embargo.keeps and standing.embargo_kept is not None:
        embargo = max(standing.embargo_kept, embargo or standing.embargo_kept)
    if embargo is None or not licence.embargo.margin:
        return embargo
    return restrictions.after(embargo, licence.embargo.margin)


def display_over(standing: Standing, licence: Licence) -> datetime | None:
    """When the licence's display time is over; None when there is none, or its end is beyond all dates."""
    if licence.display is None:
        return None
    try:
        return standing.released + licence.display
    except OverflowError:
        return None


def retained_until(standing: Standing, licence: Licence) -> datetime | None:
    """Until when the licence lets the story's bytes be held; None when it sets no time."""
    if licence.retain is None:
        return None
    return restrictions.after(standing.received or standing.released, licence.retain)


def erase_from(standing: Standing, licence: Licence) -> datetime | None:
    """From when on the story's bytes must be erased, the originals too: by its own age, or after the contract's end."""
    ended = None if licence.term_until is None else restrictions.after(licence.term_until, licence.wind_down)
    return earliest(retained_until(standing, licence), ended)


def earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two moments, of which either may never come."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def said(at: datetime) -> str:
    """A moment as reasons write it."""
    return f"{at.isoformat(' ', 'seconds')[:19]} UTC"


def _of_copy(standing: Standing) -> _Denial | None:
    """What the copy or the desk says and no clock can change."""
    if standing.killed_at is not None:
        by = f" by {standing.killed_by}" if standing.killed_by else ""
        return Verdict.KILLED, f"killed{by} on {said(standing.killed_at)}"
    if standing.unusable:
        return Verdict.NOT_A_STORY, standing.unusable
    if standing.withheld:
        return Verdict.WITHHELD, f"withheld by {standing.provider}"
    if standing.held and standing.held_until is None:
        return Verdict.HELD, f"held until it is released{_why(standing)}"
    if standing.restrictions:
        never = restrictions.closed_for_good(standing.restrictions)
        if never is not None:
            return Verdict.RESTRICTED, f"the copy forbids this use: {never.text}"
    return None


def _of_contract(standing: Standing, licence: Licence, site: str) -> _Denial | None:
    """What the contract leaves out on every surface, and no clock can change."""
    if licence.provider != standing.provider:
        words = f"licence {licence.name!r} covers {licence.provider!r}, and the copy is of {standing.provider!r}"
        return Verdict.WRONG_PROVIDER, words
    if site not in licence.sites:
        return Verdict.NOT_THIS_SITE, f"licence {licence.name!r} does not name the site {site!r}"
    if licence.link.headline_to_full and licence.forms.get(Surface.PAGE, NO_FORM).extent is Extent.NONE:
        return (
            Verdict.NOT_THIS_SURFACE,
            f"licence {licence.name!r} wants headlines to lead to the story, which has no page",
        )
    return None


def _limited(
    standing: Standing,
    licence: Licence,
    surface: Surface,
    at: datetime,
    country: str | None,
    closes: datetime | None,
) -> tuple[_Denial | None, datetime | None]:
    """What the copy's words and the contract's territory refuse on this surface, to this reader; and until when."""
    changes_at = earliest(closes, restrictions.next_turn(standing.restrictions, at))
    limit = restrictions.closed(standing.restrictions, surface, at)
    if limit is not None:
        return (Verdict.RESTRICTED, f"the copy forbids this use: {limit.text}"), changes_at
    limit = restrictions.keeps_out(standing.restrictions, country, at)
    if limit is None and (licence.territory.admits(country) if country is not None else not licence.territory.limited):
        return None, changes_at
    who = limit.text if limit is not None else f"licence {licence.name!r}"
    if country is None:
        where = f"who reads the surface {surface} cannot be known"
    else:
        where = f"not to be read in {country}" if country else "the reader's country is unknown"
    return (Verdict.NOT_THIS_TERRITORY, f"limited to territories ({who}): {where}"), changes_at


def _forbidden_from(standing: Standing, licence: Licence) -> datetime | None:
    return restrictions.closing(standing.restrictions, standing.released, licence.archive_after)


def _outside(standing: Standing, licence: Licence, at: datetime, opens: datetime, closes: datetime | None) -> Clearance:
    """The refusal outside the window. A window that closes before it opens never comes, so nothing changes."""
    verdict, because = _timed(standing, licence, at)
    if at >= opens:
        return Clearance(False, verdict, because)
    if closes is not None and closes <= opens:
        return Clearance(False, verdict, f"{because}; by then it will be over ({said(closes)})")
    return Clearance(False, verdict, because, changes_at=opens)


def _timed(standing: Standing, licence: Licence, at: datetime) -> _Denial:
    """Which boundary keeps the story out at a moment outside its window."""
    embargo = embargo_of(standing, licence)
    if standing.held and standing.held_until is not None and at < standing.held_until:
        return Verdict.HELD, f"held until {said(standing.held_until)}{_why(standing)}"
    if embargo is not None and at < embargo:
        return Verdict.EMBARGOED, f"embargoed until {said(embargo)}"
    if at < licence.term_from:
        return Verdict.NOT_BEGUN, f"licence {licence.name!r} begins on {said(licence.term_from)}"
    if licence.term_until is not None and at >= licence.term_until:
        return Verdict.ENDED, f"licence {licence.name!r} ended on {said(licence.term_until)}"
    if standing.expires is not None and licence.expires != "stale" and at >= standing.expires:
        return Verdict.EXPIRED, f"expired on {said(standing.expires)}"
    over = None if licence.after is After.HEADLINE else display_over(standing, licence)
    if over is not None and licence.display is not None and at >= over:
        days = f"{licence.display.total_seconds() / 86400:g} days"
        return Verdict.DISPLAY_OVER, f"licence {licence.name!r} lets it show for {days} from {said(standing.released)}"
    forbidden = _forbidden_from(standing, licence)
    if forbidden is not None and at >= forbidden:
        return Verdict.USE_OVER, f"the copy forbids use from {said(forbidden)} on"
    begins = restrictions.opening(standing.restrictions)
    if begins is not None and at < begins:
        return Verdict.RESTRICTED, f"the copy forbids use before {said(begins)}"
    return Verdict.NOT_HELD, f"licence {licence.name!r} lets its bytes be held no longer"


def _why(standing: Standing) -> str:
    return f": {standing.held_why}" if standing.held_why else ""
