"""The house rules that no linter knows: sizes, one maker of clean markup, one gate, faults that can be planted."""

from __future__ import annotations

import ast
import re
import statistics
import sys
import tomllib
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


# The rooms whose bytes anybody may get, and what they may know of news. Copy itself reaches them as ShownStory and
# ShownHeadline alone: what a story or a row of the ledger holds, `rights.stock` does not say, and mypy sees to it.
OUTPUTS = ("pages/", "web/site/", "web/api/")
KNOWN_TO_OUTPUTS = {
    *("Association", "Body", "Dateline", "Placement", "Position", "Standing"),
    *("EVERYTHING", "Corrected", "Narrowing"),
    *("authors_of", "old_address", "original_of", "phrases", "story_id", "tokens", "translation_of", "words_of"),
}
TAKING = ("uncleared_story", "uncleared_headline", "cast", "getattr", "vars", "asdict")
TAKERS = ("pages/outgoing.py",)  # clean markup that stays clean is cast there


def main() -> int:
    problems = [*sizes(), *makers(), *bypasses(), *stale_faults()]
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


def bypasses() -> Iterator[str]:
    """Outputs that could reach copy which the gate has not cleared."""
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE).as_posix()
        if not inside.startswith(OUTPUTS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wireroom.news"):
                for name in sorted({one.name for one in node.names} - KNOWN_TO_OUTPUTS):
                    yield f"src/wireroom/{inside}:{node.lineno}: no output may know {name}: it holds uncleared copy"
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TAKING and inside not in TAKERS:
                yield f"src/wireroom/{inside}:{node.lineno}: no output may take copy out of what is not cleared"


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


def stale_faults() -> Iterator[str]:
    """Planted faults whose line the source has no more, or more than once: to plant them takes minutes to tell."""
    for fault in tomllib.loads((ROOT / "mutants.toml").read_text(encoding="utf-8"))["fault"]:
        found = (SOURCE / fault["file"]).read_text(encoding="utf-8").count(fault["find"])
        if found != 1:
            yield f"mutants.toml: “{fault['name']}”: its line stands {found} times in {fault['file']}"


if __name__ == "__main__":
    sys.exit(main())
