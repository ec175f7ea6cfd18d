"""`wireroom publish` as a whole: a network folder and a destination, brought together once or for good."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime

from wireroom import __version__
from wireroom.errors import LedgerBusyError, TransportError, WireroomError
from wireroom.ledger.codec import moment
from wireroom.newsroom.home import Home
from wireroom.newsroom.publishing import crew, servers
from wireroom.newsroom.publishing.crew import Crew
from wireroom.newsroom.publishing.making import Maker, Pages, Pictures
from wireroom.newsroom.publishing.manifest import Manifest
from wireroom.newsroom.publishing.place import Place
from wireroom.newsroom.publishing.publisher import Publisher, Report, Told
from wireroom.newsroom.publishing.weaving import SCRIPT, SCRIPT_PATH, Weaving
from wireroom.pages.model import Frame
from wireroom.transports.out import Destination

log = logging.getLogger("wireroom.publishing")

LOOK = 0.1  # seconds between looks at the ledger; one costs microseconds
LONGEST_SLEEP = 30.0  # seconds: a clock that was set forwards is noticed after that at the latest
AGAIN = 5.0  # seconds until a destination that refused is tried again


class Publication:
    """A network on its way to one destination.

    `pages` and `pictures` make what is published of a network file; `head` gives the headers of a page as the live
    server sends them; `listen` is the address or port that nginx listens at, as last time when it is "".
    `worker` is the command of a process that makes pages, too (`crew.serve`): it gets the network file, the way with
    rails and the ending of names besides. `processes` is how many of them there are, 0 for what suits the machine.
    """

    def __init__(
        self,
        home: Home,
        address: str,
        *,
        pages: Callable[[Home], Pages],
        pictures: Callable[[Home], Pictures],
        head: Callable[[Frame], Mapping[str, str]],
        listen: str = "",
        rails: str = "",
        twins: bool = True,
        everything: bool = False,
        told: Told = lambda verb, name, why: None,
        worker: Sequence[str] = (),
        processes: int = 0,
    ) -> None:
        self._home = home
        self._pages = pages
        self._pictures = pictures
        self._told = told
        self._worker = worker
        self._processes = processes
        name = hashlib.blake2b(address.encode(), digest_size=8).hexdigest()
        self.place = Place(address, home.folder / "published" / name)
        self.weaving = Weaving(rails or self.place.manifest.noted("rails") or Weaving.SSI)
        self._server = servers.Server(head, listen or self.place.manifest.noted("listen") or "80")
        clock = home.clock()
        published = self.place.manifest.noted("at")
        # What time has ended stays ended, also for a clock that was set back between two runs.
        floor = datetime.fromisoformat(published) if published else None
        self.clock: Callable[[], datetime] = (lambda: max(clock(), floor)) if floor else clock
        self._maker = self._make_maker()
        self._twins = twins and self.place.root is not None
        if everything:
            with self.place.manifest.writing():
                self.place.manifest.note("made with", "")

    def run(self) -> Report:
        """Brings the destination up to date."""
        self.place.look_around()
        report = self._run(self.place.manifest, self.place.destination)
        self._write_servers(report)
        self._done()
        return report

    def rehearse(self) -> Report:
        """Does nothing, and tells what `run` would do."""
        with self.place.rehearsal() as manifest:
            return self._run(manifest, _Nowhere(self.place.destination), rehearsing=True)

    def watch(self, stopping: threading.Event, heard: Callable[[Report], None]) -> None:
        """Brings it up to date, and keeps it so until told to stop; `heard` hears of each run that changed anything.

        An entry is noticed within LOOK seconds, a moment when it comes. Trouble is logged, and tried again.
        """
        seen, whole = -1, False
        while not stopping.is_set():
            try:
                seq = self._home.ledger.seq()
                if self._home.stamp() != self._home.read_as:
                    self._adopt()
                    whole = False
                if not whole:
                    heard(self.run())
                    whole = True
                elif seq != seen or self._is_due():
                    heard(self._follow())
                seen = seq
            except LedgerBusyError as error:
                log.info("%s", error)
            except TransportError as error:
                log.error("%s", error)
                whole = False
                stopping.wait(AGAIN)
                continue
            self._sleep(stopping, seen)

    def close(self) -> None:
        """Lets go of the destination."""
        self.place.close()

    def _adopt(self) -> None:
        """Reads a changed network file; one that cannot be used changes nothing."""
        try:
            self._home.ledger.adopt(self._home.reload())
            self._maker = self._make_maker()
        except (WireroomError, OSError) as error:
            log.error("the network file was not adopted, the old one stays in force:\n%s", error)

    def _follow(self) -> Report:
        with closing(self._publisher(self.place.manifest, self.place.destination)) as publisher:
            report = publisher.follow(self.clock())
        if report.moved:
            self._write_servers(report)
        self._done()
        return report

    def _is_due(self) -> bool:
        upcoming = self.place.manifest.next_change()
        return upcoming is not None and moment(upcoming) <= self.clock()

    def _sleep(self, stopping: threading.Event, seen: int) -> None:
        until = time.monotonic() + LONGEST_SLEEP
        while time.monotonic() < until and not stopping.wait(LOOK):
            if self._home.ledger.seq() != seen or self._is_due() or self._home.stamp() != self._home.read_as:
                return

    def _run(self, manifest: Manifest, destination: Destination, *, rehearsing: bool = False) -> Report:
        with closing(self._publisher(manifest, destination, rehearsing=rehearsing)) as publisher:
            return publisher.run(self.clock, made_with(self._home, self.weaving))

    def _publisher(self, manifest: Manifest, destination: Destination, *, rehearsing: bool = False) -> Publisher:
        return Publisher(
            self._home.ledger,
            self._maker,
            manifest,
            destination,
            twins=self._twins,
            told=self._told,
            gather=self._gather,
            rehearsing=rehearsing,
        )

    def _gather(self) -> Crew | None:
        """As many processes as were asked for, or as the machine has processors; none where that is one."""
        size = self._processes or min(crew.MOST, crew.processors())
        if size < 2 or not self._worker:
            return None
        command = [*self._worker, str(self._home.file), self.weaving, self.place.destination.suffix]
        return Crew(command, made_with(self._home, self.weaving), size, twins=self._twins)

    def _make_maker(self) -> Maker:
        home, suffix = self._home, self.place.destination.suffix
        return Maker(home.network, self._pages(home), self._pictures(home), self.weaving, suffix)

    def _write_servers(self, report: Report) -> None:
        """What a server needs to know besides the files, and the script that keeps inlined rails fresh."""
        wanted: dict[str, bytes] = {}
        if self.weaving is Weaving.INLINE:
            wanted |= {f"{site}{SCRIPT_PATH}": SCRIPT for site in self._home.network.sites}
        if self.place.root is not None:
            with self._home.ledger.snapshot(self.clock()) as snapshot:
                facts = servers.facts_of(self._maker, snapshot, self._server, self.place.root, self.weaving)
            wanted |= dict(servers.files_of(facts, self.place.manifest))
        for name, data in wanted.items():
            if not self.place.destination.holds(name, data):
                kind = "text/javascript; charset=utf-8" if name.endswith(".js") else "text/plain; charset=utf-8"
                self.place.destination.put(name, kind, data)
                self._told("write", name, "servers read it")
                report.servers = True
        self.place.destination.flush(durable=True)

    def _done(self) -> None:
        with self.place.manifest.writing():
            self.place.manifest.note("at", self.clock().isoformat())
            self.place.manifest.note("rails", self.weaving)
            self.place.manifest.note("listen", self._server.listen)


def made_with(home: Home, weaving: Weaving) -> str:
    """All that pages depend on besides the ledger and time."""
    slots = (one for site in home.network.sites.values() for one in site.slots)
    faces = (one for site in home.network.sites.values() for one in site.look.faces)
    parts: Iterable[str] = (
        __version__,
        weaving,
        home.file.read_text(encoding="utf-8"),
        *(f"{name}\n{text}" for name, text in sorted(home.templates().items())),
        *(one.html for one in slots),
        *(one.name for one in faces),
    )
    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=16).hexdigest()


class _Nowhere:
    """A destination that takes everything and keeps nothing."""

    def __init__(self, like: Destination) -> None:
        self.suffix = like.suffix
        self.where = like.where
        self.holds = like.holds

    def put(self, path: str, media_type: str, body: bytes) -> None: ...
    def remove(self, path: str) -> None: ...
    def flush(self, *, durable: bool) -> None: ...
    def close(self) -> None: ...
