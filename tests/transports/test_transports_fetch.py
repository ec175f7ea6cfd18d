"""The one HTTP client against a real server with every fault: it ends, says why, and reaches nothing it should not."""

from __future__ import annotations

import re
import socket
import threading
import zlib
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transports.faulty import Asked, Server, Time, answer, certify, fetching, packed
from wireroom.errors import TransportError
from wireroom.transports import connect
from wireroom.transports.addresses import is_public
from wireroom.transports.fetch import Answer, Fetcher, Request, Terms
from wireroom.transports.manners import Manners
from wireroom.transports.unpack import Unpacker

SOURCE = Path(__file__).parents[2] / "src" / "wireroom"


def terms(*servers: Server) -> Terms:
    return Terms(allow_private=True, ports=frozenset(one.port for one in servers))


def ask(server: Server, path: str = "/", *, most: int = 1 << 20, time: Time | None = None) -> Answer:
    with fetching(time) as fetcher:
        return fetcher.ask(Request(server.url + path, most=most, terms=terms(server)))


def refused(server: Server, reply: bytes | Iterator[bytes], *, most: int = 1 << 20, time: Time | None = None) -> str:
    server.replies["/"] = reply if isinstance(reply, bytes) else lambda asked: reply
    with pytest.raises(TransportError) as told:
        ask(server, most=most, time=time)
    assert told.value.where.startswith(server.url)
    return told.value.what


# --- where it goes


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.168.1.1"),
        *("192.0.0.8", "198.19.0.1", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1"),
        *("::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::"),
        *("2001::1", "2001:db8::1", "100::1", "4000::1", "localhost", "", "0x7f.1"),
    ],
)
def test_an_address_that_is_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_an_address_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_no_ipv4_address_is_reached_in_the_guise_of_ipv6(number: int) -> None:
    inside = int(IPv4Address(number))
    forms = (inside, (0xFFFF << 32) | inside, (0x64FF9B << 96) | inside, (0x2002 << 112) | (inside << 80))
    assert not any(is_public(str(IPv6Address(one))) for one in forms)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "127.1", "0x7f000001"])
def test_this_machine_is_not_asked(server: Server, host: str) -> None:
    with fetching() as fetcher, pytest.raises(TransportError) as told:
        fetcher.ask(Request(f"http://{host}:{server.port}/", terms=Terms(ports=frozenset({server.port}))))
    assert "open internet" in str(told.value) or "not found" in str(told.value)
    assert server.asked == []


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Server]]:
    """A public server, and one in the owner's private network; 127.0.0.2 plays the open internet."""
    monkeypatch.setattr(connect, "is_public", lambda address: address == "127.0.0.2")
    public, private = Server("127.0.0.2"), Server()
    yield public, private
    public.close()
    private.close()


def test_a_redirect_into_the_private_network_is_refused(world: tuple[Server, Server]) -> None:
    public, private = world
    public.replies["/feed"] = answer(302, location=f"{private.url}/latest/meta-data")
    ports = frozenset({public.port, private.port})
    with fetching() as fetcher, pytest.raises(TransportError, match="open internet"):
        fetcher.ask(Request(f"{public.url}/feed", terms=Terms(ports=ports)))
    assert len(public.asked) == 1
    assert private.asked == []


def test_a_name_that_changes_its_address_is_connected_where_it_was_checked(world: tuple[Server, Server]) -> None:
    public, private = world
    public.replies["/"] = answer(200, b"honest")
    looked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.2"] if len(looked) == 1 else ["127.0.0.1"]

    fetcher = Fetcher(resolve=rebinding, spacing=0)
    request = Request(f"http://wire.example:{public.port}/", terms=Terms(ports=frozenset({public.port})))
    assert fetcher.ask(request).body == b"honest"
    assert looked == ["wire.example"]
    with pytest.raises(TransportError, match="open internet"):
        fetcher.ask(request)
    fetcher.close()
    assert private.asked == []


