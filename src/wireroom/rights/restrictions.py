"""What the copy's own words ("TURKEY OUT", "NO ARCHIVAL USE") mean for a surface, a country and a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wireroom.network.licence import SURFACES, Surface
from wireroom.news import Limit, Restriction

# Words of the trade → our surfaces. A page is read on telephones too, so "no mobile use" is no use here at all.
_NAMED: Mapping[str, frozenset[Surface]] = {
    "online": SURFACES,
    "mobile": SURFACES,
    "archive": frozenset({Surface.ARCHIVE}),
    "social": frozenset({Surface.SOCIAL_CARD}),
    "print": frozenset(),
    "broadcast": frozenset(),
}
_PASSED_ON = frozenset({Surface.FEED, Surface.API})
_NOWHERE: frozenset[Surface] = frozenset()
_TERRITORIAL = (Limit.EXCEPT, Limit.ONLY)


def closed_to(one: Restriction) -> frozenset[Surface]:
    """The surfaces that this restriction closes while it holds. A place nobody has heard of closes all."""
    if one.limit is Limit.SURFACE:
        return _NOWHERE.union(*(_NAMED.get(name, SURFACES) for name in one.surfaces))
    return _PASSED_ON if one.limit is Limit.RESALE else _NOWHERE


def closed(restrictions: Sequence[Restriction], surface: Surface, at: datetime) -> Restriction | None:
    """The restriction that keeps the copy off this surface at this moment."""
    return next((one for one in restrictions if surface in closed_to(one) and one.active(at)), None)


def closed_for_good(restrictions: Sequence[Restriction]) -> Restriction | None:
    """The restriction that keeps the copy off every surface and never ends."""
    lasting = (one for one in restrictions if one.since is None and one.until is None)
    return next((one for one in lasting if closed_to(one) == SURFACES), None)


def keeps_out(restrictions: Sequence[Restriction], country: str | None, at: datetime) -> Restriction | None:
    """The restriction that keeps readers of this country out: "" is one nobody can place, None is everybody."""
    for one in restrictions:
        if one.limit in _TERRITORIAL and one.active(at):
            inside = country in one.territories
            if not country or inside is (one.limit is Limit.EXCEPT):
                return one
    return None


def territorial(restrictions: Sequence[Restriction]) -> bool:
    """Whether any of them asks where the reader is."""
    return any(one.limit in _TERRITORIAL for one in restrictions)


def next_turn(restrictions: Sequence[Restriction], at: datetime) -> datetime | None:
    """The next moment at which one of them begins or ends."""
    turns = (turn for one in restrictions for turn in (one.since, one.until) if turn is not None and turn > at)
    return min(turns, default=None)


def opening(restrictions: Sequence[Restriction]) -> datetime | None:
    """The moment before which the copy forbids all use."""
    return max((one.since for one in restrictions if one.limit is Limit.TIME and one.since), default=None)


def closing(restrictions: Sequence[Restriction], released: datetime, archive_after: timedelta) -> datetime | None:
    """The moment from which the copy forbids all use: its own, or when copy not to be archived becomes archive."""
    ends = [one.until for one in restrictions if one.limit is Limit.TIME and one.until]
    if any("archive" in one.surfaces for one in restrictions if one.limit is Limit.SURFACE):
        ends.append(after(released, archive_after))
    return min(ends, default=None)


def unalterable(restrictions: Sequence[Restriction]) -> bool:
    """Whether the copy forbids to change it."""
    return any(one.limit is Limit.EDIT for one in restrictions)


def after(moment: datetime, span: timedelta) -> datetime:
    """The moment that much later; the calendar's last when that is beyond it."""
    try:
        return moment + span
    except OverflowError:
        return datetime.max.replace(tzinfo=moment.tzinfo)
