"""Case 30 on the whole thing: `wireroom run`, killed with -9 while copy streams in, and started again."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults import world
from tests.faults.harness import FULL
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2, ninjs
from wireroom.ledger.originals import digest_of
from wireroom.ledger.verify import verify
from wireroom.news import Version
from wireroom.newsroom.home import LEDGER, Home

ROUNDS = 20 if FULL else 4
_PATIENCE = 600.0
_AHEAD = 100  # files that may lie there: what was sent has to be taken at last, also by a slow machine


def send(inbox: Path, number: int) -> bytes:
    """A delivery as a careful sender puts it down: written aside, then moved."""
    if number % 10 == 9:
        data = b'<?xml version="1.0"?><weather>%d</weather>' % number
    elif number % 10 == 5:
        data = ninjs(f"urn:run:{number - 1}", 2, "", pubstatus="canceled")
    else:
        data = g2(f"urn:run:{number}", 1, f"Rocket {number}", created=NOW - timedelta(minutes=5))
    aside = inbox / f".{number}.part"
    aside.write_bytes(data)
    aside.rename(inbox / f"{number:05}.dat")
    return data


def taken(folder: Path) -> int:
    """How many files a running Wireroom has put away."""
    return len(list((folder / "inbox/mpa/taken").glob("*/*.dat")))


@pytest.mark.slow
def test_case_30_a_running_newsroom_killed_again_and_again_has_everything_once(tmp_path: Path) -> None:
    Rig(tmp_path, NETWORK).close()
    inbox = tmp_path / "inbox/mpa"
    inbox.mkdir(parents=True)
    command = [sys.executable, "-c", "from wireroom.cli import main; main()", "run", "-q", "--port", "0"]
    book: list[bytes] = []
    for round in range(ROUNDS + 1):
        with subprocess.Popen([*command, "-n", str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert "Serving" in process.stdout.readline()
            # Some rounds die while the first file is under way, others after many.
            wanted = len(book) if round == ROUNDS else taken(tmp_path) + 1 + 7 * (round % 4)
            until = time.monotonic() + _PATIENCE
            while (done := taken(tmp_path)) < wanted and time.monotonic() < until:
                if round < ROUNDS and len(book) < done + _AHEAD:
                    book.append(send(inbox, len(book)))
                time.sleep(0.002)
            assert taken(tmp_path) >= wanted
            process.kill()
            process.wait()
    home = Home(tmp_path / "network.toml")
    cases = {case.digest for case in home.quarantine.list()}
    entries = [entry.digest for entry in home.ledger.entries() if isinstance(entry.what, Version)]
    for data in book:
        digest = digest_of(data)
        assert (digest in cases) != (digest in entries)
        assert home.ledger.original(digest) == data or home.quarantine.read(digest) == data
    assert len(entries) == len(set(entries)) == len(book) - len(cases)
    with home.ledger.snapshot(NOW) as snapshot:
        for number in range(5, len(book), 10):
            story = snapshot.story(f"urn:run:{number - 1}")
            assert story is not None
            assert story.killed
    assert verify(tmp_path / LEDGER, home.network).difference == ""
    home.close()
    world.equals_its_rerender(tmp_path, tmp_path / "again")
