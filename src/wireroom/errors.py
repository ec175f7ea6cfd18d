"""The tree of errors: what the user did, what the world sent, what the machine refused.

WireroomError                 something to tell a person: what, where, what to do next
├── NetworkFileError          network.toml says something that cannot be (holds every problem found)
├── UnreadableError           bytes that no reader can make a story of: quarantine
│   └── UnknownFormatError    no reader recognises them
├── LedgerError               the ledger refuses or is damaged
│   ├── LedgerBusyError       another process holds the write lock: wait and try again
│   ├── MovedError            an entry has come while the ledger was looked at: look again
│   └── RefusedError          a decision or version that may not bind (says why)
├── NotFoundError             no such story, site, source or URL (with the nearest names)
└── TransportError            bytes could not be fetched or delivered
    └── GoneError             and never will be again: the other side has ended it
"""

from __future__ import annotations


class WireroomError(Exception):
    """Something a person must hear of.

    `what` names the trouble, `where` the place (file:line, URL, uri) and `todo` the next step, often a command.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        step = f"\n  → {self.todo}" if self.todo else ""
        return f"{place}{self.what}{step}"


class NetworkFileError(WireroomError):
    """network.toml cannot be used. `problems` holds every one that was found, each with its own place."""

    def __init__(self, problems: tuple[WireroomError, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UnreadableError(WireroomError):
    """Bytes that no reader can make a version of; they belong in quarantine, with this reason."""


class UnknownFormatError(UnreadableError):
    """No reader recognises these bytes."""


class LedgerError(WireroomError):
    """The ledger refuses something, or is damaged."""


class LedgerBusyError(LedgerError):
    """Another process holds the ledger's write lock; wait and try again."""


class MovedError(LedgerError):
    """The ledger has gone on since a glance at it began; look again, so that no two moments are mixed."""


class RefusedError(LedgerError):
    """A decision that may not bind, with the reason."""


class NotFoundError(WireroomError):
    """No such story, site, source or URL."""


class TransportError(WireroomError):
    """Bytes could not be fetched or delivered.

    `status` is the HTTP status of the refusal, 0 where there was none; `retry_after` how many seconds the other side
    asked us to stay away.
    """

    def __init__(
        self, what: str, *, where: str = "", todo: str = "", status: int = 0, retry_after: float | None = None
    ) -> None:
        super().__init__(what, where=where, todo=todo)
        self.status = status
        self.retry_after = retry_after


class GoneError(TransportError):
    """The other side has ended it for good (410): it is not asked again."""
