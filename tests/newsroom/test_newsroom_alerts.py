"""Alerts: one message for each trouble and one when it is over, by webhook, ntfy and mail, to real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.rig import NETWORK, NOW, Rig
from tests.transports.faulty import Server, answer, certify, fetching
from tests.transports.ftpd import free_port
from tests.wires import g2
from wireroom.errors import TransportError
from wireroom.network import parse
from wireroom.network.alerts import Alerts as Wanted
from wireroom.newsroom import alerts as memory
from wireroom.newsroom.alerts import CALM, Alerts, Message
from wireroom.newsroom.alerts_watch import Watch
from wireroom.newsroom.alerts_ways import ways_of
from wireroom.newsroom.health import Condition, Level
from wireroom.newsroom.health_pulse import Event

EVERY = timedelta(minutes=5)
SILENT = Condition("mpa:silent", Level.WARNING, "mpa has been silent for 3 hours", "ask the sender", "mpa")
FAILING = Condition("nln:failing", Level.FAILURE, "nln has failed", "look after the line", "nln")
NOTICE = Condition("mpa:gaps", Level.NOTICE, "two numbers", "ask", "mpa")
KILL = Event(7, NOW, "mpa", "unmatched", "urn:x: a kill found no story", "look")


def due(alerts: Alerts, *conditions: Condition, events: tuple[Event, ...] = (), after: float = 0) -> Message | None:
    """The message that is due so many minutes after the beginning."""
    return alerts.next(conditions, events, NOW + timedelta(minutes=after), EVERY)


def test_a_trouble_is_told_once_and_once_when_it_is_over() -> None:
    alerts = Alerts()
    first = due(alerts, SILENT)
    assert first is not None
    assert first.lines == ("mpa has been silent for 3 hours\n  → ask the sender",)
    assert all(due(alerts, SILENT, after=minute) is None for minute in range(6, 60, 3))
    assert due(alerts, after=60) is None  # not yet: it may come back
    over = due(alerts, after=60 + CALM.total_seconds() / 60)
    assert over is not None
    assert over.lines == ("over: mpa has been silent for 3 hours",)
    assert due(alerts, after=200) is None
    assert due(alerts, SILENT, after=210) is not None


def test_a_trouble_that_comes_and_goes_is_one() -> None:
    alerts = Alerts()
    messages = [due(alerts, *([SILENT] if minute % 4 else []), after=minute) for minute in range(1, 120)]
    assert len([one for one in messages if one]) == 1


def test_a_flood_is_one_message_and_nothing_in_it_is_lost() -> None:
    alerts = Alerts()
    assert due(alerts, SILENT) is not None
    assert due(alerts, SILENT, FAILING, events=(KILL,), after=1) is None
    later = due(alerts, SILENT, FAILING, events=(KILL,), after=5)
    assert later is not None
    assert (len(later.troubles), len(later.events)) == (1, 1)
    assert due(alerts, SILENT, FAILING, events=(KILL,), after=30) is None


def test_notices_ring_no_bell() -> None:
    assert due(Alerts(), NOTICE) is None


def test_what_was_told_is_known_after_a_restart(tmp_path: Path) -> None:
    alerts = Alerts()
    due(alerts, SILENT, events=(KILL,))
    memory.save(tmp_path, alerts)
    again = memory.load(tmp_path)
    assert again is not None
    assert due(again, SILENT, events=(KILL,), after=60) is None


def test_a_way_that_fails_gets_its_messages_later_and_holds_up_no_other() -> None:
    alerts, got = Alerts(), {"a": [], "b": []}  # type: tuple[Alerts, dict[str, list[Message]]]
    broken = True

    def a(message: Message) -> None:
        if broken:
            raise TransportError("no connection")
        got["a"].append(message)

    first, second = due(alerts, SILENT), due(alerts, SILENT, FAILING, after=6)
    for message in (first, second):
        alerts.send(message, {"a": a, "b": got["b"].append})
    assert (got["a"], got["b"], "no connection" in alerts.troubles["a"]) == ([], [first, second], True)
    broken = False
    alerts.send(None, {"a": a, "b": got["b"].append})
    assert (got["a"], len(got["b"]), alerts.troubles) == ([first, second], 2, {})


MESSAGE = Message("mpa is silent – seit 3 Stunden", ("mpa is silent\n  → ask the sender",), ("mpa is silent",), at=NOW)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    made.replies |= {"/hook": answer(200), "/topic": answer(200), "/no": answer(403)}
    yield made
    made.close()


def send(wanted: Wanted, home: Path, message: Message = MESSAGE) -> None:
    with fetching() as fetcher:
        for way in ways_of(replace(wanted, allow_private=True), home, fetcher, "Test Network").values():
            way(message)


def test_a_webhook_gets_facts_and_a_text_with_the_token(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", "sesame")
    send(Wanted(webhook=f"{server.url}/hook", token_env="HOOK"), tmp_path)
    (asked,) = server.asked
    facts = json.loads(asked.body)
    assert (asked.method, asked.headers["authorization"]) == ("POST", "Bearer sesame")
    assert facts["text"].startswith("Test Network: mpa is silent – seit 3 Stunden")
    assert (facts["troubles"], facts["network"]) == (["mpa is silent"], "Test Network")


def test_ntfy_gets_title_priority_and_text(server: Server, tmp_path: Path) -> None:
    send(Wanted(ntfy=f"{server.url}/topic"), tmp_path)
    (asked,) = server.asked
    assert str(make_header(decode_header(asked.headers["title"]))) == "Test Network: mpa is silent – seit 3 Stunden"
    assert (asked.headers["priority"], asked.body.decode()) == ("high", MESSAGE.text)


def test_a_refusal_is_told_without_the_secret_path(server: Server, tmp_path: Path) -> None:
    with pytest.raises(TransportError, match="403") as told:
        send(Wanted(webhook=f"{server.url}/no"), tmp_path)
    assert "/no" not in str(told.value)


class Post:
    """What a mail server was given."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope)
        return "250 taken"


