"""Receipts: what each address answered after a kill or a correction; nothing counts as landed that was not seen to."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.rig import NETWORK, NOW, Rig
from tests.transports.faulty import Asked, Server, answer, fetching
from tests.wires import g2
from wireroom.errors import RefusedError
from wireroom.news import Decision, Hold, Kill, Receipt, Release, Remove, story_id
from wireroom.newsroom import receipts_watch
from wireroom.newsroom.hooks_urls import Address, Kind
from wireroom.newsroom.receipts import Asking, Report, record, recorded
from wireroom.newsroom.receipts_canaries import Canaries, left
from wireroom.newsroom.receipts_page import receipt_page
from wireroom.newsroom.receipts_places import Export, Found, InLedger, Place, Served
from wireroom.newsroom.receipts_watch import FIRST_PAUSE, LONGEST, Receipts

URI = "urn:newsml:mpa.example:20261122:8201"
HEADLINE = "Rocket qxzzy leaves"
PATH = f"/2026/11/22/rocket-qxzzy-leaves-{story_id(URI)}"


def story(number: int = 1, headline: str = HEADLINE, uri: str = URI, **facts: object) -> bytes:
    return g2(uri, number, headline, created=NOW - timedelta(minutes=20 - number), **facts)  # type: ignore[arg-type]


def decide(rig: Rig, make: type[Decision], **facts: object) -> None:
    rig.home.ledger.append(make(uri=URI, by="Ana", at=rig.now, **facts), at=rig.now)  # type: ignore[arg-type]


def in_ledger(rig: Rig) -> Place:
    home = rig.home
    return InLedger(home.ledger, home.network, home.pages(home.network), rig.now)


def ask(rig: Rig, *places: Place) -> Report:
    asking = Asking(rig.home.ledger, rig.home.network, URI, rig.now, "Ana", "the agency wants it")
    return asking.ask(places or (in_ledger(rig),), lambda: rig.now)


def test_a_kill_is_found_dark_at_every_address(rig: Rig) -> None:
    rig.take("mpa", story())
    decide(rig, Kill, why="wrong city")
    report = ask(rig)
    assert (report.landed, report.left) == ("2026-11-22T12:00:00.000Z", [])
    statuses = {one.url: one.status for one in report.checks}
    assert [statuses[f"https://{site}.example{PATH}"] for site in ("orbit", "shield", "current")] == [410, 410, 410]
    for address in ("/", "/planets", "/feed.xml", "/planets/feed.json", "/sitemap.xml"):
        assert statuses[f"https://orbit.example{address}"] == 200
    assert statuses["https://orbit.example/search?q=Rocket%20qxzzy%20leaves"] == 200
    assert report.order["by"] == "Ana"
    assert report.order["why"] == "wrong city"


def test_what_still_shows_it_is_named(rig: Rig) -> None:
    rig.take("mpa", story())
    decide(rig, Hold)
    decide(rig, Release)
    report = ask(rig)
    assert report.landed == ""
    wrong = {one.url: one.left for one in report.left}
    assert wrong[f"https://orbit.example{PATH}"] == "it answered 200"
    for address in ("/", "/planets", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap/2026-11.xml"):
        assert "is in it" in wrong[f"https://orbit.example{address}"]
    # A crowded month is told of by days and hours, and these can always be asked for.
    for span in ("2026-11-22", "2026-11-22T11"):
        assert "is in it" in wrong[f"https://orbit.example/sitemap/{span}.xml"]
    assert "is in it" in wrong["https://orbit.example/search?q=Rocket%20qxzzy%20leaves"]
    assert any("/planets/before/" in url for url in wrong)


def test_a_removal_is_asked_for_on_its_site_alone(rig: Rig) -> None:
    rig.take("mpa", story())
    decide(rig, Remove, site="orbit")
    report = ask(rig)
    assert {one.url.split("/")[2] for one in report.checks} == {"orbit.example"}
    assert report.left == []


def test_there_is_no_receipt_without_an_order(rig: Rig) -> None:
    rig.take("mpa", story())
    with pytest.raises(RefusedError, match="nothing of this story was killed"):
        ask(rig)


def test_a_headline_that_another_story_has_is_no_sign(rig: Rig) -> None:
    rig.take("mpa", story(), story(uri=URI + "9"))
    decide(rig, Kill)
    report = ask(rig)
    assert report.left == []
    assert report.notes == [f"another story has this headline, too: {HEADLINE}"]


def test_a_correction_is_found_on_the_page_and_the_old_headline_nowhere(rig: Rig) -> None:
    rig.take("mpa", story(), story(2, "Rocket qxzzy stays", signal="correction"))
    report = ask(rig)
    assert (report.kind, report.left) == ("correction", [])
    assert f"https://orbit.example{PATH.replace('leaves', 'stays')}" in {one.url for one in report.checks}


def test_a_page_without_the_correction_is_named() -> None:
    address = Address("orbit", PATH, Kind.STORY)
    canaries = Canaries((), ("Rocket leaves",), marks=("2026-11-22T11:00:00Z", "Rocket stays"))
    assert left(canaries, address, Found("", 200, "", b"Rocket stays")) == "“2026-11-22T11:00:00Z” is not in it"
    assert "Rocket leaves" in left(canaries, address, Found("", 200, "", b"Rocket leaves"))
    assert left(canaries, address, Found("", 200, "", b"Rocket stays 2026-11-22T11:00:00Z")) == ""
    assert left(canaries, address, Found("", 301, "", b"")) == "it answered 301"


def test_a_site_that_the_corrected_story_has_left_has_nothing_to_correct(rig: Rig) -> None:
    rig.take("mpa", story(slugline="grid"), story(2, signal="correction", slugline="orbits"))
    assert rig.get("orbit", PATH).status == 200
    assert rig.get("current", PATH).status in (404, 410)
    assert ask(rig).left == []


CANARIES = Canaries(("0123456789ab",), ("Müller’s “rocket” & co leave",))


@pytest.mark.parametrize(
    "body",
    [
        "Müller’s “rocket” &amp; co leave".encode(),
        b"M&uuml;ller&#8217;s  &ldquo;rocket&rdquo;\n&amp; co leave",
        rb'{"title": "M\u00fcller\u2019s \u201crocket\u201d & co leave"}',
        "MÜLLER’S “ROCKET” & CO LEAVE".encode(),
        b"/2026/11/22/x-0123456789ab",
    ],
)
def test_a_story_is_found_however_it_is_written(body: bytes) -> None:
    assert "is in it" in left(CANARIES, Address("orbit", "/", Kind.FRONT), Found("", 200, "", body))


def test_headers_count_and_tombstones_do_not() -> None:
    front = Address("orbit", "/", Kind.FRONT)
    assert left(CANARIES, front, Found("", 301, "/2026/11/22/x-0123456789ab", b""))
    tombstone = b'<at:deleted-entry ref="tag:orbit.example,2026-01-01:0123456789ab" when="2026-11-22T12:00:00Z"/>'
    assert left(CANARIES, front, Found("", 200, "", tombstone)) == ""


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_no_answer_is_no_proof(status: int) -> None:
    front = Address("orbit", "/", Kind.FRONT)
    assert left(CANARIES, front, Found("", status, "", b"")).startswith("nobody can")


def test_a_receipt_is_in_the_ledger_and_its_report_is_kept(rig: Rig) -> None:
    rig.take("mpa", story())
    decide(rig, Kill)
    report = ask(rig)
    entry = record(rig.home.ledger, report, rig.now)
    assert isinstance(entry.what, Receipt)
    assert (entry.what.proves, entry.what.of, entry.what.left) == ("takedown", 2, 0)
    assert (entry.what.by, entry.what.why) == ("Ana", "the agency wants it")
    told = recorded(rig.home.ledger, URI)[-1]
    assert told["recorded"]["digest"] == entry.digest
    assert told["checks"] == report.facts()["checks"]
    assert rig.get("orbit", PATH).status == 410


def test_the_page_can_be_sent_and_nothing_in_it_runs(rig: Rig) -> None:
    rig.take("mpa", story())
    decide(rig, Kill)
    text = receipt_page({**ask(rig).facts(), "headline": "Rocket <script>alert(1)</script> & co"})
    assert "<script" not in text
    assert "Rocket &lt;script&gt;" in text
    assert "Found as ordered at every address asked" in text
    assert "default-src 'none'" in text


def test_a_folder_is_looked_into_twins_and_older_pages_too(rig: Rig, tmp_path: Path) -> None:
    rig.take("mpa", story())
    decide(rig, Kill)
    folder = tmp_path / "out"
    leaf = folder / "orbit" / "planets" / "before"
    leaf.mkdir(parents=True)
    place = Export(folder, rig.home.network)
    assert ask(rig, place).left == []
    (leaf / "abc-000000000001.html").write_text(f"<a href='{PATH}'>", encoding="utf-8")
    (folder / "orbit" / "feed.xml.gz").write_bytes(gzip.compress(HEADLINE.encode()))
    (folder / "orbit" / f"{PATH[1:]}.html").parent.mkdir(parents=True)
    (folder / "orbit" / f"{PATH[1:]}.html").write_text("anything", encoding="utf-8")
    assert {Path(one.url).name for one in ask(rig, place).left} == {
        "abc-000000000001.html",
        "feed.xml.gz",
        PATH.rpartition("/")[2] + ".html",
    }


# the watch


@pytest.fixture
def server(rig: Rig) -> Iterator[Server]:
    """A server that answers what the newsroom's own would, or what it answered at an earlier time (`stale`)."""
    made = Server()
    stale: dict[str, bytes] = {}

    class Replies(dict[str, object]):
        def get(self, key: object, default: object = None) -> object:
            return reply

    def reply(asked: Asked) -> bytes:
        site, _, path = asked.target.removeprefix("/@").partition("/")
        if "*" in stale:
            return stale["*"]
        found = rig.get(site, f"/{path}")
        return answer(found.status, found.body)

    made.replies = Replies()  # type: ignore[assignment]
    made.stale = stale  # type: ignore[attr-defined]
    yield made
    made.close()


