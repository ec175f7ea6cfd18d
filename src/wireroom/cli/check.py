"""`wireroom check`: everything about the network file but writing."""

from __future__ import annotations

from pathlib import Path

import click

from wireroom.cli.common import network_option


@click.command()
@network_option
def check(network_file: Path) -> None:
    """Check the network file: keys, references, dates, rules; warn of what can never matter. Changes nothing."""
    from wireroom import network as networks
    from wireroom.errors import NetworkFileError
    from wireroom.network.nearest import counted
    from wireroom.newsroom import advice

    file = network_file / "network.toml" if network_file.is_dir() else network_file
    network = networks.load(file)
    if missing := networks.file_problems(network, file.parent):
        raise NetworkFileError(tuple(missing))
    warnings = advice.warnings(network, file)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    sections = sum(len(site.sections) for site in network.sites.values())
    click.echo(
        f"{file}: {counted(len(network.sites), 'site')}, {counted(sections, 'section')}, "
        f"{counted(len(network.sources), 'source')}, {counted(len(network.licences), 'licence')}, "
        f"{counted(len(network.rules), 'rule')}: "
        + ("good." if not warnings else f"usable, with {counted(len(warnings), 'warning')}.")
    )
    click.echo(f"  → wireroom run -n {network_file}")
