"""The live server: the readers' path is a bare ASGI callable over cached, pre-compressed pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from wireroom.web import client
from wireroom.web.client import Response

if TYPE_CHECKING:
    from wireroom.newsroom.home import Home
    from wireroom.web.site.app import SiteApp


def site_app(home: Home, clock: Callable[[], datetime]) -> SiteApp:
    """The readers' application of a network folder, ready to be asked without a server."""
    from wireroom.web import assembly  # with all that serving needs, and only when something is served

    return assembly.site_app(home, clock)


__all__ = ["Response", "client", "site_app"]
