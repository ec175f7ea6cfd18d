"""The demo's first page: which sites there are, what has just happened on the wire, and what to look for."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files

from minijinja import Environment

from wireroom.demo.script import Event
from wireroom.demo.simulation import Simulation
from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network
from wireroom.news import story_id
from wireroom.newsroom.home import Home
from wireroom.pages import Page
from wireroom.pages.addresses import story_path
from wireroom.rights import show_story

REFRESH = 4  # seconds

KINDS = {
    "new": "new copy",
    "update": "update",
    "correction": "correction",
    "embargo": "embargo",
    "kill": "kill",
    "kill-unknown": "kill of a story never seen",
    "strangers-kill": "a stranger's kill",
    "again": "the same again",
    "broken": "broken file",
}


class Guide:
    """Makes the page, each time it is asked for, from what has been sent and what the ledger says of it now."""

    def __init__(self, home: Home, simulation: Simulation, clock: Callable[[], datetime]) -> None:
        self._home = home
        self._simulation = simulation
        self._clock = clock
        folder = files("wireroom.demo").joinpath("guide")
        colours = "".join(
            f".sites .{key}{{border-inline-start-color:{site.look.accent}}}" for key, site in home.network.sites.items()
        )
        self._style = folder.joinpath("guide.css").read_text(encoding="utf-8") + colours
        self._environment = Environment(templates={"guide.html": folder.joinpath("guide.html").read_text("utf-8")})
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        self._policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        self.port = ""

    def page(self) -> Page:
        """The page as of now."""
        network = self._home.network
        now = self._clock()
        with self._home.ledger.snapshot(now) as snapshot:
            happened = [self._event(snapshot, network, event) for event in self._simulation.sent]
        body = self._environment.render_template(
            "guide.html",
            style=self._style,
            refresh=REFRESH,
            sites=[self._site(network, key) for key in network.sites],
            happened=happened,
            clock=f"{now:%H:%M:%S} UTC",
            file=str(self._home.file),
        ).encode()
        return Page("/", 200, "text/html; charset=utf-8", body, "", None, frozenset(), None,
                    (("content-security-policy", self._policy), ("x-robots-tag", "noindex")))  # fmt: skip

    def _site(self, network: Network, key: str) -> dict[str, str]:
        site = network.sites[key]
        return {"name": site.name, "tagline": site.tagline, "href": self._base(key) + "/", "key": key}

    def _base(self, key: str) -> str:
        return f"http://{key}.localhost:{self.port}" if self.port else f"/@{key}"

    def _event(self, snapshot: Snapshot, network: Network, event: Event) -> dict[str, object]:
        story = snapshot.story(event.uri) if event.uri else None
        links = []
        for site in network.sites.values():
            placed = any(one.site == site.key for one in snapshot.placements(event.uri)) if story else False
            if story is None or not (placed or story.killed):
                continue
            shown, clearance = show_story(story, network, site.key, snapshot.at)
            headline = shown.headline if shown else "story"
            if shown is None and not story.killed:
                links.append({"name": site.name, "href": "", "state": clearance.because})
            elif story.released is not None:
                path = story_path(story_id(event.uri), headline, story.released, site.zone)
                links.append({"name": site.name, "href": self._base(site.key) + path, "state": ""})
        return {
            "time": f"{event.at:%H:%M:%S}",
            "kind": event.kind,
            "label": KINDS.get(event.kind, event.kind),
            "agency": event.agency,
            "headline": story.headline if story and not story.killed else "",
            "note": event.note,
            "links": links,
            "uri": event.uri,
        }
