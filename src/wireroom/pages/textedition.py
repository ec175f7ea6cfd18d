"""The text edition of a site: front, sections and stories without pictures, for slow lines, old devices and print."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from minijinja import safe

from wireroom.network.model import Section, Surface
from wireroom.news import Position
from wireroom.pages.addresses import position_of, story_in, token
from wireroom.pages.lists import BEFORE, leaf, reader_of
from wireroom.pages.model import Frame, Hole, Request
from wireroom.pages.notices import moved
from wireroom.pages.rows import Reader, notices
from wireroom.pages.setting import HTML, Setting, cut
from wireroom.pages.story import MadeStory, story_page
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Snapshot

PREFIX = "/text"
ON_FRONT = 40


def text_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """What stands at `/text/` and below; None where the site itself has nothing."""
    rest = request.path.removeprefix(PREFIX)
    if not rest:
        return moved(setting, f"{PREFIX}/", Trail())
    id = story_in(rest)
    if id is not None:
        return text_story(setting, snapshot, request, id)
    if rest == "/":
        return _front(setting, snapshot)
    key, _, behind = rest.removeprefix("/").partition("/")
    section = next((one for one in setting.site.sections if one.key == key), None)
    before = position_of(behind.removeprefix(BEFORE)) if behind.startswith(BEFORE) else None
    if section is None or (before is None and rest != f"/{key}"):
        return None
    return _section(setting, snapshot, section, before)


def text_story(setting: Setting, snapshot: Snapshot, request: Request, id: str) -> Frame:
    """A story's page in the text edition: what the page itself may show, and the same notices where it may not."""
    return story_page(setting, snapshot, request, id, prefix=PREFIX, made_by=_story)


def story_editions(setting: Setting, snapshot: Snapshot, request: Request, id: str) -> tuple[Frame, Frame | None]:
    """What stands at the story's own address and, where it is the story, its page in this edition: made of one show."""
    text: list[Frame] = []

    def made_by(made: MadeStory, path: str) -> Frame:
        text.append(_story(made.again(), PREFIX + path))
        return made.frame(path)

    page = story_page(setting, snapshot, request, id, made_by=made_by)
    return page, text[0] if text else None


def _story(made: MadeStory, path: str) -> Frame:
    setting = made.setting
    values = made.page()
    values["full"] = plain(setting.links.own + path.removeprefix(PREFIX))
    parts = _rendered(setting, "text-story.html", **values)
    return made.trail.frame(200, HTML, parts, headers=setting.headers, last_modified=made.changed(), address=path)


def _front(setting: Setting, snapshot: Snapshot) -> Frame:
    """The newest headlines and the ways into the sections."""
    reader = reader_of(setting, snapshot, setting.site.key)
    found = list(islice(reader.shown(snapshot.placed(setting.site.key), Surface.LIST), ON_FRONT))
    return _list(reader, "", "", found)


def _section(setting: Setting, snapshot: Snapshot, section: Section, before: Position | None) -> Frame:
    where = f"{setting.site.key}/{section.key}"
    reader = reader_of(setting, snapshot, where)
    found, older = leaf(reader.shown(snapshot.placed(where, before), Surface.LIST))
    return _list(reader, section.key, plain(section.name), found, older, before)


def _list(
    reader: Reader,
    key: str,
    name: str,
    found: Iterable[ShownHeadline],
    older: str = "",
    before: Position | None = None,
) -> Frame:
    setting = reader.setting
    site = setting.shared["site"]["name"]
    behind = f"/{BEFORE}{token(before)}" if before else ""
    rows = [{**row, "url": safe(_in_text(setting, row["url"]))} for row in reader.rows(found)]
    parts = _rendered(
        setting,
        "text-list.html",
        title=safe(f"{name} – {site}" if name else site),
        name=name,
        current=key,
        canonical=plain(setting.absolute(f"/{key}{behind}")),
        full=setting.own(f"/{key}{behind}"),
        robots="noindex, follow" if before else "index",
        rows=rows,
        older=setting.own(f"{PREFIX}/{key}/{BEFORE}{older}") if older else "",
        notices=notices(reader.trail),
    )
    return reader.trail.frame(200, HTML, parts, headers=setting.headers)


def _in_text(setting: Setting, url: str) -> str:
    """The address of a story's page in this edition."""
    own = setting.links.own
    return f"{own}{PREFIX}{url.removeprefix(own)}"


def _rendered(setting: Setting, template: str, **values: Any) -> tuple[bytes | Hole, ...]:
    return cut(setting.theme.render(template, **setting.shared, **values))
