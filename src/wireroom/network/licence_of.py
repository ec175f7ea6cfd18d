"""Makes a licence of what was read of it; what its basis alone forbids is taken out of its terms here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from wireroom.network.licence import (
    CASCADE,
    SURFACES,
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
    Match,
    NoticeTerms,
    Surface,
    TdmTerms,
    Territory,
)
from wireroom.network.narrowest import narrower

_QUOTED = Form(Extent.SUMMARY)


def licence_of(key: str, one: dict[str, Any], line: str = "", lines: Mapping[str, str] | None = None) -> Licence:
    """The licence that these values, read by the declarations of its keys, make."""
    kill, term, territory = one["kill"], one["term"], one["territory"]
    return _by_basis(
        Licence(
            name=key,
            provider=one["provider"],
            term_from=term["from"],
            term_until=term["until"],
            sites=frozenset(one["sites"]),
            forms={surface: one["forms"][surface.value] for surface in Surface},
            display=one["display"],
            credit=_credit(one["credit"]),
            notice=NoticeTerms(one["notice"]["text"], one["notice"]["link"] or "", _places(one["notice"])),
            expires=one["expires"],
            cache_max=one["cache_max"],
            match=Match(frozenset(one["match"]["services"] or ()), frozenset(one["match"]["kinds"] or ())),
            basis=one["basis"],
            wind_down=term["wind_down"] or timedelta(0),
            after=After(one["after"]),
            retain=one["retain"],
            archive_after=one["archive_after"],
            territory=Territory(
                frozenset(territory["allow"]) if territory["allow"] else None,
                frozenset(territory["deny"] or ()),
                territory["unknown"] == "allow",
            ),
            alter=AlterTerms(**one["alter"]),
            embargo=EmbargoTerms(one["embargo"]["absent"] == "keeps", one["embargo"]["margin"]),
            kill=KillTerms(kill["deadline"], kill["show"] == "notice", frozenset(kill["cascade"] or CASCADE)),
            correction=CorrectionTerms(one["correction"]["notice"], one["correction"]["history"] == "public"),
            link=LinkTerms(**one["link"]),
            tdm=TdmTerms(one["tdm"]["reserve"], one["tdm"]["policy"] or ""),
            robots=one["robots"] or (),
            ads=one["ads"],
            line=line,
            lines=lines or {},
        )
    )


def _credit(one: dict[str, Any]) -> CreditTerms:
    return CreditTerms(
        one["text"], _places(one), one["keep_dateline"], one["keep_byline"], one["logo"] or "", one["link"] or ""
    )


def _places(duty: dict[str, Any]) -> frozenset[Surface]:
    named: Iterable[str] | None = duty["places"]
    return frozenset(map(Surface, named)) if named else SURFACES


def _by_basis(licence: Licence) -> Licence:
    """A quotation is never the whole; a Creative Commons licence without derivatives lets nothing be altered."""
    if licence.basis == "quotation":
        return replace(licence, forms={surface: narrower(form, _QUOTED) for surface, form in licence.forms.items()})
    if licence.basis.endswith("-nd"):
        return replace(licence, alter=AlterTerms(headline=False, shorten=False))
    return licence
