"""Text wires and mails with a mebibyte of one sign where lines are read: no pattern may look at it again and again."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.mangle import mangled
from tests.textwires import EXAMPLES
from wireroom import formats
from wireroom.errors import UnreadableError

FORMATS = ("iptc7901", "anpa1312", "email", "zczc")
SIZE = 1 << 20
ZCZC = b"ZCZC MPA\n$Ferry back\n:(NORDHAVEN)\nThe ferry is back.\n\nNNNN\n"
RUNS = [
    *(
        b" ",
        b"\n",
        b"\t",
        b"a",
        b"A",
        b"1",
        b"-",
        b"=",
        b"(",
        b")",
        b"*",
        b"_",
        b"^",
        b"<",
        b"/",
        b".",
        b",",
        b"'",
        b'"',
    ),
    *(
        b"\x07",
        b"\x1f",
        b"\x01",
        b"\x02",
        b"a ",
        b"A-",
        b"1 ",
        b"\r\n",
        b"\r\na",
        b"> ",
        b"a: b\n",
        b"=?utf-8?q?=",
        b"\xff",
    ),
    *("ä".encode(), "Д".encode(), "“".encode(), b"kill ", b"\x08a\x1e", b"no use "),
]
# Seconds of CPU. Linear reading takes a tenth of it here, and a pattern that goes over the run twice takes hours.
SLOWEST = 20.0


def read_all(data: bytes) -> None:
    """Reads as each format; a refusal is fine, a reader that trips is not."""
    for form in FORMATS:
        try:
            formats.read(data, format=form)
        except UnreadableError as refusal:
            assert "defect" not in refusal.todo, refusal


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("seed", [EXAMPLES[0], EXAMPLES[4], EXAMPLES[7], ZCZC], ids=FORMATS)
def test_a_long_run_of_one_sign_is_read_once(seed: bytes, run: bytes) -> None:
    long = run * (SIZE // len(run))
    began = time.process_time()
    read_all(seed.replace(b"Ferry", long, 1))
    read_all(seed + long)
    assert time.process_time() - began < SLOWEST


@pytest.mark.parametrize("number", range(40))
def test_mangled_messages_are_read_or_refused(number: int) -> None:
    random = Random(number)
    read_all(mangled(random.choice(EXAMPLES), random, 20_000))
