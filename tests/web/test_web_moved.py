"""An entry of another process that comes while an answer is made: it counts as before the answer, or as behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.wires import ninjs
from wireroom.news import Kill
from wireroom.newsroom.home import Home
from wireroom.pages.pages import Pages

URI = "https://mpa.example/ferry"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, NETWORK)
    made.take("mpa", ninjs(URI, 1, "Ferry to Lindholm returns", slugline="launch-ferry", versioncreated=NOW))
    made.take("mpa", ninjs(URI + "2", 1, "Bridge at Lindholm opens", slugline="launch-bridge", versioncreated=NOW))
    yield made
    made.close()


class Meanwhile:
    """Another process kills one story, and takes in something new, each time this one begins to make a page."""

    def __init__(self, rig: Rig, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        self.home = Home(rig.folder / "network.toml")
        self.left = times
        self.begun = 0
        made = Pages.frame

        def frame(pages: Pages, *asked: Any) -> Any:
            self.begun += 1
            if self.left:
                self.left -= 1
                self.home.ledger.append(Kill(uri=URI, by="Ana", at=NOW, why=f"order {self.left}"), at=NOW)
            return made(pages, *asked)

        monkeypatch.setattr(Pages, "frame", frame)


@pytest.mark.parametrize("times", [1, 2, 3, 10])
@pytest.mark.parametrize("path", ["/launch", "/sitemap.xml", "/search?q=lindholm", "/story"])
def test_a_kill_while_the_page_is_made_is_never_half_seen(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, path: str, times: int
) -> None:
    story = rig.url(URI, "orbit")
    path = story if path == "/story" else path
    for each in ("/", "/launch", "/feed.xml", story):  # memory knows what readers ask for
        assert rig.get("orbit", each).status == 200
    rig.take("mpa", ninjs(URI + "3", 1, "Harbour at Lindholm closes", slugline="launch-harbour", versioncreated=NOW))
    meanwhile = Meanwhile(rig, monkeypatch, times)
    answer = rig.get("orbit", path)
    whole = ("Ferry to Lindholm" in answer.text, answer.status)
    assert whole in ((True, 200), (False, 200), (False, 410))
    # What memory does not know is read as of one moment, if need be from the beginning.
    assert meanwhile.begun == (1 if path == "/launch" else 2)
    meanwhile.left = 0
    again = rig.get("orbit", path)
    assert "Ferry to Lindholm" not in again.text
    assert again.status == (410 if path == story else 200)
    meanwhile.home.close()
