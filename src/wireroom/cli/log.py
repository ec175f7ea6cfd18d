"""`wireroom log`: the audit trail."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from wireroom.cli.common import emit, json_option, network_option, opened
from wireroom.ledger.model import Entry
from wireroom.news import Version


@click.command()
@click.argument("story_name", metavar="[STORY]", required=False)
@network_option
@json_option
@click.option("--last", default=50, show_default=True, help="How many of the newest entries; 0 for all.")
@click.option("--outcome", default=None, help="Only entries with this outcome: killed, refused, conflict …")
def log(story_name: str | None, network_file: Path, as_json: bool, last: int, outcome: str | None) -> None:
    """Every version and decision in the order they came, newest last; of one STORY when it is named."""
    from wireroom.newsroom.find import story_named

    with opened(network_file) as home:
        ledger = home.ledger
        if story_name:
            with ledger.snapshot(home.clock()()) as snapshot:
                entries = list(ledger.history(story_named(snapshot, story_name).uri))
        else:
            # Only the tail is wanted, unless a filter has to see everything.
            behind = max(0, ledger.seq() - last) if last and not outcome else 0
            entries = list(ledger.entries(behind))
        chosen = [entry for entry in entries if outcome in (None, str(entry.outcome))]
        for entry in chosen[-last:] if last else chosen:
            if as_json:
                emit(_facts(entry))
            else:
                click.echo(_line(entry))
    if not chosen and not as_json:
        click.echo("Nothing yet.\n  → wireroom take-in SOURCE FILE… or wireroom run")


def _facts(entry: Entry) -> dict[str, Any]:
    kind = "version" if isinstance(entry.what, Version) else type(entry.what).__name__.lower()
    facts: dict[str, Any] = {
        "seq": entry.seq,
        "at": entry.at,
        "kind": kind,
        "uri": entry.uri,
        "outcome": str(entry.outcome),
        "source": entry.source,
        "digest": entry.digest,
    }
    if isinstance(entry.what, Version):
        what = entry.what
        facts |= {"number": what.number, "status": str(what.status), "signal": what.signal, "headline": what.headline}
    else:
        facts |= {key: value for key, value in asdict(entry.what).items() if key not in ("uri", "at")}
    return facts


def _line(entry: Entry) -> str:
    facts = _facts(entry)
    if facts["kind"] == "version":
        number = "" if facts["number"] is None else f" v{facts['number']}"
        detail = f"{entry.source}{number} {facts['headline'] or '(' + facts['status'] + ')'}"
    else:
        detail = f"by {facts['by']}" + (f": {facts['why']}" if facts["why"] else "")
    return f"{entry.seq:>7} {entry.at:%Y-%m-%d %H:%M:%S} {facts['outcome']:<9} {facts['kind']:<8} {entry.uri} {detail}"
