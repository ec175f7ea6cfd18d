"""A network folder made of a backup: every byte and the ledger proven first, and no kill undone that is known of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wireroom.errors import LedgerError, WireroomError
from wireroom.ledger.archive import Progress, unpack
from wireroom.ledger.files import sync_folder
from wireroom.ledger.verify import Report, verify
from wireroom.newsroom.backup import workshop
from wireroom.newsroom.home import LEDGER, Home
from wireroom.newsroom.recalls import carry_over, find, read


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the ledger up to `at`, proven by `report`; `absent` originals were not in the backup.

    `carried` recalls, of those read in the `places`, were not in the backup and are now in the ledger.
    `troubles` say which of the places could not be read to their end, where that was accepted.
    """

    network: Path
    at: datetime | None
    report: Report
    absent: int
    carried: int
    places: tuple[str, ...]
    troubles: tuple[str, ...]


def restore(
    file: Path,
    folder: Path,
    kills: Iterable[Path],
    now: Callable[[], datetime],
    progress: Progress,
    *,
    incomplete: bool = False,
) -> Restored:
    """Makes `folder` (not there, or empty) of the backup, with what `kills` tell was recalled after it.

    `kills` are ledgers, network folders, other backups, or lines of `wireroom log --json`; the ledger that the backup
    was made of is read as well where it still stands. The folder appears when everything in it is proven.
    Raises WireroomError when it is not empty, LedgerError when the backup or what is in it is not sound, and when such
    a place cannot be read to its end, unless `incomplete` says that this is known.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WireroomError("this folder is not empty", where=str(folder), todo="name a new one; nothing was restored")
    with workshop(folder) as room:
        made = room / "network"
        made.mkdir()
        facts = unpack(file, made, progress)
        network = made / Path(str(facts.get("network", "network.toml"))).name
        places = [*kills, *_in_place(facts, folder)]
        carried, troubles, report = _prove(network, places, room, now)
        if troubles and not incomplete:
            todo = "mend it, or say --incomplete and kill again what was killed after the backup; nothing was restored"
            raise LedgerError(f"kills cannot be read to their end: {troubles[0]}", where=str(file), todo=todo)
        if folder.exists():
            folder.rmdir()
        for below in [path for path in made.rglob("*") if path.is_dir()]:
            sync_folder(below)
        sync_folder(made)
        made.rename(folder)
        sync_folder(folder.absolute().parent)
    return Restored(
        network=folder / network.name,
        at=datetime.fromisoformat(facts["at"]) if facts.get("at") else None,
        report=report,
        absent=int(facts.get("absent", 0)),
        carried=carried,
        places=tuple(str(one) for one in places),
        troubles=troubles,
    )


def _prove(
    network: Path, places: list[Path], room: Path, now: Callable[[], datetime]
) -> tuple[int, tuple[str, ...], Report]:
    """Adds what was recalled later, and proves the ledger; how many recalls were added, and what could not be read."""
    home = Home(network)
    try:
        recalls = [read(place, room / f"recalls-{number}", home.network) for number, place in enumerate(places)]
        carried = carry_over(home.ledger, recalls, now())
    finally:
        home.close()
    report = verify(network.parent / LEDGER, home.network)
    if not report.sound:
        todo = "try an earlier backup; nothing was restored"
        raise LedgerError(f"the ledger in it is not sound: {report.difference}", where=LEDGER, todo=todo)
    return carried, tuple(one.trouble for one in recalls if one.trouble), report


def _in_place(facts: dict[str, object], folder: Path) -> list[Path]:
    """The ledger that the backup was made of, where it still stands on this machine."""
    made_of = Path(str(facts.get("folder", "")))
    return find(made_of) if made_of.is_absolute() and made_of != folder.absolute() else []
