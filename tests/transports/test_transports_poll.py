"""A polled feed, against a real server: what it asks, what it remembers, when it comes again."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.transports.faulty import Asked, Server, Time, answer, fetching
from tests.wires import rss
from wireroom.errors import GoneError, TransportError
from wireroom.formats import Hint
from wireroom.network.model import Source
from wireroom.transports.access import LONGEST_STAY, Access, retry_after
from wireroom.transports.fetch import Fetcher
from wireroom.transports.notebook import Notebook
from wireroom.transports.poll import Poll

FEED = rss(("tag:pws.example,2026:1", "Cable laid", "A cable was laid.", datetime(2026, 11, 22, tzinfo=UTC)))
MORE = FEED.replace(b"</channel>", b"<item><guid>2</guid><title>More</title></item></channel>")


class Reader:
    """A poll of one source, made anew at each `restart`, in a folder of its own."""

    def __init__(self, server: Server, folder: Path, fetcher: Fetcher, **keys: object) -> None:
        self.folder = folder
        self.time = Time()
        self._fetcher = fetcher
        address = str(keys.pop("address", f"{server.url}/feed.xml"))
        every, slowest = timedelta(minutes=1), timedelta(minutes=15)
        settings: dict[str, object] = {"every": every, "slowest": slowest, "allow_private": True} | keys
        self.source = Source("pws", "PWS", address, "pws", **settings)  # type: ignore[arg-type]
        self.restart()

    def restart(self) -> None:
        access = Access(self.source, self.folder, self._fetcher)
        notebook = Notebook.of(self.folder, "pws", self.source.address)
        hint = Hint(provider="PWS")
        self.poll = Poll(access, hint, notebook, wall=self.time, uniform=lambda low, high: 1.0)

    def take(self) -> list[bytes]:
        found = self.poll.deliveries()
        for delivery in found:
            self.poll.done(delivery)
        return [one.data for one in found]

    def refused(self) -> TransportError:
        with pytest.raises(TransportError) as told:
            self.poll.deliveries()
        return told.value


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with fetching() as made:
        yield made


@pytest.fixture
def reader(server: Server, tmp_path: Path, fetcher: Fetcher) -> Reader:
    def feed(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == '"one"':
            return answer(304, etag='"one"')
        return answer(200, FEED, etag='"one"', last_modified="Sun, 22 Nov 2026 00:00:00 GMT", content_type="text/xml")

    server.replies["/feed.xml"] = feed
    return Reader(server, tmp_path, fetcher)


def test_a_feed_is_delivered_with_what_is_known_of_it(reader: Reader) -> None:
    (delivery,) = reader.poll.deliveries()
    assert delivery.data == FEED
    assert (delivery.hint.provider, delivery.hint.media_type) == ("PWS", "text/xml")
    assert delivery.hint.name == reader.source.address
    assert delivery.repeats


def test_an_unchanged_feed_costs_a_304(reader: Reader, server: Server) -> None:
    assert reader.take() == [FEED]
    assert reader.take() == []
    assert server.asked[1].headers["if-none-match"] == '"one"'
    assert server.asked[1].headers["if-modified-since"] == "Sun, 22 Nov 2026 00:00:00 GMT"


def test_an_unchanged_feed_costs_a_304_after_a_restart_too(reader: Reader, server: Server) -> None:
    reader.take()
    reader.restart()
    assert reader.take() == []
    assert server.asked[1].headers["if-none-match"] == '"one"'


def test_what_the_ledger_did_not_take_is_asked_for_again(reader: Reader, server: Server) -> None:
    reader.poll.deliveries()
    assert len(reader.poll.deliveries()) == 1
    assert "if-none-match" not in server.asked[1].headers


def test_the_validators_of_another_address_are_not_used(reader: Reader, server: Server, fetcher: Fetcher) -> None:
    reader.take()
    server.replies["/other.xml"] = answer(200, MORE)
    assert Reader(server, reader.folder, fetcher, address=f"{server.url}/other.xml").take() == [MORE]
    assert "if-none-match" not in server.asked[-1].headers


def test_a_server_without_validators_brings_the_same_bytes_once(reader: Reader, server: Server) -> None:
    server.replies["/feed.xml"] = answer(200, FEED)
    assert reader.take() == [FEED]
    assert reader.take() == []
    server.replies["/feed.xml"] = answer(200, MORE)
    assert reader.take() == [MORE]


def test_a_damaged_memory_is_none(reader: Reader, server: Server) -> None:
    reader.take()
    (reader.folder / "state" / "pws.json").write_bytes(b'{"address": "\xff')
    reader.restart()
    assert reader.take() == [FEED]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_a_refusal_is_told_with_its_place(reader: Reader, server: Server, status: int) -> None:
    server.replies["/feed.xml"] = answer(status)
    error = reader.refused()
    assert str(status) in str(error)
    assert server.url in str(error)
    assert error.status == status
    assert error.todo


def test_a_feed_that_is_gone_is_told_apart(reader: Reader, server: Server) -> None:
    server.replies["/feed.xml"] = answer(410)
    assert isinstance(reader.refused(), GoneError)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_says_when_it_wants_to_be_asked_again(reader: Reader, server: Server, status: int) -> None:
    server.replies["/feed.xml"] = answer(status, retry_after="120")
    assert reader.refused().retry_after == 120


NOW = 1_800_000_000.0


def _date(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW + seconds, UTC), usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("30", 30), (" 30 ", 30), ("99999999999999999999", LONGEST_STAY), (_date(90), 90), (_date(-90), 0),
        (_date(1e8), LONGEST_STAY), ("", None), ("soon", None), ("-5", None), ("1.5", None), ("٣", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_and_bounded(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><title>Log in \n please</title>",
        b"\xef\xbb\xbf  <html lang='en'><title>Log in please</title>",
        b'<?xml version="1.0"?>\n<!-- x --><!doctype HTML public "x"><html><title>Log in please</title></html>',
    ],
)
def test_a_web_page_is_no_feed(reader: Reader, server: Server, page: bytes) -> None:
    server.replies["/feed.xml"] = answer(200, page, content_type="application/rss+xml")
    error = reader.refused()
    assert "a web page came" in error.what
    assert "Log in please" in error.what


def test_an_empty_answer_is_no_feed(reader: Reader, server: Server) -> None:
    server.replies["/feed.xml"] = answer(200, b"\n")
    assert "empty" in reader.refused().what


def test_a_feed_that_breaks_off_is_asked_again_before_it_is_taken(reader: Reader, server: Server) -> None:
    server.replies["/feed.xml"] = answer(200, FEED[:-20])
    assert "breaks off" in reader.refused().what
    server.replies["/feed.xml"] = answer(200, FEED[:-30])
    assert "breaks off" in reader.refused().what
    assert reader.take() == [FEED[:-30]], "what a server says twice is what it has: it is for quarantine to tell"


def test_a_move_for_good_is_remarked(reader: Reader, server: Server) -> None:
    server.replies["/new.xml"] = server.replies["/feed.xml"]
    server.replies["/feed.xml"] = answer(301, location="/new.xml")
    assert reader.take() == [FEED]
    assert f"{server.url}/new.xml" in reader.poll.remarks["address"]
    server.replies["/feed.xml"] = answer(302, location="/new.xml")
    reader.take()
    assert reader.poll.remarks == {}


# --- how the password is shown


@pytest.mark.parametrize(
    ("auth", "user", "header", "value", "target"),
    [
        ("basic", "ana%40mpa", "authorization", "Basic " + b64encode(b"ana@mpa:s3cret&").decode(), "/f?a=1"),
        ("bearer", "", "authorization", "Bearer s3cret&", "/f?a=1"),
        ("header:X-Api-Key", "", "x-api-key", "s3cret&", "/f?a=1"),
        ("query:apikey", "", "", "", "/f?a=1&apikey=s3cret%26"),
    ],
)
def test_the_password_is_shown_as_the_server_wants_it(
    server: Server, tmp_path: Path, fetcher: Fetcher, auth: str, user: str, header: str, value: str, target: str
) -> None:
    (tmp_path / "secret").write_text("s3cret&\n", encoding="utf-8")
    server.replies["/f"] = answer(200, FEED)
    address = f"http://{user}@127.0.0.1:{server.port}/f?a=1" if user else f"{server.url}/f?a=1"
    reader = Reader(server, tmp_path, fetcher, address=address, auth=auth, password_file="secret")
    assert reader.take() == [FEED]
    assert server.asked[0].target == target
    assert server.asked[0].headers.get(header, "") == value


def test_a_password_that_changed_needs_no_restart(
    server: Server, tmp_path: Path, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies["/feed.xml"] = answer(200, FEED)
    reader = Reader(server, tmp_path, fetcher, auth="bearer", password_env="PWS_TOKEN")
    assert "PWS_TOKEN is not set" in reader.refused().what
    monkeypatch.setenv("PWS_TOKEN", "now")
    assert reader.take() == [FEED]
    assert server.asked[0].headers["authorization"] == "Bearer now"


def test_a_password_never_reaches_a_message_or_the_memory(server: Server, tmp_path: Path, fetcher: Fetcher) -> None:
    (tmp_path / "secret").write_text("s3cret", encoding="utf-8")
    reader = Reader(server, tmp_path, fetcher, auth="query:key", password_file="secret")
    assert "s3cret" not in str(reader.refused())
    server.replies["/feed.xml"] = answer(200, FEED)
    (delivery,) = reader.poll.deliveries()
    reader.poll.done(delivery)
    assert "s3cret" not in delivery.hint.name + delivery.key
    assert b"s3cret" not in (tmp_path / "state" / "pws.json").read_bytes()


# --- when it comes again


def test_a_feed_that_says_nothing_is_asked_as_often_as_the_owner_says(reader: Reader) -> None:
    reader.take()
    assert reader.poll.interval(True) == 60


def test_a_quiet_feed_is_asked_less_and_less_and_a_lively_one_more(reader: Reader, server: Server) -> None:
    reader.take()
    for _ in range(4):
        reader.poll.interval(True)
        reader.time.now += 3600
    assert reader.poll.interval(False) == 3600 / 8
    reader.time.now += 5 * 3600
    assert reader.poll.interval(False) == 15 * 60, "the owner's bound"
    reader.restart()
    assert reader.poll.interval(False) == 15 * 60, "the rhythm is remembered"
    for _ in range(12):
        reader.time.now += 120
        reader.poll.interval(True)
    assert reader.poll.interval(False) == 60


def test_what_the_feed_states_decides_until_its_rhythm_is_known(reader: Reader, server: Server) -> None:
    server.replies["/feed.xml"] = answer(200, FEED.replace(b"<link>", b"<ttl>5</ttl><link>", 1))
    reader.take()
    assert reader.poll.interval(True) == 300


def test_what_caches_hold_is_not_asked_for(reader: Reader, server: Server) -> None:
    server.replies["/feed.xml"] = answer(200, FEED, cache_control="public, max-age=200")
    reader.take()
    assert reader.poll.interval(True) == 200
