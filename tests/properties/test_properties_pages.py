"""The four promises of a page, over generated histories that begin with a newsroom already showing stories."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.histories import BEGIN, Step, histories, network, steps, write
from tests.properties.reference import in_rails, visible
from wireroom.ledger.memory import MemoryLedger
from wireroom.ledger.model import Ledger, Snapshot
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.news import story_id
from wireroom.pages import Pages
from wireroom.pages.model import Page

NETWORK = network()
SITES = tuple(NETWORK.sites)
QUICK = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
LONG = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


@lru_cache(maxsize=1)
def pages() -> Pages:
    return Pages(NETWORK)


def addresses(history: list[Step]) -> list[str]:
    """Every kind of address on every site, and every story's."""
    found = []
    ids = sorted({story_id(step.what.uri) for step in history})
    for site in SITES:
        base = NETWORK.sites[site].url
        feeds = ["/feed.xml", "/atom.xml", "/feed.json"]
        sections = [f"/{section.key}" for section in NETWORK.sites[site].sections]
        paths = ["/", *sections, *feeds, *(section + feed for section in sections for feed in feeds)]
        paths += ["/search?q=harbour", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt", "/rail/0", "/nothing"]
        paths += ["/sitemap/2026-11.xml", *(f"/2026/11/22/x-{id}" for id in ids)]
        found += [base + path for path in paths]
    return found


def look(snapshot: Snapshot, url: str) -> Page:
    """The page; a story's address that has moved is followed."""
    page = pages().page(snapshot, url)
    location = dict(page.headers).get("location")
    if page.status == 301 and location:
        return pages().page(snapshot, location if "://" in location else "/".join(url.split("/")[:3]) + location)
    return page


def same_snapshot_same_page(history: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        memory: Ledger = MemoryLedger(NETWORK)
        sqlite: Ledger = SqliteLedger(Path(folder) / "ledger.sqlite", NETWORK)
        try:
            _, at = write(memory, history)
            write(sqlite, history)
            for url in addresses(history):
                with memory.snapshot(at) as one, memory.snapshot(at) as again, sqlite.snapshot(at) as other:
                    first = look(one, url)
                    assert first == look(again, url), url
                    assert first == look(other, url), url
        finally:
            sqlite.close()


def hidden_copy_is_nowhere(history: list[Step], at: datetime) -> None:
    ledger = MemoryLedger(NETWORK)
    write(ledger, history)
    uris = {step.what.uri for step in history}
    own = {site: {word for uri in uris for word in visible(history, uri, site, at)} for site in SITES}
    railed = {site: {word for uri in uris for word in in_rails(history, uri, site, at)} for site in SITES}
    for url in addresses(history):
        site = next(key for key in SITES if url.startswith(NETWORK.sites[key].url))
        with ledger.snapshot(at) as snapshot:
            page = pages().page(snapshot, url)
        text = page.body.decode() + repr(page.headers)
        assert "notezq" not in text, f"an editor's note on {url}"
        for word in words_in(text):
            assert word in own[site] | railed[site], f"{word} on {url} at {at}"
        for word in re.findall(r"(?:Body|Summary|By|LINDHOLM) (zq\d+x\d+qz)", text):
            assert word in own[site], f"more than a headline of {word} on {url} at {at}"
    everything_allowed_is_shown(ledger, history, at)


def words_in(text: str) -> set[str]:
    return set(re.findall(r"zq\d+x\d+qz", text))


def everything_allowed_is_shown(ledger: MemoryLedger, history: list[Step], at: datetime) -> None:
    """The other half: a gate that hides everything would leak nothing either."""
    for site in SITES:
        for uri in {step.what.uri for step in history}:
            must = visible(history, uri, site, at, certain=True)
            may = visible(history, uri, site, at)
            with ledger.snapshot(at) as snapshot:
                page = look(snapshot, f"{NETWORK.sites[site].url}/2026/11/22/x-{story_id(uri)}")
            if must:
                assert page.status == 200, f"{uri} is hidden on {site} at {at}"
                assert words_in(page.body.decode()) & must
            if not may:
                assert page.status in (404, 410), f"{uri} is shown on {site} at {at}"


def changes_at_is_honest(history: list[Step], share: float) -> None:
    ledger = MemoryLedger(NETWORK)
    _, at = write(ledger, history)
    for url in addresses(history):
        with ledger.snapshot(at) as snapshot:
            now = pages().page(snapshot, url)
        end = now.changes_at or at + timedelta(days=400)
        assert end > at, url
        last = end - timedelta(microseconds=1)
        for moment in (min(at + (end - at) * share, last), last):
            with ledger.snapshot(moment) as snapshot:
                then = pages().page(snapshot, url)
            assert (then.status, then.body) == (now.status, now.body), f"{url} changed at {moment}, before {end}"


def a_page_changes_only_if_something_it_uses_did(history: list[Step], step: Step) -> None:
    ledger = MemoryLedger(NETWORK)
    _, at = write(ledger, history)
    before = {}
    for url in addresses([*history, step]):
        with ledger.snapshot(at) as snapshot:
            before[url] = pages().page(snapshot, url)
    entry = ledger.append(step.what, at=at, source=step.source)
    for url, page in before.items():
        with ledger.snapshot(at) as snapshot:
            after = pages().page(snapshot, url)
        if not entry.touches & page.uses:
            assert (after.status, after.body) == (page.status, page.body), f"{url} changed, and used none of it"


@QUICK
@given(histories())
def test_the_same_snapshot_gives_the_same_page(history: list[Step]) -> None:
    same_snapshot_same_page(history)


MOMENTS = st.sampled_from([0, 1, 3600, 7200, 40 * 3600, 100 * 3600, 31 * 86400, 46 * 86400, 1500 * 86400])


@QUICK
@given(histories(), MOMENTS)
def test_hidden_copy_is_nowhere(history: list[Step], seconds: int) -> None:
    hidden_copy_is_nowhere(history, end_of(history) + timedelta(seconds=seconds))


@QUICK
@given(histories(), st.floats(0, 1, exclude_max=True))
def test_changes_at_is_honest(history: list[Step], share: float) -> None:
    changes_at_is_honest(history, share)


@QUICK
@given(st.data())
def test_a_page_changes_only_if_something_it_uses_did(data: st.DataObject) -> None:
    history = data.draw(histories())
    step = data.draw(steps(len(history), end_of(history)))
    a_page_changes_only_if_something_it_uses_did(history, step)


def end_of(history: list[Step]) -> datetime:
    return BEGIN + sum((step.after for step in history), timedelta())


@pytest.mark.slow
@LONG
@given(histories(20), MOMENTS, st.floats(0, 1, exclude_max=True))
def test_all_promises_over_long_histories(history: list[Step], seconds: int, share: float) -> None:
    hidden_copy_is_nowhere(history, end_of(history) + timedelta(seconds=seconds))
    changes_at_is_honest(history, share)
    a_page_changes_only_if_something_it_uses_did(history[:-1], history[-1])
