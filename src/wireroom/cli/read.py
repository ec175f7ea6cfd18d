"""`wireroom read FILE…`: what wire files say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wireroom.cli.common import emit, json_option
from wireroom.errors import UnreadableError

if TYPE_CHECKING:
    from wireroom.formats import Reading
    from wireroom.news import Version

# The formats of formats.write, named here so that `--help` need not load them.
WRITTEN = ("ninjs", "newsml-g2")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", default=None, help="Read as this format instead of recognising it.")
@click.option(
    "--as",
    "written_as",
    type=click.Choice(WRITTEN),
    default=None,
    help="Print the versions as one document of this format, for partners.",
)
@click.option("--for-editors", is_flag=True, help="With --as: notes to editors too, which are private.")
@json_option
@click.pass_context
def read(
    ctx: click.Context,
    files: tuple[Path, ...],
    format_name: str | None,
    written_as: str | None,
    for_editors: bool,
    as_json: bool,
) -> None:
    """Read wire files of any supported format; print each version. Needs no network file."""
    if written_as and as_json:
        raise click.UsageError("--as and --json exclude each other.")
    failed = 0
    versions: list[Version] = []
    for file in files:
        reading = _read(file, format_name)
        if reading is None:
            failed += 1
            continue
        versions += reading.versions
        if not written_as:
            _print(file, reading, as_json)
        if not reading.versions:
            why = "; ".join(note.problem for note in reading.notes)
            click.echo(f"{file}: {reading.format}, no story in it{': ' + why if why else ''}", err=True)
    if written_as and versions:
        from wireroom.formats.write import write_all

        click.echo(write_all(versions, written_as, editors=for_editors))
    if failed:
        ctx.exit(1)


def _read(file: Path, format_name: str | None) -> Reading | None:
    """What the file says; None, and the reason on stderr, when it cannot be read."""
    from wireroom import formats

    try:
        return formats.read(file.read_bytes(), formats.Hint(name=file.name), format=format_name, captures=True)
    except OSError as error:
        hint = f"\n  → name the files in it: {file}/*" if file.is_dir() else ""
        click.echo(f"{file}: {error.strerror}{hint}", err=True)
    except UnreadableError as error:
        error.where = str(file) if error.where in ("", file.name) else f"{file}: {error.where}"
        click.echo(str(error), err=True)
    return None


def _print(file: Path, reading: Reading, as_json: bool) -> None:
    from wireroom.formats.facts import as_json as facts_of
    from wireroom.formats.facts import captured

    for number, version in enumerate(reading.versions):
        facts = facts_of(version, file=str(file), format=reading.format, notes=reading.notes)
        if reading.captures:
            facts |= captured(reading.captures[number])
        if as_json:
            emit(facts)
        else:
            _show(facts)


def _show(facts: dict[str, Any]) -> None:
    number = "" if facts["number"] is None else f" v{facts['number']}"
    click.secho(facts["headline"] or "(no headline)", bold=True)
    click.echo(f"  {facts['file']}: {facts['format']}, {facts['uri']}{number}, {facts['status']}")
    details = {
        "dateline": facts["dateline"]["text"],
        "byline": facts["byline"],
        "slugline": facts["slugline"],
        "language": facts["language"],
        "created": facts["version_created"],
        "signal": facts["signal"],
        "embargoed until": facts["embargoed_until"],
        "hold": facts["hold"],
        "expires": facts["expires"],
        "credit": facts["rights"]["credit_line"],
        "usage terms": "; ".join(facts["rights"]["usage_terms"]),
        "editors": facts["ed_note"],
    }
    for name, value in details.items():
        if value:
            click.echo(f"  {name}: {value}")
    for note in facts["notes"]:
        click.echo(f"  note: {note['where']}: {note['problem']}" if note["where"] else f"  note: {note['problem']}")
