"""Lighthouse on a telephone with a slow line, simulated: the front and a story of each theme."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import CHROMIUM, FLAGS
from tests.judges.judges_helper import Stand
from wireroom.network.look_keys import THEMES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.alone]

FASTEST = 0.99
WHOLE = ("accessibility", "best-practices", "seo")
# A machine that is busy with something else makes pages look slow, and never fast.
TRIES = 6
USUAL = 1000
"""Lighthouse's index of a machine's speed, as the usual desktop has it, whose quarter it takes for a telephone."""
# Younger than Lighthouse's list of what may stand in robots.txt, and for others than it to read (RFC 9309 §2.2.4).
YOUNGER = "License:"


def judged(modules: Path, url: str, folder: Path, slower: float) -> Any:
    """Lighthouse's report on a machine made so many times slower."""
    report = folder / "report.json"
    command = [
        *("node", str(modules / "lighthouse" / "cli" / "index.js"), url, "--quiet", "--output=json"),
        *(f"--output-path={report}", f"--only-categories=performance,{','.join(WHOLE)}"),
        *("--throttling-method=simulate", f"--throttling.cpuSlowdownMultiplier={slower}"),
        f"--chrome-flags=--headless=new --disable-dev-shm-usage {' '.join(FLAGS)}",
    ]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, check=True, timeout=900)
    return json.loads(report.read_text(encoding="utf-8"))


def faults(report: Any) -> list[str]:
    """The audits that count and that the page does not pass."""
    asked = [one["id"] for name in WHOLE for one in report["categories"][name]["auditRefs"] if one["weight"]]
    failed = [report["audits"][name] for name in asked if report["audits"][name]["score"] not in (None, 1)]
    return [f"{one['id']}: {one['title']} {told}" for one in failed if (told := _told(one)) != []]


def _told(audit: Any) -> list[str]:
    """What the audit found, but for lines of robots.txt that Lighthouse does not know yet."""
    items = audit.get("details", {}).get("items", [])
    told = [json.dumps(one) for one in items] or [audit.get("explanation", "")]
    return [one for one in told if audit["id"] != "robots-txt" or YOUNGER not in one]


@pytest.mark.parametrize("name", ["front", "story"])
@pytest.mark.parametrize("theme", THEMES)
def test_it_has_nothing_to_find(stand: Stand, modules: Path, tmp_path: Path, theme: str, name: str) -> None:
    slower = 4.0
    for left in reversed(range(TRIES)):
        report = judged(modules, stand.at_home(theme, name), tmp_path, slower)
        speed, index = report["categories"]["performance"]["score"], report["environment"]["benchmarkIndex"]
        print(f"{theme} {name}: {speed} on a machine of {index}, {slower:.1f} times slower")
        # Only speed may be better another time.
        assert faults(report) == []
        assert report["audits"]["cumulative-layout-shift"]["numericValue"] == 0
        if speed >= FASTEST:
            return
        assert left, [(one["id"], one.get("numericValue")) for one in report["audits"].values() if "numericUnit" in one]
        slower = max(1.0, 4.0 * min(1.0, index / USUAL))  # a machine as slow as a telephone needs no slowing
