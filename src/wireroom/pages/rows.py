"""Lists of headlines: cleared one by one as they are read, then made into what templates print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from minijinja import safe

from wireroom.network.model import Surface
from wireroom.news import Association
from wireroom.pages.addresses import story_path
from wireroom.pages.labels import next_day, next_year
from wireroom.pages.renditions import TEASER, THUMB, Rendition, View, in_view
from wireroom.pages.setting import Setting
from wireroom.pages.text import language_attributes, plain
from wireroom.pages.trail import Trail
from wireroom.related import Folder
from wireroom.rights import clear, licence_for
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Listed, Snapshot

SMALL = 400  # pixels

Row = dict[str, Any]
_Made = TypeVar("_Made")


@dataclass(slots=True)
class Reader:
    """Reads lists for one page of one site: what comes out has passed the gate, and the trail knows of it."""

    setting: Setting
    snapshot: Snapshot
    trail: Trail
    folder: Folder[ShownHeadline] = field(default_factory=Folder)
    listed: dict[str, Listed] = field(default_factory=dict)  # by uri, what was shown of lists

    def folded(self, shown: Iterable[ShownHeadline]) -> Iterator[ShownHeadline]:
        """The headlines without near-duplicates of another agency, lazily; rows name these beside the one that stays.

        All of them have passed the gate, so that none is folded under one that is not shown.
        """
        return (one for one in shown if not self.folder.takes(one))

    def also(self, one: ShownHeadline) -> tuple[ShownHeadline, ...]:
        """The near-duplicates that are folded under this headline."""
        under = self.folder.under
        return tuple(under[one.uri].values()) if under and one.uri in under else ()

    def shown(self, headlines: Iterable[Listed], surface: Surface, *, at_site: str = "") -> Iterator[ShownHeadline]:
        """The headlines that may be shown, lazily. `at_site` is where their stories are read, when not here."""
        show, consulted, at = self.setting.cleared.show, self.trail.consulted, self.snapshot.at
        for headline in headlines:
            shown, clearance = show(headline, surface, at)
            consulted(clearance)
            if shown is not None and (not at_site or self._readable(headline, at_site)):
                self.listed[shown.uri] = headline
                yield shown

    def newest(self, headlines: Iterable[Listed], surface: Surface = Surface.LIST) -> ShownHeadline | None:
        """The first of them that may be shown, for a page that tells of it no more than that it is there.

        The page owes no notice for it, and yet changes when it goes.
        """
        aside = Reader(self.setting, self.snapshot, Trail())
        found = next(aside.shown(headlines, surface), None)
        self.trail.moment(aside.trail.changes_at)
        return found

    def _readable(self, headline: Listed, site: str) -> bool:
        """Whether the link would lead to a page: a sister may list what the licence does not let it show."""
        licence = licence_for(self.setting.network, headline.standing)
        clearance = clear(headline.standing, licence, site, Surface.PAGE, self.snapshot.at)
        self.trail.moment(clearance.changes_at)
        return clearance.allowed

    def rows(self, shown: Iterable[ShownHeadline], *, today: bool = False) -> list[Row]:
        """Rows with links to this site's own pages. With `today`, the time of day alone for what came out today."""
        part, made = self._maker(today=today)
        memo = self.setting.rows
        found = [memo.of(one, (*part, *self.also(one)), made) for one in shown]
        return self._dated(found, today=today)

    def written(self, component: str, shown: Iterable[ShownHeadline], *, today: bool = False) -> str:
        """Rows as the component (a template's name) writes them, one behind the other; "" for none.

        Each is written once: an arriving story leaves the others the very text they were.
        """
        setting = self.setting
        day, made = self._maker(today=today)
        part = (component, *day)

        def write(one: ShownHeadline) -> str:
            return setting.component(component, row=made(one))

        memo = setting.written
        lines = [memo.of(one, (*part, *self.also(one)), write) for one in shown]
        return safe("".join(self._dated(lines, today=today)))

    def addresses(self, shown: Iterable[ShownHeadline]) -> list[str]:
        """Where the headlines' stories stand on this site, as the open web knows it: of those that machines may be told
        of (JSON-LD), as an address has the headline's words in it."""
        setting, found = self.setting, []
        for one in shown:
            headline = self.listed.get(one.uri)
            if headline is None:
                continue
            told, clearance = setting.cleared.show(headline, Surface.JSON_LD, self.snapshot.at)
            self.trail.moment(clearance.changes_at)
            if told is not None and told.text:
                found.append(setting.absolute(story_path(one.id, one.text, one.released, setting.site.zone)))
        return found

    def _maker(self, *, today: bool) -> tuple[tuple[int, date | None], Callable[[ShownHeadline], Row]]:
        """How a row is made, and what it depends on besides its headline."""
        setting = self.setting
        zone, labels = setting.site.zone, setting.labels
        now = self.snapshot.at.astimezone(zone).date()
        day = now if today else None

        def url(one: ShownHeadline) -> str:
            return safe(setting.links.own + story_path(one.id, one.text, one.released, zone))

        def made(one: ShownHeadline) -> Row:
            when = labels.short(one.released, zone, now.year, day)
            return row(setting, one, url(one), when, [(url(other), other) for other in self.also(one)])

        return (now.year, day), made

    def _dated(self, made: list[_Made], *, today: bool) -> list[_Made]:
        """The rows, of whose dates the trail knows when they will be written otherwise."""
        if made:
            zone, at = self.setting.site.zone, self.snapshot.at
            self.trail.moment(next_day(at, zone) if today else next_year(at, zone))
        return made


