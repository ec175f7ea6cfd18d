"""Pages as people use them: by keyboard, by ear, without scripts, on the narrowest screen, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.judges.judges_helper import Stand
from wireroom.network.look_keys import THEMES

pytestmark = pytest.mark.browser

# Elements a keyboard can come to, in the order of the document, with what a reader sees of them when it has.
_STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0)
    .filter(one => !one.closest('details:not([open])') || one.localName === 'summary')
    .map(one => one.outerHTML)"""
_FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const ring = style.outlineStyle === 'auto' ||  // the browser's own
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    return {html: one.outerHTML, ring, top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""
# Targets that WCAG 2.5.8 asks 24 px of: not those within a sentence.
_SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter(one => one.checkVisibility() && !one.closest('.body, article p, .rights, .terms, .skip') )
    .filter(one => { const box = one.getBoundingClientRect(); return box.height < 24 || box.width < 24; })
    .map(one => `${one.getBoundingClientRect().width}x${one.getBoundingClientRect().height} ${one.outerHTML}`)"""
_SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 200);
})"""


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


def each(stand: Stand, theme: str, *names: str) -> Iterator[tuple[str, str]]:
    pages = stand.pages(theme)
    for name in names or pages:
        yield name, pages[name]


@pytest.mark.parametrize("theme", THEMES)
def test_the_keyboard_comes_to_everything_in_the_order_it_is_read(stand: Stand, phone: Any, theme: str) -> None:
    for name, url in each(stand, theme, "front", "rich", "narrowed", "month", "text-story"):
        phone.goto(url)
        stops: list[str] = phone.evaluate(_STOPS)
        came: list[dict[str, Any]] = []
        while len({one["html"] for one in came}) < len(set(stops)) and len(came) < 2 * len(stops):
            phone.keyboard.press("Tab")  # a field for a date has several stops of its own
            came.append(phone.evaluate(_FOCUSED))
        dated = [one for one in came if 'type="date"' not in one["html"]]  # the browser's own fields have several stops
        assert [one["html"] for one in dated[: len(stops) // 2]] == [one for one in stops if 'type="date"' not in one][
            : len(stops) // 2
        ], name
        assert [one["html"] for one in came if not one["ring"]] == [], f"{name}: no focus to be seen"
        assert [one["html"] for one in came if not one["inside"]] == [], f"{name}: focus off the screen"
        for before, after in pairwise(came):
            assert after["bottom"] > before["top"], f"{name}: {after['html']} is above {before['html']}"


@pytest.mark.parametrize("theme", THEMES)
def test_the_first_stop_leads_past_the_masthead(stand: Stand, phone: Any, theme: str) -> None:
    for name, url in each(stand, theme, "front", "story", "section", "missing"):
        phone.goto(url)
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.className") == "skip", name
        assert phone.locator(".skip").bounding_box()["x"] >= 0, name
        phone.keyboard.press("Enter")
        phone.keyboard.press("Tab")
        assert phone.evaluate("!!document.activeElement.closest('main')"), name


def heard(page: Any) -> list[tuple[str, str]]:
    """Roles and names in the order in which a screen reader reads them."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {one["nodeId"]: one for one in nodes}
    order: list[tuple[str, str]] = []
    waiting = [nodes[0]]
    while waiting:
        one = waiting.pop()
        if not one.get("ignored"):
            order.append((one["role"]["value"], one.get("name", {}).get("value", "")))
        waiting += [by_id[child] for child in reversed(one.get("childIds", [])) if child in by_id]
    return order


def headings(page: Any) -> list[int]:
    levels: list[int] = page.locator("h1,h2,h3,h4").evaluate_all("all => all.map(one => +one.localName[1])")
    return levels


@pytest.mark.parametrize("theme", THEMES)
def test_a_story_is_read_out_in_the_order_of_its_parts(stand: Stand, phone: Any, theme: str) -> None:
    phone.goto(stand.pages(theme)["rich"])
    order = heard(phone)

    def at(role: str, name: str = "") -> int:
        return next(number for number, (of, said) in enumerate(order) if of == role and name in said)

    title = phone.locator("h1").inner_text()
    parts = [
        at("link", "Skip"), at("banner"), at("navigation", "Sections"), at("search"), at("main"),
        at("navigation", "You are here"), at("heading", title), at("StaticText", "By Ines Okafor"),
        at("StaticText", "LISBON, November 22"), at("StaticText", "A tide gauge is a pipe"),
        at("heading", "What the float tells"), at("group", "Table"), at("table", "Heights in metres"),
        at("navigation", "Topics"), at("StaticText", "© 2026 Meridian"),
        at("complementary", phone.locator(".rail h2").first.inner_text()), at("contentinfo"),
    ]  # fmt: skip
    assert parts == sorted(parts)
    roles = [of for of, _ in order]
    assert [roles.count(one) for one in ("banner", "main", "contentinfo")] == [1, 1, 1]
    named = {"link", "button", "navigation", "complementary", "searchbox", "image"}
    assert [(of, number) for number, (of, said) in enumerate(order) if of in named and not said] == []


@pytest.mark.parametrize("theme", THEMES)
def test_headings_are_an_outline(stand: Stand, phone: Any, theme: str) -> None:
    for name, url in each(stand, theme):
        phone.goto(url)
        levels = headings(phone)
        assert levels.count(1) == 1 and levels[0] == 1, f"{name}: {levels}"
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{name}: {levels}"


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_needs_no_script(stand: Stand, chromium: Any, theme: str) -> None:
    """It holds none; and by links and forms alone, a reader comes from the front to a story and to what he seeks."""
    for name, url in each(stand, theme):
        body = stand.exhibit.read(url.removeprefix(stand.url)).text
        assert re.findall(r"<script(?! type=\"application/ld\+json\")[^>]*>|\son\w+=|javascript:", body) == [], name
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stand.pages(theme)["front"])
    page.locator("header nav a").first.click()
    assert page.locator("h1").count() == 1
    page.locator("main h2 a").first.click()
    assert page.locator("article.story").count() == 1
    page.locator("input[type=search]").fill("bridge")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bridge")
    assert page.locator(".archive li").count() > 0
    context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_the_narrowest_screen_needs_no_scrolling_sideways(stand: Stand, chromium: Any, theme: str) -> None:
    """WCAG 1.4.10 at 320 px, which is also 1280 px at four times the size."""
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    for name, url in each(stand, theme):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_text_spaced_by_the_reader_stays_whole(stand: Stand, chromium: Any, theme: str) -> None:
    """WCAG 1.4.12: line height 1.5, letters 0.12 em, words 0.16 em, paragraphs 2 em, and nothing is cut off or lost."""
    page = chromium.new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)
    for name, url in each(stand, theme, "front", "rich", "narrowed", "month", "withdrawn"):
        page.goto(url)
        page.add_style_tag(
            content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
            "p{margin-block-end:2em!important}"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_every_target_is_large_enough_for_a_finger(stand: Stand, phone: Any, theme: str) -> None:
    for name, url in each(stand, theme):
        phone.goto(url)
        assert phone.evaluate(_SMALL) == [], name


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_moves_while_a_page_loads(stand: Stand, phone: Any, theme: str) -> None:
    for name, url in each(stand, theme, "front", "story", "picture", "gallery", "section", "search"):
        phone.goto(url, wait_until="load")
        assert phone.evaluate(_SHIFT) == 0, name


@pytest.mark.parametrize("theme", THEMES)
def test_paper_gets_the_story_its_source_and_address_and_nothing_to_press(stand: Stand, phone: Any, theme: str) -> None:
    phone.goto(stand.pages(theme)["corrected"])
    phone.emulate_media(media="print", color_scheme="dark")
    for selector in (".name", "h1", ".dates", ".correction", ".body", ".source > .credit", ".rights", ".address"):
        assert phone.locator(f"{selector} >> visible=true").count() > 0, f"{selector} is not printed"
    for selector in (".skip", ".bar", ".crumbs", ".rails", ".ad", ".related", ".subjects", ".colophon"):
        assert phone.locator(f"{selector} >> visible=true").count() == 0, f"{selector} is printed"
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert phone.locator(".address").inner_text().startswith("https://")
    assert phone.pdf()[:5] == b"%PDF-"
