"""Rails: boxes of live headlines from anywhere in the network, each a fragment with a URL of its own."""

from __future__ import annotations

from itertools import islice

from minijinja import safe

from wireroom.network.model import Site, Surface
from wireroom.pages.addresses import story_path
from wireroom.pages.labels import next_year
from wireroom.pages.model import Frame
from wireroom.pages.rows import Reader, notices, row
from wireroom.pages.safety import BARE_POLICY, SECURITY_HEADERS
from wireroom.pages.setting import HTML, Setting
from wireroom.pages.text import plain
from wireroom.pages.trail import Trail
from wireroom.rights.model import ShownHeadline
from wireroom.rights.stock import Snapshot

_HEADERS = (BARE_POLICY, *SECURITY_HEADERS, ("x-robots-tag", "noindex"))


def rail(setting: Setting, snapshot: Snapshot, number: int) -> Frame:
    """The rail with this number on the page's site; no bytes at all while it has nothing to show."""
    box = setting.site.rails[number]
    source_key, _, section = box.where.partition("/")
    source: Site = setting.network.sites[source_key]
    reader = Reader(setting, snapshot, Trail())
    reader.trail.uses.add(f"placed:{box.where}")
    at_site = source.key if source.key != setting.site.key else ""
    shown = reader.shown(snapshot.placed(box.where), Surface.RAIL, at_site=at_site)
    found = list(islice(reader.folded(shown), box.length))
    if not found:
        return reader.trail.frame(200, HTML, (b"",), headers=_HEADERS)
    # Whoever keeps its text elsewhere, in a published page say, has to know of whom it speaks.
    reader.trail.uses.update(f"story:{each.uri}" for one in found for each in (one, *reader.also(one)))
    zone = setting.site.zone
    year = snapshot.at.astimezone(zone).year
    reader.trail.moment(next_year(snapshot.at, zone))

    def url_of(one: ShownHeadline) -> str:
        path = story_path(one.id, one.text, one.released, source.zone)
        return safe(setting.links.to(source.key, path, here=setting.site.key))

    def written(one: ShownHeadline) -> str:
        when = setting.labels.short(one.released, zone, year)
        also = [(url_of(other), other) for other in reader.also(one)]
        return setting.component("rail-line.html", row=row(setting, one, url_of(one), when, also))

    # Rails from one site differ in nothing that a line tells.
    lines = [setting.written.of(one, (source.key, year, *reader.also(one)), written) for one in found]
    text = setting.component(
        "rail.html",
        id=f"rail-{number}",
        title=plain(box.title),
        url=safe(setting.links.to(source.key, f"/{section}", here=setting.site.key)),
        lines=safe("".join(lines)),
        notices=notices(reader.trail),
    )
    return reader.trail.frame(200, HTML, (text.encode("utf-8", "replace"),), headers=_HEADERS)
