"""What a server has answered so far, counted; and the wrapping that counts and notes what goes the long way."""

from __future__ import annotations

import time
from collections.abc import Collection

from wireroom.web.access import AccessLog, Asked
from wireroom.web.asgi import Application, Message, Receive, Scope, Send


class Tally:
    """Answers by status, and the bytes of their bodies. `began` is in seconds since 1970, `connections` those that
    are open."""

    __slots__ = ("_answers", "began", "connections", "sent")

    def __init__(self) -> None:
        self._answers = [0] * 600  # by status: a list is quicker than a dictionary, and each reader waits for it
        self.sent = 0
        self.connections: Collection[object] = ()
        self.began = time.time()

    def add(self, status: int, size: int) -> None:
        """One more answer, with a body of so many bytes."""
        self._answers[status] += 1
        self.sent += size

    @property
    def answers(self) -> dict[int, int]:
        """How many answers of each status there were."""
        return {status: count for status, count in enumerate(self._answers) if count}


def observed(app: Application, tally: Tally, access: AccessLog | None) -> Application:
    """The application, each of whose answers is counted, and written down where that is wanted."""

    async def counting(scope: Scope, receive: Receive, send: Send) -> None:
        status = size = 0
        began = time.monotonic()

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        await app(scope, receive, sending)
        tally.add(status, size)
        if access is not None:
            query = b"?" + scope["query_string"] if scope["query_string"] else b""
            seconds = time.monotonic() - began
            target = scope["raw_path"] + query
            asked = Asked(
                scope["method"], target, scope["http_version"], scope.get("client"), scope["headers"], seconds
            )
            access.note(asked, status, size)

    return counting
