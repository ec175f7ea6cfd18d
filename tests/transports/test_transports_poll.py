"""A polled feed, against a real server started by the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.wires import rss
from wireroom.errors import TransportError
from wireroom.formats import Hint
from wireroom.transports import Poll
from wireroom.transports import poll as poll_module

FEED = rss(("tag:pws.example,2026:1", "Cable laid", "A cable was laid.", datetime(2026, 11, 22, tzinfo=UTC)))


class Server(ThreadingHTTPServer):
    """Answers with what the test puts in `answer`, and keeps the questions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body, self.headers = 200, FEED, {"ETag": '"one"', "Content-Type": "application/rss+xml"}
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/feed.xml"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(asked)
        status = 304 if asked.get("if-none-match") == self.server.headers.get("ETag") else self.server.status
        self.send_response(status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        body = b"" if status == 304 else self.server.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def poll(server: Server) -> Iterator[Poll]:
    made = Poll(server.url, Hint(provider="PWS"))
    yield made
    made.close()


def test_a_feed_is_delivered_with_what_is_known_of_it(poll: Poll, server: Server) -> None:
    (delivery,) = poll.deliveries()
    assert delivery.data == FEED
    assert (delivery.hint.provider, delivery.hint.media_type) == ("PWS", "application/rss+xml")


def test_an_unchanged_feed_costs_a_304(poll: Poll, server: Server) -> None:
    (delivery,) = poll.deliveries()
    poll.done(delivery)
    assert poll.deliveries() == []
    assert server.asked[1]["if-none-match"] == '"one"'


def test_what_the_ledger_did_not_take_is_asked_for_again(poll: Poll, server: Server) -> None:
    poll.deliveries()
    assert len(poll.deliveries()) == 1
    assert "if-none-match" not in server.asked[1]


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_refusal_is_told_with_its_place(poll: Poll, server: Server, status: int) -> None:
    server.status = status
    with pytest.raises(TransportError) as told:
        poll.deliveries()
    assert str(status) in str(told.value)
    assert server.url in str(told.value)


def test_an_answer_without_end_stops_at_the_limit(poll: Poll, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll_module, "LARGEST", 1000)
    server.body = b"x" * 5000
    with pytest.raises(TransportError, match="larger"):
        poll.deliveries()


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Poll("http://127.0.0.1:9/feed.xml", Hint())
    with pytest.raises(TransportError, match="no answer"):
        gone.deliveries()
    gone.close()
