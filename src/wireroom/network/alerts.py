"""Who is told when something goes wrong, and by what way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Alerts:
    """The ways, each "" where it is not wanted. `every` is the shortest time between two messages.

    Secrets are named as a source's are: a file from the network's folder, or a variable.
    """

    webhook: str = ""
    ntfy: str = ""
    email: tuple[str, ...] = ()
    email_from: str = ""
    smtp: str = ""
    token_file: str = ""
    token_env: str = ""
    password_file: str = ""
    password_env: str = ""
    ca_file: str = ""
    allow_private: bool = False
    every: timedelta = timedelta(minutes=5)

    @property
    def ways(self) -> tuple[str, ...]:
        """The names of the ways that are wanted."""
        return tuple(name for name in ("webhook", "email", "ntfy") if getattr(self, name))


def alerts_of(one: dict[str, Any]) -> Alerts:
    """As read from the table."""
    return Alerts(**{name: value for name, value in one.items() if value is not None})


def problems(one: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the keys contradict each other in: a key, what is wrong, what to do."""
    if one["email"] and not one["email_from"]:
        yield "email", "nothing says from whom the mails are", 'add email_from = "wireroom@orbit.example"'
    for first, second in (("token_file", "token_env"), ("password_file", "password_env")):
        if one[first] and one[second]:
            yield second, "the secret is named twice", "name a file or a variable"
    if (one["password_file"] or one["password_env"]) and "@" not in (one["smtp"] or ""):
        yield "smtp", "a password is named, and no user", 'write the user, as in "smtps://wire@mail.example"'
