"""What `check` warns of in licences: terms that are over, that contradict each other, or that can never matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from wireroom.network.licence import DEFAULT_FORMS, SURFACES, After, Extent, Licence, Surface
from wireroom.network.model import Finding, Network
from wireroom.network.nearest import listed

LONGEST_CACHE = timedelta(seconds=60)  # what any shared cache may keep, whatever a licence would allow
_Said = tuple[str, str, str]  # the key, what is wrong with it, what to do


def findings(network: Network, at: datetime) -> Iterator[Finding]:
    """The warnings for the licences of a network at this moment, each with the line of its key."""
    for licence in network.licences.values():
        for check in _CHECKS:
            for key, what, todo in check(licence, network, at):
                yield Finding(f"licence {licence.name!r}: {what}", licence.where(key), todo)


def _time(licence: Licence, network: Network, at: datetime) -> Iterator[_Said]:
    until, display, retain = licence.term_until, licence.display, licence.retain
    if until is not None and until <= at:
        yield "term", f"its term ended on {until:%Y-%m-%d}: nothing under it shows", "renew it, or take it out"
    elif licence.term_from > at:
        yield "term", f"its term begins on {licence.term_from:%Y-%m-%d}: nothing shows before", "nothing, if it is so"
    if until is None and licence.wind_down:
        yield "term", "`wind_down` can never matter: the term has no end", "add `until`, or take it out"
    if display is not None and until is not None and display >= until - licence.term_from:
        yield "display", "`display` can never matter: it is longer than the whole term", "shorten it, or take it out"
    if display is not None and retain is not None and retain <= display:
        what = "`display` can never matter: the bytes are erased before it is over (`retain`)"
        yield "display", what, "make `retain` longer than `display`, or take one out"
    if licence.after is not After.GONE and display is None:
        yield "after", "`after` can never matter: there is no `display` time", "add `display`, or take it out"


def _territory(licence: Licence, network: Network, at: datetime) -> Iterator[_Said]:
    where = licence.territory
    if not where.limited:
        if where.unknown:
            yield "territory", "`unknown` can never matter: no territory is limited", "add `allow` or `deny`"
        return
    if not network.countries:
        known = "shown to everybody" if where.unknown else "refused to everybody"
        what = f"its territory is limited, and nothing tells where readers are: it is {known}"
        yield "territory", what, 'name a database at the head of the file: countries = "geo/country.mmdb"'
    if where.allow is not None:
        if not where.allow - where.deny:
            yield "territory", "nobody may read it: all that `allow` names is denied", "mend `allow` or `deny`"
        elif idle := sorted(where.deny - where.allow):
            yield "territory", f"`deny` of {listed(idle)} can never matter: `allow` leaves it out", "take it out"
    granted = [name for name in Surface if name is not Surface.PAGE and _grants(licence, name)]
    idle_forms = [name for name in granted if licence.forms[name] != DEFAULT_FORMS[name] and name not in _WITH_PAGE]
    if idle_forms:
        what = f"`forms` on {listed(idle_forms)} can never matter: its territory is limited, and nobody knows who reads"
        yield "forms", f"{what} them", "take them out, or the territory"


_WITH_PAGE = (Surface.SOCIAL_CARD, Surface.JSON_LD)  # they go where the page goes


def _forms(licence: Licence, network: Network, at: datetime) -> Iterator[_Said]:
    if all(form.extent is Extent.NONE for form in licence.forms.values()):
        yield "forms", "it grants nothing on any surface: nothing under it shows", 'grant the page: { page = "full" }'
    elif licence.link.headline_to_full and not _grants(licence, Surface.PAGE):
        what = "headlines must lead to the story, and the story has no page: nothing under it shows"
        yield "forms", what, "grant the page, or say link = { headline_to_full = false }"
    cut = [name for name, form in licence.forms.items() if form.extent is Extent.SUMMARY and form.words is not None]
    if cut and not licence.alter.shorten:
        what = f"its summaries may not be cut: on {listed(cut)} longer ones are left out"
        yield "alter", what, "let them be cut (`shorten`), or grant the headline"
    if licence.match.kinds and "text" not in licence.match.kinds and _alone(licence, network):
        yield "match", "no licence of its sources covers text: their stories show nowhere", "add one with kind text"


def _duties(licence: Licence, network: Network, at: datetime) -> Iterator[_Said]:
    for key, places in (("credit", licence.credit.places), ("notice", licence.notice.places)):
        idle = sorted(name for name in places if not _grants(licence, name))
        if places != SURFACES and idle:
            yield key, f"`places` {listed(idle)} can never matter: nothing is granted there", "take them out"
    if licence.notice.link and not licence.notice.text:
        yield "notice", "its `link` can never matter: the notice has no text", "add `text`"
    if licence.tdm.policy and not licence.tdm.reserve:
        yield "tdm", "its `policy` can never matter: nothing is reserved", "say reserve = true, or take it out"
    if licence.cache_max > licence.kill.deadline:
        what = "`cache_max` is longer than a kill may take (`deadline` of `kill`), which counts"
        yield "cache_max", what, "make it no longer than the deadline"
    elif licence.cache_max > LONGEST_CACHE:
        yield "cache_max", "`cache_max` can never matter: nothing is kept for more than 60 s", "take it out"


def _overlap(licence: Licence, network: Network, at: datetime) -> Iterator[_Said]:
    """Another licence that binds the same copy: said once, at the later of the two."""
    for other in network.licences.values():
        if other is licence:
            return
        if other.provider == licence.provider and other.match.named and other.match == licence.match:
            what = f"it covers the same copy as {other.name!r}: both bind, and the narrowest term of each counts"
            yield "match", what, "make them one, or let each name its own `services`"


def _grants(licence: Licence, surface: Surface) -> bool:
    form = licence.forms.get(surface)
    return form is not None and form.extent is not Extent.NONE


def _alone(licence: Licence, network: Network) -> bool:
    """Whether a source that names this licence has no other for its text."""
    using = (one.key for one in network.sources.values() if one.licence == licence.name)
    return any(network.licence_of(key) is None for key in using)


_CHECKS: tuple[Callable[[Licence, Network, datetime], Iterator[_Said]], ...] = (
    _time,
    _territory,
    _forms,
    _duties,
    _overlap,
)
