"""A subscription at a hub, against a real hub server: WebSub (W3C 2018), restated as tests of a subscriber."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.transports.faulty import Asked, Server, Time, answer, fetching
from wireroom.formats import Hint
from wireroom.network.model import Source
from wireroom.transports.access import Access
from wireroom.transports.fetch import Answer, Fetcher
from wireroom.transports.links import linked
from wireroom.transports.notebook import Notebook
from wireroom.transports.poll import Poll
from wireroom.transports.websub import LONGEST_LEASE, Subscription

TOPIC = "https://pws.example/feed.xml"
FEED = (
    '<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>PWS</title>'
    '<atom:link rel="hub" href="{hub}"/><atom:link href="' + TOPIC + '" rel="self"/>'
    '<item><title>{title}</title><link rel="hub" href="https://entry.example/"/></item></channel></rss>'
)


class Subscriber:
    """A polled feed that names a hub, both on one server, and what the hub was asked for."""

    def __init__(self, server: Server, folder: Path, fetcher: Fetcher) -> None:
        self.server, self.folder, self.fetcher = server, folder, fetcher
        self.time = Time()
        self.title = "One"
        self.hub_says = answer(202)
        server.replies["/feed.xml"] = lambda asked: answer(200, self.feed())
        server.replies["/hub"] = lambda asked: self.hub_says
        self.restart()

    def feed(self) -> bytes:
        return FEED.format(hub=self.server.url + "/hub", title=self.title).encode()

    def restart(self) -> None:
        address = f"{self.server.url}/feed.xml"
        every, slowest = timedelta(minutes=1), timedelta(hours=1)
        source = Source("pws", "PWS", address, "pws", every=every, slowest=slowest, allow_private=True)
        access = Access(source, self.folder, self.fetcher)
        notebook = Notebook.of(self.folder, "pws", address)
        self.subscription = Subscription(access, notebook, "https://wire.example/inbox", wall=self.time)
        self.poll = Poll(
            access, Hint(), notebook, subscription=self.subscription, wall=self.time, uniform=lambda low, high: 1.0
        )

    def look(self) -> float:
        """One poll; the seconds until the next."""
        found = self.poll.deliveries()
        for delivery in found:
            self.poll.done(delivery)
        return self.poll.interval(bool(found))

    @property
    def asked(self) -> list[dict[str, str]]:
        """What the hub was asked, form by form."""
        forms = [one.body.decode() for one in self.server.asked if one.path == "/hub"]
        return [{name: values[0] for name, values in parse_qs(form).items()} for form in forms]

    def verify(self, mode: str = "subscribe", lease: str = "1000", topic: str = TOPIC) -> str | None:
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": "ch4llenge", "hub.lease_seconds": lease}
        return self.subscription.verify(query)

    def subscribed(self) -> Subscriber:
        self.look()
        assert self.verify() == "ch4llenge"
        return self


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with fetching() as made:
        yield made


@pytest.fixture
def subscriber(server: Server, tmp_path: Path, fetcher: Fetcher) -> Subscriber:
    return Subscriber(server, tmp_path, fetcher)


def test_a_feed_that_names_a_hub_is_subscribed_to(subscriber: Subscriber) -> None:
    subscriber.look()
    (form,) = subscriber.asked
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == TOPIC
    callback = form["hub.callback"].removeprefix("https://wire.example/inbox/pws/")
    assert callback == subscriber.subscription.token
    assert len(callback) >= 32, "unguessable"
    assert 32 <= len(form["hub.secret"]) < 200
    assert int(form["hub.lease_seconds"]) > 0


def test_the_hub_may_be_named_in_a_header(subscriber: Subscriber, server: Server) -> None:
    link = f'</hub>; rel="hub", <{TOPIC}?a=1,2>; title="a, b"; rel="alternate self"'
    server.replies["/feed.xml"] = answer(200, b"<rss><channel/></rss>", link=link)
    subscriber.look()
    assert subscriber.asked[0]["hub.topic"] == TOPIC + "?a=1,2"


@pytest.mark.parametrize(
    ("body", "hubs"),
    [
        (b'<feed xmlns="a"><link href="/h" rel="HUB"/><entry/></feed>', ["https://x.example/h"]),
        (b"<feed><atom:link rel='self hub' href='https://h.example/?a=1&amp;b=2' /></feed>", ["https://h.example/?a=1&b=2"]),
        (b'{"version": "1.1", "hubs": [{"type": "WebSub", "url": "https://h.example/"}]}', ["https://h.example/"]),
        (b'{"hubs": [{"type": "rssCloud", "url": "https://h.example/"}, 5, null]}', []),
        (b'<rss><channel><item><link rel="hub" href="https://evil.example/"/></item></channel></rss>', []),
        (b"plain text", []),
        (b"{broken", []),
    ],
)  # fmt: skip
def test_where_a_feed_names_its_hub(body: bytes, hubs: list[str]) -> None:
    assert linked(Answer(200, "OK", {}, body, "https://x.example/feed"), "hub") == hubs


def test_only_what_we_asked_for_is_confirmed(subscriber: Subscriber) -> None:
    assert subscriber.verify() is None, "nothing was asked for yet"
    subscriber.look()
    assert subscriber.verify(topic="https://other.example/") is None
    assert subscriber.verify(mode="unsubscribe") is None
    assert subscriber.verify(mode="publish") is None
    assert not subscriber.subscription.active
    assert subscriber.verify() == "ch4llenge"
    assert subscriber.subscription.active


def test_a_hub_may_verify_before_it_answers(subscriber: Subscriber, server: Server) -> None:
    confirmed: list[str | None] = []

    def hub(asked: Asked) -> bytes:
        confirmed.append(subscriber.verify())
        return answer(202)

    server.replies["/hub"] = hub
    subscriber.look()
    assert confirmed == ["ch4llenge"]
    assert subscriber.subscription.active


def test_a_pushed_feed_is_seldom_polled(subscriber: Subscriber) -> None:
    assert subscriber.look() == 60
    subscriber.verify(lease="100000")
    assert subscriber.look() == 3600
    assert "pushes this feed" in subscriber.poll.remarks["hub"]


def test_a_subscription_outlives_a_restart(subscriber: Subscriber) -> None:
    token = subscriber.subscribed().subscription.token
    subscriber.restart()
    assert subscriber.subscription.active
    assert subscriber.subscription.token == token
    subscriber.look()
    assert len(subscriber.asked) == 1


def test_a_lease_is_renewed_before_it_ends(subscriber: Subscriber) -> None:
    subscriber.look()
    subscriber.verify(lease="864000")
    subscriber.time.now += 600_000
    subscriber.look()
    assert len(subscriber.asked) == 1
    subscriber.time.now += 150_000
    subscriber.look()
    assert len(subscriber.asked) == 2
    assert subscriber.asked[0]["hub.callback"] == subscriber.asked[1]["hub.callback"]
    assert subscriber.subscription.active, "the old lease holds until the new one"
    subscriber.verify(lease="864000")
    subscriber.time.now += 800_000
    assert subscriber.subscription.active


def test_a_lease_that_ran_out_is_no_subscription(subscriber: Subscriber) -> None:
    subscriber.subscribed().time.now += 1001
    assert not subscriber.subscription.active
    assert subscriber.poll.interval(False) == 60


def test_a_lease_without_measure_is_bounded(subscriber: Subscriber) -> None:
    subscriber.look()
    subscriber.verify(lease="9" * 30)
    subscriber.time.now += LONGEST_LEASE + 1
    assert not subscriber.subscription.active


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_hub_that_denies_leaves_the_feed_polled(subscriber: Subscriber, status: int) -> None:
    subscriber.hub_says = answer(status, b"no such topic")
    assert subscriber.look() == 60
    assert "no such topic" in subscriber.subscription.remark
    subscriber.time.now += 3600
    subscriber.look()
    assert len(subscriber.asked) == 1, "it is not asked again at each poll"
    subscriber.time.now += 86400
    subscriber.look()
    assert len(subscriber.asked) == 2


def test_a_hub_may_deny_later(subscriber: Subscriber) -> None:
    subscriber.look()
    assert subscriber.subscription.verify({"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "moved"}) == ""
    assert "moved" in subscriber.subscription.remark
    assert subscriber.poll.interval(False) == 60


@pytest.mark.parametrize("reply", [answer(500), b"", answer(302, location="https://elsewhere.example/")])
def test_a_hub_in_trouble_is_not_the_feeds_trouble(subscriber: Subscriber, reply: bytes) -> None:
    subscriber.hub_says = reply
    assert subscriber.look() == 60


def test_a_hub_that_never_verifies_is_asked_again_after_a_while(subscriber: Subscriber) -> None:
    subscriber.look()
    subscriber.time.now += 600
    subscriber.look()
    assert len(subscriber.asked) == 1
    subscriber.time.now += 3600
    subscriber.look()
    assert len(subscriber.asked) == 2


def test_a_hub_that_does_not_push_is_not_believed(subscriber: Subscriber) -> None:
    subscriber.look()
    subscriber.verify(lease="1000000")
    for title in ("Two", "Three"):
        assert subscriber.subscription.active
        subscriber.title = title
        subscriber.look()
    assert not subscriber.subscription.active
    assert "did not push" in subscriber.subscription.remark
    assert subscriber.poll.interval(False) == 60
    subscriber.subscription.pushed()
    assert subscriber.subscription.active, "it has found its voice again"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_with_our_secret_is_believed(subscriber: Subscriber, method: str) -> None:
    secret = subscriber.subscribed().asked[0]["hub.secret"].encode()
    made = hmac.new(secret, b"body", getattr(hashlib, method)).hexdigest()
    assert subscriber.subscription.signed(b"body", f"{method}={made}")
    assert subscriber.subscription.signed(b"body", f"{method.upper()}={made.upper()}")
    assert not subscriber.subscription.signed(b"bodY", f"{method}={made}")
    assert not subscriber.subscription.signed(b"body", f"{method}={made[:-1]}")


@pytest.mark.parametrize("method", ["md5", "", "sha224", "new"])
def test_other_signatures_are_not_believed(subscriber: Subscriber, method: str) -> None:
    secret = subscriber.subscribed().asked[0]["hub.secret"].encode()
    made = hmac.new(secret, b"body", hashlib.md5).hexdigest()
    assert not subscriber.subscription.signed(b"body", f"{method}={made}")


def test_nothing_is_believed_before_a_secret_was_agreed(subscriber: Subscriber) -> None:
    made = hmac.new(b"", b"body", hashlib.sha256).hexdigest()
    assert not subscriber.subscription.signed(b"body", f"sha256={made}")


def test_another_hub_gets_another_address_and_secret(subscriber: Subscriber, server: Server) -> None:
    first = subscriber.subscribed().asked[0]
    server.replies["/feed.xml"] = answer(200, subscriber.feed().replace(b"/hub", b"/other"))
    server.replies["/other"] = answer(202)
    subscriber.look()
    second = {name: values[0] for name, values in parse_qs(server.asked[-1].body.decode()).items()}
    assert second["hub.callback"] != first["hub.callback"]
    assert second["hub.secret"] != first["hub.secret"]


def test_a_feed_that_left_its_hub_is_polled_again(subscriber: Subscriber, server: Server) -> None:
    subscriber.subscribed()
    server.replies["/feed.xml"] = answer(200, b"<rss><channel/></rss>")
    subscriber.look()
    assert subscriber.poll.interval(False) == 60
    assert subscriber.poll.remarks == {}


def test_a_source_that_is_taken_out_is_unsubscribed(subscriber: Subscriber) -> None:
    subscriber.subscribed().poll.leave()
    assert [form["hub.mode"] for form in subscriber.asked] == ["subscribe", "unsubscribe"]
    assert subscriber.asked[0]["hub.callback"] == subscriber.asked[1]["hub.callback"]
    assert subscriber.verify(mode="unsubscribe") == "ch4llenge"
    assert subscriber.verify() is None, "nobody subscribes us again"
