"""Looks at everything that must be right for a network to run, and says of each what to do when it is not."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from wireroom import network as networks
from wireroom.errors import NetworkFileError, WireroomError
from wireroom.network.model import Network, Source
from wireroom.network.nearest import counted
from wireroom.newsroom import advice, alerts, health_pulse, hooks, receipts_watch
from wireroom.newsroom.health import Level, disk, size, survey
from wireroom.newsroom.home import LEDGER, Home
from wireroom.transports.notebook import FOLDER

SAMPLE = 300  # of the last entries, whose originals must be there
_AHEAD = timedelta(minutes=2)
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # no machine whose clock is right is before this


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `level` is None when all is well."""

    check: str
    level: Level | None
    what: str
    todo: str = ""


def examine(file: Path, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Every finding, as it is made. Nothing is changed. Without a usable network file the rest is not asked."""
    yield _versions()
    try:
        home = Home(file)
    except NetworkFileError as error:
        for problem in error.problems:
            yield _finding("network file", problem, Level.FAILURE)
        return
    try:
        for check in _CHECKS:
            try:
                yield from check(home, now())
            except (WireroomError, OSError, sqlite3.Error) as error:
                yield _finding(check.__name__.strip("_").replace("_", " "), error, Level.FAILURE)
    finally:
        home.close()


def _finding(check: str, error: Exception, level: Level) -> Finding:
    if isinstance(error, WireroomError):
        where = f"{error.where}: " if error.where else ""
        return Finding(check, level, f"{where}{error.what}", error.todo)
    return Finding(check, level, str(error), "mend the disk or its permissions")


def _versions() -> Finding:
    try:
        version = importlib.metadata.version("wireroom")
    except importlib.metadata.PackageNotFoundError:
        version = "not installed"
    what = (
        f"wireroom {version}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}"
    )
    return Finding("versions", None, what)


def _network_file(home: Home, now: datetime) -> Iterator[Finding]:
    secrets = networks.secrets_missing(home.network, home.folder, os.environ)
    for one in secrets:
        yield Finding("secrets", Level.FAILURE, one.what, one.todo)
    for problem in networks.file_problems(home.network, home.folder):
        yield Finding("network file", Level.FAILURE, f"{problem.where}: {problem.what}", problem.todo)
    found = [one for one in advice.warnings(home.network, home.file) if one not in secrets]
    for warning in found:
        yield Finding("network file", Level.WARNING, f"{warning.where}: {warning.what}", warning.todo)
    if not secrets and not found:
        count = f"{counted(len(home.network.sites), 'site')}, {counted(len(home.network.sources), 'source')}"
        yield Finding("network file", None, f"{home.file}: {count}")


def _folders(home: Home, now: datetime) -> Iterator[Finding]:
    folders = [home.folder, *(home.folder / name for name in ("vault", "quarantine", FOLDER))]
    folders += [home.folder / path for one in home.network.sources.values() if (path := _local(one)) is not None]
    wrong = 0
    for folder in folders:
        if not folder.exists() and folder.is_relative_to(home.folder):
            continue  # made when it is needed
        trouble = _unwritable(folder)
        if trouble:
            wrong += 1
            todo = f"let this user write there: chown or chmod {folder}; a drive must be mounted"
            yield Finding("folders", Level.FAILURE, f"{folder} cannot be written: {trouble}", todo)
    if not wrong:
        yield Finding("folders", None, f"{len(folders)} folders can be written")


def _local(source: Source) -> Path | None:
    kind, _, rest = source.address.partition(":")
    writes = source.files.done != "keep"
    return Path(rest) if kind in ("folder", "maildir") and writes else None


def _unwritable(folder: Path) -> str:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".wireroom-"):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _disk(home: Home, now: datetime) -> Iterator[Finding]:
    low = disk(home.folder)
    if low:
        yield Finding("disk", low.level, low.what, low.todo)
    else:
        yield Finding("disk", None, f"{size(shutil.disk_usage(home.folder).free)} free")


def _clock(home: Home, now: datetime) -> Iterator[Finding]:
    todo = "set the clock, and let the system keep it (chrony, systemd-timesyncd): embargoes hang on it"
    seen = home.ledger.high_water() if (home.folder / LEDGER).exists() else None
    if now < _EPOCH:
        yield Finding("clock", Level.FAILURE, f"it is not {now:%Y-%m-%d}", todo)
    elif seen is not None and seen - now > _AHEAD:
        what = f"the clock shows {now:%Y-%m-%d %H:%M:%S}Z, and the ledger has seen {seen:%Y-%m-%d %H:%M:%S}Z already"
        yield Finding("clock", Level.FAILURE, what, todo)
    else:
        yield Finding("clock", None, f"{now:%Y-%m-%d %H:%M:%S}Z")


def _ledger(home: Home, now: datetime) -> Iterator[Finding]:
    file = home.folder / LEDGER
    if not file.exists():
        yield Finding("ledger", None, "there is none yet; wireroom run makes it")
        return
    base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        told = [str(row[0]) for row in base.execute("PRAGMA quick_check(3)")]
    finally:
        base.close()
    if told != ["ok"]:
        todo = "stop the server, keep a copy of this folder, and restore a backup"
        yield Finding("ledger", Level.FAILURE, f"the file is damaged: {'; '.join(told)}", todo)
    else:
        count = counted(home.ledger.seq(), "entry")
        what = f"{count}, {size(file.stat().st_size)}; wireroom verify proves the whole chain"
        yield Finding("ledger", None, what)


def _originals(home: Home, now: datetime) -> Iterator[Finding]:
    if not (home.folder / LEDGER).exists():
        return
    last = home.ledger.seq()
    digests = {one.digest for one in islice(home.ledger.entries(max(0, last - SAMPLE)), SAMPLE) if one.digest}
    lost = [digest for digest in digests if home.ledger.original(digest) is None]
    if lost:
        what = f"{len(lost)} of the last {len(digests)} originals are gone, {lost[0]} for one"
        yield Finding("originals", Level.FAILURE, what, "restore a backup beside this folder; pages do not need them")
    else:
        yield Finding("originals", None, f"the last {len(digests)} originals are there")


def _quarantine(home: Home, now: datetime) -> Iterator[Finding]:
    cases = home.quarantine.list()
    if cases:
        last = cases[-1]
        what = f"{counted(len(cases), 'file')}; the last at {last.at:%Y-%m-%d %H:%M}: {last.name}: {last.reason}"
        yield Finding(
            "quarantine", Level.WARNING, what, "wireroom replay --list tells all; wireroom replay reads them again"
        )
    else:
        yield Finding("quarantine", None, "empty")


def _sources(home: Home, now: datetime) -> Iterator[Finding]:
    pulses = health_pulse.load(home.folder)
    if (home.folder / LEDGER).exists():
        pulses.catch_up(home.ledger)
    reports = survey(home.network, home.folder, pulses, [], now)
    for report in reports:
        for one in report.conditions:
            yield Finding("sources", one.level, one.what, one.todo)
        if not report.conditions and (failed := report.failing()):
            what = f"the last try at {report.source} failed: {failed}"
            yield Finding("sources", Level.NOTICE, what, "wireroom sources tells more")
    well = [one.source for one in reports if not one.conditions and not one.failing()]
    if well:
        yield Finding("sources", None, f"nothing to tell of {', '.join(well)}")


def _extras(home: Home, now: datetime) -> Iterator[Finding]:
    wanted = [one.key for one in home.network.sources.values() if one.address.startswith("sftp:")]
    if wanted and importlib.util.find_spec("asyncssh") is None:
        what = f"SFTP needs asyncssh, which is not here ({', '.join(wanted)})"
        yield Finding("extras", Level.FAILURE, what, "install it with the extra: pip install 'wireroom[sftp]'")


def _alerts(home: Home, now: datetime) -> Iterator[Finding]:
    network: Network = home.network
    if not network.alerts.ways:
        todo = "add [alerts] with webhook, email or ntfy to network.toml"
        yield Finding("alerts", Level.NOTICE, "nobody is told when something goes wrong", todo)
        return
    known = alerts.load(home.folder)
    for name, trouble in (known.troubles if known else {}).items():
        what, _, todo = trouble.partition("\n  → ")
        yield Finding("alerts", Level.FAILURE, f"{name}: {what}", todo)
    if not known or not known.troubles:
        yield Finding("alerts", None, f"by {', '.join(network.alerts.ways)}")


def _receipts(home: Home, now: datetime) -> Iterator[Finding]:
    for uri, one in receipts_watch.load(home.folder).open.items():
        if one.late:
            what = f"entry {one.of} ({uri}) has not landed: {one.left} answers are not as ordered"
            yield Finding("receipts", Level.FAILURE, what, f"wireroom receipt {uri} tells where; purge caches there")


def _hooks(home: Home, now: datetime) -> Iterator[Finding]:
    known = hooks.load(home.folder)
    for name, told in known.items():
        if told.failures:
            level = Level.FAILURE if told.failures >= hooks.FAILURES else Level.WARNING
            what, _, todo = told.trouble.partition("\n  → ")
            since = f" since {told.since:%Y-%m-%d %H:%M}" if told.since else ""
            yield Finding("hooks", level, f"{name} could not be told of changed pages{since}: {what}", todo)
    if known and not any(told.failures for told in known.values()):
        upto = min(told.seq for told in known.values())
        yield Finding("hooks", None, f"{len(known)} ways, all of them told up to entry {upto}")


_CHECKS = (
    *(_network_file, _folders, _disk, _clock, _ledger, _originals, _quarantine, _sources, _extras, _alerts),
    *(_hooks, _receipts),
)
