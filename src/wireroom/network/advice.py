"""What `check` warns of in a network that can run: passwords that are not there, licences that nothing uses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from wireroom.network import licence_advice
from wireroom.network.model import Finding, Network, Source


def warnings(
    network: Network, file: Path, environ: Mapping[str, str] | None = None, at: datetime | None = None
) -> list[Finding]:
    """The warnings for a network read from this file, at a moment: now. No password is ever said."""
    missing = secrets_missing(network, file.parent, os.environ if environ is None else environ)
    licences = licence_advice.findings(network, at or datetime.now(UTC))
    found = [*_countries_missing(network, file), *_logos_missing(network, file)]
    return [*missing, *found, *_open_lines(network), *_idle(network), *licences]


def secrets_missing(network: Network, folder: Path, environ: Mapping[str, str]) -> list[Finding]:
    """A warning for each password file or certificate (from `folder`) or variable that is missing or empty."""
    found = [finding for source in network.sources.values() for finding in _missing(source, folder, environ)]
    alerts = network.alerts
    variables, files = (
        (alerts.token_env, alerts.password_env),
        (alerts.token_file, alerts.password_file, alerts.ca_file),
    )
    found += _unfound("alerts", variables, files, folder, environ)
    for hooks in dict.fromkeys(site.hooks for site in network.sites.values()):
        found += _unfound("hooks", (hooks.token_env,), (hooks.token_file, hooks.ca_file), folder, environ)
    for partner in network.partners.values():
        found += _unfound(partner.line, (partner.token_env,), (partner.token_file,), folder, environ)
    return found


def _missing(source: Source, folder: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    if source.password_env and not environ.get(source.password_env):
        what = f"the password of source {source.key!r} is not there: the variable {source.password_env} is not set"
        yield Finding(what, source.line, f"set it before the start: export {source.password_env}=…")
    if source.password_file and not _has_words(file := folder / source.password_file):
        what = f"the password of source {source.key!r} is not there: the file {file} is missing, empty or not text"
        yield Finding(what, source.line, f"write the password into {file}, readable by you alone (chmod 600)")
    if source.ca_file and not _has_words(file := folder / source.ca_file):
        what = f"the certificate that source {source.key!r} trusts is not there: {file} is missing, empty or not text"
        yield Finding(what, source.line, "put the authority's certificate there, as PEM")
    hosts = "" if source.files.known_hosts == "any" else source.files.known_hosts
    files = (source.mail.token_file, source.files.key_file, hosts)
    yield from _unfound(source.line, (source.mail.token_env,), files, folder, environ)


def _unfound(
    where: str, variables: tuple[str, ...], files: tuple[str, ...], folder: Path, environ: Mapping[str, str]
) -> Iterator[Finding]:
    for variable in variables:
        if variable and not environ.get(variable):
            what = f"the variable {variable} is named here and not set"
            yield Finding(what, where, f"set it before the start: export {variable}=…")
    for name in files:
        if name and not _has_words(folder / name):
            what = f"the file {folder / name} is named here, and is missing, empty or not text"
            yield Finding(what, where, "write it there, readable by you alone (chmod 600)")


def _has_words(file: Path) -> bool:
    try:
        return bool(file.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return False


def _open_lines(network: Network) -> Iterator[Finding]:
    for source in network.sources.values():
        if source.auth and source.address.startswith("http:") and not source.allow_private:
            what = f"anybody on the way can read the password of source {source.key!r}: its address is http:"
            yield Finding(what, source.line, "write https: if the server speaks it")


def _countries_missing(network: Network, file: Path) -> Iterator[Finding]:
    if network.countries and not (file.parent / network.countries).is_file():
        what = f"the database of countries is not there: no file {file.parent / network.countries}"
        yield Finding(what, file.name, "put a database in MaxMind's format there (mmdb)")


def _logos_missing(network: Network, file: Path) -> Iterator[Finding]:
    folder = file.parent / "templates"
    for site in network.sites.values():
        logo = site.look.logo
        if logo and not any((place / logo).is_file() for place in (folder, folder / site.key)):
            what = f"the logo of site {site.key!r} is not there, and its name stands in words: no file {folder / logo}"
            yield Finding(what, file.name, "put the drawing there (SVG)")


def _idle(network: Network) -> Iterator[Finding]:
    used = {source.licence for source in network.sources.values()}
    providers = {source.provider for source in network.sources.values()}
    for licence in network.licences.values():
        if licence.name not in used and not (licence.match.named and licence.provider in providers):
            what = f"no source has the licence {licence.name!r}: nothing comes under it"
            yield Finding(what, licence.line, f'name it in a source: licence = "{licence.name}"')
