"""A mailbox over IMAP with TLS (RFC 9051, 3501): every mail once, by its UID, whoever else reads there."""

from __future__ import annotations

import base64
import imaplib
import random
import re
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.dial import TIMEOUT, Place, context_of, dial, distrusted
from wireroom.transports.mail.gate import Gate
from wireroom.transports.mail.model import (
    BATCH,
    BATCH_BYTES,
    KEPT_OF_TOO_LARGE,
    LARGEST,
    TOO_LARGE,
    mail_delivery,
)
from wireroom.transports.model import Delivery
from wireroom.transports.notebook import Notebook
from wireroom.transports.secret import password_of

_PORTS = {"imaps": 993}
_MOST_AT_ONCE = 200  # mails put away in one command


class Imap:
    """One mailbox. What is taken is kept as UIDs under their UIDVALIDITY; flags say nothing, others set them too.

    `done`: "keep" leaves a taken mail and marks it read, "move" moves it to the mailbox `done_folder`, "delete"
    deletes it; always at a later look, when the ledger has it for sure. A connection lasts one look.
    """

    def __init__(self, source: Source, home: Path, hint: Hint, gate: Gate) -> None:
        self.remarks: dict[str, str] = {}
        self._source = source
        self._home = home
        self._hint = hint
        self._gate = gate
        self._place = Place(source.address, _PORTS)
        self._context = context_of(source.ca_file, home)
        self._notes = Notebook.of(home, source.key, source.address)
        self._validity = self._notes.get("uidvalidity", 0)
        self._below = self._notes.get("below", 1)  # every UID below this one has been dealt with
        self._dealt = set(self._notes.get("dealt", list[int]()))
        self._away = set(self._notes.get("away", list[int]()))
        self._waiting: list[int] = []
        self._out: dict[str, int] = {}
        self._more = False
        self._abilities: set[str] = set()

    def deliveries(self) -> list[Delivery]:
        """Mails that were not taken yet, in order of arrival, at most a batch; raises TransportError."""
        self._out.clear()
        self._more = False
        client = self._tell(self._connect)
        try:
            self._select(client)
            self._put_away(client)
            return self._new(client)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.sock.settimeout(2.0)
                client.logout()
            with suppress(OSError):
                client.shutdown()

    def _connect(self) -> _Client:
        password = password_of(self._source, self._home)
        client = _Client(self._place, self._context, allow_private=self._source.allow_private)
        try:
            client.login(self._place.user, password)
        except BaseException as error:
            with suppress(OSError):
                client.shutdown()
            if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort):
                todo = "mend the user in `from` (an @ in it is written %40), or the password"
                what = f"the server does not let us in: {_words(error)}"
                raise TransportError(what, where=self._place.shown, todo=todo, status=401) from error
            raise
        _, told = self._tell(client.capability)  # more than before the login
        self._abilities = set(_text(told).upper().split())
        return client

    def _select(self, client: _Client) -> None:
        mailbox = self._place.folder or "INBOX"
        kind, answer = self._tell(lambda: client.select(_mailbox(mailbox)))
        if kind != "OK":
            what = f"the mailbox {mailbox} is not there: {_text(answer)}"
            raise TransportError(what, where=self._place.shown, todo="mend the path in `from`")
        _, validity = client.response("UIDVALIDITY")
        told = int(validity[0]) if validity and validity[0] else 0
        if told != self._validity:
            # RFC 9051 §2.3.1.1: the UIDs mean other mails now. The ledger knows those it has by their bytes.
            self._validity, self._below = told, 1
            self._dealt.clear()
            self._away.clear()
            self._keep()

    def _new(self, client: _Client) -> list[Delivery]:
        _, found = self._tell(lambda: client.uid("SEARCH", f"UID {self._below}:*"))
        uids = sorted({int(uid) for uid in (found[0] or b"").split()})
        # `n:*` always brings the last mail, also one below n (RFC 9051 §6.4.4).
        self._waiting = [uid for uid in uids if uid >= self._below and uid not in self._dealt]
        made: list[Delivery] = []
        size = 0
        for number, uid in enumerate(self._waiting, 1):
            delivery = self._fetched(client, uid)
            if delivery is not None:
                made.append(delivery)
                size += len(delivery.data)
            if len(made) == BATCH or size > BATCH_BYTES:
                self._more = number < len(self._waiting)
                break
        self._settle()
        return made

    def _fetched(self, client: _Client, uid: int) -> Delivery | None:
        size = self._size(client, uid)
        if size is None:
            self._dealt.add(uid)  # gone since it was found
            return None
        large = size > LARGEST
        what = f"BODY.PEEK[]<0.{KEPT_OF_TOO_LARGE}>" if large else "BODY.PEEK[]"
        _, answer = self._tell(lambda: client.uid("FETCH", str(uid), f"({what})"))
        data = next((part[1] for part in answer if isinstance(part, tuple)), None)
        if data is None:
            self._dealt.add(uid)
            return None
        why = self._gate.refusal(data)
        if why:
            self.remarks["refused"] = f"a mail was left lying: {why}"
            self._dealt.add(uid)
            return None
        problem = TOO_LARGE if large else ""
        delivery = mail_delivery(
            f"{self._place.folder or 'INBOX'}/{self._validity}/{uid}", data, self._hint, problem=problem
        )
        self._out[delivery.key] = uid
        return delivery

    def _size(self, client: _Client, uid: int) -> int | None:
        _, answer = self._tell(lambda: client.uid("FETCH", str(uid), "(RFC822.SIZE)"))
        found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(_bytes(answer)))
        return int(found[1]) if found else None

    def done(self, delivery: Delivery) -> None:
        """Remembers the mail; it is put away at the next look."""
        uid = self._out.pop(delivery.key, None)
        if uid is None:
            return
        self._dealt.add(uid)
        self._away.add(uid)
        if not self._out:
            self._settle()

    def _settle(self) -> None:
        """Forgets the UIDs one by one once all below them are dealt with."""
        open_ = [uid for uid in self._waiting if uid not in self._dealt]
        last = max([*self._waiting, self._below - 1])
        self._below = max(self._below, min(open_) if open_ else last + 1)
        self._dealt = {uid for uid in self._dealt if uid >= self._below}
        self._keep()

    def _keep(self) -> None:
        facts = {"dealt": sorted(self._dealt), "away": sorted(self._away)}
        self._notes.keep(uidvalidity=self._validity, below=self._below, **facts)

    def _put_away(self, client: _Client) -> None:
        """Moves, deletes or marks what the ledger has."""
        while self._away:
            some = sorted(self._away)[:_MOST_AT_ONCE]
            uids = ",".join(map(str, some))
            trouble = self._put(client, uids)
            if trouble:
                self.remarks["put away"] = f"taken mails cannot be {_DONE[self._source.files.done]}: {trouble}"
            self._away.difference_update(some)
            self._keep()

    def _put(self, client: _Client, uids: str) -> str:
        """What went wrong, or nothing."""
        done = self._source.files.done
        if done == "keep":
            return self._asked(client, "STORE", uids, "+FLAGS.SILENT", r"(\Seen)")
        if done == "move":
            mailbox = _mailbox(self._source.files.done_folder)
            self._tell(lambda: client.create(mailbox))  # refused when it is there
            if "MOVE" in self._abilities:
                return self._asked(client, "MOVE", uids, mailbox)
            trouble = self._asked(client, "COPY", uids, mailbox)
            if trouble:
                return trouble
        trouble = self._asked(client, "STORE", uids, "+FLAGS.SILENT", r"(\Deleted)")
        if not trouble and "UIDPLUS" in self._abilities:
            # A plain EXPUNGE would also remove what others have marked; without UIDPLUS the mark must do.
            trouble = self._asked(client, "EXPUNGE", uids)
        return trouble

    def _asked(self, client: _Client, *command: str) -> str:
        try:
            kind, answer = self._tell(lambda: client.uid(*command))
        except _RefusedError as error:
            return error.what
        return "" if kind == "OK" else _text(answer)

    def _tell(self, work: Callable[[], Any]) -> Any:
        """Does it; every trouble is raised as what it means."""
        where = self._place.shown
        later = "it is tried again later"
        try:
            return work()
        except ssl.SSLCertVerificationError as error:
            raise distrusted(error, where) from error
        except imaplib.IMAP4.abort as error:
            raise TransportError(f"the connection broke: {_words(error)}", where=where, todo=later) from error
        except imaplib.IMAP4.error as error:
            raise _RefusedError(f"the server refuses: {_words(error)}", where=where, todo=later) from error
        except (OSError, EOFError) as error:
            raise TransportError(f"the connection broke: {_words(error)}", where=where, todo=later) from error

    def interval(self, news: bool) -> float:
        """The seconds until the next look: none when there is more, or something to put away."""
        return 0.0 if self._more or self._away else self._source.every.total_seconds() * random.uniform(0.9, 1.1)


