"""A feed asked again and again over HTTP, with validators, so that an unchanged one costs next to nothing."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.transports.access import Access, refusal
from wireroom.transports.fetch import Answer, shown
from wireroom.transports.model import Delivery
from wireroom.transports.notebook import Notebook
from wireroom.transports.rhythm import REMEMBERED, fresh_for, hint_of, interval
from wireroom.transports.websub import Subscription
from wireroom.transports.whole import truncated

_VALIDATORS = (("if-none-match", "etag"), ("if-modified-since", "last-modified"))
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_TITLE = re.compile(rb"<title[^>]*>(.{0,200}?)</title>", re.I | re.S)
SPREAD = (0.9, 1.1)  # jitter, so that many feeds of one host are not asked at one moment


class Poll:
    """One URL. The validators of the last answer that the ledger took are sent with the next question.

    `wall` tells seconds since 1970; `uniform` gives a number between two.
    """

    def __init__(
        self,
        access: Access,
        hint: Hint,
        notebook: Notebook,
        *,
        subscription: Subscription | None = None,
        wall: Callable[[], float] = time.time,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.subscription = subscription
        self.remarks: dict[str, str] = {}
        self._access = access
        self._hint = hint
        self._notebook = notebook
        self._wall = wall
        self._uniform = uniform
        self._pending: dict[str, object] = {}
        self._ending = Ending()
        self._fresh = 0.0

    def deliveries(self) -> list[Delivery]:
        """The document when it has changed since the last one that was taken, else nothing."""
        answer = self._access.ask(self._access.url, headers=self._notebook.get("validators", {}))
        self._fresh = fresh_for(answer.headers)
        self._note("address", f"it has moved for good to {shown(answer.moved)}: write that in `from`", answer.moved)
        if answer.status not in (200, 203, 304):
            raise refusal(answer, self._wall())
        found = self._changed(answer) if answer.status != 304 else []
        if self.subscription is not None:
            self.subscription.tend(answer if answer.status != 304 else None)
            self._note("hub", self.subscription.remark, self.subscription.remark)
        return found

    def _changed(self, answer: Answer) -> list[Delivery]:
        data = answer.body
        expect_copy(data, answer.url)
        digest = _digest(data)
        self._ending.expect(data, answer.url)
        validators = {ask: answer.headers[got] for ask, got in _VALIDATORS if answer.headers.get(got)}
        self._pending = {"validators": validators or None, "digest": digest, "hint": hint_of(data)}
        if digest == self._notebook.get("digest", ""):
            self._notebook.keep(**self._pending)
            return []
        hint = replace(self._hint, name=self._access.url, media_type=answer.headers.get("content-type", ""))
        return [Delivery(self._access.url, data, hint, repeats=True)]

    def done(self, delivery: Delivery) -> None:
        """The next question carries this answer's validators."""
        self._notebook.keep(**self._pending)

    def leave(self) -> None:
        """Ends the subscription at the hub."""
        if self.subscription is not None:
            self.subscription.leave()

    def interval(self, news: bool) -> float:
        """The seconds until the next question; `news` says whether the last one brought the ledger anything new."""
        moments: list[float] = self._notebook.get("news", [])
        now = self._wall()
        if news:
            moments = [*moments, now][-REMEMBERED:]
            self._notebook.keep(news=moments)
            if self.subscription is not None:
                self.subscription.missed()
        source = self._access.source
        shortest, longest = source.every.total_seconds(), source.slowest.total_seconds()
        if self.subscription is not None and self.subscription.active:
            return longest * self._uniform(*SPREAD)
        hint = self._notebook.get("hint", 0.0) or None
        wait = interval(moments, now, shortest=shortest, longest=longest, hint=hint, fresh=self._fresh)
        return wait * self._uniform(*SPREAD)

    def _note(self, subject: str, words: str, there: str) -> None:
        if there:
            self.remarks[subject] = words
        else:
            self.remarks.pop(subject, None)


def expect_copy(data: bytes, url: str) -> None:
    """Raises TransportError when a web page came, or nothing at all: a log-in or error page, most likely."""
    where = shown(url)
    if not data.strip():
        raise TransportError("the answer is empty", where=where, todo="it is asked again later")
    if _HTML.match(data[:20_000]):
        title = _TITLE.search(data[:20_000])
        words = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
        named = f", titled “{words}”" if words else ""
        raise TransportError(
            f"a web page came where a feed or wire copy was expected{named}",
            where=where,
            todo="open it in a browser: it may want a log-in, or have moved",
        )


class Ending:
    """Refuses what breaks off, for another try may bring the rest.

    When the server says the very same twice, that is what it has: it is taken, and a person will see it in quarantine.
    """

    def __init__(self) -> None:
        self._cut = ""

    def expect(self, data: bytes, url: str) -> None:
        """Raises TransportError for a document that is cut, and was not so before."""
        why = truncated(data)
        digest = _digest(data) if why else ""
        if why and digest != self._cut:
            self._cut = digest
            raise TransportError(f"the answer breaks off: {why}", where=shown(url), todo="it is asked again soon")


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
