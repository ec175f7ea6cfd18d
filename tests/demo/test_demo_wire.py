from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from tests.demo.demo_helper import NOW, read
from wireroom.demo import wire
from wireroom.demo.wire import Take
from wireroom.formats import markup
from wireroom.formats.subjects import with_topics
from wireroom.news import Version

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "schemas"


@pytest.fixture(scope="module")
def versions() -> dict[str, Version]:
    return {one.uri: one for file in wire.standing(NOW) for one in read(file.agency, file.name, file.data)}


@pytest.fixture(scope="module")
def takes() -> dict[str, Take]:
    return wire.standing_takes(NOW)


def test_every_story_reads_back_as_it_was_written(versions: dict[str, Version], takes: dict[str, Take]) -> None:
    assert len(versions) == len(takes)
    for slug, take in takes.items():
        version, text = versions[take.uri], take.text
        paragraphs = list(text.paragraphs)
        if take.agency.format == "rss":
            paragraphs[0] = f"{text.place} – {paragraphs[0]}"
        assert version.headline == text.headline or not text.headline, slug
        assert markup.paragraphs(version.body) == paragraphs, slug
        assert version.byline == text.byline, slug
        assert version.provider == text.agency, slug
        assert version.language == text.language, slug
        assert version.first_created == take.first, slug
        assert version.status.value == "usable", slug
        assert not version.hold, slug
        assert version.embargoed_until is None, slug


def test_what_each_format_can_say_besides(versions: dict[str, Version], takes: dict[str, Take]) -> None:
    for slug, take in takes.items():
        version, text, format = versions[take.uri], take.text, take.agency.format
        old = format in ("newsml-1", "nitf")
        sent = tuple(f"subj:{one}" if old else f"medtop:{one}" for one in (take.old_topics if old else text.topics))
        assert version.subjects == with_topics(sent), slug
        assert set(sent) <= set(version.subjects), slug
        if format != "rss":
            assert version.number == 1, slug
            assert version.slugline == text.slugline, slug
            assert version.urgency == text.urgency, slug
            assert version.dateline.place in (take.place, take.city), slug
            assert version.dateline.provider == text.agency, slug
        if not format.startswith("ninjs"):
            assert version.keywords == text.keywords, slug
        if format not in ("rss",):
            assert version.rights.holder == take.agency.name, slug


def test_pictures_are_named_with_their_captions(versions: dict[str, Version], takes: dict[str, Take]) -> None:
    for slug, take in takes.items():
        found = versions[take.uri].associations
        assert len(found) == bool(take.picture), slug
        if found:
            assert found[0].kind == "picture", slug
            assert found[0].href.rsplit("/", 1)[-1] == take.picture, slug
            assert found[0].caption == take.text.caption, slug
            assert found[0].credit.startswith("Illustration: "), slug
            assert (found[0].width, found[0].height) == (1024, 640), slug
            assert take.text.picture in wire.pictures_of(take.text.agency), slug


def test_an_alert_without_headline_gets_its_own_words(versions: dict[str, Version], takes: dict[str, Take]) -> None:
    alert = versions[takes["alert-rates"].uri]
    assert alert.headline == "Sweden's central bank cuts key interest rate to 1.75 percent"
    assert "Alert" in alert.genre


def test_times_follow_now_and_identities_do_not_collide(takes: dict[str, Take]) -> None:
    assert max(take.created for take in takes.values()) <= NOW
    assert sum(NOW - take.created < timedelta(days=4) for take in takes.values()) > 100
    assert len({take.uri for take in takes.values()}) == len(takes)
    later = wire.standing_takes(NOW + timedelta(days=40))
    assert all(later[slug].created - take.created == timedelta(days=40) for slug, take in takes.items())


def test_the_same_moment_gives_the_same_bytes() -> None:
    assert [file.data for file in wire.standing(NOW)] == [file.data for file in wire.standing(NOW)]


def test_a_later_version_and_a_kill_bear_the_same_name(takes: dict[str, Take]) -> None:
    for slug in ("kiruna-polar-launch", "launch-scrub-valves", "waste-repository-opens", "helmet-recall"):
        take = takes[slug]
        update = wire.later_take(take, take.text, NOW, 2, signal="update")
        kill = wire.kill_of(update, NOW, 3, note="Mandatory kill.")
        (second,) = read(take.text.agency, "2", wire.write(update).data)
        (third,) = read(take.text.agency, "3", wire.write(kill).data)
        assert (second.uri, second.number, second.status.value) == (take.uri, 2, "usable")
        assert (third.uri, third.number, third.status.value) == (take.uri, 3, "canceled")
        assert not third.body


@pytest.mark.samples
@pytest.mark.skipif(not SCHEMAS.exists(), reason="the standards' schemas are not beside the project")
def test_newsml_is_valid() -> None:
    g2 = etree.XMLSchema(etree.parse(str(SCHEMAS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd")))
    one = etree.DTD(str(SCHEMAS / "newsml-1" / "NewsMLv1.2.dtd"))
    for file in wire.standing(NOW):
        tree = etree.fromstring(file.data) if file.name.endswith(".xml") else None
        if file.agency == "MPA":
            assert tree is not None
            assert g2.validate(tree), g2.error_log
        elif file.agency == "AB":
            assert tree is not None
            one.validate(tree)
            # NITF inside DataContent is foreign to the DTD, as it is in every agency's files.
            assert all(":DTD_UNKNOWN_ELEM:" in line for line in str(one.error_log).splitlines()), one.error_log
