"""`python -m bench [NAME …]`: runs the benchmarks."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "start",
    "publish",
    "dropped",
    "export",
    "serving",
    "kills",
    "reading",
    "captures",
    "backlog",
    "feeds",
    "ledger",
    "gate",
    "related",
    "memory",
)


def main(arguments: list[str]) -> int:
    wrong = [name for name in arguments if name not in NAMES]
    if wrong:
        print(f"./dev bench: there is no benchmark '{wrong[0]}'; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in arguments or NAMES:
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
