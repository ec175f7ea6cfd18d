"""Near-duplicates: two agencies' stories of one event, told by the signs they share, and folded on a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

from wireroom.related.signs import Kind, kind_of

MOST_APART = timedelta(hours=12)
LEAST_SHARED = 4
LEAST_SHARE = 0.4
_TELLING = frozenset({Kind.NAME, Kind.WORD})


class Row(Protocol):
    """What of a headline says whether it is another's near-duplicate."""

    @property
    def uri(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def released(self) -> datetime: ...
    @property
    def signs(self) -> tuple[int, ...]: ...


_Row = TypeVar("_Row", bound=Row)


class Same(NamedTuple):
    """Why two headlines are of one event: the names and words in common, of so many that the shorter set has."""

    shared: tuple[int, ...]
    of: int


def same_event(one: Row, other: Row) -> Same | None:
    """Whether two agencies tell of the same event; two stories of one agency are two stories.

    At least LEAST_SHARED names and words in common, and LEAST_SHARE of the smaller set, within MOST_APART.
    """
    if one.provider == other.provider or abs(one.released - other.released) > MOST_APART:
        return None
    mine, theirs = _telling(one), _telling(other)
    shared, fewer = mine & theirs, min(len(mine), len(theirs))
    if len(shared) < LEAST_SHARED or len(shared) < LEAST_SHARE * fewer:
        return None
    return Same(tuple(sorted(shared)), fewer)


def _telling(row: Row) -> set[int]:
    return {key for key in row.signs if kind_of(key) in _TELLING}


class Folder(Generic[_Row]):
    """Folds the rows of one list: a near-duplicate goes under the first row that it is one of.

    A row is compared only with other agencies' that share enough with it, so that a list costs what it is long.
    """

    def __init__(self) -> None:
        self.under: dict[str, dict[str, _Row]] = {}  # by the uri of the row that stays, and their own
        self._staying: list[_Row] = []
        self._of: dict[str, _Agency] = {}

    def takes(self, row: _Row) -> bool:
        """Whether the row goes under one that came before, the first of them; if not, it stays in the list."""
        own = row.provider
        agency = self._of.get(own)
        if len(self._of) > (agency is not None):
            others = [one for provider, one in self._of.items() if provider != own]
            for number in sorted(number for one in others for number in one.close_to(row, self._staying)):
                other = self._staying[number]
                if same_event(other, row):
                    self.under.setdefault(other.uri, {})[row.uri] = row
                    return True
        if agency is None:
            agency = self._of[own] = _Agency()
        agency.staying.append(len(self._staying))
        self._staying.append(row)
        return False


class _Agency:
    """One agency's rows that stay in a list, by number, found by their signs once another agency's row asks."""

    __slots__ = ("_indexed", "_with", "staying")

    def __init__(self) -> None:
        self.staying: list[int] = []
        self._with: dict[int, list[int]] = {}
        self._indexed = 0

    def close_to(self, row: Row, rows: Sequence[Row]) -> list[int]:
        """Those that share enough signs with the row to be looked at."""
        for number in self.staying[self._indexed :]:
            for key in rows[number].signs:
                self._with.setdefault(key, []).append(number)
        self._indexed = len(self.staying)
        shared: Counter[int] = Counter()
        for key in row.signs:
            if key in self._with:
                shared.update(self._with[key])
        return [number for number, count in shared.items() if count >= LEAST_SHARED]
