"""A network folder with a page of every type in each theme: what the gallery shows and the judges judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

from wireroom.demo.folder import prepare
from wireroom.formats.markup import clean, of_blocks, text_of
from wireroom.news import Association, Body, Dateline, Kill, Place, Rights, Version, story_id
from wireroom.news.restriction import Limit, Restriction
from wireroom.newsroom.home import Home
from wireroom.web.assembly import site_app
from wireroom.web.client import Response, get

NOW = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=3)
"""The moment at which the exhibit is seen: what came last has been corrected, killed or run out by then."""
DIFFERENT = (
    *("front", "section", "story", "gallery", "rich", "corrected", "turned", "topic", "agency", "narrowed", "month"),
    *("corrections", "about", "rights", "withdrawn", "expired", "missing", "text", "text-story"),
)
"""The types of pages that look different from each other."""
SOURCE = "meridian"
LONG = 600  # words

# Whatever a body may hold, so that each theme is seen with it.
_RICH = """
<p>A tide gauge is a pipe with a float in it, and the oldest of them still work. <a href="https://gauge.example/how">How
one is read</a> has changed <em>twice</em> in <strong>two hundred years</strong>.</p>
<h2>What the float tells</h2>
<p>The pipe keeps the waves out, H<sub>2</sub>O gets in slowly, and what is left is the tide.</p>
<ul><li>high water, twice a day</li><li>low water, twice a day<ul><li>lower at new moon</li></ul></li></ul>
<h3>How it is written down</h3>
<ol><li>The pen is wound up on Monday.</li><li>The paper is changed on Sunday.</li></ol>
<blockquote><p>“Nobody has ever been late for a tide, they have only been early for the next one.”</p></blockquote>
<table><caption>Heights in metres above chart datum at two gauges, in the week of the spring tide</caption>
<tr><th>Gauge</th><th>Monday</th><th>Tuesday</th><th>Wednesday</th><th>Thursday</th><th>Friday</th></tr>
<tr><th>Skerry Point</th><td>4.12</td><td>4.31</td><td>4.40</td><td>4.38</td><td>4.20</td></tr>
<tr><th>Old Harbour</th><td>3.98</td><td>4.02</td><td>4.11</td><td>4.09</td><td>3.95</td></tr></table>
<p>Aregisteredwordwithoutanyspaceinitthatislongerthanthescreenofanytelephoneiswidemustbreak.</p>
"""
_ARABIC = """
<p>افتُتح الجسر عند الفجر بعد عامين من التأخير، وهو أقصر بمتر واحد مما ينبغي.</p>
<p>قال المهندس إن المتر سيأتي في الربيع.</p>
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the exhibit: what it is, and its path on the network's own address."""

    name: str
    path: str
    status: int = 200


