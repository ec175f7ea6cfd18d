"""An editor's decisions from the shell: kill, reinstate, hold, release, place, remove, pin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wireroom.cli.common import F, Moment, editor, network_option, opened
from wireroom.errors import RefusedError
from wireroom.news import Decision, Hold, Kill, Pin, Place, Reinstate, Release, Remove, Story

if TYPE_CHECKING:
    from datetime import datetime

    from wireroom.newsroom.home import Home

_OBEYED = {Kill: "killed already", Hold: "held like that already", Release: "not held"}


def _ordered(function: F) -> F:
    """Adds what every decision takes: the story, the network, who orders it and why."""
    function = click.option("--by", default=editor, show_default="you", help="Who orders it.")(function)
    function = click.option("--why", default="", help="The reason; it stays in the ledger.")(function)
    function = network_option(function)
    return click.argument("story_name", metavar="STORY")(function)


def _decide(network_file: Path, story_name: str, make: Any, **facts: Any) -> None:
    """Records one decision and tells what it did."""
    from wireroom.newsroom.find import section_named, site_named, story_named

    with opened(network_file) as home:
        now = home.clock()()
        with home.ledger.snapshot(now) as snapshot:
            story = story_named(snapshot, story_name)
            placed = {placement.site for placement in snapshot.placements(story.uri)}
        if "site" in facts:
            site = site_named(home.network, facts["site"])
            if facts.get("section"):
                section_named(site, facts["section"])
        decision: Decision = make(uri=story.uri, at=now, **facts)
        _may(story, decision, placed)
        if story.obeys(decision):
            state = _OBEYED[type(decision)]
            click.echo(f"{_verb(decision)}: {_name(story)} is {state}; nothing changes, and nothing was written")
        else:
            entry = home.ledger.append(decision, at=now)
            _tell(home, entry.seq, story, decision, now)
        _next(home, story, decision)


def _may(story: Story, decision: Decision, placed: set[str]) -> None:
    """Refuses what would stand in the ledger for ever and do nothing."""
    until = getattr(decision, "until", None)
    if until is not None and until <= decision.at:
        raise RefusedError(f"{until:%Y-%m-%d %H:%M} UTC is past", todo="name a time to come; nothing was written")
    if isinstance(decision, Pin) and decision.site not in placed:
        todo = f"wireroom place {story.id} {decision.site}, then pin it"
        raise RefusedError(f"this story is not on '{decision.site}'", where=story.uri, todo=todo)
    if isinstance(decision, Reinstate) and not story.killed:
        raise RefusedError("this story is not killed", where=story.uri, todo="wireroom why STORY")
    if isinstance(decision, Release) and story.killed and story.obeys(decision):
        todo = f"wireroom reinstate {story.id} undoes the desk's own kill"
        raise RefusedError("this story is killed, and not held", where=story.uri, todo=todo)
    if isinstance(decision, Reinstate) and any(one.version.status == "canceled" for one in story.versions):
        raise RefusedError(
            f"{story.owner} itself killed this story, and a provider's kill is final",
            where=story.uri,
            todo="new text has to come under a new uri",
        )


def _tell(home: Home, seq: int, story: Story, decision: Decision, now: datetime) -> None:
    click.echo(f"{_verb(decision)}: {_name(story)} (entry {seq}, by {decision.by}, {now:%Y-%m-%d %H:%M:%S} UTC)")
    with home.ledger.snapshot(now) as snapshot:
        sites = sorted({placement.site for placement in snapshot.placements(story.uri)})
    if sites:
        click.echo(f"  sites: {', '.join(sites)}")


def _verb(decision: Decision) -> str:
    return type(decision).__name__.lower()


def _name(story: Story) -> str:
    return story.headline or story.uri


def _next(home: Home, story: Story, decision: Decision) -> None:
    if isinstance(decision, Kill | Hold | Remove):
        click.echo(f"  → wireroom receipt {story.id} -n {home.file}    proves that it has landed")
    click.echo(f"  → wireroom why {story.id} -n {home.file}")


@click.command()
@_ordered
def kill(story_name: str, network_file: Path, by: str, why: str) -> None:
    """Take STORY off every page of every site at once; its URL answers 410 with a notice.

    Where the desk has killed it already and no new reason is given, nothing is written.
    """
    _decide(network_file, story_name, Kill, by=by, why=why)


@click.command()
@_ordered
def reinstate(story_name: str, network_file: Path, by: str, why: str) -> None:
    """Undo the desk's own kill of STORY. A provider's kill is final."""
    _decide(network_file, story_name, Reinstate, by=by, why=why)


@click.command()
@click.option("--until", type=Moment(), default=None, help="When the hold ends by itself; never, when left out.")
@_ordered
def hold(story_name: str, network_file: Path, by: str, why: str, until: datetime | None) -> None:
    """Show STORY nowhere until a time, or until it is released."""
    _decide(network_file, story_name, Hold, by=by, why=why, until=until)


@click.command()
@_ordered
def release(story_name: str, network_file: Path, by: str, why: str) -> None:
    """End a hold on STORY, the desk's own or an open-ended one of the copy. An embargo with a time stays."""
    _decide(network_file, story_name, Release, by=by, why=why)


@click.command()
@_ordered
@click.argument("where", metavar="SITE[/SECTION]")
def place(story_name: str, network_file: Path, by: str, why: str, where: str) -> None:
    """Put STORY on a site or in one of its sections."""
    site, _, section = where.partition("/")
    _decide(network_file, story_name, Place, by=by, why=why, site=site, section=section)


@click.command()
@_ordered
@click.argument("site")
def remove(story_name: str, network_file: Path, by: str, why: str, site: str) -> None:
    """Take STORY off SITE, whatever the rules say."""
    _decide(network_file, story_name, Remove, by=by, why=why, site=site)


@click.command()
@_ordered
@click.argument("site")
@click.option("--until", type=Moment(), default=None, help="When the pin falls off by itself.")
def pin(story_name: str, network_file: Path, by: str, why: str, site: str, until: datetime | None) -> None:
    """Keep STORY at the head of SITE's front."""
    _decide(network_file, story_name, Pin, by=by, why=why, site=site, until=until)
