"""What goes dark, and where, when a contract ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wireroom.ledger.model import Ledger, Snapshot
from wireroom.network.model import Network, Surface
from wireroom.news import LICENCES, End, Story
from wireroom.newsroom.ending import narrowed
from wireroom.newsroom.hooks_news import stories_of
from wireroom.pages.addresses import story_path
from wireroom.rights import clear, licence_for, show_story

SHOWN_ON = (Surface.PAGE, Surface.LIST, Surface.RAIL, Surface.SEARCH, Surface.FEED, Surface.SITEMAP)


@dataclass(frozen=True, slots=True)
class Dark:
    """A story that goes dark on a site: on which surfaces it shows there now, and where its page stands."""

    uri: str
    id: str
    headline: str
    site: str
    url: str
    surfaces: tuple[str, ...]


def going_dark(ledger: Ledger, network: Network, provider: str, until: datetime, now: datetime) -> Iterator[Dark]:
    """What shows at `now` and will not after the contract with the provider has ended at `until`.

    What is over by then for another reason is in it too: the contract's end is the last of its reasons.
    """
    end = End(uri=LICENCES, by="", at=now, provider=provider, until=max(until, now))
    after = narrowed(network, [end])
    for uri, _ in list(stories_of(ledger, [provider])):
        with ledger.snapshot(now) as snapshot:
            story = snapshot.story(uri)
            if story is not None and story.standing is not None:
                yield from _of_story(snapshot, network, after, story, end.until)


def _of_story(snapshot: Snapshot, network: Network, after: Network, story: Story, until: datetime) -> Iterator[Dark]:
    standing = story.standing
    assert standing is not None
    before, then = licence_for(network, standing), licence_for(after, standing)
    for key in dict.fromkeys(one.site for one in snapshot.placements(story.uri)):
        now = [one for one in SHOWN_ON if clear(standing, before, key, one, snapshot.at, "").allowed]
        lost = [one.value for one in now if not clear(standing, then, key, one, until, "").allowed]
        if lost:
            site = network.sites[key]
            shown, _ = show_story(story, network, key, snapshot.at)
            headline, released = (shown.headline, shown.released) if shown else ("", standing.released)
            url = site.url + story_path(story.id, headline, released, site.zone)
            yield Dark(story.uri, story.id, story.headline, key, url, tuple(lost))


def totals(dark: Iterable[Dark]) -> dict[str, dict[str, int]]:
    """By site: how many stories, and how many of them on each surface."""
    found: dict[str, dict[str, int]] = {}
    for one in dark:
        counts = found.setdefault(one.site, {"stories": 0})
        counts["stories"] += 1
        for surface in one.surfaces:
            counts[surface] = counts.get(surface, 0) + 1
    return found
