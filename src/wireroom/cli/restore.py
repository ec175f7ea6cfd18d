"""`wireroom restore FILE DIR`: a network folder from a backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import emit, json_option
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.newsroom.restore import Restored


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--kills",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where kills given after the backup are kept: a ledger, a network folder, a newer backup, or a list made by "
    "wireroom log --outcome killed --last 0 --json. May be given several times.",
)
@click.option("--incomplete", is_flag=True, help="Restore although a place of kills cannot be read to its end.")
@json_option
def restore(file: Path, folder: Path, kills: tuple[Path, ...], incomplete: bool, as_json: bool) -> None:
    """Make a network folder DIR of the backup FILE; DIR appears when every byte and the ledger in it are proven.

    Kills in the backup stay kills. Those given after it are carried over from --kills, and from the ledger that the
    backup was made of where that still stands. What no place knows of cannot be: then the command says so.
    """
    from datetime import UTC, datetime

    from wireroom.newsroom.restore import restore as make

    if not file.is_file():
        raise WireroomError("there is no such file", where=str(file), todo="name a file made by wireroom backup")
    with click.progressbar(length=file.stat().st_size * 3, label="Unpacking", hidden=as_json) as bar:
        try:
            made = make(file, folder, kills, lambda: datetime.now(UTC), bar.update, incomplete=incomplete)
        except OSError as error:
            what = f"it cannot be restored: {error.strerror}"
            raise WireroomError(what, where=str(folder), todo="free some space or choose another place") from error
    if as_json:
        emit({**asdict(made), "network": str(made.network)})
    else:
        _tell(made)


def _tell(made: Restored) -> None:
    until = f", up to {made.at:%Y-%m-%d %H:%M:%S} UTC" if made.at else ""
    click.echo(f"{made.network.parent}: {made.report.entries} entries{until}.")
    click.echo("The chain holds, and every projection equals a replay.")
    if made.absent:
        click.echo(f"{made.absent} originals were not in the backup.")
    for place in made.places:
        click.echo(f"Kills and orders were read in {place}.")
    if made.places:
        click.echo(f"{made.carried} given after the backup were carried over.")
    for trouble in made.troubles:
        click.echo(f"Not read to its end: {trouble}")
    if not made.places or made.troubles:
        click.echo(
            "Kills given after the backup, and known to no place named, are not in it: their stories show again."
        )
        click.echo(
            "  → name where they are kept with --kills, or kill them again before you run this network", err=True
        )
    click.echo(f"  → wireroom check -n {made.network}")
