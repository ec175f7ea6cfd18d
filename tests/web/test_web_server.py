"""The server on a real port: one connection's life, what goes the short way and what does not, and the end."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import socket
import time
from collections.abc import Iterator

import pytest

from tests.web.fakes import Newsroom
from wireroom.errors import WireroomError
from wireroom.web import patience, rest, server
from wireroom.web.asgi import Receive, Scope, Send
from wireroom.web.server import Server, listen, url_of
from wireroom.web.tally import Tally

HEAD = b"Host: orbit.example\r\n"


class Served:
    """A fake newsroom served by the real server."""

    def __init__(self, tally: Tally | None = None) -> None:
        self.room = Newsroom()
        self.server = Server(self.room.app, "127.0.0.1", tally=tally).start()
        self.port = int(self.server.url.rpartition(":")[2])

    def connect(self) -> Connection:
        return Connection(self.port)


class Connection:
    """A socket that speaks raw bytes and reads responses by their length."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=300)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self, *, head: bool = False) -> tuple[int, dict[str, str], bytes]:
        status = int(self.file.readline().split()[1])
        headers = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            assert name.lower() not in headers, name
            headers[name.lower()] = value.strip()
        length = 0 if head or status == 304 else int(headers["content-length"])
        return status, headers, self.file.read(length)

    def drain(self) -> int:
        """How many bytes still come until the connection ends, or for a while none do."""
        taken = 0
        with contextlib.suppress(ConnectionResetError):
            while data := self.socket.recv(1 << 20):
                taken += len(data)
        return taken

    def closed(self) -> bool:
        with contextlib.suppress(ConnectionResetError):  # what was sent to a server that had let go
            return self.file.read(1) == b""
        return True


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.server.stop()


def both_ways(served: Served, request: bytes) -> list[tuple[int, dict[str, str], bytes]]:
    """The response on the short way, and on uvicorn's (to which a request cut in two goes)."""
    found = []
    for cut in (len(request), 9):
        with served.connect() as connection:
            connection.send(request[:cut])
            if cut < len(request):
                time.sleep(0.05)
                connection.send(request[cut:])
            found.append(connection.read())
    return found


@pytest.mark.parametrize("path", [b"/a", b"/nothing", b"/search?q=x", b"/%2e%2e/a", b"/media/000000000000/x.webp"])
def test_both_ways_say_the_same(served: Served, path: bytes) -> None:
    for more in (b"", b"Accept-Encoding: gzip\r\n", b"If-None-Match: *\r\n"):
        short, long = both_ways(served, b"GET " + path + b" HTTP/1.1\r\n" + HEAD + more + b"\r\n")
        for one in (short, long):
            one[1].pop("date")
        assert short == long
        assert "server" not in short[1]


def test_a_connection_is_kept_and_nothing_is_left_over(served: Served) -> None:
    etag = ""
    with served.connect() as connection:
        for number in range(5):
            served.room.ledger.put("rail:0", f"news {number}")
            connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"accept-encoding: gzip\r\n\r\n")
            status, headers, body = connection.read()
            assert (status, f"news {number}".encode() in gzip.decompress(body)) == (200, True)
            assert headers["etag"] != etag
            etag = headers["etag"]
            connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
            status, headers, body = connection.read()
            assert (status, f"news {number}".encode() in body, "content-encoding" in headers) == (200, True, False)
            connection.send(b"GET /b HTTP/1.1\r\n" + HEAD + b"\r\n")
            assert connection.read()[0] == 404


def test_requests_sent_at_once_are_answered_in_order(served: Served) -> None:
    with served.connect() as connection:
        paths = [b"/search?q=%d" % number for number in range(20)]
        connection.send(b"".join(b"GET " + path + b" HTTP/1.1\r\n" + HEAD + b"\r\n" for path in paths))
        for number in range(20):
            assert connection.read()[2] == f"found for {number} before None".encode()


def test_a_request_that_comes_byte_by_byte(served: Served) -> None:
    with served.connect() as connection:
        for byte in b"GET /search?q=slow HTTP/1.1\r\n" + HEAD + b"\r\n":
            connection.send(bytes([byte]))
        assert connection.read()[2] == b"found for slow before None"


def test_other_methods_take_the_long_way_on_the_same_connection(served: Served) -> None:
    with served.connect() as connection:
        connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
        length = connection.read()[1]["content-length"]
        connection.send(b"HEAD /a HTTP/1.1\r\n" + HEAD + b"\r\n")
        status, headers, _ = connection.read(head=True)
        assert (status, headers["content-length"]) == (200, length)
        connection.send(b"POST /a HTTP/1.1\r\n" + HEAD + b"Content-Length: 3\r\n\r\nabc")
        status, headers, _ = connection.read()
        assert (status, headers["allow"]) == (405, "GET, HEAD")
        connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
        assert connection.read()[0] == 200


