"""What the cache keeps of a page: its rendered frame, and its answers as they were last joined with the rails."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from zlib import crc32

from wireroom.pages.model import Frame, Hole
from wireroom.web.site.address import Place
from wireroom.web.site.deflate import deflated, gzipped
from wireroom.web.site.joined import Joined, Wrapping
from wireroom.web.site.rails import NEVER, Rail, Shelf, digest

LONGEST = timedelta(seconds=60)  # what any shared cache may keep, whatever a licence would allow

_SMALLEST = 200  # bytes: below, gzip saves nothing
_COMPRESSED = (
    *("text/", "application/json", "application/feed+json", "application/manifest+json"),
    *("application/xml", "application/javascript"),
)
_OVERHEAD = 1500  # bytes: about what the objects around one kept thing take
_KEY = 150  # bytes: about what one key in the index takes


class Store:
    """Kept pages up to `limit` bytes, the one longest unread first to go."""

    __slots__ = ("limit", "pages", "size")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.pages: OrderedDict[Hashable, Kept] = OrderedDict()


class Kept:
    """A rendered frame with the rails it was last joined with.

    `until` is when time alone changes the frame; its rails have times of their own. `generation` is that of `shelf`
    when the rails were last looked at; `size` and `charged` are bytes: held now, and counted by the cache.
    """

    __slots__ = (
        "_blocks",
        "_first",
        "_gzip",
        "_plain",
        "_wrappings",
        "aliases",
        "charged",
        "compressible",
        "digest",
        "frame",
        "generation",
        "holes",
        "key",
        "lasting",
        "parts",
        "place",
        "rails",
        "shelf",
        "size",
        "store",
        "until",
        "uses",
    )

    def __init__(self, key: Hashable, frame: Frame, shelf: Shelf, place: Place) -> None:
        own = [part for part in frame.parts if isinstance(part, bytes)]
        self.parts = frame.parts if frame.parts and isinstance(frame.parts[0], bytes) else (b"", *frame.parts)
        self.key = key
        self.frame = frame
        self.shelf = shelf
        self.place = place
        self.store: Store | None = None
        self.uses = frame.uses
        self.until = frame.changes_at or NEVER
        self.holes = tuple(dict.fromkeys(part.rail for part in frame.parts if isinstance(part, Hole)))
        self.rails: dict[int, Rail] = {}
        self.generation = -1
        self.aliases: list[tuple[bytes, bytes]] = []
        self.digest = digest(*own)
        # HTML is confirmed at each look by its ETag: no reader sees a killed story again, and it costs a few bytes.
        # Feeds, sitemaps and pictures are fetched by machines, often and through caches.
        # What is limited to territories is the one reader's, and no shared cache may keep it.
        told = frame.local or bool(frame.lasts) or frame.media_type.startswith("text/html")
        self.lasting = frame.status == 200 and not told
        length = sum(map(len, own))
        self.compressible = _is_text(frame.media_type) and (bool(self.holes) or length >= _SMALLEST)
        self.size = self.charged = _OVERHEAD + _KEY * len(frame.uses) + length
        self._first = 0
        self._blocks: list[bytes] = []
        self._wrappings: dict[bool, Wrapping] = {}
        self._plain: Joined | None = None
        self._gzip: Joined | None = None

    def take_rails(self, rails: dict[int, Rail]) -> None:
        """Takes the rails as they are now; what was joined with others is forgotten."""
        if any(self.rails.get(number) is not rail for number, rail in rails.items()):
            for joined in (self._plain, self._gzip):
                self.size -= len(joined.full.body) if joined else 0
            self._plain = self._gzip = None
            self.rails = rails

    def joined(self, gzip: bool) -> Joined:
        """The page as it is now, in the encoding that suits; made when first asked for."""
        gzip = gzip and self.compressible
        joined = self._gzip if gzip else self._plain
        if joined is None:
            joined = self._join(gzip)
            self.size += len(joined.full.body)
            if gzip:
                self._gzip = joined
            else:
                self._plain = joined
        return joined

    def _join(self, gzip: bool) -> Joined:
        wrapping = self._wrappings.get(gzip)
        if wrapping is None:
            dated = not self.holes  # rails change, and carry no date that could be told
            wrapping = Wrapping(self.frame, gzip=gzip, compressible=self.compressible, dated=dated)
            self._wrappings[gzip] = wrapping
        parts = [part if isinstance(part, bytes) else self.rails[part.rail].body for part in self.parts]
        if gzip:
            body = gzipped(self._all_blocks(), parts, self._first)
        else:
            body = b"".join(parts)
        # Of the digests of the parts, so that no page is hashed again for one new headline.
        return wrapping.around(body, digest(self.digest, *(self.rails[number].digest for number in self.holes)))

    def _all_blocks(self) -> list[bytes]:
        if not self._blocks:
            self._blocks = [deflated(part) if isinstance(part, bytes) else b"" for part in self.parts]
            first = self.parts[0]
            self._first = crc32(first) if isinstance(first, bytes) else 0
            self.size += sum(map(len, self._blocks))
        pairs = zip(self.parts, self._blocks, strict=True)
        return [block if isinstance(part, bytes) else self.rails[part.rail].block for part, block in pairs]

    def max_age(self, now: datetime) -> int:
        """For how many whole seconds from `now` a shared cache may keep this (rights.md I12).

        Never beyond the next moment that changes it, nor beyond what its licences call prompt (`cache_max`).
        """
        return max(0, int(min(LONGEST, self.frame.cache_max, self.until - now).total_seconds()))


def _is_text(media_type: str) -> bool:
    return media_type.startswith(_COMPRESSED) or "+xml" in media_type
