"""From a request's host and path to a site, the path on it and the way links are written there; the rest is denied."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from wireroom.network.model import Network, Site
from wireroom.pages.model import Links

LONGEST_TARGET = 2048  # bytes of path, and of query
# What pages know; anything else in a query changes no page.
PARAMETERS = ("q", "section", "agency", "from", "to", "order", "before", "url", "format", "maxwidth", "maxheight")
_MOST_PLACES = 1024

# An encoded slash, backslash or control character is never part of a URL of ours, and others may read it otherwise.
_DENIED = re.compile(rb"%(?:2[fF]|5[cC]|[01][0-9a-fA-F]|7[fF])")
_BROKEN = re.compile(rb"%(?![0-9a-fA-F]{2})")
_HOST = re.compile(
    rb"([a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?)\.?(?::([0-9]{1,5}))?|(\[[0-9a-f:.]{2,45}\])(?::([0-9]{1,5}))?"
)


class Place(NamedTuple):
    """A site as seen from one host. `style` names the way links are written: pages that differ in it are apart."""

    style: str
    site: Site
    links: Links


class Addresses:
    """The ways to the sites of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        public = Links.public(network)
        self._public: dict[str, Place] = {}
        for site in network.sites.values():
            parts = urlsplit(site.url)
            place = Place("public", site, public)
            for name in (parts.netloc, parts.hostname or ""):
                self._public.setdefault(name.lower(), place)
        self._prefixed = {
            key: Place("prefixed", site, Links.prefixed(network, key)) for key, site in network.sites.items()
        }
        self._seen: dict[bytes, Place | None] = {}

    def of_host(self, host: bytes) -> Place | None:
        """The site that this host (with its port) is, if it is one: its own, or `SITE.localhost`."""
        try:
            return self._seen[host]
        except KeyError:
            if len(self._seen) >= _MOST_PLACES:
                self._seen.clear()
            place = self._seen[host] = self._of_host(host)
            return place

    def _of_host(self, host: bytes) -> Place | None:
        name, port = host_and_port(host)
        place = self._public.get(f"{name}:{port}") or self._public.get(name)
        if place is None and name.endswith(".localhost"):
            site = self._network.sites.get(name.removesuffix(".localhost"))
            if site is not None:
                return Place(f"localhost:{port}", site, Links.localhost(self._network, port or 80))
        return place

    def of_prefix(self, path: str) -> tuple[Place, str] | None:
        """The site and the path on it, for `/@SITE/…`. A bare `/@SITE` has the path "" on it."""
        if path.startswith("/@"):
            key, slash, rest = path[2:].partition("/")
            place = self._prefixed.get(key)
            if place is not None:
                return place, slash + rest
        return None


def host_and_port(host: bytes) -> tuple[str, int]:
    """A Host header's name, in lower case, and its port, 0 for none; ("", 0) for what can be no host."""
    match = _HOST.fullmatch(host.lower())
    if match is None:
        return "", 0
    port = int(match[2] or match[4] or 0)
    if port > 65535:
        return "", 0
    return (match[1] or match[3]).decode("ascii"), port


def path_of(raw: bytes) -> str | None:
    """The path a request means, decoded once; None when no page of ours can have it.

    Denied here, before any page is asked, is what different readers of a URL could take for different paths: empty,
    `.` and `..` segments (also written with `%2e`), encoded slashes, backslashes, control characters, broken
    percent-encoding and what is not UTF-8 (RFC 3986 §2.1, §3.3; RFC 3629).
    """
    if not raw.startswith(b"/") or len(raw) > LONGEST_TARGET or not raw.isascii():
        return None
    if _DENIED.search(raw) or _BROKEN.search(raw) or b"\\" in raw:
        return None
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None
    segments = path.split("/")[1:]
    if any(segment in (".", "..") for segment in segments) or "" in segments[:-1]:
        return None
    return path if path.isprintable() else None


def query_of(raw: bytes) -> dict[str, str]:
    """The query parameters that pages know, each by its first value."""
    known: dict[str, str] = {}
    if raw and len(raw) <= LONGEST_TARGET:
        for name, value in parse_qsl(raw.decode("latin-1"), errors="replace"):
            if name in PARAMETERS:
                known.setdefault(name, value)
    return known
