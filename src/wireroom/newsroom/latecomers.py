"""Pictures that copy only links to: fetched behind the story, which never waits, and attached when they come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from wireroom.errors import TransportError, WireroomError
from wireroom.ledger.model import Ledger, Outcome
from wireroom.ledger.vault import Vault
from wireroom.network.model import Source
from wireroom.news import Illustrate
from wireroom.newsroom.intake import Fate
from wireroom.newsroom.pictures import measure

log = logging.getLogger("wireroom.newsroom")

LARGEST = 24 << 20  # bytes of a picture as it is sent
MOST = 20  # pictures of one version
TRIES = (0.0, 30.0, 300.0)  # seconds before each: agencies make renditions ready one after the other
_FRESH = frozenset({Outcome.ACCEPTED, Outcome.UPDATED, Outcome.CONFLICT})

Fetch = Callable[[str], bytes]
"""The bytes behind a URL; raises TransportError."""


def absent(ledger: Ledger, fates: Sequence[Fate], source: Source, now: datetime) -> list[tuple[str, str]]:
    """The stories just taken in that show pictures which are not here, with the URL of each: (uri, URL).

    Only what the owner's file lets this source lead to: its own host, and those that it names.
    """
    uris = dict.fromkeys(fate.uri for fate in fates if fate.outcome in _FRESH and fate.uri)
    hosts = {urlsplit(source.address).hostname, *source.pictures}
    found = []
    with ledger.snapshot(now) as snapshot:
        for uri in uris:
            story = snapshot.story(uri)
            shown = story.shown.version.associations if story and story.shown and not story.killed else ()
            wanted = [one.href for one in shown if one.kind == "picture" and not one.media and _host(one.href) in hosts]
            found += [(uri, href) for href in wanted[:MOST]]
    return found


def _host(href: str) -> str:
    try:
        parts = urlsplit(href)
        return parts.hostname or "" if parts.scheme in ("http", "https") else "-"
    except ValueError:
        return "-"


def illustrate(vault: Vault, fetch: Fetch, source: Source, uri: str, href: str, now: datetime) -> Illustrate | None:
    """The picture stored, as a decision to be recorded; None when what came is no picture.

    Raises TransportError when nothing came.
    """
    data = fetch(href)
    picture = measure(data)
    if picture is None:
        return None
    media = vault.put(data, picture.ending)
    size = {"width": picture.width, "height": picture.height}
    return Illustrate(uri=uri, by=f"source {source.key}", at=now, why="it came", href=href, media=media, **size)


class Latecomers:
    """Fetches in the background, each picture by itself, and tries again what is not ready.

    `make` gives the decision for a story's picture (as `illustrate`), `record` puts it into the ledger.
    """

    def __init__(
        self,
        make: Callable[[Source, str, str], Awaitable[Illustrate | None]],
        record: Callable[[Illustrate, str], Awaitable[None]],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._make = make
        self._record = record
        self._sleep = sleep
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def expect(self, source: Source, wanted: Sequence[tuple[str, str]]) -> None:
        """Begins to fetch these (uri, URL); one that is on its way is not begun again."""
        for uri, href in wanted:
            key = (uri, href)
            if key not in self._tasks:
                task = asyncio.create_task(self._bring(source, uri, href), name=f"picture of {uri}")
                self._tasks[key] = task
                task.add_done_callback(partial(self._gone, key))

    def _gone(self, key: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._tasks.pop(key, None)

    async def _bring(self, source: Source, uri: str, href: str) -> None:
        for pause in TRIES:
            if pause:
                await self._sleep(pause)
            try:
                made = await self._make(source, uri, href)
                if made is not None:
                    await self._record(made, source.key)
                    log.info("a picture of %s has come", uri)
                else:
                    log.warning("source %s: a picture of %s is none that can be shown", source.key, uri)
                return
            except TransportError as error:
                log.info("source %s: a picture of %s: %s", source.key, uri, error)
            except (WireroomError, OSError) as error:
                log.warning("source %s: a picture of %s cannot be kept: %s", source.key, uri, error)

    def tasks(self) -> list[asyncio.Task[None]]:
        """The pictures under way."""
        return list(self._tasks.values())

    async def close(self) -> None:
        """Fetches no more."""
        tasks = self.tasks()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
