"""Copy on its way out: the only place that makes ShownStory and ShownHeadline, narrowed to the form granted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from wireroom.network.licence import Extent, Licence, Surface
from wireroom.network.model import Network
from wireroom.news import Association, Body, Correction, Dateline, Limit, Standing, Story, Version
from wireroom.rights.gate import clear
from wireroom.rights.model import Clearance, ShownHeadline, ShownStory, Verdict
from wireroom.rights.restrictions import unalterable
from wireroom.rights.stock import Filed, Listed, uncleared_headline, uncleared_story

PICTURE_KINDS = frozenset({"picture", "graphic"})
_NOTHING_YET = Clearance(False, Verdict.NOT_A_STORY, "no copy of it has come")
_NO_DATELINE = Dateline()
_WORDED = (Extent.FULL, Extent.SUMMARY)


def licence_for(network: Network, standing: Standing, kind: str = "text") -> Licence | None:
    """The licence that a story comes under, or what belongs to it of another kind: a picture, say."""
    return network.licence_of(standing.source, standing.services, kind)


def show_story(
    filed: Filed,
    network: Network,
    site: str,
    at: datetime,
    surface: Surface = Surface.PAGE,
    country: str | None = None,
) -> tuple[ShownStory | None, Clearance]:
    """The story as this site may show it now, to a reader in this country, or None; and why.

    A headline form leaves only the headline, its times and the duties; a link not even the headline. Pictures and
    body need the full form, and pictures a licence that covers their kind. The edited headline of the desk, when there
    is one and the licence lets it be, stands for the wire's.
    """
    story = uncleared_story(filed)
    standing, received = story.standing, story.shown
    if standing is None:
        return None, _NOTHING_YET
    licence = licence_for(network, standing)
    clearance = clear(standing, licence, site, surface, at, country)
    if licence is None or not clearance.allowed or received is None:
        return None, clearance
    version, extent = received.version, clearance.form.extent
    full, worded, named = extent is Extent.FULL, extent in _WORDED, extent is not Extent.LINK
    told = licence.correction
    ends, kinds = clearance.changes_at, {one.kind for one in version.associations} & PICTURE_KINDS if full else set()
    granted, clearance = _pictured(clearance, kinds, standing, network, site, surface, at, country)
    shown = ShownStory(
        id=story.id,
        uri=story.uri,
        number=version.number,
        headline=headline_of(story, licence) if named else "",
        summary=_summary(version.summary, clearance, standing),
        language=version.language,
        provider=standing.provider,
        byline=version.byline if worded else "",
        dateline=version.dateline if worded else _NO_DATELINE,
        body=version.body if full else Body(""),
        pictures=tuple(_uncut(one, standing) for one in version.associations if one.kind in granted),
        released=standing.released,
        updated=story.updated or standing.released,
        corrections=tuple(Correction(one.at, one.note if worded else "") for one in story.corrections)
        if told.notice
        else (),
        subjects=version.subjects if named else (),
        keywords=version.keywords if worded else (),
        places=version.places if worded else (),
        holder=version.rights.holder,
        copyright_notice=version.rights.notice,
        credit_line=_credit(licence, version, standing, clearance),
        notice=clearance.notice,
        notice_link=clearance.notice_link,
        expires=ends,
        history=tuple(one.created for one in story.versions if one.version.has_copy) if told.public_history else (),
    )
    return shown, clearance


def show_headline(
    listed: Listed, network: Network, site: str, surface: Surface, at: datetime
) -> tuple[ShownHeadline | None, Clearance]:
    """The list row as this site may show it on this surface now, or None; and why."""
    standing = listed.standing
    clearance = clear(standing, licence_for(network, standing), site, surface, at)
    if not clearance.allowed:
        return None, clearance
    headline = uncleared_headline(listed)
    extent, found = clearance.form.extent, headline.picture
    if found is not None and extent is Extent.FULL:
        granted, clearance = _pictured(clearance, (found.kind,), standing, network, site, surface, at)
        found = _uncut(found, standing) if granted else None
    shown = ShownHeadline(
        headline.id,
        headline.uri,
        "" if extent is Extent.LINK else headline.text,
        "" if extent is Extent.HEADLINE else _summary(headline.summary, clearance, standing),
        headline.language,
        headline.provider,
        clearance.credit_line,
        headline.released,
        headline.updated,
        headline.urgency,
        headline.home,
        headline.sections,
        headline.corrected and clearance.licence is not None and clearance.licence.correction.notice,
        found if extent is Extent.FULL else None,
        headline.signs,
    )
    return shown, clearance


def headline_of(story: Story, licence: Licence) -> str:
    """The headline to show: the desk's only where neither contract nor copy forbids to alter the wire's."""
    if story.shown is None or (licence.alter.headline and not (story.standing and _fixed(story.standing))):
        return story.headline
    return story.shown.version.headline


def may_shorten(standing: Standing, licence: Licence) -> bool:
    """Whether its words may be cut."""
    return licence.alter.shorten and not _fixed(standing)


def as_headline(shown: ShownStory, home: str, sections: tuple[str, ...]) -> ShownHeadline:
    """A list row of a story that has passed the gate for a list already: a pinned one, say."""
    return ShownHeadline(
        id=shown.id,
        uri=shown.uri,
        text=shown.headline,
        summary=shown.summary,
        language=shown.language,
        provider=shown.provider,
        credit_line=shown.credit_line,
        released=shown.released,
        updated=shown.updated,
        urgency=None,
        home=home,
        sections=sections,
        corrected=bool(shown.corrections),
        picture=shown.pictures[0] if shown.pictures else None,
    )


def _fixed(standing: Standing) -> bool:
    return bool(standing.restrictions) and unalterable(standing.restrictions)


def _summary(text: str, clearance: Clearance, standing: Standing) -> str:
    """The part of the summary that the form grants: all, its first words, or nothing where it may not be cut."""
    form, licence = clearance.form, clearance.licence
    if form.extent is Extent.FULL:
        return text
    if form.extent is not Extent.SUMMARY or licence is None:
        return ""
    if form.words is None:
        return text
    words = text.split()
    if len(words) <= form.words:
        return text
    return f"{' '.join(words[: form.words])} …" if may_shorten(standing, licence) else ""


def _pictured(
    clearance: Clearance,
    kinds: Iterable[str],
    standing: Standing,
    network: Network,
    site: str,
    surface: Surface,
    at: datetime,
    country: str | None = None,
) -> tuple[frozenset[str], Clearance]:
    """The kinds of picture that their licences grant in full here, and the story's clearance bound by theirs too."""
    whole, granted = licence_for(network, standing), set()
    for kind in sorted(kinds):
        licence = licence_for(network, standing, kind)
        if licence is whole:  # the story itself has just been granted in full
            granted.add(kind)
            continue
        own = clear(standing, licence, site, surface, at, country)
        if own.form.extent is Extent.FULL:
            granted.add(kind)
        clearance = _bound(clearance, own)
    return frozenset(granted), clearance


