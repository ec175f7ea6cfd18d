"""The ways by which alerts go out: a webhook, ntfy, mail."""

from __future__ import annotations

import json
import smtplib
import socket
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wireroom.errors import TransportError
from wireroom.network.alerts import Alerts
from wireroom.newsroom.alerts import Message, Send
from wireroom.transports.dial import TIMEOUT, context_of, dial, distrusted
from wireroom.transports.fetch import Fetcher, Request, Terms, origin
from wireroom.transports.secret import secret_of

_HERE = ("localhost", "127.0.0.1", "::1")
_MOST_ANSWER = 64 * 1024


def ways_of(alerts: Alerts, home: Path, fetcher: Fetcher, network: str) -> dict[str, Send]:
    """How to send by each way that the owner wants; `network` is the network's name, said in every message."""
    ways: dict[str, Send] = {}
    if alerts.webhook:
        ways["webhook"] = partial(_webhook, alerts, home, fetcher, network)
    if alerts.email:
        ways["email"] = partial(_email, alerts, home, network)
    if alerts.ntfy:
        ways["ntfy"] = partial(_ntfy, alerts, home, fetcher, network)
    return ways


def _webhook(alerts: Alerts, home: Path, fetcher: Fetcher, network: str, message: Message) -> None:
    """A JSON object; `text` is what chat servers (Slack, Mattermost and their like) show."""
    facts = {
        "network": network,
        "text": f"{network}: {message.subject}\n{message.text}",
        "at": message.at.isoformat() if message.at else None,
        "troubles": message.troubles,
        "events": message.events,
        "over": message.over,
    }
    content = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")
    _post(alerts, home, fetcher, alerts.webhook, {"content-type": "application/json"}, content)


def _ntfy(alerts: Alerts, home: Path, fetcher: Fetcher, network: str, message: Message) -> None:
    """The text as the body; the title is encoded as RFC 2047 has it, which ntfy reads."""
    from email.header import Header

    title = Header(f"{network}: {message.subject}"[:200], "utf-8", maxlinelen=1000).encode()
    headers = {"title": title, "priority": "high" if message.troubles or message.events else "default"}
    _post(alerts, home, fetcher, alerts.ntfy, headers, message.text.encode("utf-8", "replace")[:4000])


def _post(alerts: Alerts, home: Path, fetcher: Fetcher, url: str, headers: Mapping[str, str], content: bytes) -> None:
    token = secret_of(alerts.token_file, alerts.token_env, home, "alerts")
    secret = {"authorization": f"Bearer {token}"} if token else {}
    ca_file = home / alerts.ca_file if alerts.ca_file else None
    terms = Terms(alerts.allow_private, frozenset({origin(url)[2]}), ca_file)
    answer = fetcher.ask(Request(url, "POST", headers, secret, content=content, most=_MOST_ANSWER, terms=terms))
    if answer.status >= 300:
        what = f"the server answered {answer.status} {answer.reason}".rstrip()
        host = urlsplit(url).hostname or ""  # the path of a webhook is often its secret
        raise TransportError(what, where=host, todo="mend its address or token in [alerts]", status=answer.status)


def _email(alerts: Alerts, home: Path, network: str, message: Message) -> None:
    mail = EmailMessage()
    mail["From"] = alerts.email_from
    mail["To"] = ", ".join(alerts.email)
    mail["Subject"] = " ".join(f"{network}: {message.subject}".split())
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
    mail["Message-ID"] = make_msgid(domain=alerts.email_from.rpartition("@")[2] or None)
    if message.at:
        mail["Date"] = format_datetime(message.at)
    mail.set_content(message.text.encode("utf-8", "replace").decode() + "\n")
    parts = urlsplit(alerts.smtp)
    host = parts.hostname or "localhost"
    port = parts.port or (465 if parts.scheme == "smtps" else 587 if parts.username else 25)
    try:
        with _connected(alerts, home, host, port, private=parts.scheme == "smtps") as client:
            if parts.username:
                password = secret_of(alerts.password_file, alerts.password_env, home, "alerts")
                client.login(unquote(parts.username), password)
            client.send_message(mail)
    except ssl.SSLCertVerificationError as error:
        raise distrusted(error, f"{host}:{port}") from error
    except (smtplib.SMTPException, OSError) as error:
        what = f"the mail was not taken: {_words(error)}"
        raise TransportError(what, where=f"{host}:{port}", todo="mend smtp, user or password in [alerts]") from error


def _connected(alerts: Alerts, home: Path, host: str, port: int, *, private: bool) -> smtplib.SMTP:
    """A client that speaks TLS, but to this very machine, which may do without."""
    here = host in _HERE
    context = context_of(alerts.ca_file, home)
    sock: socket.socket = dial(host, port, allow_private=alerts.allow_private or here)
    client = _Client(sock, host, context if private else None)
    try:
        if not private and (client.has_extn("starttls") or not here):
            client.starttls(context=context)
            client.ehlo()
    except BaseException:
        client.close()
        raise
    return client


class _Client(smtplib.SMTP):
    """The standard library's client over a socket that was checked."""

    def __init__(self, sock: socket.socket, host: str, context: ssl.SSLContext | None) -> None:
        try:
            self._socket = context.wrap_socket(sock, server_hostname=host) if context else sock
            super().__init__(host, timeout=TIMEOUT, local_hostname="wireroom.localhost")
            self._host = host
            self.ehlo_or_helo_if_needed()
        except BaseException:
            sock.close()
            raise

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._socket


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return f"{error.smtp_code} {told.decode('utf-8', 'replace') if isinstance(told, bytes) else told}"[:200]
    return str(error)[:200] or type(error).__name__
