"""`wireroom take-in SOURCE FILE…`: delivers files as that source would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import at_option, emit, json_option, network_option, opened

if TYPE_CHECKING:
    from datetime import datetime

    from wireroom.formats.model import Hint
    from wireroom.newsroom.intake import Fate
    from wireroom.transports import Delivery

BATCH = 200
QUARANTINED = "quarantined"
UNREAD = "unread"
LOST = (QUARANTINED, UNREAD)


@click.command("take-in")
@click.argument("source_name", metavar="SOURCE")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@network_option
@json_option
@at_option("The moment of arrival, for trying things out; now when left out.")
@click.pass_context
def take_in(
    ctx: click.Context,
    source_name: str,
    files: tuple[Path, ...],
    network_file: Path,
    as_json: bool,
    at: datetime | None,
) -> None:
    """Take FILES in as copy of SOURCE; tell what became of each. The files stay where they are.

    Works beside a running server, which shows the result at once.
    """
    from wireroom.newsroom import agreed
    from wireroom.newsroom.find import source_named
    from wireroom.transports import hint_for

    counts: Counter[str] = Counter()
    with opened(network_file) as home:
        source = source_named(home.network, source_name)
        clock: Callable[[], datetime] = (lambda: at) if at else home.clock()
        agreed.record(home.ledger, home.network, clock())
        intake = home.intake(clock)
        batches = [files[start : start + BATCH] for start in range(0, len(files), BATCH)]
        hidden = as_json or len(batches) < 2
        with click.progressbar(batches, label="Taking in", hidden=hidden) as bar:
            for batch in bar:
                deliveries, unread = _deliveries(batch, hint_for(source))
                for fate in [*intake.take(source, deliveries), *unread]:
                    counts[fate.outcome] += 1
                    if as_json:
                        emit(asdict(fate))
                    elif hidden or fate.outcome in LOST:
                        click.echo(line(fate))
        home.ledger.catch_up()
    if not as_json:
        click.echo(", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()) + ".")
        if counts[QUARANTINED]:
            click.echo("  → mend the files or the reader, then: wireroom replay")
        elif counts["accepted"] or counts["updated"]:
            click.echo("  → wireroom why URI tells where a story is, and why")
    if any(counts[outcome] for outcome in LOST):
        ctx.exit(1)


def line(fate: Fate) -> str:
    """What became of one version, or of a file without one."""
    return " ".join(part for part in (f"{fate.outcome:<12} {fate.file}:", fate.uri, fate.why) if part)


def _deliveries(paths: Iterable[Path], hint: Hint) -> tuple[list[Delivery], list[Fate]]:
    """The files' deliveries, and for those that cannot be read what is wrong with them."""
    from wireroom.newsroom.intake import Fate
    from wireroom.transports import Delivery, beside

    found, unread = [], []
    for path in paths:
        try:
            named = replace(hint, name=path.name)
            found.append(Delivery(str(path), path.read_bytes(), named, beside(path.parent)))
        except OSError as error:
            unread.append(Fate(str(path), UNREAD, why=f"cannot be read: {error.strerror}"))
    return found, unread
