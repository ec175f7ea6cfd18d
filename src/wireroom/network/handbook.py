"""Writes the reference page of network.toml from the declarations of its keys."""

from __future__ import annotations

import json

from wireroom.network.declared import Key, Table
from wireroom.network.keys import NETWORK, RESERVED
from wireroom.network.samples import SAMPLES

_HEAD = """\
# network.toml

<!-- Generated from src/wireroom/network/keys.py; a test says that the two are equal. -->

The whole network in one file: sites, sources, licences, rules. `wireroom new DIR` writes one to begin with;
`wireroom check` says everything that is wrong with it, each with its line.

Lengths of time are written in words: `"90 s"`, `"5 minutes"`, `"12 hours"`, `"30 days"`, `"2 weeks"`.
Dates are written without quotes: `2026-01-01` (in the network's zone) or `2026-01-01T12:00:00Z`.
Passwords never stand in this file: `password_file` or `password_env` names where they are.
"""


def reference() -> str:
    """The text of docs/reference/network.md."""
    reserved = ", ".join(f"`{word}`" for word in sorted(RESERVED))
    words = (
        f"\n## Words no section can be called\n\n{reserved}, a number of four digits, and what begins with `@` or `.`\n"
    )
    return _HEAD + _contents() + "".join(_table(table) for table in NETWORK.all()) + words


def _contents() -> str:
    """Links to the tables that a person looks for; those inside them follow them."""
    whole = [key.inner for key in NETWORK.keys if key.inner is not None]
    links = [f"[{table.title}](#{table.title.lower().replace(' ', '-')})" for table in whole]
    return f"\nOn this page: {', '.join(links)}, and the tables inside them.\n"


def _table(table: Table) -> str:
    lines = ["", f"## {table.title}", ""]
    if table.header:
        lines += [f"`{table.header}`", ""]
    lines += [table.help, ""]
    if sample := SAMPLES.get(table.header):
        lines += [f"```toml\n{sample}```", ""]
    lines += ["| key | value | without it | what it says | example |", "|---|---|---|---|---|"]
    lines += [_row(key) for key in table.keys]
    return "\n".join(lines) + "\n"


def _row(key: Key) -> str:
    value = key.kind.says if key.kind else f"see *{key.inner.title}*" if key.inner else 'names, each `key = "Name"`'
    example = f"`{key.name} = {key.example}`" if key.example else f"`{key.inner.header}`" if key.inner else ""
    return f"| `{key.name}` | {value} | {_absent(key)} | {key.help} | {example} |"


def _absent(key: Key) -> str:
    if key.required:
        return "**required**"
    if key.inherits:
        return key.inherits
    if key.default is None or key.default == "":
        return "nothing"
    return f"`{json.dumps(key.default)}`"
