"""Finds the stories that words mean: orders about other items, and leads and corrections that text wires only name.

A kill that names its story beyond doubt kills it, one that may mean several holds them all until the desk has looked;
one that finds nothing stays in the ledger and refuses its story when that comes (rights.md §4, rows 5 to 7). Only the
provider's own copy is looked at. What follows goes into the ledger as versions of the stories meant, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import IntEnum

from wireroom.ledger.model import Ledger
from wireroom.ledger.names import ORDERED, called_at, names_in, names_of, numbers_of, plain, slug_of, start_of
from wireroom.ledger.record import Item
from wireroom.news import TEXT_FORMATS, Act, Order, Status, Version
from wireroom.newsroom.takes import Takes, alike

WINDOW = timedelta(days=14)
"""How far back an order may reach: AP sends its own for copy of the last fourteen days."""
NUMBER_WINDOW = timedelta(days=2)
"""How far back a wire number may reach: agencies begin again at 1 each day."""
_AHEAD = timedelta(hours=12)  # a provider's clock may run ahead, or its zone be misread
_MOST_HELD = 20
_ALIKE = 0.35  # share of words below which two texts are not of one story


class Match(IntEnum):
    """How surely an order means a story."""

    NO = 0
    DOUBTFUL = 1
    EXACT = 2


class TextOrders:
    """Resolves one delivery's versions against the ledger and against each other, before they are recorded."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._ledger = ledger
        self._now = now
        self._takes = Takes(ledger, now)
        self._batch: list[Version] = []
        self._unordered: set[tuple[str, str]] = set()  # names, with their provider, that no order in the ledger goes by

    def settle(self, items: Sequence[Item]) -> list[Item]:
        """The items as they are to be recorded, each followed by what it brings about for other stories."""
        out: list[Item] = []
        self._look_up([what for what, _, _ in items if isinstance(what, Version)])
        for what, source, digest in items:
            if not isinstance(what, Version):
                out.append((what, source, digest))
                continue
            version = self._takes.settle(what, self._batch) if what.format in TEXT_FORMATS else what
            followed = self._follow(version)
            version = self._own_place(version, followed)
            self._batch.append(version)
            out.append((version, source, digest))
            out += [(one, source, digest) for one in followed if one.uri != version.uri or one.status != version.status]
        return out

    def _look_up(self, versions: Sequence[Version]) -> None:
        """Asks at once which of the versions orders may be waiting for, as hardly ever one is."""
        named: dict[str, set[str]] = {}
        for one in versions:
            if not one.orders:
                named.setdefault(one.provider, set()).update(ORDERED + name for name in names_of(one))
        for provider, names in named.items():
            self._unordered.update((provider, name) for name in names - self._ledger.filed(provider, names))

    def consequences(self, items: Sequence[Item]) -> list[Item]:
        """What items that are recorded bring about for other stories; what was brought about before is the same."""
        return [
            (one, source, digest)
            for what, source, digest in items
            if isinstance(what, Version)
            for one in self._follow(what)
        ]

    def _follow(self, version: Version) -> list[Version]:
        found: list[Version] = []
        for order in version.orders:
            found += self._carry_out(order, version)
        if not version.orders and version.has_copy:
            found += self._refused(version)
        return found

    def _own_place(self, version: Version, followed: Sequence[Version]) -> Version:
        """A text wire's kill or hold under a uri of its own, unless the story of its slugline is the one it means."""
        implied = version.orders and not any(one.number or one.headline for one in version.orders)
        if not implied or version.format not in TEXT_FORMATS or any(one.uri == version.uri for one in followed):
            return version
        return replace(version, uri=f"{version.uri}:{version.alt_ids[0].lower() if version.alt_ids else 'kill'}")

    def _carry_out(self, order: Order, item: Version) -> list[Version]:
        """What the order brings about for the stories that are there already."""
        candidates = [
            (one, match_of(order, one, self._made(one), self._made(item))) for one in self._called(order, item)
        ]
        exact = [one for one, match in candidates if match is Match.EXACT]
        doubtful = [one for one, match in candidates if match is Match.DOUBTFUL]
        if not order.number and not order.headline and not order.start and len(exact) > 1:
            exact, doubtful = [], exact  # several stories share this slugline
        if exact:
            return [self._outcome(order, item, one, sure=True) for one in exact]
        if order.act is Act.RELEASE:
            return []
        return [self._outcome(order, item, one, sure=False) for one in doubtful[:_MOST_HELD]]

    def _called(self, order: Order, item: Version) -> list[Version]:
        """The provider's stories that go by one of the order's names, in the ledger and in this delivery."""
        names = names_in(order)
        made = self._made(item)
        uris = self._ledger.named(item.provider, names, made - WINDOW, made + _AHEAD)
        found = {uri: one for uri in uris if (one := self._latest(uri))}
        for one in self._batch:
            if one.provider == item.provider and set(names) & set(names_of(one)):
                found[one.uri] = one
        return list(found.values())

    def _refused(self, version: Version) -> list[Version]:
        """What orders that came before the story bring about for it; a story made after the order is another one."""
        names = [ORDERED + name for name in names_of(version)]
        if not names:
            return []
        made = self._made(version)
        asked = [name for name in names if (version.provider, name) not in self._unordered]
        found = self._ledger.named(version.provider, asked, made - _AHEAD, made + WINDOW) if asked else []
        waiting = [one for uri in found for one in self._orders(uri)]
        waiting += [
            one
            for one in self._batch
            if one.orders and one.provider == version.provider and set(names) & set(names_of(one))
        ]
        for item in waiting:
            for order in item.orders:
                match = match_of(order, version, made, self._made(item))
                if match is Match.NO or order.act is Act.RELEASE:
                    continue
                dated = version.version_created or version.first_created
                if dated and dated > self._made(item):
                    continue
                return [self._outcome(order, item, version, sure=match is Match.EXACT and dated is not None)]
        return []

    def _outcome(self, order: Order, item: Version, story: Version, *, sure: bool) -> Version:
        """The version of the story that the order makes: a status without copy, the order's words as its reason."""
        told = f"{item.uri}: “{order.text[:300]}”"
        common = Version(
            uri=story.uri,
            provider=item.provider,
            language=story.language,
            version_created=max(self._made(item), self._made(story)),
            alt_ids=(item.uri,),
            format=item.format,
        )
        if order.act is Act.RELEASE:
            # A timed embargo stays: only the hold is lifted.
            return replace(common, embargoed_until=story.embargoed_until, format="order", ed_note=f"released by {told}")
        if sure and order.act is Act.KILL and order.sure:
            return replace(common, status=Status.CANCELED, ed_note=f"killed by {told}")
        doubt = "may mean this story" if not sure else "may be a kill" if order.act is Act.KILL else "holds this story"
        return replace(common, hold=f"an order in words {doubt}: {told}", ed_note=f"held by {told}")

    def _orders(self, uri: str) -> list[Version]:
        return [one.what for one in self._ledger.history(uri) if isinstance(one.what, Version) and one.what.orders]

    def _latest(self, uri: str) -> Version | None:
        """The story's newest version with copy, as the provider sent it."""
        with self._ledger.snapshot(self._now) as snapshot:
            story = snapshot.story(uri)
        if story is None or story.shown is None:
            return None
        embargo = story.standing.embargoed_until if story.standing else None
        return replace(story.shown.version, embargoed_until=embargo)

    def _made(self, version: Version) -> datetime:
        return called_at(version, self._now)


