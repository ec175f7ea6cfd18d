"""Customers of the read API: what each may have, and what can be wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wireroom.network.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class Partner:
    """A customer of the read API. Its token is never here: a file from the network's folder or a variable holds it.

    `rate` is in requests a second.
    """

    key: str
    sites: frozenset[str]
    licences: frozenset[str]
    token_file: str = ""
    token_env: str = ""
    rate: int = 5
    line: str = field(default="", compare=False, repr=False)


def partner_of(key: str, one: dict[str, Any], line: str) -> Partner:
    """As read from its table."""
    return Partner(
        key,
        frozenset(one["sites"]),
        frozenset(one["licences"]),
        one["token_file"] or "",
        one["token_env"] or "",
        one["rate"],
        line,
    )


def problems(
    one: dict[str, Any], sites: Iterable[str], licences: Iterable[str]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """What its keys contradict each other or the rest of the file in: the path of a key, what is wrong, what to do."""
    for word, name, known in (("site", "sites", tuple(sites)), ("licence", "licences", tuple(licences))):
        for number, key in enumerate(one[name] or ()):
            if key not in known:
                yield (name, number), f"there is no {word} {key!r}", did_you_mean(key, known)
    if one["token_file"] and one["token_env"]:
        yield ("token_env",), "the token is named twice", "name a file or a variable"
    if not one["token_file"] and not one["token_env"]:
        yield (), "nothing says where its token is", 'add token_file = "secrets/…", or token_env'
