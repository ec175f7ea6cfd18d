"""The network's URLs, which are promises: how they are made, and what the path of a request asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from wireroom.errors import NotFoundError
from wireroom.network.model import Network, Site
from wireroom.news import Position, words_of

# RFC 3986 §3.3: what else a path may hold as it is, but for the apostrophe, which may end an attribute.
_AS_IT_IS = "/@:!$()*+,;="
_APART = re.compile(r"[^A-Za-z0-9\-._~]+")  # RFC 3986 §2.3: what is not unreserved
_PLAIN_PATH = re.compile(r"[A-Za-z0-9\-._~/]*\Z")
_STORY = re.compile(r"/\d{4}/\d{2}/\d{2}/(?:.*-)?([0-9a-hjkmnp-tv-z]{12})/?\Z", re.DOTALL)
_TOKEN = re.compile(r"([0-9a-f]{1,16})-([0-9a-hjkmnp-tv-z]{12})\Z")
_START = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def quoted(path: str) -> str:
    """The path percent-encoded where it must be (UTF-8); also safe in HTML and XML attributes."""
    return path if _PLAIN_PATH.match(path) else quote(path, safe=_AS_IT_IS, errors="replace")


def quoted_value(text: str) -> str:
    """A value for a query string, percent-encoded."""
    return _APART.sub(_percent, text)


def _percent(found: re.Match[str]) -> str:
    return _percent_encoded(found[0])


@lru_cache(maxsize=1024)  # most are the few signs of a URL
def _percent_encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def unquoted(text: str) -> str:
    """The text with its percent-encoding resolved; bytes that are no UTF-8 become U+FFFD."""
    if "%" not in text:
        return text
    data = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), text.encode("utf-8", "replace"))
    return data.decode("utf-8", "replace")


@lru_cache(maxsize=8192)
def story_path(id: str, headline: str, released: datetime, zone: ZoneInfo) -> str:
    """Where a story stands on a site in this zone, percent-encoded. With no headline granted, none is in it."""
    local = released.astimezone(zone)
    return quoted(f"/{local.year:04}/{local.month:02}/{local.day:02}/{words_of(headline)}-{id}")


def story_in(path: str) -> str | None:
    """The story id in this path: dates and words before it do not matter."""
    found = _STORY.match(path)
    return found[1] if found else None


def token(position: Position) -> str:
    """A place in a list as readers' URLs hold it."""
    return f"{(position.released - _START) // _MICROSECOND:x}-{position.id}"


def position_of(text: str) -> Position | None:
    """The place that a token names; None when it is none of ours."""
    found = _TOKEN.match(text)
    if not found:
        return None
    try:
        return Position(_START + int(found[1], 16) * _MICROSECOND, found[2])
    except OverflowError:
        return None


def host_of(site: Site) -> str:
    """The site's host name, without port."""
    return _host(site.url)


@lru_cache(maxsize=1024)
def _host(url: str) -> str:
    authority = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return authority.lower() if authority.startswith("[") else authority.partition(":")[0].lower()


def tag(site: Site, id: str) -> str:
    """The name a feed entry keeps for good (RFC 4151). Its date only says when the host was ours."""
    return f"tag:{host_of(site)},2026-01-01:{id}"


def resolve(network: Network, url: str) -> tuple[Site, str, Mapping[str, str], bool]:
    """The site, path and query that a URL means, and whether it names the site by `/@SITE`.

    Understands full URLs of the network's sites, `http://SITE.localhost:PORT/…`, `/@SITE/…`, and a bare path when
    the network has one site. Raises NotFoundError for others.
    """
    rest, _, query = url.partition("#")[0].partition("?")
    site, path, prefixed = _site(network, rest)
    return site, unquoted(path) or "/", parameters(query), prefixed


def parameters(query: str) -> dict[str, str]:
    """The parameters of a query string; the first of a name counts."""
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name:
            found.setdefault(unquoted(name.replace("+", " ")), unquoted(value.replace("+", " ")))
    return found


def _site(network: Network, rest: str) -> tuple[Site, str, bool]:
    if "://" in rest:
        path = "/" + rest.partition("://")[2].partition("/")[2]
        for site in sorted(network.sites.values(), key=lambda one: -len(one.url)):
            base = site.url.partition("://")[2].partition("/")[2]
            if host_of(site) == _host(rest) and (not base or (path + "/").startswith(f"/{base}/")):
                return site, path[len(base) + 1 :] if base else path, False
        local = network.sites.get(_host(rest).removesuffix(".localhost"))
        if local and _host(rest).endswith(".localhost"):
            return local, path, False
    elif rest.startswith("/@"):
        key, slash, path = rest[2:].partition("/")
        if key in network.sites:
            return network.sites[key], slash + path, True
    elif len(network.sites) == 1:
        return next(iter(network.sites.values())), rest, False
    raise NotFoundError(
        "no site of the network is at this URL",
        where=rest,
        todo="name the site: " + ", ".join(f"/@{key}/" for key in sorted(network.sites)),
    )
