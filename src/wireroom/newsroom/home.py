"""A network's folder: one file written by its owner, and beside it what Wireroom keeps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wireroom import network as networks
from wireroom.errors import WireroomError
from wireroom.ledger.files import write_whole
from wireroom.ledger.quarantine import Quarantine
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.vault import Vault
from wireroom.network.model import Network
from wireroom.news import LICENCES, End
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.ending import ends_in, ends_of, narrowed
from wireroom.newsroom.intake import Intake
from wireroom.transports.notebook import FOLDER as STATE

if TYPE_CHECKING:
    from wireroom.newsroom.renditions import Renditions
    from wireroom.pages import Pages

LEDGER = "ledger.sqlite"
_CLOCK = "clock"


class Home:
    """Opens what a command needs of a network folder, each part once. Close it when done."""

    def __init__(self, file: Path) -> None:
        if file.is_dir():
            file = file / "network.toml"
        self.file = file
        self.folder = file.parent
        self._ledger: SqliteLedger | None = None
        self.read_as = self.stamp()
        self.network = self._read()
        self._vault: Vault | None = None
        self._renditions: Renditions | None = None

    def stamp(self) -> tuple[int, int, int] | None:
        """What changes when the network file is written or a contract ends; `read_as` is that of the last reading."""
        try:
            stat = self.file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, len(self._ends())

    def _ends(self) -> tuple[End, ...]:
        """The ends of contracts that the ledger holds; no network file undoes them."""
        return ends_in(self.folder / LEDGER) if self._ledger is None else ends_of(self._ledger.history(LICENCES))

    def _read(self) -> Network:
        return narrowed(networks.load(self.file), self._ends())

    def reload(self) -> Network:
        """Reads the network file again; raises NetworkFileError and changes nothing when it cannot be used."""
        self.read_as = self.stamp()
        self.network = self._read()
        return self.network

    @property
    def ledger(self) -> SqliteLedger:
        """The ledger, made when there is none yet."""
        if self._ledger is None:
            self._ledger = SqliteLedger(self.folder / LEDGER, self.network)
        return self._ledger

    @property
    def vault(self) -> Vault:
        """Pictures as they came."""
        if self._vault is None:
            self._vault = Vault(self.folder / "vault")
        return self._vault

    @property
    def renditions(self) -> Renditions:
        """What readers get of the pictures."""
        if self._renditions is None:
            from wireroom.newsroom.renditions import FOLDER, Renditions  # not every command shows pictures

            self._renditions = Renditions(self.folder / FOLDER, self.vault.get)
        return self._renditions

    @property
    def quarantine(self) -> Quarantine:
        """What could not be read."""
        return Quarantine(self.folder / "quarantine")

    def clock(self, start: datetime | None = None) -> Clock:
        """The clock: simulated from `start`, else real and never behind what the ledger or a boundary has seen."""
        seen = [] if start else [one for one in (self.ledger.high_water(), self._passed()) if one is not None]
        return Clock(start=start, floor=max(seen, default=None))

    def passed(self, moment: datetime) -> None:
        """Remembers, over restarts, that time has changed something at `moment`: a clock set back must not undo it."""
        write_whole(self.folder / STATE / _CLOCK, moment.isoformat().encode())

    def _passed(self) -> datetime | None:
        try:
            return datetime.fromisoformat((self.folder / STATE / _CLOCK).read_text("ascii"))
        except (OSError, ValueError):
            return None

    def intake(self, clock: Callable[[], datetime]) -> Intake:
        """The way in."""
        return Intake(self.ledger, self.vault, self.quarantine, clock)

    def templates(self) -> dict[str, str]:
        """The owner's own templates, by their path under `templates/`."""
        folder = self.folder / "templates"
        if not folder.is_dir():
            return {}
        found = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                try:
                    found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError) as error:
                    raise WireroomError(
                        f"this template cannot be read: {error}", where=str(path), todo="mend or remove it"
                    ) from error
        return found

    def pages(self, network: Network) -> Pages:
        """The network's pages, with the owner's templates: `templates/NAME` for all sites, `templates/SITE/NAME`."""
        from wireroom.pages import Pages  # not every command makes pages

        common: dict[str, str] = {}
        own: dict[str, dict[str, str]] = {}
        for path, text in self.templates().items():
            site, _, name = path.partition("/")
            if name and site in network.sites:
                own.setdefault(site, {})[name] = text
            else:
                common[path] = text
        return Pages(network, common, own)

    def close(self) -> None:
        """Lets go of every file."""
        for part in (self._renditions, self._ledger):
            if part is not None:
                with suppress(OSError):
                    part.close()
