"""`wireroom run` as a real process, with the ways in over HTTP: pushed copy, a hub that pushes, a polled feed."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.newsroom.test_newsroom_running import Running, until
from tests.rig import NETWORK
from tests.transports.faulty import Asked, Server, answer
from tests.wires import g2, rss
from wireroom.transports.health import health_of

NOW = datetime.now(UTC).replace(microsecond=0)
SOURCES = """
[sources.desk]
provider = "MPA"
from = "push:"
licence = "mpa"
auth = "bearer"
password_env = "DESK_TOKEN"

[sources.feed]
provider = "PWS"
from = "{root}/feed.xml"
licence = "pws"
every = "1 s"
slowest = "{slowest}"
allow_private = true
"""


class Wire:
    """A feed with a hub, both on one server; the hub speaks with the newsroom at `newsroom`, whatever it was told."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.titles = ["Cable laid"]
        self.newsroom = ""
        self.callback = ""
        self.secret = b""
        self.challenged: list[tuple[str, str]] = []
        server.replies |= {"/feed.xml": lambda asked: answer(200, self.feed()), "/hub": self.hub}

    def feed(self) -> bytes:
        entries = [(f"tag:pws.example,2026:{title}", title, f"{title}, says PWS.", NOW) for title in self.titles]
        link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{self.server.url}/hub"/>'
        return rss(*entries).replace(b"<description>News", link.encode() + b"<description>News")

    def hub(self, asked: Asked) -> bytes:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        self.callback = self.newsroom + urlsplit(form["hub.callback"]).path
        self.secret = form.get("hub.secret", "").encode() or self.secret
        query = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "q w&e"}
        status, body = self.say("GET", self.callback + "?" + urlencode(query | {"hub.lease_seconds": "86400"}))
        self.challenged.append((form["hub.mode"], f"{status} {body}"))
        return answer(202)

    def push(self, body: bytes, secret: bytes) -> int:
        signature = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        return self.say("POST", self.callback, body, {"X-Hub-Signature": signature})[0]

    def say(
        self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        request = urllib.request.Request(url, body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture
def wire() -> Iterator[Wire]:
    server = Server()
    yield Wire(server)
    server.close()


@pytest.fixture
def running(tmp_path: Path, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setenv("DESK_TOKEN", "t0ken")
    text = NETWORK.replace('name = "Test Network"', 'name = "Test Network"\ninbox = "https://wire.example"', 1)
    sources = SOURCES.format(root=wire.server.url, slowest="1 hour")
    (tmp_path / "network.toml").write_text(text + sources, encoding="utf-8")
    made = Running(tmp_path)
    wire.newsroom = made.base
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.communicate()


def front(running: Running) -> str:
    return running.get("/@orbit/")[1]


def test_pushed_copy_is_on_the_front_when_the_sender_hears_of_it(running: Running, wire: Wire) -> None:
    body = g2("urn:newsml:mpa.example:20261122:77", 1, "Rocket by wire", created=NOW)
    status, told = wire.say("POST", running.base + "/inbox/desk", body, {"Authorization": "Bearer t0ken"})
    assert (status, json.loads(told)["outcomes"]) == (202, {"accepted": 1})
    assert "Rocket by wire" in front(running)
    assert wire.say("POST", running.base + "/inbox/desk", body)[0] == 401
    assert running.stop() == 0
    assert health_of(running.folder)["desk"].outcomes == {"accepted": 1}


@pytest.mark.slow
def test_a_feed_is_polled_subscribed_to_pushed_and_unsubscribed(running: Running, wire: Wire) -> None:
    until(lambda: "Cable laid" in front(running), 60)
    until(lambda: wire.challenged == [("subscribe", "200 q w&e")], 60)
    wire.titles.append("Cable cut")
    assert wire.push(wire.feed(), b"a guess") == 401
    assert "Cable cut" not in front(running)
    assert wire.push(wire.feed(), wire.secret) == 202
    assert "Cable cut" in front(running)
    until(lambda: "pushes this feed" in str(health_of(running.folder)["feed"].remarks), 60)
    file = running.folder / "network.toml"
    file.write_text(re.sub(r"\[sources\.feed\][^\[]*", "", file.read_text("utf-8")), encoding="utf-8")
    until(lambda: [mode for mode, _ in wire.challenged] == ["subscribe", "unsubscribe"], 60)
    assert wire.challenged[-1][1] == "200 q w&e"
    assert wire.push(wire.feed() + b" ", wire.secret) == 410
    assert running.stop() == 0
    assert "Traceback" not in running.log.read_text()


@pytest.mark.slow
def test_a_server_that_hangs_keeps_nobody_waiting(running: Running, wire: Wire) -> None:
    def hang(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        until(lambda: running.process.poll() is not None, 100)

    until(lambda: "Cable laid" in front(running), 60)
    wire.server.replies["/slow.xml"] = hang
    file = running.folder / "network.toml"
    file.write_text(file.read_text("utf-8").replace("/feed.xml", "/slow.xml"), encoding="utf-8")
    until(lambda: "/slow.xml" in wire.server.paths(), 60)
    running.drop("1.xml", g2("urn:newsml:mpa.example:20261122:78", 1, "Rocket meanwhile", created=NOW))
    until(lambda: "Rocket meanwhile" in front(running), 25)
    assert running.stop() == 0, "and the stop does not wait for it either"
