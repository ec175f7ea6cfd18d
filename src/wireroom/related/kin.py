"""Related headlines: which stories share a story's signs, and how much that says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from wireroom.news import Kin, Neighbours, Story
from wireroom.related.marks import Marks
from wireroom.related.signs import Kind, Sign, kind_of

MOST_FILED = 48
"""Stories that a fortnight's file of one key holds. A fuller one is of a key so common that it says nothing."""
MOST_KIN = 12
LEAST = 11.0
"""Points below which two stories have nothing to do with one another; measured in docs/why/0023-related.md."""
_NEARLY = LEAST - 0.01  # before rounding
_WEIGHTS = {Kind.SLUGLINE: 1.0, Kind.SUBJECT: 0.5, Kind.NAME: 1.2, Kind.WORD: 1.0, Kind.EVOLVED: 4.0}
Files = Mapping[int, Sequence[Sequence[int]]]
"""By key, the numbers of the stories that are filed under it in each of the two fortnights that are looked through."""


def asked(marks: Marks, uri: str) -> tuple[int, ...]:
    """The keys that a story looks for others under: its own, and the one of those that go on from it."""
    return tuple(dict.fromkeys((*marks.keys, Sign(Kind.EVOLVED, uri).key)))


def found_by(marks: Marks, known: Iterable[int] = ()) -> frozenset[str]:
    """The page keys that an entry touches by filing a story under keys other than those `known` already.

    A story looks through its own fortnight and the one before, so it is found by its own fortnight and the next.
    """
    old = frozenset(known)
    own, after = marks.fortnight, marks.fortnight + 1
    new = [key for key in marks.keys if key not in old]
    return frozenset([_use(key, own) for key in new] + [_use(key, after) for key in new])


def neighbours(
    story: Story, marks: Marks, own: int, files: Files, uris_of: Callable[[Iterable[int]], Mapping[int, str]]
) -> Neighbours:
    """What the story, whose number is `own`, is related to; `uris_of` gives the stories behind their numbers.

    The story that it goes on from comes first, whenever that came.
    """
    filed = {key: frozenset().union(*files[key]) for key in sorted(files) if not _full(files[key])}
    uses = {_use(key, marks.fortnight) for key in asked(marks, story.uri) if key in filed or key not in files}
    close = _ranked(own, filed)
    uris = uris_of(number for number, _, _ in close)
    kin = [Kin(uris[number], score, shared) for number, score, shared in close]
    before = story.shown.version.evolved_from if story.shown else ""
    if before and before != story.uri:
        points = _points(Kind.EVOLVED, 1)
        kin = [
            Kin(before, points, ((Sign(Kind.EVOLVED, before).key, points),)),
            *(one for one in kin if one.uri != before),
        ]
        uses.add(f"story:{before}")
    return Neighbours(tuple(kin), frozenset(uses))


def _use(key: int, fortnight: int) -> str:
    return f"related:{key:x}/{fortnight}"


def _full(files: Sequence[Sequence[int]]) -> bool:
    return max(map(len, files), default=0) >= MOST_FILED


@lru_cache(maxsize=1024)
def _points(kind: Kind, filed: int) -> float:
    """A sign that only these two stories have gives six times its weight; each time twice as many have it, once less.

    In steps, so that one story more seldom changes what others have to do with one another.
    """
    return round(_WEIGHTS[kind] * max(0, 7 - max(1, (filed - 1).bit_length())), 2)


def _ranked(own: int, filed: Mapping[int, frozenset[int]]) -> list[tuple[int, float, tuple[tuple[int, float], ...]]]:
    """Stories by number, closest first, with their points.

    The rarer a key, the more it says. Nothing else is weighed, not even time, which the two fortnights bound: so a page
    stays as it is until one of its own keys is touched. A full file is passed over as a whole, so none is in `filed`.
    Who has one sign alone in common besides subjects is a story of the same beat.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    weighed = [(key, _points(kind_of(key), len(numbers)), numbers) for key, numbers in filed.items()]
    for _, points, numbers in weighed:
        for number in numbers:
            scores[number] += points
    scores.pop(own, None)
    # Most have a sign or two in common: only of those that have enough is it asked which.
    close = [
        (number, score, keys)
        for number, total in scores.items()
        if total > _NEARLY
        and (score := round(total, 2)) >= LEAST
        and _bears(keys := tuple((key, points) for key, points, numbers in weighed if number in numbers))
    ]
    return sorted(close, key=lambda one: (-one[1], -one[0]))[:MOST_KIN]


def _bears(keys: Sequence[tuple[int, float]]) -> bool:
    kinds = [kind_of(key) for key, _ in keys]
    return Kind.EVOLVED in kinds or len(kinds) - kinds.count(Kind.SUBJECT) > 1
