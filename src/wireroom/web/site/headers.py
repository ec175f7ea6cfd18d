"""The one function that every response's headers pass, errors and exceptions included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from wireroom.pages.model import Frame

Headers = list[tuple[bytes, bytes]]

_YEAR = timedelta(days=365)  # what is kept for so long stands at an address of its own content

# For whatever brings no policy of its own, the strictest: errors, fragments, feeds. A page's frame says more.
STRICT: dict[str, str] = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "DENY",
}


def cache_control(frame: Frame) -> str:
    """What caches may do with a page, unless its answer is given leave besides: ask each time before they show it."""
    if frame.local:
        return "private, no-store"
    seconds = int(frame.lasts.total_seconds())
    if not seconds:
        return "no-cache"
    return f"public, max-age={seconds}" + (", immutable" if frame.lasts >= _YEAR else "")


def headers(media_type: str, length: int | None, *own: Iterable[tuple[str, str]]) -> Headers:
    """The headers of one response: the strict ones, over them `own`, the later before the earlier.

    Names are lower-case, one line each. Raises ValueError when a value would begin a new header line.
    """
    merged = dict(STRICT)
    for group in own:
        for name, value in group:
            merged[name.lower()] = value
    if media_type:
        merged["content-type"] = media_type
    if length is not None:
        merged["content-length"] = str(length)
    lines = []
    for name, value in merged.items():
        if not value.isprintable() or not name.isprintable():
            raise ValueError(f"the header {name!r} holds a control character")
        lines.append((name.encode("ascii"), value.encode("latin-1")))
    return lines
