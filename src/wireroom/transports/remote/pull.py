"""Takes new files from a server's folder: those that have come to rest, each once, resumed where a line broke."""

from __future__ import annotations

import logging
import random
import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.beside import among
from wireroom.transports.model import Delivery
from wireroom.transports.names import is_picture, shown, unfinished, wanted
from wireroom.transports.notebook import FOLDER
from wireroom.transports.parcels import KEPT_OF_TOO_LARGE as KEPT
from wireroom.transports.parcels import LARGEST, TOO_LARGE, Parcels, readiness
from wireroom.transports.remote.model import BrokenOffError, Connect, Listed, MissingError, Server
from wireroom.transports.remote.parts import Parts
from wireroom.transports.seen import Seen
from wireroom.transports.whole import Wholeness

log = logging.getLogger("wireroom.transports")

BATCH = 50
BATCH_BYTES = 64 * 1024 * 1024
MOST_FILES = 200_000
DEEPEST = 10
SETTLE = 2.0  # seconds between two listings that must say the same of a file
PATIENCE = 300.0  # seconds after which a file that stays cut is given up as truncated
DEADLINE = 900.0  # seconds for the files of one look
TIDY = 500  # files put away in one look, and names remembered beyond those that are there
_PICTURE = re.compile(rb"[^\s\"'<>/\\:?#=&]{1,200}\.(?:jpe?g|png|webp|gif|tiff?|avif)", re.IGNORECASE)
MOST_PICTURES = 50


