"""Acceptance: the end of a contract, from the dry run to the certificate, on every surface and on the disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.cli import group
from wireroom.errors import RefusedError
from wireroom.ledger.codec import prepare
from wireroom.ledger.originals import packed
from wireroom.ledger.verify import verify
from wireroom.news import LICENCES, Body, End, Version, story_id
from wireroom.newsroom.ending import ends_in, narrowed
from wireroom.newsroom.ending_dark import going_dark, totals
from wireroom.newsroom.ending_purge import purge, purge_due

MPA, NLN = "urn:newsml:mpa.example:20261122:9101", "urn:newsml:nln.example:20261122:9102"
PARAGRAPH = "Paragraph wqkkj in Lindholm harbour."


def story(uri: str, headline: str, **facts: object) -> bytes:
    return g2(uri, 1, headline, paragraphs=(PARAGRAPH,), created=NOW - timedelta(minutes=9), **facts)  # type: ignore[arg-type]


@pytest.fixture
def both(rig: Rig) -> Rig:
    """A story of each of two providers, for whom the time of the command line has come."""
    rig.take("mpa", story(MPA, "Rocket qxzzy leaves"))
    rig.take("nln", story(NLN, "Rocket zzyqx stays"))
    return rig


def run(rig: Rig, *words: str) -> Result:
    """A command beside the newsroom, which has read the network and the ledger again afterwards."""
    result = CliRunner().invoke(group, [*words, "-n", str(rig.folder)], prog_name="wireroom")
    rig.now = max(rig.now, rig.home.ledger.high_water() or rig.now)
    rig.restart()
    return result


def shown(rig: Rig, word: str, *more: str) -> list[str]:
    return rig.showing(word, *more)


def test_case_24_a_dry_run_lists_what_goes_dark_where_and_changes_nothing(both: Rig) -> None:
    seq, before = both.home.ledger.seq(), shown(both, "qxzzy")
    told = run(both, "licence", "end", "MPA", "--dry-run")
    assert told.exit_code == 0, told.output
    assert "orbit: 1 story (page 1, list 1, rail 1, search 1, feed 1, sitemap 1)" in told.output
    assert "Nothing was changed." in told.output
    lines = [json.loads(line) for line in run(both, "licence", "end", "MPA", "--dry-run", "--json").output.splitlines()]
    assert [(one["uri"], one["site"]) for one in lines] == [(MPA, "orbit")]
    assert lines[0]["url"].startswith("https://orbit.example/2026/11/22/rocket-qxzzy-leaves-")
    assert both.home.ledger.seq() == seq
    assert shown(both, "qxzzy") == before


def test_case_24_afterwards_nothing_is_left_and_a_certificate_says_so(both: Rig, tmp_path: Path) -> None:
    both.now = NOW
    url = both.url(MPA, "orbit")
    assert len(shown(both, "qxzzy")) > 10
    file, page = tmp_path / "certificate.json", tmp_path / "certificate.html"
    words = ["licence", "end", "MPA", "--by", "Ana", "--why", "not renewed"]
    told = run(both, *words, "--certificate", str(file), "--html", str(page))
    assert told.exit_code == 0, told.output
    assert shown(both, "qxzzy", url) == []
    assert shown(both, "wqkkj", url) == [one for one in shown(both, "zzyqx") if one in shown(both, "wqkkj")]
    assert both.get("orbit", url).status == 410
    assert "Rocket zzyqx stays" in both.get("orbit", "/").text
    certificate = json.loads(file.read_text())
    assert (certificate["complete"], certificate["stories"], certificate["left"]) == (True, 1, 0)
    assert (certificate["end"]["by"], certificate["end"]["why"]) == ("Ana", "not renewed")
    listing = both.home.ledger.original(certificate["list_digest"])
    assert listing is not None
    assert json.loads(listing)["fingerprint"] == both.home.ledger.history(MPA)[0].fingerprint
    assert "Nothing of MPA is left on any surface" in page.read_text()
    assert both.home.ledger.original(certificate["recorded"]["digest"]) is not None
    kinds = [type(one.what).__name__ for one in both.home.ledger.history(LICENCES)]
    assert [one for one in kinds if one != "Agree"] == ["End", "Receipt"]


def test_case_24_a_network_file_does_not_undo_it(both: Rig) -> None:
    run(both, "licence", "end", "MPA")
    file = both.folder / "network.toml"
    file.write_text(file.read_text() + "# read again\n", encoding="utf-8")
    both.restart()
    assert shown(both, "qxzzy") == []
    both.take("mpa", story(MPA + "9", "Rocket qxzzy again"))
    assert shown(both, "qxzzy") == []


def test_case_24_a_new_contract_that_begins_later_stands(both: Rig) -> None:
    end = End(uri=LICENCES, by="Ana", at=NOW, provider="MPA", until=NOW)
    again = NETWORK.replace("term = { from = 2020-01-01", "term = { from = 2026-11-23", 1)
    rig = both
    (rig.folder / "network.toml").write_text(again, encoding="utf-8")
    rig.restart()
    assert narrowed(rig.home.network, [end]) is rig.home.network


def test_case_24_the_certificate_names_what_is_left(both: Rig, tmp_path: Path) -> None:
    run(both, "licence", "end", "MPA")
    old = tmp_path / "out" / "orbit" / "feed.xml"
    old.parent.mkdir(parents=True)
    old.write_text(f"<link>https://orbit.example/2026/11/22/rocket-{story_id(MPA)}</link>", encoding="utf-8")
    told = run(both, "licence", "end", "MPA", "--export", str(tmp_path / "out"))
    assert told.exit_code == 1
    assert f"left: {old}: {story_id(MPA)} is in it" in told.output


def test_an_end_to_come_darkens_to_the_second(both: Rig) -> None:
    until = both.now + timedelta(days=3)
    end = End(uri=LICENCES, by="Ana", at=both.now, provider="MPA", until=until)
    both.home.ledger.append(end, at=both.now)
    both.restart()
    both.now = until - timedelta(seconds=1)
    assert shown(both, "qxzzy")
    both.now = until
    assert shown(both, "qxzzy") == []


def test_ends_are_read_from_a_ledger_that_nobody_has_open(both: Rig) -> None:
    assert ends_in(both.folder / "ledger.sqlite") == ()
    assert ends_in(both.folder / "none.sqlite") == ()
    run(both, "licence", "end", "NLN")
    assert [one.provider for one in ends_in(both.folder / "ledger.sqlite")] == ["NLN"]


def test_what_goes_dark_is_what_shows(both: Rig) -> None:
    found = list(going_dark(both.home.ledger, both.home.network, "NLN", NOW, NOW))
    assert totals(found) == {"orbit": {"stories": 1, "page": 1, "list": 1, "rail": 1, "search": 1, "sitemap": 1}}


def originals(rig: Rig, uris: Sequence[str]) -> list[bool]:
    return [rig.home.ledger.original(rig.home.ledger.history(uri)[0].digest) is not None for uri in uris]


def on_disk(rig: Rig) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(rig.folder.glob("ledger.sqlite*")))


def test_a_purge_erases_the_originals_and_keeps_their_digests(both: Rig) -> None:
    digest = both.home.ledger.history(MPA)[0].digest
    stored = packed(both.home.ledger.original(digest) or b"")[-100:]
    assert stored in on_disk(both)
    told = run(both, "licence", "end", "MPA", "--purge", "--by", "Ana")
    assert told.exit_code == 0, told.output
    assert "erased: 1 originals" in told.output
    assert stored not in on_disk(both)
    assert originals(both, [MPA, NLN]) == [False, True]
    entry = both.home.ledger.history(MPA)[0]
    assert len(entry.digest) == len(entry.fingerprint) == 64


def test_a_purge_erases_the_words_and_the_chain_still_holds(both: Rig) -> None:
    both.home.ledger.append(stranger(), at=both.now, source="nln")
    outcomes = [(one.seq, one.outcome, one.fingerprint) for one in both.home.ledger.entries()]
    run(both, "licence", "end", "MPA", "--purge")
    both.home.ledger.catch_up()
    both.home.close()
    assert verify(both.folder / "ledger.sqlite", both.home.network).difference == ""
    for name in ("ledger.sqlite", "ledger.sqlite-wal", "search.sqlite", "search.sqlite-wal"):
        file = both.folder / name
        data = file.read_bytes() if file.exists() else b""
        assert b"qxzzy" not in data.lower(), name
    both.restart()
    kept = [(one.seq, one.outcome, one.fingerprint) for one in both.home.ledger.entries()]
    assert kept[: len(outcomes)] == outcomes
    what = both.home.ledger.history(MPA)[0].what
    assert isinstance(what, Version)
    assert (what.headline, what.body, what.erased, what.number) == ("", "", True, 1)
    assert "Rocket zzyqx stays" in both.get("orbit", "/").text


def stranger() -> Version:
    """Copy of another provider under the uri of a story of MPA's: refused, and not to come up in its place."""
    at = NOW - timedelta(minutes=2)
    body = Body("<p>Strange harbour.</p>")
    return Version(MPA, 7, "NLN", "en", "A stranger xyzzq", body=body, first_created=at, version_created=at)


