"""Hooks: others hear of what is gone or changed, once it is public, in order, also after failures and restarts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.transports.faulty import Asked, Server, answer, fetching
from tests.wires import g2
from wireroom.news import Hold, Kill, Release, Remove, story_id
from wireroom.newsroom import hooks as memory
from wireroom.newsroom.health_doctor import examine
from wireroom.newsroom.hooks import FIRST_PAUSE, Hooks

URI = "urn:newsml:mpa.example:20261122:8101"
KEY = "3f1c9d5e7b2a4c68"
PATH = f"/2026/11/22/rocket-qxzzy-leaves-{story_id(URI)}"


def story(number: int = 1, headline: str = "Rocket qxzzy leaves", **facts: object) -> bytes:
    return g2(URI, number, headline, created=NOW - timedelta(minutes=20 - number), **facts)  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    made.replies |= {"/hub": answer(202), "/indexnow": answer(200), "/purge": answer(200)}
    yield made
    made.close()


class Outside:
    """A newsroom whose hooks lead to the server."""

    def __init__(self, folder: Path, server: Server, more: str = "") -> None:
        (folder / "token").write_text("s3cret\n")
        ways = {"hub": "hub", "indexnow": "indexnow", "purge": "purge"}
        lines = [f'{key} = "{server.url}/{path}"' for key, path in ways.items()]
        lines += [f'indexnow_key = "{KEY}"', 'token_file = "token"', "allow_private = true", more]
        self.server = server
        self.rig = Rig(folder, NETWORK + "[hooks]\n" + "\n".join(lines))
        self.hear()

    def hear(self) -> None:
        """Looks, and waits until everybody has been told."""
        with fetching() as fetcher:
            hooks = Hooks(self.rig.home, lambda: self.rig.now, fetcher)
            hooks.look()
            hooks.wait()
            hooks.close()

    def told(self, path: str) -> list[Asked]:
        found = [one for one in self.server.asked if one.path == path]
        self.server.asked.clear()
        return found

    def purged(self) -> list[dict[str, Any]]:
        return [json.loads(one.body) for one in self.told("/purge")]

    def decide(self, make: Callable[..., Any], **facts: object) -> None:
        self.rig.home.ledger.append(make(uri=URI, by="Ana", at=self.rig.now, **facts), at=self.rig.now)


@pytest.fixture
def outside(tmp_path: Path, server: Server) -> Iterator[Outside]:
    made = Outside(tmp_path, server)
    yield made
    made.rig.close()


def test_a_kill_is_told_with_every_url_that_held_it(outside: Outside) -> None:
    outside.rig.take("mpa", story())
    outside.hear()
    assert outside.purged() == [], "what is new has no old copies"
    outside.decide(Kill)
    outside.hear()
    asked = outside.told("/purge")
    told = json.loads(asked[0].body)
    assert len(asked) == 1
    assert told["gone"] == [f"https://orbit.example{PATH}"]
    for address in ("/", "/feed.xml", "/planets", "/planets/atom.xml", "/feed.json", "/news-sitemap.xml"):
        assert f"https://orbit.example{address}" in told["changed"]
    assert "https://orbit.example/planets/before/" in told["prefixes"]
    assert told["stories"] == [{"uri": URI, "because": "kill"}]
    assert told["id"] == asked[0].headers["idempotency-key"]
    assert asked[0].headers["authorization"] == "Bearer s3cret"


def test_hub_and_indexnow_hear_of_what_is_new_and_what_is_gone(outside: Outside) -> None:
    for change in (lambda: outside.rig.take("mpa", story()), lambda: outside.decide(Kill)):
        change()
        outside.hear()
        asked = {one.path: one for one in outside.server.asked}
        outside.server.asked.clear()
        form = parse_qsl(asked["/hub"].body.decode())
        assert form[0] == ("hub.mode", "publish")
        assert ("hub.url", "https://orbit.example/feed.xml") in form
        assert ("hub.url", "https://orbit.example/planets/feed.json") in form
        assert json.loads(asked["/indexnow"].body) == {
            "host": "orbit.example",
            "key": KEY,
            "keyLocation": "https://orbit.example/indexnow.txt",
            "urlList": [f"https://orbit.example{PATH}"],
        }
        assert "authorization" not in asked["/hub"].headers | asked["/indexnow"].headers


def test_the_key_stands_on_the_site_and_feeds_name_the_hub(outside: Outside) -> None:
    assert outside.rig.get("orbit", "/indexnow.txt").text == KEY
    hub = f"{outside.server.url}/hub"
    for path in ("/feed.xml", "/planets/atom.xml", "/feed.json"):
        feed = outside.rig.get("orbit", path)
        assert hub in feed.text
        assert feed.header("link") == f'<{hub}>; rel="hub", <https://orbit.example{path}>; rel="self"'


def test_without_hooks_there_is_no_key(rig: Rig) -> None:
    assert rig.get("orbit", "/indexnow.txt").status == 404
    assert "hub" not in rig.get("orbit", "/feed.json").text


def test_nobody_hears_of_an_embargoed_story_before_its_time(outside: Outside) -> None:
    outside.rig.take("mpa", story(embargoed=NOW + timedelta(hours=1)))
    outside.hear()
    outside.decide(Hold)
    outside.decide(Release)
    outside.hear()
    assert outside.server.asked == []
    outside.rig.later(hours=1)
    outside.hear()
    assert {one.path for one in outside.server.asked} == {"/hub", "/indexnow"}


def test_a_story_killed_before_anybody_saw_it_is_no_news(outside: Outside) -> None:
    outside.rig.take("mpa", story(embargoed=NOW + timedelta(hours=1)))
    outside.decide(Kill)
    outside.hear()
    assert outside.server.asked == []


def test_every_address_it_was_public_at_is_purged_and_no_other(outside: Outside) -> None:
    outside.rig.take("mpa", story(embargoed=NOW + timedelta(hours=1), headline="A secret name"))
    outside.rig.take("mpa", story(2, embargoed=NOW + timedelta(hours=1)))
    outside.rig.later(hours=2)
    outside.rig.take("mpa", story(3, headline="Rocket qxzzy comes back"))
    outside.decide(Kill)
    outside.hear()
    told = outside.purged()[0]["gone"]
    assert [url.rpartition("/")[2].rpartition("-")[0] for url in told] == [
        "rocket-qxzzy-comes-back",
        "rocket-qxzzy-leaves",
    ]


@pytest.mark.parametrize("make", [Hold, Remove])
def test_a_hold_and_a_removal_are_told_too(outside: Outside, make: Callable[..., Any]) -> None:
    outside.rig.take("mpa", story())
    outside.hear()
    outside.purged()
    outside.decide(make, **({"site": "orbit"} if make is Remove else {}))
    outside.hear()
    assert outside.purged()[0]["gone"] == [f"https://orbit.example{PATH}"]


def test_a_correction_is_changed_and_not_gone(outside: Outside) -> None:
    outside.rig.take("mpa", story())
    outside.rig.take("mpa", story(2, signal="correction"))
    outside.hear()
    told = outside.purged()[0]
    assert told["gone"] == []
    assert f"https://orbit.example{PATH}" in told["changed"]


def test_time_alone_is_told(outside: Outside) -> None:
    outside.rig.take("mpa", story(expires=NOW + timedelta(days=1)))
    outside.hear()
    assert outside.purged() == []
    outside.rig.later(days=1)
    outside.hear()
    told = outside.purged()[0]
    assert told["gone"] == [f"https://orbit.example{PATH}"]
    assert "expire" in told["stories"][0]["because"]


def test_the_end_of_a_contract_is_told_story_by_story(outside: Outside) -> None:
    outside.rig.take("nln", story())
    outside.hear()
    outside.purged()
    outside.rig.now = NOW + timedelta(days=29, hours=23)
    outside.hear()
    assert outside.purged() == []
    outside.rig.now = NOW.replace(year=2027)
    outside.hear()
    assert outside.purged()[0]["gone"] == [f"https://orbit.example{PATH}"]


def test_what_fails_is_told_later_with_what_came_since(outside: Outside) -> None:
    outside.server.replies["/purge"] = answer(503)
    outside.rig.take("mpa", story())
    outside.decide(Kill)
    outside.hear()
    assert len(outside.told("/purge")) == 1
    outside.hear()
    assert outside.told("/purge") == [], "it is given a rest"
    outside.server.replies["/purge"] = answer(200)
    outside.rig.now += FIRST_PAUSE
    outside.rig.restart()
    outside.hear()
    assert [told["gone"] for told in outside.purged()] == [[f"https://orbit.example{PATH}"]]
    outside.hear()
    assert outside.purged() == []


def test_a_way_that_fails_holds_up_no_other(outside: Outside) -> None:
    outside.server.replies["/hub"] = answer(500)
    outside.rig.take("mpa", story())
    outside.decide(Kill)
    outside.hear()
    assert len(outside.purged()) == 1


def test_a_late_message_says_what_holds_then(outside: Outside) -> None:
    outside.server.replies["/purge"] = answer(500)
    outside.rig.take("mpa", story())
    outside.decide(Hold)
    outside.hear()
    outside.decide(Release)
    outside.purged()
    outside.server.replies["/purge"] = answer(200)
    outside.rig.now += FIRST_PAUSE
    outside.hear()
    assert outside.purged() == [], "it is there again: whoever heard nothing has nothing to forget"


def test_doctor_tells_of_a_way_that_fails(outside: Outside) -> None:
    outside.server.replies["/purge"] = answer(403)
    outside.rig.take("mpa", story())
    outside.decide(Kill)
    outside.hear()
    found = [one for one in examine(outside.rig.home.file, lambda: outside.rig.now) if one.check == "hooks"]
    assert len(found) == 1
    assert "purge 127.0.0.1 could not be told" in found[0].what
    assert "the server answered 403" in found[0].what


def test_a_damaged_memory_begins_anew(outside: Outside) -> None:
    (outside.rig.folder / "state" / "hooks.json").write_bytes(b"{")
    assert memory.load(outside.rig.folder) == {}
    outside.hear()
    assert all(one.seq == outside.rig.home.ledger.seq() for one in memory.load(outside.rig.folder).values())


COMMAND = (
    "import sys, pathlib; pathlib.Path('told.json').write_bytes(sys.stdin.buffer.read()); sys.exit(int(sys.argv[1]))"
)


@pytest.mark.parametrize("code", [0, 3])
def test_a_command_gets_the_list(tmp_path: Path, server: Server, code: int) -> None:
    command = json.dumps([sys.executable, "-c", COMMAND, str(code)])
    outside = Outside(tmp_path, server, f"[sites.orbit.hooks]\npurge_command = {command}")
    outside.rig.take("mpa", story())
    outside.decide(Kill)
    outside.hear()
    assert json.loads((tmp_path / "told.json").read_text())["gone"] == [f"https://orbit.example{PATH}"]
    told = next(one for name, one in memory.load(tmp_path).items() if name.startswith("purge_command"))
    assert (told.failures > 0, "ended with 3" in told.trouble) == (code > 0, code > 0)
    outside.rig.close()
