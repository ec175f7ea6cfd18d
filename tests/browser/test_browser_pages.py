"""What people see: the demo's pages in a real browser, at phone and desktop width, light and dark."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

UNJUDGED = ("front in serif", "front in fine", "story in serif", "from right to left", "old")
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demo; its address."""
    folder = tmp_path_factory.mktemp("demo")
    command = [str(Path(sys.executable).parent / "wireroom"), "demo", "--port", "0", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--folder", str(folder / "demo")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"http://localhost:\d+", line):
            yield found[0]
            break
    else:
        pytest.fail(f"the demo did not start:\n{said}")
    process.terminate()
    process.communicate(timeout=120)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def kinds(chromium: Any, demo: str) -> dict[str, str]:
    """An address of every kind of page, found by following links as a reader would."""
    page = chromium.new_page()
    page.goto(f"{demo}/@terra/weather")
    from_right = page.locator("main h2[dir=rtl] a").last.get_attribute("href")
    oldest = page.locator("main h2 a").last.get_attribute("href")
    page.goto(f"{demo}/@current/")
    german = page.locator("main [lang=de] a").last.get_attribute("href")
    page.goto(f"{demo}/@orbit/")
    section = page.locator("nav a[href*='/@orbit/']").first.get_attribute("href")
    story = page.locator("main h2 a, main h3 a").last.get_attribute("href")
    stories = {}
    for letters, site in (("serif", "worldline"), ("slab", "shield"), ("mono", "current")):
        page.goto(f"{demo}/@{site}/")
        # The last: the wire that goes on meanwhile may kill what is new.
        stories[f"story in {letters}"] = demo + page.locator("main h2 a, main h3 a").last.get_attribute("href")
    page.close()
    return {
        "guide": f"{demo}/",
        "front": f"{demo}/@orbit/",
        "front in serif": f"{demo}/@worldline/",
        "front in slab": f"{demo}/@shield/",
        "front in mono": f"{demo}/@current/",
        "front in fine": f"{demo}/@terra/",
        "section": demo + section,
        "story": demo + story,
        **stories,
        "search": f"{demo}/@orbit/search?q=moon",
        "nothing found": f"{demo}/@orbit/search?q=xyzzy",
        "missing": f"{demo}/@orbit/no/such/page",
        "from right to left": demo + from_right,
        "old": demo + oldest,
        "in German": demo + german,
    }


def violations(chromium: Any, urls: dict[str, str], width: int, scheme: str) -> str:
    """What axe finds on these pages."""
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), []
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    for kind, url in urls.items():
        page.goto(url)
        results = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        if results.violations_count:
            found.append(f"{kind} {width} {scheme}\n{results.generate_report()}")
    page.close()
    return "\n".join(found)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_guide_has_no_fault_that_a_machine_can_see(demo: str, chromium: Any, width: int, scheme: str) -> None:
    assert violations(chromium, {"guide": f"{demo}/"}, width, scheme) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sites_that_no_judge_looks_at_have_none_either(kinds: dict[str, str], chromium: Any, scheme: str) -> None:
    """`tests/judges` looks at every type of page on one site of each theme; these have other colours and letters."""
    assert violations(chromium, {kind: kinds[kind] for kind in UNJUDGED}, 390, scheme) == ""


def test_pages_are_whole_and_ask_nothing_of_others(kinds: dict[str, str], chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    for kind, url in kinds.items():
        page.goto(url)
        assert page.locator("h1").count() == 1, kind
    page.close()
    # Chromium itself notes the status of what is missing.
    assert [fault for fault in faults if not re.search("404|favicon", fault)] == []
    assert [one for one in asked if not re.match(r"http://([a-z]+\.)?localhost:\d+/|data:", one)] == []


def test_pages_reflow_at_320_pixels(kinds: dict[str, str], chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    for kind in ("guide", *UNJUDGED):
        page.goto(kinds[kind])
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{kind} is {width} px wide"
    page.close()


def test_rails_leave_no_empty_column(kinds: dict[str, str], chromium: Any) -> None:
    """Beside a short page stand two or three rails and the others below; notices and magazines have all below."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    box = "e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom] }"
    for kind in ("story in serif", "story in slab", "story in mono", "story", "from right to left", "missing"):
        page.goto(kinds[kind])
        main = page.locator("main").evaluate(box)
        rails = [one.evaluate(box) for one in page.locator(".rail").all()]
        count = {5: 2, 6: 3}[len(rails)] if kind.startswith("story in") else 0
        beside, below = rails[:count], rails[count:]
        # A pixel's fraction is no overlap.
        assert all(left >= main[2] - 1 for left, _, _, _ in beside), f"{kind}: {beside} beside {main}"
        assert all(top >= main[3] - 1 for _, top, _, _ in below), f"{kind}: {below} below {main}"
        assert len({left for left, _, _, _ in below}) == 3, kind
    page.close()


def test_the_list_of_events_renews_itself_and_can_be_held(demo: str, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(f"{demo}/")
    newest = page.locator("#events .head").first
    first = newest.inner_text()
    page.wait_for_function(
        "was => document.querySelector('#events .head').innerText !== was", arg=first, timeout=120_000
    )
    page.close()
    # Held or not is told by what it asks for, on a clock of the test's own: no machine is too slow for that.
    page = chromium.new_page()
    asked: list[str] = []
    page.clock.install()
    page.goto(f"{demo}/")
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#pause input").check()
    page.clock.run_for(10_000)
    assert asked == []
    page.locator("#pause input").uncheck()
    with page.expect_request(f"{demo}/"):
        page.clock.run_for(10_000)
    page.close()
