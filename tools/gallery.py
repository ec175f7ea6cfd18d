"""Pictures of every page type of the demo, theme by theme, into docs/gallery/. ./dev gallery [DIR]

Phone, tablet and desktop, light and dark, in Debian's chromium; no server, as the pages are asked for in this process.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import sync_playwright

from wireroom.demo.folder import prepare
from wireroom.news import Kill
from wireroom.newsroom.home import Home
from wireroom.web.assembly import site_app
from wireroom.web.client import get

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
NOW = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the gallery: what it is, and its path."""

    name: str
    path: str


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else ROOT / "docs" / "gallery"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        prepare(Path(scratch), anew=True, now=NOW, bar=nullcontext)
        home = Home(Path(scratch) / "network.toml")
        try:
            taken = list(_taken(home, target))
        finally:
            home.close()
    (target / "README.md").write_text(_index(taken), encoding="utf-8")
    total = sum(file.stat().st_size for file in target.iterdir())
    print(f"{len(taken)} pictures, {total / 1e6:.1f} MB, in {target}")
    return 0


def _taken(home: Home, target: Path) -> Iterator[tuple[str, Shown, str]]:
    """Takes every picture; gives theme, page and file of each."""
    killed = _kill_one(home)
    app = site_app(home, lambda: NOW + timedelta(minutes=3))
    with ThreadPoolExecutor(1) as aside, sync_playwright() as playwright:

        def asked(path: str) -> Any:
            return aside.submit(get, app, path, address="").result()

        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for theme, site in _sites(home).items():
            pages = list(_pages(site, killed[site], lambda path: asked(path).body.decode()))
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


def _sites(home: Home) -> dict[str, str]:
    """One site for each theme: the first that has it."""
    found: dict[str, str] = {}
    for key, site in home.network.sites.items():
        found.setdefault(site.look.theme, key)
    return found


def _kill_one(home: Home) -> dict[str, str]:
    """Kills the tenth story of each site that is shown; gives their paths."""
    killed = {}
    for site in _sites(home).values():
        with home.ledger.snapshot(NOW) as snapshot:
            one = list(snapshot.placed(site))[9]
        home.ledger.append(Kill(uri=one.uri, by="gallery", at=NOW, why="shown"), at=NOW, source="desk")
        killed[site] = f"/@{site}/2026/11/22/x-{one.id}"
    return killed


def _pages(site: str, killed: str, read: Callable[[str], str]) -> Iterator[Shown]:
    """A page of every type, found by following links as a reader would."""
    own = f"/@{site}"

    def first(path: str, pattern: str) -> str:
        found = re.search(f'href="({own}{pattern})"', read(path))
        return found[1] if found else path

    front = read(f"{own}/")
    main = front.partition("<main")[2]
    stories = list(dict.fromkeys(re.findall(rf'href="({own}/\d{{4}}/\d\d/\d\d/[^"]+)"', main.partition("</main>")[0])))
    bodies = {path: read(path) for path in stories}
    pictured = next((path for path, body in bodies.items() if "<figure" in body), stories[0])
    longest = max(stories, key=lambda path: len(re.findall(r"<p>", bodies[path])))
    yield Shown("front", f"{own}/")
    yield Shown("story", longest)
    yield Shown("picture", pictured)
    corrected = first(f"{own}/corrections", r"/\d{4}/\d\d/\d\d/[^\"]+")
    yield Shown("section", first(f"{own}/", r"/[a-z-]+"))
    yield Shown("corrected", corrected)
    yield Shown("topic", first(longest, r"/topic/[^\"]+"))
    yield Shown("agency", first(longest, r"/agency/[^\"]+"))
    yield Shown("search", f"{own}/search?q=the+year")
    yield Shown("month", f"{own}/archive/2026/11")
    yield Shown("corrections", f"{own}/corrections")
    yield Shown("about", f"{own}/about")
    yield Shown("rights", f"{own}/rights")
    yield Shown("withdrawn", killed)
    yield Shown("missing", f"{own}/no/such/page")
    yield Shown("text", f"{own}/text/")


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
