"""Runs the tests: the quick suite by default, with `--slow` everything (browser, floods, long histories)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    everything = "--slow" in arguments
    rest = [argument for argument in arguments if argument != "--slow"]
    command = [sys.executable, "-m", "pytest"]
    if not any(argument.startswith(("-n", "-p")) for argument in rest):
        command += ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "worksteal"]
    if not everything and not any(argument.startswith("-m") for argument in rest):
        command += ["-m", "not slow and not browser"]
    # Also where the system would keep no bytecode: half of what collecting tests costs is to compile them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.call([*command, *rest], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
