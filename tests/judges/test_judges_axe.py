"""axe-core over every type of page in each theme: light and dark, phone and desktop, with the reader's own colours."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from tests.judges.judges_helper import Stand
from tools.exhibit import DIFFERENT
from wireroom.network.look_keys import THEMES

pytestmark = pytest.mark.browser

# What depends on the width of the page and its colours; the rest of axe's rules see the same in every look.
LOOK = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
MIXED = ("front", "rich", "turned", "narrowed", "withdrawn", "text-story")
LOOKS: dict[str, tuple[Collection[str], dict[str, Any]]] = {
    "desktop, dark": (DIFFERENT, {"viewport": DESKTOP, "color_scheme": "dark"}),
    "desktop, light": (MIXED, {"viewport": DESKTOP, "color_scheme": "light"}),
    "phone, dark": (MIXED, {"viewport": PHONE, "color_scheme": "dark"}),
    "own colours": (MIXED, {"viewport": PHONE, "forced_colors": "active"}),
    "more contrast": (MIXED, {"viewport": DESKTOP, "contrast": "more"}),
}


def violations(browser: Any, pages: dict[str, str], rules: list[str] | None, **context: Any) -> list[str]:
    """What axe finds on the pages; by all of its rules where none are named."""
    from axe_playwright_python.sync_playwright import Axe

    # Colours that are on their way to others would be judged as they are then.
    axe, page, found = Axe(), browser.new_page(reduced_motion="reduce", **context), []
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    for name, url in pages.items():
        page.goto(url)
        found += [
            f"{name}: {one['id']}: {node['failureSummary']} {node['html'][:200]}"
            for one in axe.run(page, options=options).response["violations"]
            for node in one["nodes"]
        ]
    page.close()
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_violation(stand: Stand, chromium: Any, theme: str) -> None:
    found = violations(chromium, stand.pages(theme), None, viewport=PHONE, color_scheme="light")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("theme", THEMES)
def test_no_look_of_a_page_has_one(stand: Stand, chromium: Any, theme: str, look: str) -> None:
    names, context = LOOKS[look]
    pages = {name: url for name, url in stand.pages(theme).items() if name in names}
    found = violations(chromium, pages, LOOK, **context)
    assert not found, "\n".join(found)


def test_the_judge_bites(chromium: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page()
    page.set_content("<title>A</title><p style='color:#aaa;background:#fff'>Pale</p><img src='a.png'>")
    told = {one["id"] for one in Axe().run(page).response["violations"]}
    page.close()
    assert {"color-contrast", "image-alt", "html-has-lang"} <= told
