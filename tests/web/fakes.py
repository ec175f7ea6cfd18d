"""A ledger and pages small enough to see through: texts under keys, and pages that quote them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from wireroom.ledger.model import Entry, Outcome
from wireroom.network.model import Network, Rail, Section, Site
from wireroom.news import Kill
from wireroom.pages.model import Frame, Hole, Links, Page, Request
from wireroom.pages.renditions import Rendition
from wireroom.rights.stock import Snapshot
from wireroom.web.site.app import SiteApp

START = datetime(2026, 3, 26, 14, 0, tzinfo=UTC)
HTML = "text/html; charset=utf-8"


def site(key: str, rails: int = 0) -> Site:
    return Site(
        key=key,
        name=f"{key.title()} Daily",
        tagline="All of <it>",
        url=f"https://{key}.example",
        language="en",
        zone=ZoneInfo("UTC"),
        sections=(Section("launch", "Launch"),),
        rails=tuple(Rail(f"Rail {number}", key, 3) for number in range(rails)),
    )


NETWORK = Network(
    name="Test & Network",
    sites={"orbit": site("orbit", 2), "shield": site("shield", 2)},
    sources={},
    licences={},
    rules=(),
)


class FakeLedger:
    """Texts by key. `put` commits one entry; a text may show only in a span of time."""

    def __init__(self) -> None:
        self.log: list[Entry] = []
        self.texts: dict[str, str] = {}
        self.opens: dict[str, datetime] = {}
        self.snapshots = 0

    def put(self, key: str, text: str | None, *, opens: datetime | None = None) -> None:
        if text is None:
            self.texts.pop(key, None)
        else:
            self.texts[key] = text
        if opens is not None:
            self.opens[key] = opens
        what = Kill(uri=key, by="test", at=START, why="test")
        touches = frozenset({key})
        self.log.append(Entry(len(self.log) + 1, START, what, "test", "", "", touches, Outcome.DECIDED))

    def seq(self) -> int:
        return len(self.log)

    def touches(self, after: int = 0) -> Iterator[tuple[int, frozenset[str]]]:
        return ((one.seq, one.touches) for one in self.entries(after))

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return iter(self.log[after:])

    @contextmanager
    def snapshot(self, at: datetime) -> Iterator[Snapshot]:
        self.snapshots += 1
        yield cast(Snapshot, FakeSnapshot(self, at))

    glance = snapshot


class FakeSnapshot:
    def __init__(self, ledger: FakeLedger, at: datetime) -> None:
        self.ledger, self.at = ledger, at

    def text(self, key: str) -> tuple[str | None, datetime | None]:
        opens = self.ledger.opens.get(key)
        if opens is not None and self.at < opens:
            return None, opens
        return self.ledger.texts.get(key), None


class FakePages:
    """`/NAME` shows text `NAME` between two rails; `/feed.xml` the text `feed`; `/search` its q; `/boom` fails."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.rails: list[tuple[str, int]] = []
        self.requests: list[Request] = []
        self.broken_rail = False

    def frame(self, snapshot: Snapshot, request: Request) -> Frame:
        self.frames.append(request.path)
        self.requests.append(request)
        if request.path == "/boom":
            raise RuntimeError("the secret reason")
        if request.path == "/search":
            text = f"found for {request.query.get('q')} before {request.query.get('before')}"
            return Frame(200, HTML, (text.encode(),), frozenset({"placed:" + request.site.key}), None)
        name = request.path.removeprefix("/") or "front"
        key = f"story:{name}"
        text_or_none, opens = cast(FakeSnapshot, snapshot).text(key)
        uses = frozenset({key})
        if text_or_none == "KILLED":
            return Frame(410, HTML, (b"<p>withdrawn</p>",), uses, None)
        if text_or_none is None:
            return Frame(404, HTML, (b"<p>not here</p>",), uses, opens)
        if name == "feed.xml":
            cache_max = timedelta(seconds=40)
            return Frame(200, "application/rss+xml", (text_or_none.encode(),), uses, None, cache_max=cache_max)
        until = self.until(snapshot.at)
        link = request.links.to("shield", "/x", here=request.site.key).encode()
        parts = (
            b"<h1>" + text_or_none.encode() + b"</h1>",
            Hole(0),
            b"<hr><a href=" + link + b">x</a>",
            Hole(1),
            b"<end>",
        )
        headers = (("content-security-policy", "default-src 'none'; img-src 'self'"),)
        return Frame(200, HTML, parts, uses, until, last_modified=START, headers=headers)

    until: Callable[[datetime], datetime | None] = staticmethod(lambda at: None)

    def rail(self, snapshot: Snapshot, site: Site, number: int, links: Links) -> Frame:
        self.rails.append((site.key, number))
        if self.broken_rail:
            raise RuntimeError("a rail broke")
        key = f"rail:{number}"
        text, opens = cast(FakeSnapshot, snapshot).text(key)
        return Frame(200, HTML, (f"<aside>{text or 'nothing'}</aside>".encode(),), frozenset({key}), opens)


class Media:
    """Renditions by name: those that are `there`, and those that can be made `later`; none when it is `busy`."""

    def __init__(self) -> None:
        self.there: dict[str, bytes] = {}
        self.later: dict[str, bytes] = {}
        self.busy = False
        self.begun: list[str] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def made(self, wanted: Rendition) -> bytes | None:
        return self.there.get(wanted.name)

    async def making(self, wanted: Rendition) -> bool:
        if self.busy:
            return False
        self.begun.append(wanted.name)
        self.meanwhile()
        self.make([wanted])
        return True

    def make(self, wanted: Sequence[Rendition]) -> None:
        self.there |= {one.name: self.later.get(one.name, b"") for one in wanted}


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Newsroom:
    """An app over a fake ledger, with its parts at hand."""

    def __init__(self, **options: Any) -> None:
        self.ledger = FakeLedger()
        self.pages = FakePages()
        self.clock = Clock()
        self.media = Media()
        self.welcome: Page | None = None
        self.app = SiteApp(
            self.ledger,
            NETWORK,
            self.pages,
            media=self.media,
            clock=self.clock,
            welcome=lambda: self.welcome,
            **options,
        )
        self.ledger.put("story:a", "Alpha " * 100)
        self.ledger.put("rail:0", "first rail")
        self.ledger.put("rail:1", "second rail")
