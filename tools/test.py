"""Runs the tests: the quick suite by default, with `--slow` everything (browser, floods, long histories)."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NONE_FOUND = 5  # pytest's exit code


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("-m", dest="chosen")
    asked, rest = parser.parse_known_args(arguments)
    chosen = asked.chosen or ("" if asked.slow else "not slow and not browser")
    if any(argument.startswith(("-n", "-p")) for argument in rest):
        return pytest(chosen, rest)
    side_by_side = ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "worksteal", *rest]
    if not asked.slow:
        return pytest(chosen, side_by_side)
    both = f"({chosen}) and " if chosen else ""
    codes = pytest(f"{both}not alone", side_by_side), pytest(f"{both}alone", rest)
    return next((code for code in codes if code not in (0, NONE_FOUND)), min(codes))


def pytest(chosen: str, arguments: list[str]) -> int:
    # Also where the system would keep no bytecode: half of what collecting tests costs is to compile them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.call([sys.executable, "-m", "pytest", "-m", chosen, *arguments], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
