"""Takes deliveries in: bytes to the vault, versions to the ledger, what cannot be read to quarantine."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.ledger.model import Entry, Ledger, Outcome
from wireroom.ledger.quarantine import Quarantine
from wireroom.ledger.vault import Vault, digest_of
from wireroom.network.model import Source
from wireroom.news import Association, Version
from wireroom.newsroom.pictures import encode
from wireroom.transports import Delivery

log = logging.getLogger("wireroom.intake")

ALARMING = frozenset({Outcome.CONFLICT, Outcome.REFUSED, Outcome.KILLED})


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one version of a delivery, or of the delivery when nothing could be read from it."""

    file: str
    outcome: str
    uri: str = ""
    number: int | None = None
    headline: str = ""
    why: str = ""
    seq: int = 0


_Stored = tuple[str, int, int]  # a stored picture's name, width and height
MOST_PICTURES = 1000

QUARANTINED = "quarantined"
NOTHING = "nothing"
WORDS = {
    Outcome.ACCEPTED: "a new story",
    Outcome.UPDATED: "the newest version now",
    Outcome.OLDER: "a higher version stays",
    Outcome.DUPLICATE: "the same was here already",
    Outcome.CONFLICT: "another content came under this version number: both bind, the narrower rights win",
    Outcome.REFUSED: "its provider does not own this story: recorded, and without effect",
    Outcome.KILLED: "killed by its provider: gone from every page",
    Outcome.DARK: "the story is killed and stays dark",
    Outcome.DECIDED: "decided",
}


class Intake:
    """The way from delivered bytes to ledger entries. Safe to use from one thread at a time."""

    def __init__(self, ledger: Ledger, vault: Vault, quarantine: Quarantine, clock: Callable[[], datetime]) -> None:
        self.ledger = ledger
        self.vault = vault
        self.quarantine = quarantine
        self.clock = clock
        self._pictures: dict[str, _Stored | None] = {}

    def take(self, source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
        """Takes deliveries of one source in, in one transaction. What is returned is durable."""
        now = self.clock()
        fates: list[Fate] = []
        items: list[tuple[Version, str, str]] = []
        files: list[str] = []
        originals: list[bytes] = []
        for delivery in deliveries:
            digest = digest_of(delivery.data)
            if self.ledger.knows(digest):
                fates.append(Fate(delivery.key, Outcome.DUPLICATE, why="these very bytes were taken in before"))
                continue
            try:
                reading = formats.read(delivery.data, delivery.hint, format=source.format or None)
            except UnreadableError as error:
                fates.append(self._set_aside(source, delivery, error, now))
                continue
            except Exception as error:  # a reader's own fault must not stop the wire
                log.exception("a reader failed on %s", delivery.key)
                fates.append(self._set_aside(source, delivery, _failed(error), now))
                continue
            for note in reading.notes:
                log.info("%s: %s: %s", delivery.key, note.where, note.problem)
            if not reading.versions:
                fates.append(Fate(delivery.key, NOTHING, why=_why_nothing(reading)))
                continue
            originals.append(delivery.data)
            for version in reading.versions:
                items.append((self._own(source, delivery, version), source.key, digest))
                files.append(delivery.key)
        if originals:
            self.vault.put_all(originals)
        if items:
            entries = self.ledger.append_all(items, at=now)
            fates += [_fate(file, entry) for file, entry in zip(files, entries, strict=True)]
        return fates

    def _own(self, source: Source, delivery: Delivery, version: Version) -> Version:
        """The version as this source's: the network file, not the copy, says whose it is; its pictures stored."""
        associations = tuple(self._picture(delivery, one) for one in version.associations)
        if version.provider == source.provider and associations == version.associations:
            return version
        return dataclasses.replace(version, provider=source.provider, associations=associations)

    def _picture(self, delivery: Delivery, association: Association) -> Association:
        if association.kind != "picture" or association.media or not association.href:
            return association
        data = delivery.beside(association.href)
        stored = self._stored(data) if data else None
        if stored is None:
            return association
        name, width, height = stored
        return dataclasses.replace(association, media=name, media_type="image/webp", width=width, height=height)

    def _stored(self, data: bytes) -> _Stored | None:
        """The picture in the vault; one that came before, with another version say, is not made a second time."""
        digest = digest_of(data)
        if digest not in self._pictures:
            picture = encode(data)
            name = self.vault.put_media(picture.data, picture.ending) if picture else ""
            self._pictures[digest] = (name, picture.width, picture.height) if picture else None
            if len(self._pictures) > MOST_PICTURES:
                del self._pictures[next(iter(self._pictures))]
        return self._pictures[digest]

    def _set_aside(self, source: Source, delivery: Delivery, error: UnreadableError, now: datetime) -> Fate:
        self.quarantine.add(
            delivery.data, source=source.key, name=delivery.key, reason=error.what, where=error.where, at=now
        )
        # The file is named before the reason already.
        why = f"{error.where}: {error.what}" if error.where not in ("", delivery.hint.name) else error.what
        log.warning("quarantined %s from %s: %s. → wireroom replay", delivery.key, source.key, why)
        return Fate(delivery.key, QUARANTINED, why=why)


def _failed(error: Exception) -> UnreadableError:
    return UnreadableError(f"the reader itself failed on it ({type(error).__name__}: {error})")


def _why_nothing(reading: formats.Reading) -> str:
    notes = "; ".join(note.problem for note in reading.notes)
    return f"{reading.format}: no story in it" + (f" ({notes})" if notes else "")


def _fate(file: str, entry: Entry) -> Fate:
    what = entry.what
    number = what.number if isinstance(what, Version) else None
    headline = what.headline if isinstance(what, Version) else ""
    words = WORDS[entry.outcome]
    level = logging.WARNING if entry.outcome in ALARMING else logging.INFO
    log.log(level, "%s %s v%s %s: %s", entry.outcome, what.uri, number, headline[:70], words)
    return Fate(file, entry.outcome, what.uri, number, headline, words, entry.seq)
