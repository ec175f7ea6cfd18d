"""Reads a source's password from where the network file says it is; it is kept nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.network.model import Source


def password_of(source: Source, folder: Path, environ: Mapping[str, str] | None = None) -> str:
    """The password, "" where the source names none; raises TransportError when what it names is not there.

    Read anew each time, so that a password that was changed needs no restart.
    """
    return secret_of(source.password_file, source.password_env, folder, f"sources.{source.key}", environ)


def secret_of(
    named_file: str, named_env: str, folder: Path, where: str, environ: Mapping[str, str] | None = None
) -> str:
    """A secret that a file (its first line; a path from `folder`) or a variable holds, as `password_of`."""
    if named_env:
        found = (os.environ if environ is None else environ).get(named_env, "")
        if not found:
            todo = f"set it before the start: export {named_env}=…"
            raise TransportError(f"the variable {named_env} is not set", where=where, todo=todo)
        return found
    if named_file:
        file = folder / named_file
        try:
            lines = file.read_text(encoding="utf-8").strip().splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise TransportError(f"the secret cannot be read: {error}", where=where, todo="mend the file") from error
        if not lines:
            raise TransportError(f"the file {file} is empty", where=where, todo="write the secret into it")
        return lines[0].strip()
    return ""
