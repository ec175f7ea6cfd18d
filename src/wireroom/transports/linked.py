"""An API that goes on with a `next` link: followed from page to page until one brings nothing new."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from wireroom.errors import TransportError
from wireroom.formats.model import Hint
from wireroom.transports.access import Access, refusal
from wireroom.transports.fetch import shown
from wireroom.transports.links import linked
from wireroom.transports.model import Delivery
from wireroom.transports.notebook import Notebook
from wireroom.transports.poll import SPREAD, Ending, expect_copy


class Linked:
    """Begins at the source's address and follows `next` while pages bring something new, whichever way time runs.

    Where an unfinished round has come to is durable, so that a stop in the middle of a long catch-up loses nothing;
    the ledger knows what it has, so that pages that are read twice cost nothing but the asking.
    """

    def __init__(
        self,
        access: Access,
        hint: Hint,
        notebook: Notebook,
        *,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.remarks: dict[str, str] = {}
        self._access = access
        self._hint = hint
        self._notebook = notebook
        self._uniform = uniform
        self._next = ""
        self._ending = Ending()

    def deliveries(self) -> list[Delivery]:
        """The next page of the round."""
        url = self._notebook.get("page", "") or self._access.url
        answer = self._access.ask(url)
        if answer.status != 200:
            if url != self._access.url and 400 <= answer.status < 500 and answer.status not in (401, 403, 429):
                self._notebook.keep(page=None)  # a page that is gone: the next round begins at the head
            raise refusal(answer, 0.0)
        expect_copy(answer.body, answer.url)
        self._ending.expect(answer.body, answer.url)
        self._next = next((one for one in linked(answer, "next") if one != url), "")
        if self._next and not self._access.is_home(self._next):
            raise TransportError(
                f"its next page is on another server: {shown(self._next)}", where=shown(url), todo="tell the sender"
            )
        hint = replace(self._hint, name=url, media_type=answer.headers.get("content-type", ""))
        return [Delivery(url, answer.body, hint, repeats=True)]

    def done(self, delivery: Delivery) -> None:
        """The round goes on behind this page, also after a restart."""
        self._notebook.keep(page=self._next or None)

    def interval(self, news: bool) -> float:
        """At once while pages bring something; a page without anything new ends the round."""
        if news and self._next:
            return 0.0
        self._notebook.keep(page=None)
        return self._access.source.every.total_seconds() * self._uniform(*SPREAD)