class Exhibit:
    """The demo's folder, with copy that makes the rarer pages. Close it when done."""

    def __init__(self, folder: Path) -> None:
        prepare(folder, anew=True, now=NOW, bar=nullcontext)
        self.folder = folder
        self.home = Home(folder / "network.toml")
        self.sites: dict[str, str] = {}
        """One site for each theme: the first that has it."""
        for key, described in self.home.network.sites.items():
            self.sites.setdefault(described.look.theme, key)
        pictures, words = self._of_the_demo()
        for site in self.sites.values():
            self._hang(site, pictures, words)
        self.home.ledger.catch_up()
        self._app = site_app(self.home, lambda: LATER)

    def close(self) -> None:
        self.home.close()

    def read(self, path: str) -> Response:
        """The answer to a reader at no known address."""
        return get(self._app, path, address="")

    def pages(self, theme: str) -> list[Shown]:
        """A page of every type, found by following links as a reader would."""
        return list(self._pages(theme))

    def _pages(self, theme: str) -> Iterator[Shown]:
        site = self.sites[theme]
        own = f"/@{site}"
        story = {name: f"{own}{self._address(site, name)}" for name in _KINDS}

        def first(path: str, pattern: str) -> str:
            found = re.search(rf'href="({own}{pattern})"', self.read(path).text)
            if found is None:
                raise LookupError(f"{path} links to no {pattern}")
            return unescape(found[1])

        section = first(f"{own}/", r"/[a-z-]+")
        yield Shown("front", f"{own}/")
        for name, path in story.items():
            yield Shown(name, path, _KINDS[name][0])
        yield Shown("section", section)
        for shelf in ("topic", "place", "agency", "author"):
            yield Shown(shelf, first(story["rich"], rf"/{shelf}/[^\"]+"))
        yield Shown("searching", f"{own}/search")
        yield Shown("search", f"{own}/search?q=the+year")
        yield Shown("narrowed", f"{own}/search?q=the&agency=MPA&from=2026-01-01&order=relevance")
        yield Shown("found-none", f"{own}/search?q=xyzzy")
        yield Shown("years", f"{own}/archive")
        yield Shown("year", f"{own}/archive/2026")
        yield Shown("month", f"{own}/archive/2026/11")
        yield Shown("day", f"{own}/archive/2026/11/22")
        yield Shown("corrections", f"{own}/corrections")
        yield Shown("about", f"{own}/about")
        yield Shown("rights", f"{own}/rights")
        yield Shown("publisher", f"{own}/.well-known/publisher-info.html")
        yield Shown("missing", f"{own}/no/such/page", 404)
        yield Shown("text", f"{own}/text/")
        yield Shown("text-section", f"{own}/text{section.removeprefix(own)}")
        yield Shown("text-story", f"{own}/text{story['rich'].removeprefix(own)}")

    def _address(self, site: str, name: str) -> str:
        """The path of one of the exhibit's own stories as it is today."""
        path = f"/2026/11/22/x-{story_id(_uri(site, name))}"
        moved = self.read(f"/@{site}{path}").header("location")
        return moved.removeprefix(f"/@{site}") if moved else path

    def _of_the_demo(self) -> tuple[list[Association], list[str]]:
        """The demo's stored pictures, and the paragraphs of its English copy."""
        versions = [one.what for one in self.home.ledger.entries() if isinstance(one.what, Version)]
        pictures = {one.media: one for version in versions for one in version.associations if one.media}
        english = [one.body for one in versions if one.language.startswith("en")]
        return list(pictures.values()), [part for body in english for part in re.findall(r"<p>.*?</p>", body)]

    def _hang(self, site: str, pictures: list[Association], words: list[str]) -> None:
        """Takes in the copy of the rarer pages for this site, and kills what is to be killed."""
        section = self.home.network.sites[site].sections[0].key
        for number, name in enumerate(_KINDS):
            version = _version(site, name, pictures, words, NOW - timedelta(minutes=11 * number + 400))
            made = version.first_created or NOW
            self.home.ledger.append(version, at=made, source=SOURCE)
            if name == "corrected":
                self.home.ledger.append(_corrected(version), at=NOW, source=SOURCE)
            place = Place(uri=version.uri, by="exhibit", at=made, site=site, section=section)
            self.home.ledger.append(place, at=made, source="desk")
        kill = Kill(uri=_uri(site, "withdrawn"), by="exhibit", at=NOW, why="shown")
        self.home.ledger.append(kill, at=NOW, source="desk")


# The exhibit's own stories, and what their pages answer.
_KINDS = {
    "story": (200, "A coast counts its bridges, and finds one more than last year"),
    "picture": (200, "Harbour town votes to keep its fog"),
    "gallery": (200, "Four mornings on the longer bank"),
    "rich": (200, "How a tide gauge is read"),
    "corrected": (200, "The bridge is a metre too short"),
    "turned": (200, "الجسر يفتح عند الفجر"),
    "withdrawn": (410, "A ferry that was never there"),
    "expired": (410, "Half fare on the ferry until six"),
    "limited": (451, "A regatta that one country alone may watch"),
}


def _uri(site: str, name: str) -> str:
    return f"urn:newsml:exhibit.example:{site}:{name}"


def _version(site: str, name: str, pictures: list[Association], words: list[str], at: datetime) -> Version:
    plain = Version(
        _uri(site, name),
        1,
        "MPA",
        "en",
        _KINDS[name][1],
        summary="The bridge opened at dawn, two years late and a metre too short.",
        byline="By Ines Okafor",
        dateline=Dateline("LISBON, November 22 (MPA)", "Lisbon", at.date(), "MPA"),
        body=clean(_RICH),
        subjects=("medtop:20000384",),
        places=("Lisbon",),
        slugline="bridge",
        rights=Rights(holder="Meridian Press Agency", notice="© 2026 Meridian Press Agency"),
        first_created=at,
        version_created=at,
    )
    match name:
        case "story":
            return replace(plain, body=_long(words), summary="")
        case "picture":
            return replace(plain, associations=tuple(pictures[:1]))
        case "gallery":
            return replace(plain, associations=tuple(pictures[:4]))
        case "turned":
            return replace(plain, language="ar", summary="", body=clean(_ARABIC))
        case "expired":
            return replace(plain, expires=NOW + timedelta(minutes=1))
        case "limited":
            only = Restriction(Limit.ONLY, territories=("IT",), text="Italy only")
            return replace(plain, rights=replace(plain.rights, restrictions=(only,)))
    return plain


def _corrected(version: Version) -> Version:
    note = "The bridge is a metre too short, not too long, as an earlier version of this story had it."
    return replace(version, number=2, version_created=NOW, signals=("correction",), correction_note=note)


def _long(paragraphs: list[str]) -> Body:
    """A body of `LONG` words, in paragraphs that somebody wrote: what repeats itself would shrink too well."""
    taken: list[str] = []
    left = LONG
    for paragraph in paragraphs:
        words = text_of(Body(paragraph)).split()[:left]
        taken.append(" ".join(words))
        left -= len(words)
        if not left:
            break
    return of_blocks([("p", one) for one in taken])
