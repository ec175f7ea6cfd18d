"""Pictures: served only as long as the story they belong to may show them on this very site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wireroom.network.model import Network, Site
from wireroom.pages.model import Frame
from wireroom.pages.renditions import Rendition, renditions
from wireroom.rights import show_story
from wireroom.rights.model import Clearance, ShownStory
from wireroom.rights.stock import Snapshot
from wireroom.web.site.kept import LONGEST
from wireroom.web.site.ranges import ACCEPTED

# Story ids as news.identity makes them, and names as `pages.renditions` does. Nothing else is looked for.
_MEDIA = re.compile(r"/media/([0-9a-z]{12})/([0-9a-z][0-9a-z_-]{0,127}\.(?:avif|webp|jpg))")
# Opened on its own, a picture may load nothing and run nothing, whatever a browser takes it for.
_POLICY = (("content-security-policy", "default-src 'none'; sandbox"),)


class Media(Protocol):
    """What makes renditions of stored pictures, and keeps them: it does not ask who may see them.

    `made` is a rendition if it is there, b"" if it cannot be made, else None; `making` waits until it was made, and is
    False when too many wait already; `make` makes many.
    """

    def made(self, wanted: Rendition) -> bytes | None: ...
    async def making(self, wanted: Rendition) -> bool: ...
    def make(self, wanted: Sequence[Rendition]) -> None: ...


class UnmadeError(Exception):
    """The picture may be seen, and nobody has wanted it in this size and format before."""

    def __init__(self, wanted: Rendition) -> None:
        super().__init__(wanted.name)
        self.wanted = wanted


def asked_for(path: str) -> tuple[str, str] | None:
    """The story id and the picture's name, when this path is one of a picture."""
    match = _MEDIA.fullmatch(path)
    return (match[1], match[2]) if match else None


def media(
    snapshot: Snapshot,
    network: Network,
    site: Site,
    id: str,
    name: str,
    stored: Media,
    country: str | None = None,
) -> Frame:
    """The picture if the story's page may show it here now; else a 404 that tells nothing.

    Also for a killed story: whether readers ever saw it is for its page to know, which carries the notice. Raises
    UnmadeError when it has to be made first: the gate is to be asked again then.
    """
    found = _shown(snapshot, network, site, id, country)
    if found is None:
        return _NONE
    uri, shown, clearance = found
    if clearance.local and not clearance.allowed:
        return _ELSEWHERE
    wanted = _renditions(shown).get(name)
    if wanted is None:
        return _NONE
    data = stored.made(wanted)
    if data is None:
        raise UnmadeError(wanted)
    if not data:
        return _NONE
    return Frame(
        status=200,
        media_type=wanted.media_type,
        parts=(data,),
        uses=frozenset({f"story:{uri}"}),
        changes_at=clearance.changes_at,
        headers=(*_POLICY, ACCEPTED),
        cache_max=LONGEST if clearance.cache_max is None else clearance.cache_max,
        local=clearance.local,
    )


def _shown(
    snapshot: Snapshot, network: Network, site: Site, id: str, country: str | None = None
) -> tuple[str, ShownStory | None, Clearance] | None:
    """The story of this site as its page may show it now, with its uri and the verdict; None when it is not here."""
    uri = snapshot.uri_of(id)
    story = snapshot.story(uri) if uri is not None else None
    if uri is None or story is None or all(one.site != site.key for one in snapshot.placements(uri)):
        return None
    return uri, *show_story(story, network, site.key, snapshot.at, country=country)


def _renditions(shown: ShownStory | None) -> Mapping[str, Rendition]:
    """All that the page may name, by name."""
    pictures = shown.pictures if shown else ()
    return {name: one for picture in pictures for name, one in renditions(picture).items()}


@dataclass(frozen=True, slots=True)
class Exported:
    """The pictures of a network for an export: the very ones that the live server answers with."""

    network: Network
    stored: Media

    def of(self, snapshot: Snapshot, site: Site, id: str) -> Sequence[Rendition]:
        """All renditions that the story's page on the site, and whoever reads it, may name now."""
        found = _shown(snapshot, self.network, site, id)
        return tuple(_renditions(found[1]).values()) if found else ()

    def made(self, wanted: Rendition) -> bytes | None:
        """The rendition if it is there, b"" if it cannot be made; else None."""
        return self.stored.made(wanted)

    def make(self, wanted: Sequence[Rendition]) -> None:
        """Makes them; ends when they are there."""
        self.stored.make(wanted)

    def none(self) -> Frame:
        """What is answered where there is no picture, with the headers that pictures have."""
        return _NONE


_NONE = Frame(404, "text/plain; charset=utf-8", (b"There is no such picture.\n",), frozenset(), None, headers=_POLICY)
_ELSEWHERE = Frame(
    451,
    "text/plain; charset=utf-8",
    (b"This picture cannot be shown in your country.\n",),
    frozenset(),
    None,
    headers=_POLICY,
    local=True,
)
