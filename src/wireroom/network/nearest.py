"""Words for people: the nearest names for what was mistyped, lists of what there is, counts."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(wrong: str, names: Iterable[str], otherwise: str = "") -> str:
    """A question naming the nearest name; without one near enough, `otherwise`, or all the names."""
    known = list(names)
    near = nearest(wrong, known)
    if near:
        return f'did you mean "{near}"?'
    return otherwise or (f"there is {listed(known)}" if known else "")


def nearest(wrong: str, names: Iterable[str]) -> str:
    """The name that was most likely meant, whatever the case of its letters; "" when none is near enough."""
    from difflib import get_close_matches

    known = {name.casefold(): name for name in names}
    near = get_close_matches(wrong.casefold(), known, n=1, cutoff=0.6)
    return known[near[0]] if near else ""


def listed(names: Iterable[str]) -> str:
    """The names in a row, as in `a, b and c`."""
    rest = [str(name) for name in names]
    if len(rest) < 2:
        return "".join(rest)
    return f"{', '.join(rest[:-1])} and {rest[-1]}"


def counted(number: int, noun: str) -> str:
    """The number with its noun, as in `1 file`, `2 files` and `3 entries`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
