"""Finds what a person names: a story by uri, id or URL, a source or site by key, with the nearest name when not."""

from __future__ import annotations

import difflib
import re

from wireroom.errors import NotFoundError
from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network, Section, Site, Source
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


def section_named(site: Site, name: str) -> Section:
    """The site's section with this name; raises NotFoundError with the nearest ones."""
    for section in site.sections:
        if section.key == name:
            return section
    todo = _nearest(name, [one.key for one in site.sections], "its sections are", f"{site.key}/")
    raise NotFoundError(f"the site '{site.key}' has no section '{name}'", todo=todo)


def _nearest(name: str, known: list[str], said: str = "the network file names", before: str = "") -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return (f"did you mean '{before}{near[0]}'? " if near else "") + f"{said} {', '.join(known) or 'none'}"
