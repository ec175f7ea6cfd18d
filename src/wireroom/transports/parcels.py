"""Makes deliveries of a file as it came: one, or one for each file in an archive; and tells when all are taken."""

from __future__ import annotations

from collections.abc import Callable

from wireroom.formats.model import Hint
from wireroom.transports.archives import packed, unpack
from wireroom.transports.beside import among
from wireroom.transports.model import Delivery
from wireroom.transports.names import shown
from wireroom.transports.whole import Wholeness, truncated, wholeness

LARGEST = 64 * 1024 * 1024  # bytes of one file
KEPT_OF_TOO_LARGE = 1024 * 1024
TOO_LARGE = f"the file is larger than {LARGEST >> 20} MB; only its beginning is kept here"

Find = Callable[[str], bytes | None]


class Parcels:
    """The files that were delivered and are not done yet. `hint` is what the network file knows of the source."""

    def __init__(self, hint: Hint) -> None:
        self._hint = hint
        self._names: dict[str, str] = {}  # a delivery's key, and the file it came in
        self._open: dict[str, int] = {}  # a file, and how many of its deliveries are not done

    def open(self, name: str, data: bytes, find: Find, *, problem: str = "", whole: bool = False) -> list[Delivery]:
        """The deliveries of one file; what is truncated or cannot be opened comes with its problem.

        `whole` tells that this was looked at already.
        A name that is open already is delivered again, under the same keys.
        """
        made = self._made(name, data, find, problem, whole)
        self._open[name] = len(made)
        self._names.update((one.key, name) for one in made)
        return made

    def done(self, delivery: Delivery) -> str | None:
        """The file's name, once the last of its deliveries is done."""
        name = self._names.pop(delivery.key, None)
        if name is None:
            return None
        self._open[name] -= 1
        if self._open[name] > 0:
            return None
        del self._open[name]
        return name

    def _made(self, name: str, data: bytes, find: Find, problem: str, whole: bool) -> list[Delivery]:
        if problem or not packed(data):
            return [self._delivery(name, name, "", data, find, problem or ("" if whole else truncated(data)))]
        inside = unpack(name, data)
        if inside.problem or not inside.files:
            return [self._delivery(name, name, "", data, find, inside.problem or "the archive holds no copy")]
        pictures = among(inside.pictures)

        def found(want: str) -> bytes | None:
            return pictures(want) or find(want)

        several = len(inside.files) > 1
        return [
            self._delivery(name, inner, f"!{number}:{inner}" if several else "", content, found, truncated(content))
            for number, (inner, content) in enumerate(inside.files, 1)
        ]

    def _delivery(self, name: str, inner: str, part: str, data: bytes, find: Find, problem: str) -> Delivery:
        key = shown(name + part)
        while self._names.get(key, name) != name:  # two names that cannot be told apart when they are shown
            key += "'"
        known = self._hint
        hint = Hint(shown(inner), known.media_type, known.provider, known.language, known.zone, known.earlier)
        return Delivery(key, data, hint, find, problem)


def readiness(data: bytes) -> Wholeness:
    """Whether a file, packed or not, is there whole."""
    if not packed(data):
        return wholeness(data)
    inside = unpack("", data)
    if inside.problem:
        return Wholeness.CUT if inside.cut else Wholeness.UNSURE
    return Wholeness.WHOLE
