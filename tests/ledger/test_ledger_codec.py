"""What is written down comes back, and what a later release adds changes no fingerprint."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.newsroom import START, version
from wireroom.errors import LedgerError
from wireroom.ledger.codec import decode, fingerprint_of, micros, moment, prepare
from wireroom.ledger.words import matches
from wireroom.news import Association, Dateline, Edit, Hold, Kill, Pin, Rights, Status, Version
from wireroom.news.tokens import tokens

FULL = version(
    dateline=Dateline("LINDHOLM, March 2 (MPA) -", "Lindholm", date(2026, 3, 2), "MPA"),
    rights=Rights(holder="MPA", usage_terms=("Not for use in Ruritania",)),
    associations=(Association(kind="picture", href="a.jpg", width=640),),
    status=Status.WITHHELD,
    expires=START + timedelta(microseconds=1),
    subjects=("medtop:20000735", "medtop:13000000"),
)


@pytest.mark.parametrize("what", [FULL, version(), Version(uri="u")])
def test_versions_come_back(what: Version) -> None:
    sound, data = prepare(what)
    assert decode("Version", data) == sound == what


def test_decisions_come_back() -> None:
    for what in (
        Hold(uri="u", by="Ada", at=START),
        Kill(uri="u", by="Ada", at=START, why="wrong"),
        Pin(uri="u", by="Ada", at=START, site="orbit", until=START),
        Edit(uri="u", by="Ada", at=START, headline="Ünïcode"),
    ):
        assert decode(type(what).__name__, prepare(what)[1]) == what


@given(st.builds(Version, uri=st.text(min_size=1), headline=st.text(st.characters(codec=None)), summary=st.text()))
def test_any_text_comes_back_once_it_is_sound(what: Version) -> None:
    sound, data = prepare(what)
    assert decode("Version", data) == sound
    assert prepare(sound) == (sound, data)


def test_what_is_not_said_is_not_written_so_that_later_fields_change_no_fingerprint() -> None:
    _, data = prepare(Version(uri="u", headline="h"))
    assert msgspec.msgpack.decode(data) == {"headline": "h", "uri": "u"}
    earlier = msgspec.msgpack.encode({"headline": "h", "uri": "u", "a_field_of_tomorrow": 1})
    assert decode("Version", earlier) == Version(uri="u", headline="h")


def test_one_moment_in_two_zones_is_one_content() -> None:
    east = timezone(timedelta(hours=9))
    there, here = version(expires=START.astimezone(east)), version(expires=START)
    assert prepare(there)[1] == prepare(here)[1]
    assert fingerprint_of("Version", prepare(version())[1]) != fingerprint_of("Version", prepare(here)[1])


def test_damaged_and_unknown_entries_are_told() -> None:
    with pytest.raises(LedgerError, match="damaged"):
        decode("Version", b"\x81\xa3uri")
    with pytest.raises(LedgerError, match="unknown kind"):
        decode("Prophecy", b"")


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_are_exact(at: datetime) -> None:
    assert moment(micros(at)) == at


@given(st.text())
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    words = tokens(text)
    assert words == tokens(" ".join(words))
    assert matches(words, text.replace('"', " ")) is bool(words)
