"""Old pages into the ledger: hidden until a licence covers them, one story a page, redirects, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.oldpages import CAPTURE, HEADLINE, PARAGRAPHS, page, warc
from tests.rig import NETWORK, Rig
from wireroom.errors import NetworkFileError, WireroomError
from wireroom.ledger.verify import verify
from wireroom.newsroom.find import site_named
from wireroom.newsroom.importing import Imported, Importer, key_for
from wireroom.newsroom.importing_rules import KEYS, RuleKey, SiteRules, parse, reference

LICENSED = """
[sources.import-afp]
provider = "AFP"
from = "import:"
licence = "afp-archive"

[licences.afp-archive]
provider = "AFP"
term = { from = 2020-01-01, until = 2029-12-31 }
sites = ["orbit"]

[[rules]]
name = "old AFP"
when = "provider:AFP"
place = "orbit/planets"
"""
FEED = """
[sources.afp]
provider = "AFP"
from = "folder:inbox/afp"
licence = "afp"

[licences.afp]
provider = "AFP"
term = { from = 2020-01-01, until = 2029-12-31 }
sites = ["orbit", "shield", "current"]

[[rules]]
name = "all AFP"
when = "provider:AFP"
place = "orbit/planets"
"""
OLD = "/reports/Lindholm_builds_a_new_watch_station_999.html"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    yield rig
    rig.close()


def bring(
    rig: Rig, *paths: Path, site: str = "", source: str | None = None, rules: str = "", dry: bool = False
) -> list[Imported]:
    importer = Importer(
        rig.home,
        lambda: rig.now,
        rules=parse(rules, "rules.toml") if rules else SiteRules({}),
        site=site_named(rig.home.network, site) if site else None,
        source=source,
        dry_run=dry,
    )
    return list(importer.run(paths))


def mirror(rig: Rig, *, host: str = "www.orbit.example", path: str = OLD, data: bytes | None = None) -> Path:
    file = rig.folder / "mirror" / host / path.strip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(page() if data is None else data)
    return rig.folder / "mirror"


def licence(rig: Rig, text: str) -> None:
    (rig.folder / "network.toml").write_text(NETWORK + text, encoding="utf-8")
    rig.restart()


def outcomes(found: list[Imported]) -> Counter[str]:
    return Counter(one.outcome for one in found)


def test_an_imported_page_shows_nowhere(rig: Rig) -> None:
    bring(rig, mirror(rig))
    assert rig.showing("watch station") == []
    assert rig.get("orbit", OLD).status == 404


def test_the_licence_of_a_feed_does_not_cover_it(rig: Rig) -> None:
    licence(rig, FEED)
    bring(rig, mirror(rig))
    assert rig.showing("watch station") == []


def test_a_licence_for_imported_copy_shows_it_and_its_old_address_leads_there(rig: Rig) -> None:
    found = bring(rig, mirror(rig))
    licence(rig, LICENSED)
    url = rig.url(found[0].uri, "orbit")
    assert "340 million crowns" in rig.get("orbit", url).text
    answer = rig.get("orbit", OLD)
    assert (answer.status, dict(answer.headers)["location"]) == (301, url)


def test_an_address_with_a_query_leads_to_its_own_story(rig: Rig) -> None:
    other = page(
        "Another headline of quite another story in the harbour",
        (*PARAGRAPHS[1:], "The harbour was full of boats on that day."),
    )
    for number, data in (("7", page()), ("8", other)):
        mirror(rig, path=f"story.asp?id={number}", data=data)
    found = bring(rig, rig.folder / "mirror")
    licence(rig, LICENSED)
    for one, number in zip(found, ("7", "8"), strict=True):
        answer = rig.get("orbit", f"/story.asp?id={number}")
        assert dict(answer.headers)["location"] == rig.url(one.uri, "orbit")
    assert rig.get("orbit", "/story.asp?id=9").status == 404


def test_a_killed_page_is_gone_at_its_old_address(rig: Rig) -> None:
    from wireroom.news import Kill

    found = bring(rig, mirror(rig))
    licence(rig, LICENSED)
    rig.get("orbit", OLD)
    rig.later(minutes=1)
    rig.home.ledger.append(Kill(uri=found[0].uri, by="Anna", at=rig.now, why="wrong"), at=rig.now)
    assert rig.get("orbit", OLD).status == 410


def test_an_old_address_leads_nowhere_on_a_site_without_the_licence(rig: Rig) -> None:
    bring(rig, mirror(rig, host="www.shield.example"))
    licence(rig, LICENSED)
    assert rig.get("shield", OLD).status == 404


def test_old_addresses_of_another_host_lead_to_the_site_that_is_named(rig: Rig) -> None:
    found = bring(rig, mirror(rig, host="www.old-orbit.example"), site="orbit")
    licence(rig, LICENSED)
    assert dict(rig.get("orbit", OLD).headers)["location"] == rig.url(found[0].uri, "orbit")


def test_a_second_run_brings_nothing_twice(rig: Rig) -> None:
    bring(rig, mirror(rig))
    before = rig.home.ledger.seq()
    assert outcomes(bring(rig, mirror(rig))) == {"there already": 1}
    assert rig.home.ledger.seq() == before


def test_a_stopped_run_goes_on(rig: Rig) -> None:
    for number in range(80):
        mirror(rig, path=f"/{number}.html", data=page(f"Station number {number} is built on the northern coast"))
    importer = Importer(rig.home, lambda: rig.now, rules=SiteRules({}))
    running = importer.run([rig.folder / "mirror"])
    for _ in range(64):
        next(running)
    del running
    done = rig.home.ledger.seq()
    assert 0 < done < 80
    assert outcomes(bring(rig, rig.folder / "mirror")) == {"imported": 80 - done, "there already": done}
    assert len({one.uri for one in rig.home.ledger.entries()}) == rig.home.ledger.seq() == 80


def test_print_and_mobile_versions_are_one_story(rig: Rig) -> None:
    mirror(rig, path="/2019/watch-station")
    mirror(rig, host="m.orbit.example", path="/2019/watch-station/amp")
    found = bring(rig, rig.folder / "mirror")
    assert len({one.uri for one in found}) == 1


def test_the_canonical_address_joins_sister_sites(rig: Rig) -> None:
    head = '<link rel="canonical" href="https://www.orbit.example/2019/watch-station">'
    mirror(rig, host="www.shield.example", path="/a/1.html", data=page(head=head))
    mirror(
        rig, host="www.current.example", path="/b/2.html", data=page(head=head, extra="<p>Its price has doubled.</p>")
    )
    found = bring(rig, rig.folder / "mirror")
    assert {one.uri for one in found} == {"page:orbit.example/2019/watch-station"}


def test_the_same_text_on_a_sister_site_is_the_same_story(rig: Rig) -> None:
    first = bring(rig, mirror(rig))
    second = bring(rig, mirror(rig, host="www.shield.example", path="/other.html"))
    assert first[0].uri == next(one.uri for one in second if one.outcome != "there already")


def test_pages_of_two_agencies_are_recorded_under_a_key_each(rig: Rig) -> None:
    mirror(rig, path="/1.html")
    mirror(
        rig, path="/2.html", data=page("Quite another thing has happened in the harbour", agency="Reuters", notice="")
    )
    bring(rig, rig.folder / "mirror")
    assert {one.source for one in rig.home.ledger.entries()} == {"import-afp", "import-reuters"}


def test_a_page_whose_notice_names_another_owner_is_held(rig: Rig) -> None:
    found = bring(rig, mirror(rig, data=page(agency="Reuters")))
    with rig.home.ledger.snapshot(rig.now) as snapshot:
        story = snapshot.story(found[0].uri)
    assert story is not None and story.held
    assert any("another owner" in doubt for doubt in found[0].doubts)


def test_no_wire_can_come_under_an_import_key(rig: Rig) -> None:
    wrong = LICENSED.replace('from = "import:"', 'from = "folder:inbox/afp"')
    (rig.folder / "network.toml").write_text(NETWORK + wrong, encoding="utf-8")
    with pytest.raises(NetworkFileError, match="old pages"):
        rig.home.reload()


def test_pages_are_recorded_under_no_other_key(rig: Rig) -> None:
    with pytest.raises(WireroomError, match="no source for old pages"):
        bring(rig, mirror(rig), source="mpa")


def test_a_wire_cannot_claim_an_old_address(rig: Rig) -> None:
    from tests.wires import ninjs

    taken = rig.take(
        "mpa", ninjs("https://mpa.example/1", 1, "A rocket stands there", altids={"old": "url:orbit.example/old.html"})
    )
    assert taken[0].outcome == "accepted"
    assert rig.get("orbit", "/old.html").status == 404


def test_a_dry_run_writes_nothing(rig: Rig) -> None:
    assert outcomes(bring(rig, mirror(rig), dry=True)) == {"imported": 1}
    assert rig.home.ledger.seq() == 0


def test_what_is_no_page_is_told_and_stops_nothing(rig: Rig) -> None:
    folder = mirror(rig)
    (folder / "style.css").write_text("body { color: red }")
    (folder / "noise.html").write_bytes(bytes(range(256)) * 20)
    (folder / "empty.html").write_bytes(b"")
    (folder / "short.html").write_text("<html><body><p>Not found.</p></body></html>")
    (folder / "capture.txt").write_text(CAPTURE.replace("watch station", "lighthouse"), encoding="utf-8")
    found = {Path(one.file).name: one for one in bring(rig, folder)}
    assert outcomes(list(found.values())) == {"imported": 2, "no page": 3, "no story": 1}
    assert found["short.html"].why == "no story was found on this page"


def test_warc_records_become_stories_with_their_addresses(rig: Rig, tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    records = (("1", "200 OK"), ("2", "404 Not Found"))
    file.write_bytes(
        b"".join(warc(f"http://www.orbit.example/{name}.html", page(), status=status) for name, status in records)
    )
    found = bring(rig, file)
    assert [(one.outcome, one.uri, one.why) for one in found] == [
        ("no page", "", "the server answered 404"),
        ("imported", "page:orbit.example/1.html", ""),
    ]


def test_the_ledger_can_be_proven_after_an_import(rig: Rig) -> None:
    bring(rig, mirror(rig))
    assert verify(rig.folder / "ledger.sqlite", rig.home.network).difference == ""


def test_rules_of_a_host_are_used(rig: Rig) -> None:
    data = (
        page()
        .replace(b"<h1>", b"<h1>Story of the day</h1><div class='real'>")
        .replace(b"</h1><div>by", b"</div><div>by")
    )
    rules = '["orbit.example"]\nheadline = "div.real"\n'
    assert bring(rig, mirror(rig, data=data), rules=rules)[0].headline == HEADLINE


def test_rules_are_refused_with_their_line() -> None:
    with pytest.raises(NetworkFileError) as caught:
        parse('["orbit.example"]\nheadlin = "h1"\nbody = "div:first-child"\n', "rules.toml")
    assert [problem.where for problem in caught.value.problems] == ["rules.toml:2", "rules.toml:3"]
    assert 'did you mean "headline"?' in caught.value.problems[0].todo


@pytest.mark.parametrize(
    ("provider", "key"),
    [("AFP", "import-afp"), ("", "import"), ("Nordlicht Nachrichten", "import-nordlicht-nachrichten")],
)
def test_keys_of_providers(provider: str, key: str) -> None:
    assert key_for(provider) == key


def test_the_reference_page_is_that_of_the_declarations() -> None:
    written = Path(__file__).parents[2] / "docs/reference/import-rules.md"
    assert written.read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_example_of_every_key_is_right(key: RuleKey) -> None:
    parse(f'["orbit.example"]\n{key.name} = {key.example}\n', "rules.toml")
