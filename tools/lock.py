"""Resolves the dependencies anew and writes lock/*.lock: pinned, with hashes, naming no host."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": ("build",), "dev": ("build", "sftp", "s3", "dev")}


def main() -> int:
    # uv resolves for every platform at once; it is needed here alone, so it is no dependency.
    subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", "uv"])
    uv = Path(sys.executable).parent / "uv"
    for name, extras in LOCKS.items():
        subprocess.check_call(
            [
                *(str(uv), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--upgrade"),
                *("--generate-hashes", "--no-emit-index-url", "--no-header"),
                *(word for extra in extras for word in ("--extra", extra)),
                *("pyproject.toml", "--output-file", f"lock/{name}.lock"),
            ],
            cwd=ROOT,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
