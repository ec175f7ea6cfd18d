"""Everything about a network file that is worth a warning: what each room that acts on it has to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wireroom import formats, routing
from wireroom import network as networks
from wireroom.network.model import Finding, Network
from wireroom.network.nearest import did_you_mean


def warnings(network: Network, file: Path) -> list[Finding]:
    """The warnings for the network read from this file: its own, of formats that nobody reads, and of rules."""
    return [*networks.warnings(network, file), *_formats(network), *routing.check(network)]


def _formats(network: Network) -> Iterator[Finding]:
    """Sources that name a format which nobody reads: all their copy would go to quarantine."""
    for source in network.sources.values():
        if source.format and source.format not in formats.names():
            what = f"source {source.key!r}: there is no format {source.format!r}, and its copy would be quarantined"
            yield Finding(what, source.line, did_you_mean(source.format, formats.names()))
