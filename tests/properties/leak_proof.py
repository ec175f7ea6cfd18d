"""One history of the leak proof from its beginning to its end: what the quick test and `./dev leaks` both do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.properties.leak_newsroom import READERS, Newsroom
from tests.properties.leak_world import STORIES, Step, Terms

History = tuple[dict[str, Terms], list[Step]]
LATER = (timedelta(seconds=90), timedelta(hours=6), timedelta(days=3), timedelta(days=40))


def crawled(history: History, later: timedelta) -> int:
    """Lets the history happen, reading everything from the opening's end on; how many responses were judged.

    Raises Leak.
    """
    contracts, steps = history
    with TemporaryDirectory(prefix="wireroom-leaks-") as folder:
        newsroom = Newsroom(Path(folder), contracts)
        try:
            for number, step in enumerate(steps, 1):
                newsroom.apply(step)
                if number == STORIES + 2:
                    newsroom.look_at_export()  # so that the last has something to take away
                if number >= STORIES:
                    newsroom.look(READERS[number % len(READERS)])
            newsroom.wait(later)
            for reader in READERS:
                newsroom.look(reader)
            newsroom.look_at_export()
            return newsroom.looked
        finally:
            newsroom.close()
