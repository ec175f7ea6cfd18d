"""Lists a reader leafs through: a section's archive and the search, both by keyset, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from minijinja import safe

from wireroom.network.model import Section, Surface
from wireroom.news import Position
from wireroom.pages.addresses import position_of, quoted_value, token
from wireroom.pages.model import Frame, Request
from wireroom.pages.notices import not_found
from wireroom.pages.rows import Reader, notices
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Listed, Snapshot

# A page of a section ends where the id of a story is the least among so many on either side of it, so that pages are
# about twice as long. That depends on no other page and on no count: a new story, a kill or an expiry moves the one
# end it is near to, and every page elsewhere stays as it is, in an export to the byte (docs/why/0019).
AROUND = 15
IN_SEARCH = 20
LONGEST_QUERY = 200  # characters; what is longer is no question


def section_page(setting: Setting, snapshot: Snapshot, section: Section, behind: str = "") -> Frame:
    """A section: its newest stories, or those behind the place that the token names."""
    before = position_of(behind) if behind else None
    if behind and before is None:
        return not_found(setting, set())
    reader = Reader(setting, snapshot, Trail())
    where = f"{setting.site.key}/{section.key}"
    reader.trail.uses.add(f"placed:{where}")
    found, older = _leaf(reader.shown(snapshot.placed(where, before), Surface.LIST))
    path = safe(f"/{section.key}")
    name = plain(section.name)
    parts = setting.html(
        "section.html",
        section.key,
        title=safe(f"{name} – {setting.shared['site']['name']}"),
        name=name,
        path=path,
        canonical=plain(setting.absolute(path + (f"/before/{token(before)}" if before else ""))),
        robots="noindex, follow" if before else "max-image-preview:large",
        first=before is None,
        rows=reader.rows(found),
        older=setting.own(f"{path}/before/{older}") if older else "",
        notices=notices(reader.trail),
    )
    return reader.trail.frame(200, HTML, parts, headers=setting.headers)


def search_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame:
    """What the site holds with all words of `?q=`, newest first. Search engines are asked to keep out."""
    before, known = _before(request)
    if not known:
        return not_found(setting, set())
    query = request.query.get("q", "").strip()[:LONGEST_QUERY]
    reader = Reader(setting, snapshot, Trail())
    found: list[ShownHeadline] = []
    older = ""
    if query:
        reader.trail.uses.add(f"placed:{setting.site.key}")
        found, older = _take(reader, Surface.SEARCH, snapshot.search(setting.site.key, query, before), IN_SEARCH)
    path = safe(f"/search?q={quoted_value(query)}")
    t = setting.labels
    parts = setting.html(
        "search.html",
        "search",
        title=safe((f"{plain(query)} – " if query else "") + f"{plain(t.search)} – {setting.shared['site']['name']}"),
        query=plain(query),
        robots="noindex, follow",
        first=before is None,
        path=path,
        rows=reader.rows(found),
        older=setting.own(f"{path}&amp;before={older}") if older else "",
        notices=notices(reader.trail),
    )
    return reader.trail.frame(200, HTML, parts, headers=(*setting.headers, ("x-robots-tag", "noindex")))


def _before(request: Request) -> tuple[Position | None, bool]:
    """The place to go on from, and whether what the reader sent is one."""
    text = request.query.get("before", "")
    if not text:
        return None, True
    position = position_of(text)
    return position, position is not None


def _leaf(headlines: Iterable[ShownHeadline]) -> tuple[list[ShownHeadline], str]:
    """The headlines up to the end of a page, and the token for the next when there is one."""
    found: list[ShownHeadline] = []
    for one in headlines:
        found.append(one)
        at = len(found) - 1 - AROUND
        if at >= AROUND and found[at].id == min(other.id for other in found[at - AROUND :]):
            return found[: at + 1], _behind(found[at])
    return found, ""


def _take(reader: Reader, surface: Surface, headlines: Iterable[Listed], count: int) -> tuple[list[ShownHeadline], str]:
    """So many that may be shown, and the token for the next page when there is one more."""
    found = list(islice(reader.shown(headlines, surface), count + 1))
    if len(found) <= count:
        return found, ""
    return found[:count], _behind(found[count - 1])


def _behind(last: ShownHeadline) -> str:
    return token(Position(last.released, last.id))
