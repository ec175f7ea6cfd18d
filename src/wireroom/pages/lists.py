"""Lists a reader leafs through by keyset, newest first, and how their pages are made; a section's among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minijinja import safe

from wireroom.network.model import Section, Surface
from wireroom.news import Position
from wireroom.pages.addresses import position_of, token
from wireroom.pages.model import Frame
from wireroom.pages.notices import not_found
from wireroom.pages.rows import Reader, notices
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.structured import item_list
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Snapshot

# A page of a list ends where the id of a story is the least among so many on either side of it, so that pages are
# about twice as long. That depends on no other page and on no count: a new story, a kill or an expiry moves the one
# end it is near to, and every page elsewhere stays as it is, in an export to the byte (docs/why/0019).
AROUND = 15
BEFORE = "before/"


def section_page(setting: Setting, snapshot: Snapshot, section: Section, behind: str = "") -> Frame:
    """A section: its newest stories, or those behind the place that the token names."""
    before = position_of(behind) if behind else None
    if behind and before is None:
        return not_found(setting, set())
    where = f"{setting.site.key}/{section.key}"
    reader = reader_of(setting, snapshot, where)
    found, older = leaf(reader.shown(snapshot.placed(where, before), Surface.LIST))
    return list_frame(
        reader,
        "section.html",
        section.key,
        plain(section.name),
        f"/{section.key}",
        found,
        older,
        before,
    )


def reader_of(setting: Setting, snapshot: Snapshot, *lists: str) -> Reader:
    """A reader of these lists for one page."""
    reader = Reader(setting, snapshot, Trail())
    reader.trail.uses.update(f"placed:{where}" for where in lists)
    return reader


def list_frame(
    reader: Reader,
    template: str,
    current: str,
    name: str,
    path: str,
    found: Iterable[ShownHeadline],
    older: str,
    before: Position | None,
    *,
    robots: str = "max-image-preview:large",
    ads: bool = True,
    **more: Any,
) -> Frame:
    """The page of a list: `name` is its heading (HTML), `path` that of its first page, `older` the next one's token.

    `more` is what its template reads besides; without `ads` no advertising may stand there.
    """
    setting = reader.setting
    here = path + (f"/{BEFORE}{token(before)}" if before else "")
    listed = list(reader.folded(found))
    parts = setting.html(
        template,
        current,
        title=safe(f"{name} – {setting.shared['site']['name']}"),
        name=safe(name),
        path=safe(path),
        canonical=plain(setting.absolute(here)),
        robots="noindex, follow" if before else robots,
        first=before is None,
        rows=reader.rows(listed),
        structured=item_list(setting.absolute(here), reader.addresses(listed)),
        older=setting.own(f"{path}/{BEFORE}{older}") if older else "",
        notices=notices(reader.trail),
        slots=setting.slots if ads else {},
        **more,
    )
    return reader.trail.frame(200, HTML, parts, headers=setting.headers)


def leaf(headlines: Iterable[ShownHeadline]) -> tuple[list[ShownHeadline], str]:
    """The headlines up to the end of a page, and the token for the next when there is one."""
    found: list[ShownHeadline] = []
    for one in headlines:
        found.append(one)
        at = len(found) - 1 - AROUND
        if at >= AROUND and found[at].id == min(other.id for other in found[at - AROUND :]):
            return found[: at + 1], behind_of(found[at])
    return found, ""


def behind_of(last: ShownHeadline) -> str:
    """The token of the place behind a headline."""
    return token(Position(last.released, last.id))
