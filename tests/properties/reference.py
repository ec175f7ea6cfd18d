"""What may be seen, decided a second time: by brute force from the list of events, sharing no code with the gate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.properties.histories import BEGIN, Step, token
from wireroom.news import Decision, Hold, Kill, Place, Reinstate, Release, Remove, Status, Version

_Copy = tuple[int, datetime, Version]
_Order = tuple[datetime, Decision]

# The test network's terms, written down again by hand.
SITES = {"MPA": {"orbit", "shield", "current"}, "NLN": {"orbit"}, "PWS": {"orbit", "shield", "current"}}
ENDS = {
    "MPA": datetime(2030, 1, 1, tzinfo=UTC),
    "NLN": datetime(2027, 1, 1, tzinfo=UTC),
    "PWS": datetime(2030, 1, 1, tzinfo=UTC),
}
DISPLAY = {"NLN": timedelta(days=30)}


RAILS = {"orbit": ["current"], "shield": ["orbit"], "current": []}


def in_rails(history: list[Step], uri: str, site: str, at: datetime) -> set[str]:
    """The tokens whose headline may stand in the site's rails: on the sister's list, and licensed to this site too."""
    found = set()
    for sister in RAILS[site]:
        found |= visible(history, uri, sister, at, also=site)
    return found


def visible(
    history: list[Step], uri: str, site: str, at: datetime, *, certain: bool = False, also: str = ""
) -> set[str]:
    """The tokens of this story that a reader of this site may see at this moment.

    Where two contents under one number leave open which of them routes, or when the story came out, this is the
    most that may be seen; with `certain` the least that must be.
    """
    moment = BEGIN
    events = []
    for serial, step in enumerate(history):
        moment += step.after
        if step.what.uri == uri:
            events.append((serial, moment, step))
    copies = [(serial, when, step.what) for serial, when, step in events if isinstance(step.what, Version)]
    orders = [(when, step.what) for _, when, step in events if not isinstance(step.what, Version)]
    owner = next(copy.provider for _, _, copy in copies if copy.status != Status.CANCELED)
    mine = [one for one in copies if one[2].provider == owner]
    if any(copy.status == Status.CANCELED for _, _, copy in mine):
        return set()
    if _killed_by_desk(orders) or not {site, also or site} <= SITES[owner] or at >= ENDS[owner]:
        return set()
    top = max(copy.number or 0 for _, _, copy in mine)
    binding = [one for one in mine if one[2].number == top]
    if any(copy.status == Status.WITHHELD for _, _, copy in binding):
        return set()
    if any(copy.embargoed_until and at < copy.embargoed_until for _, _, copy in binding):
        return set()
    if any(copy.expires and at >= copy.expires for _, _, copy in binding):
        return set()
    holding = [when for _, when, copy in binding if copy.hold]
    released = [when for when, order in orders if isinstance(order, Release)]
    if holding and not any(when > max(holding) for when in released):
        return set()
    if _held_by_desk(orders, at):
        return set()
    # Display counts from a release that is never before the story's own beginning.
    if owner in DISPLAY and at >= (BEGIN if certain else _released(mine, released)) + DISPLAY[owner]:
        return set()
    slugs = [copy.slugline for _, _, copy in binding]
    places = [_placed(owner, slug, orders, site) for slug in slugs]
    if not (all(places) if certain else any(places)):
        return set()
    return {token(uri, int(copy.headline.rsplit("x", 1)[1][:-2])) for _, _, copy in binding}


def _released(mine: list[_Copy], released: list[datetime]) -> datetime:
    """An upper bound of the release: the latest of all that could have set it."""
    moments = [BEGIN, *(copy.embargoed_until for _, _, copy in mine if copy.embargoed_until)]
    moments += [when for _, when, _ in mine] if any(c.hold or c.embargoed_until for _, _, c in mine) else []
    return max([*moments, *(released if any(c.hold for _, _, c in mine) else [])])


def _killed_by_desk(orders: list[_Order]) -> bool:
    killed = False
    for _, order in orders:
        if isinstance(order, Kill):
            killed = True
        if isinstance(order, Reinstate):
            killed = False
    return killed


def _held_by_desk(orders: list[_Order], at: datetime) -> bool:
    hold = None
    for _, order in orders:
        if isinstance(order, Hold):
            hold = order
        if isinstance(order, Release):
            hold = None
    return hold is not None and (hold.until is None or at < hold.until)


def _placed(owner: str, slug: str, orders: list[_Order], site: str) -> bool:
    removed = placed = False
    for _, order in orders:
        if isinstance(order, Remove) and order.site == site:
            removed, placed = True, False
        if isinstance(order, Place) and order.site == site:
            removed, placed = False, True
    if removed or placed:
        return placed
    sites = {"MPA": {"orbit"}, "NLN": {"orbit", "shield"}, "PWS": {"orbit", "current"}}[owner]
    if slug == "launch":
        sites = sites | {"orbit"}
    if slug == "missile":
        sites = sites | {"shield", "orbit"}
    if slug == "grid":
        sites = sites | {"current"}
    return site in sites
