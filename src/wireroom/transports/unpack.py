"""Unpacks a body as it comes, within a stated size: a few kilobytes can hold gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from wireroom.errors import TransportError

ENCODINGS = "gzip, deflate"
_CHUNK = 64 * 1024
_TELLING = 2  # bytes that tell what is packed how
_GZIP = 16 + zlib.MAX_WBITS


class Unpacker:
    """Takes a body's bytes as sent and gives them decoded; `most` (bytes) bounds the sum of what it gives.

    `encoding` is the Content-Encoding (RFC 9110 §8.4.1). Raises TransportError for one that was not asked for, for
    what does not unpack, and at the limit.
    """

    def __init__(self, encoding: str, most: int, where: str) -> None:
        self._encoding = encoding.strip().lower()
        self._left = most
        self._most = most
        self._where = where
        self._stream: zlib._Decompress | None = None
        self._held = b""  # too little to tell what begins with it
        self._plain = self._encoding in ("", "identity")
        if not self._plain and self._encoding not in ("gzip", "x-gzip", "deflate"):
            raise self._error(f"the answer is packed as {encoding!r}, which was not asked for")

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The decoded bytes that this piece brings."""
        if self._plain:
            yield self._counted(data)
            return
        data, self._held = self._held + data, b""
        while data:
            if self._stream is None or self._stream.eof:
                if self._stream is not None:
                    data = data.lstrip(b"\0")  # another member may follow, or filling (RFC 1952 §2.2)
                if len(data) < _TELLING:
                    self._held = data
                    return
                if self._stream is not None and not data.startswith(b"\x1f\x8b"):
                    return
                self._stream = self._new(data)
            yield from self._unpacked(self._stream, data)
            data = self._stream.unused_data

    def _unpacked(self, stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        while True:
            # One byte more than is left: to know that the limit was passed, no more need be unpacked.
            most = min(_CHUNK, self._left + 1)
            try:
                piece = stream.decompress(data, most)
            except zlib.error as error:
                raise self._error(f"the answer does not unpack ({error})") from error
            yield self._counted(piece)
            data = stream.unconsumed_tail
            if stream.eof or (not data and len(piece) < most):
                return

    def finish(self) -> None:
        """Raises TransportError when the packed stream is cut off."""
        begun = self._held if self._stream is None else not self._stream.eof
        if begun:
            raise self._error("the answer ends in the middle")

    def _new(self, data: bytes) -> zlib._Decompress:
        if self._encoding == "deflate":
            # The standard's deflate has zlib's header; some servers leave it out (RFC 9110 §8.4.1.2).
            has_header = data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
            return zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        return zlib.decompressobj(_GZIP)

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:
            raise self._error(f"the answer is larger than {_size(self._most)}")
        return piece

    def _error(self, what: str) -> TransportError:
        return TransportError(what, where=self._where, todo="it is asked again later; tell the sender if it stays so")


def _size(number: int) -> str:
    return f"{number >> 20} MB" if number >= 1 << 20 else f"{number} bytes"
