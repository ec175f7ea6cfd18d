"""`wireroom run` as a real process: files dropped, an embargo that lifts, a network file that changes, a clean stop."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.rig import NETWORK
from tests.wires import g2

WIREROOM = str(Path(sys.executable).parent / "wireroom")
URI = "urn:newsml:mpa.example:20261122:4001"


class Running:
    """A server on a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "run.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [WIREROOM, "run", "-n", str(folder), "--port", "0"], stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout
        found = re.search(r"http://localhost:\d+", self.process.stdout.readline())
        assert found, self.log.read_text()
        self.base = found[0]

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.base + path, timeout=120) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def drop(self, name: str, data: bytes) -> None:
        inbox = self.folder / "inbox" / "mpa"
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / f"{name}.part").write_bytes(data)
        (inbox / f"{name}.part").rename(inbox / name)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(120)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "network.toml").write_text(NETWORK, encoding="utf-8")
    made = Running(tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
    made.process.communicate()


def until(what: Callable[[], bool], seconds: float = 120.0) -> float:
    """Waits for it; the seconds it took."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def now() -> datetime:
    return datetime.now(UTC)


def test_a_dropped_file_is_on_the_front_and_a_kill_takes_it_off(running: Running) -> None:
    running.drop("1.xml", g2(URI, 1, "Rocket over Lindholm", created=now()))
    until(lambda: "Rocket over Lindholm" in running.get("/@orbit/")[1])
    found = re.search(r'href="(/@orbit/\d{4}/[^"]+)"', running.get("/@orbit/")[1])
    assert found
    assert running.get(found[1])[0] == 200
    running.drop("2.xml", g2(URI, 2, "", paragraphs=(), status="canceled", created=now()))
    until(lambda: running.get(found[1])[0] == 410)
    assert "Rocket over Lindholm" not in running.get("/@orbit/")[1]
    assert running.stop() == 0
    log = running.log.read_text()
    assert "stopped cleanly" in log
    assert "Traceback" not in log


def test_an_embargo_lifts_by_itself_to_the_second(running: Running) -> None:
    running.drop("1.xml", g2(f"{URI}1", 1, "Rocket at large", created=now()))
    took = until(lambda: running.log.read_text().count("accepted") == 1)
    # So far ahead that copy comes in before it lifts, however slow the machine.
    lifts = now() + timedelta(seconds=max(1.5, 20 * took))
    running.drop("2.xml", g2(URI, 1, "Rocket kept back", created=now(), embargoed=lifts))
    until(lambda: running.log.read_text().count("accepted") == 2)

    def seen() -> bool:
        asked = now()
        shown = "Rocket kept back" in running.get("/@orbit/")[1]
        # However long the answer took: it was not given too early, nor asked for a second later in vain.
        assert now() >= lifts if shown else asked < lifts + timedelta(seconds=1)
        return shown

    until(seen, 120 + 20 * took)
    until(lambda: "its embargo lifts" in running.log.read_text())


def test_a_command_beside_the_server_shows_at_once(running: Running) -> None:
    file = running.folder / "beside.xml"
    file.write_bytes(g2(URI, 1, "Rocket by hand", created=now()))
    subprocess.run([WIREROOM, "take-in", "mpa", str(file), "-n", str(running.folder)], check=True, capture_output=True)
    assert "Rocket by hand" in running.get("/@orbit/")[1]
    subprocess.run([WIREROOM, "kill", URI, "--why", "test", "-n", str(running.folder)], check=True, capture_output=True)
    assert "Rocket by hand" not in running.get("/@orbit/")[1]


def test_a_changed_network_file_is_adopted_and_a_bad_one_is_not(running: Running) -> None:
    file = running.folder / "network.toml"
    file.write_text(NETWORK.replace('tagline = "Your portal to space"', 'tagline = "Up and out"'), encoding="utf-8")
    until(lambda: "Up and out" in running.get("/@orbit/")[1])
    file.write_text(NETWORK.replace("[sites.orbit]", "[sites.orbit]\ntagged = 1", 1), encoding="utf-8")
    until(lambda: "was not adopted" in running.log.read_text())
    assert "tagged" in running.log.read_text()
    assert "Up and out" in running.get("/@orbit/")[1]


def test_a_simulated_clock_starts_where_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text(NETWORK, encoding="utf-8")
    process = subprocess.Popen(
        [WIREROOM, "run", "-n", str(tmp_path), "--port", "0", "--at", "2026-03-26T14:00:00Z", "-q"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    found = re.search(r"http://localhost:\d+", process.stdout.readline())
    assert found
    with urllib.request.urlopen(f"{found[0]}/@orbit/") as response:
        assert "26 March 2026" in response.read().decode()
    process.terminate()
    process.communicate(timeout=120)
    assert process.returncode == 0