def smtpd(post: Post, **options: Any) -> Controller:
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), ready_timeout=60, **options)
    controller.start()
    return controller


@pytest.fixture
def mailed(tmp_path: Path) -> Wanted:
    certify(tmp_path, "127.0.0.1")
    return Wanted(email=("desk@orbit.example", "night@orbit.example"), email_from="w@orbit.example", ca_file="ca.pem")


def test_a_mail_on_this_machine_needs_no_login(tmp_path: Path, mailed: Wanted) -> None:
    post = Post()
    controller = smtpd(post)
    try:
        send(replace(mailed, smtp=f"smtp://127.0.0.1:{controller.port}"), tmp_path)
    finally:
        controller.stop()
    (envelope,) = post.mails
    mail = message_from_bytes(envelope.content)
    assert envelope.rcpt_tos == ["desk@orbit.example", "night@orbit.example"]
    assert str(make_header(decode_header(mail["Subject"]))) == "Test Network: mpa is silent – seit 3 Stunden"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert b"ask the sender" in text


def test_a_login_is_private(tmp_path: Path, mailed: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server takes no password before STARTTLS, and no mail without a password."""
    _, context = certify(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SMTP", "sesame")
    seen: list[tuple[bytes, bytes]] = []

    def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == b"sesame", handled=False)

    post = Post()
    controller = smtpd(
        post, tls_context=context, require_starttls=True, authenticator=login, auth_required=True, auth_require_tls=True
    )
    address = f"smtp://wire@127.0.0.1:{controller.port}"
    try:
        send(replace(mailed, smtp=address, password_env="SMTP"), tmp_path)
        monkeypatch.setenv("SMTP", "wrong word")
        with pytest.raises(TransportError, match="not taken") as told:
            send(replace(mailed, smtp=address, password_env="SMTP"), tmp_path)
        with pytest.raises(TransportError, match="certificate is not trusted"):
            send(replace(mailed, smtp=address, password_env="SMTP", ca_file=""), tmp_path)
    finally:
        controller.stop()
    assert (len(post.mails), seen[0]) == (1, (b"wire", b"sesame"))
    assert "wrong word" not in str(told.value)


def test_a_server_that_is_not_there_is_told(tmp_path: Path, mailed: Wanted) -> None:
    with pytest.raises(TransportError, match="no connection"):
        send(replace(mailed, smtp="smtp://127.0.0.1:9"), tmp_path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('email = "desk@orbit.example"', "from whom"),
        ('webhook = "https://user:word@chat.example/"', "no user or password"),
        ('smtp = "mail.example"', "not a mail server"),
        ('webhook = "https://chat.example/"\ntoken_file = "a"\ntoken_env = "B"', "named twice"),
        ('hook = "https://chat.example/"', "did you mean"),
    ],
)
def test_the_keys_of_alerts_are_checked(lines: str, words: str) -> None:
    with pytest.raises(Exception, match=words):
        parse(f"{NETWORK}\n[alerts]\n{lines}\n")


def test_what_happens_in_the_newsroom_is_told_from_the_first_watch_on(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    got: list[Message] = []
    rig.take("mpa", g2("urn:newsml:mpa.example:20261122:1", 2, "", paragraphs=(), status="canceled"))
    watch = Watch(rig.home, lambda: rig.now, lambda: {"test": got.append})
    watch.look()
    assert got == []  # it happened before anybody asked
    rig.take("mpa", g2("urn:newsml:mpa.example:20261122:2", 2, "", paragraphs=(), status="canceled"), b"<broken")
    watch.look()
    (message,) = got
    assert any("20261122:2: a kill came for a story that never did" in line for line in message.lines)
    assert any("could not be read" in line for line in message.lines)
    watch.close()
    rig.now += timedelta(minutes=30)
    again = Watch(rig.home, lambda: rig.now, lambda: {"test": got.append})
    again.look()
    assert len(got) == 1
    again.close()
    rig.close()
