"""What the judges share: the exhibit, a server that shows it, a browser, and what npm brings."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.judges.judges_helper import Stand, need
from tools.exhibit import LATER, Exhibit
from tools.judge import installed


@pytest.fixture(scope="session")
def exhibit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exhibit]:
    made = Exhibit(tmp_path_factory.mktemp("exhibit") / "network")
    yield made
    made.close()


@pytest.fixture(scope="session")
def stand(exhibit: Exhibit) -> Iterator[Stand]:
    command = [str(Path(sys.executable).parent / "wireroom"), "run", "--port", "0", "--at", f"{LATER:%Y-%m-%dT%H:%MZ}"]
    process = subprocess.Popen(
        [*command, "-q", "-n", str(exhibit.folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = process.stdout.readline()
    found = re.search(r"(?<=//)127[.]0[.]0[.]1(:\d+)|localhost(:\d+)", said)
    if not found:
        process.terminate()
        pytest.fail(f"the server did not start: {said}{process.stdout.read()}")
    yield Stand(exhibit, f"http://localhost{found[1] or found[2]}")
    process.terminate()
    process.communicate(timeout=300)


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder with what npm brings."""
    need("npm", "node")
    return installed()
