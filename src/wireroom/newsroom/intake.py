"""Takes deliveries in: versions and original bytes to the ledger, what cannot be read to quarantine."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.ledger.model import Entry, Ledger, Outcome
from wireroom.ledger.originals import digest_of
from wireroom.ledger.quarantine import Quarantine
from wireroom.ledger.record import Item
from wireroom.ledger.vault import Vault
from wireroom.network.model import Source
from wireroom.news import Association, Version
from wireroom.newsroom import partial
from wireroom.newsroom.enclosed import with_enclosed
from wireroom.newsroom.pictures import measure
from wireroom.newsroom.repeats import Repeats
from wireroom.newsroom.textorders import TextOrders
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

ROLLED_BACK = "a higher version stays, though this one says it was made later: ask the agency which of them counts"


class Intake:
    """The way from delivered bytes to ledger entries. Safe to use from one thread at a time."""

    def __init__(self, ledger: Ledger, vault: Vault, quarantine: Quarantine, clock: Callable[[], datetime]) -> None:
        self.ledger = ledger
        self.vault = vault
        self.quarantine = quarantine
        self.clock = clock
        self._pictures: dict[str, _Stored | None] = {}
        self._repeats = Repeats()

    def take(self, source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
        """Takes deliveries of one source in, in one transaction. What is returned is durable."""
        now = self.clock()
        fates: list[Fate] = []
        items: list[Item] = []
        files: list[str] = []
        originals: dict[str, bytes] = {}
        self._repeats.begin()
        digests = [digest_of(delivery.data) for delivery in deliveries]
        known = self.ledger.known(digests)
        for delivery, digest in zip(deliveries, digests, strict=True):
            if digest in known:
                fates.append(Fate(delivery.key, Outcome.DUPLICATE, why="these very bytes were taken in before"))
                continue
            if delivery.problem:
                fates.append(self._set_aside(source, delivery, UnreadableError(delivery.problem), now))
                continue
            try:
                reading = self._repeats.read(source, delivery) or partial.read(
                    source, delivery, self.ledger, items, originals
                )
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
            originals[digest] = delivery.data
            whole = with_enclosed(delivery, reading)
            items += [(self._own(source, whole, version), source.key, digest) for version in reading.versions]
            late = partial.completed(source, reading.versions, self.ledger, items, originals)
            items += [(self._own(source, delivery, version), origin, waited) for version, origin, waited in late]
            files += [delivery.key] * (len(items) - len(files))
        if items:
            fates += self._record(items, files, originals, now)
        self._repeats.keep()
        return fates

    def _record(self, items: list[Item], files: list[str], originals: Mapping[str, bytes], now: datetime) -> list[Fate]:
        """Records the versions with their originals, and in the same transaction what their words order of others."""
        file_of = {digest: file for (_, _, digest), file in zip(items, files, strict=True)}
        seen = self.ledger.seq()
        settled = TextOrders(self.ledger, now).settle(items)
        entries = self.ledger.append_all(settled, at=now, originals=originals)
        fates = [
            _fate(file_of[digest], entry, rolled_back=self._rolled_back(entry))
            for (_, _, digest), entry in zip(settled, entries, strict=True)
        ]
        written = [entry.seq for entry in entries if entry.outcome is not Outcome.DUPLICATE]
        if written and min(written) > seen + 1:
            # Another process wrote in between, and what it wrote may be what these words are about.
            late = TextOrders(self.ledger, now).consequences(settled)
            done = self.ledger.append_all(late, at=now, originals=originals) if late else []
            fates += [
                _fate(file_of[digest], entry)
                for (_, _, digest), entry in zip(late, done, strict=True)
                if entry.outcome is not Outcome.DUPLICATE
            ]
        return fates

    def _rolled_back(self, entry: Entry) -> bool:
        """Whether a lower number says that it was made after the higher one that stays: somebody has to ask why."""
        what = entry.what
        if entry.outcome is not Outcome.OLDER or not isinstance(what, Version) or what.version_created is None:
            return False
        number = what.number
        others = (one.what for one in self.ledger.history(what.uri) if isinstance(one.what, Version))
        return number is not None and any(
            one.number is not None
            and one.number > number
            and one.provider == what.provider
            and one.version_created is not None
            and one.version_created < what.version_created
            for one in others
        )

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
            if data:
                log.info("%s: %s: the picture is none that can be shown", delivery.key, association.href[:100])
            return association
        name, width, height = stored
        return dataclasses.replace(association, media=name, width=width, height=height)

    def _stored(self, data: bytes) -> _Stored | None:
        """The picture in the vault; one that came before, with another version say, is not looked at a second time.

        What readers get is made of it when somebody wants to see it: no story waits for an encoder.
        """
        digest = digest_of(data)
        if digest not in self._pictures:
            picture = measure(data)
            name = self.vault.put(data, picture.ending) if picture else ""
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


def _fate(file: str, entry: Entry, *, rolled_back: bool = False) -> Fate:
    what = entry.what
    number = what.number if isinstance(what, Version) else None
    headline = what.headline if isinstance(what, Version) else ""
    words = ROLLED_BACK if rolled_back else WORDS[entry.outcome]
    if isinstance(what, Version) and not what.has_copy and (what.hold or what.ed_note):
        words = what.hold or what.ed_note  # what another item's words brought about
    level = logging.WARNING if rolled_back or entry.outcome in ALARMING else logging.INFO
    name = what.uri if number is None else f"{what.uri} v{number}"
    log.log(level, "%s %s %s: %s", entry.outcome, name, headline[:70], words)
    return Fate(file, entry.outcome, what.uri, number, headline, words, entry.seq)
