"""The soak: a real newsroom for hours at ten times a real wire, with a fault each minute. ./dev soak [HOURS]

Nothing acknowledged may be lost or come twice, no kill be undone, no embargo lift early, no byte be read that may not
be; memory and open files stay flat. Exit 1, with what was broken, where one of these does not hold.
"""

from __future__ import annotations

import http.client
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.soak_checks import Checks
from tests.faults.soak_copy import Wire
from tests.faults.soak_faults import Faults
from tests.faults.soak_newsroom import Feed, Life, Running
from tests.faults.soak_people import Now, People, Seen

WARM_UP = 300.0  # seconds of a life in which caches fill
MOST_GROWTH = 0.10  # of the resident memory after the warm-up, in an hour
MOST_FILES = 5  # descriptors more than after the warm-up


@dataclass(frozen=True)
class Plan:
    """How long, how much, how often. Seconds, and deliveries a second."""

    length: float
    rate: float = 0.6  # a big agency sends some 5,000 items a day
    reading: float = 5.0
    fault_every: float = 60.0
    lasting: float = 8.0
    check_every: float = 600.0
    archive: int = 3000  # older stories, so that the cache of pages is full from the beginning
    patience: float = 240.0  # for all that was sent to be taken in
    answer: float = 10.0  # for one answer
    kinds: tuple[str, ...] = ()  # of faults; all, when left out


