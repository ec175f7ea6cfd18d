"""What the making of pages remembers of one snapshot is what the snapshot says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom.publishing_helper import archive
from tests.rig import NOW, Rig
from wireroom.news import Kill
from wireroom.newsroom.publishing.reading import OneStory


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def test_rows_come_in_the_order_asked_for_and_only_those_that_are_there(rig: Rig) -> None:
    uris = archive(rig, 5)
    one = OneStory()
    with rig.home.ledger.snapshot(NOW) as snapshot:
        for wanted in (uris[:3], ["urn:none", *reversed(uris)], uris[2:4]):
            for where in ("orbit", "shield"):
                assert list(one.of(snapshot).listed(where, wanted)) == list(snapshot.listed(where, wanted))


def test_another_snapshot_is_asked_anew(rig: Rig) -> None:
    uris = archive(rig, 3)
    one = OneStory()
    with rig.home.ledger.snapshot(NOW) as snapshot:
        assert len(list(one.of(snapshot).listed("orbit", uris))) == 3
    rig.home.ledger.append(Kill(uri=uris[1], by="ana", at=NOW, why="wrong"), at=NOW)
    with rig.home.ledger.snapshot(NOW) as snapshot:
        assert [row.uri for row in one.of(snapshot).listed("orbit", uris)] == [uris[0], uris[2]]
