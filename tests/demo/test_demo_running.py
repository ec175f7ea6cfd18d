"""The demo as its user meets it: a real process, real files in its inboxes, real requests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

WIREROOM = str(Path(sys.executable).parent / "wireroom")


def start(folder: Path) -> tuple[subprocess.Popen[str], str, float]:
    """Starts the demo; the process, its address, and the CPU seconds until the first page was there.

    CPU seconds, not those of the clock on the wall: what other work a machine does says nothing of the demo.
    """
    process = subprocess.Popen(
        [WIREROOM, "demo", "--port", "0", "--no-browser", "--folder", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://localhost:\d+", line):
            assert get(found[0] + "/@orbit/")[0] == 200
            return process, found[0], cpu_seconds(process.pid)
    raise AssertionError("the demo did not start")


def cpu_seconds(pid: int) -> float:
    """What a process has spent so far, in user mode and in the kernel (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=120) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def linked(item: str) -> list[tuple[str, str]]:
    """Site and path of the pages that an event of the guide leads to."""
    found: list[tuple[str, str]] = re.findall(r'href="http://([a-z]+)\.localhost:\d+(/[^"]+)"', item)
    return found


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=120)
    assert process.returncode == 0


def test_the_demo_shows_what_it_promises(tmp_path: Path) -> None:
    process, base, first = start(tmp_path / "demo")
    try:
        assert first < 30
        wanted = {"new", "update", "correction", "embargo", "kill", "strangers-kill", "again", "broken"}
        seen: dict[str, str] = {}
        until = time.monotonic() + 600
        while wanted - set(seen) and time.monotonic() < until:
            _, guide = get(base + "/")
            for kind, item in re.findall(r'<li class="([a-z-]+)">(\s*<p class="head">.*?)</li>', guide, re.DOTALL):
                seen.setdefault(kind, item)
            time.sleep(1)
        assert wanted <= set(seen)
        port = base.rsplit(":", 1)[1]
        statuses = {}
        for kind in ("update", "correction", "embargo", "kill"):
            uri = re.findall(r'class="uri">([^<]+)<', seen[kind])[0]
            links = linked(seen[kind])
            while not links and time.monotonic() < until:  # embargoed when it was first seen: linked once it is out
                time.sleep(1)
                _, guide = get(base + "/")
                links = linked(guide.split(uri)[0].rsplit("<li", 1)[1])
            assert links, kind
            status, text = get(f"http://localhost:{port}/@{links[0][0]}{links[0][1]}")
            statuses[kind] = status
            if kind == "correction":
                assert "correct" in text.lower()
        assert statuses == {"update": 200, "correction": 200, "embargo": 200, "kill": 410}
    finally:
        stop(process)
    again, _, second = start(tmp_path / "demo")
    stop(again)
    assert second < 0.6 * first, "nothing is made twice: a quarter, on whatever machine"
