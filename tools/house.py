"""The house rules that no linter knows: module and function sizes, one maker of clean markup, one gate."""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wireroom"

LONGEST_MODULE = 600
MEDIAN_MODULE = 170
LONGEST_FUNCTION = 80

# Types that one room alone may make: whoever else wants one has to ask there. An empty body says nothing, and is free.
MAKERS = {
    "Body": ("formats/markup.py", "news/version.py"),
    "ShownStory": ("rights/",),
    "ShownHeadline": ("rights/",),
}


def main() -> int:
    problems = list(sizes()) + list(makers())
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def sizes() -> Iterator[str]:
    lengths = []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > 5:
            lengths.append(lines)
        name = path.relative_to(ROOT)
        if lines > LONGEST_MODULE:
            yield f"{name}: {lines} lines; the house allows {LONGEST_MODULE}"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield f"{name}:{node.lineno}: {node.name} has {length} lines; the house allows {LONGEST_FUNCTION}"
    middle = statistics.median(lengths)
    if middle > MEDIAN_MODULE:
        yield f"the median module has {middle:.0f} lines; the house allows {MEDIAN_MODULE}"


def makers() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE).as_posix()
        text = path.read_text(encoding="utf-8")
        for made, allowed in MAKERS.items():
            if inside.startswith(allowed):
                continue
            for found in re.finditer(rf"\b{made}\((?!\"\"\))", text):
                line = text.count("\n", 0, found.start()) + 1
                if not text[: found.start()].rstrip().endswith("class"):
                    yield f"src/wireroom/{inside}:{line}: only {' and '.join(allowed)} may make a {made}"


if __name__ == "__main__":
    sys.exit(main())
