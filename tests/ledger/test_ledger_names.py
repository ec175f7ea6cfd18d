"""What items are called by in other items' words: both ledgers find the same, and a file made before is filled."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.ledger.newsroom import MPA, NETWORK, NLN, START, version
from wireroom.ledger.memory import MemoryLedger
from wireroom.ledger.model import Ledger
from wireroom.ledger.names import names_in, names_of
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.news import Act, Body, Order

DAY = timedelta(days=1)


@pytest.fixture(params=["memory", "sqlite"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    return MemoryLedger(NETWORK) if request.param == "memory" else SqliteLedger(tmp_path / "ledger.sqlite", NETWORK)


def test_a_story_is_found_by_its_number_of_those_days(ledger: Ledger) -> None:
    ledger.append(version("urn:mpa:1", 1, MPA, alt_ids=("mpe0101",), version_created=START), at=START)
    ledger.append(version("urn:mpa:2", 1, MPA, alt_ids=("mpe0101",), version_created=START + 9 * DAY), at=START)
    assert ledger.named(MPA, ["number 101"], START - DAY, START + DAY) == ["urn:mpa:1"]
    ledger.close()


def test_the_last_made_comes_first(ledger: Ledger) -> None:
    for number in (1, 3, 2):
        made = START + number * DAY
        ledger.append(version(f"urn:mpa:{number}", 1, MPA, slugline="Transport/ferry/", version_created=made), at=START)
    found = ledger.named(MPA, ["slug transportferry"], START, START + 9 * DAY)
    assert found == ["urn:mpa:3", "urn:mpa:2", "urn:mpa:1"]
    ledger.close()


def test_of_many_names_those_are_told_that_an_item_of_the_provider_goes_by(ledger: Ledger) -> None:
    ledger.append(version("urn:mpa:1", 1, MPA, slugline="ferry-storm", version_created=START), at=START)
    ledger.append(version("urn:nln:1", 1, NLN, slugline="harbour-fire", version_created=START), at=START)
    asked = ["slug ferrystorm", "slug harbourfire", *(f"slug other{number}" for number in range(1200))]
    assert ledger.filed(MPA, asked) == {"slug ferrystorm"}
    ledger.close()


def test_another_providers_story_is_not_found(ledger: Ledger) -> None:
    ledger.append(version("urn:mpa:1", 1, MPA, slugline="ferry-storm", version_created=START), at=START)
    assert ledger.named(NLN, ["slug ferrystorm"], START - DAY, START + DAY) == []
    ledger.close()


def test_an_order_calls_what_a_story_is_called() -> None:
    story = version(
        "urn:mpa:1", 1, MPA, slugline="BC-NH--Ferry Storm", headline="Ferry's back", body=Body("<p>It sails.</p>")
    )
    order = Order(Act.KILL, slugline="Ferry-Storm", headline="FERRY’S BACK")
    assert set(names_in(order)) <= set(names_of(story))


def test_a_file_without_names_is_named_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    first = SqliteLedger(path, NETWORK)
    first.append(version("urn:mpa:1", 1, MPA, slugline="ferry-storm", version_created=START), at=START)
    first.close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM named")
        connection.execute("DELETE FROM meta WHERE key = 'names'")
    again = SqliteLedger(path, NETWORK)
    assert again.named(MPA, ["slug ferrystorm"], START - DAY, START + DAY) == ["urn:mpa:1"]
    again.close()
