"""`wireroom components DIR`: every part of a page with its examples, in each theme, light and dark."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path("components"))
@click.option(
    "--accent",
    default="#0b5394",
    show_default=True,
    callback=lambda _ctx, _param, value: _colour(value),
    help="The colour of the site that they are shown on.",
)
def components(folder: Path, accent: str) -> None:
    """Write pages that show all components in each theme to DIR, or to components/; open its index.html."""
    from wireroom.network.look_keys import THEMES
    from wireroom.pages.components import COMPONENTS, SCHEMES, gallery

    folder.mkdir(parents=True, exist_ok=True)
    links = []
    for theme in THEMES:
        for scheme in SCHEMES:
            name = f"{theme}-{scheme}.html"
            (folder / name).write_text(gallery(theme, scheme, accent), encoding="utf-8")
            links.append(f'<li><a href="{name}">{theme}, {scheme}</a></li>')
    head = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Components</title></head>'
    body = f"<body><h1>Components</h1>\n<ul>\n{''.join(links)}\n</ul></body></html>\n"
    (folder / "index.html").write_text(f"{head}\n{body}", encoding="utf-8")
    click.echo(f"{len(COMPONENTS)} components in {len(links)} pages: {folder / 'index.html'}")


def _colour(value: str) -> str:
    from zoneinfo import ZoneInfo

    from wireroom.network.kinds import COLOUR, BadValueError

    try:
        return str(COLOUR.read(value, ZoneInfo("UTC")))
    except BadValueError as error:
        raise click.BadParameter(f"{error.what}; {error.todo}") from None
