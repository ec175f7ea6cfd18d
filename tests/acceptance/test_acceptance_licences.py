"""Acceptance: what the contract and the copy's own words allow, on every surface, by every one of their terms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.addresses import country, database
from tests.rig import NETWORK, NOW, Rig
from tests.wires import g2
from wireroom.news import Edit, Limit, Release, Restriction, Rights, Version, story_id
from wireroom.news.version import Body
from wireroom.web import client
from wireroom.web.client import Response

URI = "urn:newsml:mpa.example:20261122:9001"
TOKEN = "Rocket qxzzy"
PARAGRAPH = "Paragraph wqkkj in Lindholm harbour."
MPA = 'forms = { feed = "full", json-ld = "headline", social-card = "headline" }\n'
ITALIAN, TURKISH, NOBODY = "192.0.2.7", "198.51.100.7", "203.0.113.7"

Make = Callable[..., Rig]


@pytest.fixture
def rig_with(tmp_path: Path) -> Iterator[Make]:
    """Makes a rig whose licence for MPA has these lines more."""
    made: list[Rig] = []

    def make(*lines: str, forms: str = MPA, network: str = NETWORK) -> Rig:
        text = network.replace(MPA, forms + "".join(f"{line}\n" for line in lines), 1)
        (tmp_path / "country.mmdb").write_bytes(
            database({"192.0.2.0/24": country("IT"), "198.51.100.0/24": country("TR")})
        )
        made.append(Rig(tmp_path, f'countries = "country.mmdb"\nproxies = ["10.0.0.0/8"]\n{text}'))
        return made[-1]

    yield make
    for rig in made:
        rig.close()


def story(number: int = 1, **facts: object) -> bytes:
    given = {"created": NOW - timedelta(minutes=20 - number), "first": NOW - timedelta(minutes=19), **facts}
    return g2(URI, number, TOKEN, paragraphs=(PARAGRAPH,), **given)  # type: ignore[arg-type]


def restricted(*restrictions: Restriction) -> Version:
    return Version(
        URI,
        1,
        "MPA",
        "en",
        TOKEN,
        "A summary of five words",
        slugline="launch",
        body=Body(f"<p>{PARAGRAPH}</p>"),
        first_created=NOW - timedelta(minutes=19),
        version_created=NOW - timedelta(minutes=19),
        rights=Rights(restrictions=restrictions),
    )


def put(rig: Rig, *restrictions: Restriction) -> str:
    """The story with these restrictions in the ledger; the path of its page."""
    rig.home.ledger.append(restricted(*restrictions), at=rig.now, source="mpa")
    return f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"


def read(rig: Rig, path: str, address: str, forwarded: str = "") -> Response:
    headers = {"x-forwarded-for": forwarded} if forwarded else None
    return client.get(rig.app, f"https://orbit.example{path}", headers, address=address)


def everywhere(rig: Rig, *more: str) -> list[str]:
    return sorted({*rig.showing("qxzzy", *more), *rig.showing("wqkkj", *more)})


# 17


@pytest.mark.parametrize(
    ("line", "after"),
    [('retain = "3 days"', timedelta(days=3)), ('display = "2 days"', timedelta(days=2, minutes=-19))],
)
def test_case_17_every_term_of_time_darkens_and_an_export_loses_it(rig_with: Make, line: str, after: timedelta) -> None:
    rig = rig_with(line)
    rig.take("mpa", story())
    url = rig.url(URI, "orbit")
    rig.now = NOW + after - timedelta(seconds=1)
    assert rig.get("orbit", url).status == 200
    rig.now = NOW + after
    assert rig.get("orbit", url).status == 410
    assert everywhere(rig, url) == []


def test_case_17_a_headline_may_stay_and_a_tombstone_names_nothing_of_it(rig_with: Make) -> None:
    rig = rig_with('display = "2 days"', 'after = "headline"')
    rig.take("mpa", story())
    url = rig.url(URI, "orbit")
    rig.later(days=3)
    page = rig.get("orbit", url)
    assert page.status == 200
    assert TOKEN in page.text
    assert rig.showing("wqkkj", url) == []


def test_case_17_a_tombstone_says_whose_it_was_and_nothing_of_it(rig_with: Make) -> None:
    rig = rig_with('display = "2 days"', 'after = "tombstone"')
    rig.take("mpa", story())
    url = rig.url(URI, "orbit")
    rig.later(days=3)
    page = rig.get("orbit", url)
    assert page.status == 410
    assert "A story by MPA of 22 November 2026" in page.text
    assert everywhere(rig, url) == []


# 18


def test_case_18_no_archival_use_is_news_for_a_day(rig: Rig) -> None:
    path = put(rig, Restriction(Limit.SURFACE, surfaces=("archive",), text="NO ARCHIVAL USE"))
    assert rig.get("orbit", path).status == 200
    rig.now = NOW - timedelta(minutes=19) + timedelta(days=1)
    assert rig.get("orbit", path).status == 410
    assert everywhere(rig, path) == []


def test_case_18_online_out_shows_nowhere(rig: Rig) -> None:
    path = put(rig, Restriction(Limit.SURFACE, surfaces=("online",), text="ONLINE OUT"))
    assert rig.get("orbit", path).status == 404
    assert everywhere(rig, path) == []


def test_case_18_no_use_until_lifts_to_the_second(rig: Rig) -> None:
    until = NOW + timedelta(hours=2)
    path = put(rig, Restriction(Limit.SURFACE, surfaces=("mobile",), until=until, text="NO MOBILE USE UNTIL 1400"))
    rig.now = until - timedelta(seconds=1)
    assert everywhere(rig, path) == []
    rig.now = until
    assert rig.get("orbit", path).status == 200


def test_case_18_no_resale_leaves_the_feeds(rig: Rig) -> None:
    path = put(rig, Restriction(Limit.RESALE, text="NO SALES"))
    assert rig.get("orbit", path).status == 200
    assert [one for one in everywhere(rig, path) if re.search(r"feed\.|atom", one)] == []


def test_case_18_copy_that_may_not_be_altered_keeps_its_headline(rig: Rig) -> None:
    path = put(rig, Restriction(Limit.EDIT, text="NO ALTERATIONS"))
    edit = Edit(uri=URI, by="Ana", at=NOW, headline="Another headline of ours")
    rig.home.ledger.append(edit, at=NOW)
    assert TOKEN in rig.get("orbit", path).text
    assert rig.showing("Another headline", path) == []


def test_case_18_what_nobody_understands_waits_for_the_desk(rig: Rig) -> None:
    path = put(rig, Restriction(Limit.UNKNOWN, text="NOT FOR ZEBRAS ON TUESDAYS"))
    assert everywhere(rig, path) == []
    assert rig.get("orbit", path).status == 404
    with rig.home.ledger.snapshot(NOW) as snapshot:
        found = snapshot.story(URI)
        assert found is not None and found.standing is not None
        assert found.held
        assert "NOT FOR ZEBRAS ON TUESDAYS" in found.standing.held_why
    rig.home.ledger.append(Release(uri=URI, by="Ana", at=NOW, why="asked the agency"), at=NOW)
    assert rig.get("orbit", path).status in (200, 301)


@pytest.mark.parametrize(
    ("usage", "admitted", "refused"),
    [
        ("TURKEY OUT", ITALIAN, TURKISH),
        ("Not for use outside Italy", ITALIAN, TURKISH),
        ("ITALY OUT", TURKISH, ITALIAN),
    ],
)
def test_case_18_territories_named_in_the_copy(rig_with: Make, usage: str, admitted: str, refused: str) -> None:
    rig = rig_with()
    rig.take("mpa", story(usage=usage, slugline="launch"))
    path = f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"
    assert read(rig, path, admitted).status == 200
    assert read(rig, path, refused).status == 451
    assert read(rig, path, NOBODY).status == 451


# 20


def test_case_20_a_territory_is_kept_by_the_readers_address(rig_with: Make) -> None:
    rig = rig_with('territory = { allow = ["IT"] }')
    rig.take("mpa", story(slugline="launch"))
    path = f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"
    for _ in range(2):  # the second time from the cache
        admitted = read(rig, path, ITALIAN)
        assert (admitted.status, admitted.header("cache-control")) == (200, "private, no-store")
        assert PARAGRAPH in admitted.text
        for address in (TURKISH, NOBODY, ""):
            refused = read(rig, path, address)
            assert refused.status == 451
            assert refused.header("link") == '<https://orbit.example/>; rel="blocked-by"'
            assert refused.header("cache-control") == "private, no-store"
            assert "in your country" in refused.text
            assert "qxzzy" not in refused.text + repr(refused.headers).replace(path, "")
    assert everywhere(rig) == [], "who reads a list, a rail, a feed or a sitemap cannot be known"


def test_case_20_an_unknown_address_follows_the_licence(rig_with: Make) -> None:
    rig = rig_with('territory = { deny = ["TR"], unknown = "allow" }')
    rig.take("mpa", story(slugline="launch"))
    path = f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"
    assert [read(rig, path, address).status for address in (ITALIAN, NOBODY, "", TURKISH)] == [200, 200, 200, 451]


def test_case_20_only_a_trusted_proxy_names_the_reader(rig_with: Make) -> None:
    rig = rig_with('territory = { allow = ["IT"] }')
    rig.take("mpa", story(slugline="launch"))
    path = f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"
    assert read(rig, path, TURKISH, forwarded=ITALIAN).status == 451
    assert read(rig, path, "10.1.2.3", forwarded=ITALIAN).status == 200
    assert read(rig, path, "10.1.2.3", forwarded=f"{ITALIAN}, {TURKISH}").status == 451


def test_case_20_no_refusal_tells_of_an_embargoed_story(rig_with: Make) -> None:
    rig = rig_with('territory = { allow = ["IT"] }')
    rig.take("mpa", story(slugline="launch", embargoed=NOW + timedelta(hours=3)))
    path = f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"
    assert {read(rig, path, address).status for address in (ITALIAN, TURKISH, NOBODY)} == {404}


def test_case_20_a_kill_reaches_who_was_kept_out_too(rig_with: Make) -> None:
    rig = rig_with('territory = { allow = ["IT"] }')
    rig.take("mpa", story(slugline="launch"))
    path = f"/2026/11/22/rocket-qxzzy-{story_id(URI)}"
    assert read(rig, path, ITALIAN).status == 200
    rig.take("mpa", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled", dateline=""))
    assert {read(rig, path, address).status for address in (ITALIAN, TURKISH, NOBODY)} == {410}


# 23


def test_case_23_the_licence_drives_credit_notice_and_feed_length(rig_with: Make) -> None:
    rig = rig_with(forms='forms = { feed = "summary(3)" }\n')
    rig.take("mpa", story(slugline="launch"))
    page = rig.get("orbit", rig.url(URI, "orbit")).text
    assert '<p class="credit">MPA</p>' in page
    assert "All MPA copy is protected." in page
    assert "<description>Paragraph wqkkj in …</description>" in rig.get("orbit", "/feed.xml").text
    told = json.loads(rig.get("orbit", "/feed.json").text)["items"][0]
    assert (told["title"], told["summary"]) == (TOKEN, "Paragraph wqkkj in …")
    assert "Lindholm harbour" not in rig.get("orbit", "/atom.xml").text


def test_case_23_credit_where_the_licence_wants_it_and_its_link(rig_with: Make) -> None:
    credit = 'credit = { text = "Meridian", places = ["page"], link = "https://mpa.example/" }'
    rig = rig_with(network=NETWORK.replace('credit = "MPA"', credit))
    rig.take("mpa", story(slugline="launch"))
    assert '<a href="https://mpa.example/">Meridian</a>' in rig.get("orbit", rig.url(URI, "orbit")).text
    assert "Meridian" not in rig.get("orbit", "/").text


def test_case_23_mining_is_reserved_wherever_the_copy_is(rig_with: Make) -> None:
    policy = "https://mpa.example/tdm.json"
    rig = rig_with(f'tdm = {{ policy = "{policy}" }}', 'robots = ["noarchive"]', 'display = "30 days"')
    rig.take("mpa", story(slugline="launch"))
    page = rig.get("orbit", rig.url(URI, "orbit"))
    assert (page.header("tdm-reservation"), page.header("tdm-policy")) == ("1", policy)
    assert '<meta name="tdm-reservation" content="1">' in page.text
    assert f'<meta name="tdm-policy" content="{policy}">' in page.text
    assert re.search(r'<meta name="robots" content="[^"]*noarchive, unavailable_after: 2026-12-22T', page.text)
    for path in ("/", "/launch", "/feed.xml", "/atom.xml", "/feed.json"):
        assert rig.get("orbit", path).header("tdm-reservation") == "1", path
    rules = json.loads(rig.get("orbit", "/.well-known/tdmrep.json").text)
    assert rules == [{"location": "/*", "tdm-reservation": 1, "tdm-policy": policy}]
    assert "License: https://orbit.example/license.xml" in rig.get("orbit", "/robots.txt").text
    terms = rig.get("orbit", "/license.xml")
    assert terms.header("content-type") == "application/rsl+xml"
    assert '<prohibits type="usage">ai-all</prohibits>' in terms.text


def test_case_23_nothing_is_reserved_that_no_contract_reserves(tmp_path: Path) -> None:
    rig = Rig(tmp_path, NETWORK.replace("\ncredit =", "\ntdm = { reserve = false }\ncredit ="))
    rig.take("mpa", story(slugline="launch"))
    assert rig.get("orbit", rig.url(URI, "orbit")).header("tdm-reservation") is None
    assert json.loads(rig.get("orbit", "/.well-known/tdmrep.json").text) == []
    assert "License:" not in rig.get("orbit", "/robots.txt").text
    assert rig.get("orbit", "/license.xml").status == 404
    rig.close()


# The other duties


@pytest.mark.parametrize(
    ("lines", "there"),
    [
        ((), '<a href="https://other.example/x" rel="nofollow">there</a>'),
        (("link = { out_of_network = false }",), "See there and"),
        (("link = { nofollow = false }",), '<a href="https://other.example/x">there</a>'),
    ],
)
def test_links_are_nofollow_or_stay_in_the_network(rig_with: Make, lines: tuple[str, ...], there: str) -> None:
    body = '<p>See <a href="https://other.example/x">there</a> and <a href="https://shield.example/y">here</a>.</p>'
    rig = rig_with(*lines)
    rig.home.ledger.append(replace(restricted(), body=Body(body)), at=NOW, source="mpa")
    page = rig.get("orbit", f"/2026/11/22/rocket-qxzzy-{story_id(URI)}").text
    assert there in page
    assert '<a href="https://shield.example/y">here</a>' in page


def test_a_kill_shows_what_the_contract_wants(rig_with: Make) -> None:
    rig = rig_with('kill = { show = "gone" }')
    rig.take("mpa", story(slugline="launch"))
    url = rig.url(URI, "orbit")
    rig.take("mpa", g2(URI, 2, "", paragraphs=(), created=NOW, status="canceled", dateline=""))
    page = rig.get("orbit", url)
    assert page.status == 410
    assert "withdrawn" not in page.text.lower()


def test_corrections_and_history_as_the_contract_has_it(rig_with: Make) -> None:
    rig = rig_with('correction = { notice = false, history = "public" }')
    rig.take("mpa", story(slugline="launch"), story(2, slugline="launch", signal="correction"))
    page = rig.get("orbit", rig.url(URI, "orbit")).text
    assert 'class="correction"' not in page
    assert (
        page.count("<time", page.index('class="history"'), page.index("</footer>", page.index('class="history"'))) == 2
    )


def test_the_desks_headline_where_the_contract_lets_it_be(rig_with: Make) -> None:
    rig = rig_with("alter = { headline = false }")
    rig.take("mpa", story(slugline="launch"))
    rig.home.ledger.append(Edit(uri=URI, by="Ana", at=NOW, headline="Ours instead"), at=NOW)
    assert rig.showing("Ours instead") == []
    assert len(rig.showing("qxzzy")) > 5


SPORT = """
[licences.sport]
provider = "MPA"
match = { services = ["sport"] }
term = { from = 2020-01-01 }
sites = ["shield"]
"""


def test_of_several_licences_the_one_that_names_the_product_binds(tmp_path: Path) -> None:
    rig = Rig(tmp_path, NETWORK + SPORT)
    for number, services in enumerate((("sport",), ("news",))):
        version = replace(restricted(), uri=f"urn:x:{number}", services=services, headline=f"Rocket number{number}")
        rig.home.ledger.append(version, at=NOW, source="mpa")
    front = rig.get("orbit", "/").text
    assert "number1" in front
    assert "number0" not in front
    rig.close()
