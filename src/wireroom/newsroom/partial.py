"""Partial updates made whole: the originals of a story's earlier versions, for the readers that ask for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from wireroom import formats
from wireroom.ledger.model import Ledger
from wireroom.ledger.record import Item
from wireroom.ledger.vault import Vault, digest_of
from wireroom.network.model import Source
from wireroom.news import Version
from wireroom.transports import Delivery


def read(
    source: Source, delivery: Delivery, ledger: Ledger, vault: Vault, pending: Sequence[Item], data: Sequence[bytes]
) -> formats.Reading:
    """The reading of a delivery; once more with the earlier originals when it changes stories that are here.

    `pending` are the items of the same transaction that come before it, `data` their originals. Raises
    UnreadableError as the reader does.
    """
    reading = formats.read(delivery.data, delivery.hint, format=source.format or None)
    if not reading.needs:
        return reading
    earlier = _originals(reading.needs, source.provider, ledger, vault, pending, data)
    if not earlier:
        return reading
    hint = dataclasses.replace(delivery.hint, earlier=earlier)
    return formats.read(delivery.data, hint, format=source.format or reading.format)


def _originals(
    uris: Iterable[str], provider: str, ledger: Ledger, vault: Vault, pending: Sequence[Item], data: Sequence[bytes]
) -> tuple[bytes, ...]:
    """The originals behind the stories' versions, of the provider alone: a stranger's copy is no base to build on."""
    digests: dict[str, None] = {}
    for uri in uris:
        known = [(entry.what, entry.digest) for entry in ledger.history(uri)]
        known += [(what, digest) for what, _, digest in pending if what.uri == uri]
        for what, digest in known:
            if digest and isinstance(what, Version) and what.provider == provider:
                digests[digest] = None
    coming = {digest_of(one): one for one in data}
    found = (coming.get(digest) or vault.get(digest) for digest in digests)
    return tuple(one for one in found if one is not None)
