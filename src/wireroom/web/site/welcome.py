"""The page for a host that is no site: a small list of the sites this server has."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from wireroom.network.model import Network
from wireroom.web.site.address import host_and_port
from wireroom.web.site.answer import Answer
from wireroom.web.site.headers import STRICT, headers

_STYLE = (
    ":root{color-scheme:light dark;font:1.05rem/1.5 Georgia,serif}"
    "body{max-width:34rem;margin:12vh auto;padding:0 1.2rem}h1{font-size:1.6rem;font-weight:600}"
    "ul{list-style:none;padding:0}li{border-top:1px solid #8885;padding:.8rem 0}"
    "a{font-size:1.2rem;color:inherit}p{margin:0;opacity:.75}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"{STRICT['content-security-policy']}; style-src 'sha256-{_HASH}'"


def welcome(network: Network, host: bytes) -> Answer:
    """The list of sites, each by the address that leads there from where the reader is."""
    name, port = host_and_port(host)
    items = []
    for key, site in network.sites.items():
        if name == "localhost":
            address = f"http://{key}.localhost{f':{port}' if port else ''}/"
        else:
            address = f"/@{key}/"
        items.append(
            f'<li><a href="{escape(address)}">{escape(site.name)}</a><p>{escape(site.tagline)} · '
            f'<a href="/@{escape(key)}/">/@{escape(key)}/</a></p></li>'
        )
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta name="robots" content="noindex"><title>{escape(network.name)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(network.name)}</h1><ul>{''.join(items)}</ul></html>\n"
    ).encode()
    own = [("content-security-policy", _POLICY), ("cache-control", "no-cache")]
    return Answer(200, headers("text/html; charset=utf-8", len(body), own), body)
