"""The demo's first page: which sites there are, what has just happened on the wire, and what to look for."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path

from minijinja import Environment, safe

from wireroom.demo.script import Event
from wireroom.demo.simulation import Simulation
from wireroom.demo.wire import AGENCIES
from wireroom.ledger.model import Snapshot
from wireroom.network.model import Network
from wireroom.news import Story, story_id
from wireroom.newsroom.home import Home
from wireroom.pages import Page
from wireroom.pages.addresses import story_path
from wireroom.rights import show_story

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


_SHOUT = re.compile(r"[A-Z][A-Z' ]+: ")  # "CORRECTION: " and the like: the event's label says it already


class Guide:
    """Makes the page, each time it is asked for, from what has been sent and what the ledger says of it now."""

    def __init__(self, home: Home, simulation: Simulation, clock: Callable[[], datetime]) -> None:
        self._home = home
        self._simulation = simulation
        self._clock = clock
        folder = files("wireroom.demo").joinpath("guide")
        colours = "".join(f".{key}{{--site:{site.look.accent}}}" for key, site in home.network.sites.items())
        self._style = folder.joinpath("guide.css").read_text(encoding="utf-8") + colours
        self._environment = Environment(templates={"guide.html": folder.joinpath("guide.html").read_text("utf-8")})
        self._script = folder.joinpath("guide.js").read_text(encoding="utf-8")
        self._policy = (
            f"default-src 'none'; style-src {_digest(self._style)}; script-src {_digest(self._script)}; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
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
            script=self._script,
            sites=[self._site(network, key) for key in network.sites],
            happened=happened,
            clock=f"{now:%H:%M:%S} UTC",
            file=str(self._home.file),
            command=typed(),
        ).encode()
        return Page("/", 200, "text/html; charset=utf-8", body, "", None, frozenset(), None,
                    (("content-security-policy", self._policy), ("x-robots-tag", "noindex")))  # fmt: skip

    def _site(self, network: Network, key: str) -> dict[str, str]:
        site = network.sites[key]
        return {"name": site.name, "tagline": site.tagline, "href": _href(self._base(key) + "/"), "key": key}

    def _base(self, key: str) -> str:
        return f"http://{key}.localhost:{self.port}" if self.port else f"/@{key}"

    def _event(self, snapshot: Snapshot, network: Network, event: Event) -> dict[str, object]:
        story = snapshot.story(event.uri) if event.uri else None
        readable = story is not None and not story.killed and story.latest is not None
        return {
            "time": f"{event.at:%H:%M:%S}",
            "kind": event.kind,
            "label": KINDS.get(event.kind, event.kind),
            "agency": AGENCIES[event.agency].name,
            "headline": story.headline if story and readable else "",
            "language": story.latest.version.language if story and story.latest and readable else "",
            "note": _calm(event.note),
            "leads": "410, a notice, on" if story and story.killed else "",
            "links": self._links(snapshot, network, story) if story and event.kind != "kill-unknown" else [],
            "uri": event.uri,
        }

    def _links(self, snapshot: Snapshot, network: Network, story: Story) -> list[dict[str, str]]:
        """Where the story is read on each site that has it, or why it is not."""
        placed = {one.site for one in snapshot.placements(story.uri)}
        links = []
        for site in network.sites.values():
            if site.key not in placed and not story.killed:
                continue
            shown, clearance = show_story(story, network, site.key, snapshot.at)
            headline = shown.headline if shown else "story"
            link = {"name": site.name, "key": site.key, "href": "", "state": clearance.because}
            if (shown is not None or story.killed) and story.released is not None:
                path = story_path(story_id(story.uri), headline, story.released, site.zone)
                link["href"] = _href(self._base(site.key) + path)
            links.append(link)
        return links


def typed() -> str:
    """How the command is typed: by its name where the shell finds it, else (from a checkout) by its path."""
    return "wireroom" if shutil.which("wireroom") else str(Path(sys.argv[0]).absolute())


def _calm(note: str) -> str:
    """The note without its first word in capitals, where it begins with one and a colon."""
    told = _SHOUT.sub("", note, count=1)
    return told[:1].upper() + told[1:]


def _digest(text: str) -> str:
    """How a content security policy names an inline style or script (CSP level 3, §2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _href(url: str) -> str:
    """An address for an attribute, its slashes left as people read them."""
    return safe(escape(url))