def _bound(story: Clearance, picture: Clearance) -> Clearance:
    """The clearance of a story with a picture: it changes with the first of them, and duties to either are owed."""
    moments = [one.changes_at for one in (story, picture) if one.changes_at is not None]
    bound = story._replace(changes_at=min(moments, default=None), local=story.local or picture.local)
    if picture.form.extent is not Extent.FULL:
        return bound
    kept = [one.cache_max for one in (story, picture) if one.cache_max is not None]
    notices = dict.fromkeys(one.notice for one in (story, picture) if one.notice)
    link = story.notice_link or picture.notice_link
    return bound._replace(cache_max=min(kept, default=None), notice=" ".join(notices), notice_link=link)


def _uncut(picture: Association, standing: Standing) -> Association:
    """The picture, of which nothing may be cut off where the copy forbids to change it."""
    if (picture.focus or picture.crops) and _fixed(standing):
        return replace(picture, focus=None, crops=())
    return picture


def _credit(licence: Licence, version: Version, standing: Standing, clearance: Clearance) -> str:
    """The contract's credit line before the copy's own, and the provider's name before none: credit is a duty.

    Where the copy demands a credit of its own, it stands beside the contract's.
    """
    own = version.rights.credit_line
    if not licence.credit.text:
        return own or clearance.credit_line
    demanded = any(one.limit is Limit.CREDIT for one in standing.restrictions)
    if demanded and own and own.casefold() not in licence.credit.text.casefold():
        return f"{licence.credit.text} / {own}"
    return licence.credit.text
