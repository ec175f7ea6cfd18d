"""`wireroom reload`: the running server reads its files again, without a reader noticing."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wireroom.cli.common import network_option, opened
from wireroom.errors import WireroomError

if TYPE_CHECKING:
    from wireroom.newsroom.presence import Told

LONGEST = 60.0  # seconds that the server may take to make its lists anew
_LOOK = 0.05


@click.command()
@network_option
def reload(network_file: Path) -> None:
    """Have the running server read network.toml and templates/ again. What cannot be used changes nothing."""
    from wireroom.newsroom.presence import running

    with opened(network_file) as home:
        home.pages(home.network)  # what cannot be used is told here, and the server left alone
        told = running(home.folder)
        if told is None:
            todo = "start one: wireroom run; it reads everything when it starts"
            raise WireroomError("no server of this network is running", where=str(home.folder), todo=todo)
        os.kill(told.pid, signal.SIGHUP)
        after = _answer(home.folder, told)
    if after.trouble:
        raise WireroomError("the server goes on with what it had", where=str(home.file), todo=after.trouble)
    click.echo(f"process {told.pid} has read {home.file.name} and templates/ again")


def _answer(folder: Path, before: Told) -> Told:
    """What the server says once it has read its files. Raises WireroomError when it says nothing."""
    from wireroom.newsroom.presence import running

    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        now = running(folder)
        if now is not None and (now.pid, now.read) != (before.pid, before.read):
            return now
        time.sleep(_LOOK)
    raise WireroomError(
        f"process {before.pid} has not answered within {LONGEST:.0f} s", where=str(folder), todo="look at its log"
    )
