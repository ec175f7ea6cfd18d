"""Links that lead out of the copy: marked `nofollow`, or taken out where the contract keeps readers in the network."""

from __future__ import annotations

import re
from html import unescape
from typing import cast

from wireroom.network.licence import Licence
from wireroom.network.model import Network
from wireroom.news import Body

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
_REL = re.compile(r'\s*\brel="[^"]*"')
_HOST = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]*)", re.IGNORECASE)


def outgoing(body: Body, network: Network, licence: Licence | None) -> Body:
    """The body with its links as the contract wants them; those within the network stay as they are."""
    if licence is None or "<a" not in body or (licence.link.out_of_network and not licence.link.nofollow):
        return body
    hosts = {_host(site.url) for site in network.sites.values()}

    def made(found: re.Match[str]) -> str:
        href = _HREF.search(found[1])
        if href is None or _host(unescape(href[1])) in hosts:
            return found[0]
        if not licence.link.out_of_network:
            return found[2]
        return f'<a{_REL.sub("", found[1])} rel="nofollow">{found[2]}</a>'

    # Clean markup stays clean: elements and attributes are only taken out, or said to be followed by nobody.
    return cast(Body, _LINK.sub(made, body))


def _host(url: str) -> str:
    found = _HOST.match(url)
    return found[1].lower() if found else ""
