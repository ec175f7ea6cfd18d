"""Acceptance cases of published files: what must hold of them, and does not elsewhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.newsroom.publishing_helper import Published, address_of, archive, wait_for
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.transports.out import KEPT


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.close()


@pytest.mark.parametrize(
    ("expires", "text", "dark"),
    [
        (NOW + timedelta(hours=3), NETWORK, NOW + timedelta(hours=3)),
        (None, NETWORK.replace('credit = "MPA"', 'credit = "MPA"\ndisplay = "2 days"'), NOW + timedelta(days=2)),
        (None, NETWORK.replace("until = 2029-12-31", "until = 2026-11-30", 1), None),
    ],
    ids=["the copy's expiry", "the licence's display time", "the licence's end"],
)
def test_case_17_what_is_over_first_removes_its_files(tmp_path: Path, expires: object, text: str, dark: object) -> None:
    rig = Rig(tmp_path, text)
    published = Published(rig)
    rig.take("mpa", g2("urn:mpa:1", 1, "Qxzzy is over", created=NOW, expires=expires, slugline="launch"))  # type: ignore[arg-type]
    published.publish()
    page = f"orbit{rig.url('urn:mpa:1', 'orbit')}.html"
    assert page in published.files()
    rig.now = dark if dark is not None else NOW + timedelta(days=12)  # type: ignore[assignment]
    if dark is not None:
        rig.later(microseconds=-1)
        published.publish()
        assert page in published.files()
        rig.later(microseconds=1)
    published.publish()
    files = published.files()
    assert [name for name, data in files.items() if b"qxzzy" in data.lower() or "qxzzy" in name] == []
    assert any(name.startswith("orbit/_410/") for name in files)
    rig.close()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_case_30_killed_at_any_moment_no_half_file_and_the_next_run_makes_it_true(rig: Rig) -> None:
    archive(rig, 60)
    expected = Published(rig)
    expected.publish()
    whole = expected.pages()
    program = "from wireroom.cli import main; main()"
    out = rig.folder / "killed"
    kills = 0
    for after in range(5, 2000, 25):
        command = [sys.executable, "-c", program, "publish", str(out), "-n", str(rig.folder)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(lambda after=after, process=process: process.poll() is not None or count(out) >= after)  # type: ignore[misc]
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait(timeout=300)
        for path in out.rglob("*.html"):
            data = path.read_bytes()
            assert data == b"" or data.endswith((b"</html>", b"</section>\n", b"</html>\n")) or "/rail/" in str(path)
        if process.returncode == 0:
            break
    assert kills >= 1
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html")) == sorted(
        name for name in whole if name.endswith(".html")
    )
    assert not (out / KEPT / "part-0").exists()


def count(out: Path) -> int:
    return sum(1 for _ in out.rglob("*.html"))


def test_case_30_every_file_equals_a_rerender(rig: Rig) -> None:
    archive(rig, 5)
    published = Published(rig)
    published.publish()
    for name in published.pages():
        site, path, _ = address_of(name)
        assert published.joined(name) == rig.get(site, path).body
