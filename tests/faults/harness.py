"""Puts a fault into a running work at one chosen system call, with strace(1), and lets all go on from there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults import world

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("WIREROOM_FAULTS") == "full"
"""`./dev faults` sets it: all the points, and not CI's share of them."""
DEADLY = (
    "pwrite64",
    "write",
    "fdatasync",
    "fsync",
    "ftruncate",
    "rename",
    "renameat",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
)
FAILING = (*DEADLY, "pread64")
_FAST = Path("/dev/shm")  # in memory: an fsync costs nothing, and the system calls are the same


@dataclass(frozen=True)
class Point:
    """The `at`th call of its kind in a work."""

    work: str
    call: str
    at: int

    def __str__(self) -> str:
        return f"{self.work} at {self.call} {self.at}"


@dataclass(frozen=True)
class Run:
    """How a work with a fault ended: its exit code (negative: the signal), what it printed, what it acknowledged."""

    code: int
    said: str
    acknowledged: set[str]
    trace: str


def traceable() -> bool:
    """Whether strace is here and may do its work."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0


class Stage:
    """The process that the works are forked from, and the worlds that they happen to."""

    def __init__(self) -> None:
        self.room = Path(tempfile.mkdtemp(prefix="faults-", dir=_FAST if os.access(_FAST, os.W_OK) else None))
        self._results: dict[str, world.Result] = {}
        command = [sys.executable, "-m", "tests.faults.works"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def result(self, work: str) -> world.Result:
        """What the work makes when nothing goes wrong."""
        if work not in self._results:
            # Always at the same place: some files name the folder that they are in.
            now = self._empty()
            self._results[work] = world.measure(now, work)
            world.make(self._empty(), work)
            now.rename(self.room / f"{work}-before")
        return self._results[work]

    @contextmanager
    def fresh(self, work: str) -> Iterator[Path]:
        """A room with the world as it is before the work."""
        self.result(work)
        room = self._empty()
        shutil.copytree(self.room / f"{work}-before", room)
        yield room

    def _empty(self) -> Path:
        """Where the worlds are, with nothing there."""
        shutil.rmtree(self.room / "now", ignore_errors=True)
        return self.room / "now"

    def run(self, work: str, room: Path, *strace: str, weak: bool = False) -> Run:
        """Does the work under strace with these options."""
        report, book, trace = (self.room / name for name in ("report", "book", "trace"))
        for file in (report, book, trace):
            file.unlink(missing_ok=True)
        job = {
            "work": work,
            "folder": str(room / "network"),
            "report": str(report),
            "book": str(book),
            "traced": "yes",
            "weak": "yes" if weak else "",
        }
        assert self._process.stdin is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)
        pid = self._answer()
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", str(trace), *strace, "-p", pid])
        code = int(self._answer())
        tracer.wait(300)
        assert code != 97, "nobody may be traced here"
        acknowledged = set(book.read_text().split()) if book.exists() else set()
        return Run(code, report.read_text(), acknowledged, trace.read_text())

    def points(self, work: str, calls: tuple[str, ...]) -> list[Point]:
        """Every point of the work, as counted in a run without a fault."""
        with self.fresh(work) as room:
            run = self.run(work, room, "-e", f"trace={','.join(calls)}")
        assert run.code == 0, run.said
        found: list[Point] = []
        counts: Counter[str] = Counter()
        for call, first in re.findall(r"^\d+ +(\w+)\(([^,)]*)", run.trace, re.MULTILINE):
            counts[call] += 1
            if call != "write" or first not in ("1", "2"):  # what it prints is no file
                found.append(Point(work, call, counts[call]))
        return found

    def close(self) -> None:
        """Ends the process and clears the room."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(300)
        self._process.stdout.close()
        shutil.rmtree(self.room, ignore_errors=True)


def share(points: list[Point], most: int) -> list[Point]:
    """So many points of all, spread evenly over every kind of call: the rare ones all, the many in part."""
    if len(points) <= most:
        return points
    by_call: dict[str, list[Point]] = {}
    for one in points:
        by_call.setdefault(one.call, []).append(one)
    chosen: list[Point] = []
    left = sorted(by_call.values(), key=len)
    while left:
        kind = left.pop(0)
        take = min(len(kind), (most - len(chosen)) // (len(left) + 1))
        chosen += [kind[index * len(kind) // take] for index in range(take)]
    return chosen