def receipts_of(rig: Rig) -> list[Receipt]:
    return [one.what for one in rig.home.ledger.history(URI) if isinstance(one.what, Receipt)]


def test_every_kill_gets_its_receipt_once(rig: Rig, server: Server) -> None:
    rig.take("mpa", story())
    with fetching() as fetcher:
        watch = Receipts(rig.home, lambda: rig.now, lambda at: [Served(server.url, rig.home.network, fetcher)])
        watch.look()
        decide(rig, Kill)
        for _ in range(3):
            watch.look()
    assert [(one.by, one.left, one.asked > 20) for one in receipts_of(rig)] == [("newsroom", 0, True)]
    assert receipts_watch.load(rig.folder).open == {}


def test_it_is_asked_again_until_it_has_landed_over_a_restart_too(rig: Rig, server: Server) -> None:
    rig.take("mpa", story())
    with fetching() as fetcher:

        def watch() -> Receipts:
            return Receipts(rig.home, lambda: rig.now, lambda at: [Served(server.url, rig.home.network, fetcher)])

        watch().look()
        server.stale["*"] = answer(200, HEADLINE.encode())  # type: ignore[attr-defined]
        decide(rig, Kill)
        watch().look()
        assert receipts_of(rig) == []
        assert receipts_watch.load(rig.folder).open[URI].left > 20
        rig.later(minutes=3)
        watch().look()
        assert [one.left > 20 for one in receipts_of(rig)] == [True], "the deadline has passed: that is recorded"
        assert receipts_of(rig)[0].landed is None
        server.stale.clear()  # type: ignore[attr-defined]
        rig.later(minutes=6)
        watch().look()
    assert [one.left for one in receipts_of(rig)][1:] == [0]


