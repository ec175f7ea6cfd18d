"""The keys of sources that carry files and mails: read, refused where they mean nothing, and told in check."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.rig import NETWORK
from wireroom.errors import NetworkFileError
from wireroom.network import parse, secrets_missing
from wireroom.network.model import Source


def source(address: str, lines: str = "") -> Source:
    """The source `mpa` with this address and these keys."""
    return parse(NETWORK.replace('from = "folder:inbox/mpa"', f'from = "{address}"\n{lines}')).sources["mpa"]


def refused(address: str, lines: str) -> str:
    with pytest.raises(NetworkFileError) as told:
        source(address, lines)
    return str(told.value)


@pytest.mark.parametrize(
    ("address", "done"),
    [
        ("folder:inbox/mpa", "move"),
        ("maildir:/var/mail/wire", "move"),
        ("ftp://wire.example/", "keep"),
        ("sftp://wire.example/", "keep"),
        ("imaps://wire@mail.example/", "keep"),
    ],
)
def test_what_is_ours_is_moved_and_what_is_theirs_stays(address: str, done: str) -> None:
    assert source(address).files.done == done


def test_every_key_of_files_is_read() -> None:
    files = source(
        "folder:inbox/mpa",
        'done = "delete"\nfiles = "*.xml"\nsubfolders = false\nmarker = ".ok"\nsettle = "10 s"\npoll = "5 s"',
    ).files
    assert (files.done, files.names, files.subfolders, files.marker) == ("delete", ("*.xml",), False, ".ok")
    assert (files.settle, files.poll) == (timedelta(seconds=10), timedelta(seconds=5))


def test_every_key_of_mail_is_read() -> None:
    mail = source(
        "imaps://wire@mail.example/", 'senders = ["*@mpa.example"]\ntoken_env = "T"\ndkim = "mx.example"'
    ).mail
    assert (mail.senders, mail.token_env, mail.dkim) == (("*@mpa.example",), "T", "mx.example")


def test_a_mailbox_may_be_opened_with_a_token_of_a_command() -> None:
    found = source("imaps://wire@mail.example/", 'auth = "bearer"\npassword_command = ["./token.sh", "mpa"]')
    assert (found.auth, found.mail.password_command) == ("bearer", ("./token.sh", "mpa"))


@pytest.mark.parametrize(
    ("address", "lines", "words"),
    [
        ("https://mpa.example/feed", 'done = "delete"', "`done` says nothing"),
        ("ftp://wire.example/", 'marker = ".ok"', "`marker` says nothing"),
        ("ftp://wire.example/", 'key_file = "id"', "`key_file` says nothing"),
        ("folder:inbox/mpa", 'senders = "*@mpa.example"', "`senders` says nothing"),
        ("imaps://wire@mail.example/", 'token_file = "a"\ntoken_env = "B"', "named twice"),
        ("imaps://wire@mail.example/", 'auth = "hmac"\npassword_env = "A"', "no way to log in to a mailbox"),
        ("imaps://wire@mail.example/", 'auth = "bearer"', "password is not named"),
        ("imaps://wire@mail.example/", 'password_command = "./t"\npassword_env = "A"', "named twice"),
        ("maildir:box", 'password_command = "./t"', "`password_command` says nothing"),
        ("maildir:box", 'auth = "bearer"', "`auth` says nothing"),
        ("ftp://wire.example/", 'done_folder = "../other"', "no folder below"),
        ("ftp://wire.example/", 'done = "burn"', "not one of"),
        ("maildir:", "", "not named"),
        ("ftp://wire:word@wire.example/", "", "a password stands in the network file"),
        ("imap://mail.example/", "", "no way for copy to come"),
    ],
)
def test_what_means_nothing_is_refused(address: str, lines: str, words: str) -> None:
    assert words in refused(address, lines)


@pytest.mark.parametrize(
    ("address", "lines", "words"),
    [
        ("imaps://wire@mail.example/", 'token_env = "T"', "the variable T"),
        ("maildir:box", 'token_file = "secrets/token"', "token"),
        ("sftp://wire@mail.example/", 'key_file = "secrets/id"', "id"),
        ("sftp://wire@mail.example/", 'known_hosts = "secrets/hosts"', "hosts"),
    ],
)
def test_secrets_that_are_not_there_are_told(tmp_path: Path, address: str, lines: str, words: str) -> None:
    text = NETWORK.replace('from = "folder:inbox/mpa"', f'from = "{address}"\n{lines}')
    (finding,) = secrets_missing(parse(text), tmp_path, {})
    assert words in finding.what


def test_any_host_is_no_file_that_is_missing(tmp_path: Path) -> None:
    text = NETWORK.replace('from = "folder:inbox/mpa"', 'from = "sftp://wire@mail.example/"\nknown_hosts = "any"')
    assert secrets_missing(parse(text), tmp_path, {}) == []