def test_a_get_with_a_body_smuggles_nothing(served: Served) -> None:
    inner = b"GET /search?q=smuggled HTTP/1.1\r\n" + HEAD + b"\r\n"
    for framing in (b"Content-Length: %d\r\n\r\n" % len(inner) + inner, b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
        with served.connect() as connection:
            connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + framing)
            assert connection.read()[0] == 200
            connection.send(b"GET /search?q=next HTTP/1.1\r\n" + HEAD + b"\r\n")
            assert connection.read()[2] == b"found for next before None"


@pytest.mark.parametrize("first", [b"GET /a HTTP/1.0\r\n", b"GET /a HTTP/1.1\r\nConnection: close\r\n"])
def test_a_reader_that_wants_to_go_is_let_go(served: Served, first: bytes) -> None:
    with served.connect() as connection:
        connection.send(first + HEAD + b"\r\n")
        assert connection.read()[0] == 200
        assert connection.closed()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01 this is TLS\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost orbit.example\r\n\r\n",
        b"GET /a HTTP/9.9\r\n\r\n",
        b"GET /a b HTTP/1.1\r\n" + HEAD + b"\r\n",
        b"GET /a HTTP/1.1\r\n" + HEAD + b"x: a\x00b\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_with_our_headers(served: Served, request_bytes: bytes) -> None:
    with served.connect() as connection:
        connection.send(request_bytes)
        status, headers, _ = connection.read()
        assert status == 400
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert connection.closed()


def test_two_hosts_in_one_request_are_refused(served: Served) -> None:
    for response in both_ways(served, b"GET /a HTTP/1.1\r\n" + HEAD + b"Host: shield.example\r\n\r\n"):
        assert response[0] == 400


def test_a_head_without_end_is_refused(served: Served) -> None:
    with served.connect() as connection:
        connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"x: " + b"y" * 40_000)
        assert connection.read()[0] == 431
        assert connection.closed()


