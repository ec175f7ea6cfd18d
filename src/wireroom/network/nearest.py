"""Words for people who mistyped: the nearest names, and lists of what there is."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(wrong: str, names: Iterable[str], otherwise: str = "") -> str:
    """A question naming the nearest name; without one near enough, `otherwise`, or all the names."""
    from difflib import get_close_matches

    known = {name.casefold(): name for name in names}
    near = get_close_matches(wrong.casefold(), known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{known[near[0]]}"?'
    return otherwise or (f"there is {listed(known.values())}" if known else "")


def listed(names: Iterable[str]) -> str:
    """The names in a row, as in `a, b and c`."""
    rest = [str(name) for name in names]
    if len(rest) < 2:
        return "".join(rest)
    return f"{', '.join(rest[:-1])} and {rest[-1]}"
