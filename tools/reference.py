"""Writes the pages of docs/reference that are made from the code; tests say that they are up to date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from wireroom import network, routing
from wireroom.newsroom import importing_rules
from wireroom.web.admin import metrics

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "network.md": network.reference,
    "rules.md": routing.reference,
    "import-rules.md": importing_rules.reference,
    "metrics.md": metrics.reference,
}


def main() -> int:
    for name, page in PAGES.items():
        file, text = FOLDER / name, page()
        changed = not file.exists() or file.read_text(encoding="utf-8") != text
        if changed:
            file.write_text(text, encoding="utf-8")
        print(f"{'written' if changed else 'same   '} docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
