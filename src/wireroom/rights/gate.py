"""The gate: may this story be shown on this site and surface at this moment, and until when; a pure reading of facts.

What time cannot change is asked first, then what it can: the hold's end, the embargo and the term's beginning open the
window in which a story shows; the term's end, the copy's expiry and the display time close it. Everything only narrows.
"""

from __future__ import annotations

from datetime import datetime

from wireroom.network.model import Extent, Licence, Surface
from wireroom.news import Standing
from wireroom.rights.model import ALWAYS, NO_FORM, Clearance, Dark, Verdict

_Denial = tuple[Verdict, str]


def clear(standing: Standing, licence: Licence | None, site: str, surface: Surface, at: datetime) -> Clearance:
    """The verdict on one story, with its reason in words, the duties, and the next moment that changes it.

    Between `at` and `changes_at` the answer (`allowed` and `form`) stays. Only a new entry in the ledger or another
    network file can change it otherwise.
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
    return Clearance(
        True,
        Verdict.SHOWN,
        f"licence {licence.name!r} grants {form.extent} on the surface {surface} of {site}",
        form,
        licence.credit or standing.provider,
        licence.notice,
        licence.notice_link,
        closes,
        licence.cache_max,
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
    if standing.embargoed_until is not None and standing.embargoed_until > opens:
        opens = standing.embargoed_until
    if standing.held and standing.held_until is not None and standing.held_until > opens:
        opens = standing.held_until
    closes = licence.term_until
    if standing.expires is not None and licence.expires != "stale" and (closes is None or standing.expires < closes):
        closes = standing.expires
    over = display_over(standing, licence)
    if over is not None and (closes is None or over < closes):
        closes = over
    return opens, closes


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
    return None


def _of_contract(standing: Standing, licence: Licence, site: str) -> _Denial | None:
    """What the contract leaves out on every surface, and no clock can change."""
    if licence.provider != standing.provider:
        words = f"licence {licence.name!r} covers {licence.provider!r}, and the copy is of {standing.provider!r}"
        return Verdict.WRONG_PROVIDER, words
    if site not in licence.sites:
        return Verdict.NOT_THIS_SITE, f"licence {licence.name!r} does not name the site {site!r}"
    return None


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
    if standing.held and standing.held_until is not None and at < standing.held_until:
        return Verdict.HELD, f"held until {said(standing.held_until)}{_why(standing)}"
    if standing.embargoed_until is not None and at < standing.embargoed_until:
        return Verdict.EMBARGOED, f"embargoed until {said(standing.embargoed_until)}"
    if at < licence.term_from:
        return Verdict.NOT_BEGUN, f"licence {licence.name!r} begins on {said(licence.term_from)}"
    if licence.term_until is not None and at >= licence.term_until:
        return Verdict.ENDED, f"licence {licence.name!r} ended on {said(licence.term_until)}"
    if standing.expires is not None and licence.expires != "stale" and at >= standing.expires:
        return Verdict.EXPIRED, f"expired on {said(standing.expires)}"
    days = f"{licence.display.total_seconds() / 86400:g} days" if licence.display else "no time"
    return Verdict.DISPLAY_OVER, f"licence {licence.name!r} lets it show for {days} from {said(standing.released)}"


def display_over(standing: Standing, licence: Licence) -> datetime | None:
    """When the licence's display time is over; None when there is none, or its end is beyond all dates."""
    if licence.display is None:
        return None
    try:
        return standing.released + licence.display
    except OverflowError:
        return None


def _why(standing: Standing) -> str:
    return f": {standing.held_why}" if standing.held_why else ""
