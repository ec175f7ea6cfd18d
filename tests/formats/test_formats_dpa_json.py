"""dpa-digitalwires JSON, one fact a test."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wireroom import formats
from wireroom.errors import UnreadableError
from wireroom.formats import dpa_json
from wireroom.news import Status, Version

_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
_URN = "urn:newsml:mpa.example:20260110:260110-99-000001"


def _category(kind: str, name: str, qcode: str | None = None) -> dict[str, Any]:
    return {"type": f"dnltype:{kind}", "name": name, "qcode": qcode}


def _entry(*categories: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "entry_id": "e1",
        "urn": _URN,
        "version": 2,
        "version_created": "2026-01-10T13:00:00+01:00",
        "pubstatus": "usable",
        "language": "de",
        "headline": "Fähre fährt wieder",
        "article_html": '<section class="main"><p>Sie fährt.</p></section>',
        "categories": [_category("provider", "MPA"), *categories],
        **fields,
    }


def _read(entry: dict[str, Any]) -> formats.Reading:
    return formats.read(json.dumps(entry).encode())


def _one(*categories: dict[str, Any], **fields: Any) -> Version:
    (version,) = _read(_entry(*categories, **fields)).versions
    return version


def test_the_urn_is_the_identity() -> None:
    version = _one()
    assert (version.uri, version.number, version.format) == (_URN, 2, "dpa-digitalwires-json")


def test_an_entry_without_a_urn_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="urn"):
        _read(_entry(urn=None))


@pytest.mark.parametrize(
    ("stated", "status"),
    [(None, Status.USABLE), ("usable", Status.USABLE), ("canceled", Status.CANCELED), ("withheld", Status.WITHHELD)],
)
def test_status(stated: str | None, status: Status) -> None:
    assert _one(pubstatus=stated).status is status


def test_a_kill_needs_no_copy() -> None:
    version = _one(pubstatus="canceled", headline=None, article_html=None)
    assert (version.status, version.has_copy) == (Status.CANCELED, False)


def test_time() -> None:
    assert _one().version_created == _NOON


@pytest.mark.parametrize(
    ("fields", "signal"), [({"signal": "sig:correction"}, "correction"), ({"signal": "sig:update"}, "update"), ({}, "")]
)
def test_signal(fields: dict[str, Any], signal: str) -> None:
    assert _one(**fields).signal == signal


def test_a_signal_among_the_categories() -> None:
    assert _one(_category("signal", "correction", "sig:correction")).signals == ("correction",)


def test_embargo() -> None:
    version = _one(embargoed="2026-01-10T13:00:00+01:00", ednotes=[{"ednote": "Sperrfrist 13 Uhr"}])
    assert (version.embargoed_until, version.hold) == (_NOON, "")


@pytest.mark.parametrize(
    "fields",
    [
        {"embargoed": "heute Abend"},
        {"ednotes": [{"role": None, "ednote": "Sperrfrist: heute, 19 Uhr"}]},
        {"ednotes": [{"role": "dpaednoterole:embargo", "ednote": "Nicht vor 19 Uhr verwenden"}]},
        {"notepad": {"public_html": '<ul><li class="embargoed">Sperrfrist 19 Uhr</li></ul>'}},
    ],
)
def test_an_embargo_without_a_time_holds(fields: dict[str, Any]) -> None:
    version = _one(**fields)
    assert version.embargoed_until is None
    assert version.hold


def test_body() -> None:
    assert _one().body == "<p>Sie fährt.</p>"


def test_the_boxes_belong_to_the_story() -> None:
    version = _one(
        infobox_html="<section><h2>Zahlen</h2><p>12 Knoten</p></section>", linkbox_html="<ul><li>x</li></ul>"
    )
    assert version.body.endswith("<h2>Zahlen</h2>\n<p>12 Knoten</p>\n<ul><li>x</li></ul>")


def test_dateline_from_its_field() -> None:
    dateline = _one(dateline="Lindholm, 10. Januar 2026 (MPA) - ").dateline
    assert (dateline.place, dateline.on, dateline.provider) == ("Lindholm", date(2026, 1, 10), "MPA")


def test_byline() -> None:
    assert _one(byline="Von Ada Nilsen").byline == "Von Ada Nilsen"


@pytest.mark.parametrize(
    ("fields", "summary"),
    [({"teaser": "Endlich."}, "Endlich."), ({"subhead": "Nach zwei Wochen"}, "Nach zwei Wochen"), ({}, "")],
)
def test_summary(fields: dict[str, Any], summary: str) -> None:
    assert _one(**fields).summary == summary


def test_the_kicker_is_the_slugline() -> None:
    assert _one(_category("keyword", "Häfen"), kicker="Schifffahrt").slugline == "Schifffahrt"


def test_keywords_stand_in_for_a_slugline() -> None:
    version = _one(_category("keyword", "Häfen"), _category("keyword", "Fähren"))
    assert (version.slugline, version.keywords) == ("Häfen/Fähren", ("Häfen", "Fähren"))


def test_categories() -> None:
    version = _one(
        _category("dpasubject", "Schifffahrt", "dpasubject:185"),
        _category("dpasubject", "Krieg", "medtop:20000062"),
        _category("geosubject", "Lindholm", "dpaarea:3"),
        _category("person", "Ada Nilsen"),
        _category("desk", "wi", "dpacat:wi"),
        _category("wire", "bdt", "dpasrv:bdt"),
        _category("genre", "Meldung", "dpatextgenre:1"),
    )
    assert version.subjects == ("medtop:20000062", "dpasubject:185")
    assert (version.places, version.people) == (("Lindholm",), ("Ada Nilsen",))
    assert (version.services, version.genre) == (("dpacat:wi", "dpasrv:bdt"), ("dpatextgenre:1",))


def test_the_provider_is_the_one_whose_copy_it_is() -> None:
    assert _one().provider == "MPA"


def test_the_urn_names_the_provider_where_no_category_does() -> None:
    assert _one(categories=[]).provider == "mpa.example"


def test_notes_are_for_editors_all_of_them() -> None:
    notes = [
        {"role": "r:closingline", "ednote": "mpa ab n1", "is_publishable": True},
        {"role": "r:contacts", "ednote": "Autorin: +49 30 555 0100", "is_publishable": False},
    ]
    version = _one(ednotes=notes)
    assert version.ed_note == "mpa ab n1\nAutorin: +49 30 555 0100"
    assert "555" not in version.body + version.summary


def test_the_notepad_stands_in_for_the_notes_and_never_in_the_body() -> None:
    version = _one(notepad={"nonpublic_html": "<section><p>Autorin: +49 30 555 0100</p></section>"})
    assert "555 0100" in version.ed_note
    assert "555" not in version.body


@pytest.mark.parametrize(
    ("category", "held"),
    [
        (_category("genre", "Achtung", "dpatextgenre:27"), True),
        (_category("dpasubject", "Vorschau", "dpasubject:432"), True),
        (_category("genre", "Meldung", "dpatextgenre:1"), False),
    ],
)
def test_an_advisory_that_says_usable_is_held(category: dict[str, Any], held: bool) -> None:
    assert bool(_one(category, categories=[_category("provider", "dpa"), category]).hold) is held


def test_rights() -> None:
    rights = _one(creditline="MPA", copyrightnotice="(c) MPA", usageterms="Nur hier\nHere only").rights
    assert (rights.credit_line, rights.notice, rights.usage_terms) == ("MPA", "(c) MPA", ("Nur hier", "Here only"))


_IMAGE = {
    "type": "image",
    "urn": "urn:newsml:mpa.example:p1",
    "is_featureimage": True,
    "caption": "Die Fähre",
    "creditline": "B. Foto/MPA",
    "renditions": [{"width": 2048, "height": 1365, "mimetype": "image/jpeg", "url": "https://mpa.example/1.jpg"}],
}


def test_associations() -> None:
    (found,) = _one(associations=[_IMAGE]).associations
    assert (found.kind, found.uri, found.caption) == ("picture", "urn:newsml:mpa.example:p1", "Die Fähre")
    assert (found.href, found.width, found.rendition) == ("https://mpa.example/1.jpg", 2048, "featured")


def test_the_middle_of_the_foveal_area_is_the_focus() -> None:
    rendition = {"width": 2048, "height": 1365, "mimetype": "image/jpeg", "url": "https://mpa.example/1.jpg"}
    area = {"left": 0, "top": 0, "right": 1024, "bottom": 1365}
    (found,) = _one(associations=[{**_IMAGE, "renditions": [{**rendition, "fovealarea": area}]}]).associations
    assert found.focus == (250, 500)
    for wrong in (None, {}, {**area, "right": 0}, {**area, "right": 9000}, {**area, "left": "x"}, 3):
        (found,) = _one(associations=[{**_IMAGE, "renditions": [{**rendition, "fovealarea": wrong}]}]).associations
        assert found.focus is None


def test_an_entry_without_text_is_what_it_carries() -> None:
    assert (_one(associations=[_IMAGE]).kind, _one(article_html=None, associations=[_IMAGE]).kind) == (
        "text",
        "picture",
    )


def test_a_listing_of_the_queue() -> None:
    data = json.dumps({"entries": [{**_entry(), "_wireq_receipt": "r1"}, _entry(urn=""), 3]}).encode()
    reading = formats.read(data)
    assert [version.uri for version in reading.versions] == [_URN]
    assert reading.notes[0].where == "entries[1]"
    assert dpa_json.receipts(data) == ("r1",)


def test_an_empty_queue_is_a_note() -> None:
    reading = formats.read(b'{"entries": []}')
    assert (reading.format, reading.versions) == ("dpa-digitalwires-json", ())
    assert "empty queue" in reading.notes[0].problem


@pytest.mark.parametrize("data", [b"no", b"{}", b"3", b'{"entries": 3}', b'{"entries": [{"_wireq_receipt": 3}]}'])
def test_no_receipts(data: bytes) -> None:
    assert dpa_json.receipts(data) == ()


@pytest.mark.parametrize("value", [None, 3, 1.5, True, [], {}, [[]], [None], {"value": None}, ""])
def test_any_value_anywhere_is_survived(value: object) -> None:
    keys = [
        *_entry(),
        *"associations ednotes notepad dateline byline kicker teaser descriptions signal embargoed".split(),
    ]
    assert _one(**{**dict.fromkeys(keys, value), "urn": _URN}).uri == _URN
