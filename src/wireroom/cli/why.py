"""`wireroom why STORY [SITE]`: the chain from receipt to surface, or what stops it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wireroom.cli.common import at_option, emit, json_option, network_option, opened

if TYPE_CHECKING:
    from datetime import datetime

    from wireroom.newsroom.why import OnSite


class Country(click.ParamType[str]):
    """A country's code (ISO 3166-1 alpha-2); "" for `-`, a country that nobody can tell."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from wireroom.network.countries import CODES, MEANT

        code = MEANT.get(value.upper(), value.upper())
        if code not in CODES and value not in ("", "-"):
            self.fail(f"'{value}' is not the code of a country; write ISO 3166-1 codes, as in DE", param, ctx)
        return code if code in CODES else ""


@click.command()
@click.argument("story_name", metavar="STORY")
@click.argument("site_name", metavar="[SITE]", required=False)
@network_option
@json_option
@at_option("As of this moment, past ones under the licences in force then; now when left out.")
@click.option(
    "--country", type=Country(), metavar="XX", help="For a reader in this country; - when nobody can tell it."
)
def why(
    story_name: str,
    site_name: str | None,
    network_file: Path,
    as_json: bool,
    at: datetime | None,
    country: str | None,
) -> None:
    """Tell why STORY (uri, id or URL) is where it is: received, version, rule, placement, clearance, surfaces."""
    from wireroom.newsroom.agreed import network_at
    from wireroom.newsroom.find import site_named, story_named
    from wireroom.newsroom.why import explain

    with opened(network_file) as home:
        if site_name:
            site_named(home.network, site_name)
        with home.ledger.snapshot(at or home.clock()()) as snapshot:
            network = network_at(home.ledger, home.network, at) if at else home.network
            facts = explain(snapshot, network, story_named(snapshot, story_name), country)
            moment = snapshot.at
    sites: dict[str, OnSite] = facts["sites"]
    facts["sites"] = {key: asdict(one) for key, one in sites.items() if site_name in (None, key)}
    facts["at"], facts["country"] = moment, country
    if as_json:
        emit(facts)
    else:
        _show(facts)


def _show(facts: dict[str, Any]) -> None:
    click.secho(facts["headline"] or "(no headline)", bold=True)
    click.echo(
        f"{facts['uri']} (id {facts['id']}), owned by {facts['owner']}, as of {facts['at']:%Y-%m-%d %H:%M:%S} UTC"
    )
    click.echo("\nReceived")
    for one in facts["received"]:
        number = "" if one["number"] is None else f" v{one['number']}"
        binds = "  ← binds" if one["seq"] == facts["binding"] else ""
        signal = f", {one['signal']}" if one["signal"] else ""
        click.echo(f"  entry {one['seq']}{number} {one['at']:%Y-%m-%d %H:%M:%S} from {one['source']} "
                   f"({one['format']}, {one['status']}{signal}){binds}")  # fmt: skip
    for one in facts["refused"]:
        click.echo(f"  entry {one['seq']} from {one['source']}: refused, its provider does not own this story")
    if facts["conflict"]:
        click.echo("  two contents came under the newest number: both bind, the narrower rights win")
    for one in facts["decisions"]:
        reason = f": {one['why']}" if one["why"] else ""
        click.echo(f"  entry {one['seq']} {one['at']:%Y-%m-%d %H:%M:%S} {one['kind']} by {one['by']}{reason}")
    click.echo("\nRules")
    matched = [one for one in facts["rules"] if one["matched"]]
    for one in matched:
        click.echo(f"  {one['rule']}: {one['because']}")
    others = len(facts["rules"]) - len(matched)
    click.echo(f"  {others} {'other does' if others == 1 else 'others do'} not match")
    for key, one in facts["sites"].items():
        _show_site(key, one)
    _show_related(facts["related"])


def _where(countries: tuple[str, ...]) -> str:
    """`in AT, DE`, or `everywhere but in TR`, whichever is shorter; and what of those whose country nobody can tell."""
    from wireroom.network.countries import CODES

    inside = sorted(CODES & set(countries))
    outside = sorted(CODES - set(countries))
    known = f"in {', '.join(inside)}" if len(inside) <= len(outside) else f"everywhere but in {', '.join(outside)}"
    return known + (", and where the country is unknown" if "" in countries else "")


def _show_related(related: list[dict[str, Any]]) -> None:
    if related:
        click.echo("\nRelated, where a site lists it")
    for one in related:
        click.echo(f"  {one['score']:.1f}  {one['headline'] or one['uri']} ({one['provider'] or 'not here'})")
        click.echo(
            "        " + ", ".join(f"{sign['kind']} “{sign['text']}” {sign['points']:.1f}" for sign in one["shared"])
        )
        if one["folded"]:
            click.echo(f"        {one['folded']}")


def _show_site(key: str, one: dict[str, Any]) -> None:
    click.echo("")
    shown = "shown" if one["allowed"] else "shown to some" if one["countries"] else "not shown"
    click.secho(f"{key}: {shown}", fg={"shown": "green", "not shown": "red"}.get(shown, "yellow"), nl=False)
    if one["countries"]:
        click.echo(", a territory rule applies and no country was given")
        click.echo(f"  {one['because'].rpartition(': ')[0]}: on its page alone, for readers {_where(one['countries'])}")
        click.echo("  → --country XX tells what a reader there gets")
    else:
        click.echo(f", {one['because']}")
    if one["url"]:
        click.echo(f"  {one['url']}")
    if one["placed_by"]:
        click.echo(f"  in {', '.join(one['sections']) or 'the front only'}, by {', '.join(one['placed_by'])}")
    if one["changes_at"] and one["sections"] + one["placed_by"]:
        click.echo(f"  time changes this at {one['changes_at']:%Y-%m-%d %H:%M:%S} UTC")
    if one["allowed"]:
        granted = {surface: words for surface, words in one["surfaces"].items() if not words.startswith("no: ")}
        click.echo("  " + ", ".join(f"{surface}: {words}" for surface, words in granted.items()))
        click.echo("  not granted: " + ", ".join(surface for surface in one["surfaces"] if surface not in granted))
