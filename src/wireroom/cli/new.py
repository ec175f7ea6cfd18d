"""`wireroom new DIR`: a network folder and the next steps."""

from __future__ import annotations

from pathlib import Path

import click

from wireroom.errors import WireroomError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a network folder DIR with a commented network.toml that runs as it is."""
    from wireroom import network as networks

    if folder.exists() and any(folder.iterdir()):
        raise WireroomError("this folder is not empty", where=str(folder), todo="name a new one; nothing was written")
    name = folder.resolve().name.replace("-", " ").replace("_", " ").title()
    for path, text in networks.scaffold(name).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    click.echo(f"Made {folder}/. Three steps from here:\n")
    click.echo(f"  1. Say whose copy you have and what may be done with it: edit {folder / 'network.toml'}")
    click.echo(f"  2. wireroom check -n {folder}")
    click.echo(f"  3. wireroom run -n {folder}    (then drop wire files into the inbox)")
