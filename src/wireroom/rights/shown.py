"""Copy on its way out: the only place that makes ShownStory and ShownHeadline, narrowed to the form granted."""

from __future__ import annotations

from datetime import datetime

from wireroom.network.model import Extent, Form, Network, Surface
from wireroom.news import Association, Body, Correction, Dateline, Headline, Story, Version
from wireroom.rights.gate import clear
from wireroom.rights.model import Clearance, ShownHeadline, ShownStory, Verdict

PICTURE_KINDS = frozenset({"picture", "graphic"})
_NOTHING_YET = Clearance(False, Verdict.NOT_A_STORY, "no copy of it has come")
_NO_DATELINE = Dateline()
_WORDED = (Extent.FULL, Extent.SUMMARY)


def show_story(
    story: Story, network: Network, site: str, at: datetime, surface: Surface = Surface.PAGE
) -> tuple[ShownStory | None, Clearance]:
    """The story as this site may show it now, or None; and why.

    A headline form leaves only the headline, its times and the duties; a link not even the headline. Pictures and
    body need the full form. The edited headline of the desk, when there is one, stands for the wire's.
    """
    standing, received = story.standing, story.shown
    if standing is None:
        return None, _NOTHING_YET
    clearance = clear(standing, network.licence_of(standing.source), site, surface, at)
    if not clearance.allowed or received is None:
        return None, clearance
    version, extent = received.version, clearance.form.extent
    full, worded, named = extent is Extent.FULL, extent in _WORDED, extent is not Extent.LINK
    shown = ShownStory(
        id=story.id,
        uri=story.uri,
        number=version.number,
        headline=story.headline if named else "",
        summary=_summary(version.summary, clearance.form),
        language=version.language,
        provider=standing.provider,
        byline=version.byline if worded else "",
        dateline=version.dateline if worded else _NO_DATELINE,
        body=version.body if full else Body(""),
        pictures=_pictures(version) if full else (),
        released=standing.released,
        updated=story.updated or standing.released,
        corrections=tuple(Correction(one.at, one.note if worded else "") for one in story.corrections),
        subjects=version.subjects if named else (),
        keywords=version.keywords if worded else (),
        places=version.places if worded else (),
        holder=version.rights.holder,
        copyright_notice=version.rights.notice,
        credit_line=_credit(network, version, standing.source, clearance),
        notice=clearance.notice,
        notice_link=clearance.notice_link,
        expires=clearance.changes_at,
    )
    return shown, clearance


def show_headline(
    headline: Headline, network: Network, site: str, surface: Surface, at: datetime
) -> tuple[ShownHeadline | None, Clearance]:
    """The list row as this site may show it on this surface now, or None; and why."""
    standing = headline.standing
    clearance = clear(standing, network.licence_of(standing.source), site, surface, at)
    if not clearance.allowed:
        return None, clearance
    form = clearance.form
    extent = form.extent
    shown = ShownHeadline(
        headline.id,
        headline.uri,
        "" if extent is Extent.LINK else headline.text,
        "" if extent is Extent.HEADLINE else _summary(headline.summary, form),
        headline.language,
        headline.provider,
        clearance.credit_line,
        headline.released,
        headline.updated,
        headline.urgency,
        headline.home,
        headline.sections,
        headline.corrected,
        headline.picture if extent is Extent.FULL else None,
    )
    return shown, clearance


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


def _summary(text: str, form: Form) -> str:
    """The part of the summary that the form grants: all, its first words, or nothing."""
    if form.extent is Extent.FULL:
        return text
    if form.extent is not Extent.SUMMARY:
        return ""
    if form.words is None:
        return text
    words = text.split()
    return text if len(words) <= form.words else f"{' '.join(words[: form.words])} …"


def _pictures(version: Version) -> tuple[Association, ...]:
    return tuple(one for one in version.associations if one.kind in PICTURE_KINDS)


def _credit(network: Network, version: Version, source: str, clearance: Clearance) -> str:
    """The contract's credit line before the copy's own, and the provider's name before none: credit is a duty."""
    licence = network.licence_of(source)
    return (licence.credit if licence else "") or version.rights.credit_line or clearance.credit_line
