"""A part of a picture for a reader that asks for one: single byte ranges, and nothing else (RFC 9110 §14)."""

from __future__ import annotations

import re

from wireroom.web.site.answer import Answer, plain

ACCEPTED = ("accept-ranges", "bytes")
"""The header of what may be had in parts."""

_LINE = (b"accept-ranges", b"bytes")
# One range alone. Several would have to come as multipart/byteranges; whoever asks for them gets the whole (§14.2).
_ONE = re.compile(rb"bytes=[ \t]*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))[ \t]*", re.IGNORECASE)


def part_of(answer: Answer, wanted: bytes, on_condition: bytes) -> Answer:
    """The part that `wanted` (the Range of a GET) asks for: a 206, or a 416 when nothing stands there.

    The whole answer, when it is none of those that come in parts, when the range is none that is understood, or when
    `on_condition` (If-Range, "" for none) names another representation than this one (§13.1.5): only its strong ETag
    counts, a date never does.
    """
    if answer.status != 200 or _LINE not in answer.headers:
        return answer
    if on_condition and (b"etag", on_condition.strip()) not in answer.headers:
        return answer
    found = _ONE.fullmatch(wanted)
    if found is None:
        return answer
    size = len(answer.body)
    first, last, tail = found[1], found[2], found[3]
    if tail is not None:
        begin, end = max(0, size - int(tail)), size
    else:
        begin, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return answer  # no range at all (§14.1.1)
    if begin >= end:
        return plain(416, "There is no such part of it.", [("content-range", f"bytes */{size}"), ACCEPTED])
    lines = [line for line in answer.headers if line[0] != b"content-length"]
    lines += [
        (b"content-range", b"bytes %d-%d/%d" % (begin, end - 1, size)),
        (b"content-length", b"%d" % (end - begin)),
    ]
    return Answer(206, lines, answer.body[begin:end])
