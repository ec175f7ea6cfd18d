"""What was made of a value, found again by the value's identity."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")
_Made = TypeVar("_Made")


class Memo(Generic[_Made]):
    """Keeps up to `most` things, each with the frozen value that it was made of.

    By identity, which holds as the value is kept beside what was made of it: to hash a row or a feed's entry costs
    as much as to make what is printed of it. An arriving story leaves the other rows the very objects they were.
    """

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[int, Hashable], tuple[object, _Made]] = {}

    def of(self, value: _Value, part: Hashable, make: Callable[[_Value], _Made]) -> _Made:
        """What `make` gives of this value, and of `part`, which is all else that it depends on."""
        key = (id(value), part)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            kept = self._kept[key] = (value, make(value))
        return kept[1]
