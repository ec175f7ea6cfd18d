"""What a story is filed under for good: signs that later versions add to and nothing takes away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from wireroom.news import Story
from wireroom.related.signs import signs_of

_FORTNIGHT = timedelta(days=14)
_EPOCH_YEAR = 1970
MOST_KEYS = 24
"""Keys of one story, all its versions together: the first version's always, later ones' while there is room."""


class Marks(NamedTuple):
    """The fortnight (since 1970) that a story came in, and the keys of its signs. `now`: those of the shown version.

    A story keeps its fortnight and every key it ever had. So what is filed under a key only ever grows, and a key that
    was too common once stays so: whoever read it need not be told of what comes after.
    """

    fortnight: int = 0
    keys: tuple[int, ...] = ()
    now: tuple[int, ...] = ()


NO_MARKS = Marks()


def fortnight_of(at: datetime) -> int:
    """The number of the fortnight that the moment is in."""
    return (at - datetime(_EPOCH_YEAR, 1, 1, tzinfo=at.tzinfo)) // _FORTNIGHT


def marked(before: Marks, story: Story, opening: str) -> Marks:
    """The story's marks after its latest entry; those before it stay."""
    shown = story.shown
    if shown is None or shown.version.kind not in ("text", "composite"):
        return before
    now = tuple(dict.fromkeys(sign.key for sign in signs_of(shown.version, opening)))
    if not now:
        return before
    fortnight = before.fortnight if before.keys else fortnight_of(shown.created)
    new = [key for key in now if key not in before.keys]
    return Marks(fortnight, (*before.keys, *new)[:MOST_KEYS], now)
