"""A file dropped into a watched folder: wall clock until its story's page can be read, idle and while wrk reads.

The command itself runs, in one process; whoever asks has a connection of its own, as a reader has.
"""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.corpus import network_folder, story, uri
from bench.table import summary
from wireroom.news import story_id
from wireroom.newsroom.home import Home
from wireroom.transports import Delivery, hint_for

STORIES = 1_000
DROPPED = 100
READERS = 16  # connections of wrk
PAUSE = 0.15  # seconds between two files
BETWEEN = 0.0003  # seconds between two questions for the page: idle is without anybody who takes the processor
PATIENCE = 30.0  # seconds
HOST = "orbit.example"


def run() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(network_folder(folder))
        now = datetime.now(UTC)
        source = home.network.sources["mpa"]
        made = ((n, story(n, now - timedelta(hours=STORIES - n))) for n in range(STORIES))
        home.intake(lambda: now).take(source, [Delivery(str(n), data, hint_for(source)) for n, data in made])
        home.close()
        (folder / "inbox" / "mpa").mkdir(parents=True, exist_ok=True)
        with running(folder) as (_, port):
            print(f"{STORIES:,} stories, {DROPPED} files dropped one by one; bytes in the folder to the story's page:")
            print(f"idle       {summary(dropped(folder, port, 1))}")
            if not shutil.which("wrk"):
                print("wrk is missing: not measured under load → apt-get install wrk")
                return
            with read_by_others(port):
                print(f"under load {summary(dropped(folder, port, 2))}")


@contextmanager
def running(folder: Path) -> Iterator[tuple[int, int]]:
    """`wireroom run` on this folder; its process id and port."""
    command = [str(Path(sys.executable).parent / "wireroom"), "run", "-n", str(folder), "--port", "0", "-q"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r"http://localhost:(\d+)", process.stdout.readline())
        assert found, "the server did not say where it is"
        yield process.pid, int(found[1])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def read_by_others(port: int) -> Iterator[None]:
    """wrk reads the front as fast as it is given."""
    command = ["wrk", "-t1", f"-c{READERS}", "-d600s", "-H", f"Host: {HOST}", f"http://127.0.0.1:{port}/"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def dropped(folder: Path, port: int, turn: int) -> list[float]:
    """Seconds of each file."""
    took = []
    reader = http.client.HTTPConnection("127.0.0.1", port)
    for n in range(DROPPED):
        number = turn * 1_000_000 + n * 4  # of slugline "launch": it comes onto the first site
        data = story(number, datetime.now(UTC))
        aside = folder / "inbox" / f"{number}.part"
        aside.write_bytes(data)
        path = f"/2026/01/01/x-{story_id(uri(number))}"  # leads to where the story is
        began = time.perf_counter()
        aside.rename(folder / "inbox" / "mpa" / f"{number}.xml")
        while status(reader, path) == 404:
            time.sleep(BETWEEN)
            assert time.perf_counter() - began < PATIENCE, f"{number} did not come"
        took.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    return took


def status(reader: http.client.HTTPConnection, path: str) -> int:
    """What the server says of an address."""
    reader.request("GET", path, headers={"Host": HOST})
    response = reader.getresponse()
    response.read()
    return response.status
