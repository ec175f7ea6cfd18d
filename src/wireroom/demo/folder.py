"""The demo's network folder: made once from the made-up copy, and used again while it is fresh."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from wireroom import __version__
from wireroom.demo import pictures, wire
from wireroom.errors import WireroomError
from wireroom.newsroom.home import Home
from wireroom.transports import Delivery, beside, hint_for

FRESH = timedelta(hours=6)  # after that its "minutes ago" would be stale news
MARKER = "demo.json"

Bar = Callable[[Sequence[wire.File]], AbstractContextManager[Iterable[wire.File]]]


def usual_folder() -> Path:
    """Where the demo is kept between starts."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "wireroom" / "demo"


def opened_at(folder: Path) -> datetime | None:
    """When this folder's standing copy was made; None when it is no usable demo folder."""
    try:
        facts = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        opened = datetime.fromisoformat(facts["opened"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return opened if facts.get("version") == __version__ else None


def prepare(folder: Path, *, anew: bool, now: datetime, bar: Bar) -> datetime:
    """Makes the folder when there is none, or none fresh; returns the time that its standing copy is computed for.

    `bar` goes over the files to take in, and may show how far it is. Raises WireroomError when the folder holds
    something else than a demo.
    """
    opened = opened_at(folder)
    if opened is not None and not anew and now - opened < FRESH:
        return opened
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise WireroomError(
                "this folder holds something else", where=str(folder), todo="name an empty one: --folder"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("{}", encoding="utf-8")
    text = files("wireroom.demo").joinpath("network.toml").read_text(encoding="utf-8")
    (folder / "network.toml").write_text(text, encoding="utf-8")
    home = Home(folder / "network.toml")
    try:
        _lay_pictures(home)
        _take_standing(home, now, bar)
    finally:
        home.close()
    facts = {"opened": now.isoformat(), "version": __version__}
    (folder / MARKER).write_text(json.dumps(facts), encoding="utf-8")
    return now


def inbox(folder: Path, agency: str) -> Path:
    """The folder that this agency delivers into."""
    return folder / "inbox" / agency


def _lay_pictures(home: Home) -> None:
    """Draws each agency's pictures into its inbox, where its copy finds them."""
    for agency in wire.AGENCIES:
        place = inbox(home.folder, agency)
        place.mkdir(parents=True, exist_ok=True)
        for name in wire.pictures_of(agency):
            (place / f"{name}.jpg").write_bytes(pictures.draw(name))


def _take_standing(home: Home, now: datetime, bar: Bar) -> None:
    intake = home.intake(lambda: now)
    by_code = {source.address.rsplit("/", 1)[-1]: source for source in home.network.sources.values()}
    with bar(wire.standing(now)) as files_in_turn:
        for file in files_in_turn:
            source = by_code[file.agency]
            around = beside(inbox(home.folder, file.agency))
            delivery = Delivery(file.name, file.data, hint_for(source, file.name), around)
            for fate in intake.take(source, [delivery]):
                if fate.outcome != "accepted":
                    raise WireroomError(
                        f"the demo's own copy was not taken: {fate.outcome} {fate.why}", where=fate.file
                    )
    home.ledger.catch_up()


def wall_clock() -> datetime:
    """Now, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
