"""`wireroom check`: everything about the network file but writing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import network_option

if TYPE_CHECKING:
    from wireroom.network.model import Finding, Network


@click.command()
@network_option
def check(network_file: Path) -> None:
    """Check the network file: keys, references, dates, rules; warn of what can never matter. Changes nothing."""
    from wireroom import network as networks
    from wireroom import routing
    from wireroom.errors import NetworkFileError
    from wireroom.network.nearest import counted

    file = network_file / "network.toml" if network_file.is_dir() else network_file
    network = networks.load(file)
    if missing := networks.file_problems(network, file.parent):
        raise NetworkFileError(tuple(missing))
    warnings = [*networks.warnings(network, file), *_formats(network), *routing.check(network)]
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


def _formats(network: Network) -> Iterator[Finding]:
    """Sources that name a format which nobody reads: all their copy would go to quarantine."""
    from wireroom import formats
    from wireroom.network.model import Finding
    from wireroom.network.nearest import did_you_mean

    for source in network.sources.values():
        if source.format and source.format not in formats.names():
            what = f"source {source.key!r}: there is no format {source.format!r}, and its copy would be quarantined"
            yield Finding(what, source.line, did_you_mean(source.format, formats.names()))
