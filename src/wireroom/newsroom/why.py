"""Why a story is where it is, or is not: the whole chain from receipt to surface, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wireroom.ledger.model import Snapshot
from wireroom.network.countries import CODES
from wireroom.network.model import Extent, Network, Site, Surface
from wireroom.news import Placement, Received, Standing, Story
from wireroom.newsroom.kinship import explain_kin
from wireroom.pages.addresses import story_path
from wireroom.rights import clear, licence_for
from wireroom.rights.model import Clearance
from wireroom.routing import Router

_OF_THE_PAGE = frozenset({Surface.PAGE, Surface.SOCIAL_CARD, Surface.JSON_LD})
"""The surfaces whose reader is known; what is limited to territories is on no other."""


@dataclass(frozen=True, slots=True)
class OnSite:
    """What holds for one story on one site, for a reader in the country that was asked about.

    `countries` are those whose readers may see its page where a territory rule applies and no country was given ("" is
    a country that nobody can tell); None where the page is the same everywhere.
    """

    site: str
    allowed: bool
    because: str
    verdict: str
    url: str
    sections: tuple[str, ...]
    placed_by: tuple[str, ...]
    surfaces: dict[str, str]
    changes_at: datetime | None
    countries: tuple[str, ...] | None


def explain(snapshot: Snapshot, network: Network, story: Story, country: str | None = None) -> dict[str, Any]:
    """The chain: what was received, which version binds, which rules matched, and what each site may show.

    `country` is the reader's (ISO 3166-1 alpha-2), "" when nobody can tell it, None when it was not asked about.
    """
    router = Router(network)
    rules = router.explain(story)
    sites = {key: _on_site(snapshot, network, story, site, country) for key, site in network.sites.items()}
    return {
        "uri": story.uri,
        "id": story.id,
        "headline": story.headline,
        "owner": story.owner,
        "received": [_received(one) for one in story.versions],
        "refused": [_received(one) for one in story.refused],
        "binding": story.latest.seq if story.latest else None,
        "conflict": story.conflict,
        "decisions": [
            {"seq": one.seq, "kind": type(one.decision).__name__.lower(), "by": one.decision.by,
             "at": one.decision.at, "why": one.decision.why}
            for one in story.decisions
        ],
        "rules": [{"rule": rule.rule, "matched": rule.matched, "because": rule.because} for rule in rules],
        "sites": sites,
        "related": explain_kin(snapshot, story),
    }  # fmt: skip


def _received(one: Received) -> dict[str, Any]:
    version = one.version
    return {
        "seq": one.seq,
        "at": one.at,
        "source": one.source,
        "number": version.number,
        "status": str(version.status),
        "signal": version.signal,
        "format": version.format,
        "headline": version.headline,
        "original": one.digest,
    }


def _on_site(snapshot: Snapshot, network: Network, story: Story, site: Site, country: str | None) -> OnSite:
    placements = [one for one in snapshot.placements(story.uri) if one.site == site.key]
    verdicts = _verdicts(network, story, site, snapshot.at, country)
    page = verdicts.get(Surface.PAGE)
    allowed = bool(placements) and page is not None and page.allowed
    return OnSite(
        site=site.key,
        allowed=allowed,
        because=_because(placements, page),
        verdict=str(page.verdict) if page and (placements or not page.allowed) else "not-placed",
        url=site.url + story_path(story.id, story.headline, story.released, site.zone)
        if placements and story.released
        else "",
        sections=tuple(one.section for one in placements if one.section),
        placed_by=tuple(dict.fromkeys(one.because for one in placements)),
        surfaces={str(surface): _words(one) for surface, one in verdicts.items()} if placements else {},
        changes_at=page.changes_at if page else None,
        countries=_countries(network, story.standing, site, snapshot.at)
        if story.standing and placements and page and page.local and country is None
        else None,
    )


def _verdicts(
    network: Network, story: Story, site: Site, at: datetime, country: str | None
) -> dict[Surface, Clearance]:
    if story.standing is None:
        return {}
    licence = licence_for(network, story.standing)
    return {
        surface: clear(story.standing, licence, site.key, surface, at, country if surface in _OF_THE_PAGE else None)
        for surface in Surface
    }


def _countries(network: Network, standing: Standing, site: Site, at: datetime) -> tuple[str, ...]:
    """Where the page may be read: every country is asked about, as copy and contract each have a word in it."""
    licence = licence_for(network, standing)
    asked = ("", *sorted(CODES))
    return tuple(one for one in asked if clear(standing, licence, site.key, Surface.PAGE, at, one).allowed)


def _because(placements: list[Placement], page: Clearance | None) -> str:
    if page is None:
        return "nothing that binds has been received"
    if not placements and page.allowed:
        return "no rule and no editor puts it on this site"
    return page.because


def _words(clearance: Clearance) -> str:
    if not clearance.allowed:
        return f"no: {clearance.because}"
    if clearance.form.extent is Extent.SUMMARY and clearance.form.words:
        return f"summary of {clearance.form.words} words"
    return str(clearance.form.extent)
