"""`wireroom receipt`: the proof that a kill, a hold or a correction has landed everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wireroom.cli.common import editor, emit, json_option, network_option, opened

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home


@click.command()
@click.argument("story_name", metavar="STORY")
@network_option
@json_option
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write it to this file as a page fit to be sent.")
@click.option("--again", is_flag=True, help="Ask all addresses now, and record what they answer.")
@click.option("--server", "servers", multiple=True, help="A server with all sites, such as http://10.0.0.2:8080.")
@click.option("--export", "exports", multiple=True, type=click.Path(path_type=Path), help="A published folder.")
@click.option("--by", default=editor, show_default="you", help="Who asks.")
@click.option("--why", default="", help="The reason; it stays in the ledger.")
@click.pass_context
def receipt(
    ctx: click.Context,
    story_name: str,
    network_file: Path,
    as_json: bool,
    page: Path | None,
    again: bool,
    servers: tuple[str, ...],
    exports: tuple[Path, ...],
    by: str,
    why: str,
) -> None:
    """Print the last receipt of STORY: what each address answered, and when each was first as ordered.

    Where none is recorded yet, all addresses are asked now: this ledger's own pages, the running server, and what
    [hooks] names. Exit 1 when something is left.
    """
    from wireroom.newsroom.find import story_named
    from wireroom.newsroom.receipts import recorded
    from wireroom.newsroom.receipts_page import receipt_page

    with opened(network_file) as home:
        with home.ledger.snapshot(home.clock()()) as snapshot:
            uri = story_named(snapshot, story_name).uri
        known = recorded(home.ledger, uri)
        if again or servers or exports or not known:
            _ask(home, uri, servers, exports, by, why)
            known = recorded(home.ledger, uri)
        told = known[-1]
    if page is not None:
        page.write_text(receipt_page(told), encoding="utf-8")
    if as_json:
        emit(told)
    else:
        _print(told, page)
    if not told["complete"]:
        ctx.exit(1)


def _ask(home: Home, uri: str, servers: tuple[str, ...], exports: tuple[Path, ...], by: str, why: str) -> None:
    from wireroom.newsroom.receipts import Asking, record
    from wireroom.newsroom.receipts_places import places_of
    from wireroom.transports.fetch import Fetcher

    clock = home.clock()
    asking = Asking(home.ledger, home.network, uri, clock(), by, why)
    fetcher = Fetcher(spacing=0)
    try:
        pages = home.pages(home.network)
        places = places_of(
            home.ledger, home.network, pages, home.folder, fetcher, clock(), servers=servers, exports=exports
        )
        record(home.ledger, asking.ask(places, clock), clock())
    finally:
        fetcher.close()


def _print(told: dict[str, Any], page: Path | None) -> None:
    order, where = told["order"], told["recorded"]
    click.echo(f"{told['receipt']} receipt: {told['headline'] or told['uri']}")
    signal = f" {order['signal']}" if order["signal"] else ""
    click.echo(f"  ordered: {order['kind']}{signal} by {order['by']}, {order['at']} (entry {order['seq']})")
    for one in told["places"]:
        state = f"as ordered since {one['landed']}" if one["landed"] else f"{one['left']} not as ordered"
        click.echo(f"  {one['place']}: {one['asked']} answers, {state}")
    for one in [one for one in told["checks"] if one["left"]][:20]:
        click.echo(f"  left: {one['url']}: {one['left']}")
    click.echo(f"  recorded: entry {where['seq']}, {where['at']}, digest {where['digest']}")
    if page is not None:
        click.echo(f"  → {page}")
