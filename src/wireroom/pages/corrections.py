"""The corrections of a site, the last made first: what was wrong, as the wire told it, and where it stands right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from minijinja import safe

from wireroom.network.model import Surface
from wireroom.news import Corrected, Position
from wireroom.pages.addresses import position_of, story_path, token
from wireroom.pages.lists import BEFORE, list_frame
from wireroom.pages.model import Frame, Request
from wireroom.pages.rows import Reader, Row, iso
from wireroom.pages.setting import Setting
from wireroom.pages.text import language_attributes, plain
from wireroom.pages.trail import Trail
from wireroom.rights import show_story
from wireroom.rights.stock import Snapshot
from wireroom.routing.shelves import CORRECTIONS, shelf_list

PATH = "/corrections"
ON_PAGE = 30


@dataclass(frozen=True, slots=True)
class _Line:
    """One correction that may be told of, and its place in the list."""

    row: Row
    place: Position


def corrections_page(setting: Setting, snapshot: Snapshot, request: Request) -> Frame | None:
    """`/corrections`, and older ones behind it; None where the path says something else."""
    rest = request.path.removeprefix(PATH)
    before = position_of(rest.removeprefix(f"/{BEFORE}")) if rest else None
    if rest and (before is None or not rest.startswith(f"/{BEFORE}")):
        return None
    reader = Reader(setting, snapshot, Trail())
    reader.trail.uses.add(f"placed:{shelf_list(setting.site.key, CORRECTIONS)}")
    found = list(islice(_lines(reader, snapshot.corrected(setting.site.key, before)), ON_PAGE + 1))
    older = token(found[ON_PAGE - 1].place) if len(found) > ON_PAGE else ""
    return list_frame(
        reader,
        "corrections.html",
        "",
        plain(setting.labels.corrections),
        PATH,
        [],
        older,
        before,
        ads=False,
        corrections=[one.row for one in found[:ON_PAGE]],
    )


def _lines(reader: Reader, made: Iterator[Corrected]) -> Iterator[_Line]:
    """Those of stories that a list may name, where the licence wants readers told."""
    setting, snapshot = reader.setting, reader.snapshot
    labels, zone = setting.labels, setting.site.zone
    for one in made:
        reader.trail.uses.add(f"story:{one.uri}")
        story = snapshot.story(one.uri)
        if story is None:
            continue
        shown, clearance = show_story(story, setting.network, setting.site.key, snapshot.at, Surface.LIST)
        reader.trail.consulted(clearance)
        note = next((told.note for told in shown.corrections if told.at == one.at), None) if shown else None
        if shown is None or note is None:
            continue
        path = story_path(shown.id, shown.headline, shown.released, zone)
        row = {
            "url": safe(setting.links.own + path),
            "text": plain(shown.headline or labels.read_story),
            "lang": language_attributes(shown.language, setting.site.language),
            "iso": safe(iso(one.at)),
            "when": plain(labels.moment(one.at, zone)),
            "note": plain(note),
            "credit": plain(shown.credit_line or shown.provider),
        }
        yield _Line(row, Position(one.at, one.id))
