"""Reads the network file from the disk."""

from __future__ import annotations

from pathlib import Path

from wireroom.errors import NetworkFileError, WireroomError
from wireroom.network.beside import with_files
from wireroom.network.model import Network
from wireroom.network.read import parse

FILE_NAME = "network.toml"


def load(path: Path | str) -> Network:
    """The network in this file, or in the `network.toml` of this folder, with the files it names for its pages.

    Raises NetworkFileError with every problem found; a file that is missing or not UTF-8 is one too.
    """
    file = Path(path)
    if file.is_dir():
        file = file / FILE_NAME
    try:
        return with_files(parse(file.read_bytes().decode("utf-8"), file.name), file.parent)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = WireroomError("the file is not UTF-8", where=f"{file.name}:{line}", todo="save it as UTF-8")
    except OSError as error:
        todo = "make one with: wireroom new DIR, or name it with --network PATH"
        problem = WireroomError(f"cannot be read: {error.strerror or error}", where=str(file), todo=todo)
    raise NetworkFileError((problem,))
