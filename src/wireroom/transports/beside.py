"""Finds the pictures that were sent along with a story: by bare name, and never outside the folders named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from wireroom.transports.names import is_picture

LARGEST = 64 * 1024 * 1024


def bare_picture(name: str) -> str:
    """The picture's bare name, whatever address the copy gives it; empty when it is no picture, or hidden."""
    bare = name.split("?", 1)[0].split("#", 1)[0].replace("\\", "/").rsplit("/", 1)[-1]
    return "" if bare.startswith(".") or "\0" in bare or not is_picture(bare) else bare


def beside(*folders: Path) -> Callable[[str], bytes | None]:
    """Finds pictures in these folders; links out of them and names that lead out find nothing."""

    def find(name: str) -> bytes | None:
        bare = bare_picture(name)
        if not bare:
            return None
        for folder in folders:
            path = folder / bare
            try:
                if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST:
                    return path.read_bytes()
            except (OSError, ValueError):
                continue
        return None

    return find


def among(pictures: Mapping[str, bytes]) -> Callable[[str], bytes | None]:
    """Finds pictures that came in the same archive or mail, by their bare names."""

    def find(name: str) -> bytes | None:
        return pictures.get(bare_picture(name))

    return find
