"""`wireroom verify`: proof that the ledger is whole and that what is derived equals a replay."""

from __future__ import annotations

from pathlib import Path

import click

from wireroom.cli.common import network_option, opened


@click.command()
@network_option
@click.pass_context
def verify(ctx: click.Context, network_file: Path) -> None:
    """Replay the ledger: check the chain of entries, and compare every projection with what a replay makes."""
    from wireroom.ledger.verify import verify as verify_ledger
    from wireroom.newsroom.home import LEDGER

    with opened(network_file) as home:
        report = verify_ledger(home.folder / LEDGER, home.network)
        click.echo(f"{report.entries} entries, {report.stories} stories, {report.rows} projected rows compared.")
        if report.sound:
            click.echo("The chain holds, and every projection equals a replay.")
            return
        click.echo(f"Not sound: {report.difference}", err=True)
    click.echo("  → stop the server, keep a copy of this folder, and restore a backup", err=True)
    ctx.exit(1)
