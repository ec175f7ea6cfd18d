"""The rules file of `wireroom import`: what its owner knows of old sites' pages, each key checked, with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wireroom.errors import NetworkFileError, WireroomError
from wireroom.formats.captures.model import NO_RULES, Rules
from wireroom.formats.captures.selectors import SelectorError, xpath_of
from wireroom.network.lines import line_index
from wireroom.network.nearest import did_you_mean, listed

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}|\*")


@dataclass(frozen=True, slots=True)
class RuleKey:
    """One key of a site's table: `kind` is `selector`, `selectors`, `lines` or `text`."""

    name: str
    kind: str
    help: str
    example: str


KEYS = (
    RuleKey(
        "name",
        "text",
        "The name of the site, which titles of its pages may carry behind the headline.",
        '"Orbit Daily"',
    ),
    RuleKey("agency", "text", "Whose copy it is where a page names no agency.", '"MPA"'),
    RuleKey("headline", "selector", "The element that holds the headline.", '"h1.title"'),
    RuleKey("body", "selector", "The element that holds the story.", '"div#story"'),
    RuleKey("byline", "selector", "The element that holds the byline.", '"p.author"'),
    RuleKey("date", "selector", "The element that holds the date of publication.", '"span.date"'),
    RuleKey("drop", "selectors", "Elements that are no part of any story.", '["div.promo", "#nav"]'),
    RuleKey("story_after", "lines", "Text captures: the line behind which the story begins.", '["Skip to story"]'),
    RuleKey("story_before", "lines", "Text captures: how the line begins before which it ends.", '["More from Orbit"]'),
    RuleKey("drop_lines", "lines", "Text captures: lines that are no part of any story.", '["Buy Advertising"]'),
)
_NAMES = tuple(key.name for key in KEYS)


class SiteRules:
    """The rules of all sites in one file."""

    def __init__(self, rules: Mapping[str, Rules]) -> None:
        self._rules = {host.removeprefix("www."): one for host, one in rules.items()}

    def of(self, host: str) -> Rules:
        """The rules for pages of this host: its own, those of the domain it is below, or those for `*`."""
        name = host.lower().removeprefix("www.")
        while name:
            if name in self._rules:
                return self._rules[name]
            name = name.partition(".")[2]
        return self._rules.get("*", NO_RULES)


def load(file: Path) -> SiteRules:
    """The rules in this file. Raises WireroomError when it cannot be read, NetworkFileError with all its problems."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise WireroomError(f"the rules cannot be read: {reason}", where=str(file)) from error
    return parse(text, str(file))


def parse(text: str, name: str) -> SiteRules:
    """The rules that this text states; raises NetworkFileError with every problem, each with its place."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{name}:{found[1] if found else text.count(chr(10)) + 1}"
        raise NetworkFileError((WireroomError(f"not valid TOML: {error}", where=where),)) from None
    reader = _Reader(name, line_index(text))
    rules = {host.lower(): reader.site(host, table) for host, table in data.items()}
    if reader.problems:
        raise NetworkFileError(tuple(reader.problems))
    return SiteRules(rules)


class _Reader:
    def __init__(self, name: str, lines: Mapping[tuple[str | int, ...], int]) -> None:
        self._name, self._lines = name, lines
        self.problems: list[WireroomError] = []

    def _problem(self, path: tuple[str | int, ...], what: str, todo: str) -> None:
        while path and path not in self._lines:
            path = path[:-1]
        self.problems.append(WireroomError(what, where=f"{self._name}:{self._lines.get(path, 1)}", todo=todo))

    def site(self, host: str, table: Any) -> Rules:
        """The rules of one table."""
        if not isinstance(table, dict) or not _HOST.fullmatch(host.lower()):
            self._problem(
                (host,), f"{host!r} is no host with a table", 'write it as in ["www.orbit.example"], or ["*"]'
            )
            return NO_RULES
        values = {}
        for key, value in table.items():
            known = next((one for one in KEYS if one.name == key), None)
            if known is None:
                todo = f"{did_you_mean(key, _NAMES, 'take it out, or mend it.')} Allowed here: {listed(_NAMES)}"
                self._problem((host, key), f"unknown key `{key}` for {host}", todo)
            else:
                values[key] = self._value(known, value, (host, key))
        return Rules(**values)

    def _value(self, key: RuleKey, value: Any, path: tuple[str | int, ...]) -> Any:
        many = key.kind in ("selectors", "lines")
        given = value if many and isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one.strip() for one in given):
            self._problem(path, f"`{key.name}`: expected text", f"write it as in {key.name} = {key.example}")
            return () if many else ""
        if key.kind.startswith("selector"):
            for number, one in enumerate(given):
                try:
                    xpath_of(one)
                except SelectorError as error:
                    todo = "use names, .classes, #ids, [attributes], descendants and children (a > b)"
                    self._problem((*path, number) if isinstance(value, list) else path, f"`{key.name}`: {error}", todo)
        return tuple(given) if many else given[0]


def reference() -> str:
    """The text of docs/reference/import-rules.md."""
    lines = [
        "# Rules for old pages",
        "",
        "<!-- Generated from src/wireroom/newsroom/importing_rules.py; a test says that the two are equal. -->",
        "",
        "`wireroom import … --rules FILE` reads most pages without being told anything. Where a site's pages are",
        "odd, a small TOML file says where their parts are: one table a host (also for the hosts below it; `*` for all",
        "others).",
        "",
        "```toml",
        '["www.orbit.example"]',
        *(f"{key.name} = {key.example}" for key in KEYS),
        "```",
        "",
        "| key | value | what it says |",
        "|---|---|---|",
    ]
    kinds = {
        "text": "text",
        "selector": "a CSS selector",
        "selectors": "one or more CSS selectors",
        "lines": "one or more lines",
    }
    lines += [f"| `{key.name}` | {kinds[key.kind]} | {key.help} |" for key in KEYS]
    lines += [
        "",
        "Selectors may hold element names, `.class`, `#id`, `[attribute]` with `=`, `~=`, `^=`, `$=` and",
        "`*=`, descendants (`a b`), children (`a > b`) and alternatives (`a, b`); anything else is refused.",
        "",
    ]
    return "\n".join(lines)
