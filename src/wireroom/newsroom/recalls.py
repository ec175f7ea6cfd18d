"""What was recalled after a backup was made: kills and other orders, read wherever they were kept, and given again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from wireroom.errors import LedgerError, WireroomError
from wireroom.ledger.archive import unpack
from wireroom.ledger.codec import fingerprint_of, kind_of, prepare
from wireroom.ledger.model import Ledger
from wireroom.ledger.record import Item
from wireroom.ledger.sqlite import rows
from wireroom.ledger.sqlite.connection import connect, told
from wireroom.network.model import Network
from wireroom.news import Agree, Decision, Erase, Illustrate, Kill, Receipt, Status, Version
from wireroom.newsroom.home import LEDGER

_SQLITE = b"SQLite format 3\0"
_ZSTD = b"\x28\xb5\x2f\xfd"
_STEP = 500


@dataclass(frozen=True, slots=True)
class Recalls:
    """What one place told, in order; `trouble` when it could not be read to its end.

    A list of kills is `listed`: it tells which stories are dark, and not what was ordered in which order.
    """

    items: tuple[Item, ...]
    trouble: str = ""
    listed: bool = False


def find(folder: Path) -> list[Path]:
    """The ledger of a network folder, when there is one."""
    file = folder / LEDGER
    try:
        return [file] if file.is_file() else []
    except OSError:
        return []


def read(place: Path, room: Path, network: Network) -> Recalls:
    """What a ledger, a network folder, a backup or a list (`wireroom log --json`) tells. `room` is a folder to use.

    `network` tells whose kill it is that came by a source. A damaged ledger is read as far as it goes.
    Raises WireroomError for a place where nothing of that kind is.
    """
    file = next(iter(find(place)), place)
    try:
        with file.open("rb") as opened:
            head = opened.read(16)
    except OSError as error:
        todo = "name a ledger, a network folder, a newer backup, or a list made by wireroom log --json"
        raise WireroomError(f"kills cannot be read there: {error.strerror}", where=str(file), todo=todo) from error
    if head.startswith(_ZSTD):
        room.mkdir()
        unpack(file, room, lambda size: None, only=LEDGER)
        return _gathered(_of_ledger(room / LEDGER))
    if head == _SQLITE:
        return _gathered(_of_ledger(file))
    return replace(_gathered(_of_list(file, network)), listed=True)


def carry_over(ledger: Ledger, recalls: Sequence[Recalls], at: datetime) -> int:
    """Records what the ledger does not hold yet, in one transaction; how many."""
    new: dict[tuple[str, str], Item] = {}
    for one in recalls:
        for what, source, digest in one.items:
            if one.listed and _killed(ledger, what.uri, at):
                continue
            sound, data = prepare(what)
            name = fingerprint_of(kind_of(sound), data).hex()
            if not any(entry.fingerprint == name for entry in ledger.history(what.uri)):
                new[what.uri, name] = (sound, source, digest)
    if new:
        ledger.append_all(list(new.values()), at=at)
    return len(new)


def _killed(ledger: Ledger, uri: str, at: datetime) -> bool:
    with ledger.snapshot(at) as snapshot:
        story = snapshot.story(uri)
    return story is not None and story.killed


def _gathered(found: Iterator[Item]) -> Recalls:
    items: list[Item] = []
    try:
        items.extend(found)
    except _UNREADABLE as error:
        return Recalls(tuple(items), str(error))
    return Recalls(tuple(items))


_UNREADABLE = (LedgerError, sqlite3.Error, msgspec.MsgspecError, ValueError, KeyError, TypeError)


def _of_ledger(file: Path) -> Iterator[Item]:
    after = 0
    with told(file), closing(connect(file)) as connection:
        while lines := rows.lines(connection, rows.ENTRY, after, _STEP):
            for line in lines:
                entry = rows.entry_of(line)
                if _recalls(entry.what):
                    # Without its digest: its original is in the other ledger.
                    yield entry.what, entry.source, ""
                after = entry.seq


def _recalls(what: Version | Decision) -> bool:
    """Whether it takes copy back or is a person's order; copy itself, and what only describes it, is not."""
    if isinstance(what, Version):
        return what.status is not Status.USABLE or not what.has_copy
    # What was erased in one ledger is not erased in another: there it has to be done again.
    return not isinstance(what, Agree | Illustrate | Erase | Receipt)


def _of_list(file: Path, network: Network) -> Iterator[Item]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                facts = json.loads(line)
                if facts.get("outcome") == "killed":
                    yield _kill(facts, network), str(facts.get("source", "")), ""
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise LedgerError(
                    f"line {number} is none of wireroom log --json ({error})", where=str(file), todo="mend the line"
                ) from error


def _kill(facts: dict[str, Any], network: Network) -> Version | Decision:
    """The kill as far as its line tells it; a provider's is one again, which no person can undo."""
    at = datetime.fromisoformat(facts["at"])
    if facts["kind"] != "version":
        return Kill(uri=facts["uri"], by=facts["by"], at=at, why=facts.get("why", ""))
    source = network.sources.get(facts["source"])
    if source is None:
        return Kill(uri=facts["uri"], by=facts["source"] or "wire", at=at, why="killed by its provider")
    provider, number = source.provider, facts.get("number")
    return Version(facts["uri"], number, provider, status=Status.CANCELED, version_created=at)
