"""Everything that the exhibit's network answers, as machines see it: links that lead somewhere, data that is valid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.judges.schemaorg import Vocabulary
from tests.newsroom.publishing_helper import Published
from tests.newsroom.test_newsroom_publishing import same_as_live
from tests.rig import Rig, plain
from tools.exhibit import LATER, Exhibit

pytestmark = pytest.mark.slow
SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"
with_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not there")

Answers = dict[str, str]


@pytest.fixture(scope="module")
def rig(exhibit: Exhibit) -> Iterator[Rig]:
    """The exhibit's folder at the sites' own addresses."""
    made = Rig(exhibit.folder, (exhibit.folder / "network.toml").read_text(encoding="utf-8"), LATER)
    yield made
    made.close()


@pytest.fixture(scope="module")
def crawled(rig: Rig) -> dict[str, Any]:
    return rig.crawl()


def of_type(crawled: dict[str, Any], kind: str) -> dict[str, str]:
    found = {key: plain(one) for key, one in crawled.items() if (one.header("content-type") or "").startswith(kind)}
    assert found, f"no {kind}"
    return found


def test_every_link_leads_to_a_page(rig: Rig, crawled: dict[str, Any]) -> None:
    assert len(crawled) > 1000
    wrong = {key: one.status for key, one in crawled.items() if one.status != 200}
    assert {key for key in wrong if not key.endswith("/no/such/page")} == set(), wrong


def test_every_link_within_a_page_leads_to_a_part_of_it(crawled: dict[str, Any]) -> None:
    for key, text in of_type(crawled, "text/html").items():
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), key
        asked = set(re.findall(r'(?:href="#|aria-labelledby="|aria-describedby=")([^"]+)"', text))
        assert asked <= set(ids), key


def test_every_link_of_the_export_leads_to_a_file(rig: Rig) -> None:
    published = Published(rig)
    published.publish()
    same_as_live(rig, published)


def schema_of_sitemaps() -> etree.XMLSchema:
    space, wrapped = "http://www.w3.org/2001/XMLSchema", ""
    for name, file in {
        "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap.xsd",
        "http://www.google.com/schemas/sitemap-news/0.9": "sitemap-news.xsd",
    }.items():
        wrapped += f'<xs:import namespace="{name}" schemaLocation="{SCHEMAS}/sitemap/{file}"/>'
    return etree.XMLSchema(etree.fromstring(f'<xs:schema xmlns:xs="{space}">{wrapped}</xs:schema>'))


@pytest.mark.samples
@with_schemas
def test_every_sitemap_and_feed_is_valid(crawled: dict[str, Any]) -> None:
    index, urls = etree.XMLSchema(etree.parse(SCHEMAS / "sitemap" / "siteindex.xsd")), schema_of_sitemaps()
    atom = etree.RelaxNG(etree.parse(SCHEMAS / "atom" / "atom-rfc4287.rng"))
    schemas = {"sitemapindex": index, "urlset": urls, "feed": atom}
    seen = set()
    for key, answer in crawled.items():
        if "xml" not in (answer.header("content-type") or ""):
            continue
        tree = etree.fromstring(plain(answer).encode())
        name = etree.QName(tree).localname
        seen.add(name)
        if name in schemas:
            assert schemas[name].validate(tree), f"{key}: {schemas[name].error_log}"
    assert {*schemas, "rss"} <= seen


@pytest.mark.samples
@with_schemas
def test_every_json_feed_is_valid(crawled: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SCHEMAS / "jsonfeed" / "sonicdoe-schema-v1.1.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    for key, text in of_type(crawled, "application/feed+json").items():
        assert list(validator.iter_errors(json.loads(text))) == [], key


def structured(crawled: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, text in of_type(crawled, "text/html").items():
        for found in re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', text):
            yield key, json.loads(found)


@pytest.mark.samples
@with_schemas
def test_all_structured_data_is_schema_orgs(crawled: dict[str, Any]) -> None:
    vocabulary = Vocabulary(SCHEMAS / "schemaorg-current-https.jsonld")
    found, kinds = set(), set()
    for key, node in structured(crawled):
        kinds |= set(re.findall(r'"@type": ?"(\w+)"', json.dumps(node)))
        found |= {f"{problem} ({key})" for problem in vocabulary.problems(node)}
    assert found == set()
    assert {"NewsArticle", "NewsMediaOrganization"} <= kinds


@pytest.mark.samples
@with_schemas
def test_the_vocabulary_bites() -> None:
    node = {
        "@type": "NewsArticle",
        "headlin": "A",
        "datePublished": "2026-11-22T10:00:00",
        "author": {"@type": "Place"},
    }
    told = list(Vocabulary(SCHEMAS / "schemaorg-current-https.jsonld").problems(node))
    assert len(told) == 3
