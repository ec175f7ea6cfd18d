"""Who deals with the newsroom of a soak at the same time: the sender, the readers, and who waits for embargoes."""

from __future__ import annotations

import http.client
import json
import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from tests.faults.soak_copy import Sent, Wire, leaks
from tests.faults.soak_faults import put
from tests.faults.soak_newsroom import SECRET, SITES, Running, address
from wireroom.news import story_id

GRACE = 20.0  # seconds after a fault in which an answer may still be missing
PATHS = (
    *("/", "/news", "/feed.xml", "/atom.xml", "/feed.json", "/news/feed.xml", "/sitemap.xml", "/news-sitemap.xml"),
    *("/rail/0", "/search?q=harbour", "/search?q=council+rocket", "/text/", "/no/such/page", "/robots.txt"),
)


def moved(site: str, found: tuple[int, str]) -> str:
    """The path on the same site that an answer leads to; "" where it leads nowhere."""
    own = f"https://{site}.example"
    lines = found[1].splitlines() if found[0] in (301, 302, 307, 308) else ()
    return next((line.removeprefix(own) for line in lines if line.startswith((own, "/2"))), "")


@dataclass
class Seen:
    """What all of them have noticed."""

    breaches: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)  # answers that did not come, by what was going on
    outcomes: Counter[str] = field(default_factory=Counter)
    lifted: list[float] = field(default_factory=list)  # seconds after its moment that an embargo was seen to be over
    retries: int = 0
    stalls: int = 0  # moments at which this machine let us, or the server, do nothing

    def breach(self, what: str) -> None:
        """Something that must not be."""
        if len(self.breaches) < 200:
            self.breaches.append(what)
            print(f"BREACH {what}", flush=True)


@dataclass
class Now:
    """What is being done to the newsroom at this moment."""

    fault: str = ""
    over: float = 0.0
    quiet: bool = False
    ended: bool = False

    def calm(self, seconds: float = GRACE) -> bool:
        """Whether nothing has been done to it for so long."""
        return not self.fault and time.monotonic() - self.over > seconds


