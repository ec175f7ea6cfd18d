"""Tests the tests: plants each fault of mutants.toml into a copy of the source and expects the named tests to fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300  # seconds for one fault's tests


def main(arguments: list[str]) -> int:
    """Plants every fault, or those whose names hold one of the words; with `--minutes N` none is begun after that."""
    minutes = float(arguments.pop(arguments.index("--minutes") + 1)) if "--minutes" in arguments else None
    arguments = [one for one in arguments if one != "--minutes"]
    faults = tomllib.loads((ROOT / "mutants.toml").read_text(encoding="utf-8"))["fault"]
    if arguments:
        faults = [fault for fault in faults if any(word in fault["name"] for word in arguments)]
    until = None if minutes is None else time.monotonic() + minutes * 60
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        outcomes = list(pool.map(lambda fault: _in_time(fault, until), faults))
    tried = [name for name in outcomes if name is not None]
    survived = [name for name in tried if name]
    print(f"{len(tried) - len(survived)} of {len(tried)} planted faults caught")
    if len(tried) < len(faults):
        print(f"{len(faults) - len(tried)} were not tried within {minutes:g} minutes: ./dev check --mutants tries all")
    for name in survived:
        print(f"SURVIVED: {name}")
    return 1 if survived else 0


def _in_time(fault: dict[str, Any], until: float | None) -> str | None:
    """As `plant`; None when there was no time left to begin."""
    return plant(fault) if until is None or time.monotonic() < until else None


def plant(fault: dict[str, Any]) -> str:
    """Returns the fault's name when no test saw it."""
    with tempfile.TemporaryDirectory(prefix="wireroom-mutant-") as folder:
        source = Path(folder) / "src"
        # With what is compiled already, which stays valid as the copies keep their times: hundreds of modules.
        shutil.copytree(ROOT / "src", source)
        target = source / "wireroom" / fault["file"]
        text = target.read_text(encoding="utf-8")
        if text.count(fault["find"]) != 1:
            print(f"stale    {fault['name']}: the text to change stands {text.count(fault['find'])} times", flush=True)
            return str(fault["name"])
        target.write_text(text.replace(fault["find"], fault["replace"]), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:xdist", *fault["tests"]]
        own = {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1", "WIREROOM_PLANTED": "1"}
        environment = {**os.environ, **own}
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