def test_nobody_takes_the_place_of_what_was_erased(both: Rig) -> None:
    both.home.ledger.append(stranger(), at=both.now, source="nln")
    run(both, "licence", "end", "MPA", "--purge")
    assert shown(both, "xyzzq", f"/2026/11/22/a-{story_id(MPA)}") == []


def test_what_was_erased_stays_dark_under_a_new_contract(both: Rig) -> None:
    run(both, "licence", "end", "MPA", "--purge")
    file = both.folder / "network.toml"
    later = both.now + timedelta(days=1)
    text = NETWORK.replace("term = { from = 2020-01-01", f"term = {{ from = {later:%Y-%m-%d}", 1)
    file.write_text(text, encoding="utf-8")
    both.now += timedelta(days=3)
    both.restart()
    assert shown(both, story_id(MPA)) == []
    both.take("mpa", story(MPA + "8", "Rocket qxzzy anew"))
    assert shown(both, "qxzzy")


def test_words_that_were_put_in_the_place_of_erased_ones_are_found(both: Rig) -> None:
    run(both, "licence", "end", "MPA", "--purge")
    other = both.home.ledger.history(NLN)[0].what
    assert isinstance(other, Version)
    forged = prepare(replace(other, uri=MPA, provider="MPA"))[1]
    both.home.close()
    with closing(sqlite3.connect(both.folder / "ledger.sqlite")) as connection:
        connection.execute("UPDATE entry SET what = ? WHERE uri = ?", (forged, MPA))
        connection.commit()
    assert "does not have the fingerprint" in verify(both.folder / "ledger.sqlite", both.home.network).difference
    both.restart()


