"""Rendered pages and rails, kept until something they use is touched or their time is up; bounded in bytes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime

from wireroom.web.site.kept import Kept, Store
from wireroom.web.site.rails import NEVER, Rail, Shelf

MOST_SHELVES = 256  # sites times ways of writing links: a `Host` with ever new ports must not fill the memory
MOST_ALIASES = 4  # ways in which one page's address was written


class Cache:
    """All that is kept between requests. `limit` is in bytes, over pages, searches and pictures.

    Used by one thread at a time.
    """

    def __init__(self, limit: int = 64 << 20) -> None:
        self.pages = Store(limit * 3 // 4)
        # Anybody can make up searches and ask for killed stories in other words: they never push out pages.
        self.asides = Store(limit // 16)
        self.media = Store(limit - self.pages.limit - self.asides.limit)
        self.hot: dict[tuple[bytes, bytes], Kept] = {}  # Host and target as written → page
        self._using: dict[str, set[Kept | Rail]] = {}
        self._shelves: dict[tuple[str, str], Shelf] = {}

    @property
    def size(self) -> int:
        """Bytes held, by the cache's own count."""
        return self.pages.size + self.asides.size + self.media.size

    @property
    def count(self) -> int:
        """Pages, searches and pictures held."""
        return len(self.pages.pages) + len(self.asides.pages) + len(self.media.pages)

    def get(self, store: Store, key: Hashable, now: datetime) -> Kept | None:
        """The page under this key, unless time has changed it."""
        kept = store.pages.get(key)
        if kept is not None and now >= kept.until:
            self.drop(kept)
            return None
        return kept

    def put(self, store: Store, kept: Kept) -> None:
        """Keeps a page; not one that alone would take a quarter of the room."""
        if kept.size * 4 > store.limit:
            return
        kept.store = store
        kept.charged = kept.size
        store.pages[kept.key] = kept
        store.size += kept.size
        self._index(kept)
        self._shrink(store)

    def used(self, kept: Kept) -> None:
        """Marks a page as just read, and counts what joining has added to it."""
        store = kept.store
        if store is None:
            return
        store.pages.move_to_end(kept.key)
        if kept.charged != kept.size:
            store.size += kept.size - kept.charged
            kept.charged = kept.size
            self._shrink(store)

    def name(self, host: bytes, target: bytes, kept: Kept) -> None:
        """Lets a page be found at once by the very bytes of its address."""
        if kept.store is None:
            return
        if len(kept.aliases) >= MOST_ALIASES:
            del self.hot[kept.aliases.pop(0)]
        kept.aliases.append((host, target))
        self.hot[host, target] = kept

    def drop(self, kept: Kept) -> None:
        """Forgets a page."""
        store = kept.store
        if store is None:
            return
        kept.store = None
        del store.pages[kept.key]
        store.size -= kept.charged
        for alias in kept.aliases:
            del self.hot[alias]
        self._forget(kept)

    def shelf(self, style: str, site: str) -> Shelf:
        """Where the rails of a site are."""
        shelf = self._shelves.get((style, site))
        if shelf is None:
            if len(self._shelves) >= MOST_SHELVES:
                self.clear()  # pages know their shelf: both go, or a page would keep rails that nobody renews
            shelf = self._shelves[style, site] = Shelf()
        return shelf

    def shelve(self, rail: Rail) -> None:
        """Keeps a rail that was just made."""
        rail.shelf.rails[rail.number] = rail
        rail.shelf.until = min(rail.shelf.until, rail.until)
        self._index(rail)

    def drop_rail(self, rail: Rail) -> None:
        """Forgets a rail; the pages that carry it will see that the generation moved."""
        shelf = rail.shelf
        if shelf.rails.get(rail.number) is rail:
            del shelf.rails[rail.number]
            shelf.generation += 1
            shelf.until = min((other.until for other in shelf.rails.values()), default=NEVER)
            self._forget(rail)

    def drop_past(self, shelf: Shelf, now: datetime) -> None:
        """Forgets the rails that time has changed."""
        for rail in [rail for rail in shelf.rails.values() if now >= rail.until]:
            self.drop_rail(rail)

    def touch(self, keys: Iterable[str]) -> None:
        """Forgets whatever uses one of the keys."""
        for key in keys:
            for thing in tuple(self._using.get(key, ())):
                if isinstance(thing, Kept):
                    self.drop(thing)
                else:
                    self.drop_rail(thing)

    def clear(self) -> None:
        """Forgets everything."""
        for store in (self.pages, self.asides, self.media):
            for kept in tuple(store.pages.values()):
                self.drop(kept)
        self._using.clear()
        self._shelves.clear()

    def _index(self, thing: Kept | Rail) -> None:
        using = self._using
        for key in thing.uses:
            users = using.get(key)
            if users is None:
                using[key] = {thing}
            else:
                users.add(thing)

    def _forget(self, thing: Kept | Rail) -> None:
        for key in thing.uses:
            users = self._using.get(key)
            if users is not None:
                users.discard(thing)
                if not users:
                    del self._using[key]

    def _shrink(self, store: Store) -> None:
        while store.size > store.limit:
            self.drop(next(iter(store.pages.values())))
