"""JSON Feed 1.0 and 1.1, one fact a test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.news import Version

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


def _feed(*items: object, **more: Any) -> bytes:
    head = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://nln.example/"}
    return json.dumps({**head, **more, "items": list(items)}).encode()


def _one(**item: Any) -> Version:
    (version,) = formats.read(_feed({"id": "urn:nln:1", **item})).versions
    return version


def test_id_is_the_identity() -> None:
    assert _one(url="https://nln.example/1").uri == "urn:nln:1"


def test_a_number_as_id_is_one_within_its_host() -> None:
    assert _one(id=4711).uri == "nln.example:4711"


def test_url_is_the_identity_without_id() -> None:
    assert formats.read(_feed({"url": "/1"})).versions[0].uri == "https://nln.example/1"


def test_title() -> None:
    assert _one(title="Ferry &amp; harbour").headline == "Ferry & harbour"


def test_html_goes_before_text() -> None:
    assert _one(content_text="plain", content_html="<p>marked</p>").body == "<p>marked</p>"


def test_text_becomes_paragraphs() -> None:
    assert _one(content_text="It sails.\n\nAt noon.").body.count("<p>") == 2


def test_relative_links_are_resolved() -> None:
    assert 'href="https://nln.example/t"' in _one(content_html='<a href="/t">t</a>').body


def test_summary() -> None:
    assert _one(summary="In short.").summary == "In short."


def test_dates() -> None:
    version = _one(date_published="2026-01-10T11:00:00Z", date_modified="2026-01-10T12:00:00Z")
    assert (version.first_created, version.version_created) == (_NOON.replace(hour=11), _NOON)


@pytest.mark.parametrize("fields", [{"authors": [{"name": "Ada Nilsen"}]}, {"author": {"name": "Ada Nilsen"}}])
def test_byline(fields: dict[str, Any]) -> None:
    assert _one(**fields).byline == "Ada Nilsen"


def test_byline_of_the_feed_where_the_item_has_none() -> None:
    assert formats.read(_feed({"id": "urn:nln:1"}, authors=[{"name": "The desk"}])).versions[0].byline == "The desk"


def test_tags_are_keywords() -> None:
    assert _one(tags=["ferries", 3, "sea"]).keywords == ("ferries", "sea")


def test_a_media_topic_among_the_tags_is_a_subject() -> None:
    assert _one(tags=["medtop:20000053"]).subjects == ("medtop:20000053",)


def test_language_of_the_item_before_the_feeds() -> None:
    versions = formats.read(_feed({"id": "urn:a"}, {"id": "urn:b", "language": "nb"}, language="de")).versions
    assert [version.language for version in versions] == ["de", "nb"]


def test_image_and_attachments() -> None:
    version = _one(
        image="/q.jpg", attachments=[{"url": "https://nln.example/a.mp3", "mime_type": "audio/mpeg", "title": "Sound"}]
    )
    assert [(one.kind, one.href) for one in version.associations] == [
        ("picture", "https://nln.example/q.jpg"),
        ("audio", "https://nln.example/a.mp3"),
    ]


def test_an_image_off_the_web_is_left_out() -> None:
    assert _one(image="javascript:alert(1)").associations == ()


def test_what_is_no_item_is_noted() -> None:
    reading = formats.read(_feed("no", {"id": "urn:a"}))
    assert (len(reading.versions), reading.notes[0].where) == (1, "items[0]")


def test_a_feed_without_items_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="no list of items"):
        formats.read(b'{"version": "https://jsonfeed.org/version/1", "items": {}}')


@pytest.mark.parametrize("value", [None, 3, True, [], {}, [None], ""])
def test_any_value_anywhere_is_survived(value: object) -> None:
    keys = "url title content_html content_text summary image date_published authors author tags language attachments"
    assert _one(**dict.fromkeys(keys.split(), value)).uri == "urn:nln:1"
