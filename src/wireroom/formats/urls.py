"""Arithmetic on URLs as text: joining, the host, what may stand in a page; the only module here that sees urllib."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Browsers drop these wherever they stand in a URL, so `java\nscript:` is `javascript:` to them.
# A whole address as most of the wire writes them, in which there is nothing to look for.
_WHOLE = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,4})?(?:[/?#][!-~]*)?")
_DROPPED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def join(base: str, url: str) -> str:
    """The URL as seen from the base (RFC 3986 §5); the URL itself when they cannot be joined."""
    url = url.strip()
    # Feeds mostly send whole addresses; dots in their paths are left for the browser to resolve.
    if not base or not url or url.startswith(("https://", "http://")):
        return url
    try:
        return urljoin(base, url)
    except ValueError:  # such as an unclosed bracket of an IPv6 address
        return url


def rebase(base: str, own: str) -> str:
    """The base that holds inside an element which states one of its own, or none (XML Base §4.2)."""
    return join(base, own) if own else base


def is_absolute(url: str) -> bool:
    """Whether the text begins with a scheme, as a URL or URN that means the same everywhere does."""
    return _SCHEME.match(url) is not None


def web(url: str, *, base: str = "") -> str:
    """The URL made absolute if it leads to the web (http or https with a host); empty when it does not."""
    if _WHOLE.fullmatch(url):
        return url
    url = join(base, _DROPPED.sub("", url))
    try:
        parts = urlsplit(url)
        # A port that is no number is found only when it is asked for.
        _ = parts.port
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def decoded(path: str) -> str:
    """A path with its percent-encoding resolved once; what is no UTF-8 becomes U+FFFD."""
    return unquote(path)


@lru_cache(maxsize=1024)
def host(url: str) -> str:
    """The host of a URL in lower case; empty when it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
