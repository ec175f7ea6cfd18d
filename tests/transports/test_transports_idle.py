"""A mailbox that tells by itself (IDLE), and logins with access tokens: real servers, and one that misbehaves."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.transports.dovecot import Mailbox, dovecot
from tests.transports.faulty import Asked, Server, answer, certify
from tests.transports.test_transports_mail import Make, box, mail, make, needs_dovecot, started, take
from wireroom.errors import TransportError
from wireroom.transports import Roused, Transport
from wireroom.transports.mail import imap
from wireroom.transports.mail.client import Client

__all__ = ["box", "make", "started"]

LONG = 900.0  # seconds that no test waits for


class Waiting:
    """A wait in a thread of its own."""

    def __init__(self, transport: Transport, seconds: float = LONG) -> None:
        assert isinstance(transport, Roused)
        self._transport = transport
        self._thread = threading.Thread(target=transport.wait, args=(seconds,), daemon=True)
        self._thread.start()

    def over(self, within: float = 300.0) -> bool:
        self._thread.join(within)
        return not self._thread.is_alive()

    def end(self) -> None:
        assert isinstance(self._transport, Roused)
        self._transport.rouse()
        assert self.over()


def until(holds: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def idling(transport: Transport) -> bool:
    """Whether its second connection stands."""
    client = getattr(transport, "_idling", None)
    return client is not None and client.state == "SELECTED"


@needs_dovecot
def test_a_new_mail_ends_the_wait_and_the_next_one_too(make: Make, box: Mailbox) -> None:
    transport = make(box.address(), ca_file=box.authority)
    assert take(transport) == []
    for number in range(3):
        waiting = Waiting(transport)
        until(lambda: idling(transport))
        box.put(str(number), mail(f"Story {number}"))
        assert waiting.over()
        until(lambda number=number: take(transport) == [f"Story {number}"])  # type: ignore[misc]


@needs_dovecot
def test_what_came_between_look_and_wait_ends_it_at_once(make: Make, box: Mailbox) -> None:
    transport = make(box.address(), ca_file=box.authority)
    assert take(transport) == []
    box.put("1", mail("Between"))
    assert Waiting(transport).over()
    assert take(transport) == ["Between"]


@needs_dovecot
def test_a_wait_can_be_ended_and_leaves_no_connection(make: Make, box: Mailbox) -> None:
    transport = make(box.address(), ca_file=box.authority)
    transport.deliveries()
    waiting = Waiting(transport)
    until(lambda: idling(transport))
    waiting.end()
    assert not idling(transport)


@needs_dovecot
def test_idle_begins_anew_and_a_look_comes_in_any_case(
    make: Make, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[float] = []
    before = Client.idle

    def counted(self: Client, seconds: float, ended: Callable[[], bool]) -> bool:
        rounds.append(seconds)
        return before(self, 0.05, ended)

    transport = make(box.address(), ca_file=box.authority)
    transport.deliveries()
    box.put("1", mail("First"))
    assert Waiting(transport).over()  # its connection stands: how long that takes is none of it
    assert take(transport) == ["First"]
    monkeypatch.setattr(Client, "idle", counted)
    monkeypatch.setattr(imap, "IDLE_LIMIT", 1.0)
    assert Waiting(transport, 7.0).over()
    assert len(rounds) > 1
    assert max(rounds) <= 7.0
    rounds.clear()
    assert Waiting(transport, LONG).over()
    assert rounds and max(rounds) <= 1.0  # never over the limit, whatever `every` is
    assert idling(transport)


def test_the_limit_is_below_that_of_the_standard() -> None:
    assert imap.IDLE_LIMIT < 29 * 60


@needs_dovecot
def test_a_server_without_idle_is_polled(make: Make) -> None:
    with dovecot("open-sesame", more="protocol imap {\n  imap_capability = IMAP4rev1\n}") as plain:
        transport = make(plain.address(), ca_file=plain.authority)
        transport.deliveries()
        waiting = Waiting(transport, 0.05)
        assert waiting.over()
        assert not idling(transport)


@needs_dovecot
def test_a_server_that_goes_away_while_we_wait_is_asked_later(make: Make, tmp_path: Path) -> None:
    with dovecot("open-sesame") as first:
        authority = tmp_path / "kept.pem"
        authority.write_bytes(first.authority.read_bytes())
        transport = make(first.address(), ca_file=authority)
        transport.deliveries()
        waiting = Waiting(transport, 0.2)
        until(lambda: idling(transport))
    assert waiting.over()
    assert not idling(transport)
    with pytest.raises(TransportError, match="no connection"):
        transport.deliveries()


GREETING = b"* OK [CAPABILITY IMAP4rev1 IDLE] here\r\n"


@contextmanager
def odd_server(folder: Path, idles: Callable[[ssl.SSLSocket, bytes], None]) -> Iterator[tuple[str, list[bytes]]]:
    """An IMAP server of few words whose manner of idling the test gives; the address, and the commands it was given."""
    certify(folder, "127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    listening = socket.create_server(("127.0.0.1", 0))
    said: list[bytes] = []

    def serve(raw: socket.socket) -> None:
        with suppress(OSError), raw, context.wrap_socket(raw, server_side=True) as sock:
            sock.sendall(GREETING)
            for line in sock.makefile("rb"):
                tag, _, command = line.strip().partition(b" ")
                said.append(command.split(b" ")[0].upper())
                if said[-1] == b"IDLE":
                    idles(sock, tag)
                    continue
                if said[-1] == b"CAPABILITY":
                    sock.sendall(b"* CAPABILITY IMAP4rev1 IDLE\r\n")
                if said[-1] in (b"SELECT", b"EXAMINE"):
                    sock.sendall(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 1] x\r\n")
                if said[-1] == b"UID":
                    sock.sendall(b"* SEARCH\r\n")
                sock.sendall(tag + b" OK done\r\n")

    def accept() -> None:
        while True:
            try:
                raw, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(raw,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"imaps://desk@127.0.0.1:{listening.getsockname()[1]}/INBOX", said
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _drops(sock: ssl.SSLSocket, tag: bytes) -> None:
    sock.sendall(b"+ idling\r\n")
    sock.shutdown(socket.SHUT_RDWR)


def _refuses(sock: ssl.SSLSocket, tag: bytes) -> None:
    sock.sendall(tag + b" NO not today\r\n")


def _says_bye(sock: ssl.SSLSocket, tag: bytes) -> None:
    sock.sendall(b"+ idling\r\n* BYE shutting down\r\n")


@pytest.mark.slow
@pytest.mark.parametrize("idles", [_drops, _refuses, _says_bye])
def test_a_server_that_ends_idle_at_once_is_not_asked_more_often(
    make: Make, tmp_path: Path, idles: Callable[[ssl.SSLSocket, bytes], None]
) -> None:
    with odd_server(tmp_path, idles) as (address, said):
        transport = make(address, ca_file=tmp_path / "ca.pem")
        transport.deliveries()
        began = time.monotonic()
        assert Waiting(transport, 1.0).over()
        assert time.monotonic() - began >= 1.0
        assert said.count(b"IDLE") == 1
        assert not idling(transport)


def test_news_in_one_packet_with_the_go_ahead_is_heard(make: Make, tmp_path: Path) -> None:
    def idles(sock: ssl.SSLSocket, tag: bytes) -> None:
        sock.sendall(b"+ idling\r\n* OK still here\r\n* 1 EXISTS\r\n")
        sock.recv(100)
        sock.sendall(tag + b" OK done\r\n")

    with odd_server(tmp_path, idles) as (address, said):
        transport = make(address, ca_file=tmp_path / "ca.pem")
        transport.deliveries()
        assert Waiting(transport).over()
        assert idling(transport)
        assert said.count(b"IDLE") == 1


@pytest.mark.slow
def test_words_that_come_in_pieces_and_pauses_are_put_together(make: Make, tmp_path: Path) -> None:
    def idles(sock: ssl.SSLSocket, tag: bytes) -> None:
        for piece in (b"+ id", b"ling\r\n* 0 EXI", b"STS\r\n* 2 EX"):
            sock.sendall(piece)
            time.sleep(1.2)  # longer than a slice of the wait
        sock.sendall(b"ISTS\r\n")
        sock.recv(100)
        sock.sendall(tag + b" OK done\r\n")

    with odd_server(tmp_path, idles) as (address, _):
        transport = make(address, ca_file=tmp_path / "ca.pem")
        transport.deliveries()
        assert Waiting(transport).over()
        assert idling(transport)


class Issuer:
    """Tells the mail server whose an access token is; `good` are those that have not expired."""

    def __init__(self) -> None:
        self.good = {"token-1"}
        self.server = Server(replies={"/token": self._reply})

    def _reply(self, asked: Asked) -> bytes:
        (token,) = parse_qs(urlsplit(asked.target).query).get("access_token", [""])
        if token not in self.good:
            return answer(401, b'{"error": "invalid_token"}', content_type="application/json")
        return answer(200, json.dumps({"email": "desk@example"}).encode(), content_type="application/json")

    @property
    def address(self) -> str:
        return f"{self.server.url}/token?access_token="


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture(scope="module", params=["xoauth2", "oauthbearer"])
def guarded(issuer: Issuer, request: pytest.FixtureRequest) -> Iterator[Mailbox]:
    with dovecot("", oauth=issuer.address, mechanisms=request.param) as made:
        yield made
        shutil.rmtree(made.mail, ignore_errors=True)


def command(folder: Path, token: str) -> tuple[str, ...]:
    """A program that prints an access token, and more on other lines."""
    file = folder / "token.sh"
    file.write_text(f"#!/bin/sh\necho {token}\necho expires soon\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return ("./token.sh",)


@needs_dovecot
def test_a_token_of_a_command_lets_us_in(make: Make, guarded: Mailbox, issuer: Issuer, tmp_path: Path) -> None:
    issuer.good = {"token-1"}
    guarded.put("1", mail("By token"))
    named = {"password_command": command(tmp_path, "token-1")}
    transport = make(guarded.address(), ca_file=guarded.authority, auth="bearer", **named)
    assert take(transport) == ["By token"]
    shutil.rmtree(guarded.mail)


@needs_dovecot
def test_a_token_that_has_expired_is_told_and_the_next_one_tried(
    make: Make, guarded: Mailbox, issuer: Issuer, tmp_path: Path
) -> None:
    issuer.good = {"token-2"}
    named = {"password_command": command(tmp_path, "token-1")}
    transport = make(guarded.address(), ca_file=guarded.authority, auth="bearer", **named)
    with pytest.raises(TransportError, match="does not let us in") as told:
        transport.deliveries()
    assert told.value.status == 401
    assert "token-1" not in str(told.value)
    command(tmp_path, "token-2")
    assert transport.deliveries() == []


@needs_dovecot
def test_a_token_that_expires_while_we_wait_ends_in_polling_and_mends_itself(
    make: Make, guarded: Mailbox, issuer: Issuer, tmp_path: Path
) -> None:
    issuer.good = {"token-3"}
    named = {"password_command": command(tmp_path, "token-3")}
    transport = make(guarded.address(), ca_file=guarded.authority, auth="bearer", **named)
    assert transport.deliveries() == []
    issuer.good = {"token-4"}
    assert Waiting(transport, 0.1).over()  # its connection could not be made
    assert not idling(transport)
    command(tmp_path, "token-4")
    assert transport.deliveries() == []
    waiting = Waiting(transport)
    until(lambda: idling(transport))
    waiting.end()


@needs_dovecot
def test_a_server_without_tokens_is_told(make: Make, box: Mailbox) -> None:
    with pytest.raises(TransportError, match="no login with an access token"):
        make(box.address(), ca_file=box.authority, auth="bearer").deliveries()


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 3", "ended with 3"), ("echo", "no word"), ("echo secret-of-mine; exit 1", "ended with 1")],
)
def test_a_command_that_fails_is_told_without_its_words(make: Make, tmp_path: Path, script: str, said: str) -> None:
    named = {"password_command": ("sh", "-c", script)}
    with pytest.raises(TransportError, match=said) as told:
        make("imaps://desk@127.0.0.1:1/INBOX", **named).deliveries()
    assert "secret-of-mine" not in str(told.value)


def test_a_command_that_is_not_there_is_told(make: Make) -> None:
    with pytest.raises(TransportError, match="could not be run"):
        make("imaps://desk@127.0.0.1:1/INBOX", password_command=("./nowhere",)).deliveries()
