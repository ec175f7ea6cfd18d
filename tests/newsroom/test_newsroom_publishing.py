"""The network as files: the live server's very bytes, brought up to date, and nothing left of what is gone."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import brotli
import pytest

from tests.newsroom.publishing_helper import Published, address_of, archive, wait_for
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.errors import TransportError
from wireroom.ledger.model import Snapshot
from wireroom.news import Hold, Kill, Pin, Place, Remove, story_id
from wireroom.newsroom.publishing.making import Made, Maker
from wireroom.newsroom.publishing.manifest import Key
from wireroom.newsroom.publishing.publisher import PATIENCE, Report
from wireroom.transports.out import KEPT

WORDS = "Qxzzy harbour"
NOTICE = 'notice = "All MPA copy is protected. No further use without written consent."'


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.close()


@pytest.fixture
def published(rig: Rig) -> Published:
    return Published(rig)


def canary(uri: str = "urn:mpa:canary", number: int = 1, **more: object) -> bytes:
    return g2(uri, number, WORDS, paragraphs=("Qxzzy opening.", "Qxzzy end."), created=NOW, slugline="launch", **more)  # type: ignore[arg-type]


def showing(published: Published, words: str = "qxzzy") -> list[str]:
    """The files that hold the words, in their bytes, unpacked bytes or name."""
    found = []
    for name, data in published.files().items():
        if name.endswith(".gz"):
            data = gzip.decompress(data)
        elif name.endswith(".br"):
            data = brotli.decompress(data)
        if words in name.lower() or words.encode() in data.lower():
            found.append(name)
    return sorted(found)


# The one rule


def same_as_live(rig: Rig, published: Published) -> None:
    """Every file is what the live server answers, and every page that the live server leads to is a file."""
    names = published.pages()
    for name in names:
        site, path, status = address_of(name)
        live = rig.get(site, path)
        assert live.status == status, name
        assert published.joined(name) == live.body, name
    files = {f"{site}{unquote(path)}" for site, path, _ in map(address_of, names)}
    links = {unquote(link.partition("?")[0]) for link, page in rig.crawl().items() if page.status == 200}
    assert {link for link in links if not link.endswith(("/search", "/oembed"))} <= files


def test_every_file_is_what_the_live_server_answers(rig: Rig, published: Published) -> None:
    uris = archive(rig, 100, hours=11)
    rig.take("pws", g2("urn:pws:1", 1, "Grid copy", created=NOW, slugline="grid"))
    rig.take("mpa", canary(expires=NOW + timedelta(hours=3)))
    rig.home.ledger.append(Kill(uri=uris[70], by="ana", at=NOW, why="wrong"), at=NOW)
    rig.later(hours=4)
    published.publish()
    assert len(published.files()) > 130
    same_as_live(rig, published)


@pytest.mark.slow
def test_so_it_is_after_any_change_to_an_archive_that_was_published_before(rig: Rig, published: Published) -> None:
    uris = archive(rig, 100, hours=11)
    published.publish()
    decide = rig.home.ledger.append
    steps: list[Callable[[], object]] = [
        lambda: decide(Kill(uri=uris[50], by="ana", at=rig.now, why="wrong"), at=rig.now),
        lambda: decide(Hold(uri=uris[51], by="ana", at=rig.now, until=rig.now + timedelta(days=2)), at=rig.now),
        lambda: rig.take(
            "mpa", g2(uris[52], 2, "Corrected harbour", created=rig.now, slugline="missile", signal="correction")
        ),
        lambda: decide(Remove(uri=uris[53], by="ana", at=rig.now, site="orbit"), at=rig.now),
        lambda: decide(
            Pin(uri=uris[99], by="ana", at=rig.now, site="orbit", until=rig.now + timedelta(days=1)), at=rig.now
        ),
        lambda: decide(Place(uri=uris[98], by="ana", at=rig.now, site="current", section="grid"), at=rig.now),
        lambda: rig.take("mpa", canary(embargoed=rig.now + timedelta(days=3))),
        lambda: rig.take("mpa", g2("urn:mpa:late", 1, "Late", created=NOW - timedelta(days=20), slugline="launch")),
        lambda: rig.later(days=1),
        lambda: rig.later(days=1),
        lambda: rig.later(days=2),
        lambda: rig.later(days=45),
    ]
    for step in steps:
        step()
        published.publish()
        incremental = published.files()
        same_as_live(rig, published)
        assert published.publish(everything=True).written == 0
        assert published.files() == incremental


# No more than what changed


def test_nothing_changed_nothing_is_written(rig: Rig, published: Published) -> None:
    archive(rig, 20)
    published.publish()
    before = published.stamps()
    report = published.publish()
    assert (report.written, report.removed, published.stamps()) == (0, 0, before)


def test_a_new_headline_leaves_the_archive_untouched(rig: Rig, published: Published) -> None:
    archive(rig, 150)
    published.publish()
    before = published.stamps()
    rig.take("mpa", canary())
    report = published.publish()
    after = published.stamps()
    touched = {name for name in before if after.get(name) != before[name]}
    today = "orbit/archive/2026/11/22.html"
    assert not {name for name in touched if re.search(r"/\d{4}/|/before/", name)} - {today}
    touched -= {today}
    assert touched <= {
        name
        for name in before
        if re.search(r"(index|launch|planets)\.html|feed|atom|sitemap|rail|/(topic|place|agency|author)/", name)
    }
    assert report.made < 60  # lists and feeds, however many stories there are


def test_what_a_new_headline_costs_does_not_grow_with_the_archive(
    rig: Rig, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive(rig, 150)
    published.publish()
    assert any(re.search("/agency/mpa/before/", name) for name in published.files())
    looked: list[str] = []
    make = Maker.make

    def noted(maker: Maker, snapshot: Snapshot, slot: Key) -> Made:
        looked.append(slot[1])
        return make(maker, snapshot, slot)

    monkeypatch.setattr(Maker, "make", noted)
    rig.take("mpa", canary())
    published.publish()
    assert "/agency/mpa" in looked
    assert not [path for path in looked if "/before/" in path]


def test_a_redelivery_changes_no_file(rig: Rig, published: Published) -> None:
    rig.take("mpa", canary())
    published.publish()
    before = published.stamps()
    rig.take("mpa", canary())
    published.publish()
    assert published.stamps() == before


def test_everything_again_writes_only_what_differs(rig: Rig, published: Published) -> None:
    archive(rig, 30)
    published.publish()
    before = published.stamps()
    (rig.folder / "network.toml").write_text(NETWORK.replace("Energy news", "Power news"), encoding="utf-8")
    rig.restart()
    published.publish()
    changed = {name for name, stamp in published.stamps().items() if before.get(name) != stamp}
    assert changed and {name.partition("/")[0] for name in changed} == {"current"}


# What is gone


def test_a_kill_leaves_no_byte_of_the_story(rig: Rig, published: Published) -> None:
    archive(rig, 5)
    rig.take("mpa", canary(), canary(number=2))
    published.publish()
    assert len(showing(published)) > 5
    rig.home.ledger.append(Kill(uri="urn:mpa:canary", by="ana", at=NOW, why="wrong"), at=NOW)
    published.publish()
    assert showing(published) == []
    notices = sorted(name for name in published.files() if name.endswith(f"{story_id('urn:mpa:canary')}.html"))
    assert notices == [f"{site}/_410/{story_id('urn:mpa:canary')}.html" for site in ("current", "orbit", "shield")]
    same_as_live(rig, published)


@pytest.mark.parametrize("rails", ["ssi", "esi", "inline"])
def test_so_it_is_however_rails_are_joined(rig: Rig, rails: str) -> None:
    published = Published(rig, rails)
    archive(rig, 3)
    rig.take("mpa", canary())
    published.publish()
    rig.home.ledger.append(Kill(uri="urn:mpa:canary", by="ana", at=NOW, why="wrong"), at=NOW)
    published.publish()
    assert showing(published) == []


def test_a_site_that_is_no_more_loses_its_files(rig: Rig, published: Published) -> None:
    rig.take("mpa", g2("urn:mpa:1", 1, "Grid repaired", created=NOW, slugline="grid"))
    published.publish()
    assert (published.root / "current/index.html").exists()
    text = re.sub(r"\[sites\.current\].*?(?=\[sources)", "", NETWORK, flags=re.DOTALL)
    text = re.sub(r"\[\[sites\.orbit\.rails\]\].*?length = 4\n", "", text, flags=re.DOTALL).replace(', "current"', "")
    text = re.sub(r'\[\[rules\]\]\nname = "grid".*?(?=\[\[)', "", text, flags=re.DOTALL).replace(
        '"current/grid"', '"orbit"'
    )
    (rig.folder / "network.toml").write_text(text, encoding="utf-8")
    rig.restart()
    published.publish()
    assert [name for name in published.files() if name.startswith("current/")] == []
    assert not (published.root / "current").exists()


def test_twins_are_those_of_their_page_and_go_with_it(rig: Rig, published: Published) -> None:
    rig.take("mpa", canary())
    published.publish()
    for _ in range(2):
        files = published.files()
        twins = [name for name in files if name.endswith((".gz", ".br"))]
        assert "orbit/feed.xml.gz" in twins and "orbit/feed.xml.br" in twins
        woven = {name for name, data in files.items() if b"<!--#" in data or "/rail/" in name}
        assert woven and not woven & {name[:-3] for name in twins}
        for name in twins:
            unpack = gzip.decompress if name.endswith(".gz") else brotli.decompress
            assert unpack(files[name]) == files[name[:-3]]
        rig.take("mpa", g2("urn:mpa:2", 1, "Another", created=NOW, slugline="launch"))
        published.publish()


def test_an_archive_that_is_over_leaves_no_page_of_it(rig: Rig, published: Published) -> None:
    archive(rig, 120)
    published.publish()
    assert [name for name in published.pages() if "/before/" in name]
    rig.later(days=4000)  # the contract is long over
    published.publish()
    assert not [name for name in published.pages() if re.search(r"/before/|/\d{4}/|sitemap/\d{4}", name)]
    same_as_live(rig, published)


def test_a_page_that_no_file_can_be_named_after_is_told(rig: Rig, published: Published) -> None:
    rig.take("mpa", g2("urn:mpa:long", 1, "\U00020000" * 59, created=NOW, slugline="launch"))
    assert len(published.publish().unnamed) == 1


# Rails


def test_pages_with_inlined_rails_hold_them_and_stay_when_a_headline_comes(rig: Rig) -> None:
    published = Published(rig, "inline")
    rig.take("mpa", g2("urn:mpa:grid", 1, "Grid repaired", created=NOW, slugline="grid"))
    uris = archive(rig, 4)
    published.publish()
    page = published.root / f"orbit{rig.url(uris[2], 'orbit')}.html"
    text = page.read_text()
    assert '<div data-rail="/rail/0">' in text and "Grid repaired" in text
    assert '<script src="/rails.js" async></script>\n</body>' in text
    assert (published.root / "orbit/rails.js").exists()
    assert page.with_name(page.name + ".gz").exists()
    stamp = page.stat().st_mtime_ns
    other = g2("urn:mpa:grid2", 1, "Grid again", created=NOW, slugline="grid", paragraphs=("Nothing in common.",))
    rig.take("mpa", other)
    published.publish()
    assert page.stat().st_mtime_ns == stamp
    rig.home.ledger.append(Kill(uri="urn:mpa:grid", by="ana", at=NOW, why="wrong"), at=NOW)
    published.publish()
    assert "Grid repaired" not in page.read_text() and "Grid again" in page.read_text()


def test_copy_cannot_include_anything(rig: Rig, published: Published) -> None:
    evil = '<!--# include virtual="/etc/passwd" --><esi:include src="/x"/>'
    rig.take(
        "mpa",
        g2("urn:mpa:evil", 1, evil, paragraphs=(evil,), created=NOW, slugline="launch", byline=evil, dateline=evil),
    )
    published.publish()
    pages = [data for name, data in published.pages().items() if name.endswith(".html")]
    assert any(b"/etc/passwd" in data for data in pages)
    for data in pages:
        assert set(re.findall(rb"<!--#[^>]*>", data)) <= {b'<!--# include virtual="/rail/0" -->'}
        assert b"<esi:" not in data


# Where readers may be is not known


def test_a_story_limited_to_a_territory_is_nowhere_but_for_a_refusal(rig: Rig, published: Published) -> None:
    limited = NETWORK.replace(NOTICE, NOTICE + '\nterritory = { allow = ["IS"] }', 1)
    (rig.folder / "network.toml").write_text(limited, encoding="utf-8")
    rig.restart()
    rig.take("mpa", canary())
    published.publish()
    assert showing(published) == []
    assert f"orbit/_451/{story_id('urn:mpa:canary')}.html" in published.files()
    same_as_live(rig, published)


# Stopped, and again


class Stop(BaseException):
    """The process is no more."""


@pytest.mark.slow
def test_a_run_may_be_stopped_at_any_change_and_the_next_goes_on(rig: Rig, published: Published) -> None:
    uris = archive(rig, 40)
    rig.take("mpa", canary())
    published.publish()
    stopped, after = 0, 0
    while True:
        rig.home.ledger.append(Kill(uri=uris[after], by="ana", at=NOW, why="wrong"), at=NOW)
        rig.take("mpa", g2(f"urn:mpa:x{after}", 1, f"New {after}", created=NOW, slugline="launch"))
        left = [after]

        def count(verb: str, name: str, why: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Stop

        try:
            with published.open() as publication:
                publication._told = count
                publication.run()
        except Stop:
            stopped += 1
        if left[0] >= 0:
            break
        if after % 4 == 0:  # not always at once
            published.publish()
            same_as_live(rig, published)
        after += 1
    assert stopped > 20
    same_as_live(rig, published)
    assert published.publish(everything=True).written == 0


def test_after_a_power_cut_the_folder_itself_is_looked_at(rig: Rig, published: Published) -> None:
    archive(rig, 5)
    published.publish()
    whole = published.files()
    with published.open() as publication, publication.place.manifest.writing():
        publication.place.manifest.note("boot", "another")
    (published.root / "orbit/2020").mkdir()
    (published.root / "orbit/2020/risen-from-the-dead.html").write_text("removed, and back")
    (published.root / "orbit/launch.html").write_text("half")
    (published.root / "orbit/feed.xml.gz").unlink()
    stamps = published.stamps()
    published.publish()
    assert published.files() == whole
    same = [name for name, stamp in published.stamps().items() if stamps.get(name) == stamp]
    assert len(same) > len(whole) - 8


def test_a_lost_or_damaged_manifest_costs_only_time(rig: Rig, published: Published) -> None:
    archive(rig, 5)
    published.publish()
    whole, before = published.files(), published.stamps()
    for path in (published.root / KEPT).glob("manifest.sqlite*"):
        path.unlink()
    (published.root / "orbit/stray.html").write_text("nobody knows me")
    published.publish()
    assert published.files() == whole
    after = published.stamps()
    assert [name for name in before if after[name] != before[name]] == []


def test_two_publishers_on_one_folder_refuse(rig: Rig, published: Published) -> None:
    with published.open(), pytest.raises(TransportError, match="another publisher is at work here, process"):
        published.publish()


def test_a_folder_with_other_things_is_refused(rig: Rig, published: Published) -> None:
    published.root.mkdir()
    (published.root / "letter.txt").write_text("dear")
    with pytest.raises(TransportError, match="holds files that were not published from here"):
        published.publish()
    assert (published.root / "letter.txt").read_text() == "dear"


# Watching


@pytest.mark.slow
def test_watching_follows_the_ledger_time_and_the_network_file(rig: Rig, published: Published) -> None:
    archive(rig, 10)
    rig.take("mpa", canary(expires=NOW + timedelta(hours=3)))
    stopping = threading.Event()
    with published.open() as publication:
        reports: list[Report] = []
        thread = threading.Thread(target=publication.watch, args=(stopping, reports.append))
        thread.start()
        try:
            page = published.root / f"orbit{rig.url('urn:mpa:canary', 'orbit')}.html"
            wait_for(page.exists)
            wait_for((published.root / "_nginx/wireroom.conf").exists)
            rig.take("mpa", g2("urn:mpa:second", 1, "Second", created=NOW, slugline="launch"))
            second = published.root / f"orbit{rig.url('urn:mpa:second', 'orbit')}.html"
            wait_for(second.exists)
            rig.home.ledger.append(Kill(uri="urn:mpa:second", by="ana", at=NOW, why="wrong"), at=NOW)
            wait_for(lambda: not second.exists())
            rig.later(hours=4)
            wait_for(lambda: not page.exists())
            (rig.folder / "network.toml").write_text(NETWORK.replace("Orbit Daily", "Orbit Weekly"), encoding="utf-8")
            wait_for(lambda: b"Orbit Weekly" in (published.root / "orbit/index.html").read_bytes())
        finally:
            stopping.set()
            thread.join(timeout=300)
    assert not thread.is_alive()


def test_a_rehearsal_tells_all_and_does_nothing(rig: Rig, published: Published) -> None:
    archive(rig, 3)
    with published.open() as publication:
        report = publication.rehearse()
    assert report.written > 20 and published.files() == {}
    told = sorted(published.told)
    published.publish()
    assert sorted(one for one in published.told if not one[1].startswith("_")) == told
    rig.home.ledger.append(Kill(uri="urn:newsml:mpa.example:2026:a1", by="ana", at=NOW, why="wrong"), at=NOW)
    published.told.clear()
    before = published.stamps()
    with published.open() as publication:
        publication.rehearse()
    seq = rig.home.ledger.seq()
    assert ("remove", seq) in {(verb, int(why.removeprefix("entry "))) for verb, _, why in published.told}
    assert published.stamps() == before


# Shelves and the archive


def test_a_new_place_gets_a_page_and_loses_it_with_its_last_story(rig: Rig, published: Published) -> None:
    published.publish()
    assert "orbit/place/lindholm.html" not in published.files()
    rig.take("mpa", canary())
    published.publish()
    assert {"orbit/place/lindholm.html", "orbit/agency/mpa.html"} <= published.files().keys()
    rig.home.ledger.append(Kill(uri="urn:mpa:canary", by="ana", at=NOW, why="wrong"), at=NOW)
    published.publish()
    left = {name for name in published.files() if re.search(r"/(place|agency|author|topic)/|/archive/\d", name)}
    assert left == set()


def test_what_is_followed_comes_to_shelves_a_little_later(rig: Rig, published: Published) -> None:
    archive(rig, 3)
    published.publish()
    agency = published.root / "orbit/agency/mpa.html"
    with published.open() as publication:
        rig.take("mpa", canary())
        publication._follow()
        assert "Qxzzy" in (published.root / "orbit/launch.html").read_text()
        assert "Qxzzy" not in agency.read_text()
        rig.now += PATIENCE
        publication._follow()
        assert "Qxzzy" in agency.read_text()


def test_a_kill_that_is_followed_leaves_shelves_at_once(rig: Rig, published: Published) -> None:
    archive(rig, 3)
    rig.take("mpa", canary())
    published.publish()
    with published.open() as publication:
        rig.home.ledger.append(Kill(uri="urn:mpa:canary", by="ana", at=NOW, why="wrong"), at=NOW)
        publication._follow()
    assert showing(published) == []


def test_a_run_leaves_nothing_for_later(rig: Rig, published: Published) -> None:
    archive(rig, 3)
    published.publish()
    with published.open() as publication:
        rig.take("mpa", canary())
        publication._follow()
    published.publish()
    same_as_live(rig, published)
