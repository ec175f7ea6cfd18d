"""Pictures: served only as long as the story they belong to may show them on this very site."""

from __future__ import annotations

import re
from collections.abc import Callable

from wireroom.network.model import Network, Site
from wireroom.pages.model import Frame
from wireroom.rights import show_story
from wireroom.rights.stock import Snapshot
from wireroom.web.site.kept import LONGEST
from wireroom.web.site.ranges import ACCEPTED

# Story ids as news.identity makes them; stored pictures are named by digest and ending. Nothing else is looked for.
_MEDIA = re.compile(r"/media/([0-9a-z]{12})/([0-9a-z][0-9a-z_-]{0,127}\.(webp|jpg|jpeg|png))")
_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
# Opened on its own, a picture may load nothing and run nothing, whatever a browser takes it for.
_POLICY = (("content-security-policy", "default-src 'none'; sandbox"),)

Media = Callable[[str], bytes | None]
"""The stored picture with this name, or None."""


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

    Also for a killed story: whether readers ever saw it is for its page to know, which carries the notice.
    """
    uri = snapshot.uri_of(id)
    story = snapshot.story(uri) if uri is not None else None
    if uri is None or story is None:
        return _NONE
    shown, clearance = show_story(story, network, site.key, snapshot.at, country=country)
    here = any(placement.site == site.key for placement in snapshot.placements(uri))
    if clearance.local and here and not clearance.allowed:
        return _ELSEWHERE
    if shown is None or not here or all(picture.media != name for picture in shown.pictures):
        return _NONE
    data = stored(name)
    if data is None:
        return _NONE
    return Frame(
        status=200,
        media_type=_TYPES[name.rpartition(".")[2]],
        parts=(data,),
        uses=frozenset({f"story:{uri}"}),
        changes_at=clearance.changes_at,
        headers=(*_POLICY, ACCEPTED),
        cache_max=LONGEST if clearance.cache_max is None else clearance.cache_max,
        local=clearance.local,
    )


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
