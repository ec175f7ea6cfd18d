"""The access log: what a line says, what it keeps to itself, and that the file may be moved away."""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.fakes import NETWORK, Newsroom
from tests.web.test_web_server import HEAD, Connection
from wireroom.network.server import AccessLog as How
from wireroom.web import access
from wireroom.web.access import AccessLog, Asked
from wireroom.web.server import Server

COMBINED = re.compile(
    r'(?P<address>\S+) - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "(?P<request>[^"]*)"'
    r' (?P<status>\d{3}) (?P<bytes>\d+) "(?P<referer>[^"]*)" "(?P<agent>[^"]*)"'
)


def written(folder: Path, *asked: Asked, format: str = "combined", addresses: str = "short") -> list[str]:
    """The lines that these requests leave."""
    network = replace(NETWORK, access_log=How("log", format, addresses), proxies=(ip_network("10.0.0.0/8"),))
    log = AccessLog(network, folder, wall=lambda: 1_774_534_455.25)

    async def note() -> None:
        for one in asked:
            log.note(one, 200, 1234)
        log.close()

    (folder / "log").unlink(missing_ok=True)
    asyncio.run(note())
    return (folder / "log").read_text("utf-8").splitlines()


def asked(target: bytes = b"/a", peer: str = "198.51.100.77", **headers: bytes) -> Asked:
    lines = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    return Asked("GET", target, "1.1", (peer, 1234), [(b"host", b"orbit.example"), *lines], 0.0125)


def test_the_combined_line(tmp_path: Path) -> None:
    one = asked(b"/a?q=x", referer=b"https://shield.example/", user_agent=b"Reader/1.0")
    line = '198.51.100.0 - - [26/Mar/2026:14:14:15 +0000] "GET /a?q=x HTTP/1.1" 200 1234'
    line += ' "https://shield.example/" "Reader/1.0"'
    assert written(tmp_path, one) == [line]
    assert written(tmp_path, one, format="vhost_combined") == [f"orbit.example {line}"]


def test_the_line_of_json(tmp_path: Path) -> None:
    [line] = written(tmp_path, asked(user_agent=b'"R"'), format="json")
    assert json.loads(line) == {
        "at": 1_774_534_455.25,
        "address": "198.51.100.0",
        "method": "GET",
        "host": "orbit.example",
        "target": "/a",
        "status": 200,
        "bytes": 1234,
        "seconds": 0.0125,
        "referer": "",
        "agent": '"R"',
    }


@pytest.mark.parametrize(
    ("peer", "how", "shown"),
    [
        ("198.51.100.77", "short", "198.51.100.0"),
        ("198.51.100.77", "full", "198.51.100.77"),
        ("198.51.100.77", "none", "-"),
        ("2001:db8:1:2:3::4", "short", "2001:db8:1::"),
        ("2001:db8:1:2:3::4", "full", "2001:db8:1:2:3::4"),
        ("::ffff:198.51.100.77", "short", "198.51.100.0"),
        ("", "full", "-"),
    ],
)
def test_addresses_are_shortened(tmp_path: Path, peer: str, how: str, shown: str) -> None:
    for format in ("combined", "json"):
        [line] = written(tmp_path, asked(peer=peer), format=format, addresses=how)
        assert (json.loads(line)["address"] if format == "json" else line.split()[0]) == shown


@pytest.mark.parametrize(
    ("peer", "shown"), [("10.1.2.3", "203.0.113.9"), ("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "192.0.2.1")]
)
def test_only_a_trusted_proxy_says_who_asked(tmp_path: Path, peer: str, shown: str) -> None:
    one = asked(peer=peer, x_forwarded_for=b"1.2.3.4, 203.0.113.9")
    assert written(tmp_path, one, addresses="full")[0].split()[0] == shown


def test_two_readers_after_each_other_are_two(tmp_path: Path) -> None:
    lines = written(tmp_path, asked(peer="192.0.2.1"), asked(peer="198.51.100.1"), asked(peer="192.0.2.1"))
    assert [line.split()[0] for line in lines] == ["192.0.2.0", "198.51.100.0", "192.0.2.0"]


def test_the_secret_in_a_hubs_address_is_not_written_down(tmp_path: Path) -> None:
    [line] = written(tmp_path, asked(b"/inbox/mpa/s3cr3t-token-0123456789?hub.mode=subscribe"))
    assert '"GET /inbox/mpa/-?hub.mode=subscribe HTTP/1.1"' in line


@given(st.lists(st.binary(max_size=60), min_size=3, max_size=3), st.sampled_from(["combined", "json"]))
def test_whatever_is_sent_one_answer_is_one_line(
    tmp_path_factory: pytest.TempPathFactory, sent: list[bytes], format: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    [line] = written(folder, asked(b"/" + sent[0], referer=sent[1], user_agent=sent[2]), format=format)
    assert line.isprintable()
    assert json.loads(line) if format == "json" else COMBINED.fullmatch(line)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "EVERY", 0.02)


def wait_for(lines: int, path: Path) -> list[str]:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        found = path.read_text().splitlines() if path.exists() else []
        if len(found) >= lines:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{path} has not {lines} lines")


def test_both_ways_of_a_real_server_write_the_same_and_the_file_may_be_moved(tmp_path: Path, quick: None) -> None:
    file, moved = tmp_path / "log", tmp_path / "log.1"
    log = AccessLog(replace(NETWORK, access_log=How(str(file), "json")), tmp_path)
    server = Server(Newsroom().app, "127.0.0.1", access=log).start()
    port = int(server.url.rpartition(":")[2])
    request = b"GET /a?x=1 HTTP/1.1\r\n" + HEAD + b"User-Agent: R\r\n\r\n"
    with Connection(port) as connection:
        connection.send(request)
        length = len(connection.read()[2])
        wait_for(1, file)
        file.rename(moved)
        connection.send(request[:9])
        time.sleep(0.05)
        connection.send(request[9:])
        connection.read()
        connection.send(b"HEAD /nothing HTTP/1.1\r\n" + HEAD + b"\r\n")
        connection.read(head=True)
    server.stop()
    first, second, third = (json.loads(line) for line in (*moved.read_text().splitlines(), *wait_for(2, file)))
    for one in (first, second):
        for name in ("at", "seconds"):
            assert one.pop(name) >= 0
    assert first == second
    assert (first["target"], first["status"], first["bytes"], first["agent"]) == ("/a?x=1", 200, length, "R")
    assert (third["method"], third["status"], third["bytes"]) == ("HEAD", 404, 0)


def test_what_was_not_written_yet_is_written_at_the_end(tmp_path: Path) -> None:
    file = tmp_path / "log"
    log = AccessLog(replace(NETWORK, access_log=How(str(file))), tmp_path)
    server = Server(Newsroom().app, "127.0.0.1", access=log).start()
    with Connection(int(server.url.rpartition(":")[2])) as connection:
        connection.send(b"GET /a HTTP/1.1\r\n" + HEAD + b"\r\n")
        connection.read()
    server.stop()
    [line] = file.read_text().splitlines()
    assert COMBINED.fullmatch(line)


def test_a_disk_that_hangs_makes_no_reader_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(access, "MOST_WAITING", 3)
    lines = written(tmp_path, *[asked()] * 5)
    assert len(lines) == 3
    assert "2 lines are missing" in caplog.text


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = AccessLog(replace(NETWORK, access_log=How("no/such/folder/log")), tmp_path)

    async def note() -> None:
        log.note(asked(), 200, 1)
        log.close()

    asyncio.run(note())
    assert "could not be written" in caplog.text
