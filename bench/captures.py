"""Reading old pages: body F1, exact titles and days, beside trafilatura on the same pages in the same run."""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bench.pages.held_out import LAYOUTS as HELD_OUT
from bench.pages.layouts import LAYOUTS, Layout
from bench.pages.looked_at import LAYOUTS as LOOKED_AT
from bench.pages.parts import Page
from bench.pages.renders import RENDERS
from bench.pages.stories import Story, stories
from wireroom.errors import UnreadableError
from wireroom.formats.captures import html_page, text_capture
from wireroom.formats.markup import text_of
from wireroom.formats.model import Hint

PAGES = 24  # of each layout
Found = tuple[str, str, str]
"""Title, body and day of publication as read."""


@dataclass(slots=True)
class Scores:
    """What was measured of one way of reading."""

    f1: list[float] = field(default_factory=list)
    titles: int = 0
    days: int = 0
    dated: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        count = len(self.f1) or 1
        days = f"{self.days / self.dated:.3f}" if self.dated else "  –  "
        body, titles = statistics.mean(self.f1 or [0]), self.titles / count
        return f"body F1 {body:.3f}   titles {titles:.3f}   days {days}   {self.seconds / count * 1e3:6.1f} ms"


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def f1(found: str, wanted: str) -> float:
    """The harmonic mean of precision and recall over words, each counted as often as it stands there."""
    ours, theirs = tokens(found), tokens(wanted)
    common = sum((ours & theirs).values())
    if not common:
        return 0.0
    precision, recall = common / sum(ours.values()), common / sum(theirs.values())
    return 2 * precision * recall / (precision + recall)


def same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def score(scores: Scores, story: Story, found: Found, dated: bool, seconds: float) -> tuple[float, bool, bool]:
    """Counts one page: body F1, whether the title is exact, and the day right where the page says it (`dated`)."""
    title, body, day = found
    value = f1(body, " ".join(story.paragraphs))
    exact, right = same(title, story.headline), day == f"{story.day:%Y-%m-%d}"
    scores.f1.append(value)
    scores.titles += exact
    scores.dated += dated
    scores.days += dated and right
    scores.seconds += seconds
    return value, exact, right or not dated


def ours(data: bytes, text: bool) -> Found:
    try:
        reading = (text_capture if text else html_page).read(data, Hint())
    except UnreadableError:
        return "", "", ""
    version = reading.versions[0]
    made = version.first_created
    return version.headline, text_of(version.body), f"{made:%Y-%m-%d}" if made else ""


def theirs(html: str) -> Found:
    import trafilatura

    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    if found is None:
        return "", "", ""
    return getattr(found, "title", "") or "", getattr(found, "text", "") or "", getattr(found, "date", "") or ""


Table = dict[tuple[str, str], Scores]


class Measure:
    """All pages of some layouts, read in every way; what was read badly is kept to look at."""

    def __init__(self) -> None:
        self.table: Table = defaultdict(Scores)
        self.misses: list[tuple[float, str]] = []
        self._chance = random.Random(11)
        self._every = stories()

    def layout(self, layout: Layout) -> None:
        name = layout.__name__
        for number in range(PAGES):
            at = (number * 7 + len(name)) % len(self._every) if number % 4 else -(1 + number // 4)
            story = self._every[at]
            sisters = [o for o in self._every if o.language == story.language and o.headline != story.headline]
            self._chance.shuffle(sisters)
            html = layout(Page(story, sisters or self._every, self._chance))
            self._page(name, number, story, html)

    def _page(self, name: str, number: int, story: Story, html: str) -> None:
        dated = str(story.day.year) in re.sub(r"(?:©|Copyright)[^<]*", "", html)
        ways: dict[str, Callable[[], Found]] = {
            "html, ours": lambda: ours(html.encode(), False),
            "html, trafilatura": lambda: theirs(html),
        }
        for render in RENDERS:
            data = RENDERS[render](html).encode()
            ways[f"text {render}"] = partial(ours, data, True)
        for way, read in ways.items():
            began = time.process_time()
            found = read()
            seconds = time.process_time() - began
            score(self.table[way, name], story, found, dated, seconds)
            value, exact, right = score(self.table[way, "all"], story, found, dated, seconds)
            if way != "html, trafilatura" and (value < 0.9 or not exact or not right):
                words = ["" if exact else f"title {found[0][:70]!r}", "" if right else f"day {found[2]}"]
                self.misses.append((value, f"{value:.2f} {name} {way} {number} {' '.join(words)}"))

    def show(self, worst: int) -> None:
        ways = list(dict.fromkeys(way for way, _ in self.table))
        for way in ways:
            print(f"{way:<20} {self.table[way, 'all'].line()}")
        text = [self.table[way, "all"] for way in ways if way.startswith("text")]
        body = statistics.mean(value for one in text for value in one.f1)
        titles = sum(one.titles for one in text) / sum(len(one.f1) for one in text)
        print(f"{'text, all':<20} body F1 {body:.3f}   titles {titles:.3f}")
        for _, line in sorted(self.misses)[:worst]:
            print("   ", line)


def measure(layouts: Sequence[Layout], worst: int = 0) -> None:
    found = Measure()
    for layout in layouts:
        found.layout(layout)
    found.show(worst)


def run() -> None:
    """Measures and prints: layouts that the reader was tuned on, then others, last those it never saw."""
    worst = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 0
    for words, layouts in (("tuned on", LAYOUTS), ("looked at once", LOOKED_AT), ("held out", HELD_OUT)):
        print(f"\nlayouts {words}")
        measure(layouts, worst)


if __name__ == "__main__":
    run()
