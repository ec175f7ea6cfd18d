"""Finds what a person names: a story by uri, id or URL, a source or site by key, with the nearest name when not."""

from __future__ import annotations

import difflib
import re

from wireroom.errors import NotFoundError
from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network, Site, Source
from wireroom.news import Story
from wireroom.news.identity import ID_LENGTH

_URL_TAIL = re.compile(rf"(?:^|[-/])([0-9a-z]{{{ID_LENGTH}}})/?$")


def story_named(snapshot: Snapshot, name: str) -> Story:
    """The story with this uri, id, or URL on any site; raises NotFoundError."""
    story = snapshot.story(name)
    if story is not None:
        return story
    tail = _URL_TAIL.search(name.split("?")[0].split("#")[0])
    uri = snapshot.uri_of(tail[1]) if tail else None
    story = snapshot.story(uri) if uri else None
    if story is None:
        raise NotFoundError(
            f"no story goes by '{name}'",
            todo="give its uri, its id or its URL; wireroom log lists what came in",
        )
    return story


def source_named(network: Network, name: str) -> Source:
    """The configured source; raises NotFoundError with the nearest names."""
    if name in network.sources:
        return network.sources[name]
    raise NotFoundError(f"there is no source '{name}'", todo=_nearest(name, list(network.sources)))


def site_named(network: Network, name: str) -> Site:
    """The configured site; raises NotFoundError with the nearest names."""
    if name in network.sites:
        return network.sites[name]
    raise NotFoundError(f"there is no site '{name}'", todo=_nearest(name, list(network.sites)))


def place_named(network: Network, name: str) -> tuple[Site, str]:
    """The site, and the section behind its slash ("" for none); raises NotFoundError with the nearest names."""
    key, slash, section = name.partition("/")
    site = site_named(network, key)
    known = [one.key for one in site.sections]
    if slash and section not in known:
        near = difflib.get_close_matches(section, known, n=1)
        todo = (f"did you mean '{key}/{near[0]}'? " if near else "") + f"its sections are {', '.join(known) or 'none'}"
        raise NotFoundError(f"the site '{key}' has no section '{section}'", todo=todo)
    return site, section


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return (f"did you mean '{near[0]}'? " if near else "") + f"the network file names {', '.join(known) or 'none'}"
