"""A maildir that the machine's own mail server delivers into: `new/`, and `cur/` for what has been taken."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.mail.gate import Gate
from wireroom.transports.mail.model import (
    BATCH,
    BATCH_BYTES,
    KEPT_OF_TOO_LARGE,
    LARGEST,
    TOO_LARGE,
    mail_delivery,
)
from wireroom.transports.model import Delivery
from wireroom.transports.notebook import FOLDER
from wireroom.transports.seen import Seen

_SEPARATOR = ":2,"  # between a mail's unique name and its flags
TAKEN, REFUSED = "taken", "refused"


class Maildir:
    """Takes every mail once, by its unique name: also one that somebody else has moved to `cur/` before us.

    `done`: "move" moves a taken mail to `cur/` with the flag S, "delete" deletes it, "keep" leaves it.
    """

    def __init__(self, source: Source, home: Path, hint: Hint, gate: Gate) -> None:
        self.remarks: dict[str, str] = {}
        self._source = source
        self._folder = home / source.address.partition(":")[2]
        self._hint = hint
        self._gate = gate
        self._seen = Seen(home / FOLDER / f"{source.key}.seen")
        self._out: dict[str, tuple[str, Path]] = {}
        self._more = False

    def deliveries(self) -> list[Delivery]:
        """Mails that were not taken yet, the oldest first, at most a batch; raises TransportError."""
        self._out.clear()
        made: list[Delivery] = []
        size = 0
        waiting = self._waiting()
        self._more = False
        for number, path in enumerate(waiting):
            delivery = self._delivery(path)
            if delivery is not None:
                made.append(delivery)
                size += len(delivery.data)
            if len(made) == BATCH or size > BATCH_BYTES:
                self._more = number + 1 < len(waiting)
                break
        return made

    def _waiting(self) -> list[Path]:
        found: list[tuple[int, str, Path]] = []
        try:
            for part in ("new", "cur"):
                with os.scandir(self._folder / part) as entries:
                    for entry in entries:
                        if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                            continue
                        if self._seen.mark(_unique(entry.name)) is None:
                            with suppress(FileNotFoundError):
                                changed = entry.stat(follow_symlinks=False).st_mtime_ns
                                found.append((changed, entry.name, Path(entry.path)))
        except OSError as error:
            todo = "name a maildir, with its folders new and cur, that this user may read"
            what = f"the maildir cannot be read: {error.strerror}"
            raise TransportError(what, where=str(self._folder), todo=todo) from error
        return [path for _, _, path in sorted(found)]

    def _delivery(self, path: Path) -> Delivery | None:
        unique = _unique(path.name)
        try:
            large = path.stat().st_size > LARGEST
            with path.open("rb") as file:
                data = file.read(KEPT_OF_TOO_LARGE) if large else file.read()
        except FileNotFoundError:
            return None  # moved by its reader: the next look finds it
        except OSError as error:
            self.remarks["unreadable"] = f"a mail cannot be read: {error.strerror}"
            return None
        why = self._gate.refusal(data)
        if why:
            self.remarks["refused"] = f"a mail was left lying: {why}"
            self._seen.add(unique, REFUSED)
            return None
        delivery = mail_delivery(unique, data, self._hint, problem=TOO_LARGE if large else "")
        self._out[delivery.key] = (unique, path)
        return delivery

    def done(self, delivery: Delivery) -> None:
        """Remembers the mail, and moves or deletes it as the owner wants."""
        unique, path = self._out.pop(delivery.key, ("", Path()))
        if not unique:
            return
        self._seen.add(unique, TAKEN)
        try:
            if self._source.files.done == "delete":
                path.unlink(missing_ok=True)
            elif self._source.files.done == "move":
                flags = path.name.partition(_SEPARATOR)[2]
                path.rename(self._folder / "cur" / f"{unique}{_SEPARATOR}{''.join(sorted({*flags, 'S'}))}")
        except FileNotFoundError:
            return
        except OSError as error:
            self.remarks["put away"] = f"a taken mail cannot be {self._source.files.done}d: {error.strerror}"

    def interval(self, news: bool) -> float:
        """The seconds until the next look; a maildir is near, and is looked at often."""
        return 0.0 if self._more else min(5.0, self._source.every.total_seconds()) * random.uniform(0.9, 1.1)

    def close(self) -> None:
        """Lets go of what it remembers."""
        self._seen.close()


def _unique(name: str) -> str:
    return name.partition(_SEPARATOR)[0]
