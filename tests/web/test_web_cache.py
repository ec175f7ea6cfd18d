"""The cache: what it shows is what an app without one would show, and it stays within its bounds."""

from __future__ import annotations

import gzip
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.web.fakes import HTML, NETWORK, START, Media, Newsroom
from wireroom.pages.model import Frame, Links
from wireroom.web.client import get
from wireroom.web.site.address import Place
from wireroom.web.site.app import SiteApp
from wireroom.web.site.cache import Cache
from wireroom.web.site.kept import Kept
from wireroom.web.site.rails import Rail

PATHS = ("a", "b", "c", "feed.xml")
KEYS = ("story:a", "story:b", "story:c", "story:feed.xml", "rail:0", "rail:1")
BASES = ("https://orbit.example/", "https://shield.example/", "http://orbit.localhost:9/", "http://localhost/@orbit/")
PLACE = Place("public", NETWORK.sites["orbit"], Links.public(NETWORK))


class Reading(RuleBasedStateMachine):
    """Entries, time and readers in any order: each response equals that of an app that has kept nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Newsroom(cache=400_000)
        self.etags: dict[tuple[str, bool], str] = {}

    @rule(key=st.sampled_from(KEYS), text=st.sampled_from(["one", "two " * 200, "KILLED"]), wait=st.integers(0, 3))
    def append(self, key: str, text: str, wait: int) -> None:
        if text == "KILLED" and (key.startswith("rail") or "feed" in key):
            text = "three"
        self.room.ledger.put(key, text, opens=self.room.clock.now + timedelta(seconds=wait))

    @rule(key=st.sampled_from(KEYS))
    def remove(self, key: str) -> None:
        self.room.ledger.put(key, None)

    @rule(seconds=st.sampled_from([0.4, 1.0, 2.5]))
    def wait(self, seconds: float) -> None:
        self.room.clock.forward(seconds)

    @rule(base=st.sampled_from(BASES), path=st.sampled_from(PATHS), packed=st.booleans(), known=st.booleans())
    def read(self, base: str, path: str, packed: bool, known: bool) -> None:
        url = base + path
        headers = {"accept-encoding": "gzip"} if packed else {}
        fresh = SiteApp(self.room.ledger, NETWORK, self.room.pages, media=Media(), clock=lambda: self.room.clock.now)
        expected = get(fresh, url, headers)
        if known and (url, packed) in self.etags:
            headers["if-none-match"] = self.etags[url, packed]
        response = get(self.room.app, url, headers)
        if response.status == 304:
            assert expected.header("etag") == headers["if-none-match"]
            assert expected.status == 200
        else:
            assert (response.status, response.headers, response.body) == (
                expected.status,
                expected.headers,
                expected.body,
            )
        self.etags[url, packed] = expected.header("etag") or ""

    @invariant()
    def the_count_is_right(self) -> None:
        cache = self.room.app._cache
        for store in (cache.pages, cache.asides, cache.media):
            assert store.size == sum(kept.charged for kept in store.pages.values()) <= store.limit
            assert all(kept.charged == kept.size for kept in store.pages.values())
        held = [kept for store in (cache.pages, cache.asides, cache.media) for kept in store.pages.values()]
        assert set(cache.hot.values()) <= set(held)


Reading.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestReading = Reading.TestCase


def page(key: str, size: int, *, uses: frozenset[str] = frozenset(), cache: Cache) -> Kept:
    return Kept(key, Frame(200, HTML, (b"x" * size,), uses, None), cache.shelf("public", "orbit"), PLACE)


def test_the_page_longest_unread_goes_first() -> None:
    cache = Cache(80_000)  # three quarters of it for pages
    for key in ("a", "b", "c", "d", "e"):
        cache.put(cache.pages, page(key, 8_000, cache=cache))
    kept = cache.get(cache.pages, "a", START)
    assert kept
    cache.used(kept)
    cache.put(cache.pages, page("f", 10_000, cache=cache))
    cache.put(cache.pages, page("g", 10_000, cache=cache))
    assert [key for key in "abcdefg" if cache.get(cache.pages, key, START)] == ["a", "d", "e", "f", "g"]
    assert cache.pages.size <= cache.pages.limit


def test_what_is_larger_than_a_quarter_is_not_kept() -> None:
    cache = Cache(80_000)
    cache.put(cache.pages, page("small", 10_000, cache=cache))
    cache.put(cache.pages, page("huge", 20_000, cache=cache))
    assert cache.get(cache.pages, "huge", START) is None
    assert cache.get(cache.pages, "small", START)


def test_joined_bytes_count_too() -> None:
    cache = Cache(80_000)
    kept = page("a", 5_000, cache=cache)
    cache.put(cache.pages, kept)
    before = cache.size
    kept.joined(False)
    kept.joined(True)
    cache.used(kept)
    assert cache.size == kept.size > before + 5_000


def test_a_dropped_page_leaves_nothing_behind() -> None:
    cache = Cache(80_000)
    kept = page("a", 100, uses=frozenset({"k", "l"}), cache=cache)
    cache.put(cache.pages, kept)
    for number in range(9):
        cache.name(b"host%d" % number, b"/a", kept)
    assert len(cache.hot) == 4
    rail = Rail(cache.shelf("public", "orbit"), 0, b"x", frozenset({"k"}), None)
    cache.shelve(rail)
    cache.touch(["l"])
    assert (cache.size, cache.hot) == (0, {})
    assert cache._using == {"k": {rail}}
    cache.touch(["k"])
    assert cache._using == {}
    assert cache.shelf("public", "orbit").rails == {}


def test_made_up_addresses_fill_nothing() -> None:
    room = Newsroom()
    get(room.app, "https://orbit.example/a")
    before, hot = room.app._cache.size, len(room.app._cache.hot)
    for number in range(200):
        get(room.app, f"https://orbit.example/made-up-{number}")
        get(room.app, f"https://orbit.example/a?made-up={number}")
        get(room.app, f"http://host{number}.example/")
        get(room.app, f"https://orbit.example/media/000000000000/{number}.webp")
    assert (room.app._cache.size, len(room.app._cache.hot)) == (before, hot)


def test_searches_push_out_no_page() -> None:
    room = Newsroom(cache=200_000)
    get(room.app, "https://orbit.example/a")
    for number in range(300):
        get(room.app, f"https://orbit.example/search?q={number}")
    room.pages.frames.clear()
    get(room.app, "https://orbit.example/a")
    assert room.pages.frames == []
    assert room.app._cache.asides.size <= room.app._cache.asides.limit


def test_ever_new_ports_keep_the_shelves_bounded() -> None:
    room = Newsroom()
    for port in range(1, 600):
        response = get(room.app, f"http://orbit.localhost:{port}/a", {"accept-encoding": "gzip"})
        assert b"first rail" in gzip.decompress(response.body)
    assert len(room.app._cache._shelves) <= 256
    room.ledger.put("rail:0", "news")
    for port in (1, 300, 599):
        assert b"news" in get(room.app, f"http://orbit.localhost:{port}/a").body
