"""A page joined with its rails in one encoding, and the answers that are made of it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from wireroom.pages.model import Frame
from wireroom.web.site.answer import Answer, head_of
from wireroom.web.site.headers import Headers, cache_control, headers


class Joined:
    """A page joined with its rails: the full answer, and the 304 once somebody has the page already."""

    __slots__ = ("_unchanged", "etag", "full")

    def __init__(self, full: Answer, etag: bytes) -> None:
        self.full = full
        self.etag = etag
        self._unchanged: Answer | None = None

    @property
    def unchanged(self) -> Answer:
        """RFC 9110 §15.4.5: a 304 repeats what would steer a cache, and describes no body."""
        if self._unchanged is None:
            about_body = (b"content-length", b"content-encoding")
            self._unchanged = Answer(304, [line for line in self.full.headers if line[0] not in about_body], b"")
        return self._unchanged


class Wrapping:
    """What the answers with one frame in one encoding have in common: all headers but the ETag and the length."""

    __slots__ = ("_head", "_headers", "_status", "_suffix")

    def __init__(self, frame: Frame, *, gzip: bool, compressible: bool, dated: bool) -> None:
        # No cache shows a page again without asking, unless the answer is given leave (`with_max_age`).
        own = [("cache-control", cache_control(frame))]
        if compressible:
            own.append(("vary", "Accept-Encoding"))
        if gzip:
            own.append(("content-encoding", "gzip"))
        if dated and frame.last_modified is not None:
            own.append(("last-modified", http_date(frame.last_modified)))
        self._status = frame.status
        self._headers, self._head = _lines(frame.status, frame.media_type, frame.headers, tuple(own))
        self._suffix = b"-g" if gzip else b""  # another encoding is another representation (RFC 9110 §8.8.3.3)

    def around(self, body: bytes, digest: bytes) -> Joined:
        """The answer with this body, which the digest tells from any other."""
        etag = b'"%s%s"' % (digest.hex().encode(), self._suffix)
        length = b"%d" % len(body)
        lines = [*self._headers, (b"etag", etag), (b"content-length", length)]
        head = b"%setag: %s\r\ncontent-length: %s\r\n" % (self._head, etag, length)
        return Joined(Answer(self._status, lines, body, head), etag)


@lru_cache(maxsize=1024)
def _lines(
    status: int, media_type: str, frames: tuple[tuple[str, str], ...], own: tuple[tuple[str, str], ...]
) -> tuple[Headers, bytes]:
    """Header lines, and how they stand on the wire; most pages of a site have the same."""
    lines = headers(media_type, None, frames, own)
    return lines, head_of(status, lines)


def with_max_age(answer: Answer, seconds: int) -> Answer:
    """The answer with leave for shared caches to keep it that long.

    For the last third of it they may show it while they ask again (RFC 5861 §3), so that no reader waits for that. The
    two together never exceed `seconds`: the licence says how long a copy may stand, not how long it is called fresh.
    """
    stale = seconds // 3
    fresh = b"public, max-age=%d" % (seconds - stale)
    leave = (b"cache-control", b"%s, stale-while-revalidate=%d" % (fresh, stale) if stale else fresh)
    lines = [leave if line[0] == b"cache-control" else line for line in answer.headers]
    return Answer(answer.status, lines, answer.body)


def http_date(moment: datetime) -> str:
    """RFC 9110 §5.6.7."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment:%Y %H:%M:%S} GMT"
