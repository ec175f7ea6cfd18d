"""Related headlines on a story's page: what else its signs lead to, after the gate; and the story so far."""

from __future__ import annotations

from itertools import islice

from wireroom.network.model import Surface
from wireroom.pages.rows import Reader
from wireroom.related import Kind, Sign, kind_of
from wireroom.rights.model import ShownHeadline, ShownStory

MOST = 5
MOST_CHAINED = 5
Shared = tuple[tuple[int, float], ...]


def related(reader: Reader, story: ShownStory) -> dict[str, str]:
    """The lists under a story as `related.html` prints them: `chained`, what came of the same story, and `others`; and
    the public address of the one `before`, from which it evolved, or "".

    Frozen by the story's own neighbourhood: it depends on the stories of its fortnight and the one before. A page uses
    the keys of its signs in that time and the stories it asked about; no later headline touches one of them.
    """
    reader.trail.uses.add(f"story:{story.uri}")
    neighbours = reader.snapshot.related(story.uri)
    reader.trail.uses |= neighbours.uses
    shared = {one.uri: one.shared for one in neighbours.kin}
    # Also of those that may not be shown, or are not on this site: an entry may change that.
    reader.trail.uses |= {f"story:{uri}" for uri in shared}
    listed = reader.snapshot.listed(reader.setting.site.key, list(shared))
    found = list(reader.shown(listed, Surface.LIST))
    chained = sorted((one for one in found if is_chained(story, one, shared[one.uri])), key=lambda one: one.released)
    # What the wire says it goes on from, as far as it may be led to.
    before = [one for one in found if Sign(Kind.EVOLVED, one.uri).key in dict(shared[one.uri])]
    others = islice(reader.folded(one for one in found if one not in chained), MOST)
    return {
        "chained": reader.written("line.html", chained[-MOST_CHAINED:]),
        "others": reader.written("line.html", list(others)),
        "before": next(iter(reader.addresses(before)), ""),
    }


def is_chained(story: ShownStory, other: ShownHeadline, shared: Shared) -> bool:
    """Whether the other is an earlier or later part of the same story under a uri of its own.

    The wire says so itself (`evolvedFrom`), or the same agency filed both under one slugline on one day (UTC).
    """
    kinds = {kind_of(key) for key, _ in shared}
    same_day = story.released.date() == other.released.date()
    return Kind.EVOLVED in kinds or (Kind.SLUGLINE in kinds and same_day and story.provider == other.provider)
