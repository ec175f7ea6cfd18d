"""Copy passed on to partners: what licences grant to the surface `api`, where the partner's own terms name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import cast

from wireroom.network.licence import Surface
from wireroom.network.model import Network
from wireroom.network.partners import Partner
from wireroom.news import Association, Body, Decided, Received, Rights, Standing, Story, Version
from wireroom.rights.gate import clear, window
from wireroom.rights.model import Clearance, ShownStory, Verdict
from wireroom.rights.shown import licence_for, show_story
from wireroom.rights.stock import Filed, uncleared_story


def show_to_partner(
    filed: Filed, network: Network, partner: Partner, site: str, at: datetime
) -> tuple[ShownStory | None, Clearance]:
    """The story of this site as the partner may have it now, or None; and why.

    Where its readers are nobody knows, so what is limited to territories is not passed on.
    """
    standing = uncleared_story(filed).standing
    if standing is not None and (refusal := _refusal(standing, network, partner, site)):
        return None, Clearance(False, Verdict.NOT_THIS_SURFACE, refusal)
    shown, clearance = show_story(filed, network, site, at, Surface.API)
    if shown is None or standing is None:
        return None, clearance
    granted = tuple(one for one in shown.pictures if _named(standing, network, partner, one.kind))
    return replace(shown, pictures=granted), clearance


def was_passed(filed: Filed, network: Network, partner: Partner, site: str, at: datetime) -> bool:
    """Whether the partner could have had the story at any moment up to now, by the terms of today.

    Found by asking the gate of the story as each of its entries left it: a partner that never could have had a story
    is not told that it is gone.
    """
    story = uncleared_story(filed)
    spans = _spans(story, at)
    return any(_passed(standing, network, partner, site, begin, end) for standing, begin, end in spans)


def as_version(
    shown: ShownStory,
    *,
    uri: str,
    body: str,
    served: Callable[[Association], Association | None],
) -> Version:
    """The cleared story as a version that a format can write, with credit and notice, which are duties, in its rights.

    `body` is its clean body, as outputs have narrowed it; `served` gives each picture as it can be had, if it can.
    """
    owed = " ".join(part for part in (shown.notice, shown.notice_link) if part)
    last = shown.corrections[-1] if shown.corrections else None
    corrected = last is not None and last.at == shown.updated
    return Version(
        uri=uri,
        number=shown.number,
        provider=shown.provider,
        language=shown.language,
        headline=shown.headline,
        summary=shown.summary,
        byline=shown.byline,
        dateline=shown.dateline,
        body=cast(Body, body),
        keywords=shown.keywords,
        subjects=shown.subjects,
        places=shown.places,
        signals=("correction",) if corrected else (),
        correction_note=last.note if last is not None and corrected else "",
        first_created=shown.released,
        version_created=max(shown.updated, shown.released),
        expires=shown.expires,
        rights=Rights(
            holder=shown.holder,
            notice=shown.copyright_notice,
            credit_line=shown.credit_line or shown.provider,
            usage_terms=(owed,) if owed else (),
        ),
        associations=tuple(one for one in map(served, shown.pictures) if one is not None),
    )


def _spans(story: Story, at: datetime) -> Iterator[tuple[Standing, datetime, datetime]]:
    """How the story stood after each of its entries, from when until when."""
    entries: list[Received | Decided] = [*story.versions, *story.refused, *story.decisions]
    entries.sort(key=lambda one: one.seq)
    moments = [min(at, one.at if isinstance(one, Received) else one.decision.at) for one in entries] + [at]
    for number, begin in enumerate(moments[:-1], 1):
        known = entries[:number]
        received = [one for one in known if isinstance(one, Received)]
        standing = Story.fold(story.uri, received, [one for one in known if isinstance(one, Decided)]).standing
        if standing is not None:
            yield standing, begin, moments[number]


def _passed(standing: Standing, network: Network, partner: Partner, site: str, begin: datetime, end: datetime) -> bool:
    licence = licence_for(network, standing)
    if licence is None or _refusal(standing, network, partner, site):
        return False
    opened = max(begin, window(standing, licence)[0])
    # Two entries of one moment count as one behind the other: a tombstone too many tells nothing.
    moments = [one for one in (opened, end) if begin <= one <= end]
    return any(clear(standing, licence, site, Surface.API, one).allowed for one in moments)


def _refusal(standing: Standing, network: Network, partner: Partner, site: str) -> str:
    """Why the partner's own terms keep the story from it; "" when they do not."""
    if site not in partner.sites:
        return f"partner {partner.key!r} may not have the stories of {site!r}"
    if not _named(standing, network, partner, "text"):
        return f"a licence that binds the copy is not among those of partner {partner.key!r}"
    return ""


def _named(standing: Standing, network: Network, partner: Partner, kind: str) -> bool:
    """Whether every licence that binds copy of this kind is one that the partner's terms name."""
    return all(one.name in partner.licences for one in network.binding(standing.source, standing.services, kind))
