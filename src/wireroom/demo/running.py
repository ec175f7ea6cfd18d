"""Runs the demo: its folder, its sites, its simulation and its guide."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from pathlib import Path

from wireroom.demo.folder import Bar, prepare, wall_clock
from wireroom.demo.guide import Guide, typed
from wireroom.demo.simulation import Simulation
from wireroom.newsroom.home import Home
from wireroom.newsroom.running import Newsroom
from wireroom.web.assembly import run


def run_demo(folder: Path, *, anew: bool, port: int, browser: bool, bar: Bar, say: Callable[[str], None]) -> None:
    """Prepares the folder and serves until stopped. Raises WireroomError as `prepare` and `run` do."""
    opened = prepare(folder, anew=anew, now=wall_clock(), bar=bar)
    home = Home(folder / "network.toml")
    try:
        clock = home.clock()
        simulation = Simulation(folder, opened)
        guide = Guide(home, simulation, clock)

        def ready(url: str) -> None:
            guide.port = url.rsplit(":", 1)[1]
            say(f"The demo network is at {url}/ and says what to look for (Ctrl+C stops it).")
            width = max(len(site.name) for site in home.network.sites.values())
            for key, site in home.network.sites.items():
                say(f"  {site.name:<{width}}  http://{key}.localhost:{guide.port}/   or {url}/@{key}/")
            say(f"  → {typed()} log -n {home.file}")
            if browser:
                webbrowser.open(url)

        async def play(newsroom: Newsroom, url: str) -> None:
            await simulation.play()

        run(home, clock, host="127.0.0.1", port=port, ready=ready, welcome=guide.page, job=play)
    finally:
        home.close()
