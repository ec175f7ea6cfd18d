"""What a real browser makes of pictures: the smallest format that it knows, in the width that the page needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests import images
from tests.rig import NETWORK, NOW, Rig
from tests.wires import ninjs
from wireroom.network.look_keys import THEMES
from wireroom.web.server import Server

pytestmark = pytest.mark.browser

PICTURES = {
    "wide.jpg": images.written(Image.effect_noise((2000, 1250), 60).convert("RGB"), quality=60),
    "tall.jpg": images.plain(900, 1400),
    "small.jpg": images.plain(300, 200),
}
FULL = NETWORK.replace("forms = {", 'forms = { list = "full" } #')
SHIFTS = """window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value }))
    .observe({type: 'layout-shift', buffered: true})"""
# Until it has been drawn there: only then the browser knows which pictures come into sight.
LOOK_AT = """place => new Promise(drawn => {
    scrollTo(0, place); requestAnimationFrame(() => requestAnimationFrame(drawn)) })"""
SEEN = """[...document.querySelectorAll('picture img')].map(one => ({
    file: one.currentSrc, width: one.getBoundingClientRect().width, height: one.getBoundingClientRect().height,
    widths: one.parentNode.querySelector('source').srcset.split(', ').map(part => parseInt(part.split(' ')[1])),
    there: one.complete && one.naturalWidth > 0, lazy: one.loading}))"""


@pytest.fixture(scope="module", params=THEMES)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in each theme, with pictures of several shapes; its address."""
    text = FULL.replace(
        'url = "https://orbit.example"\n', f'url = "https://orbit.example"\ntheme = "{request.param}"\n'
    )
    rig = Rig(tmp_path_factory.mktemp("pictures"), text)
    for number, name in enumerate([*PICTURES, *PICTURES, *PICTURES]):
        associated = {"p": {"type": "picture", "headline": f"What {name} shows", "renditions": {"m": {"href": name}}}}
        more = {"slugline": "launch", "versioncreated": NOW, "associations": associated}
        rig.take("pws", ninjs(f"urn:p:{number}", 1, f"Rocket {number} leaves the pad", **more), beside=PICTURES)
    server = Server(rig.app, "127.0.0.1").start()
    yield f"{server.url.rstrip('/')}/@orbit"
    server.stop()
    rig.close()


def until(page: Any, condition: str) -> None:
    """Waits for a condition, which the page's own policy keeps the browser from watching."""
    for _ in range(3600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"it did not come true: {condition}")


def looked_at(chromium: Any, url: str, width: int, scale: int = 1) -> tuple[list[dict[str, Any]], float]:
    """What stands in the page's pictures once a reader has gone through it, and by how much it moved meanwhile."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, device_scale_factor=scale)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(url, wait_until="networkidle")
    for place in range(0, page.evaluate("document.body.scrollHeight"), 700):
        page.evaluate(LOOK_AT, place)
        page.wait_for_timeout(50)
    until(page, "[...document.images].every(one => one.complete)")
    found, moved = page.evaluate(SEEN), page.evaluate("moved")
    context.close()
    return found, moved


def stories(chromium: Any, served: str) -> list[str]:
    """The addresses of stories with a picture of each shape."""
    page = chromium.new_page()
    page.goto(f"{served}/launch")
    found: list[str] = page.eval_on_selector_all("main h2 a", "all => all.map(one => one.href)")
    page.close()
    return found[: len(PICTURES)]


@pytest.mark.parametrize(("width", "scale"), [(390, 1), (390, 3), (1280, 1)])
def test_the_browser_takes_the_smallest_file_that_is_sharp_and_nothing_moves(
    chromium: Any, served: str, width: int, scale: int
) -> None:
    some = stories(chromium, served)
    for url in (f"{served}/", f"{served}/launch", *some):
        found, moved = looked_at(chromium, url, width, scale)
        assert moved <= 0.002, url
        assert found or url not in some
        for one in found:
            assert one["there"], one
            assert one["file"].endswith(".avif"), one
            needed = one["width"] * scale
            enough = [wide for wide in one["widths"] if wide >= needed * 0.93] or [max(one["widths"])]
            # One step too large is right where a place is narrower than the same place on another page.
            taken = int(one["file"].rpartition("-")[2].partition(".")[0])
            assert taken in enough[:2], one


def test_what_knows_no_avif_takes_webp(chromium: Any, served: str) -> None:
    page = chromium.new_page()
    page.goto(stories(chromium, served)[0], wait_until="networkidle")
    page.evaluate("document.querySelectorAll('source[type=\"image/avif\"]').forEach(one => one.type = 'image/none')")
    until(page, "document.querySelector('picture img').currentSrc.endsWith('.webp')")
    page.close()


def test_a_picture_is_neither_stretched_nor_taller_than_the_screen(chromium: Any, served: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    shapes = set()
    for url in stories(chromium, served):
        page.goto(url, wait_until="networkidle")
        (one,) = page.evaluate(SEEN)
        shapes.add(page.locator("figure").get_attribute("class"))
        assert one["height"] <= 800, url
        assert max(one["widths"]) > 300 or one["width"] == 300
    assert shapes == {None, "tall", "small"}
    page.close()
