"""A feed's subscription at its hub (WebSub, W3C 2018): asked for, verified, renewed, and doubted when silent."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any
from urllib.parse import urlencode

from wireroom.errors import TransportError
from wireroom.transports.access import Access, refusal
from wireroom.transports.fetch import Answer, shown
from wireroom.transports.links import linked
from wireroom.transports.notebook import Notebook

log = logging.getLogger("wireroom.transports")

LEASE = 7 * 86400  # seconds that we ask for; the hub decides (WebSub §5.1)
LONGEST_LEASE = 90 * 86400
PATIENCE = 3600.0  # seconds that a hub may take to verify
REPENT = 86400.0  # seconds after which a hub that denied, or was silent, is asked again
MISSES = 2  # so many times may polling find what the hub did not push
DIGESTS = ("sha1", "sha256", "sha384", "sha512")  # WebSub §7.1

ASKED, ACTIVE, DENIED, SILENT, LEFT = "asked", "active", "denied", "silent", "left"


class Subscription:
    """What is agreed with the hub of one source's feed; `callback` is the root of our own address there.

    States: none → asked → active, or denied; an active one that fails to push is silent. Polling goes on at all
    times, seldom while it is active. Safe to use from several threads.
    """

    def __init__(
        self, access: Access, notebook: Notebook, callback: str, *, wall: Callable[[], float] = time.time
    ) -> None:
        self._access = access
        self._notebook = notebook
        self._callback = callback
        self._wall = wall
        self._lock = RLock()
        self._facts: dict[str, Any] = notebook.get("websub", {})

    @property
    def token(self) -> str:
        """The unguessable part of our address, "" when nothing was ever asked for."""
        return str(self._facts.get("token", ""))

    @property
    def state(self) -> str:
        """Where it stands now: a lease that ran out is no subscription."""
        state = str(self._facts.get("state", ""))
        return "" if state == ACTIVE and self._facts.get("until", 0.0) <= self._wall() else state

    @property
    def active(self) -> bool:
        """Whether the hub is believed to push."""
        return self.state == ACTIVE

    @property
    def remark(self) -> str:
        """How it stands, for the owner; "" when there is nothing to say."""
        hub = shown(str(self._facts.get("hub", "")))
        words = {
            ASKED: f"waiting for {hub} to confirm the subscription",
            ACTIVE: f"{hub} pushes this feed",
            DENIED: f"{hub} denied the subscription: {self._facts.get('why') or 'no reason given'}; the feed is polled",
            SILENT: f"{hub} did not push what was new; the feed is polled",
        }
        return words.get(self.state, "")

    def tend(self, answer: Answer | None) -> None:
        """Subscribes to the hub that a fresh answer names, or renews; called after each poll, and does little then.

        Trouble with the hub is told, and never the feed's trouble.
        """
        if answer is not None:
            self._adopt(linked(answer, "hub"), (linked(answer, "self") or [answer.url])[0])
        if not self._due():
            return
        try:
            self._request("subscribe")
        except TransportError as error:
            log.info("source %s: its hub: %s", self._access.source.key, error)

    def _adopt(self, hubs: list[str], topic: str) -> None:
        with self._lock:
            if not hubs:
                if self._facts.get("hub") and self.state != LEFT:
                    self._keep({})  # the feed has left its hub
            elif (self._facts.get("hub"), self._facts.get("topic")) != (hubs[0], topic):
                # A new address and secret: what was agreed with another hub binds nobody here.
                self._keep({"hub": hubs[0], "topic": topic, "token": secrets.token_urlsafe(32)})

    def _due(self) -> bool:
        with self._lock:
            if not self._facts.get("hub"):
                return False
            since = self._wall() - float(self._facts.get("asked_at", 0.0))
            match self.state:
                case "active":
                    left = float(self._facts["until"]) - self._wall()
                    return left < float(self._facts.get("lease", LEASE)) / 5 and since > PATIENCE
                case "asked":
                    return since > PATIENCE
                case "denied" | "silent":
                    return since > REPENT
                case "left":
                    return False
                case _:
                    return since > 60.0

    def _request(self, mode: str) -> None:
        with self._lock:
            facts = dict(self._facts)
            facts |= {"asked_at": self._wall(), "secret": facts.get("secret") or secrets.token_urlsafe(48)}
            if mode == "subscribe" and self.state != ACTIVE:
                facts["state"] = ASKED
            self._keep(facts)  # before the hub hears of it: it may verify before it answers
        form = {
            "hub.callback": f"{self._callback}/{self._access.source.key}/{facts['token']}",
            "hub.mode": mode,
            "hub.topic": facts["topic"],
        }
        if mode == "subscribe":
            form |= {"hub.lease_seconds": str(LEASE), "hub.secret": str(facts["secret"])}
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = self._access.ask(facts["hub"], method="POST", headers=kind, content=urlencode(form).encode())
        if 400 <= answer.status < 500 and answer.status != 429:
            words = " ".join(answer.body[:200].decode("utf-8", "replace").split())
            with self._lock:
                self._keep(self._facts | {"state": DENIED, "why": f"{answer.status} {words}".strip()})
        if not 200 <= answer.status < 300:
            raise refusal(answer, self._wall())

    def verify(self, query: Mapping[str, str]) -> str | None:
        """The challenge to answer when the hub asks what we ourselves asked for (WebSub §5.3); None: we did not.

        A denial (§5.2) is noted, and answered with an empty challenge.
        """
        with self._lock:
            mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
            if topic != self._facts.get("topic"):
                return None
            if mode == "denied":
                self._keep(self._facts | {"state": DENIED, "why": query.get("hub.reason", "")[:200]})
                return ""
            if mode == "unsubscribe":
                return query.get("hub.challenge") if self.state == LEFT else None
            if mode != "subscribe" or self.state not in (ASKED, ACTIVE) or not query.get("hub.challenge"):
                return None
            said = query.get("hub.lease_seconds", "")
            lease = min(int(said[:9]), LONGEST_LEASE) if said.isdigit() and said.isascii() else LEASE
            until = self._wall() + lease
            self._keep(self._facts | {"state": ACTIVE, "until": until, "lease": lease, "misses": 0})
            return query["hub.challenge"]

    def signed(self, body: bytes, signature: str) -> bool:
        """Whether this X-Hub-Signature (`METHOD=hex`, WebSub §7.1) was made with our secret over this body."""
        method, _, given = signature.strip().partition("=")
        secret = str(self._facts.get("secret", ""))
        if method.lower() not in DIGESTS or not secret or self.state not in (ACTIVE, ASKED, SILENT):
            return False
        made = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
        return hmac.compare_digest(made.encode(), given.strip().lower().encode())

    def pushed(self) -> None:
        """The hub brought something: it is believed in again."""
        with self._lock:
            if self._facts.get("misses") or self.state == SILENT:
                again = {"misses": 0} | ({"state": ACTIVE} if self._facts.get("until", 0.0) > self._wall() else {})
                self._keep(self._facts | again)

    def missed(self) -> None:
        """Polling found something that the hub had not pushed."""
        with self._lock:
            if self.active:
                misses = int(self._facts.get("misses", 0)) + 1
                self._keep(self._facts | {"misses": misses} | ({"state": SILENT} if misses >= MISSES else {}))

    def leave(self) -> None:
        """Tells the hub that we want no more; for a source that was taken out of the network file."""
        with self._lock:
            was, facts = self.state, self._facts
            if was not in (ASKED, ACTIVE, SILENT):
                return
            self._keep(facts | {"state": LEFT})
        try:
            self._request("unsubscribe")
        except TransportError as error:
            log.info("source %s: its hub: %s", self._access.source.key, error)

    def _keep(self, facts: dict[str, Any]) -> None:
        self._facts = facts
        self._notebook.keep(websub=facts or None)
