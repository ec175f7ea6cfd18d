"""The page of one story, answered by its id alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from minijinja import safe

from wireroom.ledger.model import Snapshot
from wireroom.network.model import Site, Surface
from wireroom.news import Placement, Standing, Story
from wireroom.pages.addresses import quoted, story_path
from wireroom.pages.model import Frame, Request
from wireroom.pages.notices import gone, moved, not_found, withdrawn
from wireroom.pages.rows import Row, iso, notices, picture
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.structured import Facts, article, breadcrumbs, dateline, social_card
from wireroom.pages.text import language_attributes, markup, plain, script_json
from wireroom.pages.trail import Trail
from wireroom.rights import show_story, window
from wireroom.rights.model import ShownStory, Verdict

# These tell a reader that the time is over; every other refusal tells nothing.
_OVER = frozenset({Verdict.EXPIRED, Verdict.DISPLAY_OVER, Verdict.ENDED})


def story_page(setting: Setting, snapshot: Snapshot, request: Request, id: str) -> Frame:
    """The story's page, a redirect to its URL of today, the kill or gone notice, or the 404 that tells nothing."""
    uri = snapshot.uri_of(id)
    story = snapshot.story(uri) if uri is not None else None
    if uri is None or story is None:
        # What comes later under this id makes a page here only by being placed somewhere.
        return not_found(setting, {f"placed:{key}" for key in setting.network.sites})
    trail = Trail({f"story:{uri}"})
    shown, clearance = show_story(story, setting.network, setting.site.key, snapshot.at, surface=Surface.PAGE)
    placements = snapshot.placements(uri)
    trail.consulted(clearance)
    if shown is None:
        return _instead(setting, snapshot, story, clearance.verdict, trail)
    here = [one for one in placements if one.site == setting.site.key]
    if not here:
        return not_found(setting, trail.uses, trail.changes_at)
    path = story_path(shown.id, shown.headline, shown.released, setting.site.zone)
    if quoted(request.path) != path:
        return moved(setting, path, trail)
    return _Made(setting, snapshot, trail, story, shown, placements, here, clearance.changes_at).frame()


def _instead(setting: Setting, snapshot: Snapshot, story: Story, verdict: Verdict, trail: Trail) -> Frame:
    """What stands at the URL of a story that may not be shown. A notice needs that readers could see it once."""
    if verdict is Verdict.KILLED and story.standing and _was_shown(setting, snapshot, story.standing):
        return withdrawn(setting, trail.uses, story.standing.killed_at)
    if verdict in _OVER and story.standing and _had_time(setting, snapshot, story, story.standing):
        return gone(setting, trail.uses, trail.changes_at)
    return not_found(setting, trail.uses, trail.changes_at)


def _was_shown(setting: Setting, snapshot: Snapshot, standing: Standing) -> bool:
    """Whether the killed story ever stood in a list of the network; the last killed come first."""
    for site in setting.network.sites:
        for one in snapshot.gone(site):
            if one.uri == standing.uri:
                return True
            if standing.killed_at is not None and one.killed_at < standing.killed_at:
                break
    return False


def _had_time(setting: Setting, snapshot: Snapshot, story: Story, standing: Standing) -> bool:
    """Whether the story belongs here and came before its time was over; one that came later was never here."""
    licence = setting.network.licence_of(standing.source)
    if licence is None or all(one.site != setting.site.key for one in snapshot.placements(story.uri)):
        return False
    opens, closes = window(standing, licence)
    arrived = min((one.at for one in story.versions if one.version.has_copy), default=None)
    return arrived is not None and closes is not None and max(opens, arrived, standing.released) < closes


