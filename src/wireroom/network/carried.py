"""How files and mails of a source are taken: which are wanted, when one is whole, and where it goes afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

SERVERS = ("ftp", "ftps", "sftp")
MAILS = ("imaps", "maildir")


@dataclass(frozen=True, slots=True)
class Files:
    """`done` is "move", "delete" or "keep"; `done_folder` where a server's files or mails are moved to.

    `names` are the patterns that are wanted, none meaning all; `marker` the ending of the file that tells that another
    is finished; `settle` how long a file must rest whose format cannot tell its end; `poll` how often a folder is
    looked at that tells of no change by itself.
    """

    done: str = "move"
    done_folder: str = "taken"
    names: tuple[str, ...] = ()
    subfolders: bool = True
    marker: str = ""
    settle: timedelta = timedelta(seconds=2)
    poll: timedelta | None = None
    known_hosts: str = ""
    key_file: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """Whose mails are taken: from `senders` (patterns of addresses, none meaning all), with the secret token of
    `token_file` or `token_env` where one is named, and vouched for by the owner's server `dkim` where that is named.
    `password_command` is a program and its arguments whose first line of output is the password or access token.
    """

    senders: tuple[str, ...] = ()
    token_file: str = ""
    token_env: str = ""
    dkim: str = ""
    password_command: tuple[str, ...] = ()


def files_of(one: dict[str, Any]) -> Files:
    """As read from a source's table."""
    return Files(
        done=one["done"] or ("move" if one["from"].startswith(("folder:", "maildir:")) else "keep"),
        done_folder=one["done_folder"].strip("/"),
        names=one["files"] or (),
        subfolders=one["subfolders"],
        marker=one["marker"],
        settle=one["settle"],
        poll=one["poll"],
        known_hosts=one["known_hosts"] or "",
        key_file=one["key_file"] or "",
    )


def mail_of(one: dict[str, Any]) -> Mail:
    """As read from a source's table."""
    token = (one["token_file"] or "", one["token_env"] or "")
    return Mail(one["senders"] or (), *token, one["dkim"] or "", one["password_command"] or ())


_ONLY = {
    "done": ("folder", *SERVERS, *MAILS),
    "files": ("folder", *SERVERS),
    "marker": ("folder",),
    "poll": ("folder",),
    "known_hosts": ("sftp",),
    "key_file": ("sftp",),
    "senders": MAILS,
    "token_file": MAILS,
    "token_env": MAILS,
    "dkim": MAILS,
    "password_command": ("imaps",),
}


def problems(source: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The keys that say nothing about how this source's copy comes, and those that contradict each other."""
    kind = (source["from"] or "").partition(":")[0]
    for key, kinds in _ONLY.items():
        if kind and source[key] and kind not in kinds:
            meant = " or ".join(f"{one}:" for one in kinds)
            yield key, f"`{key}` says nothing about a source that comes by {kind}:", f"take it out; it is for {meant}"
    if source["token_file"] and source["token_env"]:
        yield "token_env", "the token is named twice", "name a file or a variable"
    if source["password_command"] and (source["password_file"] or source["password_env"]):
        yield "password_command", "the password is named twice", "name a command, a file or a variable"
    folder = source["done_folder"] or ""
    if ".." in folder.split("/") or folder.startswith(".") or not folder.strip("/"):
        yield "done_folder", f"{folder!r} is no folder below the source's", 'write it as in "taken"'
