"""`wireroom get URL`: one response without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import at_option, network_option, opened

if TYPE_CHECKING:
    from datetime import datetime

    from wireroom.network.model import Network


@click.command()
@click.argument("url")
@network_option
@click.option("-i", "--include", is_flag=True, help="Print the status and headers too.")
@click.option("--from", "address", metavar="ADDRESS", default="", help="As a reader at this address.")
@at_option("As of this moment, past or to come; now when left out.")
@click.pass_context
def get(ctx: click.Context, url: str, network_file: Path, include: bool, address: str, at: datetime | None) -> None:
    """Print the response for URL: a full one (https://orbit.example/launch) or a path (/@orbit/launch).

    --at is what the address would show then by the ledger and the network file of today, licences too: a kill given
    since is in force. `wireroom why STORY --at TIME` judges by the licences that were in force then.

    Exit 1 when the status is 400 or more.
    """
    from wireroom.web import client
    from wireroom.web.assembly import site_app

    with opened(network_file) as home:
        clock = (lambda: at) if at else home.clock()
        response = client.get(site_app(home, clock), url, address=address)
        if hint := _slip(home.network, url):
            click.echo(f"wireroom: {hint}", err=True)
    if include:
        click.echo(f"HTTP/1.1 {response.status}")
        for name, value in response.headers:
            click.echo(f"{name}: {value}")
        click.echo("")
    sys.stdout.flush()
    sys.stdout.buffer.write(response.body)
    sys.stdout.buffer.flush()
    if response.status >= 400:
        ctx.exit(1)


def _slip(network: Network, url: str) -> str:
    """What a person should know whose URL names no site of the network; "" when it names one."""
    from urllib.parse import urlsplit

    from wireroom.network.nearest import did_you_mean
    from wireroom.web.site.address import Addresses

    parts = urlsplit(url)
    if parts.path.startswith("/@"):
        key = parts.path[2:].partition("/")[0]
        near = did_you_mean(f"/@{key}/", [f"/@{one}/" for one in network.sites])
        return "" if key in network.sites else f"there is no site {key!r}\n  → {near}"
    if not parts.netloc:
        return "" if url.startswith("/") else f"{url!r} is no URL\n  → write https://… or, for a path, /{url}"
    if parts.hostname == "localhost" or Addresses(network).of_host(parts.netloc.encode()):
        return ""
    near = did_you_mean(url, [site.url for site in network.sites.values()])
    return f"no site is at {parts.netloc}: this is the network's own page\n  → {near}"
