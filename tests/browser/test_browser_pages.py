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
def kinds(chromium: Any, demo: str) -> dict[str, str]:
    """An address of every kind of page, found by following links as a reader would."""
    page = chromium.new_page()
    page.goto(f"{demo}/@terra/weather")
    from_right = page.locator("main h2[dir=rtl] a").first.get_attribute("href")
    oldest = page.locator("main h2 a").last.get_attribute("href")
    page.goto(f"{demo}/@current/")
    german = page.locator("main [lang=de] a").first.get_attribute("href")
    page.goto(f"{demo}/")
    # The script's first correction and its first kill come within a minute; the list renews itself.
    corrected = page.locator("li.correction .links a").first
    corrected.wait_for(timeout=90_000)
    killed = page.locator("li.kill .links a").first
    killed.wait_for(timeout=90_000)
    late = {"corrected": corrected.get_attribute("href"), "killed": killed.get_attribute("href")}
    page.goto(f"{demo}/@orbit/")
    section = page.locator("nav a[href*='/@orbit/']").first.get_attribute("href")
    story = page.locator("main h2 a, main h3 a").first.get_attribute("href")
    stories = {}
    for letters, site in (("serif", "worldline"), ("slab", "shield"), ("mono", "current")):
        page.goto(f"{demo}/@{site}/")
        stories[f"story in {letters}"] = demo + page.locator("main h2 a, main h3 a").first.get_attribute("href")
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
        **{kind: re.sub(r"http://([a-z]+)[.]localhost:[0-9]+", rf"{demo}/@\1", url) for kind, url in late.items()},
    }


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_have_no_fault_that_a_machine_can_see(
    kinds: dict[str, str], chromium: Any, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for kind, url in kinds.items():
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        faults: list[str] = []
        asked: list[str] = []
        page.on(
            "console", lambda message, faults=faults: faults.append(message.text) if message.type == "error" else None
        )
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(url)
        # Chromium itself notes the statuses of the two notices.
        status_noise = [fault for fault in faults if not re.search("404|410|favicon", fault)]
        assert status_noise == [], f"{kind}: {status_noise}"
        outside = [one for one in asked if not re.match(r"http://([a-z]+\.)?localhost:\d+/|data:", one)]
        assert outside == [], f"{kind} asked others: {outside}"
        assert page.locator("h1").count() == 1, kind
        results = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert results.violations_count == 0, f"{kind} {width} {scheme}\n{results.generate_report()}"
        context.close()


def test_pages_reflow_at_320_pixels(kinds: dict[str, str], chromium: Any) -> None:
    for kind, url in kinds.items():
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


def test_nothing_moves_while_a_story_loads(kinds: dict[str, str], chromium: Any) -> None:
    url = kinds["story"]
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


def test_a_killed_story_answers_410_in_plain_words(kinds: dict[str, str], chromium: Any) -> None:
    page = chromium.new_page()
    answer = page.goto(kinds["killed"])
    assert answer.status == 410
    assert "withdrawn" in page.locator("h1").inner_text()
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
        "was => document.querySelector('#events .head').innerText !== was", arg=first, timeout=20_000
    )
    page.locator("#pause input").check()
    page.wait_for_timeout(1_000)
    held = newest.inner_text()
    page.wait_for_timeout(9_000)
    assert newest.inner_text() == held
    page.close()
