"""What a web server has to know of published sites besides their files: complete configurations for nginx and Caddy."""

from __future__ import annotations

from collections.abc import Iterator

from wireroom.newsroom.publishing.manifest import Manifest
from wireroom.newsroom.publishing.servers import caddy, nginx
from wireroom.newsroom.publishing.servers.facts import Facts, Server, facts_of

__all__ = ["FOLDERS", "Facts", "Server", "facts_of", "files_of"]

FOLDERS = ("_nginx", "_caddy")


def files_of(facts: Facts, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """The configurations as files, by their names in the published folder."""
    yield "_nginx/wireroom.conf", nginx.config(facts).encode()
    yield "_caddy/Caddyfile", caddy.config(facts).encode()
    for site in facts.sites:
        moved = list(manifest.moved(site.key))
        yield f"_nginx/{site.key}.moved", nginx.moved(moved).encode()
        yield f"_caddy/{site.key}.moved", caddy.moved(moved).encode()
