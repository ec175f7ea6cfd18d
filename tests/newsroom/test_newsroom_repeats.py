"""Polled feeds at take-in: what was in them the last time is not read again, and nothing is missed by that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rig import NOW, Rig
from tests.wires import rss
from wireroom.errors import LedgerBusyError
from wireroom.ledger.model import Outcome
from wireroom.newsroom import repeats
from wireroom.newsroom.intake import NOTHING, QUARANTINED, Fate, Intake
from wireroom.transports import Delivery, hint_for


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    found = Rig(tmp_path)
    yield found
    found.close()


@pytest.fixture
def intake(rig: Rig) -> Intake:
    return rig.home.intake(lambda: rig.now)


def _feed(*entries: tuple[int, str]) -> bytes:
    return rss(*((f"tag:pws.example,2026:{n}", title, f"{title} today.", NOW) for n, title in entries))


def _poll(
    rig: Rig, intake: Intake, data: bytes, *, repeating: bool = True, address: str = "https://pws.example/feed"
) -> list[Fate]:
    source = rig.home.network.sources["pws"]
    return intake.take(source, [Delivery(address, data, hint_for(source, address), repeats=repeating)])


def _outcomes(fates: list[Fate]) -> list[str]:
    return [str(fate.outcome) for fate in fates]


def test_of_the_second_poll_only_what_is_new_is_read(rig: Rig, intake: Intake) -> None:
    _poll(rig, intake, _feed((1, "Cable laid"), (2, "Fog came")))
    fates = _poll(rig, intake, _feed((3, "Ferry back"), (1, "Cable laid"), (2, "Fog came")))
    assert [(fate.outcome, fate.headline) for fate in fates] == [(Outcome.ACCEPTED, "Ferry back")]


def test_what_changed_is_the_next_version(rig: Rig, intake: Intake) -> None:
    _poll(rig, intake, _feed((1, "Cable laid"), (2, "Fog came")))
    fates = _poll(rig, intake, _feed((1, "Cable laid at last"), (2, "Fog came")))
    assert [(fate.outcome, fate.headline) for fate in fates] == [(Outcome.UPDATED, "Cable laid at last")]


def test_when_nothing_is_new_nothing_is_read(rig: Rig, intake: Intake) -> None:
    _poll(rig, intake, _feed((1, "Cable laid"), (2, "Fog came")))
    (fate,) = _poll(rig, intake, _feed((1, "Cable laid")))
    assert (fate.outcome, "nothing is new" in fate.why) == (NOTHING, True)


def test_what_does_not_repeat_is_read_whole(rig: Rig, intake: Intake) -> None:
    _poll(rig, intake, _feed((1, "Cable laid")), repeating=False)
    fates = _poll(rig, intake, _feed((2, "Fog came"), (1, "Cable laid")), repeating=False)
    assert _outcomes(fates) == [Outcome.ACCEPTED, Outcome.DUPLICATE]


def test_after_a_start_the_feed_is_read_whole(rig: Rig, intake: Intake) -> None:
    _poll(rig, intake, _feed((1, "Cable laid")))
    fates = _poll(rig, rig.home.intake(lambda: rig.now), _feed((2, "Fog came"), (1, "Cable laid")))
    assert _outcomes(fates) == [Outcome.ACCEPTED, Outcome.DUPLICATE]


def test_after_its_source_was_changed_the_feed_is_read_whole(rig: Rig, intake: Intake) -> None:
    _poll(rig, intake, _feed((1, "Cable laid")))
    source = replace(rig.home.network.sources["pws"], language="nb")
    address = "https://pws.example/feed"
    delivery = Delivery(address, _feed((2, "Fog came"), (1, "Cable laid")), hint_for(source, address), repeats=True)
    assert len(intake.take(source, [delivery])) == 2


def test_what_the_ledger_could_not_record_is_read_again(
    rig: Rig, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise LedgerBusyError("another process writes")

    with monkeypatch.context() as patch:
        patch.setattr(intake.ledger, "append_all", busy)
        with pytest.raises(LedgerBusyError):
            _poll(rig, intake, _feed((1, "Cable laid")))
    assert _outcomes(_poll(rig, intake, _feed((1, "Cable laid"), (2, "Fog came")))) == [Outcome.ACCEPTED] * 2


def test_a_feed_that_breaks_and_mends_is_read_whole(rig: Rig, intake: Intake) -> None:
    whole = _feed((1, "Cable laid"), (2, "Fog came"))
    _poll(rig, intake, whole)
    assert _outcomes(_poll(rig, intake, whole[:-30])) == [QUARANTINED]
    assert len(_poll(rig, intake, _feed((3, "Ferry back"), (1, "Cable laid"), (2, "Fog came")))) == 3


def test_what_has_not_come_for_longest_is_forgotten(rig: Rig, intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MOST", 1)
    _poll(rig, intake, _feed((1, "Cable laid")))
    _poll(rig, intake, _feed((2, "Fog came")), address="https://pws.example/other")
    assert len(_poll(rig, intake, _feed((3, "Ferry back"), (1, "Cable laid")))) == 2
