"""`wireroom replay`: reads quarantined files again."""

from __future__ import annotations

from pathlib import Path

import click

from wireroom.cli.common import network_option, opened
from wireroom.cli.take_in import line


@click.command()
@network_option
@click.option("--list", "only_list", is_flag=True, help="Only list what is there, and why.")
@click.pass_context
def replay(ctx: click.Context, network_file: Path, only_list: bool) -> None:
    """Read every quarantined file again; those that can be read now are taken in and leave quarantine."""
    from wireroom.newsroom.replay import replay as replay_all

    with opened(network_file) as home:
        items = home.quarantine.list()
        if not items:
            click.echo("Quarantine is empty.")
            return
        if only_list:
            for item in items:
                click.echo(f"{item.at:%Y-%m-%d %H:%M} {item.source} {item.name}: {item.reason}")
            click.echo("  → wireroom replay")
            return
        left = 0
        for _, fates in replay_all(home, home.clock()):
            for fate in fates:
                click.echo(line(fate))
            left += any(fate.outcome == "quarantined" for fate in fates)
        home.ledger.catch_up()
    if left:
        click.echo(f"{left} of {len(items)} still cannot be read.\n  → wireroom replay --list tells why")
        ctx.exit(1)