class People:
    """Each in a thread, until `now.ended`."""

    def __init__(self, running: Running, wire: Wire, seen: Seen, now: Now, rate: float, reading: float) -> None:
        self.running, self.wire, self.seen, self.now = running, wire, seen, now
        self._rate, self._reading = rate, reading
        self._pushes: queue.Queue[Sent] = queue.Queue()
        self._files: queue.Queue[Sent] = queue.Queue()
        self._waiting: dict[str, Sent] = {}
        self._random = random.Random(wire.seed)
        works = (
            *(self._sending, self._putting, self._pushing, self._hearing),
            *(self._asking, self._watching, self._feeling),
        )
        self.threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in works]

    def start(self) -> None:
        """All begin."""
        for thread in self.threads:
            thread.start()

    def _work(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self.seen.breach(f"the soak itself failed in {work.__name__}: {error!r}")
            raise

    # The sender

    def _sending(self) -> None:
        while not self.now.ended:
            time.sleep(self._random.expovariate(self._rate))
            if not self.now.quiet:
                for one in self.wire.next():
                    self.send(one)

    def send(self, one: Sent) -> None:
        """Sends it by its own way."""
        if one.way == "push":
            self._pushes.put(one)
        elif one.way == "folder":
            self._files.put(one)

    def _putting(self) -> None:
        inbox = self.running.folder / "inbox"
        while not self.now.ended:
            with suppress(queue.Empty):
                one = self._files.get(timeout=0.5)
                while not put(inbox, one.name, one.data, slowly=one.slowly) and not self.now.ended:
                    time.sleep(0.5)  # the disk is full; a sender tries again
                self.expect(one)

    def expect(self, one: Sent) -> None:
        """It lies in the folder, and is acknowledged when it is gone from there to where taken files are."""
        self._waiting[one.name] = one

    def _hearing(self) -> None:
        taken = self.running.folder / "inbox/taken"
        while not self.now.ended:
            days = list(taken.glob("*"))
            for name, one in list(self._waiting.items()):
                if any((day / name).exists() for day in days):
                    one.acknowledge()
                    del self._waiting[name]
            time.sleep(0.1)

    def _pushing(self) -> None:
        while not self.now.ended:
            with suppress(queue.Empty):
                self._push(self._pushes.get(timeout=0.5))

    def _push(self, one: Sent) -> None:
        """As senders do: again and again until the newsroom says that it has it."""
        while not self.now.ended:
            status, body = 0, b""
            with suppress(OSError, http.client.HTTPException):
                status, _, body = self.running.ask("orbit", "/inbox/push", "POST", one.data, SECRET)
            if status == 202:
                self.seen.outcomes.update(json.loads(body)["outcomes"])
                one.acknowledge()
                return
            if status not in (0, 429, 503):
                self.seen.breach(f"a push was answered {status}: {body[:200]!r}")
                return
            self.seen.retries += 1
            time.sleep(1)

    # The readers

    def _asking(self) -> None:
        while not self.now.ended:
            time.sleep(self._random.expovariate(self._reading))
            site = self._random.choice(SITES)
            found = self.read(site, self._path())
            if found and (path := moved(site, found)):
                self.read(site, path)

    def _path(self) -> str:
        if self._random.random() < 0.5:
            return self._random.choice(PATHS)
        with self.wire.lock:
            recent = [one for one in list(self.wire.stories.values())[-500:] if one.uri]
        if not recent:
            return "/"
        uri = self._random.choice(recent).uri
        if self._random.random() < 0.1:
            return "/search?q=" + quote(story_id(uri))
        return address(uri, self.running.clock())

    def read(self, site: str, path: str) -> tuple[int, str] | None:
        """One answer, judged; None where there was none."""
        began, asked = time.monotonic(), self.running.clock()
        was = self.now.fault
        try:
            status, headers, body = self.running.ask(site, path)
        except (OSError, http.client.HTTPException) as error:
            fault = was or self.now.fault
            time.sleep(1.5)  # so that a machine that stood still is noticed
            self.seen.missing[fault or ("after a fault" if not self.now.calm() else "nothing")] += 1
            if self.now.calm() and not was:
                self.seen.breach(f"no answer from {site}{path} though nothing was wrong: {error!r}")
            return None
        text = body.decode("utf-8", "replace") + "\n" + "\n".join(headers.values())
        self.seen.answers[status] += 1
        if status >= 500 and self.now.calm() and not was:
            self.seen.breach(f"{status} from {site}{path} though nothing was wrong")
        for leak in leaks(self.wire, site, text, began, asked, self.running.clock.latest()):
            self.seen.breach(f"LEAK {site}{path} ({status}): {leak}")
        return status, text

    def insist(self, site: str, path: str) -> tuple[int, str] | None:
        """The same, asked again while there is no answer."""
        for _ in range(5):
            if found := self.read(site, path):
                return found
            time.sleep(2)
        return None

    def _feeling(self) -> None:
        """Notices when the machine itself stood still, or somebody else stopped the server: that is no fault of it."""
        last = time.monotonic()
        while not self.now.ended:
            time.sleep(0.5)
            gap, last = time.monotonic() - last, time.monotonic()
            if gap > 2 or (self.running.halted() and not self.now.fault):
                self.seen.stalls += 1
                self.now.over = last

    # Who waits for embargoes

    def _watching(self) -> None:
        while not self.now.ended:
            now = self.running.clock()
            with self.wire.lock:
                soon = [
                    one
                    for one in self.wire.stories.values()
                    if one.lifts and not one.watched and timedelta(0) < one.lifts - now < timedelta(seconds=1)
                ]
            for story in soon:
                story.watched = True
                threading.Thread(target=self._watch, args=(story.number,), daemon=True).start()
            time.sleep(0.2)

    def _watch(self, number: int) -> None:
        """Asks for the story until it is there; counted when nothing else was going on.

        An answer counts as of the moment at which its request began: how busy the machine is, is no matter of clocks.
        """
        story = self.wire.stories[number]
        assert story.lifts is not None
        site = min(story.sites)
        sent = next(one for one in self.wire.book if one.story is story)
        disturbed = not self.now.calm() or sent.at_acknowledged is None
        until = time.monotonic() + 10
        asked = refused = story.lifts
        while time.monotonic() < until and not self.now.ended:
            refused, asked = asked, self.running.clock()
            found = self.read(site, address(story.uri, asked))
            disturbed = disturbed or found is None or not self.now.calm() or not story.usable
            if found and found[0] in (200, 301, 308):
                break
            time.sleep(0.02)
        if disturbed or self.now.ended:
            return
        self.seen.lifted.append(max(0.0, (asked - story.lifts).total_seconds()))
        if refused > story.lifts + timedelta(seconds=1):
            self.seen.breach(f"the embargo of {story.uri} still held {refused - story.lifts} after its moment")
