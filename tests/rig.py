"""A newsroom for tests: the real parts, in a folder of the test's own, with a clock that the test sets."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wireroom.newsroom.home import Home
from wireroom.newsroom.intake import Fate
from wireroom.transports import Delivery, hint_for
from wireroom.web import client
from wireroom.web.assembly import site_app
from wireroom.web.client import Response

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

NETWORK = """
name = "Test Network"

[sites.orbit]
name = "Orbit Daily"
tagline = "Your portal to space"
url = "https://orbit.example"
[sites.orbit.sections]
launch = "Launch Pad"
planets = "Planets"
[[sites.orbit.rails]]
title = "Energy around the clock"
from = "current"
length = 4

[sites.shield]
name = "Shield Report"
tagline = "Defence, plainly"
url = "https://shield.example"
[sites.shield.sections]
missiles = "Missiles"
[[sites.shield.rails]]
title = "From the launch pad"
from = "orbit/launch"
length = 4

[sites.current]
name = "Current"
tagline = "Energy news"
url = "https://current.example"
[sites.current.sections]
grid = "Grid"

[sources.mpa]
provider = "MPA"
from = "folder:inbox/mpa"
licence = "mpa"

[sources.nln]
provider = "NLN"
from = "folder:inbox/nln"
licence = "nln"

[sources.pws]
provider = "PWS"
from = "folder:inbox/pws"
licence = "pws"

[licences.mpa]
provider = "MPA"
term = { from = 2020-01-01, until = 2029-12-31 }
sites = ["orbit", "shield", "current"]
forms = { feed = "full", json-ld = "headline", social-card = "headline" }
credit = "MPA"
notice = "All MPA copy is protected. No further use without written consent."

[licences.nln]
provider = "NLN"
term = { from = 2020-01-01, until = 2026-12-31 }
sites = ["orbit"]
display = "30 days"
credit = "Nordlicht Nachrichten"
notice = "Copyright NLN."

[licences.pws]
provider = "PWS"
term = { from = 2020-01-01, until = 2029-12-31 }
sites = ["orbit", "shield", "current"]
forms = { feed = "headline" }
credit = "Pacific Wire Service"
notice = "PWS."

[[rules]]
name = "launches"
when = "slugline:launch* OR headline:rocket"
place = "orbit/launch"

[[rules]]
name = "missiles"
when = 'slugline:missile* OR text:"missile defense"'
place = ["shield/missiles", "orbit"]

[[rules]]
name = "grid"
when = "slugline:grid"
place = "current/grid"

[[rules]]
name = "rest of MPA"
when = "provider:MPA"
place = "orbit/planets"

[[rules]]
name = "all of NLN"
when = "provider:NLN"
place = ["orbit/planets", "shield/missiles"]

[[rules]]
name = "all of PWS"
when = "provider:PWS"
place = ["orbit/planets", "current/grid"]
"""


class Rig:
    """One network folder. `now` is the time for everything until the test sets another."""

    def __init__(self, folder: Path, text: str = NETWORK, now: datetime = NOW) -> None:
        self.folder = folder
        self.now = now
        (folder / "network.toml").write_text(text, encoding="utf-8")
        self.home = Home(folder / "network.toml")
        self._open()

    def _open(self) -> None:
        self.intake = self.home.intake(lambda: self.now)
        self.app = site_app(self.home, lambda: self.now)
        self._count = 0

    def restart(self) -> None:
        """Closes everything and opens it again from disk."""
        self.home.close()
        self.home = Home(self.folder / "network.toml")
        self._open()

    def close(self) -> None:
        self.home.close()

    def take(
        self, source: str, *documents: bytes, name: str = "", beside: Mapping[str, bytes] | None = None
    ) -> list[Fate]:
        """Delivers documents as the source would, with files `beside` them."""
        configured = self.home.network.sources[source]
        deliveries = []
        for data in documents:
            self._count += 1
            key = name or f"{source}-{self._count}.dat"
            deliveries.append(Delivery(key, data, hint_for(configured, key), beside=(beside or {}).get))
        return self.intake.take(configured, deliveries)

    def get(self, site: str, path: str, headers: Mapping[str, str] | None = None) -> Response:
        """A reader's request to a site at its own address."""
        return client.get(self.app, f"https://{site}.example{path}", headers)

    def url(self, uri: str, site: str) -> str:
        """The path of a story on a site, as the site's own pages link it."""
        from wireroom.news import story_id

        id = story_id(uri)
        for path in ("/", *self.sections(site), "/sitemap.xml"):
            found = re.search(rf'/\d{{4}}/\d\d/\d\d/[^"<\s]*{id}', self.get(site, path).text)
            if found:
                return html.unescape(found[0])
        return f"/{self.now:%Y/%m/%d}/story-{id}"

    def sections(self, site: str) -> list[str]:
        return [f"/{section.key}" for section in self.home.network.sites[site].sections]

    def surfaces(self, site: str) -> list[str]:
        """Every address that a site answers without knowing a story."""
        sections = self.sections(site)
        feeds = ["/feed.xml", "/atom.xml", "/feed.json"]
        rails = [f"/rail/{number}" for number in range(len(self.home.network.sites[site].rails))]
        return [
            *("/", "/search?q=harbour", "/search?q=lindholm", "/search?q=rocket", "/robots.txt"),
            *("/sitemap.xml", "/news-sitemap.xml", "/no/such/page"),
            *sections,
            *feeds,
            *(section + feed for section in sections for feed in feeds),
            *rails,
        ]

    def crawl(self, *more: str) -> dict[str, Response]:
        """Everything reachable on every site: all surfaces, what they link to, and the paths given."""
        seen: dict[str, Response] = {}
        for site in self.home.network.sites:
            waiting = [*self.surfaces(site), *more]
            while waiting:
                path = waiting.pop()
                key = f"{site}{path}"
                if key in seen:
                    continue
                response = self.get(site, path)
                seen[key] = response
                named = rf'(?:href="|src="|srcset="|\dw, |content="|<loc>)(?:https://{site}\.example)?(/[^"<# ]*)'
                links = re.findall(named, response.text)
                waiting += [html.unescape(link) for link in links if not link.startswith("//")]
        return seen

    def showing(self, words: str, *more: str) -> list[str]:
        """The addresses at which these words can be read, in the body or in any header."""
        found = []
        for key, response in self.crawl(*more).items():
            header = " ".join(value for _, value in response.headers)
            if words in response.text or words in header:
                found.append(key)
        return sorted(found)

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def plain(response: Response) -> str:
    """The body as text, unpacked."""
    body = response.body
    if dict(response.headers).get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return body.decode()
