"""What commands share: the network option, times, story names, output as JSON."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home

F = TypeVar("F", bound=Callable[..., Any])


def network_option(function: F) -> F:
    """Adds -n/--network."""
    return click.option(
        "-n",
        "--network",
        "network_file",
        type=click.Path(path_type=Path),
        default=Path("network.toml"),
        show_default=True,
        help="The network file, or its folder.",
    )(function)


def json_option(function: F) -> F:
    """Adds --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print facts as JSON, one object a line.")(function)


class Moment(click.ParamType[datetime]):
    """A point in time: ISO 8601; without a zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no time; write it as 2026-03-26T14:00:00Z", param, ctx)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def at_option(help: str) -> Callable[[F], F]:
    """Adds --at TIME."""
    return click.option("--at", type=Moment(), default=None, help=help)


@contextmanager
def opened(network_file: Path) -> Iterator[Home]:
    """The network folder, closed at the end."""
    from wireroom.newsroom.home import Home

    home = Home(network_file)
    try:
        yield home
    finally:
        home.close()


def editor() -> str:
    """Who gives the order: the name of the person logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "shell"


def emit(facts: dict[str, Any]) -> None:
    """Prints one JSON object on one line."""
    click.echo(as_line(facts))


def as_line(facts: dict[str, Any]) -> str:
    """One JSON object on one line."""
    return json.dumps(facts, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