def test_of_several_addresses_only_public_ones_are_tried(world: tuple[Server, Server]) -> None:
    public, _ = world
    public.replies["/"] = answer(200, b"honest")
    fetcher = Fetcher(resolve=lambda host, port: ["127.0.0.1", "127.0.0.2"], spacing=0)
    ports = frozenset({public.port})
    assert fetcher.ask(Request(f"http://wire.example:{public.port}/", terms=Terms(ports=ports))).body == b"honest"
    fetcher.close()


def test_ports_that_nobody_named_are_not_asked(server: Server) -> None:
    with fetching() as fetcher, pytest.raises(TransportError, match=r"port \d+ is not asked, only 80, 443"):
        fetcher.ask(Request(server.url, terms=Terms(allow_private=True)))
    assert server.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://wire.example/", "gopher://x/", "http:///", "//x", "x"])
def test_only_web_addresses_are_asked(url: str) -> None:
    with fetching() as fetcher, pytest.raises(TransportError):
        fetcher.ask(Request(url))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://x:70/_", "http://[::1", "javascript:alert(1)"])
def test_a_redirect_to_what_is_no_web_address_is_refused(server: Server, target: str) -> None:
    server.replies["/"] = answer(301, location=target)
    with pytest.raises(TransportError):
        ask(server)


# --- how far it goes


def test_five_redirects_are_followed(server: Server) -> None:
    for number in range(5):
        server.replies[f"/{number}"] = answer(302, location=f"/{number + 1}")
    server.replies["/5"] = answer(200, b"at last")
    assert ask(server, "/0").body == b"at last"


def test_a_loop_of_redirects_ends(server: Server) -> None:
    assert "more than 5" in refused(server, answer(302, location="/"))
    assert len(server.asked) == 6


def test_a_move_for_good_is_told_only_when_every_step_was(server: Server) -> None:
    server.replies |= {
        "/old": answer(301, location="/new"),
        "/new": answer(200, b"x"),
        "/": answer(302, location="/old"),
    }
    assert ask(server, "/old").moved == f"{server.url}/new"
    assert ask(server, "/").moved == ""
    assert ask(server, "/new").moved == ""


def test_secrets_stay_with_the_host_they_are_for(server: Server) -> None:
    other = Server()
    server.replies |= {"/away": answer(302, location=f"{other.url}/x"), "/here": answer(307, location="/there?a=1")}
    server.replies["/there"] = other.replies["/x"] = answer(200, b"x")
    with fetching() as fetcher:
        for path in ("/away", "/here"):
            secret = {"authorization": "Bearer s3cret"}
            fetcher.ask(Request(server.url + path, secret=secret, key="apikey=k3y", terms=terms(server, other)))
    other.close()
    assert "authorization" not in other.asked[0].headers
    assert other.asked[0].target == "/x"
    assert [one.headers["authorization"] for one in server.asked] == ["Bearer s3cret"] * 3
    assert server.asked[2].target == "/there?a=1&apikey=k3y"


def test_no_message_says_a_secret(server: Server) -> None:
    server.replies["/"] = answer(302, location="/?apikey=k3y")
    with fetching() as fetcher, pytest.raises(TransportError) as told:
        fetcher.ask(Request(f"{server.url}/?apikey=k3y", key="token=t0ken", terms=terms(server)))
    assert "k3y" not in str(told.value)
    assert "t0ken" not in str(told.value)


def test_a_post_is_not_turned_into_a_get(server: Server) -> None:
    server.replies |= {"/a": answer(302, location="/b"), "/c": answer(308, location="/b"), "/b": answer(202)}
    with fetching() as fetcher:
        with pytest.raises(TransportError, match="redirect"):
            fetcher.ask(Request(f"{server.url}/a", "POST", content=b"x", terms=terms(server)))
        assert fetcher.ask(Request(f"{server.url}/c", "POST", content=b"x", terms=terms(server))).status == 202
    assert (server.asked[-1].method, server.asked[-1].body) == ("POST", b"x")


# --- how long and how much


