"""A feed cut into its entries without parsing it, so that what was read before need not be read again."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Container, Hashable
from dataclasses import dataclass
from hashlib import sha256

import msgspec

_BEGINNING = re.compile(rb"<(item|entry)[\s>]")
_LONGEST_FRAME = 32_768  # bytes; those of real feeds have one or two thousand
_FOLLOWS = (b">", b" ", b"\n", b"\t", b"\r")
# What of a feed's head says nothing of its entries: comments, and when the feed itself was made. CDATA is stepped over.
# What has no end takes all the rest with it, so that nothing is looked through twice; it stays, for it hides entries.
_FLEETING = re.compile(
    rb"<(?:(!\[CDATA\[)(?:.*?\]\]>|.*)|!--(?:.*?-->|(.*))"
    rb"|((?:[\w.-]+:)?(?:lastBuildDate|pubDate|updated|modified|date))>[^<>]*</\3\s*>)",
    re.DOTALL,
)
_ITEMS = re.compile(rb'"items"\s*:')
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])


# Python's own hash of bytes is SipHash under a key that each process draws (PEP 456): of 64 bits, at a third of the
# cost of a cryptographic digest, and no digest outlives the process. Builds of 32 bits have no such thing.
_digest: Callable[[bytes], Hashable] = hash if sys.hash_info.width >= 64 else lambda entry: sha256(entry).digest()


@dataclass(frozen=True, slots=True)
class Slices:
    """A feed as its entries' exact bytes, each with its digest, and what stands before, between and after them.

    The end tag, which is the same for all, counts to what is between and after.
    """

    frame: bytes
    """The digest of all that is no entry, but for what is fleeting."""
    head: bytes
    entries: tuple[bytes, ...]
    between: bytes
    tail: bytes
    digests: tuple[Hashable, ...]

    def without(self, known: Container[Hashable]) -> tuple[bytes, int]:
        """The same feed without the entries whose digests are known, and how many are left."""
        left = [one for one, digest in zip(self.entries, self.digests, strict=True) if digest not in known]
        return self.head + self.between.join(left) + self.tail, len(left)


def cut(data: bytes) -> Slices | None:
    """The feed in slices; None for what is no feed, or one whose entries cannot be told apart by their bytes.

    Of an XML feed this alone proves nothing: `<item>` may stand in a comment. But when a parser that mended nothing
    found as many entries as there are slices, each beginning and each end was one (a hidden one would leave the
    document short of an entry, or not well-formed), and so each slice is a whole element by itself; and so it is
    wherever else the same bytes stand behind the same head.
    """
    if data[:1] == b"{":
        return _cut_json(data)
    found = _BEGINNING.search(data)
    if found is None:
        return None
    name = found[1]
    beginning, end = b"<" + name, b"</" + name + b">"
    *pieces, tail = data.split(end)
    if not pieces:
        return None
    # An end before the first beginning leaves nothing here, and that begins no entry.
    pieces[0] = pieces[0][found.start() :]
    entries = tuple([piece.lstrip(b" \t\r\n") for piece in pieces])
    begun = tuple([beginning + sign for sign in _FOLLOWS])
    for entry in entries:
        if not entry.startswith(begun):
            return None
    head = data[: found.start()]
    if beginning in tail or b"\0" in head or len(head) + len(tail) > _LONGEST_FRAME:
        return None
    # The last end belongs to the tail, the others to what is between.
    return _slices(head, entries, end + b"\n", end + tail, (_lasting(head), _lasting(tail)))


def _lasting(part: bytes) -> bytes:
    return _FLEETING.sub(lambda found: found[0] if found[1] or found[2] is not None else b"", part)


def _cut_json(data: bytes) -> Slices | None:
    if len(_ITEMS.findall(data)) != 1:
        return None
    try:
        members = _MEMBERS.decode(data)
        entries = tuple([bytes(one) for one in _LIST.decode(members.pop("items"))])
    except (msgspec.DecodeError, KeyError, RecursionError, UnicodeDecodeError):
        return None
    head = b"".join(msgspec.json.encode(key) + b":" + bytes(value) + b"," for key, value in members.items())
    return _slices(b"{" + head + b'"items":[', entries, b",", b"]}", (head,))


def _slices(head: bytes, entries: tuple[bytes, ...], between: bytes, tail: bytes, frame: tuple[bytes, ...]) -> Slices:
    return Slices(sha256(b"\0".join(frame)).digest(), head, entries, between, tail, tuple(map(_digest, entries)))
