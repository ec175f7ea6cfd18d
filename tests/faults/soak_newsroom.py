"""The newsroom of a soak: a whole network on a small disk, in a real process with a clock that can be set."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.faults.soak_clock import VARIABLE
from tests.faults.soak_copy import TOKEN
from tests.wires import rss
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.network.model import Network
from wireroom.news import Body, Version, story_id
from wireroom.newsroom.home import Home
from wireroom.pages.addresses import story_path

SECRET = "nine quiet harbours"
DISK = "1g"
_SITE = """
[sites.{key}]
name = "The {key}"
url = "https://{key}.example"
[sites.{key}.sections]
news = "News"
[[sites.{key}.rails]]
title = "From next door"
from = "{other}"
length = 5
"""
_NETWORK = """
name = "Soak"
[sources.folder]
provider = "MPA"
from = "folder:inbox"
licence = "mpa"
[sources.push]
provider = "NLN"
from = "push:"
licence = "nln"
auth = "bearer"
password_file = "secret"
[sources.feed]
provider = "PWS"
from = "http://127.0.0.1:{feed}/feed.xml"
licence = "pws"
allow_private = true
every = "3 s"
slowest = "6 s"
[licences.mpa]
provider = "MPA"
term = {{ from = 2020-01-01 }}
sites = ["orbit", "shield", "current"]
forms = {{ feed = "full", json-ld = "headline", social-card = "headline" }}
credit = "MPA"
notice = "All MPA copy is protected."
[licences.nln]
provider = "NLN"
term = {{ from = 2020-01-01 }}
sites = ["orbit", "shield"]
display = "15 minutes"
credit = "NLN"
[licences.pws]
provider = "PWS"
term = {{ from = 2020-01-01 }}
sites = ["orbit", "current"]
forms = {{ feed = "headline" }}
credit = "PWS"
[[rules]]
name = "launches"
when = "slugline:launch*"
place = ["orbit/news", "shield"]
[[rules]]
name = "grids"
when = "slugline:grid*"
place = "current/news"
[[rules]]
name = "ways"
when = "slugline:transport*"
place = ["shield/news"]
[[rules]]
name = "feeds"
when = "provider:PWS"
place = ["orbit/news", "current/news"]
"""
SITES = ("orbit", "shield", "current")


@dataclass
class Life:
    """One life of the process: what it held, every few seconds: (second, resident bytes, descriptors, threads)."""

    began: float
    samples: list[tuple[float, int, int, int]] = field(default_factory=list)
    ended: float = 0.0
    why: str = ""


class Feed:
    """The feed of an agency; `trouble` makes its server fail in that way."""

    def __init__(self, entries: Callable[[], list[tuple[str, str, str, datetime]]]) -> None:
        self.trouble = ""
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if feed.trouble == "hangs":
                    time.sleep(20)
                if feed.trouble == "fails":
                    return self.send_error(503)
                data = rss(*entries())
                if feed.trouble == "cut off":
                    data = data[: len(data) // 2]
                if feed.trouble == "a page":
                    data = b"<!doctype html><title>Sign in</title><p>Please sign in."
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(data)
                return None

            def log_message(self, *facts: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()


class Running:
    """`wireroom run` over a folder of its own, started again whenever it is killed."""

    def __init__(self, room: Path, feed: int, answer: float) -> None:
        self.room = room
        self._answer = answer
        self.folder = room / "network"
        self.folder.mkdir(parents=True)
        self.small_disk = _mounted(self.folder)
        (self.folder / "inbox").mkdir()
        (self.folder / "secret").write_text(SECRET + "\n", encoding="utf-8")
        text = _NETWORK.format(feed=feed)
        text += "".join(
            _SITE.format(key=key, other=SITES[(number + 1) % len(SITES)]) for number, key in enumerate(SITES)
        )
        self.file = self.folder / "network.toml"
        self.file.write_text(text, encoding="utf-8")
        self.port = _free_port()
        self.lives: list[Life] = []
        self.clock = WallClock(room / "clock")
        self.process: subprocess.Popen[bytes] | None = None
        self.log = room / "server.log"

    def network(self) -> Network:
        """What the file says."""
        home = Home(self.file)
        try:
            return home.network
        finally:
            home.close()

    def archive(self, stories: int) -> list[tuple[str, str]]:
        """So many older stories in the ledger, before the first start: where each stands, by site and path."""
        home = Home(self.file)
        now = datetime.now(UTC).replace(microsecond=0)
        uris = [f"urn:archive:{number}" for number in range(stories)]
        try:
            for start in range(0, stories, 500):
                _append(home.ledger, uris[start : start + 500], start, now)
            home.ledger.catch_up()
            with home.ledger.snapshot(now) as snapshot:
                return [
                    (site, story_path(one.id, one.text, one.released, ZoneInfo("UTC")))
                    for site in SITES
                    for one in snapshot.placed(site)
                ]
        finally:
            home.close()

    def start(self, patience: float = 120.0) -> None:
        """Starts it and waits until it answers."""
        with self.log.open("ab") as log:
            command = [*wireroom("run"), "-q", "--port", str(self.port), "-n", str(self.file)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment())
        self.lives.append(Life(time.monotonic()))
        until = time.monotonic() + patience
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                if self.ask("orbit", "/")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"it does not answer {patience:.0f} s after its start")

    def kill(self, why: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends this life."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(60)
        self.ended(why)

    def ended(self, why: str) -> None:
        """Notes that this life is over."""
        self.lives[-1].ended = time.monotonic()
        self.lives[-1].why = why

    def command(self, *arguments: str, patience: float = 300.0) -> subprocess.CompletedProcess[str]:
        """Another process of Wireroom, beside the one that runs."""
        return self.beside(*arguments, "-n", str(self.file), patience=patience)

    def beside(self, *arguments: str, patience: float = 300.0) -> subprocess.CompletedProcess[str]:
        """A command that names its network itself."""
        return subprocess.run(
            wireroom(*arguments),
            capture_output=True,
            text=True,
            check=False,
            env=self.environment(),
            timeout=patience,
        )

    def environment(self) -> dict[str, str]:
        """With the clock that can be set."""
        return {**os.environ, VARIABLE: str(self.clock.file)}

    def ask(
        self, site: str, path: str, method: str = "GET", body: bytes = b"", bearer: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """One answer: status, headers in lower case, body. Raises OSError or HTTPException where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self._answer)
        try:
            sent = {"Host": f"{site}.example"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
            connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def sample(self) -> None:
        """Notes what the process holds now."""
        if self.process is None or not self.lives or self.lives[-1].ended:
            return
        proc = Path(f"/proc/{self.process.pid}")
        with suppress(OSError, KeyError):  # it may just have been killed
            status = (proc / "status").read_text(encoding="ascii", errors="replace")
            facts = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
            resident, threads = int(facts["VmRSS"].split()[0]) * 1024, int(facts["Threads"])
            life = self.lives[-1]
            life.samples.append((time.monotonic() - life.began, resident, len([*(proc / "fd").iterdir()]), threads))

    def halted(self) -> bool:
        """Whether somebody has stopped the process (SIGSTOP)."""
        with suppress(OSError, IndexError):
            if self.process is not None:
                told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii", errors="replace")
                return told.rpartition(")")[2].split()[0] == "T"
        return False

    def close(self) -> None:
        """Ends the process and gives the small disk back."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.small_disk:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)


class WallClock:
    """The clock of the newsroom: this machine's, set forwards or back by `offset` seconds for it alone.

    Told is the latest moment ever seen, as Wireroom promises to count.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.offset = 0.0
        self._highest = 0.0
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()
        file.write_text("+0\n", encoding="ascii")

    def __call__(self) -> datetime:
        with self._lock:
            self._latest = max(self._latest, datetime.now(UTC) + timedelta(seconds=self.offset))
            return self._latest

    def latest(self) -> datetime:
        """What the process may believe at most: while its clock is set back and right again, the two are apart."""
        return datetime.now(UTC) + timedelta(seconds=self._highest)

    def set(self, offset: float, *, followed_after: float = 0.0) -> None:
        """Sets the process's clock, which it sees within a second; the book's follows so many seconds later."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{offset:+g}\n", encoding="ascii")
        self._highest = max(self._highest, offset)
        if not followed_after:
            self.offset = offset
        new.rename(self.file)
        time.sleep(followed_after)
        self.offset = offset


def wireroom(*arguments: str) -> list[str]:
    """The command line as a process of its own."""
    return [sys.executable, "-c", "from tests.faults.soak_clock import main; main()", *arguments]


def address(uri: str, now: datetime) -> str:
    """A path that leads to the story on every site."""
    return f"/{now:%Y/%m/%d}/x-{story_id(uri)}"


def _append(ledger: SqliteLedger, uris: list[str], first: int, now: datetime) -> None:
    items = []
    for number, uri in enumerate(uris, first):
        at = now - timedelta(days=30) + timedelta(minutes=number)
        words = f"Harbour archive, volume {number}"
        text = "".join(f"<p>{words}: the council of Lindholm met again, part {part}.</p>" for part in range(8))
        slugline = ("launch", "grid", "transport")[number % 3]
        what = Version(
            *(uri, 1, "MPA", "en", words, "", slugline),
            body=Body(text),
            first_created=at,
            version_created=at,
            format="newsml-g2",
        )
        assert not TOKEN.search(text)
        items.append((what, "folder", ""))
    ledger.append_all(items, at=now - timedelta(minutes=1))


def _mounted(folder: Path) -> bool:
    """A small disk at this place, where that is allowed."""
    if shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
