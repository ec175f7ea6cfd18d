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

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
    process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.fail("Debian's chromium is needed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def kinds(chromium: Any, demo: str) -> dict[str, str]:
    """An address of every kind of page, found by following links as a reader would."""
    page = chromium.new_page()
    page.goto(f"{demo}/@orbit/")
    section = page.locator("nav a[href*='/@orbit/']").first.get_attribute("href")
    story = page.locator("main h2 a, main h3 a").first.get_attribute("href")
    page.close()
    return {
        "guide": f"{demo}/",
        "front": f"{demo}/@orbit/",
        "other front": f"{demo}/@worldline/",
        "section": demo + section,
        "story": demo + story,
        "search": f"{demo}/@orbit/search?q=moon",
        "missing": f"{demo}/@orbit/no/such/page",
    }


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_have_no_fault_that_a_machine_can_see(demo: str, chromium: Any, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for kind, url in kinds(chromium, demo).items():
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        faults: list[str] = []
        asked: list[str] = []
        page.on(
            "console", lambda message, faults=faults: faults.append(message.text) if message.type == "error" else None
        )
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(url)
        status_noise = [fault for fault in faults if "404" not in fault and "favicon" not in fault]
        assert status_noise == [], f"{kind}: {status_noise}"
        outside = [one for one in asked if not re.match(r"http://([a-z]+\.)?localhost:\d+/|data:", one)]
        assert outside == [], f"{kind} asked others: {outside}"
        assert page.locator("h1").count() == 1, kind
        results = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert results.violations_count == 0, f"{kind} {width} {scheme}\n{results.generate_report()}"
        context.close()


def test_pages_reflow_at_320_pixels(demo: str, chromium: Any) -> None:
    for kind, url in kinds(chromium, demo).items():
        page = chromium.new_page(viewport={"width": 320, "height": 700})
        page.goto(url)
        width = page.evaluate("document.documentElement.scrollWidth")
        page.close()
        assert width <= 320, f"{kind} is {width} px wide"


def test_a_reader_needs_no_script_and_the_keyboard_is_enough(demo: str, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo}/@orbit/")
    page.keyboard.press("Tab")
    assert "#main" in (page.locator(":focus").get_attribute("href") or "")
    headline = page.locator("main h2 a").first
    text = headline.inner_text()
    headline.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/@orbit/\d{4}/"))
    assert page.locator("h1").inner_text() == text
    assert page.locator("article").count() == 1
    context.close()


def test_nothing_moves_while_a_story_loads(demo: str, chromium: Any) -> None:
    url = kinds(chromium, demo)["story"]
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(url, wait_until="networkidle")
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 300);
        })"""
    )
    page.close()
    assert shift <= 0.002