def row(
    setting: Setting, one: ShownHeadline, url: str, when: str, also: Iterable[tuple[str, ShownHeadline]] = ()
) -> Row:
    """What templates read of one headline; `also` are its near-duplicates with their URLs."""
    return {
        "url": url,
        "text": plain(one.text or setting.labels.read_story),
        "summary": plain(one.summary) if one.summary else "",
        "lang": language_attributes(one.language, setting.site.language),
        "iso": safe(iso(one.released)),
        "when": safe(when),
        "credit": _credit(one.credit_line or one.provider),
        "corrected": one.corrected,
        "picture": picture(setting.links.own, one.id, one.picture, TEASER),
        "thumb": picture(setting.links.own, one.id, one.picture, THUMB),
        "also": [
            {"url": where, "text": plain(setting.labels.also_from.format(provider=other.provider))}
            for where, other in also
        ],
    }


# The same few lines stand in all rows.
_credit = lru_cache(maxsize=1024)(plain)


def picture(own: str, id: str, found: Association | None, view: View) -> Row | None:
    """A picture as templates print it in this view; None when its bytes or its measures are not here (yet).

    `avif` and `webp` are for `srcset`; `src`, a JPEG, is for who knows neither. Width and height are the largest's.
    """
    shown = in_view(found, view) if found is not None else None
    if found is None or shown is None:
        return None
    base = f"{own}/media/{id}/"
    sharp = {
        ending: plain(", ".join(f"{base}{one.name} {one.width}w" for one in some))
        for ending, some in shown.sharp.items()
    }
    largest = max((one for some in shown.sharp.values() for one in some), key=lambda one: one.width)
    return {
        **sharp,
        "src": plain(base + shown.plain.name),
        "width": largest.width,
        "height": largest.height,
        "shape": _shape(largest),
        "alt": plain(found.alt or found.caption),
        "caption": plain(found.caption),
        "credit": plain(found.credit),
    }


def _shape(one: Rendition) -> str:
    """What a page must know to lay it out: `small` ones are not stretched, and `tall` ones leave room for the text."""
    if one.width < SMALL:
        return "small"
    return "tall" if one.height > one.width else ""


@lru_cache(maxsize=16384)
def iso(at: datetime) -> str:
    """The moment as machines read it, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def notices(trail: Trail) -> list[Row]:
    """The licences' notices owed by what the page shows."""
    return [{"text": plain(text), "link": web(link)} for text, link in trail.notices]


def web(link: str) -> str:
    """The link when it leads to a page, and never to a script."""
    return plain(link) if link.startswith(("https://", "http://", "/")) else ""
