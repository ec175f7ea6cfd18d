"""Which stories belong together: the signs a story is filed under, related headlines and near-duplicates, as scores."""

from wireroom.related.kin import MOST_FILED, asked, found_by, neighbours
from wireroom.related.marks import NO_MARKS, Marks, fortnight_of, marked
from wireroom.related.same import Folder, Same, same_event
from wireroom.related.signs import Kind, Sign, kind_of, signs_of

__all__ = [
    "MOST_FILED",
    "NO_MARKS",
    "Folder",
    "Kind",
    "Marks",
    "Same",
    "Sign",
    "asked",
    "fortnight_of",
    "found_by",
    "kind_of",
    "marked",
    "neighbours",
    "same_event",
    "signs_of",
]
