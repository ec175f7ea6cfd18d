"""Pictures: served only as long as the story they belong to may show them on this very site."""

from __future__ import annotations

import re
from collections.abc import Callable

from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network, Site
from wireroom.pages.model import Frame
from wireroom.rights import Verdict, show_story

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


def media(snapshot: Snapshot, network: Network, site: Site, id: str, name: str, stored: Media) -> Frame:
    """The picture if the story's page may show it here now; else 410 for a killed story, and 404 that tells nothing."""
    uri = snapshot.uri_of(id)
    story = snapshot.story(uri) if uri is not None else None
    if uri is None or story is None:
        return _refusal(404, frozenset())
    uses = frozenset({f"story:{uri}"})
    shown, clearance = show_story(story, network, site.key, snapshot.at)
    if clearance.verdict is Verdict.KILLED and story.shown is not None:
        return _refusal(410, uses)
    here = any(placement.site == site.key for placement in snapshot.placements(uri))
    if shown is None or not here or all(picture.media != name for picture in shown.pictures):
        return _refusal(404, uses)
    data = stored(name)
    if data is None:
        return _refusal(404, uses)
    frame = Frame(200, _TYPES[name.rpartition(".")[2]], (data,), uses, clearance.changes_at, headers=_POLICY)
    if clearance.cache_max is None:
        return frame
    return Frame(
        frame.status,
        frame.media_type,
        frame.parts,
        uses,
        clearance.changes_at,
        headers=_POLICY,
        cache_max=clearance.cache_max,
    )


def _refusal(status: int, uses: frozenset[str]) -> Frame:
    words = b"This picture has been withdrawn.\n" if status == 410 else b"There is no such picture.\n"
    return Frame(status, "text/plain; charset=utf-8", (words,), uses, None, headers=_POLICY)
