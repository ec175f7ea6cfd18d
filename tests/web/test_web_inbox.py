"""The push inbox on a real port: who is let in, what becomes of what they bring, and how much one may ask."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import hmac
import http.client
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rig import NETWORK, Rig
from tests.wires import g2, ninjs
from wireroom.errors import LedgerBusyError
from wireroom.network.model import Source
from wireroom.newsroom.intake import Fate
from wireroom.transports import Delivery
from wireroom.web.asgi import Message
from wireroom.web.inbox import app as inbox_app
from wireroom.web.inbox.app import Inbox
from wireroom.web.inbox.front import Front
from wireroom.web.limits import BURST, RATE, Limits, address_of
from wireroom.web.proof import WINDOW, is_signed, shows_token
from wireroom.web.server import Server

NOW = 1_800_000_000.0
SECRET = "correct horse battery staple"
URI = "urn:newsml:mpa.example:20261122:1"
PUSHED = NETWORK + "".join(
    f'\n[sources.{key}]\nprovider = "MPA"\nfrom = "push:"\nlicence = "mpa"\nauth = "{auth}"\npassword_file = "secret"\n'
    for key, auth in (("desk", "bearer"), ("signed", "hmac"), ("keyed", "header:X-Wire-Key"))
)
PUSHED += """
[sources.polled]
provider = "MPA"
from = "https://wire.example/feed"
licence = "mpa"
auth = "bearer"
password_file = "secret"
"""
BEARER = {"Authorization": f"Bearer {SECRET}"}


class Pushing:
    """A newsroom whose inbox is open on a port; `trouble` is raised instead of taking in."""

    def __init__(self, folder: Path) -> None:
        (folder / "secret").write_text(SECRET + "\n", encoding="utf-8")
        self.rig = Rig(folder, PUSHED)
        self.trouble: Exception | None = None
        self.seconds = 0.0
        self.limits = Limits(lambda: self.seconds)
        self.inbox = Inbox(
            self.rig.home.network, folder, self.deliver, lambda key: None, wall=lambda: NOW, limits=self.limits
        )
        self.server = Server(Front(self.rig.app, self.inbox), "127.0.0.1").start()
        self.port = int(self.server.url.rpartition(":")[2])

    async def deliver(self, source: Source, deliveries: Sequence[Delivery]) -> list[Fate]:
        if self.trouble is not None:
            raise self.trouble
        return self.rig.intake.take(source, deliveries)

    def send(
        self, path: str, body: Any = b"", headers: dict[str, str] | None = None, method: str = "POST"
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            text = response.read().decode()
            self.headers = {name.lower(): value for name, value in response.getheaders()}
            return response.status, json.loads(text) if text.startswith("{") else {"words": text.strip()}
        finally:
            connection.close()

    def sign(self, body: bytes, *, at: float = NOW, sent: str = "msg_1", secret: str = SECRET) -> dict[str, str]:
        content = f"{sent}.{int(at)}.".encode() + body
        made = base64.b64encode(hmac.new(secret.encode(), content, hashlib.sha256).digest()).decode()
        return {"webhook-id": sent, "webhook-timestamp": str(int(at)), "webhook-signature": f"v1,bad v1,{made}"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pushing]:
    made = Pushing(tmp_path_factory.mktemp("inbox"))
    yield made
    made.server.stop()
    made.rig.close()


@pytest.fixture
def pushing(shared: Pushing) -> Pushing:
    shared.trouble = None
    shared.seconds += 3600
    return shared


_count = iter(range(1, 10_000))


def story(words: str = "Rocket on the pad") -> tuple[str, bytes]:
    uri = f"urn:newsml:mpa.example:20261122:{next(_count)}"
    return uri, g2(uri, 1, words)


def test_what_became_of_it_is_told_when_the_ledger_has_it(pushing: Pushing) -> None:
    uri, body = story()
    status, told = pushing.send("/inbox/desk", body, BEARER)
    assert status == 202
    assert told["outcomes"] == {"accepted": 1}
    assert told["versions"] == [{"outcome": "accepted", "uri": uri, "number": 1, "why": "a new story"}]
    assert [entry.source for entry in pushing.rig.home.ledger.history(uri)] == ["desk"]
    assert pushing.headers["x-content-type-options"] == "nosniff"
    assert pushing.headers["cache-control"] == "no-store"


def test_the_same_again_changes_nothing(pushing: Pushing) -> None:
    _, body = story()
    pushing.send("/inbox/desk", body, BEARER)
    seq = pushing.rig.home.ledger.seq()
    assert pushing.send("/inbox/desk", body, BEARER)[1]["outcomes"] == {"duplicate": 1}
    assert pushing.rig.home.ledger.seq() == seq


def test_what_cannot_be_read_is_kept_and_told(pushing: Pushing) -> None:
    body = b"<newsItem guid='x' version='1'><broken"
    status, told = pushing.send("/inbox/desk", body, BEARER)
    assert (status, told["outcomes"]) == (202, {"quarantined": 1})
    assert told["versions"][0]["why"]
    assert any(pushing.rig.home.quarantine.read(case.digest) == body for case in pushing.rig.home.quarantine.list())


def test_any_readable_format_may_be_pushed_also_several_items_at_once(pushing: Pushing) -> None:
    items = [ninjs(f"https://mpa.example/{next(_count)}", 1, f"Grid {number}") for number in range(3)]
    status, told = pushing.send("/inbox/desk", b"[" + b",".join(items) + b"]", BEARER)
    assert (status, told["outcomes"]) == (202, {"accepted": 3})


def test_what_is_packed_is_unpacked(pushing: Pushing) -> None:
    _, body = story()
    packed = BEARER | {"Content-Encoding": "gzip"}
    assert pushing.send("/inbox/desk", gzip.compress(body), packed)[1]["outcomes"] == {"accepted": 1}
    assert pushing.send("/inbox/desk", gzip.compress(body)[:-9], packed)[0] == 415
    assert pushing.send("/inbox/desk", body, BEARER | {"Content-Encoding": "br"})[0] == 415


def test_a_bomb_is_refused(pushing: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_app, "LARGEST", 100_000)
    packed = BEARER | {"Content-Encoding": "gzip"}
    assert pushing.send("/inbox/desk", gzip.compress(bytes(8 << 20)), packed)[0] == 415


def direct(pushing: Pushing, pieces: list[bytes], end: str = "", **headers: str) -> int:
    """The status for a request whose body comes in these pieces, and then ends, hangs or breaks off."""
    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    sent: list[Message] = []

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        if end == "hangs":
            await asyncio.Event().wait()
        return {"type": "http.disconnect"} if end == "breaks off" else {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    lines = {"authorization": BEARER["Authorization"]} | headers
    scope = {
        "type": "http", "method": "POST", "raw_path": b"/inbox/desk", "query_string": b"", "client": ("192.0.2.1", 1),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in lines.items()],
    }  # fmt: skip
    asyncio.run(pushing.inbox(scope, receive, send))
    return int(sent[0]["status"])


def test_what_is_too_large_is_refused_before_and_while_it_comes(
    pushing: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_app, "LARGEST", 1000)
    assert direct(pushing, [], "hangs", content_length="1001") == 413
    assert direct(pushing, [], "hangs", content_length="-1") == 413
    assert direct(pushing, [b"x" * 400] * 3, "hangs") == 413
    assert direct(pushing, [b" " * 400] * 2) == 400


def test_half_a_delivery_is_none(pushing: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_app, "UPLOAD_TIME", 0.01)
    before = pushing.rig.home.ledger.seq()
    assert direct(pushing, [story()[1]], "hangs") == 408
    assert direct(pushing, [story()[1]], "breaks off") == 408
    assert pushing.inbox._reading == 0
    assert pushing.rig.home.ledger.seq() == before
    assert direct(pushing, [story()[1]]) == 202


def test_only_so_many_deliveries_are_read_at_once(pushing: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_app, "MOST_AT_ONCE", 0)
    assert pushing.send("/inbox/desk", b"x", BEARER)[0] == 503
    assert int(pushing.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "trouble", [LedgerBusyError("held by another process"), RuntimeError("the disk is full of s3crets")]
)
def test_nothing_is_promised_that_the_ledger_did_not_take(pushing: Pushing, trouble: Exception) -> None:
    pushing.trouble = trouble
    status, told = pushing.send("/inbox/desk", story()[1], BEARER)
    assert status in (500, 503)
    assert "s3crets" not in str(told)


# --- who is let in


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {SECRET}x"},
        {"Authorization": f"Basic {SECRET}"}, {"Authorization": SECRET}, {"X-Wire-Key": SECRET},
        {"Authorization": f"Bearer {SECRET[:-1]}"},
    ],
)  # fmt: skip
def test_nobody_gets_in_without_the_password(pushing: Pushing, headers: dict[str, str]) -> None:
    before = pushing.rig.home.ledger.seq()
    assert pushing.send("/inbox/desk", story()[1], headers)[0] == 401
    assert pushing.rig.home.ledger.seq() == before


def test_a_source_that_is_not_pushed_is_closed_like_one_that_is_not(pushing: Pushing) -> None:
    answers = {pushing.send(f"/inbox/{key}", story()[1], BEARER)[0] for key in ("mpa", "polled", "nobody")}
    assert answers == {401}


def test_a_key_in_a_header_of_the_senders_own(pushing: Pushing) -> None:
    assert pushing.send("/inbox/keyed", story()[1], {"x-wire-key": SECRET})[0] == 202
    assert pushing.send("/inbox/keyed", story()[1], {"x-wire-key": "other"})[0] == 401


def test_a_signature_lets_in(pushing: Pushing) -> None:
    _, body = story()
    assert pushing.send("/inbox/signed", body, pushing.sign(body))[0] == 202


def test_a_signature_is_of_this_body_and_this_time(pushing: Pushing) -> None:
    _, body = story()
    good = pushing.sign(body)
    for headers in (
        pushing.sign(body + b" "),
        pushing.sign(body, secret="other"),
        pushing.sign(body, at=NOW - WINDOW - 1),
        pushing.sign(body, at=NOW + WINDOW + 1),
        good | {"webhook-timestamp": str(int(NOW) + 1)},
        good | {"webhook-id": "msg_2"},
        good | {"webhook-signature": good["webhook-signature"].replace("v1,", "v2,")},
        good | {"webhook-signature": "v1, v1 ,"},
        BEARER,
    ):
        assert pushing.send("/inbox/signed", body, headers)[0] == 401
    assert pushing.send("/inbox/signed", body, good)[0] == 202


def test_the_example_of_standard_webhooks() -> None:
    body = b'{"test": 2432232314}'
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert is_signed("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", headers, body, 1614265330)


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_only_the_very_token_is_the_token(secret: str, given: str) -> None:
    token = secret.strip()
    shown = shows_token("header:x-key", token, {"x-key": given})
    assert shown == (bool(token) and given == token)


def test_a_password_that_is_not_there_lets_nobody_in(pushing: Pushing) -> None:
    file = pushing.rig.folder / "secret"
    file.rename(file.with_suffix(".away"))
    try:
        for header in ("Bearer ", "Bearer None", f"Bearer {SECRET}"):
            assert pushing.send("/inbox/desk", story()[1], {"Authorization": header})[0] == 503
    finally:
        file.with_suffix(".away").rename(file)


# --- what else is asked


@pytest.mark.parametrize(
    "path",
    [
        "/inbox/", "/inbox//desk", "/inbox/desk/", "/inbox/desk/x", "/inbox/DESK", "/inbox/../inbox/desk",
        "/inbox/%64esk", "/inbox/desk%00", "/inbox/desk/" + "t" * 43, "/inbox/desk/a/b",
    ],
)  # fmt: skip
def test_whatever_else_is_not_there(pushing: Pushing, path: str) -> None:
    for method in ("POST", "GET", "PUT"):
        assert pushing.send(path, b"x", BEARER, method)[0] == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_copy_is_brought_by_post(pushing: Pushing, method: str) -> None:
    assert pushing.send("/inbox/desk", b"", BEARER, method)[0] == 405


def test_readers_pages_are_still_there(pushing: Pushing) -> None:
    status, page = pushing.send("/@orbit/", method="GET")
    assert status == 200
    assert "Orbit Daily" in page["words"]
    assert pushing.send("/inboxes", method="GET")[0] == 404


# --- how much one may ask


def test_who_guesses_is_soon_heard_no_more_and_others_still_are(pushing: Pushing) -> None:
    statuses = [pushing.send("/inbox/desk", b"x", {"Authorization": "Bearer guess"})[0] for _ in range(40)]
    assert statuses[:5] == [401] * 5
    assert statuses[-1] == 429
    assert int(pushing.headers["retry-after"]) >= 1
    proxied = BEARER | {"X-Forwarded-For": "203.0.113.9"}
    assert pushing.send("/inbox/desk", story()[1], proxied)[0] == 202
    assert pushing.send("/inbox/desk", story()[1], BEARER)[0] == 429, "the right password comes too late for now"
    pushing.seconds += 60
    assert pushing.send("/inbox/desk", story()[1], BEARER)[0] == 202


@given(st.lists(st.tuples(st.floats(0, 5), st.booleans()), max_size=300))
def test_no_address_is_heard_more_often_than_the_limit(requests: list[tuple[float, bool]]) -> None:
    now = 0.0
    limits = Limits(lambda: now)
    heard = 0
    for pause, bad in requests * 5:
        now += pause / 50
        if limits.wait("a") == 0.0:
            heard += 1
            if bad:
                limits.refused("a")
        assert heard <= BURST + now * RATE + 1


def test_the_limits_take_a_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wireroom.web.limits.MOST_ADDRESSES", 100)
    limits = Limits(lambda: 0.0)
    for number in range(1000):
        limits.wait(f"10.0.{number // 250}.{number % 250}")
    assert len(limits._buckets) == 100


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("::1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::4", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.5", "", "203.0.113.5"),
    ],
)
def test_whose_share_it_is(peer: str, forwarded: str, address: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert address_of((peer, 1234), headers) == address
