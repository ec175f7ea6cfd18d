"""The keys of a source that say how copy comes: what they mean together, and what cannot be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from wireroom import network
from wireroom.errors import NetworkFileError
from wireroom.network.model import Source

HEAD = """
name = "Test"
inbox = "https://wire.example"
[sites.orbit]
name = "Orbit"
url = "https://orbit.example"
[licences.mpa]
provider = "MPA"
term = { from = 2020-01-01 }
sites = ["orbit"]
[sources.wire]
provider = "MPA"
licence = "mpa"
"""
PUSH = 'from = "push:"\nauth = "hmac"\npassword_env = "P"'
HTTP = 'from = "https://wire.example/feed"'


def source(keys: str) -> Source:
    return network.parse(HEAD + keys).sources["wire"]


def problems(keys: str) -> list[str]:
    with pytest.raises(NetworkFileError) as told:
        source(keys)
    return [str(one) for one in told.value.problems]


def test_what_is_left_out_is_careful() -> None:
    wire = source(HTTP)
    assert not wire.allow_private
    assert wire.websub
    assert (wire.auth, wire.follow, wire.ca_file) == ("", "", "")
    assert (wire.every, wire.slowest) == (timedelta(minutes=1), timedelta(minutes=15))


def test_what_is_written_is_read() -> None:
    keys = 'auth = "header:X-Api-Key"\npassword_env = "P"\nfollow = "ap"\nwebsub = false\nca_file = "ca.pem"'
    wire = source(f'{HTTP}\n{keys}\nallow_private = true\nslowest = "1 hour"')
    assert (wire.auth, wire.follow, wire.websub, wire.ca_file) == ("header:X-Api-Key", "ap", False, "ca.pem")
    assert wire.allow_private
    assert wire.slowest == timedelta(hours=1)
    assert network.parse(HEAD + HTTP).inbox == "https://wire.example"


def test_a_user_in_the_address_means_basic() -> None:
    assert source('from = "https://ana@wire.example/"\npassword_env = "P"').auth == "basic"


def test_slowest_yields_to_a_longer_every() -> None:
    assert source(HTTP + '\nevery = "1 day"').slowest == timedelta(days=1)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('from = "push:"', "nothing says how senders prove themselves"),
        ('from = "push:"\nauth = "bearer"', "the secret that senders share is not named"),
        (PUSH.replace("hmac", "basic"), "'basic' is no way to prove oneself here"),
        (PUSH.replace("hmac", "query:key"), "'query:key' is no way to prove oneself here"),
        (PUSH + '\nfollow = "ap"', "nothing is asked of a source that is pushed"),
        (HTTP + '\nauth = "hmac"\npassword_env = "P"', "'hmac' is for copy that is pushed here"),
        (HTTP + '\nauth = "basic"\npassword_env = "P"', "the user is not named"),
        (HTTP + '\nauth = "bearer"', "the password is not named"),
        ('from = "https://ana@wire.example/"', "the password is not named"),
        (HTTP + '\npassword_env = "P"', "nothing says how the password is sent"),
        ('from = "https://ana@wire.example/"\nauth = "bearer"\npassword_env = "P"', "a user is named"),
        ('from = "folder:inbox"\nauth = "bearer"\npassword_env = "P"', "`auth` says nothing about"),
        ('from = "folder:inbox"\nfollow = "link"', "`follow` says nothing about"),
        (HTTP + '\nslowest = "10 s"', "more often than `every` allows"),
        (HTTP + '\nallow_private = "yes"', "expected true or false, found text"),
        (HTTP + '\nauth = "header:"', "is not a way to show a password"),
        (HTTP + '\nauth = "header:X: y"', "is not a way to show a password"),
        (HTTP + '\nfollow = "app"', 'did you mean "ap"?'),
    ],
)
def test_what_cannot_be_is_said_with_its_line(keys: str, said: str) -> None:
    assert any(said in problem and problem.startswith("network.toml:1") for problem in problems(keys))


def test_check_warns_of_what_is_not_there(tmp_path: Path) -> None:
    found = network.parse(HEAD + HTTP + '\nauth = "bearer"\npassword_file = "secret"\nca_file = "ca.pem"')
    said = " ".join(map(str, network.warnings(found, tmp_path / "network.toml", {})))
    assert "ca.pem" in said
    (tmp_path / "ca.pem").write_text("x", encoding="utf-8")
    said = " ".join(map(str, network.warnings(found, tmp_path / "network.toml", {})))
    assert "the password of source 'wire' is not there" in said


def test_check_warns_of_a_password_on_an_open_line(tmp_path: Path) -> None:
    keys = HTTP.replace("https", "http") + '\nauth = "bearer"\npassword_env = "P"'
    for keys_and_more, warned in ((keys, True), (keys + "\nallow_private = true", False)):
        found = network.warnings(network.parse(HEAD + keys_and_more), tmp_path / "network.toml", {"P": "x"})
        assert any("anybody on the way can read" in str(one) for one in found) is warned


def test_the_ways_in_move_no_story() -> None:
    plain, other = network.parse(HEAD + HTTP), network.parse(HEAD + HTTP + '\nfollow = "link"\nwebsub = false')
    assert plain.digest == other.digest
