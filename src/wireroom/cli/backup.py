"""`wireroom backup FILE`: the whole network in one file, while it runs."""

from __future__ import annotations

from pathlib import Path

import click

from wireroom.cli.common import emit, json_option, network_option, opened
from wireroom.errors import WireroomError


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@network_option
@json_option
def backup(file: Path, network_file: Path, as_json: bool) -> None:
    """Write ledger, pictures, quarantine, state and what you wrote yourself to FILE, as of one moment.

    Works beside a running server. Needs room beside FILE for the ledger once more, until it is done.
    Passwords in files of their own are not in it, nor are the inbox and published files.
    """
    from datetime import UTC, datetime

    from wireroom.newsroom.backup import backup as write

    with (
        opened(network_file) as home,
        click.progressbar(length=_size(home.folder), label="Packing", hidden=as_json) as bar,
    ):
        try:
            made = write(home, file, lambda: datetime.now(UTC), bar.update)
        except OSError as error:
            todo = "free some space or choose another place; the file that was there before is untouched"
            raise WireroomError(
                f"the backup cannot be written: {error.strerror}", where=str(file), todo=todo
            ) from error
    if as_json:
        emit({"file": str(file), "bytes": made.size, "entries": made.seq, "at": made.at, "absent": made.absent})
        return
    until = f", up to {made.at:%Y-%m-%d %H:%M:%S} UTC" if made.at else ""
    click.echo(f"{file}: {made.seq} entries{until}; {made.size / 1e6:.1f} MB.")
    if made.absent:
        click.echo(f"{made.absent} originals were not there any more.\n  → wireroom doctor")
    click.echo("  → keep it on another machine; wireroom restore FILE DIR makes a network of it")


def _size(folder: Path) -> int:
    """Roughly the bytes that will be copied and packed, for the progress shown."""
    ledger = folder / "ledger.sqlite"
    return 2 * ledger.stat().st_size if ledger.exists() else 0
