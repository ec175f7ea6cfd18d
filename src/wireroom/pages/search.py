"""The search of a site: words, and filters by section, agency and time; all of it works by links and one form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from minijinja import safe

from wireroom.network.model import Site, Surface
from wireroom.news import EVERYTHING, Narrowing, Position, words_of
from wireroom.pages.addresses import position_of, quoted_value
from wireroom.pages.highlights import Highlighter
from wireroom.pages.lists import behind_of, reader_of
from wireroom.pages.model import Frame, Request
from wireroom.pages.notices import not_found
from wireroom.pages.rows import Reader, Row, notices
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.text import plain
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Snapshot
from wireroom.routing.shelves import AGENCY

ON_PAGE = 20
COUNTED = 100  # hits that are counted; whoever has more narrows the search
LONGEST_QUERY = 200  # characters; what is longer is no question
NEWEST, RELEVANCE = ORDERS = ("newest", "relevance")
PARAMETERS = ("q", "section", "agency", "from", "to", "order", "before")
_FIRST_YEAR, _LAST_YEAR = 1800, 2999  # no date in between is out of reach in any time zone
_NO_INDEX = ("x-robots-tag", "noindex")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for. `section` and `agency` are "" or one that the site has; `since` and `until` are days."""

    words: str = ""
    section: str = ""
    agency: str = ""
    since: date | None = None
    until: date | None = None
    order: str = NEWEST

    @property
    def anything(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.agency or self.since or self.until)

    def path(self) -> str:
        """The path of the first page with these hits, percent-encoded."""
        told = {
            "q": self.words,
            "section": self.section,
            "agency": self.agency,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            "order": self.order if self.order != NEWEST else "",
        }
        pairs = (f"{name}={quoted_value(value)}" for name, value in told.items() if value or name == "q")
        return "/search?" + "&".join(pairs)

    def narrowing(self, site: Site) -> Narrowing:
        """The same as the ledger understands it: days begin and end in the site's time zone."""
        return Narrowing(
            (f"{AGENCY}/{self.agency}",) if self.agency else (),
            _midnight(self.since, site) if self.since else None,
            _midnight(self.until + timedelta(days=1), site) if self.until else None,
        )


def asked_for(setting: Setting, request: Request) -> Asked:
    """What the request asks for; what makes no sense in it counts as not said."""
    query = request.query
    section, agency, order = query.get("section", ""), query.get("agency", ""), query.get("order", "")
    return Asked(
        query.get("q", "").strip()[:LONGEST_QUERY],
        section if any(section == one.key for one in setting.site.sections) else "",
        agency if any(agency == key for key, _ in agencies(setting)) else "",
        _day(query.get("from", "")),
        _day(query.get("to", "")),
        order if order in ORDERS else NEWEST,
    )


def search_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame:
    """What the site holds of what is asked for. Search engines are asked to keep out."""
    sent = request.query.get("before", "")
    before = position_of(sent) if sent else None
    if sent and before is None:
        return not_found(setting, set())
    asked = asked_for(setting, request)
    reader = reader_of(setting, snapshot, *((setting.site.key,) if asked.anything else ()))
    found, older, counted = _found(reader, asked, before) if asked.anything else ([], "", "")
    t, name = setting.labels, setting.shared["site"]["name"]
    parts = setting.html(
        "search.html",
        "search",
        title=safe((f"{plain(asked.words)} – " if asked.words else "") + f"{plain(t.search)} – {name}"),
        robots="noindex, follow",
        asked=_form(setting, asked),
        anything=asked.anything,
        counted=counted,
        orders=_orders(setting, asked) if found else [],
        rows=_marked(reader, found, asked.words),
        first=before is None,
        path=plain(asked.path()),
        older=plain(f"{setting.links.own}{asked.path()}&before={older}") if older else "",
        notices=notices(reader.trail),
    )
    return reader.trail.frame(200, HTML, parts, headers=(*setting.headers, _NO_INDEX))


def _found(reader: Reader, asked: Asked, before: Position | None) -> tuple[list[ShownHeadline], str, str]:
    """The hits of one page, the token for the next, and how many there are in words ("" on later pages)."""
    snapshot, site = reader.snapshot, reader.setting.site
    where = f"{site.key}/{asked.section}" if asked.section else site.key
    narrowing = asked.narrowing(site)

    def shown(order: str, count: int) -> list[ShownHeadline]:
        if order == RELEVANCE:
            hits = snapshot.best(where, asked.words, narrowing)
        else:
            hits = snapshot.search(where, asked.words, before, narrowing)
        return list(islice(reader.shown(hits, Surface.SEARCH), count))

    if before is not None:
        found = shown(NEWEST, ON_PAGE + 1)
        return found[:ON_PAGE], behind_of(found[ON_PAGE - 1]) if len(found) > ON_PAGE else "", ""
    hits = shown(asked.order, COUNTED + 1)
    older = behind_of(hits[ON_PAGE - 1]) if len(hits) > ON_PAGE and asked.order == NEWEST else ""
    most = COUNTED if asked.order == RELEVANCE else ON_PAGE
    return hits[:most], older, reader.setting.labels.hits(len(hits), COUNTED)


def _marked(reader: Reader, found: list[ShownHeadline], words: str) -> list[Row]:
    """The rows with the words that were looked for marked in what may be shown of each."""
    rows = reader.rows(found)
    marker = Highlighter(words)
    if not marker.words:
        return rows
    return [
        {**row, "text": marker.marked(one.text) if one.text else row["text"], "summary": marker.marked(one.summary)}
        for row, one in zip(rows, found, strict=True)
    ]


def _form(setting: Setting, asked: Asked) -> Row:
    """What the form shows: what was asked for, and what can be."""
    return {
        "words": plain(asked.words),
        "sections": [{**one, "chosen": one["key"] == asked.section} for one in setting.shared["site"]["sections"]],
        "agencies": [
            {"key": plain(key), "name": plain(name), "chosen": key == asked.agency} for key, name in agencies(setting)
        ],
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
        "order": asked.order,
        "narrowed": asked.narrowing(setting.site) != EVERYTHING or bool(asked.section),
    }


def _orders(setting: Setting, asked: Asked) -> list[Row]:
    """The two orders, each with the link to it; the one that is shown has none."""
    if not asked.words:
        return []
    names = {NEWEST: setting.labels.newest_first, RELEVANCE: setting.labels.best_first}
    return [
        {
            "name": plain(name),
            "url": plain(setting.links.own + replace(asked, order=order).path()) if order != asked.order else "",
        }
        for order, name in names.items()
    ]


def agencies(setting: Setting) -> list[tuple[str, str]]:
    """The agencies whose copy the site may carry: the word in addresses and the name of each, by name."""
    key = setting.site.key
    found: dict[str, str] = {}
    for one in setting.network.licences.values():
        if key in one.sites:
            found.setdefault(words_of(one.provider), one.credit.text or one.provider)
    return sorted(found.items(), key=lambda one: one[1].casefold())


def _day(text: str) -> date | None:
    """A day as forms send it (`2026-11-22`); None for anything else."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _midnight(day: date, site: Site) -> datetime:
    return datetime.combine(day, time.min, site.zone)
