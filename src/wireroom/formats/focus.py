"""Where the matter of a picture is: stated in pixels of some rendition, told in thousandths for all of them."""

from __future__ import annotations

_WHOLE = 1000
_ALIKE = 0.02  # by how much the shapes of two renditions may differ and the one still be the other, reduced


def point(x: object, y: object, width: int | None, height: int | None) -> tuple[int, int] | None:
    """A point in a picture of these pixels, from the upper left; None for one that is not in it."""
    if not (_is_number(x) and _is_number(y) and width and height):
        return None
    across, down = round(float(x) * _WHOLE / width), round(float(y) * _WHOLE / height)  # type: ignore[arg-type]
    return (across, down) if 0 <= across <= _WHOLE and 0 <= down <= _WHOLE else None


def area(
    left: object, top: object, right: object, bottom: object, width: int | None, height: int | None
) -> tuple[int, int, int, int] | None:
    """A part of a picture of these pixels; None for one that is not in it or has nothing in it."""
    first, last = point(left, top, width, height), point(right, bottom, width, height)
    if first is None or last is None or first[0] >= last[0] or first[1] >= last[1]:
        return None
    return *first, *last


def middle(part: tuple[int, int, int, int] | None) -> tuple[int, int] | None:
    """The point in the middle of a part."""
    return ((part[0] + part[2]) // 2, (part[1] + part[3]) // 2) if part else None


def is_alike(width: int | None, height: int | None, other_width: int | None, other_height: int | None) -> bool:
    """Whether two renditions have one shape, so that a point of the one is a point of the other."""
    if not (width and height and other_width and other_height):
        return False
    one, other = width * other_height, other_width * height
    return abs(one - other) <= _ALIKE * max(one, other)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9
