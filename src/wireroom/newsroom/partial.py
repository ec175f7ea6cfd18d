"""Partial updates made whole: with the originals of a story's earlier versions, also of those that come behind them."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterable, Mapping, Sequence

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.ledger.model import Ledger
from wireroom.ledger.record import Item
from wireroom.network.model import Source
from wireroom.news import Version
from wireroom.transports import Delivery, hint_for

log = logging.getLogger("wireroom.intake")

CHANGED_IN_PARTS = frozenset({"newsml-1"})
"""Formats whose updates may hold nothing but what changes."""
MOST = 50
"""Updates of one story that wait for what they change; each is read again when something of it comes."""


def read(
    source: Source, delivery: Delivery, ledger: Ledger, pending: Sequence[Item], data: Mapping[str, bytes]
) -> formats.Reading:
    """The reading of a delivery; once more with the earlier originals when it changes stories that are here.

    `pending` are the items of the same transaction that come before it, `data` their originals by digest. Raises
    UnreadableError as the reader does.
    """
    reading = formats.read(delivery.data, delivery.hint, format=source.format or None)
    if not reading.needs:
        return reading
    earlier = _originals(reading.needs, source.provider, ledger, pending, data)
    if not earlier:
        return reading
    hint = dataclasses.replace(delivery.hint, earlier=tuple(earlier.values()))
    return formats.read(delivery.data, hint, format=source.format or reading.format)


def completed(
    source: Source,
    versions: Sequence[Version],
    ledger: Ledger,
    pending: Sequence[Item],
    data: Mapping[str, bytes],
) -> list[tuple[Version, str, str]]:
    """What waited for one of these versions and is whole now, in the order of its numbers, to be recorded with them.

    `pending` and `data` hold these versions and their original already. What was held for want of them is then passed
    over (`news.Story.fold`), so that the story is the same as if all had come in order.
    """
    made: list[tuple[Version, str, str]] = []
    for uri in dict.fromkeys(one.uri for one in versions if one.has_copy and one.format in CHANGED_IN_PARTS):
        for digest, origin in _waiting(uri, source.provider, ledger, pending):
            earlier = _originals([uri], source.provider, ledger, pending, data)
            original = earlier.get(digest)
            if original is None:
                continue
            hint = dataclasses.replace(hint_for(source), earlier=tuple(earlier.values()))
            try:
                found = formats.read(original, hint).versions
            except UnreadableError:
                continue
            whole = [one for one in found if one.uri == uri and one.has_copy]
            made += [(one, origin, digest) for one in whole]
            for one in whole:
                log.info("%s v%s waited for what has come now, and is whole", uri, one.number)
    return made


def _waiting(uri: str, provider: str, ledger: Ledger, pending: Sequence[Item]) -> list[tuple[str, str]]:
    """The originals (digest, source) of a story's updates that wait, the lowest number first."""
    items = [(one.what, one.source, one.digest) for one in ledger.history(uri)] + [
        one for one in pending if one[0].uri == uri
    ]
    known = [(what, origin, digest) for what, origin, digest in items if isinstance(what, Version)]
    whole = {digest for what, _, digest in known if what.has_copy}
    found = {
        digest: (what.number or 0, origin)
        for what, origin, digest in known
        if what.waits and what.provider == provider and digest and digest not in whole
    }
    ordered = sorted(found.items(), key=lambda one: one[1][0])
    return [(digest, origin) for digest, (_, origin) in ordered][:MOST]


def _originals(
    uris: Iterable[str], provider: str, ledger: Ledger, pending: Sequence[Item], data: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The originals behind the stories' versions, of the provider alone: a stranger's copy is no base to build on."""
    digests: dict[str, None] = {}
    for uri in uris:
        known = [(entry.what, entry.digest) for entry in ledger.history(uri)]
        known += [(what, digest) for what, _, digest in pending if what.uri == uri]
        for what, digest in known:
            if digest and isinstance(what, Version) and what.provider == provider:
                digests[digest] = None
    found = {digest: data.get(digest) or ledger.original(digest) for digest in digests}
    return {digest: one for digest, one in found.items() if one is not None}
