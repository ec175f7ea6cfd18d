"""Several processes that make pages for one publisher: it alone writes files and remembers what they were made of."""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import datetime
from itertools import islice
from typing import IO, Any, Protocol

from wireroom.ledger.model import Snapshot
from wireroom.newsroom.publishing.making import Made, Maker
from wireroom.newsroom.publishing.manifest import Key
from wireroom.newsroom.publishing.twins import twins_of

log = logging.getLogger("wireroom.publishing")

MOST = 4  # processes: one publisher cannot write more than these make
_PIECE = 24  # slots: of a few stories, each on all of its sites
_AHEAD = 2  # pieces that each process has before it


class Ledger(Protocol):
    """What making pages needs of a ledger."""

    def snapshot(self, at: datetime) -> AbstractContextManager[Snapshot]: ...


def prepare(made: Made, *, twins: bool) -> Made:
    """Works out what takes time and needs nothing but the bytes: digests, and the twins where they are wanted."""
    for body in made.bodies:
        if body.digest:
            continue
        body.digest = hashlib.blake2b(body.data, digest_size=16).digest()
        if twins and not body.woven:
            body.twins = twins_of(body.name, body.media_type, body.data)
    return made


def processors() -> int:
    """How many of the machine's processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """The publisher's side. `command` starts one process, which speaks as `serve` does and is let go by `close`.

    Each reads the ledger by itself: what it makes counts only if it saw the very entry that the publisher sees, and
    was set up with the same files (`made_with`). Where it did not, or is gone, the publisher makes the page itself: so
    the crew changes how long it takes, and nothing else.
    """

    def __init__(self, command: Sequence[str], made_with: str, size: int, *, twins: bool) -> None:
        self._twins = twins
        self._members = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(size)]
        self._fit: list[bool | None] = [None] * size
        self._made_with = made_with

    def make(self, snapshot: Snapshot, slots: Sequence[Key]) -> Iterator[Made | None]:
        """The slots in this order, each as it is in the snapshot; None for one that the publisher has to make."""
        pieces = [slots[start : start + _PIECE] for start in range(0, len(slots), _PIECE)]
        asked = iter(range(len(pieces)))
        size = len(self._members)
        for number in islice(asked, size * _AHEAD):
            self._ask(number % size, snapshot, pieces[number])
        for number, piece in enumerate(pieces):
            answer = self._answer(number % size)
            # At once, so that it goes on while the publisher writes.
            for following in islice(asked, 1):
                self._ask(following % size, snapshot, pieces[following])
            yield from answer if answer is not None else [None] * len(piece)

    def _ask(self, member: int, snapshot: Snapshot, piece: Sequence[Key]) -> None:
        with suppress(OSError):
            _send(self._members[member].stdin, (snapshot.seq, snapshot.at, self._twins, piece))

    def _answer(self, member: int) -> list[Made] | None:
        try:
            if self._fit[member] is None:
                self._fit[member] = _receive(self._members[member].stdout) == self._made_with
            answer: list[Made] | None = _receive(self._members[member].stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            if self._fit[member] is not False:
                log.warning("a process that makes pages has ended: it goes on without it (%s)", error)
                self._fit[member] = False
            return None
        return answer if self._fit[member] else None

    def close(self) -> None:
        """Lets the processes end."""
        for member in self._members:
            for stream in (member.stdin, member.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
            member.wait()


def serve(ledger: Ledger, maker: Maker, made_with: str, asked: IO[bytes], told: IO[bytes]) -> None:
    """Makes pages for a crew's publisher until it closes its end."""
    _send(told, made_with)
    with suppress(EOFError, BrokenPipeError), ExitStack() as looking:
        snapshot: Snapshot | None = None
        while True:
            seq, at, twins, slots = _receive(asked)
            # The publisher holds one for many pieces as well: what one story was asked, the next need not ask again.
            if snapshot is None or (snapshot.seq, snapshot.at) != (seq, at):
                looking.close()
                snapshot = looking.enter_context(ledger.snapshot(at))
            answer = None
            if snapshot.seq == seq:
                answer = [prepare(maker.make(snapshot, slot), twins=twins) for slot in slots]
            _send(told, answer)


def _send(stream: IO[bytes] | None, what: Any) -> None:
    assert stream is not None
    pickle.dump(what, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> Any:
    assert stream is not None
    return pickle.load(stream)


Gather = Callable[[], Crew | None]
"""Brings a crew together when there is enough to do; None where one process does as well."""