_DONE = {"keep": "marked read", "move": "moved", "delete": "deleted"}


class _RefusedError(TransportError):
    """The server understood, and says no."""


class _Client(imaplib.IMAP4_SSL):
    """The standard library's client over a socket that was checked, with a bound on what a server can make it read."""

    def __init__(self, place: Place, context: ssl.SSLContext, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        super().__init__(place.host, place.port, ssl_context=context, timeout=TIMEOUT)

    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        sock: socket.socket = dial(self.host, self.port, allow_private=self._allow_private, timeout=TIMEOUT)
        try:
            private: ssl.SSLSocket = self.ssl_context.wrap_socket(sock, server_hostname=self.host)
            return private
        except BaseException:
            sock.close()
            raise

    def read(self, size: int) -> bytes:
        """A literal, within the limit."""
        if size > LARGEST + 1024:
            raise self.abort(f"the server wants to send {size} bytes at once")
        return super().read(size)


def _mailbox(name: str) -> str:
    """A mailbox's name as the command line takes it: modified UTF-7 (RFC 3501 §5.1.3), quoted."""
    encoded = re.sub(r"[^\x20-\x7e]+|&", lambda found: _utf7(found[0]), name)
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(text: str) -> str:
    if text == "&":
        return "&-"
    packed = base64.b64encode(text.encode("utf-16-be")).decode("ascii")
    return f"&{packed.rstrip('=').replace('/', ',')}-"


def _bytes(answer: list[Any]) -> list[bytes]:
    return [part if isinstance(part, bytes) else part[0] for part in answer if part]


def _text(answer: list[Any]) -> str:
    return b" ".join(_bytes(answer)).decode("utf-8", "replace")[:2000]


def _words(error: BaseException) -> str:
    words = error.args[0] if error.args and isinstance(error.args[0], bytes) else str(error).encode()
    return words.decode("utf-8", "replace")[:200]
