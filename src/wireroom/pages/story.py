"""The page of one story, answered by its id alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from minijinja import safe

from wireroom.network.licence import After
from wireroom.network.model import Site, Surface
from wireroom.news import Placement, Standing
from wireroom.pages.addresses import quoted, story_path
from wireroom.pages.mining import reservation
from wireroom.pages.model import Frame, Request
from wireroom.pages.notices import gone, moved, not_found, unavailable, withdrawn
from wireroom.pages.outgoing import outgoing
from wireroom.pages.related import related
from wireroom.pages.renditions import FIGURE
from wireroom.pages.rows import Reader, Row, iso, notices, picture, web
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.slots import between
from wireroom.pages.structured import Facts, article, breadcrumbs, dateline, social_card
from wireroom.pages.subjects import subjects
from wireroom.pages.text import language_attributes, markup, plain, reachable, script_json
from wireroom.pages.trail import Trail
from wireroom.pages.translations import home_of, of_story
from wireroom.rights import licence_for, show_story, window
from wireroom.rights.model import Clearance, ShownStory, Verdict
from wireroom.rights.stock import Filed, Snapshot, first_copy, last_change

# These tell a reader that the time is over; every other refusal tells nothing.
_OVER = frozenset({Verdict.EXPIRED, Verdict.DISPLAY_OVER, Verdict.ENDED, Verdict.USE_OVER, Verdict.NOT_HELD})


def story_page(
    setting: Setting,
    snapshot: Snapshot,
    request: Request,
    id: str,
    *,
    prefix: str = "",
    made_by: Callable[[MadeStory, str], Frame] | None = None,
) -> Frame:
    """The story's page, a redirect to its URL of today, the kill or gone notice, or the 404 that tells nothing.

    Another edition has its pages under `prefix`, where `made_by` makes them.
    """
    uri = snapshot.uri_of(id)
    story = snapshot.story(uri) if uri is not None else None
    if uri is None or story is None:
        # What comes later under this id makes a page here only by being placed somewhere.
        return not_found(setting, {f"placed:{key}" for key in setting.network.sites})
    trail = Trail({f"story:{uri}"})
    site, at, country = setting.site.key, snapshot.at, request.country
    shown, clearance = show_story(story, setting.network, site, at, Surface.PAGE, country)
    placements = snapshot.placements(uri)
    trail.consulted(clearance)
    here = [one for one in placements if one.site == site]
    trail.local = clearance.local and bool(here)
    if shown is None:
        return _instead(setting, snapshot, story, clearance.verdict, trail)
    if not here:
        return not_found(setting, trail.uses, trail.changes_at)
    path = prefix + story_path(shown.id, shown.headline, shown.released, setting.site.zone)
    if request.path and quoted(request.path) != path:
        return moved(setting, path, trail)
    made = MadeStory(setting, snapshot, trail, story, shown, placements, here, clearance, country)
    return made_by(made, path) if made_by is not None else made.frame(path)


def _instead(setting: Setting, snapshot: Snapshot, story: Filed, verdict: Verdict, trail: Trail) -> Frame:
    """What stands at the URL of a story that may not be shown. A notice needs that readers could see it once."""
    standing = story.standing
    licence = licence_for(setting.network, standing) if standing else None
    if verdict is Verdict.KILLED and standing and _was_shown(setting, snapshot, standing):
        if licence is not None and not licence.kill.notice:
            return gone(setting, trail.uses, None)
        return withdrawn(setting, trail.uses, standing.killed_at)
    if verdict in _OVER and standing and _had_time(setting, snapshot, story, standing):
        told = standing if licence is not None and licence.after is After.TOMBSTONE else None
        return gone(setting, trail.uses, trail.changes_at, told)
    if verdict is Verdict.NOT_THIS_TERRITORY and trail.local:
        return unavailable(setting, trail)
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


def _had_time(setting: Setting, snapshot: Snapshot, story: Filed, standing: Standing) -> bool:
    """Whether the story belongs here and came before its time was over; one that came later was never here."""
    licence = licence_for(setting.network, standing)
    if licence is None or all(one.site != setting.site.key for one in snapshot.placements(story.uri)):
        return False
    opens, closes = window(standing, licence)
    arrived = first_copy(story)
    return arrived is not None and closes is not None and max(opens, arrived, standing.released) < closes


class MadeStory:
    """One shown story on its way into the template."""

    def __init__(
        self,
        setting: Setting,
        snapshot: Snapshot,
        trail: Trail,
        story: Filed,
        shown: ShownStory,
        placements: Sequence[Placement],
        here: Sequence[Placement],
        clearance: Clearance,
        country: str | None,
    ) -> None:
        self.setting, self.snapshot, self.trail = setting, snapshot, trail
        self.story, self.shown = story, shown
        self.section = next((one.section for one in here if one.section), "")
        home = home_of(setting.network, story.standing, placements) if story.standing else None
        self.home = home or setting.site
        self.canonical = self._address(self.home)
        self.ends, self.licence, self.country = shown.expires, clearance.licence, country
        pictures = [picture(setting.links.own, shown.id, one, FIGURE) for one in shown.pictures]
        self.pictures = [one for one in pictures if one]
        self._told: tuple[Row, datetime | None] | None = None

    def again(self) -> MadeStory:
        """The same for a page of another edition, with what has been asked of it so far."""
        self._told = self._told or self._copy()
        other = copy(self)
        other.trail = self.trail.fork()
        return other

    def _address(self, site: Site) -> str:
        return site.url + story_path(self.shown.id, self.shown.headline, self.shown.released, site.zone)

    def frame(self, path: str) -> Frame:
        """The rendered page, which stands at this path."""
        setting, shown = self.setting, self.shown
        facts = self._facts()
        # Before the notices, which speak of these headlines too.
        kin = related(Reader(setting, self.snapshot, self.trail), shown)
        card, structured = self._card(facts), self._structured(facts, kin["before"])
        told = self.page()
        slots = setting.slots if self._beside_ads() else {}
        if slots:
            told["story"]["body"] = between(told["story"]["body"], setting.rooms.get("story_inline", ()))
        extra = {"card": card, "structured": structured, "related": kin, "slots": slots, "languages": self._languages()}
        parts = setting.html("story.html", self.section, **extra, **told)
        changed = self.changed()
        return self.trail.frame(200, HTML, parts, headers=setting.headers, last_modified=changed, address=path)

    def page(self) -> dict[str, Any]:
        """What the page of any edition shows of the story; asked last, as the notices speak of all that is shown."""
        setting, headline = self.setting, self.shown.headline or self.setting.labels.read_story
        story, until = self._told or self._copy()
        self.trail.moment(until)
        return {
            "title": safe(f"{plain(headline)} – {setting.shared['site']['name']}"),
            "canonical": plain(self.canonical),
            "robots": self._robots(),
            "mining": {name: plain(value) for name, value in reservation(self.trail.policies)},
            "story": dict(story),
            "notices": notices(self.trail),
        }

    def changed(self) -> datetime | None:
        """When what the page shows changed last."""
        return last_change(self.story, self.snapshot.at)

    def _copy(self) -> tuple[Row, datetime | None]:
        """What templates print of the story, and when time changes that."""
        aside = Trail()
        setting, shown = self.setting, self.shown
        labels, zone = setting.labels, setting.site.zone
        updated = shown.updated if shown.updated - shown.released >= timedelta(minutes=1) else None
        section = next((one for one in setting.site.sections if one.key == self.section), None)
        row = {
            "headline": plain(shown.headline or labels.read_story),
            "lang": language_attributes(shown.language, setting.site.language),
            "dateline": plain(dateline(shown.dateline, shown.provider, setting)),
            "byline": plain(shown.byline),
            "summary": plain(shown.summary) if not shown.body else "",
            "body": reachable(markup(outgoing(shown.body, setting.network, self.licence)), labels.table),
            "published": _when(shown.released, labels.moment(shown.released, zone)),
            "updated": _when(updated, labels.moment(updated, zone)) if updated else None,
            "corrections": [
                {**_when(one.at, labels.moment(one.at, zone)), "note": plain(one.note or labels.correction_plain)}
                for one in reversed(shown.corrections)
            ],
            "pictures": self.pictures,
            "credit": plain(shown.credit_line or shown.provider),
            "credit_link": web(self.licence.credit.link) if self.licence else "",
            "history": [_when(one, labels.moment(one, zone)) for one in shown.history],
            "copyright": plain(shown.copyright_notice),
            "subjects": subjects(setting, self.story, shown, self.snapshot.at, aside),
            "section": {"key": section.key, "name": plain(section.name)} if section else None,
        }
        return row, aside.changes_at

    def _beside_ads(self) -> bool:
        """Whether the licences of the copy and of the pictures shown let advertising stand on the page."""
        network, standing = self.setting.network, self.story.standing
        kinds = {"text", *(one.kind for one in self.shown.pictures)}
        licences = [licence_for(network, standing, kind) for kind in kinds] if standing else []
        return all(one is not None and one.ads for one in licences)

    def _robots(self) -> str:
        """Search engines are told beforehand when the licence or the copy ends (`unavailable_after`)."""
        own = self.licence.robots if self.licence else ()
        large = () if any(one.startswith("max-image-preview") for one in own) else ("max-image-preview:large",)
        ends = (f"unavailable_after: {iso(self.ends)}",) if self.ends else ()
        return ", ".join((*large, *own, *ends))

    def _facts(self) -> Facts:
        return Facts(
            self.setting, self.canonical, self.section, self.ends, self._address(self.setting.site), self.licence
        )

    def _granted(self, surface: Surface) -> ShownStory | None:
        setting = self.setting
        shown, clearance = show_story(
            self.story, setting.network, setting.site.key, self.snapshot.at, surface, self.country
        )
        self.trail.consulted(clearance)
        return shown

    def _card(self, facts: Facts) -> dict[str, Any]:
        return social_card(facts, self.shown, self._granted(Surface.SOCIAL_CARD))

    def _languages(self) -> str:
        """Links to the story's translations; from the one page that search engines are to know of it."""
        if self.home is not self.setting.site:
            return ""
        return of_story(self.setting, self.snapshot, self.trail, self.shown.uri)

    def _structured(self, facts: Facts, before: str) -> str:
        told = article(facts, self.shown, self._granted(Surface.JSON_LD), before)
        return script_json({"@context": "https://schema.org", "@graph": [told, breadcrumbs(facts)]})


def _when(at: datetime, text: str) -> Row:
    return {"iso": safe(iso(at)), "text": plain(text)}