def test_a_head_that_never_ends_is_not_waited_for(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n"
    with served.connect() as connection:
        connection.send(whole)
        assert connection.read()[0] == 200
        monkeypatch.setattr(rest, "HEAD_TIME", 0.1)
        connection.send(whole + b"GET /b")
        assert connection.read()[0] == 200
        assert connection.closed()
    with served.connect() as connection:
        with contextlib.suppress(ConnectionError):  # its time may be over before we come to it
            connection.send(b"GET /a HT")
        assert connection.closed()


def test_a_reader_that_does_not_read_is_not_read_either(served: Served) -> None:
    text = "long " * 400_000
    made = served.room.pages.frames
    made.clear()
    with served.connect() as connection:
        for sent in range(1, 31):
            served.room.ledger.put("story:long", text)  # so that each answer is made, and seen to be
            connection.send(b"GET /long HTTP/1.1\r\n" + HEAD + b"\r\n")
            # Others are served meanwhile: whoever asked before them has been read by then, if at all.
            for _ in range(3):
                with served.connect() as other:
                    other.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
                    assert other.read()[0] == 200
            if made.count("/long") < sent:
                break
        assert made.count("/long") < sent <= 10  # the rest would have to wait in our memory
        sizes = {len(connection.read()[2]) for _ in range(sent)}
    assert len(sizes) == 1
    assert sizes.pop() > len(text)


HUGE = 15_000_000  # bytes: far more than the kernel keeps for a connection


def slow_reader(served: Served, before: bytes = b"", pause: float = 0) -> Connection:
    """A reader that asks for a lot after `pause` seconds, and takes nothing of it."""
    served.room.ledger.put("story:huge", "huge " * (HUGE // 5))
    connection = served.connect()
    time.sleep(pause)
    connection.send(before + b"GET /huge HTTP/1.1\r\n" + HEAD + b"\r\n")
    return connection


@pytest.mark.slow
@pytest.mark.parametrize("way", ["short", "long"])
def test_a_reader_that_takes_nothing_is_let_go(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "TAKE_TIME", 0.2)
    monkeypatch.setattr(server, "KEEP_ALIVE", 1)
    tally = Tally()
    served = Served(tally)
    began = b"HEAD /a HTTP/1.1\r\n" + HEAD + b"\r\n" if way == "long" else b""
    with slow_reader(served, began) as slow:
        until = time.monotonic() + 60
        while not tally.sent or tally.connections:
            assert time.monotonic() < until, "it is waited for without end"
            time.sleep(0.05)
        assert slow.drain() < HUGE
    served.server.stop()


@pytest.mark.slow
def test_a_slow_reader_that_gets_on_gets_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "TAKE_TIME", 8.0)
    monkeypatch.setattr(server, "KEEP_ALIVE", 1)
    served = Served()
    with slow_reader(served, pause=0.5) as slow:
        taken = 0
        time.sleep(2)  # nothing was asked for at first, so it is looked at twice in this time
        for _ in range(14):  # for longer than anybody may take nothing
            time.sleep(0.5)
            taken += len(slow.socket.recv(1 << 20, socket.MSG_WAITALL))
        assert taken + slow.drain() >= HUGE
    served.server.stop()


def test_a_body_that_nobody_wants_is_not_read_without_end(served: Served) -> None:
    with served.connect() as connection:
        connection.send(b"POST /a HTTP/1.1\r\n" + HEAD + b"Content-Length: 999999999999\r\n\r\n")
        assert connection.read()[0] == 405
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            for _ in range(10_000):
                connection.send(b"x" * 65_536)


def test_a_body_that_never_ends_is_not_waited_for(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "BODY_TIME", 0.1)
    with served.connect() as connection:
        connection.send(b"POST /a HTTP/1.1\r\n" + HEAD + b"Content-Length: 10\r\n\r\nx")
        assert connection.read()[0] == 405
        assert connection.closed()


def test_answers_are_counted_whichever_way_they_go() -> None:
    tally = Tally()
    served = Served(tally)
    with served.connect() as connection:
        connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
        size = len(connection.read()[2])
        connection.send(b"HEAD /nothing HTTP/1.1\r\n" + HEAD + b"\r\n")
        connection.read(head=True)
        assert len(tally.connections) == 1
        until = time.monotonic() + 60
        while sum(tally.answers.values()) < 2 and time.monotonic() < until:
            time.sleep(0.01)  # an answer is counted when it has gone out, which its reader may see first
        assert (tally.answers, tally.sent) == ({200: 1, 404: 1}, size)
    served.server.stop()
    assert len(tally.connections) == 0


@pytest.mark.parametrize("named", ["X-Forwarded-Host: shield.example", "Forwarded: host=shield.example", "X-Host: a"])
def test_nobody_names_another_host_than_host_itself(served: Served, named: str) -> None:
    """Whoever may name it could fill a cache with one site's pages under another's address."""
    for ask in (b"/a", b"/@shield/a"):
        plain, other = (
            both_ways(served, b"GET " + ask + b" HTTP/1.1\r\n" + HEAD + more + b"\r\n")[0]
            for more in (b"", named.encode() + b"\r\nX-Forwarded-Proto: gopher\r\nX-Forwarded-Port: 1\r\n")
        )
        assert plain[2] == other[2]


def test_an_ordinary_client(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    connection.request("GET", "/@orbit/a")
    response = connection.getresponse()
    assert response.status == 200
    assert b"second rail" in response.read()
    assert response.getheader("date")
    connection.close()


def test_a_port_in_use_is_told_with_the_next_step() -> None:
    sockets = listen("localhost", 0)
    port = sockets[0].getsockname()[1]
    try:
        assert url_of(sockets) == f"http://localhost:{port}"
        with pytest.raises(WireroomError) as raised:
            listen("localhost", port)
        assert raised.value.what == f"port {port} is in use"
        assert raised.value.todo == f"try --port {port + 1}"
    finally:
        for one in sockets:
            one.close()


@pytest.mark.parametrize(("host", "port"), [("localhost", 70000), ("192.0.2.1", 0), ("no-such-host.invalid", 0)])
def test_what_cannot_be_listened_on_is_told(host: str, port: int) -> None:
    with pytest.raises(WireroomError) as raised:
        listen(host, port)
    assert raised.value.todo


def test_stopping_closes_idle_connections_and_frees_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    patience = 300
    monkeypatch.setattr(server, "KEEP_ALIVE", patience)
    monkeypatch.setattr(server, "LONGEST_STOP", patience)
    served = Served()
    with served.connect() as idle, served.connect() as silent:
        idle.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
        assert idle.read()[0] == 200
        began = time.monotonic()
        served.server.stop()
        assert time.monotonic() - began < patience
        assert idle.closed()
        assert silent.closed()
    for one in listen("127.0.0.1", served.port):
        one.close()


def test_another_application_is_served_the_long_way() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"hi"})

    with Server(app) as server:
        connection = http.client.HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]))
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"hi"
        connection.close()
