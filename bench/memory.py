"""Resident memory of a running `wireroom run` with 100,000 stories, while pages are asked of it."""

from __future__ import annotations

import re
import tempfile
import urllib.request
from pathlib import Path

from bench.dropped import running
from bench.publish import Archive

SIZE = 100_000
LOOKS = 2_000


def run() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder), SIZE)
        archive.home.close()
        measure(Path(folder))


def measure(folder: Path) -> None:
    """Starts the server on this folder and reads its memory."""
    with running(folder) as (process, port):
        base = f"http://localhost:{port}/@orbit"
        print(f"{SIZE:,} stories; resident after start  {resident(process):6.0f} MB (target < 200)")
        months = re.findall(r"/sitemap/\d{4}-\d\d\.xml", fetch(f"{base}/sitemap.xml"))
        paths = [path for month in months for path in re.findall(r"orbit\.example(/\d{4}/[^<]+)<", fetch(base + month))]
        for path in paths[:: max(1, len(paths) // LOOKS)]:
            fetch(base + path)
        for path in ("/", "/launch", "/feed.xml", "/atom.xml", "/search?q=harbour", "/news-sitemap.xml"):
            fetch(base + path)
        print(f"after {LOOKS:,} pages and all kinds of lists  {resident(process):6.0f} MB")


def fetch(url: str) -> str:
    """A page of the running server."""
    with urllib.request.urlopen(url) as response:
        text: str = response.read().decode()
    return text


def resident(pid: int) -> float:
    """Resident memory in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1]) / 1024


if __name__ == "__main__":
    run()
