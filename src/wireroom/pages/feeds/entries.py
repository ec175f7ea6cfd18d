"""What a feed holds before it is written in any format: cleared entries, and tombstones of killed stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice

from wireroom.network.licence import TdmTerms
from wireroom.network.model import Extent, Search, Section, Site, Surface
from wireroom.news import Association
from wireroom.pages.addresses import story_path, tag
from wireroom.pages.outgoing import outgoing
from wireroom.pages.renditions import for_others
from wireroom.pages.setting import Setting
from wireroom.pages.trail import Trail
from wireroom.rights import show_story
from wireroom.rights.model import Clearance, ShownHeadline
from wireroom.rights.stock import Listed, Snapshot

LENGTH = 20
TOMBSTONES = 100
# Atom wants a time even of a feed without entries, and inventing one would change its bytes every second.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list that has feeds of its own. `path` is its page's ("" for the front), `name` "" for the whole site.

    `rows` reads it, newest first; `where` is the site or section in which killed stories are looked for.
    """

    path: str
    name: str
    where: str
    rows: Callable[[Snapshot], Iterator[Listed]]


def shelf_of(site: Site, section: Section | None = None) -> Shelf:
    """The shelf of a site, or of one of its sections."""
    where = f"{site.key}/{section.key}" if section else site.key
    path, name = (f"/{section.key}", section.name) if section else ("", "")
    return Shelf(path, name, where, lambda snapshot: snapshot.placed(where))


def shelf_of_search(site: Site, saved: Search) -> Shelf:
    """The shelf of a saved search."""
    return Shelf(f"/search/{saved.key}", saved.title, site.key, lambda snapshot: snapshot.search(site.key, saved.words))


@dataclass(frozen=True, slots=True)
class FeedPicture:
    """A picture that the feed may carry, by its address on the site; measures in pixels."""

    url: str
    media_type: str
    width: int
    height: int
    caption: str
    credit: str


@dataclass(frozen=True, slots=True, eq=False)
class FeedEntry:
    """One story as the feed may have it; `title` is never empty, `html` is clean XHTML or "". `mining` are the terms
    under which alone machines may mine it, None where nothing is reserved.

    Told apart by identity: an entry that stands in the next feed too is the same one, and so is what was written of it.
    """

    tag: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    byline: str
    provider: str
    credit: str
    notice: str
    published: datetime
    updated: datetime
    pictures: tuple[FeedPicture, ...] = ()
    mining: TdmTerms | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A killed story that the feed once held."""

    tag: str
    killed_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole feed, ready to be written."""

    id: str
    title: str
    description: str
    url: str
    home: str
    language: str
    entries: tuple[FeedEntry, ...]
    tombstones: tuple[Tombstone, ...]
    updated: datetime
    hub: str = ""


def read(setting: Setting, snapshot: Snapshot, name: str, shelf: Shelf) -> tuple[Feed, Trail]:
    """The newest stories of the shelf that a feed may carry, and its trail."""
    site, trail, path = setting.site, Trail(), shelf.path
    trail.uses.add(f"placed:{shelf.where}")
    candidates = (_entry(setting, snapshot, headline, trail) for headline in shelf.rows(snapshot))
    entries = tuple(islice((one for one in candidates if one is not None), LENGTH))
    tombstones = _tombstones(setting, snapshot, shelf.where)
    moments = [one.updated for one in entries] + [one.killed_at for one in tombstones]
    return Feed(
        id=tag(site, f"{path}/{name}".lstrip("/")),
        title=f"{site.name} – {shelf.name}" if shelf.name else site.name,
        description=site.tagline or site.name,
        url=setting.absolute(f"{path}/{name}"),
        home=setting.absolute(path or "/"),
        language=site.language,
        entries=entries,
        tombstones=tombstones,
        updated=max(moments, default=NEVER),
        hub=site.hooks.hub,
    ), trail


def _entry(setting: Setting, snapshot: Snapshot, headline: Listed, trail: Trail) -> FeedEntry | None:
    shown, clearance = setting.cleared.show(headline, Surface.FEED, snapshot.at)
    trail.consulted(clearance)
    if shown is None:
        return None
    # An arriving story leaves the nineteen before it as they were.
    entry: FeedEntry = setting.entries.of(shown, None, partial(_made, setting, snapshot, headline.uri, clearance))
    return entry


def _made(setting: Setting, snapshot: Snapshot, uri: str, clearance: Clearance, shown: ShownHeadline) -> FeedEntry:
    site = setting.site
    whole = _whole(setting, snapshot, uri) if clearance.form.extent is Extent.FULL else None
    byline, html, pictures = whole or ("", "", ())
    return FeedEntry(
        tag=tag(site, shown.id),
        url=setting.absolute(story_path(shown.id, shown.text, shown.released, site.zone)),
        title=shown.text or setting.labels.read_story,
        summary=shown.summary,
        html=html,
        language=shown.language,
        byline=byline,
        provider=shown.provider,
        credit=shown.credit_line or shown.provider,
        notice=clearance.notice,
        published=shown.released,
        updated=max(shown.updated, shown.released),
        pictures=pictures,
        mining=clearance.licence.tdm if clearance.licence is not None and clearance.licence.tdm.reserve else None,
    )


def _whole(setting: Setting, snapshot: Snapshot, uri: str) -> tuple[str, str, tuple[FeedPicture, ...]] | None:
    """Byline, body and pictures of a story that the feed may carry whole."""
    story = snapshot.story(uri)
    if story is None:
        return None
    whole, clearance = show_story(story, setting.network, setting.site.key, snapshot.at, surface=Surface.FEED)
    if whole is None:
        return None
    pictures = (_picture(setting, whole.id, one) for one in whole.pictures)
    body = str(outgoing(whole.body, setting.network, clearance.licence))
    return whole.byline, body, tuple(one for one in pictures if one is not None)


def _picture(setting: Setting, id: str, one: Association) -> FeedPicture | None:
    """The picture once its bytes are here."""
    made = for_others(one)
    if made is None:
        return None
    url = setting.absolute(f"/media/{id}/{made.name}")
    return FeedPicture(url, made.media_type, made.width, made.height, one.caption, one.credit)


def _tombstones(setting: Setting, snapshot: Snapshot, where: str) -> tuple[Tombstone, ...]:
    """The last killed; only where the licence lets feeds carry such stories at all."""
    granted = (one for one in snapshot.gone(where) if _fed(setting, one.source))
    return tuple(Tombstone(tag(setting.site, one.id), one.killed_at) for one in islice(granted, TOMBSTONES))


def _fed(setting: Setting, source: str) -> bool:
    licence = setting.network.licence_of(source)
    if licence is None or setting.site.key not in licence.sites:
        return False
    form = licence.forms.get(Surface.FEED)
    return form is not None and form.extent is not Extent.NONE
