"""What `check` warns of in a network that can run: passwords that are not there, licences that nothing uses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from wireroom.network.model import Extent, Finding, Network, Source


def warnings(network: Network, file: Path, environ: Mapping[str, str] | None = None) -> list[Finding]:
    """The warnings for a network read from this file, in its order. No password is ever said."""
    return [*secrets_missing(network, file.parent, os.environ if environ is None else environ), *_idle(network)]


def secrets_missing(network: Network, folder: Path, environ: Mapping[str, str]) -> list[Finding]:
    """A warning for each source whose password file (from `folder`) or environment variable is missing or empty."""
    found = (_missing(source, folder, environ) for source in network.sources.values())
    return [finding for finding in found if finding is not None]


def _missing(source: Source, folder: Path, environ: Mapping[str, str]) -> Finding | None:
    if source.password_env and not environ.get(source.password_env):
        what = f"the password of source {source.key!r} is not there: the variable {source.password_env} is not set"
        return Finding(what, source.line, f"set it before the start: export {source.password_env}=…")
    if source.password_file:
        file = folder / source.password_file
        try:
            there = bool(file.read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError):
            there = False
        if not there:
            what = f"the password of source {source.key!r} is not there: the file {file} is missing, empty or not text"
            return Finding(what, source.line, f"write the password into {file}, readable by you alone (chmod 600)")
    return None


def _idle(network: Network) -> Iterator[Finding]:
    used = {source.licence for source in network.sources.values()}
    for licence in network.licences.values():
        if licence.name not in used:
            what = f"no source has the licence {licence.name!r}: nothing comes under it"
            yield Finding(what, licence.line, f'name it in a source: licence = "{licence.name}"')
        if all(form.extent is Extent.NONE for form in licence.forms.values()):
            what = f"the licence {licence.name!r} grants nothing on any surface: nothing under it shows"
            yield Finding(what, licence.line, 'grant at least the page: forms = { page = "full" }')
