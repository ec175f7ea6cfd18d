"""`wireroom demo`: a whole small network in the browser, following a made-up wire."""

from __future__ import annotations

from pathlib import Path

import click

from wireroom.cli.run import log_to_stderr


@click.command()
@click.option("--port", default=8080, show_default=True, help="0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option("--folder", type=click.Path(path_type=Path), default=None, help="Keep the demo here.")
@click.option("--fresh", is_flag=True, help="Begin anew, also when the last demo is only hours old.")
@click.option("-v", "--verbose", is_flag=True, help="Log what the newsroom does.")
def demo(port: int, no_browser: bool, folder: Path | None, fresh: bool, verbose: bool) -> None:
    """Open a network of five sites in the browser, with made-up copy in real wire formats that keeps arriving."""
    from wireroom.demo.folder import usual_folder
    from wireroom.demo.running import run_demo

    log_to_stderr(quiet=not verbose)
    run_demo(
        folder or usual_folder(),
        anew=fresh,
        port=port,
        browser=not no_browser,
        bar=lambda files: click.progressbar(files, label="Taking in the wire so far"),
        say=click.echo,
    )
