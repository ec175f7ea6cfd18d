"""The work during which faults happen, in a process of its own: started once, forked for each fault.

Reads jobs as lines of JSON on stdin; forks a child for each, prints its pid, then its exit code. A child waits until
it is traced, works, and calls out what it has acknowledged with writev(2), which no fault is ever put into.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.rig import NOW
from wireroom.cli import COMMANDS, group
from wireroom.errors import WireroomError
from wireroom.ledger.originals import digest_of
from wireroom.ledger.sqlite import connection as connections
from wireroom.newsroom.home import Home
from wireroom.transports import open_source

KILLED = "urn:newsml:mpa.example:20261122:7001"
"""The story that is killed, by the wire in `take-in`, by the desk in `kill`."""
STORIES = "urn:newsml:mpa.example:20261122:700"
Acknowledge = Callable[[str], None]
_TRACED_WITHIN = 60.0
_PR_SET_PTRACER = 0x59616D61


def take_in(folder: Path, acknowledge: Acknowledge) -> None:
    """Takes the inbox in as `wireroom run` does: a look, the ledger, then done, until nothing is left."""
    home = Home(folder / "network.toml")
    try:
        source = home.network.sources["mpa"]
        transport = open_source(source, home.folder)
        intake = home.intake(lambda: NOW)
        while deliveries := transport.deliveries():
            for delivery in deliveries:  # one at a time: more commits, more points to die at
                intake.take(source, [delivery])
                acknowledge(digest_of(delivery.data))
                transport.done(delivery)
        home.ledger.catch_up()
    finally:
        home.close()


def hasty(folder: Path, acknowledge: Acknowledge) -> None:
    """A newsroom that is wrong: files are put away before the ledger has them. For the test of the harness itself."""
    home = Home(folder / "network.toml")
    try:
        source = home.network.sources["mpa"]
        transport = open_source(source, home.folder)
        intake = home.intake(lambda: NOW)
        while deliveries := transport.deliveries():
            for delivery in deliveries:
                transport.done(delivery)
                intake.take(source, [delivery])
    finally:
        home.close()


def kill(folder: Path, acknowledge: Acknowledge) -> None:
    command("kill", KILLED, "-n", str(folder), "--by", "Ana", "--why", "wrong city")
    acknowledge(KILLED)


def backup(folder: Path, acknowledge: Acknowledge) -> None:
    command("backup", str(folder.parent / "backup.tar.zst"), "-n", str(folder), "--json")
    acknowledge("backup")


def restore(folder: Path, acknowledge: Acknowledge) -> None:
    command("restore", str(folder.parent / "before.tar.zst"), str(folder.parent / "restored"), "--json")
    acknowledge("restored")


def publish(folder: Path, acknowledge: Acknowledge) -> None:
    command("publish", str(folder.parent / "export"), "-n", str(folder))
    acknowledge("published")


WORKS: dict[str, Callable[[Path, Acknowledge], None]] = {
    "take-in": take_in,
    "kill": kill,
    "backup": backup,
    "restore": restore,
    **({"publish": publish} if "publish" in COMMANDS else {}),
}


ALL = {**WORKS, "hasty": hasty}


def command(*words: str) -> None:
    """Runs a command of `wireroom`; raises Stated when it told an error."""
    if group.main(list(words), standalone_mode=False):
        raise Stated


class Stated(Exception):
    """The command ended with an error that it has told already."""


def _child(job: dict[str, str]) -> int:
    out = os.open(job["report"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    book = os.open(job["book"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    if job.get("weak"):
        _weaken()
    if job.get("traced") and not _traced():
        return 97
    try:
        ALL[job["work"]](Path(job["folder"]), lambda what: void(os.writev(book, [what.encode(), b"\n"])))
    except WireroomError as error:
        print(f"wireroom: {error}", flush=True)
        return 1
    except Stated:
        return 1
    except BaseException:
        traceback.print_exc()
        return 98
    return 0


def void(result: object) -> None:
    """Throws a result away."""


def _weaken() -> None:
    """Commits as SQLite does by default in WAL mode, without an fsync: for the test of the harness itself."""
    strong = connections.connect

    def connect(path: Path, **facts: object) -> object:
        return strong(path, **{**facts, "synchronous": "NORMAL"})  # type: ignore[arg-type]

    from wireroom.ledger.sqlite import ledger

    ledger.connect = connect  # type: ignore[assignment, attr-defined]


def _traced() -> bool:
    """Waits for the tracer; whether it came."""
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)  # where only parents may trace
    until = time.monotonic() + _TRACED_WITHIN
    while time.monotonic() < until:
        if "TracerPid:\t0\n" not in Path("/proc/self/status").read_text():
            return True
        time.sleep(0.001)
    return False


def _warm_up() -> None:
    """Does every work once, so that all is imported when a child begins."""
    from tests.faults import world

    with tempfile.TemporaryDirectory() as name:
        for work in WORKS:
            WORKS[work](world.make(Path(name, work), work), void)


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    _warm_up()
    print("ready", file=answers)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 99
            try:
                code = _child(json.loads(line))
            finally:
                os._exit(code)
        print(pid, file=answers)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), file=answers)


if __name__ == "__main__":
    main()
