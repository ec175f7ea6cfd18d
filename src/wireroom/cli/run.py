"""`wireroom run`: takes copy in and serves all sites."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import at_option, network_option, opened

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@network_option
@click.option("--port", default=8080, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for all of this machine's addresses.")
@at_option("Start a simulated clock there; it ticks.")
@click.option(
    "--access-log",
    metavar="FILE",
    default="",
    help="Write down each answer, as [access_log] says; - for this terminal.",
)
@click.option("-q", "--quiet", is_flag=True, help="Log warnings only.")
def run(network_file: Path, port: int, host: str, at: datetime | None, access_log: str, quiet: bool) -> None:
    """Take copy in from every source and serve all sites, until Ctrl+C."""
    from wireroom.newsroom.presence import running
    from wireroom.web.assembly import run as run_all

    log_to_stderr(quiet)
    with opened(network_file) as home:
        if other := running(home.folder):
            click.echo(f"note: process {other.pid} serves this network too; wireroom reload reaches it alone", err=True)
        to = access_log if access_log in ("", "-") else str(Path(access_log).absolute())
        run_all(
            home,
            home.clock(at),
            host=host,
            port=port,
            ready=lambda url: _ready(url, list(home.network.sites)),
            access_log=to,
        )


def _ready(url: str, sites: list[str]) -> None:
    from wireroom.network.nearest import counted

    port = url.rsplit(":", 1)[1]
    click.echo(f"Serving {counted(len(sites), 'site')} at {url}/ (Ctrl+C stops)")
    for site in sites:
        click.echo(f"  http://{site}.localhost:{port}/   or {url}/@{site}/")


def log_to_stderr(quiet: bool = False) -> None:
    """One line for each thing that happens, with its time."""
    logging.basicConfig(
        level=logging.WARNING if quiet else logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S"
    )
    for chatty in ("httpcore2", "watchfiles", "uvicorn.error"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
