"""`wireroom import PATH…`: old pages into the ledger."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from wireroom.cli.common import emit, json_option, network_option, opened
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wireroom.newsroom.importing import Imported

_WORST = 5  # files named on the screen


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@network_option
@click.option(
    "--rules", "rules_file", type=click.Path(path_type=Path), help="Rules for sites whose pages are odd (TOML)."
)
@click.option("--site", "site_name", default=None, help="The site of the network that the old addresses belonged to.")
@click.option("--source", default=None, help="Record all pages under this key, `import-…`; else one for each provider.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), help="Write what was not understood there.")
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing.")
@json_option
@click.pass_context
def import_pages(
    ctx: click.Context,
    paths: tuple[Path, ...],
    network_file: Path,
    rules_file: Path | None,
    site_name: str | None,
    source: str | None,
    report_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import old pages from files, folders and WARC files (HTML or plain text) as evidence.

    Nothing of them shows until a licence covers them, by a source with `from = "import:"`. Their old addresses then
    lead to the stories. Stopped with Ctrl+C, the same command goes on where it was.
    """
    from wireroom.newsroom.find import site_named
    from wireroom.newsroom.importing import Importer
    from wireroom.newsroom.importing_files import files
    from wireroom.newsroom.importing_rules import SiteRules, load

    tally = Tally()
    rules = load(rules_file) if rules_file else SiteRules({})
    with opened(network_file) as home, ExitStack() as stack:
        site = site_named(home.network, site_name) if site_name else None
        clock = None if dry_run else home.clock()
        importer = Importer(home, clock, rules=rules, site=site, source=source, dry_run=dry_run)
        report = stack.enter_context(_report(report_file)) if report_file else None
        size = sum(found.size for found in files(paths))
        bar = stack.enter_context(click.progressbar(length=max(size, 1), label="Importing", hidden=as_json))
        seen = 0
        try:
            for one in importer.run(paths):
                bar.update(one.done - seen)
                seen = one.done
                tally.add(one)
                if as_json:
                    emit({key: value for key, value in asdict(one).items() if key != "done"})
                if report is not None:
                    report.write(one)
        except KeyboardInterrupt:
            tally.stopped = True
        if not dry_run:
            home.ledger.catch_up()
    if not as_json:
        tally.show(dry_run)
    if tally.stopped or not tally.read:
        ctx.exit(1)


class Tally:
    """Counts what became of the pages, in little memory: reasons, and the few worst of what was read."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.doubts: Counter[str] = Counter()
        self.stopped = False
        self._worst: list[tuple[float, str]] = []

    @property
    def read(self) -> int:
        """How many pages are in the ledger now, or would be."""
        return sum(count for name, count in self.outcomes.items() if name not in ("no page", "no story"))

    def add(self, one: Imported) -> None:
        """Counts one page."""
        self.outcomes[one.outcome] += 1
        if one.why:
            self.reasons[one.why] += 1
        for doubt in one.doubts:
            self.doubts[doubt.partition(" (")[0].partition(": ")[0]] += 1
        if one.doubts:
            # Smallest on top of the heap, so the least sure are kept by their negative.
            heapq.heappush(self._worst, (-one.confidence, one.file))
            if len(self._worst) > _WORST:
                heapq.heappop(self._worst)

    def show(self, dry_run: bool) -> None:
        """Prints the counts, the reasons, and where to look first."""
        words = ", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.most_common()) or "no files"
        click.echo(f"{'Would be: ' if dry_run else ''}{words}.")
        for title, counts in (("Not understood", self.reasons), ("In doubt", self.doubts)):
            if counts:
                click.echo(f"{title}:")
                for reason, count in counts.most_common(12):
                    click.echo(f"  {count:>6}  {reason}")
        if self._worst:
            click.echo("Look first at:")
            for confidence, file in sorted(self._worst, reverse=True):
                click.echo(f"  {-confidence:.2f}  {file}")
        if self.stopped:
            click.echo("Stopped. What was done is kept.\n  → the same command goes on from there")
        elif self.read and not dry_run:
            click.echo('  → nothing of it shows until a licence covers it: a source with from = "import:" names one')


class _Report:
    """A line of JSON for every page that was not understood, or in doubt; a run that goes on adds to the file."""

    def __init__(self, file: TextIO, told: set[str]) -> None:
        self._file, self._told = file, told

    def write(self, one: Imported) -> None:
        """Writes the page down, once."""
        if (one.why or one.doubts) and one.file not in self._told:
            self._told.add(one.file)
            facts = {key: value for key, value in asdict(one).items() if key != "done"}
            self._file.write(json.dumps(facts, ensure_ascii=False) + "\n")
            self._file.flush()


@contextmanager
def _report(path: Path) -> Iterator[_Report]:
    """The report, open; pages that it has already are not told twice. Raises WireroomError."""
    try:
        told: set[str] = set()
        if path.exists():
            with path.open(encoding="utf-8") as before:
                told = {json.loads(line)["file"] for line in before if line.strip()}
        file = path.open("a", encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError) as error:
        todo = "name a file that is new, or a report of an earlier run"
        raise WireroomError(f"the report cannot be written: {error}", where=str(path), todo=todo) from error
    with file:
        yield _Report(file, told)


# A word of the language names this command; the group looks for it by the command's own name.
globals()["import"] = import_pages
