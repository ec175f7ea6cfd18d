"""Lists of headlines: cleared one by one as they are read, then made into what templates print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from typing import Any, TypeVar

from minijinja import safe

from wireroom.network.model import Surface
from wireroom.news import Association
from wireroom.pages.addresses import story_path
from wireroom.pages.labels import next_day, next_year
from wireroom.pages.setting import Setting
from wireroom.pages.text import language_attributes, plain
from wireroom.pages.trail import Trail
from wireroom.rights import clear, licence_for
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Listed, Snapshot

Row = dict[str, Any]
_Made = TypeVar("_Made")


@dataclass(slots=True)
class Reader:
    """Reads lists for one page of one site: what comes out has passed the gate, and the trail knows of it."""

    setting: Setting
    snapshot: Snapshot
    trail: Trail

    def shown(self, headlines: Iterable[Listed], surface: Surface, *, at_site: str = "") -> Iterator[ShownHeadline]:
        """The headlines that may be shown, lazily. `at_site` is where their stories are read, when not here."""
        show, at = self.setting.cleared.show, self.snapshot.at
        for headline in headlines:
            shown, clearance = show(headline, surface, at)
            self.trail.consulted(clearance)
            if shown is not None and (not at_site or self._readable(headline, at_site)):
                yield shown

    def _readable(self, headline: Listed, site: str) -> bool:
        """Whether the link would lead to a page: a sister may list what the licence does not let it show."""
        licence = licence_for(self.setting.network, headline.standing)
        clearance = clear(headline.standing, licence, site, Surface.PAGE, self.snapshot.at)
        self.trail.moment(clearance.changes_at)
        return clearance.allowed

    def rows(self, shown: Iterable[ShownHeadline], *, today: bool = False) -> list[Row]:
        """Rows with links to this site's own pages. With `today`, the time of day alone for what came out today."""
        part, made = self._maker(today=today)
        return self._dated([self.setting.rows.of(one, part, partial(made, one)) for one in shown], today=today)

    def written(self, component: str, shown: Iterable[ShownHeadline], *, today: bool = False) -> str:
        """Rows as the component (a template's name) writes them, one behind the other; "" for none.

        Each is written once: an arriving story leaves the others the very text they were.
        """
        setting = self.setting
        part, made = self._maker(today=today)

        def write(one: ShownHeadline) -> str:
            return setting.component(component, row=made(one))

        lines = [setting.written.of(one, (component, *part), partial(write, one)) for one in shown]
        return safe("".join(self._dated(lines, today=today)))

    def _maker(self, *, today: bool) -> tuple[tuple[int, date | None], Callable[[ShownHeadline], Row]]:
        """How a row is made, and what it depends on besides its headline."""
        setting = self.setting
        zone, labels = setting.site.zone, setting.labels
        now = self.snapshot.at.astimezone(zone).date()
        day = now if today else None

        def made(one: ShownHeadline) -> Row:
            url = safe(setting.links.own + story_path(one.id, one.text, one.released, zone))
            return row(setting, one, url, labels.short(one.released, zone, now.year, day))

        return (now.year, day), made

    def _dated(self, made: list[_Made], *, today: bool) -> list[_Made]:
        """The rows, of whose dates the trail knows when they will be written otherwise."""
        if made:
            zone, at = self.setting.site.zone, self.snapshot.at
            self.trail.moment(next_day(at, zone) if today else next_year(at, zone))
        return made


def row(setting: Setting, one: ShownHeadline, url: str, when: str) -> Row:
    """What templates read of one headline."""
    return {
        "url": url,
        "text": plain(one.text or setting.labels.read_story),
        "summary": plain(one.summary) if one.summary else "",
        "lang": language_attributes(one.language, setting.site.language),
        "iso": safe(iso(one.released)),
        "when": safe(when),
        "credit": _credit(one.credit_line or one.provider),
        "corrected": one.corrected,
        "picture": picture(setting.links.own, one.id, one.picture),
    }


# The same few lines stand in all rows.
_credit = lru_cache(maxsize=1024)(plain)


def picture(own: str, id: str, found: Association | None) -> Row | None:
    """A picture as templates print it; None when its bytes or its measures are not here (yet)."""
    if found is None or not found.media or not found.width or not found.height:
        return None
    return {
        "src": plain(f"{own}/media/{id}/{found.media}"),
        "width": found.width,
        "height": found.height,
        "alt": plain(found.alt),
        "caption": plain(found.caption),
        "credit": plain(found.credit),
    }


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
