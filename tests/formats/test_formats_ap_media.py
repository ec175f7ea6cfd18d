"""AP Media API JSON, one fact a test."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import ap_media
from wireroom.news import Status, Version

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
_ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def _item(**fields: Any) -> dict[str, Any]:
    return {
        "uri": f"https://api.mpa.example/media/v/content/{_ID}?qt=abc&et=1a2b",
        "altids": {"itemid": _ID, "etag": f"{_ID}_1a2b", "friendlykey": "20260110123"},
        "version": 0,
        "type": "text",
        "pubstatus": "usable",
        "signals": ["newscontent", "NewsroomReady"],
        "headline": "Ferry back in service",
        "body_nitf": "<nitf><body><body.content><p>It sails.</p></body.content></body></nitf>",
        "provider": "MPA",
        **fields,
    }


def _read(*items: dict[str, Any], **data: Any) -> formats.Reading:
    frame = {"api_version": "1.1", "method": "/content/feed.GET", "data": {"items": [{"item": one} for one in items]}}
    return formats.read(json.dumps({**frame, "data": {**frame["data"], **data}} if data else frame).encode())  # type: ignore[dict-item]


def _one(**fields: Any) -> Version:
    (version,) = _read(_item(**fields)).versions
    return version


def test_the_item_id_is_the_identity_and_not_the_uri() -> None:
    assert _one().uri == _ID


def test_an_item_without_an_id_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="itemid"):
        _read(_item(altids={}))


def test_what_changes_with_each_request_is_no_other_name() -> None:
    assert _one().alt_ids == ("20260110123",)


@pytest.mark.parametrize("shape", ["item", "data.item", "list", "bare items"])
def test_every_shape_of_answer(shape: str) -> None:
    item = _item()
    sent: Any = {
        "item": item,
        "data.item": {"api_version": "1.1", "data": {"item": item}},
        "list": [item],
        "bare items": {"data": {"items": [item]}},
    }[shape]
    reading = formats.read(json.dumps(sent).encode())
    assert (reading.format, reading.versions[0].uri) == ("ap-media-json", _ID)


def test_version_nought_is_a_number() -> None:
    assert _one().number == 0


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("usable", Status.USABLE),
        ("embargoed", Status.USABLE),
        ("withheld", Status.WITHHELD),
        ("canceled", Status.CANCELED),
    ],
)
def test_status(stated: str, status: Status) -> None:
    assert _one(pubstatus=stated).status is status


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("Kill", Status.CANCELED),
        ("Elimination", Status.CANCELED),
        ("Mandatory Kill", Status.CANCELED),
        ("Withhold", Status.WITHHELD),
        ("Disregard", Status.WITHHELD),
        ("Writethru", Status.USABLE),
    ],
)
def test_an_editorial_type_narrows_a_usable_status(kind: str, status: Status) -> None:
    assert _one(editorialtypes=[kind]).status is status


def test_an_editorial_type_never_brings_back_what_is_killed() -> None:
    assert _one(pubstatus="canceled", editorialtypes=["Withhold"]).status is Status.CANCELED


@pytest.mark.parametrize(
    ("kind", "signal"),
    [("Corrective", "correction"), ("Clarification", "correction"), ("Writethru", "update"), ("Lead", "update")],
)
def test_editorial_types_as_signals(kind: str, signal: str) -> None:
    assert _one(editorialtypes=[kind]).signal == signal


def test_news_content_is_a_story() -> None:
    assert _one().hold == ""


@pytest.mark.parametrize("signals", [[], None, ["NewsroomReady"]])
def test_without_the_signal_newscontent_it_is_no_story_by_itself(signals: object) -> None:
    assert "newscontent" in _one(signals=signals).hold


def test_a_test_is_never_a_story() -> None:
    assert "test" in _one(signals=["newscontent", "Test"]).hold


def test_an_advisory_is_never_a_story() -> None:
    assert "advisory" in _one(editorialtypes=["Advisory"]).hold


def test_embargo() -> None:
    version = _one(pubstatus="embargoed", embargoed="2026-01-10T12:00:00Z")
    assert (version.embargoed_until, version.hold) == (_NOON, "")


@pytest.mark.parametrize(
    "fields",
    [
        {"pubstatus": "embargoed"},
        {"editorialtypes": ["HoldForRelease"]},
        {"embargoed": "after the speech"},
        {"ednote": "HOLD FOR RELEASE until the speech"},
    ],
)
def test_an_embargo_without_a_time_holds(fields: dict[str, Any]) -> None:
    version = _one(**fields)
    assert version.embargoed_until is None
    assert version.hold


def test_notes_are_for_editors() -> None:
    version = _one(ednote="Call the desk: 555 0100")
    assert version.ed_note == "Call the desk: 555 0100"
    assert "555" not in version.body + version.summary


def test_body_in_nitf() -> None:
    assert _one().body == "<p>It sails.</p>"


def test_a_text_behind_a_link_is_noted_and_holds() -> None:
    nitf = {"href": "https://api.mpa.example/nitf", "format": "NITF", "rel": "Story", "mimetype": "text/xml"}
    reading = _read(_item(body_nitf=None, renditions={"nitf": nitf}))
    assert "behind a link" in reading.versions[0].hold
    assert "https://api.mpa.example/nitf" in reading.notes[0].problem


def test_a_kill_needs_no_text() -> None:
    version = _one(body_nitf=None, headline="", pubstatus="canceled")
    assert (version.status, version.hold) == (Status.CANCELED, "")


def test_bylines() -> None:
    assert _one(bylines=[{"by": "By ADA NILSEN"}, {"by": "BO DAHL"}]).byline == "By ADA NILSEN, BO DAHL"


def test_the_longer_headline_stands_in() -> None:
    assert (
        _one(headline="", headline_extended="Ferry back in service at last").headline == "Ferry back in service at last"
    )


def test_dateline_location() -> None:
    assert _one(datelinelocation={"city": "Lindholm", "countrycode": "NOR"}).dateline.place == "Lindholm"


@pytest.mark.parametrize(
    ("fields", "urgency"), [({"urgency": 5}, 5), ({"editorialpriority": "u"}, 3), ({"editorialpriority": "?"}, None)]
)
def test_urgency(fields: dict[str, Any], urgency: int | None) -> None:
    assert _one(**fields).urgency == urgency


def test_rights() -> None:
    rights = _one(copyrightnotice="(c) MPA", usageterms=["One.", "Two."], description_creditline="MPA Photo").rights
    assert (rights.notice, rights.usage_terms, rights.credit_line) == ("(c) MPA", ("One.", "Two."), "MPA Photo")


def test_concepts() -> None:
    version = _one(
        subject=[{"code": "f25af2d07e4e100484f5df092526b43e", "scheme": "http://cv.mpa.example/id/", "name": "News"}],
        person=[{"name": "Ada Nilsen"}],
        place=[{"name": "Lindholm"}],
        organisation=[{"name": "Harbour Board"}],
    )
    assert version.subjects == ("http://cv.mpa.example/id/f25af2d07e4e100484f5df092526b43e",)
    assert (version.people, version.places, version.organisations) == (
        ("Ada Nilsen",),
        ("Lindholm",),
        ("Harbour Board",),
    )


def _picture(**fields: Any) -> dict[str, Any]:
    main = {"href": "https://mpa.example/1.jpg", "mimetype": "image/jpeg", "width": 1200, "height": 800}
    words = {"href": "https://mpa.example/1.xml", "mimetype": "text/xml"}
    return {
        "uri": "https://api.mpa.example/p1?qt=abc",
        "altids": {"itemid": "p1"},
        "type": "picture",
        "description_caption": "The ferry",
        "description_creditline": "MPA/B. Foto",
        "renditions": {"caption_nitf": words, "main": main},
        **fields,
    }


def test_associations() -> None:
    (found,) = _one(associations={"1": _picture(), "2": {"type": "text", "altids": {"itemid": "t1"}}}).associations
    assert (found.kind, found.uri, found.caption, found.credit) == ("picture", "p1", "The ferry", "MPA/B. Foto")
    assert (found.href, found.width) == ("https://mpa.example/1.jpg", 1200)


@pytest.mark.parametrize("more", [{"pubstatus": "canceled"}, {"editorialtypes": ["Kill"]}])
def test_an_association_that_is_killed_is_left_out_and_noted(more: dict[str, Any]) -> None:
    reading = _read(_item(associations={"1": _picture(**more)}))
    assert reading.versions[0].associations == ()
    assert "left out" in reading.notes[0].problem


def test_a_picture_carries_its_own_file() -> None:
    reading = _read(_picture(signals=["newscontent"], headline="The ferry"))
    (picture,) = reading.versions
    assert (picture.kind, picture.associations[0].href) == ("picture", "https://mpa.example/1.jpg")


def test_a_listing_of_links_holds_no_story_and_is_kept_as_notes() -> None:
    reading = _read({"uri": "https://api.mpa.example/1", "altids": {"itemid": "1"}, "version": 1})
    assert reading.versions == ()
    assert "https://api.mpa.example/1" in reading.notes[0].problem


def test_one_bad_item_leaves_its_neighbours_alone() -> None:
    reading = _read(_item(), _item(altids=None))
    assert len(reading.versions) == 1
    assert reading.notes[0].where == "data.items[1]"


def test_an_empty_answer_is_a_note() -> None:
    reading = _read()
    assert reading.versions == ()
    assert "no items" in reading.notes[0].problem


def test_an_error_of_the_api_is_told() -> None:
    with pytest.raises(UnreadableError, match="key expired"):
        formats.read(b'{"api_version": "1.1", "error": {"status": 403, "message": "key expired"}}')


def test_next_page() -> None:
    data = json.dumps({"api_version": "1.1", "data": {"items": [], "next_page": "https://api.mpa.example/feed?seq=2"}})
    assert ap_media.next_page(data.encode()) == "https://api.mpa.example/feed?seq=2"


def test_a_search_offers_the_feed_that_follows_it() -> None:
    data = json.dumps({"data": {"items": [], "feed_href": "https://api.mpa.example/feed?q=x"}})
    assert ap_media.next_page(data.encode()) == "https://api.mpa.example/feed?q=x"


@pytest.mark.parametrize("data", [b"{}", b"[]", b"no", b'{"data": {"next_page": "javascript:x"}}', b'{"data": []}'])
def test_no_next_page(data: bytes) -> None:
    assert ap_media.next_page(data) is None


def test_an_item_that_says_it_is_ninjs_is_read_as_that() -> None:
    item = {**_item(), "standard": {"name": "ninjs", "version": "2.1"}}
    assert formats.read(json.dumps(item).encode()).format == "ninjs"


@pytest.mark.parametrize("value", [None, 3, 1.5, True, [], {}, [[]], [None], {"value": None}, ""])
def test_any_value_anywhere_is_survived(value: object) -> None:
    fields = dict.fromkeys(
        [*_item(), *"bylines subject person place associations renditions keywords ednote".split()], value
    )
    assert _one(**{**fields, "altids": {"itemid": _ID}, "headline": "Ferry"}).uri == _ID


def test_an_item_may_expire() -> None:
    assert _one(expires="2026-01-10T12:00:00Z").expires == _NOON


def test_the_dateline_is_written_as_ap_does_and_its_place_is_the_city() -> None:
    dateline = _one(located="NORDHAVEN, N.L.", datelinelocation={"city": "Nordhaven"}, body_nitf="").dateline
    assert (dateline.text, dateline.place) == ("NORDHAVEN, N.L.", "Nordhaven")


def test_a_category_is_a_media_topic() -> None:
    assert "medtop:15000000" in _one(provider="AP", subject=[{"code": "s", "rels": ["category"]}]).subjects
