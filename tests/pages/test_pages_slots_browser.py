"""Filled slots in a real browser: nothing moves, nothing scrolls sideways, and what is in a frame stays in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from tests.pages.pages_helper import FULL, NOW, PICTURE, Newsroom, licence, network, version
from wireroom.network.model import Extent, Form, Look, Slot, Surface
from wireroom.news import Body, story_id

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THEMES = ("broadsheet", "magazine", "wire")
SIZES = ((320, 100), (728, 90), (970, 250))
BOX = ((300, 250),) * 3
PARAGRAPH = f"<p>{'The probe flew on over the quiet plain, and nobody saw it go. ' * 8}</p>"
# An advertisement that would like to know where it is, and to lead the reader elsewhere.
SNIPPET = """
<a href="https://shop.example/" style="display:block;height:100%;font:16px/1.4 sans-serif">Umbrellas for astronauts</a>
<script>
const can = what => { try { what(); return true } catch { return false } };
document.body.dataset.seen = JSON.stringify({
  ran: true,
  page: can(() => parent.document.title),
  cookies: can(() => document.cookie),
  stored: can(() => localStorage.length),
  origin: self.origin,
});
try { if (top !== self) top.location = "https://shop.example/caught" } catch {}
fetch("https://other.example/").catch(() => document.body.dataset.blocked = "yes");
</script>
"""
WHERE = {
    "billboard": ("front-top", SIZES),
    "between": ("front-inline", SIZES),
    "list": ("list-top", SIZES),
    "head": ("story-top", SIZES),
    "one": ("story-inline", BOX),
    "two": ("story-inline", BOX),
    "foot": ("story-end", (None, (728, 90), (728, 90))),
    "side": ("rail", BOX),
}
CLS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""

PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>'

# A parser may pause in the middle of a line of the masthead, whose end then joins it: nobody sees that.
MOST_MOVED = 0.002


def newsroom() -> Newsroom:
    forms = {Surface.LIST: FULL, Surface.RAIL: Form(Extent.HEADLINE)}
    made = Newsroom(network(licences={"mpa": licence(forms=forms)}))
    for number in range(40):
        at = NOW - timedelta(minutes=7 * number + 3)
        made.take(
            version(
                f"urn:mpa:n{number}",
                headline=f"Story {number} of a day on which a good deal happened",
                language="ar" if number == 3 else "en",
                first_created=at,
                version_created=at,
                associations=(PICTURE,) if number % 3 == 0 else (),
            ),
            ("orbit/launch", "orbit/science", "shield/missiles")[number % 3],
        )
    made.take(
        version("urn:mpa:n0", number=2, version_created=NOW, signals=("correction",), correction_note="310, not 130.")
    )
    return made


def opened(chromium: Any, made: Newsroom, width: int, scheme: str) -> tuple[Any, list[str]]:
    """A browser page to which the newsroom's pages are handed without a network, and what it complains of."""
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    def answer(route: Any) -> None:
        url = route.request.url
        if "/media/" in url:
            route.fulfill(status=200, content_type="image/svg+xml", body=PIXEL)
            return
        with made.ledger.snapshot(NOW) as snapshot:
            found = made.pages.page(snapshot, url)
        route.fulfill(
            status=found.status, headers={"content-type": found.media_type, **dict(found.headers)}, body=found.body
        )

    page.route("**/*", answer)
    return page, complaints


@cache
def room(theme: str) -> Newsroom:
    """Nobody changes it, so one is enough for all tests of a theme."""
    made = newsroom()
    slots = tuple(Slot(key, where, sizes, snippet="a.html", html=SNIPPET) for key, (where, sizes) in WHERE.items())
    sites = {
        key: replace(one, slots=slots, look=Look(theme=theme, accent="#0b5394"))
        for key, one in made.network.sites.items()
    }
    filled = Newsroom(replace(made.network, sites=sites))
    filled.ledger, filled.places = made.ledger, made.places
    filled.take(version("urn:mpa:long", body=Body(PARAGRAPH * 24), version_created=NOW))
    return filled


def urls(made: Newsroom) -> dict[str, str]:
    base = "https://orbit.example"
    return {"front": f"{base}/", "list": f"{base}/launch", "story": base + made.url_of(story_id("urn:mpa:long"))}


def filled(page: Any) -> None:
    """Scrolls to each slot, as a reader does, until what is in it has run."""
    for one in page.locator("iframe:visible").element_handles():
        one.scroll_into_view_if_needed()
        one.content_frame().wait_for_selector("body[data-seen]")