def match_of(order: Order, story: Version, made: datetime, ordered: datetime) -> Match:
    """How surely the order means this story. What it states and the story says otherwise speaks against it.

    A number alone is enough when it is no older than two days, for agencies use each once a day; of sluglines that
    several stories share the caller sees that none is taken for the one.
    """
    if order.on and abs((made.date() - order.on).days) > 1:
        return Match.NO
    number = _number(order, story) if ordered - made <= NUMBER_WINDOW or order.on else None
    slug = _same(slug_of(order.slugline), slug_of(story.slugline))
    headline = _same(plain(order.headline), plain(story.headline))
    start = _same(plain(order.start), start_of(story))
    said = [one for one in (slug, headline) if one is not None]
    if start or headline or number:
        against = [one for one in (number, headline) if one is False] or (number and said and not any(said))
        return Match.DOUBTFUL if against and not start else Match.EXACT
    if slug and start is False and alike(order.start, story) < _ALIKE:
        return Match.NO  # a kill that repeats another text than this
    if slug:
        return Match.DOUBTFUL if number is False or headline is False or start is False else Match.EXACT
    return Match.NO


def _number(order: Order, story: Version) -> bool | None:
    """Whether the numbers agree; None when one of them has none."""
    theirs = numbers_of(story)
    if not order.number or not theirs:
        return None
    wanted = order.number.lstrip("0") or "0"
    services = {service for service, number in theirs if number == wanted}
    agency = plain(story.provider)
    return bool(services) and (
        not order.service or order.service in services or order.service in (agency, "") or "" in services
    )


def _same(stated: str, found: str) -> bool | None:
    """Whether a stated text is the story's, or one the beginning of the other; None when nothing is stated."""
    if not stated or not found:
        return None
    shorter, longer = sorted((stated, found), key=len)
    return longer.startswith(shorter) and len(shorter) >= min(12, len(longer))
