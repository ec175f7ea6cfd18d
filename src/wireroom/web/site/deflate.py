"""Pages put together from parts that were deflated apart, so that one new headline costs one small rail."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

# RFC 1952 §2.3.1: magic, deflate, no flags, no time, no extra flags, unknown system.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"  # RFC 1951 §3.2.6: an empty block with the final bit
_LEVEL = 6


def deflated(part: bytes) -> bytes:
    """The part as deflate blocks that end on a byte and refer to nothing outside (RFC 1951; a full flush)."""
    if not part:
        return b""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(part) + deflate.flush(zlib.Z_FULL_FLUSH)


def gzipped(blocks: Iterable[bytes], parts: Sequence[bytes], first: int) -> bytes:
    """One gzip member from the blocks of these parts (RFC 1952): no byte is compressed again.

    `first` is the CRC of the first part. That is nearly the whole page, and rails never change it.
    """
    check, size = first, len(parts[0])
    for part in parts[1:]:
        check = zlib.crc32(part, check)
        size += len(part)
    tail = check.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_GZIP_HEADER, *blocks, _LAST_BLOCK, tail))


@lru_cache(maxsize=512)
def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether the reader takes gzip (RFC 9110 §12.5.3): named, or by `*`, and not with a weight of nought."""
    weights: dict[bytes, float] = {}
    for item in accept_encoding.lower().split(b","):
        coding, _, parameter = item.partition(b";")
        name, _, value = parameter.strip().partition(b"=")
        weight = 1.0
        if name.strip() == b"q":
            try:
                weight = float(value)
            except ValueError:
                weight = 0.0
        weights[coding.strip()] = weight
    return weights.get(b"gzip", weights.get(b"x-gzip", weights.get(b"*", 0.0))) > 0.0
