"""`wireroom publish DIR`: the whole network as files, brought up to date."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import emit, json_option, network_option, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wireroom.newsroom.home import Home
    from wireroom.newsroom.publishing.making import Pages, Pictures
    from wireroom.newsroom.publishing.publisher import Report
    from wireroom.pages import Frame


@click.command()
@click.argument("destination", metavar="DIR")
@network_option
@click.option(
    "--rails",
    type=click.Choice(["ssi", "esi", "inline"]),
    default=None,
    help="How live rails come into pages: by the server (ssi, nginx), a cache before it (esi) or the browser (inline). "
    "As last time when left out; ssi at first.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be written and removed, and why.")
@click.option("--watch", is_flag=True, help="Go on until Ctrl+C: follow the ledger, and act when a time comes.")
@click.option("--twins/--no-twins", default=True, help="Compressed files beside those that a server need not join.")
@click.option(
    "--processes",
    type=click.IntRange(min=0),
    default=0,
    help="How many make pages when there are many to make; one for each processor, four at most, when left out.",
)
@click.option("--all", "everything", is_flag=True, help="Make everything again; only what differs is written.")
@click.option("--listen", default=None, help="Where the server in _nginx/ listens: a port or address; 80 at first.")
@click.option("-v", "--verbose", is_flag=True, help="Tell each file, and why.")
@json_option
def publish(
    destination: str,
    network_file: Path,
    rails: str | None,
    dry_run: bool,
    watch: bool,
    twins: bool,
    processes: int,
    everything: bool,
    listen: str | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Publish the whole network as files: to a folder DIR, or to s3://BUCKET/PREFIX.

    Only what changed is written, what is gone is removed. It may be stopped anywhere: the next run goes on.
    """
    from wireroom.newsroom.publishing.publication import Publication

    def told(verb: str, name: str, why: str) -> None:
        if as_json:
            emit({"verb": verb, "file": name, "because": why})
        else:
            click.echo(f"{'would ' if dry_run else ''}{verb:<6}  {name}: {why}")

    quiet = {} if verbose or dry_run else {"told": lambda verb, name, why: None}
    with opened(network_file) as home:
        publication = Publication(
            home,
            destination,
            pages=pages,
            pictures=pictures,
            head=_head,
            listen=listen or "",
            rails=rails or "",
            twins=twins,
            everything=everything,
            processes=processes,
            worker=(sys.executable, "-m", "wireroom.cli.publish_worker"),
            **({"told": told} | quiet),
        )
        with closing(publication):
            if dry_run:
                _tell(publication.rehearse(), as_json, dry_run=True)
            elif watch:
                publication.watch(_until_stopped(), lambda report: _tell(report, as_json))
            else:
                _tell(publication.run(), as_json)


def _tell(report: Report, as_json: bool, *, dry_run: bool = False) -> None:
    if as_json:
        emit({"seq": report.seq, "written": report.written, "removed": report.removed, "looked_at": report.made})
        return
    be = "would be " if dry_run else ""
    done = f"{report.written} {be}written, {report.removed} {be}removed, {report.made} looked at"
    click.echo(f"{done}; as of entry {report.seq}.")
    for address in report.unnamed:
        click.echo(f"not published, as no file can have so long a name: {address}", err=True)
    if report.servers:
        click.echo("  → a server's configuration changed: reload it (nginx -s reload)")


def _until_stopped() -> threading.Event:
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    return stopping


def pages(home: Home) -> Pages:
    """What makes the pages, as for the live server."""
    from wireroom.web.assembly import pages_of

    return pages_of(home, home.network)


def pictures(home: Home) -> Pictures:
    """What gives the pictures, as for the live server."""
    from wireroom.web.site.media import Exported

    return Exported(home.network, home.renditions)


def _head(frame: Frame) -> Mapping[str, str]:
    """The headers that readers of the live server get with a page."""
    from wireroom.web.site.headers import cache_control, headers

    lines = headers(frame.media_type, None, frame.headers, [("cache-control", cache_control(frame))])
    return {name.decode("ascii"): value.decode("latin-1") for name, value in lines}
