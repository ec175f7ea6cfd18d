"""In a real browser: accessible in both schemes, nothing refused by the page's own policy, no sideways scrolling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.pages.pages_helper import FULL, NOW, PICTURE, Newsroom, kill, licence, network, version
from wireroom.network.model import Extent, Form, Surface
from wireroom.news import story_id

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>'


def newsroom() -> Newsroom:
    forms = {Surface.LIST: FULL, Surface.RAIL: Form(Extent.HEADLINE)}
    made = Newsroom(network(licences={"mpa": licence(forms=forms)}))
    made.take(version("urn:mpa:gone", version_created=NOW - timedelta(hours=9)))
    made.take(kill("urn:mpa:gone", at=NOW - timedelta(hours=8)))
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


@pytest.fixture(scope="module")
def made() -> Newsroom:
    return newsroom()


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


def urls(made: Newsroom) -> list[str]:
    base = "https://orbit.example"
    return [
        f"{base}/",
        f"{base}/launch",
        f"{base}/search?q=story",
        f"{base}{made.url_of(story_id('urn:mpa:n0'))}",
        f"{base}{made.url_of(story_id('urn:mpa:n3'))}",
        "https://shield.example/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_an_accessibility_violation(chromium: Any, made: Newsroom, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, complaints = opened(chromium, made, width, scheme)
    for url in urls(made):
        page.goto(url)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], url
    assert complaints == []
    page.close()


def test_the_kill_notice_is_accessible(chromium: Any, made: Newsroom) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = opened(chromium, made, 390, "dark")
    answer = page.goto(f"https://orbit.example/2026/11/22/x-{story_id('urn:mpa:gone')}")
    assert answer.status == 410 and Axe().run(page).response["violations"] == []
    page.close()


def test_no_page_scrolls_sideways_at_320_pixels(chromium: Any, made: Newsroom) -> None:
    page, _ = opened(chromium, made, 320, "light")
    for url in urls(made):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url
    page.close()


def test_targets_are_24_pixels_high(chromium: Any, made: Newsroom) -> None:
    page, _ = opened(chromium, made, 390, "light")
    for url in urls(made):
        page.goto(url)
        low = page.evaluate(
            "[...document.querySelectorAll('a, button, input')].filter(e => !e.closest('.body') && "
            "e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
        )
        assert low == [], url
    page.close()


def test_nothing_moves_while_a_page_loads(chromium: Any, made: Newsroom) -> None:
    page, _ = opened(chromium, made, 390, "light")
    shift = (
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(one => "
        "sum += one.value)).observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300) })"
    )
    for url in urls(made)[:4]:
        page.goto(url)
        assert page.evaluate(shift) <= 0.002, url
    page.close()


def test_print_shows_the_notice_and_the_url_and_hides_the_rest(chromium: Any, made: Newsroom) -> None:
    page, _ = opened(chromium, made, 800, "light")
    page.goto(urls(made)[3])
    page.emulate_media(media="print")
    for selector, shown in {
        ".rights": True, ".address": True, ".source .credit": True, "h1": True, ".correction": True,
        ".rails": False, ".ad": False, ".bar": False, ".colophon": False,
    }.items():  # fmt: skip
        assert page.locator(selector).first.is_visible() is shown, selector
    page.close()
