"""A network's folder: one file written by its owner, and beside it what Wireroom keeps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from wireroom import network as networks
from wireroom.errors import WireroomError
from wireroom.ledger.quarantine import Quarantine
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.vault import Vault
from wireroom.network.model import Network
from wireroom.newsroom.clock import Clock
from wireroom.newsroom.intake import Intake

LEDGER = "ledger.sqlite"


class Home:
    """Opens what a command needs of a network folder, each part once. Close it when done."""

    def __init__(self, file: Path) -> None:
        if file.is_dir():
            file = file / "network.toml"
        self.file = file
        self.folder = file.parent
        self.read_as = self.stamp()
        self.network: Network = networks.load(file)
        self._ledger: SqliteLedger | None = None
        self._vault: Vault | None = None

    def stamp(self) -> tuple[int, int] | None:
        """What changes when the network file is written; `read_as` holds that of the last reading."""
        try:
            stat = self.file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size

    def reload(self) -> Network:
        """Reads the network file again; raises NetworkFileError and changes nothing when it cannot be used."""
        self.read_as = self.stamp()
        self.network = networks.load(self.file)
        return self.network

    @property
    def ledger(self) -> SqliteLedger:
        """The ledger, made when there is none yet."""
        if self._ledger is None:
            self._ledger = SqliteLedger(self.folder / LEDGER, self.network)
        return self._ledger

    @property
    def vault(self) -> Vault:
        """Original bytes and pictures."""
        if self._vault is None:
            self._vault = Vault(self.folder / "vault")
        return self._vault

    @property
    def quarantine(self) -> Quarantine:
        """What could not be read."""
        return Quarantine(self.folder / "quarantine")

    def clock(self, start: datetime | None = None) -> Clock:
        """The clock: simulated from `start`, else real and never behind what the ledger has seen."""
        return Clock(start=start, floor=None if start else self.ledger.high_water())

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

    def close(self) -> None:
        """Lets go of every file."""
        for part in (self._ledger, self._vault):
            if part is not None:
                with suppress(OSError):
                    part.close()
