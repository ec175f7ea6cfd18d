"""Reads a source's password from where the network file says it is; it is kept nowhere else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.network.model import Source

COMMAND_TIME = 30.0
"""Seconds that a command may take to tell a password."""
_LONGEST = 65_536  # bytes of its output


def password_of(source: Source, folder: Path, environ: Mapping[str, str] | None = None) -> str:
    """The password, "" where the source names none; raises TransportError when what it names is not there.

    Read anew each time, so that a password that was changed needs no restart, and an access token is a fresh one.
    """
    if source.mail.password_command:
        return _said_by(source.mail.password_command, folder, f"sources.{source.key}")
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


def _said_by(command: tuple[str, ...], folder: Path, where: str) -> str:
    """The first line that a command prints. What it says besides is told to nobody: there may be a secret in it."""
    todo = f"try it in {folder}: it must print the secret on its first line, and end with 0"
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=COMMAND_TIME, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        what = f"password_command: {command[0]} could not be run ({type(error).__name__})"
        raise TransportError(what, where=where, todo=todo) from error
    lines = done.stdout[:_LONGEST].decode("utf-8", "replace").splitlines()
    if done.returncode or not lines or not lines[0].strip():
        what = f"password_command: {command[0]} ended with {done.returncode}" + (
            "" if done.returncode else " and no word"
        )
        raise TransportError(what, where=where, todo=todo)
    return lines[0].strip()
