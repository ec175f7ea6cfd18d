"""`wireroom verify`: proof that the ledger is whole, and that what is derived and served follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import network_option, opened

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home


def _outputs_differ(home: Home) -> bool:
    """Holds what the running server answers against pages made anew; False where none runs."""
    from wireroom.newsroom.outputs import compare
    from wireroom.newsroom.receipts_places import Served, serving
    from wireroom.transports.fetch import Fetcher

    url = serving(home.folder)
    if not url:
        return False
    fetcher = Fetcher(spacing=0)
    try:
        server = Served(url, home.network, fetcher)
        found = compare(home.ledger, home.network, home.pages(home.network), server, home.clock())
    finally:
        fetcher.close()
    click.echo(
        f"{found.asked} answers of the server at {url} held against pages made anew: {len(found.differ)} differ."
    )
    for one in found.differ[:20]:
        click.echo(f"  differs: {one}", err=True)
    return bool(found.differ)


@click.command()
@network_option
@click.option("--rebuild", is_flag=True, help="Where a projection differs, make all of them anew from the entries.")
@click.pass_context
def verify(ctx: click.Context, network_file: Path, rebuild: bool) -> None:
    """Replay the ledger: check the chain of entries, and compare every projection with what a replay makes.

    Where a server runs, its lists, feeds, sitemaps, rails and newest stories are held against pages made anew, too.
    """
    from wireroom.ledger.verify import verify as verify_ledger
    from wireroom.network.nearest import counted
    from wireroom.newsroom.home import LEDGER

    with opened(network_file) as home:
        report = verify_ledger(home.folder / LEDGER, home.network)
        if rebuild and not report.sound:
            click.echo(f"Making the projections anew: {report.difference}")
            home.ledger.rebuild()
            report = verify_ledger(home.folder / LEDGER, home.network)
        entries, rows = counted(report.entries, "entry"), counted(report.rows, "projected row")
        click.echo(f"{entries}, {counted(report.stories, 'story')}, {rows} compared.")
        if report.sound:
            click.echo("The chain holds, and every projection equals a replay.")
            if not _outputs_differ(home):
                return
            ctx.exit(1)
        click.echo(f"Not sound: {report.difference}", err=True)
    click.echo(
        "  → stop the server and keep a copy of this folder; wireroom verify --rebuild mends projections, "
        "a backup mends entries (wireroom restore)",
        err=True,
    )
    ctx.exit(1)
