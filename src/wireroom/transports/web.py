"""Opens the way in that a web address names: a feed that is polled, or an API that is followed from page to page."""

from __future__ import annotations

from pathlib import Path

from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.access import Access
from wireroom.transports.ap import ApFeed
from wireroom.transports.fetch import Fetcher
from wireroom.transports.linked import Linked
from wireroom.transports.model import Transport
from wireroom.transports.notebook import Notebook
from wireroom.transports.poll import Poll
from wireroom.transports.websub import Subscription
from wireroom.transports.wireq import WireQ


def open_web(source: Source, home: Path, hint: Hint, *, fetcher: Fetcher | None = None, inbox: str = "") -> Transport:
    """The transport of an `http:` or `https:` source; it remembers what it must under `home`."""
    access = Access(source, home, fetcher or Fetcher())
    notebook = Notebook.of(home, source.key, source.address)
    match source.follow:
        case "ap":
            return ApFeed(access, hint, notebook)
        case "wireq":
            return WireQ(access, hint)
        case "link":
            return Linked(access, hint, notebook)
        case _:
            subscription = Subscription(access, notebook, f"{inbox}/inbox") if inbox and source.websub else None
            return Poll(access, hint, notebook, subscription=subscription)
