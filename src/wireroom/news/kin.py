"""What a story is related to: other stories by uri, with what they have in common, and no copy."""

from __future__ import annotations

from typing import NamedTuple


class Kin(NamedTuple):
    """A related story. `shared` are the keys of the signs in common, each with its points; `score` is their sum."""

    uri: str
    score: float
    shared: tuple[tuple[int, float], ...]


class Neighbours(NamedTuple):
    """What a story is related to, the closest first, and the page keys whose touch may change that."""

    kin: tuple[Kin, ...] = ()
    uses: frozenset[str] = frozenset()
