"""Following sources: what is taken, acknowledged and accounted for, and when the next look comes."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.transports.faulty import Asked, Server, answer
from tests.wires import rss
from wireroom import network as networks
from wireroom.errors import LedgerBusyError, TransportError
from wireroom.ledger.model import Outcome
from wireroom.network.model import Network, Source
from wireroom.newsroom.intake import QUARANTINED, Fate
from wireroom.newsroom.sources import FETCHERS, LATEST_RETRY, Sources, stay, told_of_news
from wireroom.transports import Delivery, open_source
from wireroom.transports.fetch import Fetcher
from wireroom.transports.health import Health, health_of
from wireroom.transports.poll import Poll

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FEED = rss(("tag:pws.example,2026:1", "Cable laid", "A cable was laid.", NOW))


class Followed:
    """One polled source followed until it has rested so many times; rests take no time and are written down."""

    def __init__(self, folder: Path, server: Server, **keys: str) -> None:
        self.folder, self.server = folder, server
        self.rests: list[float] = []
        self.taken: list[bytes] = []
        self.fates = [Fate("x", Outcome.ACCEPTED)]
        self.trouble: list[Exception] = []
        self.now = NOW
        more = "\n".join(f"{name} = {value}" for name, value in keys.items())
        self.network = networks.parse(
            f"""
            name = "Test"
            [sites.orbit]
            name = "Orbit"
            url = "https://orbit.example"
            [licences.pws]
            provider = "PWS"
            term = {{ from = 2020-01-01 }}
            sites = ["orbit"]
            [sources.pws]
            provider = "PWS"
            from = "{server.url}/feed.xml"
            licence = "pws"
            allow_private = true
            {more}
            """
        )

    async def take(self, source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken += [one.data for one in deliveries]
        return self.fates

    def clock(self) -> datetime:
        return self.now

    def follow(self, rests: int) -> Health:
        """The health after so many rests."""
        asyncio.run(self._follow(rests))
        return health_of(self.folder)["pws"]

    async def _follow(self, rests: int) -> None:
        rested = asyncio.Event()

        async def sleep(seconds: float) -> None:
            self.rests.append(seconds)
            self.now += timedelta(seconds=seconds)
            if len(self.rests) >= rests:
                rested.set()
                await asyncio.Event().wait()

        sources = Sources(self.folder, self.clock, self.take, sleep=sleep, fetcher=Fetcher(spacing=0))
        sources.adopt(self.network)
        try:
            waiting = asyncio.create_task(rested.wait())
            await asyncio.wait([*sources.tasks(), waiting], timeout=60, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
        finally:
            await sources.close()


@pytest.fixture
def followed(tmp_path: Path, server: Server) -> Followed:
    server.replies["/feed.xml"] = lambda asked: answer(
        304 if "if-none-match" in asked.headers else 200, FEED, etag='"1"'
    )
    return Followed(tmp_path, server)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_what_came_is_counted_and_told(followed: Followed) -> None:
    health = followed.follow(3)
    assert followed.taken == [FEED]
    assert (health.asked, health.deliveries, health.unchanged, health.bytes) == (3, 1, 2, len(FEED))
    assert health.outcomes == {"accepted": 1}
    assert health.last_delivery == NOW
    assert health.last_success is not None
    assert (health.failures, health.last_error, health.ended) == (0, "", "")
    assert health.next_ask is None, "nobody follows it now"


@pytest.mark.parametrize("trouble", [TransportError("cannot be written: disk full"), sqlite3.OperationalError("full")])
def test_a_full_disk_after_a_look_does_not_end_the_following(
    followed: Followed, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    troubles, interval = [trouble], Poll.interval

    def reckoned(poll: Poll, news: bool) -> float:
        if troubles:
            raise troubles.pop()
        return interval(poll, news)

    monkeypatch.setattr(Poll, "interval", reckoned)
    health = followed.follow(3)
    assert (health.asked, health.failures) == (3, 0)
    assert "full" in health.last_error


def test_what_the_ledger_did_not_take_is_not_acknowledged(followed: Followed) -> None:
    followed.trouble = [LedgerBusyError("held by another process")]
    health = followed.follow(2)
    assert followed.taken == [FEED]
    assert "if-none-match" not in followed.server.asked[1].headers
    assert "held by another process" in health.last_error
    assert health.failures == 0, "and it is well again"


def test_trouble_is_told_in_plain_words_and_the_pauses_grow(followed: Followed) -> None:
    followed.server.replies["/feed.xml"] = b""
    health = followed.follow(6)
    assert health.failures == 6
    assert "no whole answer" in health.last_error
    assert health.last_error_at is not None
    assert health.last_success is None
    assert followed.rests[0] < 3
    assert 50 < followed.rests[5] < 80


def test_a_server_that_names_a_time_is_left_alone_until_then(followed: Followed) -> None:
    followed.server.replies["/feed.xml"] = answer(503, retry_after="900")
    followed.follow(1)
    assert followed.rests == [900]


def test_a_server_that_says_no_is_asked_no_sooner_than_usual(followed: Followed) -> None:
    followed.server.replies["/feed.xml"] = answer(403)
    followed.follow(1)
    assert followed.rests == [60]


def test_a_feed_that_is_gone_is_not_asked_again(followed: Followed) -> None:
    followed.server.replies["/feed.xml"] = answer(410)
    health = followed.follow(1)
    assert followed.rests == []
    assert len(followed.server.asked) == 1
    assert "410" in health.ended


def test_a_move_is_remarked(followed: Followed) -> None:
    followed.server.replies |= {"/new.xml": answer(200, FEED), "/feed.xml": answer(301, location="/new.xml")}
    assert "/new.xml" in followed.follow(1).remarks["address"]


def test_copy_that_nobody_could_read_is_no_news(followed: Followed) -> None:
    followed.fates = [Fate("x", QUARANTINED), Fate("x", Outcome.DUPLICATE)]
    bodies = iter(FEED + b"\n" * number for number in range(100))

    def feed(asked: Asked) -> bytes:
        return answer(200, next(bodies))

    followed.server.replies["/feed.xml"] = feed
    followed.follow(8)
    assert max(followed.rests) < 67, "no rhythm is made of it"


def test_counters_go_on_after_a_restart_and_begin_anew_for_another_address(followed: Followed) -> None:
    followed.follow(2)
    followed.rests.clear()
    assert followed.follow(2).asked == 4
    followed.rests.clear()
    followed.network = replace(
        followed.network, sources={"pws": replace(followed.network.sources["pws"], address=f"{followed.server.url}/b")}
    )
    assert followed.follow(2).asked == 2


def test_a_password_that_is_missing_is_told_and_tried_again(tmp_path: Path, server: Server) -> None:
    followed = Followed(tmp_path, server, auth='"bearer"', password_file='"secret"')
    assert "password" in followed.follow(2).last_error
    assert server.asked == []


def test_a_source_that_cannot_be_opened_is_tried_again(followed: Followed, monkeypatch: pytest.MonkeyPatch) -> None:
    troubles = [TransportError("the drive is not there"), OSError("no room")]
    opening = open_source

    def opened(*args: Any, **named: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return opening(*args, **named)

    monkeypatch.setattr("wireroom.newsroom.sources.open_source", opened)
    health = followed.follow(3)
    assert followed.taken == [FEED]
    assert health.failures == 0


def test_a_damaged_account_begins_anew(followed: Followed) -> None:
    followed.follow(1)
    (followed.folder / "state" / "pws.health.json").write_bytes(b"{")
    assert health_of(followed.folder) == {}
    followed.rests.clear()
    assert followed.follow(1).asked == 1


SOURCE = Source("pws", "PWS", "https://pws.example/", "pws")


@pytest.mark.parametrize("failures", [1, 5, 20, 10_000])
def test_the_longest_pause_after_trouble_has_an_end(failures: int) -> None:
    assert stay(SOURCE, failures, OSError()) <= LATEST_RETRY * 1.2
    assert stay(SOURCE, failures, TransportError("x", retry_after=5000.0)) == 5000
    assert stay(SOURCE, 1, TransportError("x", status=500)) == 60


def test_pushed_sources_are_not_asked(tmp_path: Path, server: Server) -> None:
    followed = Followed(tmp_path, server)
    source = Source("pws", "PWS", "push:", "pws", auth="bearer", password_file="x")
    followed.network = Network("x", {}, {"pws": source}, {}, ())

    async def follow() -> None:
        sources = Sources(tmp_path, followed.clock, followed.take)
        sources.adopt(followed.network)
        assert sources.tasks() == []
        assert await sources.deliver(source, [Delivery("1", b"abc", None)]) == followed.fates  # type: ignore[arg-type]
        await sources.close()

    asyncio.run(follow())
    assert health_of(tmp_path)["pws"].bytes == 3


def test_a_host_that_hangs_holds_up_nobody_elses_feeds(tmp_path: Path, server: Server) -> None:
    free, released = Server("127.0.0.2"), threading.Event()

    def hang(asked: Asked) -> bytes:
        released.wait(120)
        return b""

    server.replies["/feed.xml"] = hang
    followed = Followed(tmp_path, server)
    model = followed.network.sources["pws"]
    many = {f"slow-{number}": replace(model, key=f"slow-{number}") for number in range(FETCHERS + 10)}
    followed.network = replace(
        followed.network, sources=many | {"free": replace(model, key="free", address=f"{free.url}/feed.xml")}
    )

    async def follow() -> None:
        sources = Sources(tmp_path, followed.clock, followed.take, fetcher=Fetcher(spacing=0))
        sources.adopt(followed.network)
        async with asyncio.timeout(100):
            while not (free.asked and server.asked):
                await asyncio.sleep(0.02)
        await sources.close()

    try:
        asyncio.run(follow())
    finally:
        released.set()
        free.close()
    assert len(server.asked) == 1


class Bell:
    """A transport that is told of news when the test rings."""

    def __init__(self) -> None:
        self.rung, self.waits, self.roused = threading.Event(), 0, False

    def wait(self, seconds: float) -> None:
        self.waits += 1
        self.rung.wait(seconds)

    def rouse(self) -> None:
        self.roused = True
        self.rung.set()


def test_a_rest_ends_when_the_other_side_tells_of_news() -> None:
    async def scene() -> None:
        bell = Bell()
        rest = asyncio.create_task(told_of_news(bell, 600.0))
        while not bell.waits:
            await asyncio.sleep(0.01)
        assert not rest.done()
        bell.rung.set()
        await asyncio.wait_for(rest, 60)
        assert not bell.roused

    asyncio.run(scene())


def test_a_rest_that_is_given_up_ends_the_wait() -> None:
    async def scene() -> None:
        bell = Bell()
        rest = asyncio.create_task(told_of_news(bell, 600.0))
        while not bell.waits:
            await asyncio.sleep(0.01)
        rest.cancel()
        with pytest.raises(asyncio.CancelledError):
            await rest
        assert bell.roused

    asyncio.run(scene())
