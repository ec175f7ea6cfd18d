"""Tests the tests: plants each fault of mutants.toml into a copy of the source and expects the named tests to fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300  # seconds for one fault's tests


def main(arguments: list[str]) -> int:
    faults = tomllib.loads((ROOT / "mutants.toml").read_text(encoding="utf-8"))["fault"]
    if arguments:
        faults = [fault for fault in faults if any(word in fault["name"] for word in arguments)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        survived = [name for name in pool.map(plant, faults) if name]
    print(f"{len(faults) - len(survived)} of {len(faults)} planted faults caught")
    for name in survived:
        print(f"SURVIVED: {name}")
    return 1 if survived else 0


def plant(fault: dict[str, Any]) -> str:
    """Returns the fault's name when no test saw it."""
    with tempfile.TemporaryDirectory(prefix="wireroom-mutant-") as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        target = source / "wireroom" / fault["file"]
        text = target.read_text(encoding="utf-8")
        if text.count(fault["find"]) != 1:
            print(f"stale    {fault['name']}: the text to change stands {text.count(fault['find'])} times", flush=True)
            return str(fault["name"])
        target.write_text(text.replace(fault["find"], fault["replace"]), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:xdist", *fault["tests"]]
        environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            print(f"caught   {fault['name']} (it hangs)", flush=True)
            return ""
    # 1: tests failed. Anything else than 0 and 1 is a fault of the harness, not a catch.
    if done.returncode == 1:
        print(f"caught   {fault['name']}", flush=True)
        return ""
    print(
        f"survived {fault['name']} (pytest exit {done.returncode})\n{done.stdout[-2000:]}{done.stderr[-1000:]}",
        flush=True,
    )
    return str(fault["name"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
