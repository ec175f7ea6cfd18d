"""Files at fixed addresses: each from what the owner declares, none where nothing is."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from tests.pages.pages_helper import NOW, Newsroom, network, parsed, version
from wireroom.network.model import Publisher
from wireroom.pages.wellknown import PATHS

OURS = Publisher(
    name="Lindholm Media",
    url="https://orbit.example",
    email="desk@lindholm.example",
    corrections="https://lindholm.example/fix",
    unsigned="https://lindholm.example/unsigned?a=1&b=2",
    social=("https://social.example/@orbit",),
    member=("https://press.example/",),
    security=("mailto:security@lindholm.example", "https://lindholm.example/report"),
    security_policy="https://lindholm.example/policy",
    ads=("ads.example, 12345, DIRECT, f08c47fec0942fa0",),
)


def published(publisher: Publisher = OURS) -> Newsroom:
    base = network()
    sites = {key: replace(site, publisher=publisher) for key, site in base.sites.items()}
    return Newsroom(replace(base, sites=sites))


def lines(newsroom: Newsroom, path: str, site: str = "orbit", at: datetime = NOW) -> list[str]:
    page = newsroom.page(path, at, site)
    assert (page.status, page.media_type) == (200, "text/plain; charset=utf-8")
    return page.body.decode().splitlines()


@pytest.mark.parametrize("path", ["/ads.txt", "/app-ads.txt", "/.well-known/security.txt", "/indexnow.txt"])
def test_where_nothing_is_declared_there_is_no_file(path: str) -> None:
    assert Newsroom().page(path).status == 404


def test_ads_txt_names_the_owner() -> None:
    assert lines(published(), "/ads.txt") == [
        "ads.example, 12345, DIRECT, f08c47fec0942fa0",
        "OWNERDOMAIN=orbit.example",
    ]


def test_an_owner_that_is_written_stays() -> None:
    own = replace(OURS, app_ads=("ads.example, 1, RESELLER", "ownerdomain=other.example"))
    assert lines(published(own), "/app-ads.txt") == ["ads.example, 1, RESELLER", "ownerdomain=other.example"]


@pytest.mark.parametrize("path", ["/trust.txt", "/.well-known/trust.txt"])
def test_trust_txt_says_which_site_is_whose(path: str) -> None:
    orbit, shield = lines(published(), path), lines(published(), path, "shield")
    assert "control=https://shield.example/" in orbit and "controlledby=https://orbit.example/" in shield
    assert "member=https://press.example/" in orbit and "social=https://social.example/@orbit" in orbit
    assert "contact=mailto:desk@lindholm.example" in orbit


def test_a_publisher_that_is_no_site_controls_them_all() -> None:
    made = published(replace(OURS, url="https://lindholm.example/"))
    for site in ("orbit", "shield"):
        assert "controlledby=https://lindholm.example/" in lines(made, "/trust.txt", site)


def test_a_site_of_another_owner_is_not_controlled() -> None:
    base = network()
    other = Publisher(url="https://other.example")
    sites = {"orbit": replace(base.sites["orbit"], publisher=OURS)}
    sites["shield"] = replace(base.sites["shield"], publisher=other)
    made = Newsroom(replace(base, sites=sites))
    assert not [one for one in lines(made, "/trust.txt") if one.startswith("control=")]


def test_trust_txt_reserves_training_as_the_licences_do() -> None:
    assert lines(Newsroom(), "/trust.txt") == ["datatrainingallowed=no"]


def test_security_txt_has_what_the_rfc_wants() -> None:
    assert lines(published(), "/.well-known/security.txt") == [
        "Contact: mailto:security@lindholm.example",
        "Contact: https://lindholm.example/report",
        "Expires: 2027-05-01T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://orbit.example/.well-known/security.txt",
        "Policy: https://lindholm.example/policy",
    ]


def test_security_txt_never_runs_out_and_says_when_it_changes() -> None:
    made = published()
    page = made.page("/.well-known/security.txt")
    assert page.changes_at == datetime(2026, 12, 1, tzinfo=UTC)
    assert made.page("/.well-known/security.txt", at=datetime(2026, 11, 30, 23, 59, tzinfo=UTC)).etag == page.etag
    for days in range(0, 800, 7):
        at = NOW + timedelta(days=days)
        [expires] = [one for one in lines(made, "/.well-known/security.txt", at=at) if one.startswith("Expires: ")]
        left = datetime.fromisoformat(expires.removeprefix("Expires: ")) - at
        assert timedelta(days=140) < left < timedelta(days=365)


def json_ld(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_publisher_info_is_a_page_and_data() -> None:
    page = published().page("/.well-known/publisher-info.html")
    assert page.status == 200 and page.media_type.startswith("text/html")
    told = json_ld(page.body.decode())
    assert (told["@context"], told["@type"]) == ("https://schema.org", "NewsMediaOrganization")
    assert (told["name"], told["url"]) == ("Orbit Daily", "https://orbit.example/")
    assert told["description"] == "Your Portal To Space" and told["parentOrganization"]["name"] == "Lindholm Media"
    assert told["correctionsPolicy"] == "https://lindholm.example/fix"
    links = parsed(page.body).xpath("//main//a/@href")
    assert "https://lindholm.example/unsigned?a=1&b=2" in links


def test_stories_name_the_publisher_and_its_policies() -> None:
    made = published()
    told = json_ld(made.story(made.take(version())))["@graph"][0]["publisher"]
    assert told["noBylinesPolicy"] == OURS.unsigned and told["sameAs"] == list(OURS.social)


def test_the_sign_is_a_square_picture_that_loads_nothing() -> None:
    base = network()
    mark = replace(base.sites["orbit"], look=replace(base.sites["orbit"].look, mark="<&"))
    page = Newsroom(replace(base, sites={**base.sites, "orbit": mark})).page("/favicon.svg")
    root: Any = etree.fromstring(page.body)
    assert page.media_type == "image/svg+xml" and root.get("viewBox") == "0 0 48 48"
    assert root[1].text == "<&" and "default-src 'none'" in dict(page.headers)["content-security-policy"]


def test_the_manifest_leads_to_the_sign_and_the_front() -> None:
    made = Newsroom()
    told = json.loads(made.page("/manifest.webmanifest").body)
    assert (told["name"], told["start_url"], told["lang"], told["dir"]) == ("Orbit Daily", "/", "en", "ltr")
    assert made.page(told["icons"][0]["src"]).status == 200
    front = parsed(made.page("/").body)
    assert front.xpath("//link[@rel='manifest']/@href") == ["/manifest.webmanifest"]
    assert front.xpath("//link[@rel='icon']/@href") == ["/favicon.svg"]
    assert "manifest-src 'self'" in dict(made.page("/").headers)["content-security-policy"]


def test_none_of_them_changes_with_the_news() -> None:
    made = published()
    for path in PATHS:
        frame = made.frame(path)
        assert frame.uses == frozenset(), path