def test_nothing_is_erased_before_the_contract_allows_it(both: Rig) -> None:
    with pytest.raises(RefusedError, match="may be held until"):
        purge(both.home, "MPA", "Ana", "", NOW)
    assert originals(both, [MPA]) == [True]


def test_an_original_that_others_share_stays(both: Rig) -> None:
    shared = both.home.ledger.keep(b"two agencies in one file")
    for provider, uri in (("MPA", MPA + "5"), ("NLN", NLN + "5")):
        version = both.home.ledger.history(MPA)[0].what
        assert isinstance(version, Version)
        both.home.ledger.append(replace(version, uri=uri, provider=provider), at=NOW, source="mpa", digest=shared)
    run(both, "licence", "end", "MPA", "--purge")
    assert both.home.ledger.original(shared) is not None


def test_a_contract_with_a_retention_is_purged_by_itself_after_the_wind_down(tmp_path: Path) -> None:
    text = NETWORK.replace("until = 2029-12-31 }", 'until = 2029-12-31, wind_down = "2 days" }\nretain = "400 days"', 1)
    rig = Rig(tmp_path, text)
    rig.take("mpa", story(MPA, "Rocket qxzzy leaves"))
    rig.home.ledger.append(End(uri=LICENCES, by="Ana", at=NOW, provider="MPA", until=NOW), at=NOW)
    rig.restart()
    purge_due(rig.home, lambda: NOW + timedelta(days=1))
    assert originals(rig, [MPA]) == [True]
    for _ in range(2):
        purge_due(rig.home, lambda: NOW + timedelta(days=2))
    assert originals(rig, [MPA]) == [False]
    assert [type(one.what).__name__ for one in rig.home.ledger.history(LICENCES)] == ["End", "Erase"]
    rig.close()