class Soak:
    """One of them, in a folder of its own."""

    def __init__(self, room: Path, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.feed = Feed(lambda: list(self.wire.feed))
        self.running = Running(room, self.feed.port, plan.answer)
        self.wire = Wire(self.running.clock, seed, cut_off=plan.length > 600)
        self.seen, self.now = Seen(), Now()
        self.people = People(self.running, self.wire, self.seen, self.now, plan.rate, plan.reading)
        self.checks = Checks(self.running, self.wire, self.people, self.seen)
        self.faults = Faults(self.running, self.feed, self.wire, plan.lasting)
        self.done: Counter[str] = Counter()
        self._archive: list[tuple[str, str]] = []

    def run(self) -> bool:
        """All of it; whether everything held."""
        began = time.monotonic()
        self._archive = self.running.archive(self.plan.archive)
        self._start()
        self.people.start()
        threading.Thread(target=self._sampling, daemon=True).start()
        next_fault = next_check = time.monotonic()
        next_check += self.plan.check_every
        next_fault += self.plan.fault_every
        while time.monotonic() - began < self.plan.length:
            time.sleep(0.25)
            self._alive()
            if time.monotonic() >= next_fault:
                self._fault(second_half=time.monotonic() - began > self.plan.length / 2)
                next_fault = max(next_fault + self.plan.fault_every, time.monotonic() + 1)
            if time.monotonic() >= next_check:
                self.check()
                next_check = time.monotonic() + self.plan.check_every
                next_fault = max(next_fault, time.monotonic() + 5)
        self.check()
        for backup in self.faults.backups[-1:]:
            self.checks.restored(backup)
        self.now.ended = True
        for thread in self.people.threads:
            thread.join(60)
        self.running.ended("the end")
        for life in self.running.lives:
            self._judge(life)
        if b"Traceback" in self.running.log.read_bytes():
            self.seen.breach(f"the server's log has a traceback: {self.running.log}")
        self._tell(time.monotonic() - began)
        return not self.seen.breaches

    def close(self) -> None:
        """Ends what still runs."""
        self.now.ended = True
        self.running.close()
        self.feed.close()

    def _start(self) -> None:
        self.running.start()
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        """A reader who asks for everything old: the cache of pages is full from then on."""
        life = self.running.lives[-1]
        for site, path in self._archive:
            if life is not self.running.lives[-1] or self.now.ended:
                return
            with suppress(OSError, http.client.HTTPException):
                self.running.ask(site, path)

    def _alive(self) -> None:
        assert self.running.process is not None
        code = self.running.process.poll()
        if code is not None:
            self.running.ended(f"ended by itself ({code})")
            self.seen.breach(f"the server ended by itself with {code}; see {self.running.log}")
            self._start()

    def _fault(self, second_half: bool) -> None:
        """The next one in turn; each third is a SIGKILL, in the first half: the second shows what grows."""
        kinds = [kind for kind in self.plan.kinds or self.faults.kinds if kind in self.faults.kinds]
        count = self.done.total()
        killing = not second_half and count % 3 == 0
        name = "SIGKILL and start" if killing else kinds[(count - self.done["SIGKILL and start"]) % len(kinds)]
        self.now.fault = name
        self._say(name)
        try:
            if killing:
                self.running.kill("SIGKILL")
                self._start()
            else:
                self.faults.kinds[name]()
        finally:
            self.now.fault, self.now.over = "", time.monotonic()
        self.done[name] += 1
        for one in [*self.faults.handed_in]:
            self.people.expect(one)
        self.faults.handed_in.clear()
        for trouble in self.faults.troubles:
            self.seen.breach(trouble)
        self.faults.troubles.clear()

    def _sampling(self) -> None:
        while not self.now.ended:
            self.running.sample()
            time.sleep(5)

    def check(self) -> None:
        """Lets the sender rest until all is taken in, and then asks for everything."""
        began = time.monotonic()
        self.now.quiet = True
        self._say("the sender rests")
        until = began + self.plan.patience
        while self.checks.waiting() and time.monotonic() < until:
            time.sleep(1)
        self._say("all is asked for")
        for name in self.checks.waiting()[:5]:
            self.seen.breach(f"sent, and not taken in within {self.plan.patience:.0f} s: {name}")
        self.checks.all()
        self.now.quiet = False
        life = self.running.lives[-1]
        held = f"{life.samples[-1][1] / 2**20:.0f} MB, {life.samples[-1][2]} files" if life.samples else ""
        self._say(
            f"checked in {time.monotonic() - began:.0f} s: {len(self.wire.book)} sent, "
            f"{self.checks.entries} entries, {self.seen.answers.total()} answers read, {held}, "
            f"{len(self.seen.breaches)} breaches"
        )

    def _say(self, what: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)

    # The table

    def _judge(self, life: Life) -> None:
        """Memory and open files of a life that was long enough to tell."""
        told = growth(life)
        if told is None:
            return
        start, slope, files = told
        if slope > start * MOST_GROWTH:
            self.seen.breach(f"memory grows by {slope / 2**20:.1f} MB an hour over {start / 2**20:.0f} MB")
        if files > MOST_FILES:
            self.seen.breach(f"{files:.0f} more open files than after the warm-up")

    def _tell(self, took: float) -> None:
        kinds = Counter(one.kind for one in self.wire.book)
        sent = len(self.wire.book)
        print(f"\nsoak of {took / 3600:.2f} h, {sent} deliveries ({sent / took:.2f} a second)")
        print("  sent:     " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
        print(f"  pushed:   {dict(self.seen.outcomes)}, {self.seen.retries} tries that failed and were made again")
        print("  faults:   " + ", ".join(f"{count} {kind}" for kind, count in self.done.most_common()))
        print(f"  ledger:   {self.checks.entries} entries; every acknowledged delivery once")
        print(f"  answers:  {self.seen.answers.total()} read and judged {dict(self.seen.answers)}")
        print(f"  missing:  {dict(self.seen.missing)}; the machine itself stood still {self.seen.stalls} times")
        killed = sum(one.at_killed is not None for one in self.wire.stories.values())
        print(f"  killed:   {killed} stories, each asked for on every site at every check")
        if late := self.seen.lifted:
            print(
                f"  embargo:  {len(late)} watched in calm, over {min(late) * 1e3:.0f} to {max(late) * 1e3:.0f} ms "
                f"after the moment (median {statistics.median(late) * 1e3:.0f} ms)"
            )
        for number, life in enumerate(self.running.lives, 1):
            print(f"  life {number:<3} {_life(life)}")
        print(f"  breaches: {len(self.seen.breaches)}")
        for breach in self.seen.breaches:
            print(f"    {breach}")


def growth(life: Life) -> tuple[float, float, float] | None:
    """Of a life of more than ten minutes after the warm-up: bytes at its end, bytes an hour, more files."""
    calm = [one for one in life.samples if one[0] > WARM_UP]
    if not calm or calm[-1][0] - calm[0][0] < 600:
        return None
    slope, start = statistics.linear_regression([one[0] for one in calm], [one[1] for one in calm])
    tenth = max(len(calm) // 10, 1)
    files = statistics.median(one[2] for one in calm[-tenth:]) - statistics.median(one[2] for one in calm[:tenth])
    return start + slope * WARM_UP, slope * 3600, files


def _life(life: Life) -> str:
    if not life.samples:
        return f"ended after {life.ended - life.began:.0f} s: {life.why}"
    first, last = life.samples[0], life.samples[-1]
    told = growth(life)
    flat = f"; after warm-up {told[1] / 2**20:+.1f} MB an hour, {told[2]:+.0f} files" if told else ""
    return (
        f"{life.ended - life.began:5.0f} s: {first[1] / 2**20:.0f} → {last[1] / 2**20:.0f} MB (most "
        f"{max(one[1] for one in life.samples) / 2**20:.0f}), {first[2]} → {last[2]} files (most "
        f"{max(one[2] for one in life.samples)}), {last[3]} threads{flat}; {life.why}"
    )


def main(arguments: list[str]) -> int:
    """`HOURS` (two unless told), and a seed."""
    hours = float(arguments[0]) if arguments else 2.0
    seed = int(arguments[1]) if len(arguments) > 1 else int(time.time())
    room = Path(tempfile.mkdtemp(prefix="soak-"))
    print(f"soak of {hours:g} h in {room}, seed {seed}", flush=True)
    soak = Soak(room, Plan(hours * 3600), seed)
    try:
        held = soak.run()
    finally:
        soak.close()
    if held:
        shutil.rmtree(room, ignore_errors=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
