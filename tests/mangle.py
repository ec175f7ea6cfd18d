"""Mangles documents by their tokens, so that what comes out is still nearly of its format: for fuzzing every reader."""

from __future__ import annotations

import re
from random import Random

# Tags, names, values, brackets, lines: what a document of any format is made of.
_TOKEN = re.compile(rb"<[^<>]{0,400}>|\"[^\"]{0,400}\"|[\w:.+-]+|\s+|.", re.DOTALL)
_NASTY = (
    b"",
    b"0",
    b"-1",
    b"9" * 40,
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"&",
    b"&amp;amp;lt;",
    b"&#x202e;",
    b"&nbsp;",
    b"]]>",
    b"<![CDATA[<p>x</p>]]>",
    b"<!--",
    b"<p>",
    b"</p>",
    b"<br/>",
    b'<a href="javascript:x">y</a>',
    b"<table><tr><td>1</td></tr></table>",
    b"2026-02-30T25:61:00Z",
    b"20261122T101112+9999",
    b"(((((((((((((((",
    b"null",
    b"[]",
    b"{}",
    b"\x1b\x01\x02\x03",
    "١٢٣ أ ف ب".encode(),
    b" " * 300,
    b"a" * 3000,
    b"\n" * 50,
    b"A, " * 300,
    b"- " * 300,
)


def mangled(data: bytes, random: Random, most: int = 1_048_576) -> bytes:
    """The document with a few of its tokens dropped, doubled, moved, exchanged or replaced; at most `most` bytes."""
    tokens = _TOKEN.findall(data[:most])
    for _ in range(random.randint(1, 6)):
        if not tokens:
            break
        at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
        match random.randrange(7):
            case 0:
                del tokens[at : at + random.randint(1, 8)]
            case 1:
                tokens[at:at] = tokens[other : other + random.randint(1, 20)]
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = random.choice(_NASTY)
            case 4:
                tokens[at:at] = [random.choice(_NASTY)]
            case 5:
                tokens[at : at + 1] = [tokens[at]] * random.choice((2, 30, 2000))
            case _:
                tokens = tokens[: at + 1]
    return b"".join(tokens)[:most]
