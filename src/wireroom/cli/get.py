"""`wireroom get URL`: one response without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import at_option, network_option, opened

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("url")
@network_option
@click.option("-i", "--include", is_flag=True, help="Print the status and headers too.")
@click.option("--from", "address", metavar="ADDRESS", default="", help="As a reader at this address.")
@at_option("As of this moment, past or to come; now when left out.")
@click.pass_context
def get(ctx: click.Context, url: str, network_file: Path, include: bool, address: str, at: datetime | None) -> None:
    """Print the response for URL: a full one (https://orbit.example/launch) or a path (/@orbit/launch).

    Exit 1 when the status is 400 or more.
    """
    from wireroom.web import client
    from wireroom.web.assembly import site_app

    with opened(network_file) as home:
        clock = (lambda: at) if at else home.clock()
        response = client.get(site_app(home, clock), url, address=address)
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