class _Made:
    """One shown story on its way into the template."""

    def __init__(
        self,
        setting: Setting,
        snapshot: Snapshot,
        trail: Trail,
        story: Story,
        shown: ShownStory,
        placements: Sequence[Placement],
        here: Sequence[Placement],
        ends: datetime | None,
    ) -> None:
        self.setting, self.snapshot, self.trail = setting, snapshot, trail
        self.story, self.shown = story, shown
        self.section = next((one.section for one in here if one.section), "")
        self.canonical = self._address(self._home(placements))
        self.ends = ends
        pictures = [picture(setting.links.own, shown.id, one) for one in shown.pictures]
        self.pictures = [one for one in pictures if one]

    def _home(self, placements: Sequence[Placement]) -> Site:
        """The one site that the story counts as being on: the first it is placed on with a licence for it."""
        network, standing = self.setting.network, self.story.standing
        licence = network.licence_of(standing.source) if standing else None
        licensed = (one.site for one in placements if licence and one.site in licence.sites)
        return network.sites.get(next(licensed, ""), self.setting.site)

    def _address(self, site: Site) -> str:
        return site.url + story_path(self.shown.id, self.shown.headline, self.shown.released, site.zone)

    def frame(self) -> Frame:
        """The rendered page."""
        setting, shown = self.setting, self.shown
        facts = self._facts()
        parts = setting.html(
            "story.html",
            self.section,
            title=safe(f"{plain(shown.headline or setting.labels.read_story)} – {setting.shared['site']['name']}"),
            canonical=plain(self.canonical),
            robots=self._robots(),
            card=self._card(facts),
            structured=self._structured(facts),
            story=self._copy(),
            notices=notices(self.trail),
        )
        return self.trail.frame(
            200, HTML, parts, headers=setting.headers, last_modified=last_modified(self.story, self.snapshot.at)
        )

    def _copy(self) -> Row:
        setting, shown = self.setting, self.shown
        labels, zone = setting.labels, setting.site.zone
        updated = shown.updated if shown.updated - shown.released >= timedelta(minutes=1) else None
        section = next((one for one in setting.site.sections if one.key == self.section), None)
        return {
            "headline": plain(shown.headline or labels.read_story),
            "lang": language_attributes(shown.language, setting.site.language),
            "dateline": plain(dateline(shown.dateline, shown.provider, setting)),
            "byline": plain(shown.byline),
            "summary": plain(shown.summary) if not shown.body else "",
            "body": markup(shown.body),
            "published": _when(shown.released, labels.moment(shown.released, zone)),
            "updated": _when(updated, labels.moment(updated, zone)) if updated else None,
            "corrections": [
                {**_when(one.at, labels.moment(one.at, zone)), "note": plain(one.note or labels.correction_plain)}
                for one in reversed(shown.corrections)
            ],
            "pictures": self.pictures,
            "credit": plain(shown.credit_line or shown.provider),
            "copyright": plain(shown.copyright_notice),
            "section": {"key": section.key, "name": plain(section.name)} if section else None,
        }

    def _robots(self) -> str:
        """Search engines are told beforehand when the licence or the copy ends (`unavailable_after`)."""
        if self.ends is None:
            return "max-image-preview:large"
        return f"max-image-preview:large, unavailable_after: {iso(self.ends)}"

    def _facts(self) -> Facts:
        return Facts(self.setting, self.canonical, self.section, self.ends, self._address(self.setting.site))

    def _granted(self, surface: Surface) -> ShownStory | None:
        setting = self.setting
        shown, clearance = show_story(self.story, setting.network, setting.site.key, self.snapshot.at, surface=surface)
        self.trail.consulted(clearance)
        return shown

    def _card(self, facts: Facts) -> dict[str, Any]:
        return social_card(facts, self.shown, self._granted(Surface.SOCIAL_CARD))

    def _structured(self, facts: Facts) -> str:
        told = article(facts, self.shown, self._granted(Surface.JSON_LD))
        return script_json({"@context": "https://schema.org", "@graph": [told, breadcrumbs(facts)]})


def _when(at: datetime, text: str) -> Row:
    return {"iso": safe(iso(at)), "text": plain(text)}


def last_modified(story: Story, at: datetime) -> datetime | None:
    """When the last version, decision or moment came that this page could show; never later than `at`."""
    moments = [one.at for one in story.versions] + [one.decision.at for one in story.decisions]
    if story.standing:
        moments += [one for one in (story.standing.released, story.standing.held_until) if one]
    return max((one for one in moments if one <= at), default=None)
