"""`wireroom log`: the audit trail."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wireroom.cli.common import Moment, as_line, json_option, network_option, opened

if TYPE_CHECKING:
    from wireroom.ledger.model import Entry
    from wireroom.newsroom.home import Home
    from wireroom.newsroom.trail import Wanted


@click.command()
@click.argument("story_name", metavar="[STORY]", required=False)
@network_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print a table that spreadsheets read (RFC 4180).")
@click.option("--last", default=50, show_default=True, help="How many of the newest entries; 0 for all.")
@click.option("--outcome", default="", help="Only entries with this outcome: killed, refused, conflict …")
@click.option("--kind", default="", help="Only this kind: version, kill, hold, receipt …")
@click.option("--provider", default="", help="Only copy of this provider, and what was decided of its contracts.")
@click.option("--source", default="", help="Only what came by this source.")
@click.option("--by", default="", help="Only what this person decided.")
@click.option("--since", type=Moment(), default=None, help="Only entries from this moment on.")
@click.option("--until", type=Moment(), default=None, help="Only entries before this moment.")
def log(
    story_name: str | None,
    network_file: Path,
    as_json: bool,
    as_csv: bool,
    last: int,
    outcome: str,
    kind: str,
    provider: str,
    source: str,
    by: str,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """Every version, decision and receipt in the order they came, newest last; of one STORY when it is named.

    With --json and --csv each has its link of the hash chain, so that a copy of the log can be held against the ledger.
    """
    from wireroom.newsroom.trail import COLUMNS, Wanted

    wanted = Wanted(provider, source, kind, outcome, by, since, until)
    with opened(network_file) as home:
        found = _found(home, story_name, wanted, last)
        if as_csv:
            click.echo(_row(dict(zip(COLUMNS, COLUMNS, strict=True))))
        empty = True
        for line in _exported(home, found, as_csv) if as_json or as_csv else map(_line, found):
            click.echo(line)
            empty = False
        if empty:
            _known(home, wanted)
    if empty and not (as_json or as_csv):
        some = story_name or wanted != Wanted()
        click.echo(
            "Nothing of that kind." if some else "Nothing yet.\n  → wireroom take-in SOURCE FILE… or wireroom run"
        )


def _known(home: Home, wanted: Wanted) -> None:
    """Raises NotFoundError for a filter that no entry can ever pass: a slip must not look like a clean record."""
    from wireroom.errors import NotFoundError
    from wireroom.network.nearest import did_you_mean
    from wireroom.newsroom.trail import names_in

    asked = {
        name: value for name in ("provider", "source", "kind", "outcome", "by") if (value := getattr(wanted, name))
    }
    known = names_in(home.ledger.entries()) if asked else {}
    for source in home.network.sources.values():
        known.setdefault("source", set()).add(source.key)
        known.setdefault("provider", set()).add(source.provider)
    for name, value in asked.items():
        names = sorted(known[name] - {""})
        if value.casefold() not in map(str.casefold, names):
            what = {"by": f"nobody called {value!r} has decided anything"}.get(name, f"there is no {name} {value!r}")
            raise NotFoundError(what, todo=did_you_mean(value, names) or "nothing is recorded yet")


def _found(home: Home, story_name: str | None, wanted: Wanted, last: int) -> Iterable[Entry]:
    from wireroom.newsroom.find import story_named
    from wireroom.newsroom.trail import Wanted

    ledger = home.ledger
    if story_name:
        with ledger.snapshot(home.clock()()) as snapshot:
            entries: Iterable[Entry] = ledger.history(story_named(snapshot, story_name).uri)
    else:
        # Only the tail is wanted, unless a filter has to see everything.
        entries = ledger.entries(max(0, ledger.seq() - last) if last and wanted == Wanted() else 0)
    chosen = filter(wanted, entries)
    return deque(chosen, last) if last else chosen


def _exported(home: Home, found: Iterable[Entry], as_csv: bool) -> Iterator[str]:
    from wireroom.newsroom.trail import chained, facts_of

    for entry, link in chained(home.ledger, found):
        facts = {**facts_of(entry), "chain": link}
        yield _row({**facts, "at": entry.at.isoformat()}) if as_csv else as_line(facts)


def _row(facts: dict[str, Any]) -> str:
    """One line of the table. What a spreadsheet would take for a formula is marked as text."""
    from wireroom.newsroom.trail import COLUMNS

    line = io.StringIO()
    cells = ["" if facts.get(name) is None else str(facts[name]) for name in COLUMNS]
    cells = [f"'{one}" if one.startswith(("=", "+", "-", "@", "\t", "\r")) else one for one in cells]
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _line(entry: Entry) -> str:
    from wireroom.newsroom.trail import facts_of

    facts = facts_of(entry)
    if facts["kind"] == "version":
        number = "" if facts["number"] is None else f" v{facts['number']}"
        detail = f"{entry.source}{number} {facts['headline'] or '(' + facts['status'] + ')'}"
    else:
        detail = f"by {facts['by']}" + (f": {facts['why']}" if facts["why"] else "")
    return f"{entry.seq:>7} {entry.at:%Y-%m-%d %H:%M:%S} {facts['outcome']:<9} {facts['kind']:<8} {entry.uri} {detail}"
