"""What is wrong with a request, as machines read it: problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

import msgspec

from wireroom.web.site.answer import Answer
from wireroom.web.site.headers import headers

PROBLEM = "application/problem+json"


class Refused(Exception):
    """The request ends here, with this answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def problem(status: int, detail: str, *own: Iterable[tuple[str, str]]) -> Answer:
    """The answer for this status, with what to do about it in words; no cache keeps it."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body = msgspec.json.encode(told) + b"\n"
    return Answer(status, headers(PROBLEM, len(body), [("cache-control", "no-store")], *own), body)
