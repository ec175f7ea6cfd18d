"""A site's front: the pinned and the most urgent at its head, the latest, a block for each section, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from wireroom.network.model import Surface
from wireroom.pages.labels import next_day
from wireroom.pages.model import Frame
from wireroom.pages.renditions import FIGURE
from wireroom.pages.rows import Reader, Row, notices, picture
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.structured import item_list
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.pages.translations import of_front
from wireroom.rights import as_headline, show_story
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Listed, Snapshot, pin_ends

TOP = 12  # the lead, the two below it and the latest
FEW = 24  # a site with fewer stories gives half of them to the top, so that its sections are not empty
IN_BLOCK = 5
MORE = 12
SECONDS = 2
URGENCY_OF_NONE = 5


def front(setting: Setting, snapshot: Snapshot) -> Frame:
    """The front page. No story stands on it twice."""
    reader = Reader(setting, snapshot, Trail())
    site, trail = setting.site, reader.trail
    seen: set[str] = set()
    trail.uses.add(f"placed:{site.key}")
    pinned = _pinned(reader, seen)
    newest = reader.shown(snapshot.placed(site.key), Surface.LIST)
    ahead = list(islice((one for one in newest if one.uri not in seen), FEW))
    room = TOP if len(ahead) == FEW else max(4, len(ahead) // 2)
    top = pinned + list(islice(reader.folded(ahead), max(0, room - len(pinned))))
    seen.update(one.uri for one in top)
    lead, seconds, latest = _head(top, len(pinned))
    blocks = [_block(reader, section.key, seen) for section in site.sections]
    more = list(islice(reader.folded(one for one in chain(ahead, newest) if one.uri not in seen), MORE))
    parts = setting.html(
        "front.html",
        "",
        title=setting.shared["site"]["name"],
        canonical=plain(setting.absolute("/")),
        robots="max-image-preview:large",
        today=setting.labels.day(snapshot.at, site.zone),
        lead=_one(reader, lead),
        seconds=reader.written("second.html", seconds, today=True),
        latest=reader.written("line.html", latest, today=True),
        blocks=[
            {
                **section,
                "first": reader.written("teaser.html", found[:1], today=True),
                "others": reader.written("line.html", found[1:], today=True),
            }
            for section, found in zip(setting.shared["site"]["sections"], blocks, strict=True)
        ],
        more=reader.written("line.html", more, today=True),
        notices=notices(trail),
        slots=setting.slots,
        structured=item_list(setting.absolute("/"), reader.addresses(top)),
        languages=of_front(setting),
    )
    return _dated(setting, snapshot, trail).frame(200, HTML, parts, headers=setting.headers)


def _dated(setting: Setting, snapshot: Snapshot, trail: Trail) -> Trail:
    """The front carries today's date, so it changes at midnight whatever else it shows."""
    trail.moment(next_day(snapshot.at, setting.site.zone))
    return trail


def _one(reader: Reader, lead: ShownHeadline | None) -> Row | None:
    """The story at the head, with its picture as large as on its own page."""
    if lead is None:
        return None
    (row,) = reader.rows([lead], today=True)
    return {**row, "picture": picture(reader.setting.links.own, lead.id, lead.picture, FIGURE)}


def _head(
    top: list[ShownHeadline], pinned: int
) -> tuple[ShownHeadline | None, list[ShownHeadline], list[ShownHeadline]]:
    """The lead, the two beside it and the latest: pins first, else the most urgent of the newest six leads."""
    if not top:
        return None, [], []
    rest = list(top)
    lead = rest.pop(0) if pinned else min(rest[:6], key=lambda one: one.urgency or URGENCY_OF_NONE)
    if not pinned:
        rest.remove(lead)
    seconds = rest[: max(SECONDS, pinned - 1)] if len(top) >= TOP // 2 or pinned > 1 else []
    return lead, seconds, rest[len(seconds) :]


def _unseen(reader: Reader, headlines: Iterator[Listed], seen: set[str]) -> Iterator[ShownHeadline]:
    """What may be shown and is not on the page yet."""
    fresh = (headline for headline in headlines if headline.uri not in seen)
    for shown in reader.folded(reader.shown(fresh, Surface.LIST)):
        seen.add(shown.uri)
        yield shown


def _block(reader: Reader, section: str, seen: set[str]) -> list[ShownHeadline]:
    where = f"{reader.setting.site.key}/{section}"
    reader.trail.uses.add(f"placed:{where}")
    return list(islice(_unseen(reader, reader.snapshot.placed(where), seen), IN_BLOCK))


def _pinned(reader: Reader, seen: set[str]) -> list[ShownHeadline]:
    """What the desk keeps at the head. Pins end by time, which only the decisions tell."""
    setting, snapshot, trail = reader.setting, reader.snapshot, reader.trail
    site, found = setting.site, []
    for uri in snapshot.pinned(site.key):
        trail.uses.add(f"story:{uri}")
        story = snapshot.story(uri)
        if story is None:
            continue
        for end in pin_ends(story, site.key):
            if end > snapshot.at:
                trail.moment(end)
        here = [placement for placement in snapshot.placements(uri) if placement.site == site.key]
        if not here or uri in seen:
            continue
        shown, clearance = show_story(story, setting.network, site.key, snapshot.at, surface=Surface.LIST)
        trail.consulted(clearance)
        if shown is not None:
            seen.add(uri)
            found.append(as_headline(shown, site.key, tuple(one.section for one in here if one.section)))
    return found
