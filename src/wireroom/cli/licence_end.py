"""`wireroom licence end`: ends the contract with a provider, and certifies that nothing of its copy is left."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wireroom.cli.common import Moment, editor, emit, json_option, network_option, opened

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home


@click.command("end")
@click.argument("provider")
@network_option
@json_option
@click.option(
    "--at", "until", type=Moment(), default=None, help="The first moment at which nothing shows; now, without."
)
@click.option("--dry-run", is_flag=True, help="Only tell what would go dark, and where.")
@click.option("--purge", is_flag=True, help="Erase originals, pictures and words that nobody else's contract covers.")
@click.option("--server", "servers", multiple=True, help="A server with all sites, to be asked too.")
@click.option("--export", "exports", multiple=True, type=click.Path(path_type=Path), help="A published folder, too.")
@click.option("--sample", default=500, show_default=True, help="Stories whose own addresses are asked; 0 for all.")
@click.option("--certificate", type=click.Path(path_type=Path), help="Write it to this file, as JSON.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write it as a page fit to be sent.")
@click.option("--by", default=editor, show_default="you", help="Who orders it.")
@click.option("--why", default="", help="The reason; it stays in the ledger.")
@click.pass_context
def end(
    ctx: click.Context,
    provider: str,
    network_file: Path,
    as_json: bool,
    until: datetime | None,
    dry_run: bool,
    purge: bool,
    servers: tuple[str, ...],
    exports: tuple[Path, ...],
    sample: int,
    certificate: Path | None,
    page: Path | None,
    by: str,
    why: str,
) -> None:
    """End the contract with PROVIDER: all of its copy goes dark, whatever the network file says of the term.

    The order stands in the ledger. Once it is in force, every list and story address is asked, and a certificate is
    recorded; called again, it only asks again. Exit 1 when something is left.
    """
    with opened(network_file) as home:
        _known(home, provider)
        now = home.clock()()
        if dry_run:
            _tell_dark(home, provider, until or now, now, as_json)
            return
        in_force = _order(home, provider, until, now, by, why, as_json)
        if in_force > now:
            _say(as_json, f"  → wireroom licence end {provider} again, after that, for the certificate")
            return
        if purge:
            _purge(home, provider, by, why, as_json)
        told = _certify(home, provider, by, servers, exports, sample)
    for file, text in ((certificate, json.dumps(told, ensure_ascii=False, indent=1) + "\n"), (page, _page(told))):
        if file is not None:
            file.write_text(text, encoding="utf-8")
    _tell(told, as_json)
    if not told["complete"]:
        ctx.exit(1)


def _known(home: Home, provider: str) -> None:
    from wireroom.errors import NotFoundError
    from wireroom.network.nearest import did_you_mean

    providers = {one.provider for one in home.network.licences.values()}
    if provider not in providers:
        raise NotFoundError(f"no licence is of the provider {provider!r}", todo=did_you_mean(provider, providers))


def _say(as_json: bool, text: str) -> None:
    if not as_json:
        click.echo(text)


def _tell_dark(home: Home, provider: str, until: datetime, now: datetime, as_json: bool) -> None:
    from dataclasses import asdict

    from wireroom.network.nearest import counted
    from wireroom.newsroom.ending_dark import going_dark, totals

    dark = list(going_dark(home.ledger, home.network, provider, until, now))
    if as_json:
        for one in dark:
            emit({**asdict(one), "dark_from": max(until, now)})
        return
    click.echo(f"Ending the contract with {provider} at {max(until, now):%Y-%m-%d %H:%M:%S} UTC would darken:")
    for site, counts in totals(dark).items():
        rest = ", ".join(f"{surface} {count}" for surface, count in counts.items() if surface != "stories")
        click.echo(f"  {site}: {counted(counts['stories'], 'story')} ({rest})")
    for one in dark[:10]:
        click.echo(f"  {one.url}  {', '.join(one.surfaces)}")
    if not dark:
        click.echo("  nothing that shows now")
    elif len(dark) > 10:
        click.echo(f"  … and {len(dark) - 10} more: --json lists all")
    click.echo("Nothing was changed.")


def _order(
    home: Home, provider: str, until: datetime | None, now: datetime, by: str, why: str, as_json: bool
) -> datetime:
    """Records the end unless one as early is recorded; from when it is in force."""
    from wireroom.news import LICENCES, End
    from wireroom.newsroom import agreed
    from wireroom.newsroom.ending import ends_of

    known = [one.until for one in ends_of(home.ledger.history(LICENCES)) if one.provider == provider]
    wanted = max(until or now, now)
    if known and (until is None or min(known) <= wanted):
        _say(as_json, f"{provider}: ended at {min(known):%Y-%m-%d %H:%M:%S} UTC by the ledger")
        return min(known)
    entry = home.ledger.append(End(uri=LICENCES, by=by, at=now, why=why, provider=provider, until=wanted), at=now)
    home.ledger.adopt(home.reload())
    agreed.record(home.ledger, home.network, now)
    _say(as_json, f"{provider}: ends at {wanted:%Y-%m-%d %H:%M:%S} UTC (entry {entry.seq}, by {by})")
    return wanted


def _purge(home: Home, provider: str, by: str, why: str, as_json: bool) -> None:
    from wireroom.newsroom.ending_purge import purge

    done = purge(home, provider, by, why, home.clock()())
    what = f"{done.originals} originals, {done.pictures} pictures, the words of {done.versions} versions"
    _say(as_json, f"  erased: {what} ({done.kept} originals and pictures are others', too)")


def _certify(
    home: Home, provider: str, by: str, servers: tuple[str, ...], exports: tuple[Path, ...], sample: int
) -> dict[str, Any]:
    from wireroom.newsroom.ending_certificate import certify, record
    from wireroom.newsroom.receipts_places import places_of
    from wireroom.transports.fetch import Fetcher

    clock, fetcher = home.clock(), Fetcher(spacing=0)
    try:
        pages = home.pages(home.network)
        places = places_of(
            home.ledger, home.network, pages, home.folder, fetcher, clock(), servers=servers, exports=exports
        )
        made = certify(home.ledger, home.network, provider, places, clock, by, sample)
    finally:
        fetcher.close()
    entry, digest = record(home.ledger, made, clock())
    return {**made.facts(), "recorded": {"seq": entry.seq, "at": entry.at.isoformat(), "digest": digest}}


def _page(told: dict[str, Any]) -> str:
    from wireroom.newsroom.ending_certificate import certificate_page

    return certificate_page(told)


def _tell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit(told)
        return
    from wireroom.network.nearest import counted

    where = told["recorded"]
    count = f"{counted(told['stories'], 'story')}, {counted(told['versions'], 'version')}"
    state = "nothing is left on any surface" if told["complete"] else "NOT everything is gone"
    click.echo(f"{told['provider']}: {count}; {state}")
    click.echo(f"  asked: {told['asked']} answers, {told['left']} with something in them")
    for one in [one for one in told["checks"] if one["left"]][:20]:
        click.echo(f"  left: {one['url']}: {one['left']}")
    click.echo(f"  certificate: entry {where['seq']}, digest {where['digest']}")
