"""A mailbox over IMAP with TLS (RFC 9051, 3501): every mail once, by its UID, whoever else reads there."""

from __future__ import annotations

import base64
import imaplib
import logging
import random
import re
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.network.model import Source
from wireroom.transports.dial import Place, context_of, distrusted
from wireroom.transports.mail.client import Client, parts, text, words
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

log = logging.getLogger("wireroom.sources")

_PORTS = {"imaps": 993}
IDLE_LIMIT = 28 * 60.0
"""Seconds after which a wait for word of the server ends: after thirty minutes it may hang up (RFC 2177 §3)."""
_MOST_AT_ONCE = 200  # mails put away in one command


class Imap:
    """One mailbox. What is taken is kept as UIDs under their UIDVALIDITY; flags say nothing, others set them too.

    `done`: "keep" leaves a taken mail and marks it read, "move" moves it to the mailbox `done_folder`, "delete"
    deletes it; always at a later look, when the ledger has it for sure. A connection lasts one look; another one is
    held in between, where the server offers IDLE, only to be told that there is something to look for.
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
        self._next_uid = 0  # that the server named at the last look
        self._idling: Client | None = None
        self._ended = threading.Event()

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

    def _connect(self) -> Client:
        password = password_of(self._source, self._home)
        client = Client(self._place, self._context, allow_private=self._source.allow_private)
        try:
            client.log_in(self._place.user, password, bearer=self._source.auth == "bearer")
        except BaseException as error:
            with suppress(OSError):
                client.shutdown()
            if isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort):
                todo = "mend the user in `from` (an @ in it is written %40), or the password or access token"
                what = f"the server does not let us in: {words(error)}"
                raise TransportError(what, where=self._place.shown, todo=todo, status=401) from error
            raise
        _, told = self._tell(client.capability)  # more than before the login
        self._abilities = set(text(told).upper().split())
        return client

    def wait(self, seconds: float) -> None:
        """Returns when the server tells of something new, else after so many seconds, or when `rouse` ends it.

        Where the server tells by itself (IDLE, RFC 2177) it is asked every so many seconds only whether it is still
        there, by ending and beginning anew, and looked at in any case before its own limit of thirty minutes.
        """
        began = time.monotonic()
        told = "IDLE" in self._abilities
        try:
            if told and not self._ended.is_set():
                self._idle(seconds, began + IDLE_LIMIT)
        except (TransportError, imaplib.IMAP4.error, OSError, EOFError) as error:
            told = False
            self._hang_up()
            log.info("source %s: it is asked again and again, as IDLE ended: %s", self._source.key, error)
        if self._ended.is_set():
            self._hang_up()
        elif not told:  # one that hangs up at once must not be asked more often than `every` says
            self._ended.wait(max(0.0, began + seconds - time.monotonic()))

    def _idle(self, seconds: float, until: float) -> None:
        client = self._idling
        if client is None:
            client = self._idling = self._tell(self._connect)
            self._tell(lambda: client.select(_mailbox(self._place.folder or "INBOX"), readonly=True))
            if _next_uid(client) > self._next_uid:
                return  # it came since the last look
        while not self._ended.is_set() and (left := until - time.monotonic()) > 0:
            if client.idle(min(max(1.0, seconds), left), self._ended.is_set):
                return

    def _hang_up(self) -> None:
        client, self._idling = self._idling, None
        if client is not None:
            with suppress(OSError):
                client.shutdown()

    def rouse(self) -> None:
        """Ends a wait for good, from any thread."""
        self._ended.set()

    def _select(self, client: Client) -> None:
        mailbox = self._place.folder or "INBOX"
        kind, answer = self._tell(lambda: client.select(_mailbox(mailbox)))
        if kind != "OK":
            what = f"the mailbox {mailbox} is not there: {text(answer)}"
            raise TransportError(what, where=self._place.shown, todo="mend the path in `from`")
        _, validity = client.response("UIDVALIDITY")
        told = int(validity[0]) if validity and validity[0] else 0
        self._next_uid = _next_uid(client)
        if told != self._validity:
            # RFC 9051 §2.3.1.1: the UIDs mean other mails now. The ledger knows those it has by their bytes.
            self._validity, self._below = told, 1
            self._dealt.clear()
            self._away.clear()
            self._keep()

    def _new(self, client: Client) -> list[Delivery]:
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

    def _fetched(self, client: Client, uid: int) -> Delivery | None:
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

    def _size(self, client: Client, uid: int) -> int | None:
        _, answer = self._tell(lambda: client.uid("FETCH", str(uid), "(RFC822.SIZE)"))
        found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(parts(answer)))
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

    def _put_away(self, client: Client) -> None:
        """Moves, deletes or marks what the ledger has."""
        while self._away:
            some = sorted(self._away)[:_MOST_AT_ONCE]
            uids = ",".join(map(str, some))
            trouble = self._put(client, uids)
            if trouble:
                self.remarks["put away"] = f"taken mails cannot be {_DONE[self._source.files.done]}: {trouble}"
            self._away.difference_update(some)
            self._keep()

    def _put(self, client: Client, uids: str) -> str:
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

    def _asked(self, client: Client, *command: str) -> str:
        try:
            kind, answer = self._tell(lambda: client.uid(*command))
        except _RefusedError as error:
            return error.what
        return "" if kind == "OK" else text(answer)

    def _tell(self, work: Callable[[], Any]) -> Any:
        """Does it; every trouble is raised as what it means."""
        where = self._place.shown
        later = "it is tried again later"
        try:
            return work()
        except ssl.SSLCertVerificationError as error:
            raise distrusted(error, where) from error
        except imaplib.IMAP4.abort as error:
            raise TransportError(f"the connection broke: {words(error)}", where=where, todo=later) from error
        except imaplib.IMAP4.error as error:
            raise _RefusedError(f"the server refuses: {words(error)}", where=where, todo=later) from error
        except (OSError, EOFError) as error:
            raise TransportError(f"the connection broke: {words(error)}", where=where, todo=later) from error

    def interval(self, news: bool) -> float:
        """The seconds until the next look: none when there is more, or something to put away."""
        return 0.0 if self._more or self._away else self._source.every.total_seconds() * random.uniform(0.9, 1.1)


_DONE = {"keep": "marked read", "move": "moved", "delete": "deleted"}


class _RefusedError(TransportError):
    """The server understood, and says no."""


def _next_uid(client: Client) -> int:
    """The UID that the next mail will have, as the server said when the mailbox was selected; 0 when it did not."""
    _, told = client.response("UIDNEXT")
    return int(told[0]) if told and told[0] else 0


def _mailbox(name: str) -> str:
    """A mailbox's name as the command line takes it: modified UTF-7 (RFC 3501 §5.1.3), quoted."""
    encoded = re.sub(r"[^\x20-\x7e]+|&", lambda found: _utf7(found[0]), name)
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(text: str) -> str:
    if text == "&":
        return "&-"
    packed = base64.b64encode(text.encode("utf-16-be")).decode("ascii")
    return f"&{packed.rstrip('=').replace('/', ',')}-"
