"""Pictures of every page type of the demo, theme by theme, into docs/gallery/. ./dev gallery [DIR]

Phone, tablet and desktop, light and dark, in Debian's chromium; no server, as the pages are asked for in this process.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import sync_playwright

from tools.exhibit import DIFFERENT, Exhibit, Shown

ROOT = Path(__file__).resolve().parent.parent
ORIGIN = "http://gallery.example"
CHROMIUM = "/usr/bin/chromium"
WIDTHS = (390, 820, 1440)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
TALLEST = 1500  # CSS pixels that are shown of a page
SHRUNK = {390: 0.6, 820: 0.42, 1440: 0.4}
QUALITY = 36
# Pictures further down come at once, and are whole before the page is taken.
_WHOLE = """Promise.all([...document.images].map((one) => {
  one.loading = "eager";
  return one.decode().catch(() => undefined);
}))"""


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else ROOT / "docs" / "gallery"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, closing(Exhibit(Path(scratch) / "network")) as exhibit:
        taken = list(_taken(exhibit, target))
    (target / "README.md").write_text(_index(taken), encoding="utf-8")
    total = sum(file.stat().st_size for file in target.iterdir())
    print(f"{len(taken)} pictures, {total / 1e6:.1f} MB, in {target}")
    return 0


def _taken(exhibit: Exhibit, target: Path) -> Iterator[tuple[str, Shown, str]]:
    """Takes every picture; gives theme, page and file of each."""
    with ThreadPoolExecutor(1) as aside, sync_playwright() as playwright:

        def asked(path: str) -> Any:
            return aside.submit(exhibit.read, path).result()

        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for theme in exhibit.sites:
            pages = [one for one in aside.submit(exhibit.pages, theme).result() if one.name in DIFFERENT]
            for width in WIDTHS:
                for scheme in SCHEMES:
                    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                    tab.route("**/*", lambda route: _answer(route, asked))
                    for page in pages:
                        tab.goto(ORIGIN + page.path)
                        tab.evaluate(_WHOLE)
                        tall = min(TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
                        shot = tab.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
                        name = f"{theme}-{page.name}-{width}-{scheme}.webp"
                        (target / name).write_bytes(_small(shot, width))
                        yield theme, page, name
                    tab.close()
        browser.close()


def _answer(route: Any, asked: Callable[[str], Any]) -> None:
    parts = urlsplit(route.request.url)
    response = asked(parts.path + (f"?{parts.query}" if parts.query else ""))
    headers = {name: value for name, value in response.headers if name != "content-length"}
    route.fulfill(status=response.status, headers=headers, body=response.body)


def _small(shot: bytes, width: int) -> bytes:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    share = SHRUNK[width]
    out = io.BytesIO()
    smaller = picture.resize((round(width * share), round(picture.height * share)), Image.Resampling.LANCZOS)
    smaller.save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def _index(taken: list[tuple[str, Shown, str]]) -> str:
    lines = ["# Gallery", "", "Every page type of the demo in each theme. Made by `./dev gallery`.", ""]
    for theme in dict.fromkeys(one[0] for one in taken):
        lines += [f"## {theme}", ""]
        for name in dict.fromkeys(page.name for of, page, _ in taken if of == theme):
            files = [file for of, page, file in taken if (of, page.name) == (theme, name)]
            lines += [f"### {name}", "", " ".join(f"![{file.removesuffix('.webp')}]({file})" for file in files), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
