"""Partial updates at take-in: put together with the originals in the vault, or held until the desk has seen to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.formats.test_formats_newsml_1_update import NEW_HEAD, URI, WHOLE, changed
from tests.rig import Rig
from wireroom.news import Story

SOURCE = "mpa"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    found = Rig(tmp_path)
    yield found
    found.close()


def story(rig: Rig) -> Story:
    with rig.home.ledger.snapshot(rig.now) as snapshot:
        found = snapshot.story(URI)
    assert found is not None
    return found


def test_an_update_is_put_together_with_what_came_before(rig: Rig) -> None:
    rig.take(SOURCE, WHOLE)
    rig.take(SOURCE, NEW_HEAD)
    found = story(rig)
    assert found.headline == "Ships stay"
    assert found.latest is not None
    assert "They return at night." in found.latest.version.body
    assert not found.held


def test_an_update_in_the_same_batch_as_its_base(rig: Rig) -> None:
    rig.take(SOURCE, WHOLE, NEW_HEAD, changed(3, '<Delete DuidRef="p1"/>'))
    found = story(rig)
    assert found.latest is not None
    assert (found.latest.version.number, found.headline) == (3, "Ships stay")
    assert "at noon" not in found.latest.version.body


def test_an_update_whose_base_is_not_here_is_held(rig: Rig) -> None:
    rig.take(SOURCE, NEW_HEAD)
    rig.take(SOURCE, WHOLE)
    assert story(rig).held


def test_a_strangers_copy_is_no_base(rig: Rig) -> None:
    rig.take("pws", WHOLE)
    rig.take(SOURCE, NEW_HEAD)
    received = [one for one in (*story(rig).versions, *story(rig).refused) if one.version.number == 2]
    assert not received[0].version.has_copy
