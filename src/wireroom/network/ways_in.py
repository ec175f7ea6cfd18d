"""What the keys of a source must agree on: how its copy comes, and who is let in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from wireroom.network import carried

WEB = ("http", "https")
_SLOWEST = timedelta(minutes=15)  # the default, which yields to a longer `every`

Problem = tuple[str, str, str]
"""A key, what is wrong with it, and what to do."""


def user_of(address: str) -> str:
    """The user that a web address names before its @; "" for none, and for other ways in."""
    parts = urlsplit(address)
    return unquote(parts.username or "") if parts.scheme in WEB else ""


def problems(source: dict[str, Any]) -> Iterator[Problem]:
    """The contradictions between the keys of one source as read; a key that could not be read is None."""
    address = source["from"]
    if address is None:
        return
    kind = address.partition(":")[0]
    yield from carried.problems(source)
    if kind == "push":
        yield from _pushed(source)
    elif kind in WEB:
        yield from _asked(source, user_of(address))
    else:
        if kind == "imaps":
            yield from _mailbox(source)
        for key in ("auth", "follow", "pictures"):
            if source[key] and not (key == "auth" and kind == "imaps"):
                yield key, f"`{key}` says nothing about a source that comes by {kind}:", "take it out"
    if source["slowest"] and source["every"] and source["slowest"] != _SLOWEST and source["slowest"] < source["every"]:
        yield "slowest", "it would be asked more often than `every` allows", "write a longer time"


def _pushed(source: dict[str, Any]) -> Iterator[Problem]:
    auth = source["auth"] or ""
    for key in ("follow", "pictures"):
        if source[key]:
            yield key, "nothing is asked of a source that is pushed", "take it out"
    if not auth:
        yield "from", "nothing says how senders prove themselves", 'add auth = "hmac", or "bearer"'
    elif auth == "basic" or auth.startswith("query:"):
        yield "auth", f"{auth!r} is no way to prove oneself here", 'write "hmac", "bearer" or "header:NAME"'
    if not _password(source):
        yield "from", "the secret that senders share is not named", "add password_file or password_env"


def _asked(source: dict[str, Any], user: str) -> Iterator[Problem]:
    auth = source["auth"] or ("basic" if user else "")
    if auth == "hmac":
        yield "auth", "'hmac' is for copy that is pushed here", 'write "bearer", "header:NAME" or "query:NAME"'
    elif auth == "basic" and not user:
        yield "auth", "the user is not named", "write it into `from`, as in https://user@wire.example/feed"
    elif auth and not _password(source):
        yield "auth" if source["auth"] else "from", "the password is not named", "add password_file or password_env"
    elif not auth and (key := _password(source)):
        yield key, "nothing says how the password is sent", 'add auth = "bearer", "header:NAME" or "query:NAME"'
    if auth not in ("", "basic") and user:
        yield "from", f"a user is named, and `auth` is {auth!r}", "take one of them out"


def _mailbox(source: dict[str, Any]) -> Iterator[Problem]:
    if source["auth"] not in (None, "", "basic", "bearer"):
        yield (
            "auth",
            f"{source['auth']!r} is no way to log in to a mailbox",
            'write "bearer" for OAuth 2, else leave it out',
        )
    elif source["auth"] and not source["password_command"] and not _password(source):
        yield "auth", "the password is not named", "add password_command, password_file or password_env"


def _password(source: dict[str, Any]) -> str:
    return next((key for key in ("password_file", "password_env") if source[key]), "")
