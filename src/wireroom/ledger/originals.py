"""Original bytes as they came, so that a better reader can read them again: by what digest they go, and packed how."""

from __future__ import annotations

import hashlib
import re

import zstandard

from wireroom.errors import LedgerError

_DIGEST = re.compile(r"[0-9a-f]{64}")
_LEVEL = 3  # zstd's default: a wire file shrinks to about a third, in a few dozen microseconds


def digest_of(data: bytes) -> str:
    """The name that bytes go by: their blake2b-256 in hex."""
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def is_digest(name: str) -> bool:
    """Whether anything could go by this name."""
    return _DIGEST.fullmatch(name) is not None


def packed(data: bytes) -> bytes:
    """The bytes as they are stored."""
    return zstandard.ZstdCompressor(_LEVEL).compress(data)


def unpacked(stored: bytes, digest: str, where: str) -> bytes:
    """The bytes behind what was stored; raises LedgerError when they are not those of the digest."""
    try:
        data = zstandard.ZstdDecompressor().decompress(stored)
    except zstandard.ZstdError:
        data = b""
    if digest_of(data) != digest:
        raise LedgerError(f"the original {digest} is damaged", where=where, todo="restore a backup")
    return data