def forever(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


def test_a_body_that_drips_ends_at_the_deadline(server: Server) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"

    def drip() -> Iterator[bytes]:
        yield head
        yield from forever(b".")

    assert refused(server, drip(), time=Time(step=0.5)) == "the answer took too long"


def test_headers_that_drip_end_at_the_deadline(server: Server) -> None:
    assert refused(server, forever(b"H"), time=Time(step=0.5)) == "the answer took too long"


def test_headers_without_end_stop(server: Server) -> None:
    def lines() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        yield from forever(b"x-filler: " + b"y" * 1000 + b"\r\n")

    assert "no whole answer" in refused(server, lines())


def test_a_body_without_end_stops_at_the_limit(server: Server) -> None:
    def body() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        yield from forever(b"z" * 4096)

    assert "larger than 1 MB" in refused(server, body())


def test_a_gzip_bomb_stops_at_the_limit(server: Server) -> None:
    bomb = packed(bytes(32 << 20))
    assert len(bomb) < 40_000
    assert "larger than 1 MB" in refused(server, bomb)


def test_a_bomb_is_not_unpacked_beyond_the_limit() -> None:
    bomb = zlib.compress(bytes(16 << 20))
    unpacker = Unpacker("deflate", 1 << 20, "x")
    unpacked = 0
    with pytest.raises(TransportError):
        for piece in unpacker.feed(bomb):
            unpacked += len(piece)
    assert unpacked <= 1 << 20


def test_empty_chunks_without_end_stop(server: Server) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        yield from forever(b"1;" + b"e" * 200 + b"\r\n.\r\n")

    what = refused(server, chunks(), most=10_000)
    assert "too large" in what or "larger" in what


def test_a_server_that_hangs_is_left_when_the_newsroom_closes(server: Server) -> None:
    asked, left = threading.Event(), threading.Event()

    def hang(_: Asked) -> Iterator[bytes]:
        asked.set()
        left.wait(600)
        yield b""

    server.replies["/"] = hang
    fetcher = Fetcher()
    told: list[Exception] = []

    def go() -> None:
        try:
            fetcher.ask(Request(server.url, terms=terms(server)))
        except TransportError as error:
            told.append(error)

    thread = threading.Thread(target=go)
    thread.start()
    assert asked.wait(300)
    fetcher.close()
    thread.join(300)
    assert not thread.is_alive()
    left.set()
    assert told


# --- whether it is whole


@pytest.mark.parametrize(
    "reply",
    [
        answer(200, b"half of it", content_length="100"),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: rot13\r\n\r\nuryyb",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ncontent-len",
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        packed(b"story " * 1000)[:-20],
        answer(200, b"not gzip at all", content_encoding="gzip"),
        answer(200, b"\x0b\x02\x80", content_encoding="br"),
    ],
)
def test_what_is_not_whole_is_no_answer(server: Server, reply: bytes) -> None:
    assert refused(server, reply)


@pytest.mark.parametrize(
    "reply",
    [
        answer(200, b"hello"),
        b"HTTP/1.1 200 OK\r\n\r\nhello",
        b"HTTP/1.0 200 OK\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;ext=1\r\nhe\r\n3\r\nllo\r\n0\r\ntrailer: x\r\n\r\n",
        b"HTTP/1.1 103 Early\r\nlink: </x>\r\n\r\n" + answer(200, b"hello"),
        answer(200, b"hello and what comes behind it", content_length="5"),
        packed(b"hello"),
        answer(200, zlib.compress(b"hello"), content_encoding="deflate"),
        answer(200, zlib.compress(b"hello", wbits=-15), content_encoding="deflate"),
        answer(200, zlib.compress(b"he", wbits=31) + zlib.compress(b"llo", wbits=31), content_encoding="x-gzip"),
    ],
)
def test_every_honest_way_to_say_hello(server: Server, reply: bytes) -> None:
    server.replies["/"] = reply
    assert ask(server).body == b"hello"


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate"]), st.lists(st.integers(1, 500), max_size=8))
def test_what_was_packed_is_unpacked_however_it_is_cut(data: bytes, encoding: str, cuts: list[int]) -> None:
    rest = zlib.compress(data, wbits=31 if encoding == "gzip" else 15)
    unpacker = Unpacker(encoding, 1 << 20, "x")
    found = b""
    for cut in cuts:
        found += b"".join(unpacker.feed(rest[:cut]))
        rest = rest[cut:]
    found += b"".join(unpacker.feed(rest))
    unpacker.finish()
    assert found == data


# --- whom it trusts


def test_a_certificate_of_an_unknown_authority_is_not_trusted(tmp_path: Path) -> None:
    authority, context = certify(tmp_path, "127.0.0.1")
    server = Server(context=context)
    server.replies["/"] = answer(200, b"private")
    with fetching() as fetcher:
        with pytest.raises(TransportError, match="not trusted"):
            fetcher.ask(Request(server.url, terms=terms(server)))
        known = Terms(True, frozenset({server.port}), authority)
        assert fetcher.ask(Request(server.url, terms=known)).body == b"private"
    server.close()


def test_a_certificate_for_another_host_is_not_trusted(tmp_path: Path) -> None:
    authority, context = certify(tmp_path, "127.0.0.9")
    server = Server(context=context)
    with fetching() as fetcher, pytest.raises(TransportError, match="not trusted"):
        fetcher.ask(Request(server.url, terms=Terms(True, frozenset({server.port}), authority)))
    server.close()
    assert server.asked == []


def test_a_private_answer_does_not_lead_into_the_open(tmp_path: Path, server: Server) -> None:
    authority, context = certify(tmp_path, "127.0.0.1")
    private = Server(context=context)
    private.replies["/"] = answer(301, location=f"{server.url}/")
    ports = frozenset({server.port, private.port})
    with fetching() as fetcher, pytest.raises(TransportError, match="from https to http"):
        fetcher.ask(Request(private.url, terms=Terms(True, ports, authority)))
    private.close()
    assert server.asked == []


def test_a_ca_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with fetching() as fetcher, pytest.raises(TransportError, match="ca_file"):
        fetcher.ask(Request("https://127.0.0.1/", terms=Terms(True, ca_file=tmp_path / "none.pem")))


# --- how it behaves


def test_a_host_is_asked_by_one_at_a_time(server: Server) -> None:
    gate = threading.Event()

    def slow(_: Asked) -> bytes:
        gate.wait(0.02)
        return answer(200, b"x")

    server.replies["/"] = slow
    time = Time()
    with fetching(time) as fetcher:
        request = Request(server.url, terms=terms(server))
        threads = [threading.Thread(target=fetcher.ask, args=(request,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert len(server.asked) == 6
    assert server.most_at_once == 1


def test_a_host_gets_its_rest_and_others_do_not_wait_for_it() -> None:
    time = Time()
    manners = Manners(time, time.sleep, spacing=1.0)
    for host in ("a.example", "a.example", "b.example"):
        with manners.turn(host):
            pass
    assert time.slept == [1.0]
    time.now += 5
    with manners.turn("a.example"):
        pass
    assert time.slept == [1.0]


def test_manners_remember_a_bounded_number_of_hosts() -> None:
    time = Time(step=2.0)
    manners = Manners(time, time.sleep, spacing=1.0)
    for number in range(5000):
        with manners.turn(f"{number}.example"):
            pass
    assert len(manners._hosts) <= 1002


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with fetching() as fetcher, pytest.raises(TransportError, match="no connection"):
        fetcher.ask(Request(f"http://127.0.0.1:{port}/", terms=Terms(True, frozenset({port}))))


def test_a_name_nobody_knows_is_told() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fetcher = Fetcher(resolve=unknown)
    with pytest.raises(TransportError, match=r"wire\.example is not found"):
        fetcher.ask(Request("http://wire.example/"))
    fetcher.close()


CLIENTS = re.compile(
    r"\bhttpx2?\b|\bhttpcore2?\b|\burllib3\b|\burllib\.request\b|\burlopen\b|\bhttp\.client\b|\baiohttp\b"
    r"|\bimport requests\b|\brequests\.(?:get|post|request|Session)\b|\bfetch_url\b"
)


def test_there_is_no_other_http_client_in_the_house() -> None:
    """A guard that a second client goes around guards nothing."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if CLIENTS.search(line) and "getLogger" not in line and "for chatty in" not in line
    }
    assert found == {"transports/connect.py", "transports/fetch.py"}
