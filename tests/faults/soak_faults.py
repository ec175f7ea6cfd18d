"""What happens to the newsroom of a soak, one thing a minute: each begins, lasts some seconds, and is over."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from tests.faults.soak_copy import Sent, Wire
from tests.faults.soak_newsroom import Feed, Running
from wireroom.newsroom.home import LEDGER


class Faults:
    """All that can be done to it. `lasting` is how many seconds a fault goes on."""

    def __init__(self, running: Running, feed: Feed, wire: Wire, lasting: float) -> None:
        self._running = running
        self._feed = feed
        self._wire = wire
        self._lasting = lasting
        self.backups: list[Path] = []
        self.troubles: list[str] = []
        self.handed_in: list[Sent] = []
        self.kinds: dict[str, Callable[[], None]] = {
            "stopped and continued": self.stopped,
            "ledger locked": self.locked,
            "second process takes in": self.second_process,
            "source down": self.source_down,
            "network file broken": self.file_broken,
            "backup under load": self.backup,
            "flood": self.flood,
            "clock set back": self.clock_back,
            "clock set forwards": self.clock_forwards,
        }
        if running.small_disk:
            self.kinds["disk full"] = self.disk_full

    def stopped(self) -> None:
        """The process stands still, as when a machine is moved."""
        assert self._running.process is not None
        os.kill(self._running.process.pid, signal.SIGSTOP)
        time.sleep(self._lasting)
        os.kill(self._running.process.pid, signal.SIGCONT)

    def locked(self) -> None:
        """Another program holds the ledger's write lock for longer than anybody waits for it."""
        with closing(sqlite3.connect(self._running.folder / LEDGER, isolation_level=None, timeout=30)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self._lasting + 6)
            other.execute("ROLLBACK")

    def second_process(self) -> None:
        """`wireroom take-in` and `wireroom kill` beside the one that runs."""
        with self._wire.lock:
            sent = [next(iter(self._wire._story("folder", "second process"))) for _ in range(20)]
            self._wire.book += sent
        folder = self._running.room / "beside"
        folder.mkdir(exist_ok=True)
        for one in sent:
            (folder / one.name).write_bytes(one.data)
        done = self._running.command("take-in", "folder", *[str(folder / one.name) for one in sent])
        if done.returncode:
            self.troubles.append(f"take-in beside the server: {done.stderr or done.stdout}")
            return
        for one in sent:
            one.acknowledge()
        victim = sent[0].story
        assert victim is not None
        victim.usable, victim.was_shown = False, True
        done = self._running.command("kill", victim.uri, "--by", "soak", "--why", "a trial")
        if done.returncode:
            self.troubles.append(f"kill beside the server: {done.stderr or done.stdout}")
        else:
            victim.at_killed = time.monotonic()

    def disk_full(self) -> None:
        """Not a byte is left."""
        ballast = self._running.folder / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as out:
            while out.write(b"x" * (1 << 20)):
                pass
        with suppress(OSError), ballast.open("ab", buffering=0) as out:
            while out.write(b"x" * 512):
                pass
        until = time.monotonic() + self._lasting
        while time.monotonic() < until:
            time.sleep(0.1)
        ballast.unlink()

    def source_down(self) -> None:
        """The feed's server fails in one way after the other."""
        for trouble in ("fails", "cut off", "a page", "hangs"):
            self._feed.trouble = trouble
            time.sleep(self._lasting / 4 + 1)
        self._feed.trouble = ""

    def clock_back(self) -> None:
        """The clock is set back by five minutes, and after a while to the right time again."""
        clock, before = self._running.clock, self._running.clock.offset
        clock.set(before - 300)
        time.sleep(self._lasting)
        clock.set(before, followed_after=3)

    def clock_forwards(self) -> None:
        """The clock was late by twenty seconds, and is set right."""
        self._running.clock.set(self._running.clock.offset + 20)
        time.sleep(3)

    def file_broken(self) -> None:
        """Somebody saves half a network file, and then the whole one."""
        whole = self._running.file.read_bytes()
        self._running.file.write_bytes(whole[: len(whole) // 2])
        time.sleep(self._lasting / 2)
        self._running.file.write_bytes(whole + b"# again\n")
        time.sleep(2)

    def backup(self) -> None:
        """`wireroom backup` while copy comes in."""
        file = self._running.room / f"backup-{len(self.backups)}.tar.zst"
        done = self._running.command("backup", str(file))
        if done.returncode:
            self.troubles.append(f"backup under load: {done.stderr or done.stdout}")
        else:
            self.backups.append(file)

    def flood(self) -> None:
        """A hundred files at once, as after an outage."""
        with self._wire.lock:
            sent = [next(iter(self._wire._story("folder", "flood"))) for _ in range(100)]
            self._wire.book += sent
        for one in sent:
            put(self._running.folder / "inbox", one.name, one.data)
        self.handed_in += sent


def put(inbox: Path, name: str, data: bytes, *, slowly: bool = False) -> bool:
    """A file as a sender puts it down: aside and then moved, or in two halves under its last name."""
    aside = inbox / (name if slowly else f".{name}.part")
    try:
        with aside.open("wb") as out:
            out.write(data[: len(data) // 2])
            out.flush()
            if slowly:
                time.sleep(0.7)
            out.write(data[len(data) // 2 :])
        if not slowly:
            aside.rename(inbox / name)
    except OSError:
        return False
    return True
