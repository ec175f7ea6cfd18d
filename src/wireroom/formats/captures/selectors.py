"""CSS selectors as XPath: the part of CSS that rules for old pages need (Selectors Level 3, §6: simple selectors)."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(
    r"(?P<tag>[a-zA-Z][\w-]*|\*)|\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)|"
    r"\[\s*(?P<name>[\w:-]+)\s*(?:(?P<how>[*^$~]?=)\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w:/.-]+))\s*)?\]"
)
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")
_MOST = 500  # characters


class SelectorError(ValueError):
    """A selector that is not understood, with the place where it stops making sense."""


@lru_cache(maxsize=512)
def xpath_of(selector: str) -> str:
    """The XPath that finds what the selector does: type, class, id and attribute selectors, descendants and children.

    Raises SelectorError for anything else (pseudo-classes, siblings).
    """
    if not selector.strip() or len(selector) > _MOST:
        raise SelectorError("it is empty or too long")
    return " | ".join(_path(part.strip()) for part in _parts(selector))


def _parts(selector: str) -> list[str]:
    parts = re.split(r",(?![^\[]*\])", selector)
    if any(not part.strip() for part in parts):
        raise SelectorError("a comma has nothing beside it")
    return parts


def _path(text: str) -> str:
    path, at, axis = "", 0, ".//"
    while True:
        step, at = _step(text, at)
        path += axis + step
        if at == len(text):
            return path
        found = _COMBINATOR.match(text, at)
        if found is None or found.end() == len(text):
            raise SelectorError(f"'{text[at:]}' is not understood")
        axis = "/" if found[1] else "//"
        at = found.end()


def _step(text: str, at: int) -> tuple[str, int]:
    tag, tests, start = "*", [], at
    while at < len(text) and (found := _PIECE.match(text, at)):
        if found["tag"] and at != start:
            break
        if found["tag"]:
            tag = found["tag"].lower()
        else:
            tests.append(_test(found))
        at = found.end()
    if at == start:
        raise SelectorError(f"'{text[at:]}' is not understood")
    return tag + "".join(f"[{test}]" for test in tests), at


def _test(found: re.Match[str]) -> str:
    if found["class"]:
        return f"contains(concat(' ', normalize-space(@class), ' '), ' {found['class']} ')"
    if found["id"]:
        return f"@id = '{found['id']}'"
    name = f"@{found['name'].lower()}"
    if not found["how"]:
        return name
    value = _literal(next(one for one in (found["double"], found["single"], found["bare"], "") if one is not None))
    match found["how"]:
        case "*=":
            return f"contains({name}, {value})"
        case "^=":
            return f"starts-with({name}, {value})"
        case "$=":
            return f"substring({name}, string-length({name}) - string-length({value}) + 1) = {value}"
        case "~=":
            return f"contains(concat(' ', normalize-space({name}), ' '), concat(' ', {value}, ' '))"
    return f"{name} = {value}"


def _literal(value: str) -> str:
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    raise SelectorError("a value holds both kinds of quotation marks")
