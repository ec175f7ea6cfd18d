"""Lets programs that others wrote judge the pages of every type in each theme. ./dev judge [PYTEST ARGUMENTS]

What npm brings of them is installed aside, once for each lock; Java and chromium have to be there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTED = ROOT / "tools" / "judges"
NEEDED = {"npm": "npm", "node": "nodejs", "java": "default-jre-headless", "chromium": "chromium"}
"""Commands of the system that the judges need, and Debian's packages that have them."""
_FILES = ("package.json", "package-lock.json")
# A browser and its driver are there; no package's own script has to run.
_ASIDE = {"PUPPETEER_SKIP_DOWNLOAD": "1", "CHROMEDRIVER_SKIP_DOWNLOAD": "true"}


def missing(*commands: str) -> str:
    """What is not there of the commands, and how to get it; "" when all are."""
    absent = [name for name in commands if shutil.which(name) is None]
    packages = " ".join(NEEDED[name] for name in absent)
    return f"needs {', '.join(absent)}: apt-get install {packages}" if absent else ""


def installed() -> Path:
    """The folder `node_modules` of the judges, filled by npm when there is none for this lock."""
    digest = hashlib.sha256(b"".join((LISTED / name).read_bytes() for name in _FILES)).hexdigest()[:12]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wireroom"
    folder, done = caches / f"judges-{digest}", caches / f"judges-{digest}" / "installed"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of several who ask at once, one installs
        if not done.exists():
            for name in _FILES:
                shutil.copy(LISTED / name, folder / name)
            command = ["npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, env={**os.environ, **_ASIDE}, check=True, stdout=subprocess.DEVNULL)
            done.touch()
    return folder / "node_modules"


def main(arguments: list[str]) -> int:
    if absent := missing(*NEEDED):
        print(f"./dev judge {absent}", file=sys.stderr)
        return 1
    print(f"The judges are in {installed()}", flush=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-rP", "tests/judges"]
    return subprocess.call([*command, *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
