"""The doctor: a finding for each thing that can be wrong, with what to do, and none where all is well."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.newsroom import alerts
from wireroom.newsroom.alerts import Alerts
from wireroom.newsroom.health import Level
from wireroom.newsroom.health_doctor import Finding, examine

ALERTS = '\n[alerts]\nwebhook = "https://chat.example/hook"\n'
Ask = Callable[[], list[Finding]]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, NETWORK + ALERTS)
    made.take("mpa", g2("urn:newsml:mpa.example:20261122:1", 1, "Ferry"))
    yield made
    made.close()


@pytest.fixture
def ask(rig: Rig) -> Ask:
    return lambda: list(examine(rig.folder, lambda: NOW))


def lose_originals(rig: Rig) -> None:
    with closing(sqlite3.connect(rig.folder / "ledger.sqlite", isolation_level=None)) as base:
        base.execute("DELETE FROM original")


def of(findings: list[Finding], check: str) -> Finding:
    return next(one for one in findings if one.check == check)


def test_where_all_is_well_nothing_is_wrong(ask: Ask) -> None:
    assert [one for one in ask() if one.level is not None] == []
    looked_at = {one.check for one in ask()}
    assert looked_at >= {"versions", "network file", "folders", "disk", "clock", "ledger", "originals"}


def test_every_trouble_says_what_to_do(rig: Rig, ask: Ask) -> None:
    rig.take("mpa", b"<broken", name="a.xml")
    lose_originals(rig)
    wrong = [one for one in ask() if one.level is not None]
    assert wrong
    assert all(one.todo for one in wrong)


def test_a_network_file_that_cannot_be_used_ends_it_with_every_problem(rig: Rig, ask: Ask) -> None:
    (rig.folder / "network.toml").write_text("name = 1\nnmae = 2\n", encoding="utf-8")
    found = [one for one in ask() if one.check == "network file"]
    assert len(found) >= 2
    assert {one.level for one in found} == {Level.FAILURE}


def test_a_secret_that_is_not_there_is_a_failure(rig: Rig, ask: Ask) -> None:
    text = NETWORK.replace(
        'from = "folder:inbox/nln"', 'from = "ftps://wire@nln.example/"\npassword_file = "secrets/nln"'
    )
    (rig.folder / "network.toml").write_text(text + ALERTS, encoding="utf-8")
    assert of(ask(), "secrets").level is Level.FAILURE


def test_a_folder_elsewhere_that_is_not_there_is_a_failure(rig: Rig, ask: Ask) -> None:
    text = NETWORK.replace("folder:inbox/nln", "folder:/mnt/no/such/drive")
    (rig.folder / "network.toml").write_text(text + ALERTS, encoding="utf-8")
    finding = of(ask(), "folders")
    assert (finding.level, "/mnt/no/such/drive" in finding.what) == (Level.FAILURE, True)


class Usage(NamedTuple):
    free: int


@pytest.mark.parametrize(("free", "level"), [(1 << 20, Level.FAILURE), (500 << 20, Level.WARNING), (9 << 30, None)])
def test_a_full_disk_is_told_in_time(ask: Ask, monkeypatch: pytest.MonkeyPatch, free: int, level: Level | None) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(free))
    assert of(ask(), "disk").level is level


@pytest.mark.parametrize("now", [NOW - timedelta(hours=3), datetime(1970, 1, 2, tzinfo=UTC)])
def test_a_clock_that_is_behind_is_a_failure(rig: Rig, now: datetime) -> None:
    assert of(list(examine(rig.folder, lambda: now)), "clock").level is Level.FAILURE


def test_a_damaged_ledger_is_a_failure_and_stops_no_other_check(rig: Rig, ask: Ask) -> None:
    rig.close()
    file = rig.folder / "ledger.sqlite"
    data = bytearray(file.read_bytes())
    data[4096 : len(data) // 2] = b"\xa5" * (len(data) // 2 - 4096)
    file.write_bytes(data)
    found = ask()
    assert Level.FAILURE in {one.level for one in found if one.check in ("ledger", "clock")}
    assert of(found, "alerts").level is None


def test_a_lost_original_is_a_failure(rig: Rig, ask: Ask) -> None:
    lose_originals(rig)
    finding = of(ask(), "originals")
    assert (finding.level, "1 of the last 1" in finding.what) == (Level.FAILURE, True)


def test_quarantine_is_a_warning_with_the_last_reason(rig: Rig, ask: Ask) -> None:
    rig.take("mpa", b"<broken", name="a.xml")
    finding = of(ask(), "quarantine")
    assert (finding.level, "a.xml" in finding.what) == (Level.WARNING, True)


def test_a_missing_extra_is_named(rig: Rig, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    text = NETWORK.replace("folder:inbox/nln", "sftp://wire@nln.example/")
    (rig.folder / "network.toml").write_text(text + ALERTS, encoding="utf-8")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "wireroom[sftp]" in of(ask(), "extras").todo


def test_an_alert_that_cannot_be_sent_is_a_failure(rig: Rig, ask: Ask) -> None:
    alerts.save(rig.folder, Alerts(troubles={"webhook": "chat.example: no connection\n  → mend it"}))
    finding = of(ask(), "alerts")
    assert (finding.level, finding.todo) == (Level.FAILURE, "mend it")


def test_that_nobody_is_told_is_said(rig: Rig, ask: Ask) -> None:
    (rig.folder / "network.toml").write_text(NETWORK, encoding="utf-8")
    assert of(ask(), "alerts").level is Level.NOTICE


def test_a_check_that_fails_itself_is_a_finding(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> Usage:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "disk_usage", broken)
    finding = of(ask(), "disk")
    assert (finding.level, "Input/output" in finding.what) == (Level.FAILURE, True)
