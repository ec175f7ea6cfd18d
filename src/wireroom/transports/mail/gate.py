"""Whose mails are taken: what the owner set up decides, and never what a mail says of itself alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from fnmatch import fnmatchcase
from hmac import compare_digest

_HEADERS = 256 * 1024
_DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "To", "Cc")
_TOKEN = "X-Wireroom-Token"
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")


class Gate:
    """The conditions of one source; all that are named must be met.

    `senders` are patterns of addresses: a filter, since anybody can write any sender. `token` gives a secret word ("":
    none is wanted) that must stand in the address the mail was delivered to, or in a header. `dkim` is the name of the
    owner's own mail server: it must have found the sender's signature true (RFC 8601; the server must take out what
    others wrote under its name, §5).
    """

    def __init__(self, senders: tuple[str, ...], token: Callable[[], str], dkim: str) -> None:
        self._senders = tuple(one.lower() for one in senders)
        self._token = token
        self._dkim = dkim.lower()

    def refusal(self, mail: bytes) -> str:
        """Why the mail is not taken, in words that hold no secret; empty when it is taken."""
        message = BytesHeaderParser().parsebytes(mail[:_HEADERS])
        written = _addresses(message, "From")
        if self._senders and not self._is_sender(message):
            return f"{_told(written)} is not among the senders of this source"
        token = self._token()
        if token and not _names_token(message, token):
            return f"the mail of {_told(written)} does not name the secret token"
        if self._dkim and not self._vouched(message, written):
            return f"{self._dkim} has not found the mail of {_told(written)} to be theirs (DKIM or DMARC)"
        return ""

    def _is_sender(self, message: Message) -> bool:
        addresses = [*_addresses(message, "From"), *_addresses(message, "Return-Path")]
        return any(bool(fnmatchcase(address, pattern)) for address in addresses for pattern in self._senders)

    def _vouched(self, message: Message, written: list[str]) -> bool:
        """Only the topmost result counts, when it is the owner's server's: those below came with the mail."""
        found = message.get_all("Authentication-Results") or []
        if not found or len(written) != 1 or len(message.get_all("From") or []) != 1:
            return False
        server, _, results = _COMMENT.sub(" ", " ".join(str(found[0]).split())).partition(";")
        if str(server).split(" ")[0].lower() != self._dkim:
            return False
        domain = written[0].rpartition("@")[2]
        return any(_proves(result.strip().lower(), domain) for result in results.split(";"))


def _proves(result: str, domain: str) -> bool:
    """Whether one result (RFC 8601 §2.2) says that the domain in From is true."""
    if not domain:
        return False
    properties: dict[str, str] = dict(re.findall(r"([a-z.]+)\s*=\s*\"?([^\s\";]+)", result))
    if properties.get("dkim") == "pass":
        signed = (properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]).rstrip(".")
        return "." in signed and (domain == signed or domain.endswith(f".{signed}"))
    if properties.get("dmarc") == "pass":
        return properties.get("header.from", "").rpartition("@")[2] == domain
    return False


def _addresses(message: Message, header: str) -> list[str]:
    values = [str(value) for value in message.get_all(header) or []]
    return [address.lower() for _, address in getaddresses(values) if "@" in address]


def _names_token(message: Message, token: str) -> bool:
    named = [str(value).strip() for value in message.get_all(_TOKEN) or []]
    for header in _DELIVERED:
        locals_ = (address.rpartition("@")[0] for address in _addresses(message, header))
        named += [local.partition("+")[2] for local in locals_]
    wanted = token.encode()
    return any(compare_digest(one.encode("utf-8", "replace").lower(), wanted.lower()) for one in named)


def _told(addresses: list[str]) -> str:
    return ", ".join(addresses)[:200] or "a sender without an address"