def test_after_a_day_it_is_given_up_and_recorded(rig: Rig, server: Server) -> None:
    rig.take("mpa", story())
    with fetching() as fetcher:
        watch = Receipts(rig.home, lambda: rig.now, lambda at: [Served(server.url, rig.home.network, fetcher)])
        watch.look()
        server.stale["*"] = answer(500)  # type: ignore[attr-defined]
        decide(rig, Kill)
        watch.look()
        rig.now += LONGEST + FIRST_PAUSE
        watch.look()
    assert [one.left > 20 for one in receipts_of(rig)] == [True]
    assert receipts_watch.load(rig.folder).open == {}


def test_a_server_that_runs_is_found_by_commands_beside_it(rig: Rig) -> None:
    from wireroom.newsroom.receipts_places import announce, serving, withdraw

    assert serving(rig.folder) == ""
    announce(rig.folder, "http://127.0.0.1:8080")
    assert serving(rig.folder) == "http://127.0.0.1:8080"
    withdraw(rig.folder)
    assert serving(rig.folder) == ""


def test_a_report_is_json_with_every_answer(rig: Rig) -> None:
    rig.take("mpa", story())
    decide(rig, Kill)
    told = json.loads(ask(rig).bytes())
    assert told["complete"] is True
    assert all(len(one["sha256"]) == 64 for one in told["checks"])
    assert told["places"] == [{"place": "ledger", "asked": len(told["checks"]), "left": 0, "landed": told["landed"]}]


def test_the_public_addresses_are_asked_where_the_owner_wants_it(tmp_path: Path) -> None:
    from wireroom.newsroom.receipts_places import OpenWeb

    rig = Rig(tmp_path, NETWORK + "[sites.orbit.hooks]\nask_public = true\n")
    with fetching() as fetcher:
        assert OpenWeb(rig.home.network, fetcher, rig.folder).sites == {"orbit"}
    rig.close()