def until(page: Any, told: Callable[[], bool]) -> None:
    """Waits for what the browser tells of by itself, also a slow one."""
    for _ in range(3600):
        if told():
            return
        page.wait_for_timeout(50)
    pytest.fail("the browser has not told of it")


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_moves_on_a_slow_machine_either(chromium: Any, theme: str) -> None:
    """It shows a page before all of it is read: what stands beside the main part must have its place by then."""
    made = room(theme)
    page, _ = opened(chromium, made, 1280, "light")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    for kind, url in urls(made).items():
        page.goto(url)
        filled(page)
        assert page.evaluate(CLS) <= MOST_MOVED, (kind, theme)
    page.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_filled_slots_move_nothing_and_fit(chromium: Any, theme: str, width: int) -> None:
    made = room(theme)
    page, complaints = opened(chromium, made, width, "light")
    for kind, url in urls(made).items():
        page.goto(url)
        filled(page)
        assert page.evaluate(CLS) <= MOST_MOVED, (kind, theme, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (kind, theme, width)
        step = 0 if width < 608 else 1 if width < 992 else 2
        for box in page.locator("aside.ad").all():
            key = box.get_attribute("class").split()[1].removeprefix("ad-")
            size = WHERE[key][1][step]
            assert box.is_visible() == (size is not None), (kind, key, width)
            if size is not None:
                found = box.locator("iframe").bounding_box()
                assert found["height"] == size[1], (kind, key, width, found)
                assert found["width"] <= size[0] and found["x"] >= 0 and found["x"] + found["width"] <= width
                if size[0] <= 320:
                    assert found["width"] == size[0], (kind, key, width, found)
    assert [one for one in complaints if "/ad/" not in one and "other.example" not in one] == []
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_with_filled_slots_are_accessible(chromium: Any, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    made = room("broadsheet")
    page, _ = opened(chromium, made, width, scheme)
    for kind, url in urls(made).items():
        page.goto(url)
        found = Axe().run(page, options={"iframes": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], kind
    page.close()


def test_what_is_in_a_slot_reaches_neither_the_page_nor_what_it_did_not_declare(chromium: Any) -> None:
    made = room("broadsheet")
    page, complaints = opened(chromium, made, 1280, "light")
    url = urls(made)["story"]
    page.goto(url)
    filled(page)
    frame = next(one for one in page.frames if one.url.endswith("/ad/head"))
    frame.wait_for_selector("body[data-blocked]")
    seen = frame.evaluate("JSON.parse(document.body.dataset.seen)")
    assert seen == {"ran": True, "page": False, "cookies": False, "stored": False, "origin": "null"}
    assert page.url == url
    until(page, lambda: any("other.example" in one and "Content Security Policy" in one for one in complaints))
    # Opened by itself it is nobody's, too.
    page.goto("https://orbit.example/ad/head")
    assert page.evaluate("self.origin") == "null"
    page.close()


def test_the_page_around_the_slots_runs_no_script(chromium: Any) -> None:
    made = room("broadsheet")
    page, complaints = opened(chromium, made, 1280, "light")
    page.goto(urls(made)["story"])
    page.evaluate("() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1';"
                  " document.body.append(one) }")  # fmt: skip
    assert page.evaluate("window.ran") is None
    until(page, lambda: any("script-src" in one or "default-src" in one for one in complaints))
    page.close()


def test_a_click_in_a_slot_opens_a_window_of_its_own(chromium: Any) -> None:
    made = room("broadsheet")
    page, _ = opened(chromium, made, 1280, "light")
    page.context.route("**/*", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Shop</p>"))
    url = urls(made)["story"]
    page.goto(url)
    frame = page.frame_locator(".ad-head iframe")
    with page.context.expect_page() as opening:
        frame.locator("a").click()
    assert opening.value.url == "https://shop.example/"
    assert opening.value.evaluate("window.opener") is None
    assert page.url == url
    page.close()


def test_the_keyboard_passes_through_the_slots_in_the_order_of_the_page(chromium: Any) -> None:
    made = room("broadsheet")
    page, _ = opened(chromium, made, 1280, "light")
    page.goto(urls(made)["story"])
    filled(page)
    page.evaluate("scrollTo(0, 0)")
    tops, names, here = [], [], page.evaluate_handle("document.activeElement")
    for _ in range(90):
        page.keyboard.press("Tab")
        # A frame has a process of its own: the focus leaves it when that has answered.
        page.wait_for_function("before => document.activeElement !== before", arg=here)
        here = page.evaluate_handle("document.activeElement")
        name = here.evaluate("here => here.closest('.ad')?.className ?? here.tagName")
        names.append(name)
        if name == "BODY":
            break
        tops.append(here.evaluate("here => [...document.querySelectorAll('*')].indexOf(here)"))
    assert "skip" in page.locator("a").first.get_attribute("class")
    slots = dict.fromkeys(one.split()[1].removeprefix("ad-") for one in names if one.startswith("ad "))
    assert list(slots) == ["head", "one", "two", "foot", "side"]
    assert tops == sorted(tops)
    page.close()
