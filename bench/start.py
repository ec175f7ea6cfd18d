"""How long `wireroom --help` takes, beside the bare interpreter; interleaved, medians."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15


def run() -> None:
    """Measures and prints."""
    wireroom = str(Path(sys.executable).parent / "wireroom")
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "wireroom --help": [wireroom, "--help"],
        "wireroom --version": [wireroom, "--version"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - began)
    for name, values in times.items():
        print(f"{name:<20} median {statistics.median(values) * 1e3:6.1f} ms   most {max(values) * 1e3:6.1f} ms")


if __name__ == "__main__":
    run()
