"""`wireroom read FILE…`: what wire files say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wireroom.cli.common import emit, json_option
from wireroom.errors import UnreadableError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", default=None, help="Read as this format instead of recognising it.")
@json_option
@click.pass_context
def read(ctx: click.Context, files: tuple[Path, ...], format_name: str | None, as_json: bool) -> None:
    """Read wire files of any supported format; print each version. Needs no network file."""
    from wireroom import formats
    from wireroom.formats.facts import as_json as facts_of

    failed = 0
    for file in files:
        try:
            data = file.read_bytes()
            reading = formats.read(data, formats.Hint(name=file.name), format=format_name)
        except OSError as error:
            failed += 1
            click.echo(f"{file}: {error.strerror}", err=True)
            continue
        except UnreadableError as error:
            failed += 1
            error.where = str(file) if error.where in ("", file.name) else f"{file}: {error.where}"
            click.echo(str(error), err=True)
            continue
        for version in reading.versions:
            facts = facts_of(version, file=str(file), format=reading.format, notes=reading.notes)
            if as_json:
                emit(facts)
            else:
                _show(facts)
        if not reading.versions:
            why = "; ".join(note.problem for note in reading.notes)
            click.echo(f"{file}: {reading.format}, no story in it{': ' + why if why else ''}", err=True)
    if failed:
        ctx.exit(1)


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
