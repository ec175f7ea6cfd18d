"""Pages as people use them: by keyboard, by ear, without scripts, on the narrowest screen, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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


# Links that break into lines where there is room beside them. Half a line is the least that a layout may give one.
_BROKEN = """() => [...document.querySelectorAll('main :is(h2, h3, li, p) > a, .rail a')]
    .filter(one => one.checkVisibility() && !one.closest('.body, .rights, .terms'))
    .filter(one => {
        const text = document.createRange();
        text.selectNodeContents(one);
        const lines = new Set([...text.getClientRects()].map(box => Math.round(box.bottom / 4))).size;
        const held = box => getComputedStyle(box).display;
        let room = one.parentElement;
        while (held(room).startsWith('inline') || held(room.parentElement) === 'flex') room = room.parentElement;
        return lines > 1 && one.getBoundingClientRect().width < 0.6 * room.clientWidth;
    })
    .map(one => one.outerHTML)"""
_LEVELS = "() => [...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.localName[1])"


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to a page tells: on a phone, then on the narrowest screen, then on a wide one."""

    small: list[str]
    levels: list[int]
    broken: list[str]
    narrowest: int
    complaints: list[str]


def visit(page: Any, url: str) -> Visit:
    complaints: list[str] = []

    def heard(message: Any) -> None:
        # Chromium itself notes the status of a notice, and asks for an icon where a page names none.
        about, loaded = message.location["url"], message.text.startswith("Failed to load resource")
        if not (loaded and (about == url or about.endswith("/favicon.ico"))):
            complaints.append(message.text)

    page.on("console", heard)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(url)
    small, levels, broken = page.evaluate(_SMALL), page.evaluate(_LEVELS), page.evaluate(_BROKEN)
    page.set_viewport_size({"width": 320, "height": 640})
    narrowest = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    broken += page.evaluate(_BROKEN)
    page.remove_listener("console", heard)
    return Visit(small, levels, broken, narrowest, complaints)


@pytest.fixture(scope="module", params=THEMES)
def visits(request: pytest.FixtureRequest, stand: Stand, chromium: Any) -> dict[str, Visit]:
    """A visit to each type of page in a theme, one for all that is to be seen there."""
    page = chromium.new_page()
    found = {one.name: visit(page, stand.url + one.path) for one in stand.exhibit.pages(request.param)}
    page.close()
    return found


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


def each(stand: Stand, theme: str, *names: str) -> Iterator[tuple[str, str]]:
    pages = stand.pages(theme)
    for name in names or pages:
        yield name, pages[name]


def test_a_visit_sees_what_is_wrong(chromium: Any) -> None:
    bad = """<!doctype html><title>A</title><h1>A</h1><h3>B</h3>
        <style>a{display:block;max-width:50%}p{width:500px}</style>
        <main><h2><a href="/">A headline that is much too long for one line of a telephone, and for half of one</a></h2>
        <a href="/" style="width:20px;height:20px;overflow:hidden">B</a><p style="color:red">C</p></main>"""
    page = chromium.new_page()
    headers = {
        "content-type": "text/html",
        "content-security-policy": "default-src 'none'; style-src-elem 'unsafe-inline'",
    }
    page.route("**/*", lambda route: route.fulfill(status=200, headers=headers, body=bad))
    found = visit(page, "https://bad.example/")
    page.close()
    assert found.small and found.broken and found.complaints and found.narrowest > 320
    assert found.levels == [1, 3, 2]


def test_headings_are_an_outline(visits: dict[str, Visit]) -> None:
    for name, one in visits.items():
        assert one.levels.count(1) == 1 and one.levels[0] == 1, f"{name}: {one.levels}"
        assert all(after <= before + 1 for before, after in pairwise(one.levels)), f"{name}: {one.levels}"


def test_every_target_is_large_enough_for_a_finger(visits: dict[str, Visit]) -> None:
    assert {name: one.small for name, one in visits.items() if one.small} == {}


def test_no_headline_breaks_where_there_is_room(visits: dict[str, Visit]) -> None:
    assert {name: one.broken for name, one in visits.items() if one.broken} == {}


def test_the_narrowest_screen_needs_no_scrolling_sideways(visits: dict[str, Visit]) -> None:
    """WCAG 1.4.10 at 320 px, which is also 1280 px at four times the size."""
    assert {name: one.narrowest for name, one in visits.items() if one.narrowest > 320} == {}


def test_no_page_asks_for_what_its_own_policy_refuses(visits: dict[str, Visit]) -> None:
    assert {name: one.complaints for name, one in visits.items() if one.complaints} == {}


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
        phone.wait_for_url("**#main")
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
def test_a_page_needs_no_script(stand: Stand, chromium: Any, theme: str) -> None:
    """It holds none; by links, forms and keys alone, a reader comes from the front to a story and to what he seeks."""
    for name, url in each(stand, theme):
        body = stand.exhibit.read(url.removeprefix(stand.url)).text
        assert re.findall(r"<script(?! type=\"application/ld\+json\")[^>]*>|\son\w+=|javascript:", body) == [], name
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stand.pages(theme)["front"])
    section = page.locator("header nav a").first
    place = section.get_attribute("href")
    section.click()
    page.wait_for_url(f"**{place}")
    headline = page.locator("main h2 a").first
    place, words = headline.get_attribute("href"), headline.inner_text()
    headline.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{place}")
    assert page.locator("article.story h1").inner_text() == words
    page.locator("input[type=search]").fill("bridge")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bridge")
    assert page.locator(".archive li").count() > 0
    context.close()


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
