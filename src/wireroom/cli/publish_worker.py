"""One of the processes that make pages for `wireroom publish`: `python -m wireroom.cli.publish_worker NETWORK …`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

from wireroom.cli.publish import pages, pictures
from wireroom.newsroom.home import Home
from wireroom.newsroom.publishing.crew import serve
from wireroom.newsroom.publishing.making import Maker
from wireroom.newsroom.publishing.publication import made_with
from wireroom.newsroom.publishing.weaving import Weaving


def main(file: str, weaving: str, suffix: str) -> None:
    """Makes what it is asked for on standard input until that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the publisher, which lets its crew go
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not speak in between
    with closing(Home(Path(file))) as home:
        maker = Maker(home.network, pages(home), pictures(home), Weaving(weaving), suffix)
        serve(home.ledger, maker, made_with(home, Weaving(weaving)), sys.stdin.buffer, told)


if __name__ == "__main__":
    main(*sys.argv[1:])
