"""`wireroom run` as a process: it reads its files again when told to, keeps its readers, and ends in order."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig import NETWORK
from wireroom.newsroom.presence import LOCK, present, running

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal here")
PROGRAM = [sys.executable, "-c", "from wireroom.cli import main; main()"]


class Process:
    """`wireroom run` on a free port."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        command = [*PROGRAM, "run", "--port", "0", "-n", str(folder), *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        found = re.search(r":(\d+)/", self.process.stdout.readline())
        assert found
        self.port = int(found[1])

    def ask(self, path: str, host: str = "orbit.example", port: int = 0) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=300)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        status, text = answer.status, answer.read().decode()
        connection.close()
        return status, text

    def reload(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*PROGRAM, "reload", "-n", str(self.folder)], capture_output=True, text=True, timeout=120)

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=300)[1]
        assert self.process.returncode == 0, said
        return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "network.toml").write_text(NETWORK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def served(folder: Path) -> Iterator[Process]:
    made = Process(folder)
    yield made
    if made.process.poll() is None:
        made.stop()


@pytest.mark.slow
def test_it_reads_its_files_again_when_told_and_keeps_its_readers(served: Process) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=300)
    until = time.monotonic() + 300

    def front() -> str:
        connection.request("GET", "/", headers={"Host": "orbit.example"})
        return connection.getresponse().read().decode()

    assert "Orbit Daily" in front()
    own = served.folder / "templates" / "orbit" / "front.html"
    own.parent.mkdir(parents=True)
    own.write_text("<!doctype html><title>Its own template</title>", encoding="utf-8")
    assert "Its own template" not in front()  # network.toml is the same: nobody has told it
    told = served.reload()
    assert (told.returncode, f"process {served.process.pid} has read" in told.stdout) == (0, True), told.stderr
    assert "Its own template" in front()  # on the very same connection
    own.unlink()
    os.kill(served.process.pid, signal.SIGHUP)  # as `systemctl reload` does it
    while "Its own template" in front():
        assert time.monotonic() < until, "it was told, and has not heard"
        time.sleep(0.02)
    connection.close()
    assert "stopped cleanly" in served.stop()


@pytest.mark.slow
def test_files_that_cannot_be_used_change_nothing_and_are_told(served: Process) -> None:
    (served.folder / "network.toml").write_text(NETWORK + "\n[nonsense]\n", encoding="utf-8")
    told = served.reload()
    assert (told.returncode, "nonsense" in told.stderr) == (1, True)
    assert served.ask("/")[0] == 200


def test_without_a_server_it_says_so(folder: Path) -> None:
    with present(folder):
        pass
    assert (folder / LOCK).exists()
    assert running(folder) is None  # though the file names a process
    said = subprocess.run([*PROGRAM, "reload", "-n", str(folder)], capture_output=True, text=True, timeout=120)
    assert (said.returncode, "no server of this network is running" in said.stderr) == (1, True)


def test_of_two_servers_of_a_folder_the_first_is_known(folder: Path) -> None:
    with present(folder) as first, present(folder) as second:
        second.reread("trouble of the second")
        first.reread()
        told = running(folder)
        assert told is not None
        assert (told.pid, told.read, told.trouble) == (os.getpid(), 1, "")


@pytest.mark.slow
def test_health_metrics_and_access_log_of_a_real_one(folder: Path) -> None:
    served = Process(folder, "--access-log", str(folder / "log"))
    status, text = served.ask("/healthz", host=f"localhost:{served.port}")
    assert (status, json.loads(text)["checks"]["ledger"]) == (200, "ok")
    assert served.ask("/metrics")[0] == 404  # asked of a site
    assert 'wireroom_responses_total{code="404"} 1\n' in served.ask("/metrics", host="localhost")[1]
    served.stop()
    assert len((folder / "log").read_text().splitlines()) == 3
