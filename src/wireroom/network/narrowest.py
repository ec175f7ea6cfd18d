"""Several licences that bind one story together: of every term the narrowest, of every duty all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from typing import TypeVar

from wireroom.network.licence import (
    After,
    AlterTerms,
    CorrectionTerms,
    CreditTerms,
    EmbargoTerms,
    Extent,
    Form,
    KillTerms,
    Licence,
    LinkTerms,
    NoticeTerms,
    Surface,
    TdmTerms,
    Territory,
)

_T = TypeVar("_T", datetime, timedelta, int)
_EXTENTS = tuple(Extent)
_AFTER = tuple(After)  # from what leaves least to what leaves most
NOTHING = Form(Extent.NONE)


def narrowest(licences: Iterable[Licence]) -> Licence:
    """The licence that allows what all of these allow, and asks what any of them asks; at least one."""
    return reduce(_both, licences)


def narrower(one: Form, other: Form) -> Form:
    """The lesser of two forms; of two summaries that with fewer words."""
    first, second = _EXTENTS.index(one.extent), _EXTENTS.index(other.extent)
    if first != second:
        return one if first > second else other
    return Form(one.extent, _least(one.words, other.words))


def _both(one: Licence, other: Licence) -> Licence:
    together = one.provider == other.provider
    return Licence(
        name=f"{one.name} + {other.name}",
        provider=one.provider,
        term_from=max(one.term_from, other.term_from),
        term_until=_least(one.term_until, other.term_until),
        sites=one.sites & other.sites if together else frozenset(),
        forms={
            surface: narrower(one.forms.get(surface, NOTHING), other.forms.get(surface, NOTHING)) for surface in Surface
        },
        display=_least(one.display, other.display),
        credit=_credit(one.credit, other.credit),
        notice=NoticeTerms(
            _joined(one.notice.text, other.notice.text, " "),
            one.notice.link or other.notice.link,
            one.notice.places | other.notice.places,
        ),
        expires="hide" if "hide" in (one.expires, other.expires) else "stale",
        cache_max=min(one.cache_max, other.cache_max),
        basis=one.basis if one.basis == other.basis else "contract",
        wind_down=min(one.wind_down, other.wind_down),
        after=min(one.after, other.after, key=_AFTER.index),
        retain=_least(one.retain, other.retain),
        archive_after=min(one.archive_after, other.archive_after),
        territory=_territory(one.territory, other.territory),
        alter=AlterTerms(
            one.alter.headline and other.alter.headline,
            one.alter.shorten and other.alter.shorten,
            one.alter.translate and other.alter.translate,
            one.alter.combine and other.alter.combine,
        ),
        embargo=EmbargoTerms(one.embargo.keeps or other.embargo.keeps, max(one.embargo.margin, other.embargo.margin)),
        kill=KillTerms(
            min(one.kill.deadline, other.kill.deadline),
            one.kill.notice or other.kill.notice,
            one.kill.cascade | other.kill.cascade,
        ),
        correction=CorrectionTerms(
            one.correction.notice or other.correction.notice,
            one.correction.public_history and other.correction.public_history,
        ),
        link=LinkTerms(
            one.link.headline_to_full or other.link.headline_to_full,
            one.link.nofollow or other.link.nofollow,
            one.link.out_of_network and other.link.out_of_network,
        ),
        tdm=TdmTerms(one.tdm.reserve or other.tdm.reserve, one.tdm.policy or other.tdm.policy),
        robots=tuple(dict.fromkeys((*one.robots, *other.robots))),
        ads=one.ads and other.ads,
        line=one.line,
    )


def _credit(one: CreditTerms, other: CreditTerms) -> CreditTerms:
    return CreditTerms(
        _joined(one.text, other.text, " / "),
        one.places | other.places,
        one.keep_dateline or other.keep_dateline,
        one.keep_byline or other.keep_byline,
        one.logo or other.logo,
        one.link or other.link,
    )


def _territory(one: Territory, other: Territory) -> Territory:
    if one.allow is None or other.allow is None:
        allow = other.allow if one.allow is None else one.allow
    else:
        allow = one.allow & other.allow
    # One that admits everybody has no opinion of those whose country is unknown.
    limited = [part for part in (one, other) if part.limited]
    unknown = bool(limited) and all(part.unknown for part in limited)
    return Territory(allow, one.deny | other.deny, unknown)


def _joined(one: str, other: str, between: str) -> str:
    return between.join(dict.fromkeys(text for text in (one, other) if text))


def _least(one: _T | None, other: _T | None) -> _T | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
