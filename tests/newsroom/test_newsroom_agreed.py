from datetime import timedelta
from pathlib import Path

from tests.rig import NOW, Rig
from tests.wires import g2
from wireroom.ledger.verify import verify
from wireroom.news import LICENCES, Agree
from wireroom.newsroom import agreed
from wireroom.newsroom.why import explain

URI = "urn:newsml:mpa.example:20261122:9001"
LATER = NOW + timedelta(days=3)


def changed(rig: Rig, old: str, new: str) -> None:
    rig.home.file.write_text(rig.home.file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    rig.home.ledger.adopt(rig.home.reload())


def test_a_change_of_the_licences_is_an_entry_and_the_same_again_is_none(rig: Rig) -> None:
    first = agreed.record(rig.home.ledger, rig.home.network, NOW)
    assert first is not None and isinstance(first.what, Agree)
    assert first.what.by
    assert "[licences.mpa]" in first.what.terms
    assert agreed.record(rig.home.ledger, rig.home.network, LATER) is None
    changed(rig, 'name = "Orbit Daily"', 'name = "Orbit"')
    assert agreed.record(rig.home.ledger, rig.home.network, LATER) is None
    changed(rig, 'credit = "MPA"', 'credit = "Meridian"')
    second = agreed.record(rig.home.ledger, rig.home.network, LATER)
    assert second is not None and isinstance(second.what, Agree)
    assert second.what.why == "the network file has changed"
    assert [one.seq for one in rig.home.ledger.history(LICENCES)] == [first.seq, second.seq]


def test_what_was_allowed_then_is_told_by_the_licences_of_then(rig: Rig) -> None:
    agreed.record(rig.home.ledger, rig.home.network, NOW)
    rig.take("mpa", g2(URI, 1, "Rocket on the pad", created=NOW - timedelta(minutes=5)))
    forms = '\nforms = { feed = "full"'
    changed(rig, f'sites = ["orbit", "shield", "current"]{forms}', f'sites = ["shield"]{forms}')
    agreed.record(rig.home.ledger, rig.home.network, LATER)
    rig.restart()
    assert rig.get("orbit", rig.url(URI, "orbit")).status == 404
    for at, allowed in ((NOW, True), (LATER - timedelta(seconds=1), True), (LATER, False)):
        network = agreed.network_at(rig.home.ledger, rig.home.network, at)
        with rig.home.ledger.snapshot(at) as snapshot:
            story = snapshot.story(URI)
            assert story is not None
            page = explain(snapshot, network, story)["sites"]["orbit"].surfaces.get("page", "no")
            assert page.startswith("no") is not allowed


def test_before_the_first_record_there_are_only_the_licences_of_today(rig: Rig) -> None:
    agreed.record(rig.home.ledger, rig.home.network, LATER)
    assert agreed.network_at(rig.home.ledger, rig.home.network, NOW) is rig.home.network


def test_the_record_is_in_the_chain_and_shows_nowhere(rig: Rig, tmp_path: Path) -> None:
    agreed.record(rig.home.ledger, rig.home.network, NOW)
    rig.take("mpa", g2(URI, 1, "Rocket on the pad", created=NOW - timedelta(minutes=5)))
    assert rig.showing("licences]") == rig.showing("urn:wireroom") == []
    rig.home.close()
    assert verify(tmp_path / "ledger.sqlite", rig.home.network).sound
