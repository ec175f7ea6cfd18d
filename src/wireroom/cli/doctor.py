"""`wireroom doctor`: everything that must be right for the network to run."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from wireroom.cli.common import emit, json_option, network_option


@click.command()
@network_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, network_file: Path, as_json: bool) -> None:
    """Look at the network file, secrets, folders, disk, clock, ledger, originals, quarantine, sources and alerts.

    Mends nothing itself, and works beside a running server. Exit 1 when something fails.
    """
    from wireroom.network.nearest import counted
    from wireroom.newsroom.health import Level
    from wireroom.newsroom.health_doctor import examine

    failed = warned = 0
    for one in examine(network_file, lambda: datetime.now(UTC)):
        failed += one.level is Level.FAILURE
        warned += one.level is Level.WARNING
        if as_json:
            emit({**asdict(one), "level": str(one.level or "ok")})
            continue
        click.echo(f"{one.level or 'ok':<8} {one.check}: {one.what}")
        if one.todo:
            click.echo(f"  → {one.todo}")
    if not as_json:
        told = [counted(failed, "failure") if failed else "", counted(warned, "warning") if warned else ""]
        click.echo(", ".join(filter(None, told)) + "." if failed or warned else "All is well.")
    if failed:
        ctx.exit(1)
