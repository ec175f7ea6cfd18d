"""Acceptance: pictures on their way from the wire to readers, and away again with their story, in every size."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests import images
from tests.newsroom.publishing_helper import Published
from tests.pages.pages_helper import parsed
from tests.rig import NETWORK, NOW, Rig
from tests.wires import ninjs
from wireroom.news import story_id
from wireroom.newsroom.ending_purge import purge
from wireroom.web.client import Response

URI = "urn:ninjs:pws.example:7301"
SITE = "orbit"
FULL = NETWORK.replace(
    "forms = {", 'forms = { list = "full", social-card = "full", json-ld = "full", feed = "full" } #'
)
NAMED = re.compile(rf"/media/{story_id(URI)}/[\w.-]+")
FOCUSED: dict[str, Any] = {"width": 900, "height": 600, "poi": {"x": 850, "y": 20}}
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, FULL)
    yield made
    made.close()


def item(*pictures: dict[str, object], number: int = 1, **facts: Any) -> bytes:
    found = [
        {"name": f"p{index}", "type": "picture", "uri": f"urn:p:{index}", "headline": "A pylon in the fog", **one}
        for index, one in enumerate(pictures)
    ]
    more = {"slugline": "launch", "versioncreated": NOW, "associations": {str(one["name"]): one for one in found}}
    return ninjs(URI, number, "Pylon repaired", **{**more, **facts})


def pictured(href: str = "p.jpg", **rendition: Any) -> dict[str, object]:
    return {"renditions": {"main": {"href": href, "mimetype": "image/jpeg", **rendition}}}


def story_page(rig: Rig) -> str:
    return rig.get(SITE, rig.url(URI, SITE)).text


def named(rig: Rig) -> set[str]:
    """Every address of a picture that anything reachable on any site names."""
    crawled = rig.crawl()
    return {path for one in crawled.values() for path in NAMED.findall(one.text)}


def opened(response: Response) -> Image.Image:
    return Image.open(io.BytesIO(response.body))


@pytest.mark.parametrize(
    "data",
    [
        images.plain(1024, 640),
        images.plain(2600, 900, "PNG"),
        images.plain(300, 700, "WEBP"),
        images.written(Image.new("CMYK", (900, 600), (90, 10, 0, 20))),
        images.written(Image.new("I;16", (820, 500), 30_000), "PNG"),
        images.written(Image.new("RGB", (900, 600), "teal").quantize(8), "GIF", transparency=0),
        images.plain(5, 3, "PNG"),
    ],
    ids=["landscape", "wide", "portrait", "CMYK", "16 bits", "palette", "tiny"],
)
def test_every_picture_that_any_page_names_is_there_as_it_was_declared(rig: Rig, data: bytes) -> None:
    rig.take("pws", item(pictured()), beside={"p.jpg": data})
    found = named(rig)
    assert {path.rpartition(".")[2] for path in found} == set(TYPES)
    for path in found:
        response = rig.get(SITE, path)
        width, _, ending = path.rpartition("-")[2].partition(".")
        assert (response.status, response.header("content-type")) == (200, TYPES[ending])
        assert opened(response).width == int(width)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.integers(1, 1300),
    st.integers(1, 1300),
    st.none() | st.tuples(st.integers(0, 1300), st.integers(0, 1300)),
    st.sampled_from([1, 3, 6, 8]),
)
def test_every_source_of_a_srcset_has_the_type_width_and_shape_that_it_says(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, poi: tuple[int, int] | None, orientation: int
) -> None:
    with closing(Rig(tmp_path_factory.mktemp("srcset"), FULL)) as rig:
        exif = Image.Exif()
        exif[0x0112] = orientation
        told: dict[str, Any] = {"width": width, "height": height, "poi": {"x": poi[0], "y": poi[1]}} if poi else {}
        rig.take("pws", item(pictured(**told)), beside={"p.jpg": images.plain(width, height, exif=exif)})
        for path in (rig.url(URI, SITE), "/", "/launch"):
            page = parsed(rig.get(SITE, path).text)
            assert page.xpath("//picture"), path
            for picture in page.xpath("//picture"):
                (img,), sources = picture.xpath(".//img"), picture.xpath(".//source")
                assert [source.get("type") for source in sources] == ["image/avif", "image/webp"]
                ratio = int(img.get("width")) / int(img.get("height"))
                for source in sources:
                    for one in source.get("srcset").split(", "):
                        address, _, wide = one.partition(" ")
                        response = rig.get(SITE, address)
                        assert (response.status, response.header("content-type")) == (200, source.get("type"))
                        found = opened(response)
                        assert f"{found.width}w" == wide
                        # A pixel more or less is all that rounding may cost.
                        assert abs(found.height - found.width / ratio) <= 1 + found.width / int(img.get("width"))


def test_no_page_names_what_came_from_the_wire(rig: Rig) -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-of-the-photographer"
    rig.take("pws", item(pictured()), beside={"p.jpg": images.plain(900, 600, exif=exif)})
    assert rig.showing("canary-of-the-photographer") == []
    stored = next((rig.folder / "vault" / "media").rglob("*.jpg")).name
    assert rig.showing(stored) == []
    assert rig.get(SITE, f"/media/{story_id(URI)}/{stored}").status == 404


def test_no_story_waits_for_an_encoder(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(*_: object, **__: object) -> None:
        raise AssertionError("a picture was encoded while its story came in")

    monkeypatch.setattr(Image.Image, "save", encode)
    monkeypatch.setattr(Image.Image, "load", encode)
    rig.take("pws", item(pictured()), beside={"p.jpg": JPEG})
    assert "<picture>" in story_page(rig)


JPEG = images.plain(900, 600)


def test_what_is_no_picture_costs_the_story_nothing(rig: Rig) -> None:
    for data in (b"<svg/>", JPEG[: len(JPEG) // 3], b""):
        rig.take("pws", item(pictured()), beside={"p.jpg": data})
    assert "Pylon repaired" in story_page(rig)
    assert named(rig) == set()


def test_the_first_picture_comes_at_once_and_the_others_when_they_are_near(rig: Rig) -> None:
    beside = {"a.jpg": JPEG, "b.jpg": images.plain(800, 500), "c.jpg": images.plain(700, 500)}
    rig.take("pws", item(*(pictured(name) for name in beside)), beside=beside)
    first, *others = parsed(story_page(rig)).xpath("//figure//img")
    assert (first.get("fetchpriority"), first.get("loading")) == ("high", None)
    assert len(others) == 2
    assert all((one.get("fetchpriority"), one.get("loading")) == (None, "lazy") for one in others)
    assert all(one.get("width") and one.get("height") and one.get("alt") for one in (first, *others))


def test_lists_cut_to_one_shape_where_the_wire_says_what_matters(rig: Rig) -> None:
    rig.take("pws", item(pictured(**FOCUSED)), beside={"p.jpg": JPEG})
    (thumb,) = parsed(rig.get(SITE, "/launch").text).xpath("//picture//img")
    assert (thumb.get("width"), thumb.get("height")) == ("600", "600")
    assert "-300_0_600_600-240.jpg" in thumb.get("src")
    (whole,) = parsed(story_page(rig)).xpath("//figure//img")
    assert (whole.get("width"), whole.get("height")) == ("900", "600")


def test_nothing_is_cut_off_where_the_copy_forbids_it(rig: Rig) -> None:
    rig.take("pws", item(pictured(**FOCUSED), usageterms="No cropping allowed"), beside={"p.jpg": JPEG})
    found = named(rig)
    assert found
    assert not any("_" in path for path in found)


def test_a_kill_takes_every_size_with_it_made_or_not(rig: Rig) -> None:
    rig.take("pws", item(pictured(**FOCUSED)), beside={"p.jpg": JPEG})
    found = sorted(named(rig))
    assert len(found) > 10
    assert all(rig.get(SITE, path).status == 200 for path in found[::2])
    rig.take("pws", item(number=2, pubstatus="canceled"))
    assert {rig.get(SITE, path).status for path in found} == {404}
    assert rig.showing("/media/", *found) == []


def test_a_new_version_with_another_picture_takes_the_old_one_away(rig: Rig) -> None:
    rig.take("pws", item(pictured()), beside={"p.jpg": JPEG})
    old = named(rig)
    rig.take("pws", item(pictured("q.jpg"), number=2), beside={"q.jpg": images.plain(640, 480)})
    new = named(rig)
    assert new and not old & new
    assert {rig.get(SITE, path).status for path in old} == {404}


def exported(published: Published) -> set[str]:
    root = published.root / SITE
    return {f"/{path.relative_to(root)}" for path in root.rglob("media/**/*") if path.is_file()}


def test_an_export_holds_every_size_of_every_picture_and_the_very_bytes(rig: Rig) -> None:
    rig.take("pws", item(pictured(**FOCUSED)), beside={"p.jpg": JPEG})
    published = Published(rig)
    published.publish()
    files = exported(published)
    assert named(rig) <= files
    for path in files:
        assert (published.root / SITE / path[1:]).read_bytes() == rig.get(SITE, path).body
    assert published.publish().written == 0


def test_in_an_export_every_size_goes_with_the_kill(rig: Rig) -> None:
    rig.take("pws", item(pictured()), beside={"p.jpg": JPEG})
    published = Published(rig)
    published.publish()
    assert exported(published)
    rig.take("pws", item(number=2, pubstatus="canceled"))
    published.publish()
    assert exported(published) == set()


def test_in_an_export_another_picture_takes_the_place_of_the_old_one(rig: Rig) -> None:
    rig.take("pws", item(pictured()), beside={"p.jpg": JPEG})
    published = Published(rig)
    published.publish()
    old = exported(published)
    rig.take("pws", item(pictured("q.jpg"), number=2), beside={"q.jpg": images.plain(640, 480)})
    published.publish()
    assert named(rig) <= exported(published)
    assert not old & exported(published)


def test_what_the_contracts_end_erases_is_erased_in_every_size(tmp_path: Path) -> None:
    ended = FULL.replace("until = 2029-12-31", "until = 2026-11-22")
    with closing(Rig(tmp_path, FULL)) as rig:
        rig.take("pws", item(pictured()), beside={"p.jpg": JPEG})
        for path in named(rig):
            rig.get(SITE, path)
        kept = rig.folder / "renditions"
        assert any(path.is_file() for path in kept.rglob("*"))
        (rig.folder / "network.toml").write_text(ended, encoding="utf-8")
        rig.home.reload()
        rig.later(days=30)
        purge(rig.home, "PWS", "Ana", "the contract has ended", rig.now)
        assert not any(path.is_file() for path in kept.rglob("*"))
