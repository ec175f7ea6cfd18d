"""What has come of files that are being fetched: kept on the disk, so that a line that breaks costs only the rest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.transports.parcels import LARGEST
from wireroom.transports.remote.model import BrokenOffError, Listed, Server


class Parts:
    """A folder with one file for each remote file and mark, as far as it has come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(self, server: Server, one: Listed, until: float, clock: Callable[[], float]) -> bytes:
        """The file's bytes, resumed where an earlier try ended; at most one byte more than the largest allowed.

        Raises BrokenOffError when it breaks off or takes too long (what has come is kept), MissingError when it is
        not there, TransportError when the disk takes no more.
        """
        path = self._path(one)
        have = path.stat().st_size if path.exists() else 0
        if have and one.size is not None and have >= one.size:
            return path.read_bytes()
        if have and not server.resumes():
            have = 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("r+b" if have else "wb") as file:
                file.seek(have)
                with closing(server.read(one.name, have)) as pieces:
                    for piece in pieces:
                        file.write(piece)
                        have += len(piece)
                        if have > LARGEST:
                            break
                        if clock() > until:
                            todo = "the rest is fetched at the next look"
                            raise BrokenOffError(f"{one.name} comes too slowly", todo=todo)
            return path.read_bytes()
        except OSError as error:
            todo = "free some space or mend the folder's permissions"
            what = f"what was fetched cannot be kept: {error.strerror}"
            raise TransportError(what, where=str(self._folder), todo=todo) from error

    def drop(self, one: Listed) -> None:
        """It is done."""
        with suppress(OSError):
            self._path(one).unlink(missing_ok=True)

    def keep(self, listed: Iterable[Listed]) -> None:
        """Drops all but those of these files."""
        if not self._folder.is_dir():
            return
        there = list(self._folder.iterdir())
        if there:
            wanted = {self._path(one).name for one in listed}
            for path in there:
                if path.name not in wanted:
                    with suppress(OSError):
                        path.unlink() if path.is_file() else shutil.rmtree(path)

    def _path(self, one: Listed) -> Path:
        # The name comes from the server: it is never the name of a file here.
        text = f"{one.name}\n{one.mark}".encode("utf-8", "surrogateescape")
        return self._folder / blake2b(text, digest_size=16).hexdigest()
