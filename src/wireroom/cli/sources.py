"""`wireroom sources`: how each source is doing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import emit, json_option, network_option, opened

if TYPE_CHECKING:
    from wireroom.newsroom.health import Report


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]…")
@network_option
@json_option
def sources(names: tuple[str, ...], network_file: Path, as_json: bool) -> None:
    """How each source is doing: what came and when, its last error, silence, gaps, fields that are gone, quarantine."""
    from wireroom.newsroom import health_pulse
    from wireroom.newsroom.find import source_named
    from wireroom.newsroom.health import survey
    from wireroom.newsroom.home import LEDGER

    with opened(network_file) as home:
        for name in names:
            source_named(home.network, name)
        pulses = health_pulse.load(home.folder)
        if (home.folder / LEDGER).exists():
            pulses.catch_up(home.ledger)
        now = datetime.now(UTC)
        reports = survey(home.network, home.folder, pulses, home.quarantine.list(), now)
        for report in reports:
            if not names or report.source in names:
                if as_json:
                    emit(_facts(report))
                else:
                    _tell(report, now)


def _facts(report: Report) -> dict[str, object]:
    pulse = report.pulse
    waiting = pulse.waiting if pulse else {}
    conditions = [{**asdict(one), "level": str(one.level)} for one in report.conditions]
    return {
        "source": report.source,
        "from": report.address,
        "health": asdict(report.health) if report.health else None,
        "versions": pulse.versions if pulse else 0,
        "last_copy": pulse.last if pulse else None,
        "missing_numbers": sorted(pulse.missing) if pulse else [],
        "fields_gone": pulse.gone() if pulse else [],
        "waiting_updates": {uri: {"number": number, "since": at} for uri, (number, at) in waiting.items()},
        "quarantined": report.quarantined,
        "conditions": conditions,
    }


def _tell(report: Report, now: datetime) -> None:
    from wireroom.network.nearest import counted
    from wireroom.newsroom.health import spell

    click.echo(f"{report.source}  {_without_user(report.address)}")
    pulse, health = report.pulse, report.health
    if pulse is None or pulse.last is None:
        click.echo("  no copy yet")
    else:
        click.echo(f"  {counted(pulse.versions, 'version')}, the last {spell(now - pulse.last)} ago")
    for uri, (number, at) in pulse.waiting.items() if pulse else ():
        click.echo(f"  {uri} v{number} has waited for {spell(now - at)}: it changes a version that is not here")
    if pulse and pulse.waiting:
        click.echo("  → ask the sender for these stories whole; wireroom why URI tells what has come of one")
    if health is not None and health.last_success is not None:
        click.echo(f"  reached {spell(now - health.last_success)} ago; {counted(health.deliveries, 'delivery')}")
    if health is not None and health.last_error and health.last_error_at:
        click.echo(f"  last error {spell(now - health.last_error_at)} ago: {health.last_error.partition(chr(10))[0]}")
    if report.quarantined:
        click.echo(f"  {report.quarantined} in quarantine")
        if not report.conditions:  # else each says what to do
            click.echo("  → wireroom replay --list")
    for one in report.conditions:
        click.echo(f"  {one.level}: {one.what}\n  → {one.todo}")


def _without_user(address: str) -> str:
    scheme, slashes, rest = address.partition("://")
    return f"{scheme}{slashes}{rest.rpartition('@')[2]}" if slashes else address
