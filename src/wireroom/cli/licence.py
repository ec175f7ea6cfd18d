"""`wireroom licence export KEY`, `licence import FILE`: licences as RightsML, and back; `licence end` stands beside."""

from __future__ import annotations

import json
from pathlib import Path

import click

from wireroom.cli.common import network_option
from wireroom.cli.licence_end import end
from wireroom.errors import UnreadableError


@click.group()
def licence() -> None:
    """Licences as RightsML 2.0 (ODRL), for partners and from agencies; and a contract's end."""


licence.add_command(end)


@licence.command("export")
@click.argument("key")
@network_option
def export_one(key: str, network_file: Path) -> None:
    """Print the licence KEY as RightsML (ODRL JSON-LD)."""
    from wireroom import network as networks
    from wireroom.errors import NotFoundError
    from wireroom.network.nearest import did_you_mean
    from wireroom.network.rightsml import export

    network = networks.load(network_file)
    found = network.licences.get(key)
    if found is None:
        raise NotFoundError(f"there is no licence {key!r}", todo=did_you_mean(key, network.licences))
    click.echo(json.dumps(export(found), indent=2, ensure_ascii=False))


@licence.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", default="", help="What the licence shall be called; the file's name when left out.")
@click.option("--site", "sites", multiple=True, help="A site that it is for, when the policy names none of ours.")
@click.option("--write", is_flag=True, help="Write it at the end of the network file, too.")
@network_option
def import_one(file: Path, key: str, sites: tuple[str, ...], write: bool, network_file: Path) -> None:
    """Print the RightsML policy in FILE as a licence for network.toml; say what of it is left to people."""
    from wireroom import network as networks
    from wireroom.network.rightsml import read
    from wireroom.network.written import toml_of

    try:
        policy = json.loads(file.read_bytes())
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}", where=str(file), todo="look at the name") from error
    except ValueError as error:
        raise UnreadableError(f"it is not JSON: {error}", where=str(file), todo="give a file of JSON-LD") from error
    if not isinstance(policy, dict):
        raise UnreadableError("it holds no policy", where=str(file), todo="give one ODRL policy a file")
    found = read(policy, key or file.stem, sites)
    if write and found.licence.name in networks.load(network_file).licences:
        what = f"there is a licence {found.licence.name!r} already; nothing was written"
        raise UnreadableError(what, where=str(network_file), todo="give this one another name with --key")
    text = toml_of(found.licence)
    click.echo(text, nl=False)
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    if write:
        target = network_file / "network.toml" if network_file.is_dir() else network_file
        whole = target.read_text(encoding="utf-8").rstrip("\n") + f"\n\n{text}"
        networks.parse(whole, target.name)  # nothing is written that cannot be read
        target.write_text(whole, encoding="utf-8")
        click.echo(f"written to {target}", err=True)