class Pull:
    """One folder of one server. A connection lasts one look; `sleep` waits, `clock` tells seconds, as in `time`.

    A file is new when its size or time is not what it was when it was taken. It is taken when two listings, some
    seconds apart, say the same of it, and what came is as long as they say. What is taken is remembered, and moved or
    deleted at a later look, when the ledger has it for sure.
    """

    def __init__(
        self,
        source: Source,
        connect: Connect,
        home: Path,
        hint: Hint,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.remarks: dict[str, str] = {}
        self._source = source
        self._manner = source.files
        self._connect = connect
        self._clock = clock
        self._sleep = sleep
        self._parcels = Parcels(hint)
        self._seen = Seen(home / FOLDER / f"{source.key}.seen")
        self._parts = Parts(home / FOLDER / f"{source.key}.parts")
        self._out: dict[str, Listed] = {}
        self._watched: dict[str, tuple[str, float]] = {}  # a file that came and is not whole: its mark, and since when
        self._lengths: dict[str, tuple[str, int]] = {}  # a file that came in another length than was told
        self._refused: set[str] = set()  # what the server would not move or delete
        self._at_once = False

    def deliveries(self) -> list[Delivery]:
        """New files that rest, the oldest names first, at most a batch of them; raises TransportError."""
        self._out.clear()
        self._at_once = False
        self.remarks = {name: words for name, words in self.remarks.items() if name == "put away"}
        server = self._connect()
        try:
            return self._look(server)
        finally:
            server.close()

    def interval(self, news: bool) -> float:
        """The seconds until the next look: none when there is more, or something to put away."""
        return 0.0 if self._at_once else self._source.every.total_seconds() * random.uniform(0.9, 1.1)

    def done(self, delivery: Delivery) -> None:
        """Remembers the file, once all that came in it is done; it is put away at the next look."""
        name = self._parcels.done(delivery)
        one = self._out.pop(name, None) if name is not None else None
        if one is None:
            return
        self._seen.add(one.name, one.mark)
        self._parts.drop(one)
        self._watched.pop(one.name, None)
        self._at_once = self._at_once or self._manner.done in ("move", "delete")

    def close(self) -> None:
        """Lets go of what it remembers."""
        self._seen.close()

    def _look(self, server: Server) -> list[Delivery]:
        listed = self._listing(server)
        self._tidy(server, listed)
        new = [one for one in listed.values() if self._is_new(one)]
        if not new:
            return []
        self._sleep(SETTLE)
        again = self._again(server, new)
        resting = deque(
            sorted((one for one in new if again.get(one.name) == one), key=lambda one: (one.changed, one.name))
        )
        made: dict[str, list[Delivery]] = {}
        try:
            self._fetch_all(server, resting, listed, made)
        except BrokenOffError as error:
            if not made:
                raise
            self.remarks["line"] = f"the connection broke off: {error.what}"
        changed = self._changed(server, [self._out[name] for name in made])
        self._at_once = bool(resting) and bool(made)
        return [one for name, parts in made.items() if name not in changed for one in parts]

    def _fetch_all(
        self, server: Server, resting: deque[Listed], listed: dict[str, Listed], made: dict[str, list[Delivery]]
    ) -> None:
        pictures = {name.rsplit("/", 1)[-1]: one for name, one in listed.items() if is_picture(name)}
        until = self._clock() + DEADLINE
        size = 0
        while resting and len(made) < BATCH and size < BATCH_BYTES and self._clock() < until:
            one = resting.popleft()
            try:
                data = self._parts.fetch(server, one, until, self._clock)
            except MissingError as error:
                self.remarks[f"file {shown(one.name)}"] = error.what
                continue
            size += len(data)
            if self._is_ready(one, data):
                find = among(self._pictures(server, pictures, data, until))
                self._out[one.name] = one
                problem = TOO_LARGE if len(data) > LARGEST else ""
                made[one.name] = self._parcels.open(one.name, data[:KEPT] if problem else data, find, problem=problem)

    def _is_ready(self, one: Listed, data: bytes) -> bool:
        """Whether what came is the whole file; one that is cut gets its time."""
        if len(data) > LARGEST:
            return True
        state = readiness(data)
        now = self._clock()
        if one.size is not None and len(data) != one.size and state is not Wholeness.WHOLE:
            came = (one.mark, len(data))
            if self._lengths.get(one.name) != came:
                self._lengths[one.name] = came
                self.remarks["sizes"] = f"{shown(one.name)} is told to have {one.size} bytes and came with {len(data)}"
                return False
        if state is not Wholeness.CUT:
            return True
        known, since = self._watched.get(one.name, ("", now))
        if known != one.mark:
            self._watched[one.name] = (one.mark, now)
            return False
        return now - since >= PATIENCE

    def _pictures(self, server: Server, there: dict[str, Listed], data: bytes, until: float) -> dict[str, bytes]:
        """The pictures that the copy names and that lie at the server: they are fetched with it."""
        found: dict[str, bytes] = {}
        for raw in dict.fromkeys(_PICTURE.findall(data) if there else ()):
            name = raw.decode("utf-8", "surrogateescape")
            one = there.get(name)
            if one is None or len(found) == MOST_PICTURES or (one.size or 0) > LARGEST:
                continue
            try:
                found[name] = self._parts.fetch(server, one, until, self._clock)
            except MissingError:
                continue
        return found

    def _listing(self, server: Server) -> dict[str, Listed]:
        """Everything below the folder, by name; raises TransportError when that is more than can be."""
        found: dict[str, Listed] = {}
        folders = deque([("", 0)])
        while folders:
            below, depth = folders.popleft()
            files, inner = server.listing(below)
            found.update((one.name, one) for one in files)
            if len(found) > MOST_FILES:
                where, todo = f"sources.{self._source.key}", "have old files moved away there, or name a folder below"
                raise TransportError(f"the server lists more than {MOST_FILES} files", where=where, todo=todo)
            if self._manner.subfolders and depth < DEEPEST:
                folders += [(name, depth + 1) for name in inner if self._is_inbox(name)]
        return found

    def _is_inbox(self, folder: str) -> bool:
        aside = self._manner.done == "move" and folder == self._manner.done_folder
        return not aside and not unfinished(folder.rsplit("/", 1)[-1])

    def _again(self, server: Server, files: Iterable[Listed]) -> dict[str, Listed]:
        """What the server says of these files now."""
        folders = dict.fromkeys(one.name.rpartition("/")[0] for one in files)
        return {one.name: one for below in folders for one in server.listing(below)[0]}

    def _changed(self, server: Server, fetched: list[Listed]) -> set[str]:
        """Those that were written again while they were read: what came of them may be of two minds."""
        now = self._again(server, fetched) if fetched else {}
        changed = [one for one in fetched if one.name in now and now[one.name] != one]
        for one in changed:
            self._parts.drop(one)
            del self._out[one.name]
        return {one.name for one in changed}

    def _is_new(self, one: Listed) -> bool:
        bare = one.name.rsplit("/", 1)[-1]
        if unfinished(bare) or is_picture(bare) or not wanted(one.name, self._manner.names):
            return False
        return self._seen.mark(one.name) != one.mark

    def _tidy(self, server: Server, listed: dict[str, Listed]) -> None:
        """Puts away what was taken, and forgets what is gone."""
        if self._manner.done in ("move", "delete"):
            taken = (one for one in listed.values() if one.name not in self._refused)
            ripe = [one for one in taken if self._seen.mark(one.name) == one.mark][:TIDY]
            for one in ripe:
                self._put_away(server, one)
        self._parts.keep(listed.values())
        if len(self._seen) > 2 * len(listed) + TIDY:
            self._seen.forget(lambda name: name not in listed)

    def _put_away(self, server: Server, one: Listed) -> None:
        try:
            if self._manner.done == "delete":
                server.delete(one.name)
            else:
                self._move(server, one)
        except BrokenOffError:
            raise
        except TransportError as error:
            self._refused.add(one.name)
            what = f"{shown(one.name)} was taken in and cannot be {self._manner.done}d: {error.what}"
            self.remarks["put away"] = what
            log.warning("source %s: %s", self._source.key, what)
        else:
            self._seen.remove(one.name)  # another file of this name will be a new one

    def _move(self, server: Server, one: Listed) -> None:
        target = f"{self._manner.done_folder}/{one.name}"
        try:
            server.move(one.name, target)
        except BrokenOffError:
            raise
        except TransportError:  # the name is used there
            server.move(one.name, f"{target}.{blake2b(one.mark.encode(), digest_size=4).hexdigest()}")
