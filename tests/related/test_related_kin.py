"""Which stories a story is related to, by the files of its signs."""

from __future__ import annotations

from wireroom.news import Story
from wireroom.related import MOST_FILED, Kind, Marks, Sign, neighbours

RARE = [Sign(Kind.WORD, text).key for text in ("osterby", "kraftnet")]
COMMON = Sign(Kind.WORD, "reactor").key
MARKS = Marks(1480, (*RARE, COMMON), (*RARE, COMMON))


def found(common: tuple[int, ...]) -> tuple[list[tuple[str, float]], set[int], frozenset[str]]:
    """Who is related to story 1, the keys in common, and what the answer depends on; `common` fills the third file."""
    files = {RARE[0]: [(1, 2), ()], RARE[1]: [(1, 2), ()], COMMON: [common, ()]}
    story = Story.fold("urn:1", [])
    kin = neighbours(story, MARKS, 1, files, lambda numbers: {number: f"urn:{number}" for number in numbers})
    return [(one.uri, one.score) for one in kin.kin], {key for one in kin.kin for key, _ in one.shared}, kin.uses


def test_a_sign_so_common_that_its_file_is_full_says_nothing() -> None:
    kin, shared, uses = found(tuple(range(1, MOST_FILED + 1)))
    assert (kin, shared) == ([("urn:2", 12.0)], set(RARE))
    assert not any(f"{COMMON:x}/" in use for use in uses)


def test_one_that_is_not_yet_full_says_a_little() -> None:
    kin, shared, uses = found(tuple(range(1, MOST_FILED)))
    assert (kin, shared) == ([("urn:2", 13.0)], {*RARE, COMMON})
    assert any(f"{COMMON:x}/" in use for use in uses)
